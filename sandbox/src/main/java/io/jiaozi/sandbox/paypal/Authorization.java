package io.jiaozi.sandbox.paypal;

import io.jiaozi.sandbox.channel.Json;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/** Held money. Not thread-safe: the {@link Ledger} guards it. Protocol sheet 3. */
final class Authorization {
  /** How long a hold lives. */
  static final Duration LIFETIME = Duration.ofDays(29);

  /** {@code status}. */
  enum Status {
    CREATED,
    PARTIALLY_CAPTURED,
    CAPTURED,
    VOIDED
  }

  final String id;
  final Order order;
  final Order.Unit unit;
  final Amount amount;
  final Instant createdAt;
  final Instant expiresAt;
  final @Nullable Authorization parent;

  Status status = Status.CREATED;
  Instant updatedAt;

  Authorization(
      String id,
      Order order,
      Order.Unit unit,
      Amount amount,
      Instant createdAt,
      Instant expiresAt,
      @Nullable Authorization parent) {
    this.id = id;
    this.order = order;
    this.unit = unit;
    this.amount = amount;
    this.createdAt = createdAt;
    this.expiresAt = expiresAt;
    this.parent = parent;
    this.updatedAt = createdAt;
  }

  /** What was taken out of this hold. */
  Amount captured() {
    Amount sum = amount.zero();
    for (Capture capture : unit.captures) {
      if (capture.authorization == this && capture.status != Capture.Status.DECLINED) {
        sum = sum.plus(capture.amount);
      }
    }
    return sum;
  }

  ObjectNode json(Supplier<URI> address) {
    ObjectNode json = Json.object().put("id", id).put("status", status.name());
    json.set("amount", amount.json());
    if (unit.invoiceId != null) {
      json.put("invoice_id", unit.invoiceId);
    }
    if (unit.customId != null) {
      json.put("custom_id", unit.customId);
    }
    json.set("seller_protection", Json.object().put("status", "ELIGIBLE"));
    json.put("expiration_time", WireTime.format(expiresAt))
        .put("create_time", WireTime.format(createdAt))
        .put("update_time", WireTime.format(updatedAt));
    json.set("payee", Json.object().put("merchant_id", order.payee));
    json.set(
        "supplementary_data",
        Json.object().set("related_ids", Json.object().put("order_id", order.id)));
    String self = Links.AUTHORIZATIONS + "/" + id;
    json.set(
        "links",
        Links.on(address)
            .add("self", "GET", self)
            .add("capture", "POST", self + "/capture")
            .add("void", "POST", self + "/void")
            .add("reauthorize", "POST", self + "/reauthorize")
            .add("up", "GET", Links.ORDERS + "/" + order.id)
            .json());
    return json;
  }
}
