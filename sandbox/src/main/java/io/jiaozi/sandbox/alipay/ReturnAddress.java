package io.jiaozi.sandbox.alipay;

import java.net.URI;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The merchant's {@code return_url} with the platform's signed parameters; no state among them.
 * Source: protocol sheet 4.1.
 */
final class ReturnAddress {
  private ReturnAddress() {}

  static @Nullable URI of(Trade trade, Messages messages, Instant now, Set<Twist> how) {
    URI shop = trade.latest.returnUrl();
    if (shop == null) {
      return null;
    }
    Map<String, String> fields = new LinkedHashMap<>();
    fields.put("out_trade_no", trade.number);
    fields.put("method", trade.latest.method().wireName() + ".return");
    fields.put("total_amount", Fen.yuan(trade.total));
    fields.put("trade_no", trade.tradeNo);
    fields.put("auth_app_id", trade.party.authAppId());
    fields.put("version", "1.0");
    fields.put("app_id", trade.party.app().appId());
    fields.put("seller_id", trade.party.sellerId());
    fields.put("timestamp", WireTime.format(now));
    String form = messages.sign(trade.party.app(), fields, how).text();
    String fragment = shop.getRawFragment();
    String base = fragment == null ? shop.toString() : shop.toString().replace("#" + fragment, "");
    return URI.create(
        base
            + (shop.getRawQuery() == null ? '?' : '&')
            + form
            + (fragment == null ? "" : "#" + fragment));
  }
}
