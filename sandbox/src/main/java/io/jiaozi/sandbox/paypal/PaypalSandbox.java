package io.jiaozi.sandbox.paypal;

import io.jiaozi.sandbox.channel.Channel;
import io.jiaozi.sandbox.channel.ChannelContext;
import io.jiaozi.sandbox.channel.Delivery;
import io.jiaozi.sandbox.channel.Json;
import io.jiaozi.sandbox.channel.OutboundMessage;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/**
 * PayPal in the sandbox: its credentials, its orders, and what buyers and platform do. An order's
 * number is its {@code custom_id} (the newest order that has it), or its id; a refund's number is
 * its {@code invoice_id}, or its id. Safe for use by many threads.
 *
 * <p>Methods that name an order or refund throw {@link Channel.NotFound} when there is none.
 */
public final class PaypalSandbox {
  private final ChannelContext context;
  private final CertificateShelf shelf;
  private final PaypalCredentials credentials;
  private final Ledger ledger;
  private final Webhooks webhooks;
  private final Tokens tokens;
  private final Services services;
  private final PaypalChannel channel;

  /** Made by the sandbox when it starts. */
  public PaypalSandbox(ChannelContext context) {
    this(context, new CertificateShelf(context));
  }

  private PaypalSandbox(ChannelContext context, CertificateShelf shelf) {
    this(context, shelf, new PaypalCredentials(context, shelf));
  }

  private PaypalSandbox(
      ChannelContext context, CertificateShelf shelf, PaypalCredentials credentials) {
    this.context = context;
    this.shelf = shelf;
    this.credentials = credentials;
    ledger = new Ledger(context);
    webhooks = new Webhooks(credentials, shelf, context);
    tokens = new Tokens(credentials, context);
    services = new Services(credentials, ledger, context);
    channel =
        new PaypalChannel(context, this, credentials, ledger, shelf, webhooks, tokens, services);
  }

  /** The same app with the same keys, and everything else as it is at first: empty books. */
  public PaypalSandbox anew(ChannelContext fresh) {
    return new PaypalSandbox(fresh, shelf, credentials);
  }

  /** The channel's side towards the sandbox. */
  public Channel channel() {
    return channel;
  }

  /** Ids, secrets and the webhook root. */
  public PaypalCredentials credentials() {
    return credentials;
  }

  // ---- orders

  /** All orders, oldest first. */
  public List<PaypalOrder> orders() {
    return ledger.read(() -> ledger.orders().stream().map(PaypalOrder::of).toList());
  }

  /** One order. */
  public PaypalOrder order(String number) {
    Order order = require(number);
    return ledger.read(() -> PaypalOrder.of(order));
  }

  /** One refund. */
  public PaypalRefund refund(String number) {
    Refund refund = requireRefund(number);
    return ledger.read(() -> PaypalRefund.of(refund));
  }

  private Order require(String number) {
    Order order = ledger.find(number);
    if (order == null) {
      throw new Channel.NotFound("This sandbox has no such order.");
    }
    return order;
  }

  private Refund requireRefund(String number) {
    Refund refund = ledger.findRefund(number);
    if (refund == null) {
      throw new Channel.NotFound("This sandbox has no such refund.");
    }
    return refund;
  }

  /**
   * The buyer agrees. No money moves until the merchant completes the order.
   *
   * @throws IllegalStateException when the order cannot be approved: approved already, completed,
   *     or too late
   */
  public PaypalOrder approve(String number) {
    ledger.approve(require(number));
    tell();
    return order(number);
  }

  /** The buyer leaves or cancels. Nothing changes and nobody is told. */
  public PaypalOrder cancel(String number) {
    return order(number);
  }

  /**
   * The next attempt to complete the order is answered {@code INSTRUMENT_DECLINED}, and the buyer
   * has to agree again.
   */
  public PaypalOrder declineFunding(String number) {
    ledger.declineFunding(require(number));
    return order(number);
  }

  /** Nobody completed the order in time; an approved one is told to be reversed. */
  public PaypalOrder expire(String number) {
    ledger.expire(require(number));
    tell();
    return order(number);
  }

  /** How long new orders can be completed, in the sandbox's time; 6 hours at first. */
  public void orderLifetime(Duration lifetime) {
    ledger.orderLifetime(lifetime);
  }

  /** The page on which a person agrees. */
  public URI cashier(String number) {
    return context.address().get().resolve(Cashier.path(require(number).id));
  }

  /**
   * How long a hold is sure to be honoured, in the sandbox's time; only after that can it be
   * renewed. 3 days at first.
   */
  public void honourPeriod(Duration period) {
    ledger.honourPeriod(period);
  }

  // ---- captures and refunds

  /**
   * How captures end: {@code COMPLETED} (at first), {@code PENDING} or {@code DECLINED}.
   *
   * @throws IllegalArgumentException for any other word
   */
  public void capturesEndAs(String status) {
    ledger.capturesEndAs(end(Capture.Status.class, status, "COMPLETED", "PENDING", "DECLINED"));
  }

  /** Ends every pending capture of an order as {@code COMPLETED} or {@code DECLINED}. */
  public PaypalOrder settleCaptures(String number, String status) {
    Capture.Status end = end(Capture.Status.class, status, "COMPLETED", "DECLINED");
    captures(require(number)).forEach(capture -> ledger.settle(capture, end));
    tell();
    return order(number);
  }

  /** The platform takes the money of an order's newest capture back, as after a chargeback. */
  public PaypalOrder reverseCapture(String number) {
    List<Capture> captures = captures(require(number));
    if (captures.isEmpty()) {
      throw new Channel.NotFound("Order " + number + " has no capture.");
    }
    ledger.reverse(captures.get(captures.size() - 1));
    tell();
    return order(number);
  }

  private List<Capture> captures(Order order) {
    return ledger.read(() -> order.units.stream().flatMap(unit -> unit.captures.stream()).toList());
  }

  /** How refunds end: {@code COMPLETED} (at first), {@code PENDING} or {@code FAILED}. */
  public void refundsEndAs(String status) {
    ledger.refundsEndAs(end(Refund.Status.class, status, "COMPLETED", "PENDING", "FAILED"));
  }

  /** Ends a pending refund as {@code COMPLETED}, {@code FAILED} or {@code CANCELLED}. */
  public PaypalRefund settleRefund(String number, String status) {
    ledger.settle(
        requireRefund(number),
        end(Refund.Status.class, status, "COMPLETED", "FAILED", "CANCELLED"));
    tell();
    return refund(number);
  }

  private static <E extends Enum<E>> E end(Class<E> type, String status, String... allowed) {
    if (!Arrays.asList(allowed).contains(status)) {
      throw new IllegalArgumentException(
          "\"" + status + "\" is none of " + Arrays.toString(allowed) + ".");
    }
    return Enum.valueOf(type, status);
  }

  // ---- tokens and requests

  /** How long tokens live from now on, in the sandbox's time; 9 hours at first. */
  public void tokenLifetime(Duration lifetime) {
    tokens.lifetime(lifetime);
  }

  /** The present token is worthless at once: the next request is answered 401. */
  public void revokeToken() {
    tokens.revoke();
  }

  /** How often a token was asked for with the right secret. */
  public int tokensIssued() {
    return tokens.issued();
  }

  /** The next requests that have a request id are answered 409: an earlier one is at work. */
  public void nextRequestsInProgress(int count) {
    services.nextInProgress(count);
  }

  // ---- events

  /** Where events go; null (at first) sends none. */
  public void webhookUrl(@Nullable URI url) {
    webhooks.target(url);
  }

  /** Whether {@code CHECKOUT.ORDER.COMPLETED} is sent too; not at first. */
  public void orderCompletedEvents(boolean sent) {
    ledger.orderCompletedEvents(sent);
  }

  /** Makes the next delivery of an event odd. */
  public void twistNextNotification(Twist... how) {
    twistNextNotifications(1, how);
  }

  /** Makes the next {@code deliveries} deliveries of events odd, re-deliveries included. */
  public void twistNextNotifications(int deliveries, Twist... how) {
    webhooks.twistNext(deliveries, Set.of(how));
  }

  /** Every delivery of an event so far, oldest first. */
  public List<Delivery> notifications() {
    return context.outbox().deliveries().stream()
        .filter(delivery -> delivery.channel().equals(PaypalChannel.NAME))
        .toList();
  }

  /** Tells once more of an order's newest capture, with a new event id. */
  public void notifyPayment(String number) {
    webhooks.send(payment(number));
  }

  /** Builds the signed event about an order's newest capture without sending it. */
  public OutboundMessage signedPaymentNotification(String number, Twist... how) {
    return webhooks.message(payment(number), set(how));
  }

  /** Builds the signed event that an order was approved without sending it. */
  public OutboundMessage signedApprovalNotification(String number, Twist... how) {
    Order order = require(number);
    return webhooks.message(
        new Event(
            "CHECKOUT.ORDER.APPROVED",
            "checkout-order",
            "An order has been approved by buyer",
            ledger.read(() -> order.full(context.address())),
            order.number()),
        set(how));
  }

  /** Builds the signed event about a refund without sending it. */
  public OutboundMessage signedRefundNotification(String number, Twist... how) {
    return webhooks.message(ledger.told(requireRefund(number)), set(how));
  }

  /**
   * Builds a signed event of anything without sending it.
   *
   * @param eventType such as {@code PAYMENT.CAPTURE.COMPLETED}
   * @param resourceType such as {@code capture}
   * @param resource a JSON object, written anew as it is
   * @throws IllegalArgumentException if it is no JSON object
   */
  public OutboundMessage signedNotification(
      String eventType, String resourceType, String resource, Twist... how) {
    ObjectNode node = Json.parseObject(resource.getBytes(StandardCharsets.UTF_8));
    if (node == null) {
      throw new IllegalArgumentException("The resource of an event is a JSON object.");
    }
    return webhooks.message(new Event(eventType, resourceType, eventType, node, ""), set(how));
  }

  /**
   * Builds a signed delivery of exactly this text without sending it, whatever it is: every blank
   * and escape stays as it is.
   *
   * @param event the whole event, in UTF-8 on the wire; not empty if it is to be altered
   */
  public OutboundMessage signedText(String event, Twist... how) {
    return webhooks.signed(event.getBytes(StandardCharsets.UTF_8), set(how));
  }

  private Event payment(String number) {
    List<Capture> captures = captures(require(number));
    if (captures.isEmpty()) {
      throw new IllegalStateException(
          "Order " + number + " has no capture: there is nothing to notify.");
    }
    Capture capture = captures.get(captures.size() - 1);
    return ledger.told(
        switch (ledger.read(() -> capture.status)) {
          case PENDING -> "PAYMENT.CAPTURE.PENDING";
          case DECLINED -> "PAYMENT.CAPTURE.DECLINED";
          case COMPLETED, PARTIALLY_REFUNDED, REFUNDED -> "PAYMENT.CAPTURE.COMPLETED";
        },
        capture);
  }

  private void tell() {
    ledger.takeEvents().forEach(webhooks::send);
  }

  private static Set<Twist> set(Twist... how) {
    Set<Twist> twists = EnumSet.noneOf(Twist.class);
    twists.addAll(List.of(how));
    return twists;
  }
}
