package io.jiaozi.paypal;

import io.jiaozi.Operation;
import io.jiaozi.error.OpenOutcome;
import io.jiaozi.error.RejectedReason;
import io.jiaozi.money.Money;
import io.jiaozi.payment.CaptureRequest;
import io.jiaozi.payment.Decline;
import io.jiaozi.payment.Hold;
import io.jiaozi.payment.Payment;
import io.jiaozi.payment.PaymentReference;
import io.jiaozi.payment.PaymentResult;
import io.jiaozi.payment.PaymentState;
import io.jiaozi.payment.VoidRequest;
import io.jiaozi.spi.ChannelFailure;
import io.jiaozi.support.http.HttpBody;
import io.jiaozi.support.http.Reply;
import io.jiaozi.support.json.JsonBody;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.Optional;
import okhttp3.RequestBody;
import org.jspecify.annotations.Nullable;

/**
 * Authorizations: ask, capture, release, renew. Source: protocol sheet, sections 3 and 6.4;
 * API-FIT, 5.11.
 */
final class Holds {

  private final Merchant merchant;
  private final Identity identity;
  private final Payments payments;
  private final Results results;
  private final RequestKeys keys;
  private final PaypalCalls calls;
  private final Orders orders;
  private final Captures captures;

  Holds(
      Merchant merchant,
      Payments payments,
      Results results,
      PaypalCalls calls,
      Orders orders,
      Captures captures) {
    this.merchant = merchant;
    this.identity = new Identity(merchant);
    this.payments = payments;
    this.results = results;
    this.keys = new RequestKeys(merchant.clientId());
    this.calls = calls;
    this.orders = orders;
    this.captures = captures;
  }

  /** Asks for a hold. What is left of one that was captured in part is told by its order. */
  Payment query(Locator locator, PaymentReference reference, Exchange exchange) {
    String id = Objects.requireNonNull(locator.authorizationId());
    Reply reply = exchange.get(headers -> calls.authorization(headers, id));
    if (reply.status() == 200) {
      return payment(
          locator, reference, authorization(id, reference, reply, exchange), reply, exchange);
    }
    Exchange.requireError(reply);
    ChannelError error = exchange.error(reply);
    if (error.status() == 404 && error.name() != null) {
      return Payment.builder(reference, PaymentState.NOT_FOUND, Results.raw(reply))
          .subMerchantId(exchange.seller())
          .build();
    }
    throw ErrorMapping.failure(Operation.QUERY, error);
  }

  private Wire.Resource authorization(
      String id, PaymentReference reference, Reply reply, Exchange exchange) {
    Wire.Resource authorization = Exchange.read(reply, Wire.Resource::document);
    Optional<String> wrong =
        id.equals(authorization.id())
            ? identity.authorization(
                authorization, reference.number(), merchant.expectedPayee(exchange.context()))
            : Optional.of("tells of another authorization than the one asked for");
    if (wrong.isPresent()) {
      throw Exchange.mismatched(reply, wrong.get());
    }
    return authorization;
  }

  private Payment payment(
      Locator locator,
      PaymentReference reference,
      Wire.Resource authorization,
      Reply reply,
      Exchange exchange) {
    Payment payment =
        payments.authorization(
            authorization, locator, reference.number(), exchange.seller(), Results.raw(reply));
    return "PARTIALLY_CAPTURED".equals(authorization.status())
        ? withWhatIsLeft(payment, locator, authorization, exchange)
        : payment;
  }

  private Payment withWhatIsLeft(
      Payment payment, Locator locator, Wire.Resource authorization, Exchange exchange) {
    Money left;
    try {
      left = left(payment, locator, exchange);
    } catch (ChannelFailure notTold) {
      // The hold itself is known; how much of it is left stays untold.
      return payment;
    }
    return Payment.builder(payment.reference(), payment.state(), payment.raw())
        .amount(payment.amount())
        .hold(left == null ? null : new Hold(left, Payments.time(authorization.expirationTime())))
        .channelPaymentId(payment.channelPaymentId())
        .subMerchantId(payment.subMerchantId())
        .build();
  }

  private @Nullable Money left(Payment payment, Locator locator, Exchange exchange) {
    Orders.Told order =
        orders.order(
            Objects.requireNonNull(locator.orderId()), payment.reference().number(), exchange);
    Money left = Objects.requireNonNull(payment.amount());
    for (Wire.Resource capture : order.order().units().get(0).captures()) {
      PaymentState state = payments.states().capture(capture.status());
      Money taken = Amounts.read(capture.amount());
      if (state == PaymentState.DECLINED) {
        continue;
      }
      if (taken == null || !taken.currency().equals(left.currency())) {
        return null;
      }
      // Up to 115 % may be captured.
      left = taken.compareTo(left) > 0 ? new Money(0, left.currency()) : left.minus(taken);
    }
    return left;
  }

  /** Nothing is left to execute once money is held: asks. */
  PaymentResult complete(Locator locator, PaymentReference reference, Exchange exchange) {
    String id = Objects.requireNonNull(locator.authorizationId());
    Reply reply = exchange.get(headers -> calls.authorization(headers, id));
    if (reply.status() != 200) {
      Exchange.requireError(reply);
      throw ErrorMapping.failure(Operation.QUERY, exchange.error(reply));
    }
    Wire.Resource authorization = authorization(id, reference, reply, exchange);
    return results.of(
        payment(locator, reference, authorization, reply, exchange), null, authorization.reason());
  }

  /** The reference a capture has before any answer told its id. */
  static PaymentReference reference(CaptureRequest request) {
    return Locator.of(request.authorization())
        .map(hold -> hold.captureToFind().of(request.captureNumber()))
        .orElseGet(() -> PaymentReference.ofNumber(request.captureNumber()));
  }

  /** Takes held money. */
  PaymentResult capture(CaptureRequest request, Locator hold, Exchange exchange) {
    String id = Objects.requireNonNull(hold.authorizationId());
    String number = request.captureNumber();
    JsonBody body =
        Amounts.put(new JsonBody(), "amount", request.amount())
            .text("invoice_id", merchant.invoiceId(number))
            .flag("final_capture", request.last());
    Extras.OF_CAPTURES.addTo(body, request.channelExtras());
    RequestBody content = HttpBody.json(body.toBytes());
    String key = keys.key(exchange.seller(), "capture-hold", number, "");
    Reply reply = exchange.post(key, headers -> calls.captureAuthorization(headers, id, content));
    if (Exchange.isDone(reply)) {
      Wire.Resource capture = Exchange.read(reply, Wire.Resource::document);
      return captures.result(
          withNumbers(capture, request, exchange, reply),
          number,
          request.amount(),
          reply,
          exchange);
    }
    Exchange.requireError(reply);
    return notCaptured(request, hold, reply, exchange);
  }

  /** A minimal answer names the capture only; then it is asked for. */
  private Wire.Resource withNumbers(
      Wire.Resource capture, CaptureRequest request, Exchange exchange, Reply reply) {
    String id = capture.id();
    if (capture.amount() != null || id == null || !Ids.isId(id)) {
      return capture;
    }
    return exchange
        .tooShort(
            "took the capture without telling of it",
            reply,
            () -> captures.get(id, request.captureNumber(), exchange))
        .capture();
  }

  private PaymentResult notCaptured(
      CaptureRequest request, Locator hold, Reply reply, Exchange exchange) {
    ChannelError error = exchange.error(reply);
    Issue issue = error.issue();
    boolean mayBeOurs =
        error.status() == 409
            || error.has("DUPLICATE_INVOICE_ID")
            || (issue != null
                && (issue.action() == Issue.Action.DONE_BEFORE
                    || issue.action() == Issue.Action.WAIT));
    if (mayBeOurs) {
      return adopt(request, hold, error, exchange);
    }
    if (issue != null && issue.decline() != null) {
      Payment payment =
          Payment.builder(reference(request), PaymentState.DECLINED, Results.raw(reply))
              .amount(request.amount())
              .subMerchantId(exchange.seller())
              .build();
      return new PaymentResult.Declined(
          payment, new Decline(issue.decline(), Objects.requireNonNull(error.code()), false));
    }
    throw ErrorMapping.failure(Operation.CAPTURE, error);
  }

  /** If a capture with our number is there, it is the answer; else the refusal stands. */
  private PaymentResult adopt(
      CaptureRequest request, Locator hold, ChannelError error, Exchange exchange) {
    String order = Objects.requireNonNull(hold.orderId());
    Orders.Told told =
        Exchange.afterwards(
            "did not take this capture anew",
            error,
            () -> orders.order(order, request.authorization().number(), exchange));
    Wire.Resource ours = byNumber(told, request.captureNumber());
    if (ours != null) {
      return captures.result(
          ours, request.captureNumber(), request.amount(), told.reply(), exchange);
    }
    throw ErrorMapping.failure(Operation.CAPTURE, error);
  }

  private Wire.@Nullable Resource byNumber(Orders.Told told, String number) {
    String invoiceId = merchant.invoiceId(number);
    for (Wire.Resource capture : told.order().units().get(0).captures()) {
      if (invoiceId.equals(capture.invoiceId())) {
        return capture;
      }
    }
    return null;
  }

  /** Asks for a capture of which only the number is known, among those of its order. */
  Payment queryCapture(Locator locator, PaymentReference reference, Exchange exchange) {
    String id = Objects.requireNonNull(locator.orderId());
    Reply reply = exchange.get(headers -> calls.order(headers, id));
    if (reply.status() != 200) {
      Exchange.requireError(reply);
      throw ErrorMapping.failure(Operation.QUERY, exchange.error(reply));
    }
    Wire.Resource order = Exchange.read(reply, Wire.Resource::document);
    if (!id.equals(order.id()) || order.units().size() != 1) {
      throw Exchange.mismatched(reply, "tells of another order than the one asked for");
    }
    Wire.Resource ours = byNumber(new Orders.Told(order, reply), reference.number());
    if (ours == null) {
      return Payment.builder(reference, PaymentState.NOT_FOUND, Results.raw(reply))
          .subMerchantId(exchange.seller())
          .build();
    }
    String payee = merchant.expectedPayee(exchange.context());
    identity
        .capture(ours, reference.number(), payee)
        .or(() -> Identity.payee(payee, order.units().get(0).payeeId()))
        .ifPresent(
            wrong -> {
              throw Exchange.mismatched(reply, wrong);
            });
    return payments.capture(ours, reference.number(), exchange.seller(), Results.raw(reply));
  }

  /** Nothing is left to execute once a capture was asked for: asks. */
  PaymentResult completeCapture(Locator locator, PaymentReference reference, Exchange exchange) {
    return results.of(queryCapture(locator, reference, exchange), null, null);
  }

  /** Releases a hold; a renewed one through the hold it was renewed from. */
  Payment release(VoidRequest request, Locator hold, Exchange exchange) {
    String id =
        hold.parentId() == null ? Objects.requireNonNull(hold.authorizationId()) : hold.parentId();
    RequestBody nothing = HttpBody.json("{}".getBytes(StandardCharsets.US_ASCII));
    String key = keys.key(exchange.seller(), "void", request.voidNumber(), "");
    Reply reply = exchange.post(key, headers -> calls.voidAuthorization(headers, id, nothing));
    PaymentReference reference = request.authorization();
    if (reply.status() == 204) {
      return Payment.builder(reference, PaymentState.VOIDED, Results.raw(reply))
          .channelPaymentId(id)
          .subMerchantId(exchange.seller())
          .build();
    }
    if (Exchange.isDone(reply)) {
      return payment(
          hold, reference, authorization(id, reference, reply, exchange), reply, exchange);
    }
    Exchange.requireError(reply);
    ChannelError error = exchange.error(reply);
    Issue issue = error.issue();
    boolean look =
        error.status() == 409
            || (issue != null
                && (issue.action() == Issue.Action.DONE_BEFORE
                    || issue.action() == Issue.Action.WAIT));
    if (!look) {
      throw ErrorMapping.failure(Operation.VOID, error);
    }
    Payment found =
        Exchange.afterwards(
            "did not release the hold anew",
            error,
            () ->
                query(
                    Locator.hold(Objects.requireNonNull(hold.orderId()), id), reference, exchange));
    if (found.state() == PaymentState.AUTHORIZED || found.state() == PaymentState.NOT_FOUND) {
      throw issue != null && issue.action() == Issue.Action.DONE_BEFORE
          ? ErrorMapping.failure(Operation.VOID, error)
          : ErrorMapping.inProgress(error);
    }
    return found;
  }

  /** Renews a hold: the new one has an id of its own. */
  PaymentResult renew(PaymentReference reference, Locator hold, Money amount, Exchange exchange) {
    String id = Objects.requireNonNull(hold.authorizationId());
    RequestBody content = HttpBody.json(Amounts.put(new JsonBody(), "amount", amount).toBytes());
    // There is no number for this: a hold is renewed once, so the hold itself names it.
    String key = keys.key(exchange.seller(), "reauthorize", id, "");
    Reply reply = exchange.post(key, headers -> calls.reauthorize(headers, id, content));
    if (!Exchange.isDone(reply)) {
      Exchange.requireError(reply);
      ChannelError error = exchange.error(reply);
      Issue issue = error.issue();
      if (issue != null && issue.decline() != null) {
        return new PaymentResult.Declined(
            Payment.builder(reference, PaymentState.DECLINED, Results.raw(reply))
                .subMerchantId(exchange.seller())
                .build(),
            new Decline(issue.decline(), Objects.requireNonNull(error.code()), false));
      }
      throw ErrorMapping.failure(Operation.REAUTHORIZE, error);
    }
    Wire.Resource renewed = renewed(reference, reply, exchange);
    if (!amount.equals(Amounts.read(renewed.amount()))) {
      throw reused("renewed hold", Amounts.read(renewed.amount()), renewed.status(), reply);
    }
    Locator locator =
        Locator.renewed(
            Objects.requireNonNull(hold.orderId()), Objects.requireNonNull(renewed.id()), id);
    return results.of(
        payments.authorization(
            renewed, locator, reference.number(), exchange.seller(), Results.raw(reply)),
        null,
        renewed.reason());
  }

  private Wire.Resource renewed(PaymentReference reference, Reply reply, Exchange exchange) {
    Wire.Resource told = Exchange.read(reply, Wire.Resource::document);
    String newId = told.id();
    if (newId == null || !Ids.isId(newId)) {
      throw Exchange.unreadable(reply, "without the id of the renewed hold", null);
    }
    if (told.amount() != null && told.customId() != null) {
      return authorization(newId, reference, reply, exchange);
    }
    Reply asked =
        exchange.tooShort(
            "renewed the hold without telling of it",
            reply,
            () -> exchange.get(headers -> calls.authorization(headers, newId)));
    if (asked.status() != 200) {
      throw new ChannelFailure.OutcomeUnknown(
          OpenOutcome.Cause.UNREADABLE_REPLY,
          "renewed the hold, and asking for the new one was answered " + asked.status(),
          null,
          asked.status(),
          DebugIds.of(asked),
          null,
          null);
    }
    return authorization(newId, reference, asked, exchange);
  }

  /** PayPal answers a known key with what it did first and does not look at the new contents. */
  static ChannelFailure.Rejected reused(
      String what, @Nullable Money before, @Nullable String status, Reply reply) {
    return new ChannelFailure.Rejected(
        RejectedReason.NUMBER_REUSED,
        String.valueOf(status),
        "has another " + what + " under this number, over " + before,
        "Use a new number if this is really another one.",
        reply.status(),
        DebugIds.of(reply),
        null);
  }
}
