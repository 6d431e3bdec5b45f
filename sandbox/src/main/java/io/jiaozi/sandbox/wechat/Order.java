package io.jiaozi.sandbox.wechat;

import io.jiaozi.sandbox.channel.Json;
import java.net.URI;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** One order. Not thread-safe: the {@link Ledger} guards it. */
final class Order {
  /** {@code trade_state}: the states an order of these products can have. */
  enum State {
    NOTPAY("订单未支付"),
    SUCCESS("支付成功"),
    REFUND("订单发生过退款"),
    CLOSED("订单已关闭");

    private final String description;

    State(String description) {
      this.description = description;
    }
  }

  /**
   * What the merchant gets to show to the buyer.
   *
   * @param value {@code code_url}, {@code prepay_id} or {@code h5_url}
   * @param token the cashier page's secret
   * @param expires when it can no longer be used
   */
  record Code(String value, String token, Instant expires) {}

  final TradeType type;
  final ObjectNode request;
  final String number;
  final String description;
  final long total;
  final URI notifyUrl;
  final Instant deadline;
  final boolean publicKeyAsked;
  final String openid;
  final List<Refund> refunds = new ArrayList<>();

  State state = State.NOTPAY;
  Code code;
  int declines;
  @Nullable String transactionId;
  @Nullable Instant paidAt;

  Order(
      TradeType type,
      ObjectNode request,
      URI notifyUrl,
      Instant deadline,
      boolean publicKeyAsked,
      String openid,
      Code code) {
    this.type = type;
    this.request = request;
    this.number = request.path("out_trade_no").asString();
    this.description = request.path("description").asString();
    this.total = request.path("amount").path("total").asLong();
    this.notifyUrl = notifyUrl;
    this.deadline = deadline;
    this.publicKeyAsked = publicKeyAsked;
    this.openid = openid;
    this.code = code;
  }

  boolean isPaid() {
    return state == State.SUCCESS || state == State.REFUND;
  }

  /** What was or may still be given back: a refund that was closed does not count. */
  long refunded() {
    return refunds.stream()
        .filter(refund -> refund.status != Refund.Status.CLOSED)
        .mapToLong(refund -> refund.amount)
        .sum();
  }

  /** The order object of queries; protocol sheet 6.2. Unpaid orders have only ids and state. */
  ObjectNode toQueryReply() {
    ObjectNode reply =
        Json.object()
            .put("appid", request.path("appid").asString())
            .put("mchid", request.path("mchid").asString())
            .put("out_trade_no", number)
            .put("trade_state", state.name())
            .put("trade_state_desc", state.description);
    ObjectNode payer = Json.object();
    if (isPaid() || type == TradeType.JSAPI) {
      payer.put("openid", openid);
    }
    reply.set("payer", payer);
    return isPaid() ? paid(reply) : reply;
  }

  /** The order object of the payment notification: as it was when it was paid. */
  ObjectNode toNotification() {
    return toQueryReply()
        .put("trade_state", State.SUCCESS.name())
        .put("trade_state_desc", State.SUCCESS.description);
  }

  private ObjectNode paid(ObjectNode reply) {
    reply
        .put("transaction_id", transactionId)
        .put("trade_type", type.wireName())
        .put("bank_type", "OTHERS")
        .put("attach", request.path("attach").asString(""));
    if (paidAt != null) {
      reply.put("success_time", WireTime.format(paidAt));
    }
    reply.set(
        "amount",
        Json.object()
            .put("total", total)
            .put("payer_total", total)
            .put("currency", "CNY")
            .put("payer_currency", "CNY"));
    JsonNode device = request.path("scene_info").path("device_id");
    if (device.isString()) {
      reply.set("scene_info", Json.object().put("device_id", device.asString()));
    }
    return reply;
  }

  WechatOrder view() {
    return new WechatOrder(
        number,
        description,
        total,
        type.wireName(),
        state.name(),
        transactionId,
        notifyUrl,
        code.value(),
        declines,
        refunds.stream().map(Refund::view).toList());
  }
}
