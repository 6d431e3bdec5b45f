/**
 * What every adapter faces: the real adapter, the real gateway, real sockets, the sandbox as the
 * channel.
 *
 * <p>{@code channels} holds the channels, {@code message} their notifications as bytes, {@code
 * stage} sandboxes and gateways. The tests stand in {@code forged}, {@code genuine}, {@code faults}
 * and {@code canary} and name no channel.
 */
package io.jiaozi.proving;
