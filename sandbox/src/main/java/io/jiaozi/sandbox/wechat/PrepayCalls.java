package io.jiaozi.sandbox.wechat;

import io.jiaozi.sandbox.SandboxClock;
import io.jiaozi.sandbox.channel.Json;
import io.jiaozi.sandbox.channel.Reply;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Placing an order: {@code POST /v3/pay/transactions/{native,jsapi,app,h5}}; protocol sheet 6.1.
 */
final class PrepayCalls {
  private static final Pattern NUMBER = Pattern.compile("[0-9A-Za-z_\\-|*]{6,32}");
  private static final Duration DEFAULT_LIFETIME = Duration.ofDays(7);
  private static final Duration LONGEST_LIFETIME = Duration.ofDays(90);
  private static final Duration SHORTEST_LIFETIME = Duration.ofMinutes(1);
  private static final Set<String> LIMITS =
      Set.of("no_balance", "no_credit", "no_debit", "balance_only");
  private static final Set<String> KNOWN =
      Set.of(
          "appid",
          "mchid",
          "description",
          "out_trade_no",
          "notify_url",
          "amount",
          "time_expire",
          "attach",
          "goods_tag",
          "limit_pay",
          "support_fapiao",
          "detail",
          "scene_info",
          "settle_info");

  private final WechatCredentials credentials;
  private final Ledger ledger;
  private final SandboxClock clock;

  PrepayCalls(WechatCredentials credentials, Ledger ledger, SandboxClock clock) {
    this.credentials = credentials;
    this.ledger = ledger;
    this.clock = clock;
  }

  Reply prepay(TradeType type, byte[] body, boolean publicKeyAsked) {
    Fields order = Fields.of(body);
    URI notifyUrl = check(type, order);
    Instant deadline = deadline(order.optionalText("time_expire", 1, 64));
    requireBound(order);
    String code = ledger.prepay(type, order.json(), notifyUrl, deadline, publicKeyAsked);
    return Reply.json(200, Json.object().put(type.replyField(), code));
  }

  private static URI check(TradeType type, Fields order) {
    Set<String> known = new HashSet<>(KNOWN);
    if (type == TradeType.JSAPI) {
      known.add("payer");
      order.object("payer").text("openid", 1, 128);
    }
    order.requireKnown(known);
    order.text("description", 1, 127);
    order.text("out_trade_no", 6, 32, NUMBER);
    Fields amount = order.object("amount");
    amount.requireKnown(Set.of("total", "currency"));
    amount.amount("total");
    amount.requireCny("currency", /* required= */ false);
    order.optionalText("attach", 0, 128);
    order.optionalText("goods_tag", 0, 32);
    order.requireAllOf("limit_pay", LIMITS);
    order.requireBoolean("support_fapiao");
    order.optionalObject("detail");
    checkScene(type, order);
    Fields settle = order.optionalObject("settle_info");
    if (settle != null) {
      settle.requireBoolean("profit_sharing");
    }
    return NotifyUrl.require(order.text("notify_url", 1, 255));
  }

  private static void checkScene(TradeType type, Fields order) {
    Fields scene =
        type == TradeType.H5 ? order.object("scene_info") : order.optionalObject("scene_info");
    if (scene == null) {
      return;
    }
    scene.text("payer_client_ip", 1, 45);
    scene.optionalText("device_id", 0, 32);
    if (type == TradeType.H5) {
      String kind = scene.object("h5_info").text("type", 1, 32);
      if (!Set.of("iOS", "Android", "Wap").contains(kind)) {
        throw WechatError.field("/scene_info/h5_info/type", kind, "must be iOS, Android or Wap");
      }
    }
  }

  private void requireBound(Fields order) {
    String app = order.text("appid", 1, 32);
    String merchant = order.text("mchid", 1, 32);
    if (!app.equals(credentials.appId()) || !merchant.equals(credentials.merchantId())) {
      throw WechatError.of(400, "APPID_MCHID_NOT_MATCH", "appid和mch_id不匹配");
    }
  }

  /**
   * The platform silently raises a deadline that is too near and caps one that is too far. A
   * deadline that has passed already is refused: this sandbox's choice.
   */
  private Instant deadline(@Nullable String timeExpire) {
    Instant now = clock.instant();
    if (timeExpire == null) {
      return now.plus(DEFAULT_LIFETIME);
    }
    Instant asked = WireTime.parse("/time_expire", timeExpire);
    Instant earliest = now.plus(SHORTEST_LIFETIME);
    Instant latest = now.plus(LONGEST_LIFETIME);
    if (asked.isBefore(now)) {
      throw WechatError.field("/time_expire", timeExpire, "has passed already");
    }
    return asked.isBefore(earliest) ? earliest : asked.isAfter(latest) ? latest : asked;
  }
}
