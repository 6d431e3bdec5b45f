package io.jiaozi.sandbox.alipay;

import io.jiaozi.sandbox.channel.Json;
import java.net.URI;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** One trade, or what may become one. Not thread-safe: the {@link Ledger} guards it. */
final class Trade {
  /** {@code trade_status}, and what the platform does not call a trade yet. */
  enum State {
    /** The merchant has asked, the buyer has not come: for every call it does not exist. */
    INTENT,
    WAIT_BUYER_PAY,
    TRADE_SUCCESS,
    TRADE_FINISHED,
    TRADE_CLOSED
  }

  /** Fields in which two requests for one trade may differ. */
  private static final Set<String> VOLATILE =
      Set.of(
          "auth_code",
          "scene",
          "operator_id",
          "terminal_id",
          "time_expire",
          "timeout_express",
          "query_options",
          "qr_pay_mode",
          "qrcode_width",
          "notify_url");

  final Product product;
  final Party party;
  final Call call;
  final String number;
  final String subject;
  final long total;
  final Buyer buyer;
  final @Nullable Auth auth;
  final List<Refund> refunds = new ArrayList<>();

  Call latest;
  State state = State.INTENT;
  String token;
  String code;
  Instant codeExpires;
  Instant deadline;
  boolean burnt;
  boolean byBuyerCode;
  int declines;
  String tradeNo = "";
  @Nullable Instant createdAt;
  @Nullable Instant paidAt;
  @Nullable Instant closedAt;

  Trade(
      Product product,
      Call call,
      Buyer buyer,
      @Nullable Auth auth,
      String token,
      Instant deadline) {
    this.product = product;
    this.party = call.party();
    this.call = call;
    this.latest = call;
    this.number = call.fields().number("out_trade_no");
    this.subject = call.fields().subject();
    this.total = call.fields().amount("total_amount");
    this.buyer = buyer;
    this.auth = auth;
    this.token = token;
    this.code = token;
    this.deadline = deadline;
    this.codeExpires = deadline;
  }

  /** Whether the platform's calls find it. */
  boolean exists() {
    return state != State.INTENT;
  }

  boolean isPaid() {
    return paidAt != null;
  }

  /** Whether another request for this number asks for the same. */
  boolean isAskedBy(Call other, Product otherProduct) {
    return product == otherProduct && terms(call).equals(terms(other));
  }

  private static ObjectNode terms(Call call) {
    ObjectNode terms = call.fields().json().deepCopy();
    terms.remove(VOLATILE);
    return terms;
  }

  /** What went back or is on its way back. */
  long refunded() {
    return refunds.stream()
        .filter(refund -> refund.status != Refund.Status.FAILED)
        .mapToLong(refund -> refund.amount)
        .sum();
  }

  /** What went back for certain. */
  long refundedForCertain() {
    return refunds.stream()
        .filter(refund -> refund.status == Refund.Status.SUCCESS)
        .mapToLong(refund -> refund.amount)
        .sum();
  }

  @Nullable Refund refund(String requestNumber) {
    for (Refund refund : refunds) {
      if (refund.number.equals(requestNumber)) {
        return refund;
      }
    }
    return null;
  }

  @Nullable URI notifyUrl() {
    return latest.notifyUrl();
  }

  ObjectNode ids() {
    return Json.object().put("trade_no", tradeNo).put("out_trade_no", number);
  }

  /** Answer of {@code alipay.trade.query}; protocol sheet 5.1. */
  ObjectNode toQueryReply(Fields asked) {
    ObjectNode reply = ids();
    buyer.describe(reply, "buyer_user_id");
    reply
        .put("buyer_user_type", "PRIVATE")
        .put("trade_status", state.name())
        .put("total_amount", Fen.yuan(total))
        .put("receipt_amount", paidOrNothing())
        .put("buyer_pay_amount", paidOrNothing())
        .put("point_amount", "0.00")
        .put("invoice_amount", paidOrNothing());
    if (paidAt != null) {
      reply.put("send_pay_date", WireTime.format(paidAt));
    }
    String passback = call.fields().text("passback_params");
    if (passback != null) {
      reply.put("passback_params", passback);
    }
    if (paidAt != null && asked.asksFor("fund_bill_list")) {
      reply.set("fund_bill_list", fundBills(total));
    }
    return reply;
  }

  /** Answer of {@code alipay.trade.pay}; protocol sheet 4. */
  ObjectNode toPayReply() {
    ObjectNode reply = ids();
    buyer.describe(reply, "buyer_user_id");
    reply.put("total_amount", Fen.yuan(total));
    if (paidAt != null) {
      reply
          .put("receipt_amount", Fen.yuan(total))
          .put("buyer_pay_amount", Fen.yuan(total))
          .put("point_amount", "0.00")
          .put("invoice_amount", Fen.yuan(total))
          .put("gmt_payment", WireTime.format(paidAt))
          .set("fund_bill_list", fundBills(total));
    }
    return reply;
  }

  private String paidOrNothing() {
    return Fen.yuan(isPaid() ? total : 0);
  }

  static ArrayNode fundBills(long fen) {
    ArrayNode bills = Json.array();
    bills.addObject().put("fund_channel", "ALIPAYACCOUNT").put("amount", Fen.yuan(fen));
    return bills;
  }

  /** Parameters of {@code trade_status_sync}; protocol sheet 6.3. */
  Map<String, String> toNotification(@Nullable Refund cause) {
    Map<String, String> fields = new LinkedHashMap<>();
    fields.put("gmt_create", WireTime.format(createdAt == null ? deadline : createdAt));
    if (paidAt != null) {
      fields.put("gmt_payment", WireTime.format(paidAt));
    }
    fields.put("subject", subject);
    putIfSent(fields, "body");
    putIfSent(fields, "passback_params");
    buyer.describe(fields);
    fields.put("seller_id", party.sellerId());
    fields.put("trade_no", tradeNo);
    fields.put("out_trade_no", number);
    fields.put("trade_status", state.name());
    fields.put("total_amount", Fen.yuan(total));
    if (isPaid()) {
      fields.put("invoice_amount", Fen.yuan(total));
      fields.put("receipt_amount", Fen.yuan(total));
      fields.put("buyer_pay_amount", Fen.yuan(total));
      fields.put("point_amount", "0.00");
      fields.put(
          "fund_bill_list",
          "[{\"amount\":\"" + Fen.yuan(total) + "\",\"fundChannel\":\"ALIPAYACCOUNT\"}]");
    }
    if (cause != null) {
      fields.put("out_biz_no", cause.number);
      fields.put("refund_fee", Fen.yuan(refundedForCertain()));
      fields.put(
          "gmt_refund", WireTime.withMillis(cause.endedAt == null ? deadline : cause.endedAt));
    }
    if (state == State.TRADE_CLOSED && closedAt != null) {
      fields.put("gmt_close", WireTime.format(closedAt));
    }
    return fields;
  }

  private void putIfSent(Map<String, String> fields, String name) {
    String text = call.fields().text(name);
    if (text != null) {
      fields.put(name, text);
    }
  }

  AlipayOrder view() {
    return new AlipayOrder(
        number,
        party.sellerId(),
        product.name(),
        subject,
        total,
        state.name(),
        exists() ? tradeNo : null,
        notifyUrl(),
        code,
        declines,
        refunds.stream().map(Refund::view).toList());
  }
}
