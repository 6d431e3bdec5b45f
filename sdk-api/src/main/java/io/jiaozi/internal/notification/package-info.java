/** Receives messages and returning browsers: what stands between a channel and the shop's code. */
@NullMarked
package io.jiaozi.internal.notification;

import org.jspecify.annotations.NullMarked;
