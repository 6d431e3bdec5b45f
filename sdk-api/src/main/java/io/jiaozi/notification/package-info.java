/** Messages the channel sends us, and what we answer. */
@NullMarked
package io.jiaozi.notification;

import org.jspecify.annotations.NullMarked;
