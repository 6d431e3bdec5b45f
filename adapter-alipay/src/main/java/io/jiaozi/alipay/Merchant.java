package io.jiaozi.alipay;

import java.net.URI;
import org.jspecify.annotations.Nullable;

/**
 * Who the account is at Alipay and where it is told about payments.
 *
 * @param appId the app all requests come from
 * @param sellerId the merchant's own number, 2088 and 12 digits; null if it is not compared
 * @param notificationUrl the account's own; null if it has none
 * @param baseUrl the account's address, without a path
 */
record Merchant(
    String appId, @Nullable String sellerId, @Nullable URI notificationUrl, URI baseUrl) {}
