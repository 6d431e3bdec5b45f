package io.jiaozi.wechat;

import java.net.URI;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Who the account is at WeChat Pay and where it is told about payments.
 *
 * @param mchid merchant number
 * @param appid the app the merchant's orders belong to unless a scene names another
 * @param appids every app of the merchant, {@code appid} included
 * @param notificationUrl the account's own; null if every request brings one
 * @param baseUrl the first of the account's addresses, against which other URLs are judged
 */
record Merchant(
    String mchid, String appid, Set<String> appids, @Nullable URI notificationUrl, URI baseUrl) {

  Merchant {
    appids = Set.copyOf(appids);
  }
}
