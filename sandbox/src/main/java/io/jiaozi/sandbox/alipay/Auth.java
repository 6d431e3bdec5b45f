package io.jiaozi.sandbox.alipay;

import io.jiaozi.sandbox.channel.Json;
import java.net.URI;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/**
 * One pre-authorisation with its operations; protocol sheet 5.8. Not thread-safe: the {@link
 * Ledger} guards it.
 */
final class Auth {
  /** {@code order_status}, and the time before the buyer has come. */
  enum State {
    INTENT,
    INIT,
    AUTHORIZED,
    FINISH,
    CLOSED
  }

  /** {@code operation_type}. */
  enum Kind {
    FREEZE,
    UNFREEZE
  }

  /** One freezing or releasing of money. */
  static final class Step {
    final Kind kind;
    final String number;
    final String id;
    final long amount;
    final Instant createdAt;
    final @Nullable URI notifyUrl;
    String status;
    @Nullable Instant doneAt;

    Step(
        Kind kind,
        String number,
        String id,
        long amount,
        Instant createdAt,
        @Nullable URI notifyUrl,
        String status) {
      this.kind = kind;
      this.number = number;
      this.id = id;
      this.amount = amount;
      this.createdAt = createdAt;
      this.notifyUrl = notifyUrl;
      this.status = status;
      this.doneAt = status.equals("SUCCESS") ? createdAt : null;
    }
  }

  final Call call;
  final Party party;
  final String number;
  final String title;
  final long amount;
  final Buyer buyer;
  final Instant deadline;
  final List<Step> steps = new ArrayList<>();
  String token;
  String code;
  State state = State.INTENT;
  String authNo = "";
  long paid;
  int declines;

  Auth(Call call, Buyer buyer, String token, Instant deadline) {
    this.call = call;
    this.party = call.party();
    this.number = call.fields().number("out_order_no");
    this.title = call.fields().required("order_title", 100);
    this.amount = call.fields().amount("amount");
    this.buyer = buyer;
    this.token = token;
    this.code = token;
    this.deadline = deadline;
  }

  boolean exists() {
    return state != State.INTENT;
  }

  boolean isAskedBy(Call other) {
    return call.method() == other.method()
        && amount == other.fields().amount("amount")
        && title.equals(other.fields().text("order_title"))
        && call.fields().number("out_request_no").equals(other.fields().text("out_request_no"));
  }

  Step freezing() {
    return steps.get(0);
  }

  @Nullable Step step(String requestNumber) {
    for (Step step : steps) {
      if (step.number.equals(requestNumber)) {
        return step;
      }
    }
    return null;
  }

  long frozen() {
    return state == State.AUTHORIZED || state == State.FINISH ? amount : 0;
  }

  long released() {
    return steps.stream()
        .filter(step -> step.kind == Kind.UNFREEZE)
        .mapToLong(step -> step.amount)
        .sum();
  }

  long rest() {
    return frozen() - released() - paid;
  }

  ObjectNode toReply(Step step) {
    ObjectNode reply =
        Json.object()
            .put("auth_no", authNo)
            .put("out_order_no", number)
            .put("operation_id", step.id)
            .put("out_request_no", step.number)
            .put("amount", Fen.yuan(step.amount))
            .put("status", step.status);
    if (step.doneAt != null) {
      reply.put("gmt_trans", WireTime.format(step.doneAt));
    }
    return reply.put("fund_amount", Fen.yuan(step.amount)).put("credit_amount", "0.00");
  }

  ObjectNode toQueryReply(Step step) {
    ObjectNode reply = toReply(step);
    reply
        .put("operation_type", step.kind.name())
        .put("order_title", title)
        .put("order_status", state.name())
        .put("gmt_create", WireTime.format(step.createdAt))
        .put("total_freeze_amount", Fen.yuan(frozen()))
        .put("total_pay_amount", Fen.yuan(paid))
        .put("rest_amount", Fen.yuan(rest()));
    putPayer(reply);
    return reply;
  }

  void putPayer(ObjectNode reply) {
    Map<String, String> payer = new LinkedHashMap<>();
    buyer.describePayer(payer);
    payer.forEach(reply::put);
  }

  /** Which parameters these notifications carry is not certain: protocol sheet 6.4. */
  Map<String, String> toNotification(Step step) {
    Map<String, String> fields = new LinkedHashMap<>();
    fields.put("auth_no", authNo);
    fields.put("out_order_no", number);
    fields.put("operation_id", step.id);
    fields.put("out_request_no", step.number);
    fields.put("operation_type", step.kind.name());
    fields.put("amount", Fen.yuan(step.amount));
    fields.put("status", step.status);
    fields.put("gmt_create", WireTime.format(step.createdAt));
    if (step.doneAt != null) {
      fields.put("gmt_trans", WireTime.format(step.doneAt));
    }
    buyer.describePayer(fields);
    fields.put("payee_user_id", party.sellerId());
    fields.put("total_freeze_amount", Fen.yuan(frozen()));
    fields.put("total_unfreeze_amount", Fen.yuan(released()));
    fields.put("total_pay_amount", Fen.yuan(paid));
    fields.put("rest_amount", Fen.yuan(rest()));
    return fields;
  }

  AlipayOrder view() {
    return new AlipayOrder(
        number,
        party.sellerId(),
        "AUTHORIZATION",
        title,
        amount,
        state.name(),
        exists() ? authNo : null,
        call.notifyUrl(),
        code,
        declines,
        List.of());
  }
}
