/**
 * What every adapter faces: the real adapter, the real gateway, real sockets, the sandbox as the
 * channel.
 *
 * <p>A channel joins by one {@link io.jiaozi.proving.ChannelUnderTest}: how to bring it into a
 * state, which calls it has, what its documents say about repeats. The tests themselves name no
 * channel.
 */
package io.jiaozi.proving;
