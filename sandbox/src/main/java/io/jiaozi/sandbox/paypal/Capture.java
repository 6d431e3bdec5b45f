package io.jiaozi.sandbox.paypal;

import io.jiaozi.sandbox.channel.Json;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.net.URI;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/** Taken money. Not thread-safe: the {@link Ledger} guards it. Protocol sheet 2.4 and 3. */
final class Capture {
  /** {@code status}. */
  enum Status {
    COMPLETED,
    PENDING,
    DECLINED,
    PARTIALLY_REFUNDED,
    REFUNDED
  }

  final String id;
  final Order order;
  final Order.Unit unit;
  final @Nullable Authorization authorization;
  final Amount amount;
  final @Nullable String invoiceId;
  final boolean last;
  final Instant createdAt;
  final List<Refund> refunds = new ArrayList<>();

  Status status;
  @Nullable String reason;
  Instant updatedAt;
  boolean reversed;

  Capture(
      String id,
      Order order,
      Order.Unit unit,
      @Nullable Authorization authorization,
      Amount amount,
      @Nullable String invoiceId,
      boolean last,
      Instant createdAt,
      Status status,
      @Nullable String reason) {
    this.id = id;
    this.order = order;
    this.unit = unit;
    this.authorization = authorization;
    this.amount = amount;
    this.invoiceId = invoiceId;
    this.last = last;
    this.createdAt = createdAt;
    this.updatedAt = createdAt;
    this.status = status;
    this.reason = reason;
  }

  /** What went back or is on its way. */
  Amount refunded() {
    Amount sum = amount.zero();
    for (Refund refund : refunds) {
      if (refund.isOnItsWay()) {
        sum = sum.plus(refund.amount);
      }
    }
    return sum;
  }

  ObjectNode json(Supplier<URI> address) {
    ObjectNode json = Json.object().put("id", id).put("status", status.name());
    if (reason != null) {
      json.set("status_details", Json.object().put("reason", reason));
    }
    json.set("amount", amount.json());
    json.put("final_capture", last);
    if (invoiceId != null) {
      json.put("invoice_id", invoiceId);
    }
    if (unit.customId != null) {
      json.put("custom_id", unit.customId);
    }
    json.set("seller_protection", Json.object().put("status", "ELIGIBLE"));
    if (status != Status.PENDING && status != Status.DECLINED) {
      json.set("seller_receivable_breakdown", breakdown());
    }
    json.put("create_time", WireTime.format(createdAt))
        .put("update_time", WireTime.format(updatedAt));
    json.set("payee", Json.object().put("merchant_id", order.payee));
    ObjectNode related = Json.object().put("order_id", order.id);
    if (authorization != null) {
      related.put("authorization_id", authorization.id);
    }
    json.set("supplementary_data", Json.object().set("related_ids", related));
    String self = Links.CAPTURES + "/" + id;
    json.set(
        "links",
        Links.on(address)
            .add("self", "GET", self)
            .add("refund", "POST", self + "/refund")
            .add(
                "up",
                "GET",
                authorization == null
                    ? Links.ORDERS + "/" + order.id
                    : Links.AUTHORIZATIONS + "/" + authorization.id)
            .json());
    return json;
  }

  /** A fee of three per cent, so that net and gross differ and nobody mixes them up unnoticed. */
  private ObjectNode breakdown() {
    Amount fee =
        new Amount(
            amount.currency(),
            amount
                .value()
                .multiply(new BigDecimal("0.03"))
                .setScale(amount.value().scale(), RoundingMode.DOWN));
    ObjectNode json = Json.object();
    json.set("gross_amount", amount.json());
    json.set("paypal_fee", fee.json());
    json.set("net_amount", amount.minus(fee).json());
    return json;
  }
}
