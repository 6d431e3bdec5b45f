package io.jiaozi.wechat;

import java.net.URI;
import org.jspecify.annotations.Nullable;

/**
 * Who the account is at WeChat Pay and where it is told about payments.
 *
 * @param mchid merchant number
 * @param appid the app the merchant's orders belong to
 * @param notificationUrl the account's own; null if every request brings one
 * @param baseUrl the first of the account's addresses, against which other URLs are judged
 */
record Merchant(String mchid, String appid, @Nullable URI notificationUrl, URI baseUrl) {}
