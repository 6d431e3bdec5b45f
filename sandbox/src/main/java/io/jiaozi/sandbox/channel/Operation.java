package io.jiaozi.sandbox.channel;

import org.jspecify.annotations.Nullable;

/**
 * What a request asks for, in words shared by all channels, so that faults can be aimed and
 * requests counted without knowing paths.
 *
 * @param channel the channel's name, such as {@code wechat}
 * @param name one of {@code pay}, {@code query}, {@code close}, {@code reverse}, {@code complete},
 *     {@code capture}, {@code void}, {@code refund}, {@code queryRefund}, {@code keys}, {@code
 *     token}, or a word of the channel's own
 * @param businessNumber the merchant's number in the request, as far as it can be read without
 *     trusting the request; null when there is none
 */
public record Operation(String channel, String name, @Nullable String businessNumber) {}
