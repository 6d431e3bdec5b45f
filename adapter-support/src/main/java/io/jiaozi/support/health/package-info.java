/** What adapters tell about the health of an account, in the same words for all channels. */
@NullMarked
package io.jiaozi.support.health;

import org.jspecify.annotations.NullMarked;
