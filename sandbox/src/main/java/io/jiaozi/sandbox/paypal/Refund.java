package io.jiaozi.sandbox.paypal;

import io.jiaozi.sandbox.channel.Json;
import java.net.URI;
import java.time.Instant;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/** One refund of a capture. Not thread-safe: the {@link Ledger} guards it. Protocol sheet 3. */
final class Refund {
  /** {@code status}. */
  enum Status {
    COMPLETED,
    PENDING,
    FAILED,
    CANCELLED
  }

  final String id;
  final Capture capture;
  final Amount amount;
  final @Nullable String invoiceId;
  final @Nullable String customId;
  final @Nullable String note;
  final Instant createdAt;

  Status status;
  Instant updatedAt;

  Refund(
      String id,
      Capture capture,
      Amount amount,
      @Nullable String invoiceId,
      @Nullable String customId,
      @Nullable String note,
      Instant createdAt,
      Status status) {
    this.id = id;
    this.capture = capture;
    this.amount = amount;
    this.invoiceId = invoiceId;
    this.customId = customId;
    this.note = note;
    this.createdAt = createdAt;
    this.updatedAt = createdAt;
    this.status = status;
  }

  boolean isOnItsWay() {
    return status == Status.COMPLETED || status == Status.PENDING;
  }

  ObjectNode json(Supplier<URI> address) {
    ObjectNode json = Json.object().put("id", id).put("status", status.name());
    if (status == Status.PENDING) {
      json.set("status_details", Json.object().put("reason", "ECHECK"));
    }
    json.set("amount", amount.json());
    if (invoiceId != null) {
      json.put("invoice_id", invoiceId);
    }
    if (customId != null) {
      json.put("custom_id", customId);
    }
    if (note != null) {
      json.put("note_to_payer", note);
    }
    ObjectNode breakdown = Json.object();
    breakdown.set("gross_amount", amount.json());
    breakdown.set("net_amount", amount.json());
    breakdown.set("total_refunded_amount", capture.refunded().json());
    json.set("seller_payable_breakdown", breakdown);
    json.set("payer", Json.object().put("merchant_id", capture.order.payee));
    json.put("create_time", WireTime.format(createdAt))
        .put("update_time", WireTime.format(updatedAt));
    json.set(
        "links",
        Links.on(address)
            .add("self", "GET", Links.REFUNDS + "/" + id)
            .add("up", "GET", Links.CAPTURES + "/" + capture.id)
            .json());
    return json;
  }
}
