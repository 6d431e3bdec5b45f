package io.jiaozi.paypal;

import io.jiaozi.Operation;
import io.jiaozi.error.OpenOutcome;
import io.jiaozi.error.RejectedReason;
import io.jiaozi.money.Money;
import io.jiaozi.payment.PaymentReference;
import io.jiaozi.payment.RawReply;
import io.jiaozi.refund.Refund;
import io.jiaozi.refund.RefundReference;
import io.jiaozi.refund.RefundRequest;
import io.jiaozi.refund.RefundState;
import io.jiaozi.spi.ChannelFailure;
import io.jiaozi.support.http.HttpBody;
import io.jiaozi.support.http.Reply;
import io.jiaozi.support.json.JsonBody;
import java.util.Objects;
import java.util.Optional;
import okhttp3.RequestBody;
import org.jspecify.annotations.Nullable;

/**
 * Refund and refund query. PayPal searches by no number; a refund of which only the number is known
 * is looked for among those of its order. Source: protocol sheet, sections 3 and 6.4; API-FIT,
 * 5.14.
 */
final class Refunds {

  private final Merchant merchant;
  private final Identity identity;
  private final StateMapping states;
  private final RequestKeys keys;
  private final PaypalCalls calls;
  private final Orders orders;
  private final Captures captures;

  Refunds(
      Merchant merchant, StateMapping states, PaypalCalls calls, Orders orders, Captures captures) {
    this.merchant = merchant;
    this.identity = new Identity(merchant);
    this.states = states;
    this.keys = new RequestKeys(merchant.clientId());
    this.calls = calls;
    this.orders = orders;
    this.captures = captures;
  }

  Refund refund(RefundRequest request, Exchange exchange) {
    String captureId =
        Exchange.first("for the refund", () -> captureId(request.payment(), exchange));
    JsonBody body =
        Amounts.put(new JsonBody(), "amount", request.amount())
            .text("invoice_id", merchant.invoiceId(request.refundNumber()))
            .text("custom_id", request.payment().number());
    if (request.reason() != null) {
      body.text("note_to_payer", request.reason());
    }
    Extras.OF_REFUNDS.addTo(body, request.channelExtras());
    RequestBody content = HttpBody.json(body.toBytes());
    String key = keys.key(exchange.seller(), "refund", request.refundNumber(), "");
    Reply reply = exchange.post(key, headers -> calls.refund(headers, captureId, content));
    if (Exchange.isDone(reply)) {
      Wire.Resource told = Exchange.read(reply, Wire.Resource::document);
      return told.amount() == null
          ? asked(request, told.id(), reply, exchange)
          : taken(request, told, reply);
    }
    Exchange.requireError(reply);
    return refused(request, captureId, reply, exchange);
  }

  /** Refunds are made of captures; the capture of an order is asked for. */
  private String captureId(PaymentReference payment, Exchange exchange) {
    Locator locator = Locator.of(payment).orElseThrow();
    if (locator.captureId() != null) {
      return locator.captureId();
    }
    if (locator.captureByNumber()) {
      return captureOfHold(locator, payment, exchange);
    }
    Orders.Told told =
        orders.order(Objects.requireNonNull(locator.orderId()), payment.number(), exchange);
    Wire.Resource money =
        StateMapping.isHold(told.order()) ? null : StateMapping.money(told.order());
    if (money == null || !Ids.isId(money.id())) {
      throw notPaid(told);
    }
    return Objects.requireNonNull(money.id());
  }

  private String captureOfHold(Locator locator, PaymentReference payment, Exchange exchange) {
    Reply reply =
        exchange.get(headers -> calls.order(headers, Objects.requireNonNull(locator.orderId())));
    if (reply.status() != 200) {
      Exchange.requireError(reply);
      throw ErrorMapping.failure(Operation.QUERY, exchange.error(reply));
    }
    Wire.Resource order = Exchange.read(reply, Wire.Resource::document);
    String invoiceId = merchant.invoiceId(payment.number());
    for (Wire.Unit unit : order.units()) {
      for (Wire.Resource capture : unit.captures()) {
        if (invoiceId.equals(capture.invoiceId()) && Ids.isId(capture.id())) {
          return Objects.requireNonNull(capture.id());
        }
      }
    }
    throw notPaid(new Orders.Told(order, reply));
  }

  private static ChannelFailure.Rejected notPaid(Orders.Told told) {
    return new ChannelFailure.Rejected(
        RejectedReason.WRONG_STATE,
        String.valueOf(told.order().status()),
        "took no money for this payment that could be given back",
        "Query the payment; only what was captured can be refunded.",
        told.reply().status(),
        DebugIds.of(told.reply()),
        null);
  }

  private Refund taken(RefundRequest request, Wire.Resource told, Reply reply) {
    Optional<String> wrong =
        identity.refund(told, request.refundNumber(), request.payment().number());
    if (wrong.isPresent()) {
      throw Exchange.mismatched(reply, wrong.get());
    }
    Money amount = Amounts.read(told.amount());
    if (!request.amount().equals(amount)) {
      throw Holds.reused("refund", amount, told.status(), reply);
    }
    return toRefund(told, request.payment(), request.refundNumber(), reply);
  }

  /** A minimal answer names the refund only; then it is asked for. */
  private Refund asked(RefundRequest request, @Nullable String id, Reply reply, Exchange exchange) {
    if (id == null || !Ids.isId(id)) {
      throw Exchange.unreadable(reply, "without the id of a refund", null);
    }
    Reply asked =
        exchange.tooShort(
            "took the refund without telling of it",
            reply,
            () -> exchange.get(headers -> calls.refund(headers, id)));
    if (asked.status() != 200) {
      throw Exchange.unreadable(
          reply, "without the refund, and asking for it was answered " + asked.status(), null);
    }
    return taken(request, Exchange.read(asked, Wire.Resource::document), asked);
  }

  /** Where the refusal may mean that it was done before, a refund with our number is the answer. */
  private Refund refused(RefundRequest request, String captureId, Reply reply, Exchange exchange) {
    ChannelError error = exchange.error(reply);
    Issue issue = error.issue();
    boolean mayBeOurs =
        error.status() == 409
            || error.has("DUPLICATE_INVOICE_ID")
            || (issue != null
                && (issue.action() == Issue.Action.DONE_BEFORE
                    || issue.action() == Issue.Action.WAIT));
    if (mayBeOurs) {
      Found found =
          Exchange.afterwards(
              "did not take this refund anew",
              error,
              () -> find(captureId, request.payment().number(), request.refundNumber(), exchange));
      if (found.refund() != null) {
        return taken(request, found.refund(), found.reply());
      }
    }
    throw ErrorMapping.failure(Operation.REFUND, error);
  }

  /** A refund among those of an order; null if it is not there. */
  private record Found(Wire.@Nullable Resource refund, Reply reply) {}

  private Found find(String captureId, String number, String refundNumber, Exchange exchange) {
    Captures.Told told = captures.get(captureId, number, exchange);
    String orderId = orderId(told.capture());
    if (orderId == null) {
      // An untouched capture has no refunds; else nobody can tell which.
      if ("COMPLETED".equals(told.capture().status())) {
        return new Found(null, told.reply());
      }
      throw new ChannelFailure.OutcomeUnknown(
          OpenOutcome.Cause.UNREADABLE_REPLY,
          "does not tell to which order the payment belongs, so its refunds cannot be listed",
          null,
          told.reply().status(),
          DebugIds.of(told.reply()),
          null,
          null);
    }
    return inOrder(orderId, refundNumber, exchange);
  }

  private static @Nullable String orderId(Wire.Resource capture) {
    String told = capture.orderId();
    return Ids.isId(told) ? told : capture.parent("/orders/");
  }

  private Found inOrder(String orderId, String refundNumber, Exchange exchange) {
    Reply reply = exchange.get(headers -> calls.order(headers, orderId));
    if (reply.status() != 200) {
      Exchange.requireError(reply);
      throw ErrorMapping.failure(Operation.QUERY_REFUND, exchange.error(reply));
    }
    Wire.Resource order = Exchange.read(reply, Wire.Resource::document);
    if (!orderId.equals(order.id())) {
      throw Exchange.mismatched(reply, "tells of another order than the one asked for");
    }
    String invoiceId = merchant.invoiceId(refundNumber);
    for (Wire.Unit unit : order.units()) {
      for (Wire.Resource refund : unit.refunds()) {
        if (invoiceId.equals(refund.invoiceId())) {
          return new Found(refund, reply);
        }
      }
    }
    return new Found(null, reply);
  }

  Refund query(RefundReference reference, Exchange exchange) {
    String locator = reference.locator();
    return locator == null
        ? queryByNumber(reference, exchange)
        : queryById(Objects.requireNonNull(Locator.refundId(locator)), reference, exchange);
  }

  private Refund queryById(String id, RefundReference reference, Exchange exchange) {
    Reply reply = exchange.get(headers -> calls.refund(headers, id));
    if (reply.status() != 200) {
      Exchange.requireError(reply);
      ChannelError error = exchange.error(reply);
      if (error.status() == 404 && error.name() != null) {
        return notFound(reference, reply);
      }
      throw ErrorMapping.failure(Operation.QUERY_REFUND, error);
    }
    Wire.Resource told = Exchange.read(reply, Wire.Resource::document);
    if (!id.equals(told.id())) {
      throw Exchange.mismatched(reply, "tells of another refund than the one asked for");
    }
    return checked(told, reference, reply);
  }

  private Refund queryByNumber(RefundReference reference, Exchange exchange) {
    PaymentReference payment = Objects.requireNonNull(reference.payment());
    String number = Objects.requireNonNull(reference.number());
    Locator locator = Locator.of(payment).orElseThrow();
    Found found =
        locator.captureId() == null
            ? inOrder(Objects.requireNonNull(locator.orderId()), number, exchange)
            : find(locator.captureId(), payment.number(), number, exchange);
    Wire.Resource refund = found.refund();
    return refund == null
        ? notFound(reference, found.reply())
        : checked(refund, reference, found.reply());
  }

  private static Refund notFound(RefundReference reference, Reply reply) {
    return Refund.builder(reference, RefundState.NOT_FOUND, Results.raw(reply)).build();
  }

  private Refund checked(Wire.Resource told, RefundReference reference, Reply reply) {
    PaymentReference payment = reference.payment();
    Optional<String> wrong =
        identity.refund(told, reference.number(), payment == null ? null : payment.number());
    if (wrong.isPresent()) {
      throw Exchange.mismatched(reply, wrong.get());
    }
    String number =
        reference.number() == null ? merchant.numberIn(told.invoiceId()) : reference.number();
    return toRefund(told, payment, number, reply);
  }

  private Refund toRefund(
      Wire.Resource told,
      @Nullable PaymentReference payment,
      @Nullable String number,
      Reply reply) {
    return toRefund(
        states,
        told,
        new RefundReference(payment, number, Locator.refund(Objects.requireNonNull(told.id()))),
        Results.raw(reply));
  }

  /** A refund whose identity was checked. */
  static Refund toRefund(
      StateMapping states, Wire.Resource told, RefundReference reference, RawReply raw) {
    RefundState state = states.refund(told.status());
    return Refund.builder(reference, state, raw)
        .amount(Amounts.read(told.amount()))
        .totalRefunded(Amounts.read(told.totalRefunded()))
        .refundedAt(
            state == RefundState.SUCCEEDED
                ? Payments.time(told.updateTime() == null ? told.createTime() : told.updateTime())
                : null)
        .channelRefundId(told.id())
        .channelCode(told.status())
        .build();
  }
}
