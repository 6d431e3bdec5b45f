/**
 * What a simulated channel is and what the sandbox gives it.
 *
 * <p>A channel implements {@link io.jiaozi.sandbox.channel.Channel}, keeps all its own files in one
 * package beside this one, and gets everything else (time, randomness, certificates, delivery of
 * notifications) from {@link io.jiaozi.sandbox.channel.ChannelContext}.
 */
@NullMarked
package io.jiaozi.sandbox.channel;

import org.jspecify.annotations.NullMarked;
