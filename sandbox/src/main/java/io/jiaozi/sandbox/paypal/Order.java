package io.jiaozi.sandbox.paypal;

import io.jiaozi.sandbox.channel.Json;
import java.net.URI;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** One order. Not thread-safe: the {@link Ledger} guards it. Protocol sheet 2. */
final class Order {
  /** What the order is for. */
  enum Intent {
    CAPTURE,
    AUTHORIZE
  }

  /** {@code status}. */
  enum Status {
    CREATED,
    PAYER_ACTION_REQUIRED,
    APPROVED,
    COMPLETED,
    VOIDED
  }

  /** One purchase unit and what was paid for it. */
  static final class Unit {
    final ObjectNode request;
    final Amount amount;
    final @Nullable String customId;
    final @Nullable String invoiceId;
    final List<Authorization> authorizations = new ArrayList<>();
    final List<Capture> captures = new ArrayList<>();

    Unit(ObjectNode request, Amount amount) {
      this.request = request;
      this.amount = amount;
      this.customId = request.path("custom_id").asString(null);
      this.invoiceId = request.path("invoice_id").asString(null);
    }
  }

  final String id;
  final Intent intent;
  final List<Unit> units;
  final JsonNode paymentSource;
  final String payee;
  final String payerId;
  final Instant createdAt;
  final Instant expiresAt;
  final @Nullable URI returnUrl;
  final @Nullable URI cancelUrl;

  Status status;
  Instant updatedAt;
  boolean expired;
  boolean fundingDeclined;

  Order(
      String id,
      Intent intent,
      List<Unit> units,
      JsonNode paymentSource,
      JsonNode experience,
      String payee,
      String payerId,
      Instant createdAt,
      Instant expiresAt) {
    this.id = id;
    this.intent = intent;
    this.units = List.copyOf(units);
    this.paymentSource = paymentSource;
    this.payee = payee;
    this.payerId = payerId;
    this.createdAt = createdAt;
    this.expiresAt = expiresAt;
    this.updatedAt = createdAt;
    this.returnUrl = url(experience, "return_url");
    this.cancelUrl = url(experience, "cancel_url");
    this.status = isWallet() ? Status.PAYER_ACTION_REQUIRED : Status.CREATED;
  }

  private static @Nullable URI url(JsonNode experience, String name) {
    String text = experience.path(name).asString(null);
    return text == null ? null : URI.create(text);
  }

  /** Whether the request named the wallet, which changes status, link and HTTP status. */
  boolean isWallet() {
    return paymentSource.path("paypal").isObject();
  }

  /** The state in which the buyer has to act. */
  Status unapproved() {
    return isWallet() ? Status.PAYER_ACTION_REQUIRED : Status.CREATED;
  }

  boolean isUnapproved() {
    return status == Status.CREATED || status == Status.PAYER_ACTION_REQUIRED;
  }

  /** The merchant's number as far as one can be told: {@code custom_id} of the first unit. */
  String number() {
    String custom = units.get(0).customId;
    return custom == null ? id : custom;
  }

  Amount total() {
    Amount sum = units.get(0).amount.zero();
    for (Unit unit : units) {
      sum = sum.plus(unit.amount);
    }
    return sum;
  }

  /** The short form: what {@code Prefer: return=minimal} gives. */
  ObjectNode minimal(Supplier<URI> address) {
    ObjectNode json = Json.object().put("id", id).put("status", status.name());
    if (isWallet()) {
      json.set("payment_source", Json.object().set("paypal", Json.object()));
    }
    json.set("links", links(address));
    return json;
  }

  /** The full form. */
  ObjectNode full(Supplier<URI> address) {
    ObjectNode json =
        Json.object().put("id", id).put("intent", intent.name()).put("status", status.name());
    boolean approved = status == Status.APPROVED || status == Status.COMPLETED;
    if (isWallet()) {
      json.set("payment_source", Json.object().set("paypal", approved ? account() : Json.object()));
    }
    ArrayNode all = Json.array();
    units.forEach(unit -> all.add(unit(unit, address)));
    json.set("purchase_units", all);
    if (approved) {
      json.set("payer", payer());
    }
    json.put("create_time", WireTime.format(createdAt))
        .put("update_time", WireTime.format(updatedAt));
    json.set("links", links(address));
    return json;
  }

  private ObjectNode account() {
    ObjectNode account =
        Json.object()
            .put("email_address", "buyer@sandbox.example")
            .put("account_id", payerId)
            .put("account_status", "VERIFIED");
    account.set("name", Json.object().put("given_name", "Ming").put("surname", "Li"));
    account.set("address", Json.object().put("country_code", "US"));
    return account;
  }

  private ObjectNode payer() {
    ObjectNode payer =
        Json.object().put("email_address", "buyer@sandbox.example").put("payer_id", payerId);
    payer.set("name", Json.object().put("given_name", "Ming").put("surname", "Li"));
    payer.set("address", Json.object().put("country_code", "US"));
    return payer;
  }

  private ObjectNode unit(Unit unit, Supplier<URI> address) {
    ObjectNode json = unit.request.deepCopy();
    if (!json.has("reference_id")) {
      json.put("reference_id", "default");
    }
    json.set(
        "payee",
        Json.object().put("email_address", "shop@sandbox.example").put("merchant_id", payee));
    if (!unit.authorizations.isEmpty() || !unit.captures.isEmpty()) {
      ObjectNode payments = Json.object();
      if (!unit.authorizations.isEmpty()) {
        ArrayNode array = Json.array();
        unit.authorizations.forEach(
            authorization -> array.add(inside(authorization.json(address))));
        payments.set("authorizations", array);
      }
      if (!unit.captures.isEmpty()) {
        ArrayNode array = Json.array();
        ArrayNode refunds = Json.array();
        for (Capture capture : unit.captures) {
          array.add(inside(capture.json(address)));
          capture.refunds.forEach(refund -> refunds.add(refund.json(address)));
        }
        payments.set("captures", array);
        if (!refunds.isEmpty()) {
          payments.set("refunds", refunds);
        }
      }
      json.set("payments", payments);
    }
    return json;
  }

  /** Within their order they do not repeat whose they are; PayPal's API description, 2.13. */
  private static ObjectNode inside(ObjectNode resource) {
    resource.remove("payee");
    resource.remove("supplementary_data");
    return resource;
  }

  private ArrayNode links(Supplier<URI> address) {
    String self = Links.ORDERS + "/" + id;
    Links links = Links.on(address).add("self", "GET", self);
    if (isUnapproved()) {
      links.add(isWallet() ? "payer-action" : "approve", "GET", Links.CHECKOUT + "?token=" + id);
    }
    if (status == Status.CREATED || status == Status.APPROVED) {
      links.add("update", "PATCH", self);
    }
    if (status == Status.CREATED || status == Status.APPROVED) {
      String verb = intent == Intent.CAPTURE ? "capture" : "authorize";
      links.add(verb, "POST", self + "/" + verb);
    }
    return links.json();
  }
}
