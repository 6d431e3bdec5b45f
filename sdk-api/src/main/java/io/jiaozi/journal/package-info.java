/**
 * What the gateway remembers of its own calls, so that a crash, a lost answer or an outage never
 * leaves shop and channel in disagreement: the intent before the first byte is sent, the outcome
 * after.
 */
@NullMarked
package io.jiaozi.journal;

import org.jspecify.annotations.NullMarked;
