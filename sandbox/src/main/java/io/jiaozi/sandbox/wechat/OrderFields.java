package io.jiaozi.sandbox.wechat;

import io.jiaozi.sandbox.SandboxClock;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The rules for fields that orders of all products share; protocol sheet 6.1 and 9. */
final class OrderFields {
  static final Pattern NUMBER = Pattern.compile("[0-9A-Za-z_\\-|*]{6,32}");

  private static final Duration DEFAULT_LIFETIME = Duration.ofDays(7);
  private static final Duration LONGEST_LIFETIME = Duration.ofDays(90);
  private static final Duration SHORTEST_LIFETIME = Duration.ofMinutes(1);
  private static final Set<String> LIMITS =
      Set.of("no_balance", "no_credit", "no_debit", "balance_only");

  private OrderFields() {}

  /** Description, number, amount, attach, goods tag, invoice switch, detail and settlement. */
  static void check(Fields order) {
    order.text("description", 1, 127);
    order.text("out_trade_no", 6, 32, NUMBER);
    Fields amount = order.object("amount");
    amount.requireKnown(Set.of("total", "currency"));
    amount.amount("total");
    amount.requireCny("currency", /* required= */ false);
    order.optionalText("attach", 0, 128);
    order.optionalText("goods_tag", 0, 32);
    order.requireBoolean("support_fapiao");
    order.optionalObject("detail");
    Fields settle = order.optionalObject("settle_info");
    if (settle != null) {
      settle.requireBoolean("profit_sharing");
    }
  }

  static void checkLimits(Fields order) {
    order.requireAllOf("limit_pay", LIMITS);
  }

  /** The scene of an order that the buyer pays on another device; needed for H5. */
  static void checkScene(TradeType type, Fields order) {
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

  /**
   * The platform silently raises a deadline that is too near and caps one that is too far. A
   * deadline that has passed already is refused: this sandbox's choice.
   */
  static Instant deadline(@Nullable String timeExpire, SandboxClock clock) {
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
