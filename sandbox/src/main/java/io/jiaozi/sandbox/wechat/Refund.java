package io.jiaozi.sandbox.wechat;

import io.jiaozi.sandbox.channel.Json;
import java.net.URI;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/** One refund. Not thread-safe: the {@link Ledger} guards it. */
final class Refund {
  private static final String ACCOUNT = "支付用户零钱";

  /** {@code status} in answers, {@code refund_status} in notifications. */
  enum Status {
    PROCESSING,
    SUCCESS,
    CLOSED,
    ABNORMAL
  }

  final Order order;
  final ObjectNode request;
  final String number;
  final String refundId;
  final long amount;
  final Instant createdAt;
  final @Nullable URI notifyUrl;
  final boolean publicKeyAsked;

  Status status = Status.PROCESSING;
  @Nullable Instant succeededAt;

  /**
   * How the merchant sends the money another way, without what is encrypted; null if it has not.
   */
  @Nullable ObjectNode abnormalRequest;

  Refund(
      Order order,
      ObjectNode request,
      String refundId,
      Instant createdAt,
      @Nullable URI notifyUrl,
      boolean publicKeyAsked) {
    this.order = order;
    this.request = request;
    this.number = request.path("out_refund_no").asString();
    this.refundId = refundId;
    this.amount = request.path("amount").path("refund").asLong();
    this.createdAt = createdAt;
    this.notifyUrl = notifyUrl;
    this.publicKeyAsked = publicKeyAsked;
  }

  /** Whether a repeated request asks for the same, however it names the order. */
  boolean isAskedBy(ObjectNode other, Order otherOrder) {
    return order == otherOrder && withoutOrder(request).equals(withoutOrder(other));
  }

  private static ObjectNode withoutOrder(ObjectNode request) {
    ObjectNode copy = request.deepCopy();
    copy.remove("transaction_id");
    copy.remove("out_trade_no");
    return copy;
  }

  /** Answer of apply and query; protocol sheet 6.5. */
  ObjectNode toReply() {
    ObjectNode reply =
        Json.object()
            .put("refund_id", refundId)
            .put("out_refund_no", number)
            .put("transaction_id", order.transactionId)
            .put("out_trade_no", order.number)
            .put("channel", abnormalRequest == null ? "ORIGINAL" : "OTHER_BANKCARD")
            .put("user_received_account", receivedBy())
            .put("create_time", WireTime.format(createdAt))
            .put("status", status.name())
            .put("funds_account", request.path("funds_account").asString("UNSETTLED"));
    if (succeededAt != null) {
      reply.put("success_time", WireTime.format(succeededAt));
    }
    ObjectNode amounts =
        amounts()
            .put("settlement_refund", amount)
            .put("settlement_total", order.total)
            .put("discount_refund", 0)
            .put("currency", "CNY");
    amounts.set("from", Json.array());
    reply.set("amount", amounts);
    reply.set("promotion_detail", Json.array());
    return reply;
  }

  private String receivedBy() {
    if (abnormalRequest == null) {
      return ACCOUNT;
    }
    return abnormalRequest.path("type").asString("").equals("USER_BANK_CARD") ? "用户银行卡" : "商户银行账户";
  }

  /** Decrypted content of the refund notifications; protocol sheet 7.2. */
  ObjectNode toNotification() {
    Party party = order.terms.party();
    ObjectNode content = Json.object().put(party.isPartner() ? "sp_mchid" : "mchid", party.mchid());
    Party.put(content, "sub_mchid", party.subMchid());
    content
        .put("transaction_id", order.transactionId)
        .put("out_trade_no", order.number)
        .put("refund_id", refundId)
        .put("out_refund_no", number)
        .put("refund_status", status.name())
        .put("user_received_account", receivedBy());
    if (succeededAt != null) {
      content.put("success_time", WireTime.format(succeededAt));
    }
    content.set("amount", amounts());
    return content;
  }

  private ObjectNode amounts() {
    return Json.object()
        .put("total", order.total)
        .put("refund", amount)
        .put("payer_total", order.total)
        .put("payer_refund", amount);
  }

  WechatRefund view() {
    return new WechatRefund(number, order.number, refundId, amount, status.name(), notifyUrl);
  }
}
