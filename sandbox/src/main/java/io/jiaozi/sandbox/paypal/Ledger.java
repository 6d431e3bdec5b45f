package io.jiaozi.sandbox.paypal;

import io.jiaozi.sandbox.channel.ChannelContext;
import io.jiaozi.sandbox.channel.Json;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The platform's books: orders, holds, captures, refunds, and the rules by which they change;
 * protocol sheet 2 and 3. Every change happens under one lock, so that concurrent requests see one
 * order of events.
 */
final class Ledger {
  private static final Duration REFUNDABLE = Duration.ofDays(180);

  private final ChannelContext context;
  private final Map<String, Order> orders = new LinkedHashMap<>();
  private final Map<String, Authorization> authorizations = new LinkedHashMap<>();
  private final Map<String, Capture> captures = new LinkedHashMap<>();
  private final Map<String, Refund> refunds = new LinkedHashMap<>();
  private final Map<String, Order> byNumber = new HashMap<>();
  private final Set<String> invoices = new HashSet<>();
  private final List<Event> events = new ArrayList<>();

  private Duration orderLifetime = Duration.ofHours(6);
  private Duration honourPeriod = Duration.ofDays(3);
  private Capture.Status captureEnd = Capture.Status.COMPLETED;
  private Refund.Status refundEnd = Refund.Status.COMPLETED;
  private boolean orderCompletedEvents;

  Ledger(ChannelContext context) {
    this.context = context;
  }

  // ---- behaviour

  synchronized void orderLifetime(Duration lifetime) {
    orderLifetime = lifetime;
  }

  synchronized void honourPeriod(Duration period) {
    honourPeriod = period;
  }

  synchronized void capturesEndAs(Capture.Status end) {
    captureEnd = end;
  }

  synchronized void refundsEndAs(Refund.Status end) {
    refundEnd = end;
  }

  synchronized void orderCompletedEvents(boolean sent) {
    orderCompletedEvents = sent;
  }

  // ---- reading

  /** Shows something to the reader while nobody changes it. */
  synchronized <T> T read(Supplier<T> reader) {
    return reader.get();
  }

  synchronized <T> T readOrder(String id, Function<Order, T> reader) {
    return reader.apply(requireOrder(id));
  }

  synchronized <T> T readAuthorization(String id, Function<Authorization, T> reader) {
    return reader.apply(require(authorizations.get(id)));
  }

  synchronized <T> T readCapture(String id, Function<Capture, T> reader) {
    return reader.apply(require(captures.get(id)));
  }

  synchronized <T> T readRefund(String id, Function<Refund, T> reader) {
    return reader.apply(require(refunds.get(id)));
  }

  /** The merchant's number of whatever has this id; null when there is nothing. */
  synchronized @Nullable String numberOf(String id) {
    Order order = orders.get(id);
    if (order != null) {
      return order.number();
    }
    Authorization authorization = authorizations.get(id);
    if (authorization != null) {
      return authorization.order.number();
    }
    Capture capture = captures.get(id);
    if (capture != null) {
      return capture.invoiceId == null ? capture.order.number() : capture.invoiceId;
    }
    Refund refund = refunds.get(id);
    return refund == null ? null : refund.invoiceId;
  }

  /** By {@code custom_id} of the newest order that has it, or by order id. */
  synchronized @Nullable Order find(String number) {
    Order order = byNumber.get(number);
    return order == null ? orders.get(number) : order;
  }

  /** By refund id or {@code invoice_id}. */
  synchronized @Nullable Refund findRefund(String number) {
    Refund refund = refunds.get(number);
    if (refund != null) {
      return refund;
    }
    return refunds.values().stream()
        .filter(candidate -> number.equals(candidate.invoiceId))
        .findFirst()
        .orElse(null);
  }

  synchronized List<Order> orders() {
    return List.copyOf(orders.values());
  }

  /** What has happened since the last call and is to be told. */
  synchronized List<Event> takeEvents() {
    List<Event> taken = List.copyOf(events);
    events.clear();
    return taken;
  }

  private static <T> T require(@Nullable T thing) {
    if (thing == null) {
      throw PaypalError.notFound();
    }
    return thing;
  }

  /** An order that has expired is not there any more. */
  private Order requireOrder(String id) {
    Order order = require(orders.get(id));
    if (order.status != Order.Status.COMPLETED && isExpired(order)) {
      throw PaypalError.notFound();
    }
    return order;
  }

  private boolean isExpired(Order order) {
    return order.expired || isPast(order.expiresAt);
  }

  private boolean isPast(Instant time) {
    return !context.clock().instant().isBefore(time);
  }

  // ---- orders

  synchronized Order create(ObjectNode request, String payee) {
    Order.Intent intent =
        switch (request.path("intent").asString("")) {
          case "CAPTURE" -> Order.Intent.CAPTURE;
          case "AUTHORIZE" -> Order.Intent.AUTHORIZE;
          case "" ->
              throw PaypalError.invalid(
                  "/intent", "MISSING_REQUIRED_PARAMETER", "A required field is missing.");
          default ->
              throw PaypalError.invalid(
                  "/intent", "INVALID_PARAMETER_VALUE", "The value is not accepted.");
        };
    List<Order.Unit> units = PurchaseUnits.read(request, intent);
    JsonNode source = request.path("payment_source");
    JsonNode experience =
        source.path("paypal").has("experience_context")
            ? source.path("paypal").path("experience_context")
            : request.path("application_context");
    Instant now = context.clock().instant();
    Order order =
        new Order(
            newId(),
            intent,
            units,
            source,
            experience,
            payee,
            AccountId.next(context.randomness()),
            now,
            now.plus(orderLifetime));
    orders.put(order.id, order);
    byNumber.put(order.number(), order);
    return order;
  }

  /** The buyer agrees. No money moves. */
  synchronized void approve(Order order) {
    if (!order.isUnapproved() || isExpired(order)) {
      throw new IllegalStateException(
          "Order " + order.number() + " cannot be approved now: " + standing(order) + ".");
    }
    order.status = Order.Status.APPROVED;
    touch(order);
    events.add(
        new Event(
            "CHECKOUT.ORDER.APPROVED",
            "checkout-order",
            "An order has been approved by buyer",
            order.full(context.address()),
            order.number()));
  }

  /** What keeps a buyer from agreeing, or the state he may agree in. */
  synchronized String standing(Order order) {
    return isExpired(order) && order.status != Order.Status.COMPLETED
        ? "EXPIRED"
        : order.status.name();
  }

  /** The buyer's funding will fail at the next capture or authorization. */
  synchronized void declineFunding(Order order) {
    order.fundingDeclined = true;
  }

  /** Nobody completed it in time. */
  synchronized void expire(Order order) {
    boolean approved = order.status == Order.Status.APPROVED;
    order.expired = true;
    if (approved) {
      ObjectNode resource = Json.object().put("order_id", order.id);
      resource.set(
          "purchase_units", order.full(context.address()).path("purchase_units").deepCopy());
      events.add(
          new Event(
              "CHECKOUT.PAYMENT-APPROVAL.REVERSED",
              "payment_approval",
              "A payment approval was reversed",
              resource,
              order.number()));
    }
  }

  /** Captures or authorizes an approved order. */
  synchronized Order complete(String id, Order.Intent verb) {
    Order order = require(orders.get(id));
    if (order.intent != verb) {
      throw PaypalError.state(
          "ACTION_DOES_NOT_MATCH_INTENT", "Order was created with intent " + order.intent + ".");
    }
    if (order.status == Order.Status.COMPLETED) {
      throw PaypalError.state(
          verb == Order.Intent.CAPTURE ? "ORDER_ALREADY_CAPTURED" : "ORDER_ALREADY_AUTHORIZED",
          "Order already done. Only one is allowed.");
    }
    if (isExpired(order)) {
      throw PaypalError.state("ORDER_EXPIRED", "The order has expired.");
    }
    if (order.status != Order.Status.APPROVED) {
      throw PaypalError.state("ORDER_NOT_APPROVED", "Payer has not yet approved the order.");
    }
    if (order.fundingDeclined) {
      order.fundingDeclined = false;
      order.status = order.unapproved();
      touch(order);
      throw PaypalError.state(
          "INSTRUMENT_DECLINED", "The instrument presented was declined by the processor or bank.");
    }
    for (Order.Unit unit : order.units) {
      requireNewInvoice(unit.invoiceId);
    }
    order.status = Order.Status.COMPLETED;
    touch(order);
    for (Order.Unit unit : order.units) {
      remember(unit.invoiceId);
      if (verb == Order.Intent.CAPTURE) {
        book(order, unit, null, unit.amount, unit.invoiceId, true);
      } else {
        hold(order, unit, unit.amount, null);
      }
    }
    if (orderCompletedEvents) {
      events.add(
          new Event(
              "CHECKOUT.ORDER.COMPLETED",
              "checkout-order",
              "Checkout Order Completed",
              order.full(context.address()),
              order.number()));
    }
    return order;
  }

  private void touch(Order order) {
    order.updatedAt = context.clock().instant();
  }

  private void requireNewInvoice(@Nullable String invoiceId) {
    if (invoiceId != null && invoices.contains(invoiceId)) {
      throw PaypalError.state(
          "DUPLICATE_INVOICE_ID",
          "Requested invoice number has been previously used, potentially a duplicate payment.");
    }
  }

  private void remember(@Nullable String invoiceId) {
    if (invoiceId != null) {
      invoices.add(invoiceId);
    }
  }

  // ---- holds

  private Authorization hold(
      Order order, Order.Unit unit, Amount amount, @Nullable Authorization parent) {
    Instant now = context.clock().instant();
    Authorization authorization =
        new Authorization(
            newId(), order, unit, amount, now, now.plus(Authorization.LIFETIME), parent);
    authorizations.put(authorization.id, authorization);
    unit.authorizations.add(authorization);
    tell("PAYMENT.AUTHORIZATION.CREATED", authorization);
    return authorization;
  }

  private void tell(String kind, Authorization authorization) {
    events.add(
        new Event(
            kind,
            "authorization",
            "A payment authorization changed",
            authorization.json(context.address()),
            authorization.order.number()));
  }

  synchronized Capture captureHold(String id, ObjectNode request) {
    Authorization authorization = require(authorizations.get(id));
    requireHeld(authorization);
    Amount left = authorization.amount.minus(authorization.captured());
    Amount amount = request.has("amount") ? Amount.parse(request.path("amount"), "/amount") : left;
    if (!amount.currency().equals(authorization.amount.currency())) {
      throw PaypalError.state(
          "AUTH_CAPTURE_CURRENCY_MISMATCH", "The currency must be that of the authorization.");
    }
    if (authorization.captured().plus(amount).isMoreThan(authorization.amount.withAllowance())) {
      throw PaypalError.state(
          "MAX_CAPTURE_AMOUNT_EXCEEDED", "Capture amount exceeds allowable limit.");
    }
    PurchaseUnits.requireText(request, "invoice_id", "");
    String invoiceId = request.path("invoice_id").asString(null);
    requireNewInvoice(invoiceId);
    remember(invoiceId);
    boolean last = request.path("final_capture").asBoolean(false);
    Capture capture =
        book(authorization.order, authorization.unit, authorization, amount, invoiceId, last);
    boolean taken = !authorization.amount.isMoreThan(authorization.captured());
    authorization.status =
        last || taken ? Authorization.Status.CAPTURED : Authorization.Status.PARTIALLY_CAPTURED;
    authorization.updatedAt = context.clock().instant();
    return capture;
  }

  private void requireHeld(Authorization authorization) {
    if (authorization.status == Authorization.Status.VOIDED) {
      throw PaypalError.state("AUTHORIZATION_VOIDED", "A voided authorization cannot be captured.");
    }
    if (authorization.status == Authorization.Status.CAPTURED) {
      throw PaypalError.state(
          "AUTHORIZATION_ALREADY_CAPTURED", "Authorization has already been captured.");
    }
    if (isPast(authorization.expiresAt)) {
      throw PaypalError.state("AUTHORIZATION_EXPIRED", "An expired authorization.");
    }
  }

  synchronized Authorization voidHold(String id) {
    Authorization authorization = require(authorizations.get(id));
    if (authorization.parent != null) {
      throw PaypalError.state(
          "CANNOT_BE_VOIDED", "A reauthorization cannot be voided. Void the original.");
    }
    if (authorization.status == Authorization.Status.VOIDED) {
      throw PaypalError.state("PREVIOUSLY_VOIDED", "Authorization has been previously voided.");
    }
    if (authorization.status == Authorization.Status.CAPTURED) {
      throw PaypalError.state("PREVIOUSLY_CAPTURED", "Authorization has been previously captured.");
    }
    release(authorization);
    for (Authorization other : authorization.unit.authorizations) {
      if (other.parent == authorization && other.status == Authorization.Status.CREATED) {
        release(other);
      }
    }
    return authorization;
  }

  private void release(Authorization authorization) {
    authorization.status = Authorization.Status.VOIDED;
    authorization.updatedAt = context.clock().instant();
    tell("PAYMENT.AUTHORIZATION.VOIDED", authorization);
  }

  synchronized Authorization reauthorize(String id, ObjectNode request) {
    Authorization authorization = require(authorizations.get(id));
    if (authorization.parent != null) {
      throw PaypalError.state(
          "REAUTHORIZATION_NOT_SUPPORTED", "A reauthorization cannot be reauthorized.");
    }
    requireHeld(authorization);
    if (!isPast(authorization.createdAt.plus(honourPeriod))) {
      throw PaypalError.state(
          "REAUTHORIZATION_TOO_SOON", "Reauthorization is allowed after the honor period only.");
    }
    Amount amount =
        request.has("amount")
            ? Amount.parse(request.path("amount"), "/amount")
            : authorization.amount;
    if (!amount.currency().equals(authorization.amount.currency())) {
      throw PaypalError.state(
          "AUTH_CURRENCY_MISMATCH", "The currency must be that of the first authorization.");
    }
    if (amount.isMoreThan(authorization.amount.withAllowance())) {
      throw PaypalError.state(
          "AUTHORIZATION_AMOUNT_EXCEEDED", "The amount is more than may be authorized again.");
    }
    return hold(authorization.order, authorization.unit, amount, authorization);
  }

  // ---- captures

  private Capture book(
      Order order,
      Order.Unit unit,
      @Nullable Authorization authorization,
      Amount amount,
      @Nullable String invoiceId,
      boolean last) {
    Capture capture =
        new Capture(
            newId(),
            order,
            unit,
            authorization,
            amount,
            invoiceId,
            last,
            context.clock().instant(),
            captureEnd,
            reason(captureEnd));
    captures.put(capture.id, capture);
    unit.captures.add(capture);
    tell(capture);
    return capture;
  }

  private static @Nullable String reason(Capture.Status status) {
    return switch (status) {
      case PENDING -> "ECHECK";
      case DECLINED -> "DECLINED_BY_RISK_FRAUD_FILTERS";
      case COMPLETED, PARTIALLY_REFUNDED, REFUNDED -> null;
    };
  }

  private void tell(Capture capture) {
    String kind =
        switch (capture.status) {
          case PENDING -> "PAYMENT.CAPTURE.PENDING";
          case DECLINED -> "PAYMENT.CAPTURE.DECLINED";
          case COMPLETED, PARTIALLY_REFUNDED, REFUNDED -> "PAYMENT.CAPTURE.COMPLETED";
        };
    events.add(told(kind, capture));
  }

  /** The event about a capture as it stands. */
  synchronized Event told(String kind, Capture capture) {
    return new Event(
        kind,
        "capture",
        "Payment of " + capture.amount,
        capture.json(context.address()),
        capture.order.number());
  }

  /**
   * A pending capture ends.
   *
   * @return whether anything changed
   */
  synchronized boolean settle(Capture capture, Capture.Status end) {
    if (capture.status != Capture.Status.PENDING || end == Capture.Status.PENDING) {
      return false;
    }
    capture.status = end;
    capture.reason = reason(end);
    capture.updatedAt = context.clock().instant();
    tell(capture);
    return true;
  }

  /** The platform takes the money back from the merchant, after a chargeback, say. */
  synchronized void reverse(Capture capture) {
    if (capture.status != Capture.Status.COMPLETED || capture.reversed) {
      throw new IllegalStateException(
          "Capture " + capture.id + " cannot be reversed now: " + capture.status + ".");
    }
    capture.reversed = true;
    capture.updatedAt = context.clock().instant();
    ObjectNode resource = Json.object().put("id", newId()).put("status", "COMPLETED");
    resource.set("amount", capture.amount.json());
    if (capture.unit.customId != null) {
      resource.put("custom_id", capture.unit.customId);
    }
    if (capture.invoiceId != null) {
      resource.put("invoice_id", capture.invoiceId);
    }
    resource.put("create_time", WireTime.format(capture.updatedAt));
    resource.set(
        "links",
        Links.on(context.address()).add("up", "GET", Links.CAPTURES + "/" + capture.id).json());
    events.add(
        new Event(
            "PAYMENT.CAPTURE.REVERSED",
            "refund",
            "A payment was reversed",
            resource,
            capture.order.number()));
  }

  // ---- refunds

  synchronized Refund refund(String captureId, ObjectNode request) {
    Capture capture = require(captures.get(captureId));
    switch (capture.status) {
      case PENDING ->
          throw PaypalError.state("PENDING_CAPTURE", "Cannot refund a pending capture.");
      case DECLINED -> throw PaypalError.state("REFUND_NOT_ALLOWED", "The capture was declined.");
      case REFUNDED ->
          throw PaypalError.state(
              "CAPTURE_FULLY_REFUNDED", "The capture has already been fully refunded.");
      case COMPLETED, PARTIALLY_REFUNDED -> {}
    }
    if (capture.reversed) {
      throw PaypalError.state(
          "REFUND_NOT_PERMITTED_DUE_TO_CHARGEBACK", "The payment was charged back.");
    }
    if (isPast(capture.createdAt.plus(REFUNDABLE))) {
      throw PaypalError.state("REFUND_TIME_LIMIT_EXCEEDED", "You are over the time limit.");
    }
    Amount left = capture.amount.minus(capture.refunded());
    Amount amount = request.has("amount") ? Amount.parse(request.path("amount"), "/amount") : left;
    if (!amount.currency().equals(capture.amount.currency())) {
      throw PaypalError.state(
          "REFUND_CAPTURE_CURRENCY_MISMATCH", "Refund must be in the capture's currency.");
    }
    if (amount.isMoreThan(left)) {
      throw PaypalError.state(
          "REFUND_AMOUNT_EXCEEDED", "The refund amount must be at most what is left.");
    }
    PurchaseUnits.requireText(request, "invoice_id", "");
    PurchaseUnits.requireText(request, "custom_id", "");
    String invoiceId = request.path("invoice_id").asString(null);
    requireNewInvoice(invoiceId);
    remember(invoiceId);
    Refund refund =
        new Refund(
            newId(),
            capture,
            amount,
            invoiceId,
            request.path("custom_id").asString(null),
            request.path("note_to_payer").asString(null),
            context.clock().instant(),
            refundEnd);
    refunds.put(refund.id, refund);
    capture.refunds.add(refund);
    restate(capture);
    tell(refund);
    return refund;
  }

  private void restate(Capture capture) {
    Amount back = capture.refunded();
    capture.status =
        back.isZero()
            ? Capture.Status.COMPLETED
            : capture.amount.isMoreThan(back)
                ? Capture.Status.PARTIALLY_REFUNDED
                : Capture.Status.REFUNDED;
    capture.updatedAt = context.clock().instant();
  }

  private void tell(Refund refund) {
    events.add(told(refund));
  }

  /** The event about a refund as it stands. */
  synchronized Event told(Refund refund) {
    String kind =
        switch (refund.status) {
          case COMPLETED -> "PAYMENT.CAPTURE.REFUNDED";
          case PENDING -> "PAYMENT.REFUND.PENDING";
          case FAILED, CANCELLED -> "PAYMENT.REFUND.FAILED";
        };
    return new Event(
        kind,
        "refund",
        "A refund of " + refund.amount,
        refund.json(context.address()),
        refund.invoiceId == null ? refund.id : refund.invoiceId);
  }

  /**
   * A pending refund ends.
   *
   * @return whether anything changed
   */
  synchronized boolean settle(Refund refund, Refund.Status end) {
    if (refund.status != Refund.Status.PENDING || end == Refund.Status.PENDING) {
      return false;
    }
    refund.status = end;
    refund.updatedAt = context.clock().instant();
    restate(refund.capture);
    tell(refund);
    return true;
  }

  /** 17 of {@code [0-9A-Z]}, as the platform's ids. */
  private String newId() {
    return context.randomness().text(17).toUpperCase(Locale.ROOT);
  }
}
