package io.jiaozi.sandbox.alipay;

import io.jiaozi.sandbox.channel.Json;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/** One refund. Not thread-safe: the {@link Ledger} guards it. */
final class Refund {
  /** How far it is. The wire knows {@code REFUND_SUCCESS} and silence only. */
  enum Status {
    PROCESSING,
    SUCCESS,
    FAILED
  }

  final Trade trade;
  final String number;
  final long amount;
  final @Nullable String reason;
  Status status = Status.PROCESSING;
  @Nullable Instant endedAt;
  @Nullable String depositBack;

  Refund(Trade trade, String number, long amount, @Nullable String reason) {
    this.trade = trade;
    this.number = number;
    this.amount = amount;
    this.reason = reason;
  }

  /**
   * Answer of {@code alipay.trade.refund}; protocol sheet 5.4.
   *
   * @param changed whether this very call has moved money
   */
  ObjectNode toReply(Fields asked, boolean changed) {
    ObjectNode reply = trade.ids();
    trade.buyer.describe(reply, "buyer_user_id");
    reply
        .put("fund_change", changed ? "Y" : "N")
        .put("refund_fee", Fen.yuan(trade.refundedForCertain()));
    if (endedAt != null && status == Status.SUCCESS) {
      reply.put("gmt_refund_pay", WireTime.format(endedAt));
    }
    if (asked.asksFor("refund_detail_item_list")) {
      reply.put("send_back_fee", Fen.yuan(amount));
      reply.set("refund_detail_item_list", Trade.fundBills(amount));
    }
    return reply;
  }

  /** Answer of the refund query: nothing about the refund until it has succeeded; sheet 5.5. */
  ObjectNode toQueryReply(Fields asked) {
    ObjectNode reply = trade.ids();
    if (status != Status.SUCCESS) {
      return reply;
    }
    reply
        .put("out_request_no", number)
        .put("total_amount", Fen.yuan(trade.total))
        .put("refund_amount", Fen.yuan(amount))
        .put("refund_status", "REFUND_SUCCESS");
    if (reason != null) {
      reply.put("refund_reason", reason);
    }
    if (endedAt != null && asked.asksFor("gmt_refund_pay")) {
      reply.put("gmt_refund_pay", WireTime.format(endedAt));
    }
    if (asked.asksFor("refund_detail_item_list")) {
      reply.put("send_back_fee", Fen.yuan(amount));
      reply.set("refund_detail_item_list", Trade.fundBills(amount));
    }
    if (depositBack != null && asked.asksFor("deposit_back_info")) {
      ObjectNode info =
          Json.object()
              .put("has_deposit_back", "true")
              .put("dback_status", depositBack)
              .put("dback_amount", Fen.yuan(amount));
      reply.set("deposit_back_info", info);
    }
    return reply;
  }

  AlipayRefund view() {
    return new AlipayRefund(number, trade.number, amount, status.name());
  }
}
