package io.jiaozi.paypal;

import io.jiaozi.Operation;
import io.jiaozi.error.RejectedReason;
import io.jiaozi.money.Money;
import io.jiaozi.payment.Decline;
import io.jiaozi.payment.Payment;
import io.jiaozi.payment.PaymentReference;
import io.jiaozi.payment.PaymentRequest;
import io.jiaozi.payment.PaymentResult;
import io.jiaozi.payment.PaymentState;
import io.jiaozi.payment.Scene;
import io.jiaozi.spi.ChannelFailure;
import io.jiaozi.support.http.HttpBody;
import io.jiaozi.support.http.Reply;
import io.jiaozi.support.json.JsonBody;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.Optional;
import okhttp3.RequestBody;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Orders: create, ask, execute. Source: protocol sheet, sections 2.1 to 2.4 and 6.4; API-FIT, 5.3
 * to 5.5.
 */
final class Orders {

  private static final Logger log = LoggerFactory.getLogger(Orders.class);

  private static final String CAPTURE = "CAPTURE";

  /** Both kinds of orders, so that one number makes one order. */
  private static final String CREATE = "order";

  private final Merchant merchant;
  private final Identity identity;
  private final Payments payments;
  private final Results results;
  private final RequestKeys keys;
  private final PaypalCalls calls;
  private final Approvals approvals = new Approvals();

  /** An order as an answer told it, found to be ours. */
  record Told(Wire.Resource order, Reply reply) {}

  Orders(Merchant merchant, Payments payments, Results results, PaypalCalls calls) {
    this.merchant = merchant;
    this.identity = new Identity(merchant);
    this.payments = payments;
    this.results = results;
    this.keys = new RequestKeys(merchant.clientId());
    this.calls = calls;
  }

  /** Creates an order that takes the money when it is executed. */
  PaymentResult pay(PaymentRequest request, Exchange exchange) {
    return create(request, CAPTURE, Operation.PAY, exchange);
  }

  /** Creates an order that holds the money when it is executed. */
  PaymentResult authorize(PaymentRequest request, Exchange exchange) {
    return create(request, StateMapping.AUTHORIZE, Operation.AUTHORIZE, exchange);
  }

  private PaymentResult create(
      PaymentRequest request, String intent, Operation operation, Exchange exchange) {
    String key = keys.key(exchange.seller(), CREATE, request.orderNumber(), "");
    RequestBody body = HttpBody.json(body(request, intent, exchange.seller()).toBytes());
    Reply reply = exchange.post(key, headers -> calls.createOrder(headers, body));
    if (!Exchange.isDone(reply)) {
      Exchange.requireError(reply);
      throw ErrorMapping.failure(operation, exchange.error(reply));
    }
    Told told = checked(request.orderNumber(), null, whole(reply, exchange), exchange);
    requireSame(request.amount(), intent, told);
    return result(request.orderNumber(), told, exchange);
  }

  private JsonBody body(PaymentRequest request, String intent, @Nullable String seller) {
    String unit = Extras.UNIT;
    JsonBody body =
        new JsonBody()
            .text("intent", intent)
            .text(unit + ".custom_id", request.orderNumber())
            .text(unit + ".invoice_id", merchant.invoiceId(request.orderNumber()));
    Amounts.put(body, unit + ".amount", request.amount());
    if (!request.description().isEmpty()) {
      body.text(unit + ".description", request.description());
    }
    if (seller != null) {
      body.text(unit + ".payee.merchant_id", seller);
    }
    URI back = returnUrl(request.scene());
    URI cancelled = cancelUrl(request.scene());
    body.text(Extras.EXPERIENCE + ".return_url", back.toString())
        .text(Extras.EXPERIENCE + ".cancel_url", (cancelled == null ? back : cancelled).toString());
    Extras.OF_PAYMENTS.addTo(body, request.channelExtras());
    // The amount is final, nothing is shipped through PayPal, and money that comes days later is
    // not asked for; each can be chosen otherwise.
    return body.otherwise(Extras.EXPERIENCE + ".user_action", "PAY_NOW")
        .otherwise(
            Extras.EXPERIENCE + ".shipping_preference",
            request.channelExtras().fields().containsKey(unit + ".shipping")
                ? "SET_PROVIDED_ADDRESS"
                : "NO_SHIPPING")
        .otherwise(Extras.EXPERIENCE + ".payment_method_preference", "IMMEDIATE_PAYMENT_REQUIRED");
  }

  private static URI returnUrl(Scene scene) {
    return scene instanceof Scene.MobileWeb mobile
        ? mobile.returnUrl()
        : ((Scene.WebPage) scene).returnUrl();
  }

  private static @Nullable URI cancelUrl(Scene scene) {
    return scene instanceof Scene.MobileWeb mobile
        ? mobile.cancelUrl()
        : ((Scene.WebPage) scene).cancelUrl();
  }

  /** Some answers tell little more than the id, whatever was preferred: then it is asked for. */
  private Told whole(Reply reply, Exchange exchange) {
    Wire.Resource order = Exchange.read(reply, Wire.Resource::document);
    if (!order.units().isEmpty()) {
      return new Told(order, reply);
    }
    if (!Ids.isId(order.id())) {
      throw Exchange.unreadable(reply, "without the id of an order", null);
    }
    String id = Objects.requireNonNull(order.id());
    Reply asked =
        exchange.tooShort(
            "made the order without telling of it",
            reply,
            () -> exchange.get(headers -> calls.order(headers, id)));
    if (asked.status() != 200) {
      throw Exchange.unreadable(
          reply, "without the order, and asking for it was answered " + asked.status(), null);
    }
    return new Told(Exchange.read(asked, Wire.Resource::document), asked);
  }

  private Told checked(String number, @Nullable String id, Told told, Exchange exchange) {
    Optional<String> wrong =
        id == null || id.equals(told.order().id())
            ? identity.order(told.order(), number, merchant.expectedPayee(exchange.context()))
            : Optional.of("tells of another order than the one asked for");
    if (wrong.isPresent()) {
      throw Exchange.mismatched(told.reply(), wrong.get());
    }
    return told;
  }

  /** PayPal answers a known key with the first order and does not look at the new contents. */
  private static void requireSame(Money amount, String intent, Told told) {
    Wire.Resource order = told.order();
    Money before = Amounts.read(order.units().get(0).amount());
    boolean sameIntent = order.intent() == null || order.intent().equals(intent);
    if (amount.equals(before) && sameIntent) {
      return;
    }
    throw new ChannelFailure.Rejected(
        RejectedReason.NUMBER_REUSED,
        String.valueOf(order.status()),
        "has another order under this number, "
            + (sameIntent ? "over " + before : "for the other of paying and holding"),
        "Use a new number if this is really another attempt.",
        told.reply().status(),
        DebugIds.of(told.reply()),
        null);
  }

  private PaymentResult result(String number, Told told, Exchange exchange) {
    Payment payment =
        payments.order(told.order(), number, exchange.seller(), Results.raw(told.reply()));
    Wire.Resource money = StateMapping.money(told.order());
    return results.of(payment, told.order(), money == null ? null : money.reason());
  }

  /** Asks for an order. */
  Payment query(String orderId, PaymentReference reference, Exchange exchange) {
    Reply reply = exchange.get(headers -> calls.order(headers, orderId));
    if (reply.status() != 200) {
      return absent(orderId, reference, reply, exchange);
    }
    Told told = told(orderId, reference.number(), reply, exchange);
    return payments.order(told.order(), reference.number(), exchange.seller(), Results.raw(reply));
  }

  /** An order that nobody approved disappears after some hours; it is not said which way. */
  private static Payment absent(
      String orderId, PaymentReference reference, Reply reply, Exchange exchange) {
    Exchange.requireError(reply);
    ChannelError error = exchange.error(reply);
    PaymentState state =
        error.has("ORDER_EXPIRED")
            ? PaymentState.CLOSED
            : error.status() == 404 && error.name() != null ? PaymentState.NOT_FOUND : null;
    if (state == null) {
      throw ErrorMapping.failure(Operation.QUERY, error);
    }
    return Payment.builder(Locator.order(orderId).of(reference.number()), state, Results.raw(reply))
        .subMerchantId(exchange.seller())
        .build();
  }

  private Told told(String orderId, String number, Reply reply, Exchange exchange) {
    return checked(
        number, orderId, new Told(Exchange.read(reply, Wire.Resource::document), reply), exchange);
  }

  /** An order of ours by its id, for those who need what is inside. */
  Told order(String orderId, String number, Exchange exchange) {
    Reply reply = exchange.get(headers -> calls.order(headers, orderId));
    if (reply.status() != 200) {
      Exchange.requireError(reply);
      throw ErrorMapping.failure(Operation.QUERY, exchange.error(reply));
    }
    return told(orderId, number, reply, exchange);
  }

  /**
   * Executes an order the buyer approved. It is asked for first: that tells whether there is
   * something to do, and its time tells which approval is executed, so that two who do it at once
   * send the same request, and a new approval is a new request.
   */
  PaymentResult complete(String orderId, PaymentReference reference, Exchange exchange) {
    String number = reference.number();
    Told before = Exchange.first("to execute the order", () -> order(orderId, number, exchange));
    if (payments.states().order(before.order()) != PaymentState.APPROVED) {
      return result(number, before, exchange);
    }
    boolean hold = StateMapping.AUTHORIZE.equals(before.order().intent());
    String generation = approvals.generation(before.order());
    String key = keys.key(exchange.seller(), hold ? "authorize" : "capture", number, generation);
    RequestBody nothing = HttpBody.json("{}".getBytes(StandardCharsets.US_ASCII));
    Reply reply =
        exchange.post(
            key,
            headers ->
                hold
                    ? calls.authorizeOrder(headers, orderId, nothing)
                    : calls.captureOrder(headers, orderId, nothing));
    if (Exchange.isDone(reply)) {
      return executed(orderId, number, reply, exchange);
    }
    Exchange.requireError(reply);
    return notExecuted(orderId, number, before, generation, reply, exchange);
  }

  private PaymentResult executed(String orderId, String number, Reply reply, Exchange exchange) {
    Wire.Resource order = Exchange.read(reply, Wire.Resource::document);
    Told told =
        order.units().isEmpty()
            ? exchange.tooShort(
                "took the order without telling what came of it",
                reply,
                () -> order(orderId, number, exchange))
            : checked(number, orderId, new Told(order, reply), exchange);
    return result(number, whatCame(orderId, number, told, exchange), exchange);
  }

  /** Minimal answers repeat the unit and leave the money out. */
  private Told whatCame(String orderId, String number, Told told, Exchange exchange) {
    boolean silent =
        "COMPLETED".equals(told.order().status()) && StateMapping.money(told.order()) == null;
    return silent
        ? exchange.tooShort(
            "took the order without telling what came of it",
            told.reply(),
            () -> order(orderId, number, exchange))
        : told;
  }

  private PaymentResult notExecuted(
      String orderId,
      String number,
      Told before,
      String generation,
      Reply reply,
      Exchange exchange) {
    ChannelError error = exchange.error(reply);
    Issue issue = error.issue();
    boolean pending = error.has("ORDER_IS_PENDING_APPROVAL");
    if (pending) {
      return results.of(
          payment(before, PaymentState.PROCESSING, number, reply, exchange), null, null);
    }
    boolean somebodyElse =
        error.status() == 409
            || (issue != null
                && (issue.action() == Issue.Action.WAIT
                    || issue.action() == Issue.Action.DONE_BEFORE))
            || error.has("DUPLICATE_INVOICE_ID");
    if (somebodyElse) {
      return adopt(orderId, number, error, exchange);
    }
    if (issue != null && issue.action() == Issue.Action.BUYER) {
      approvals.refused(before.order(), generation);
      return buyerAgain(orderId, number, before, error, reply, exchange);
    }
    if (issue != null && issue.decline() != null) {
      return declined(
          before, PaymentState.DECLINED, issue.decline(), number, error, reply, exchange);
    }
    if (error.has("ORDER_EXPIRED")) {
      return declined(
          before, PaymentState.CLOSED, Decline.Reason.TIMED_OUT, number, error, reply, exchange);
    }
    throw ErrorMapping.failure(Operation.COMPLETE, error);
  }

  /** Unless somebody executed a newer approval meanwhile, the buyer gets the same page again. */
  private PaymentResult buyerAgain(
      String orderId,
      String number,
      Told before,
      ChannelError error,
      Reply reply,
      Exchange exchange) {
    try {
      Told now = order(orderId, number, exchange);
      if ("COMPLETED".equals(now.order().status())) {
        return result(number, now, exchange);
      }
    } catch (ChannelFailure notTold) {
      // The refusal itself is certain, and the page does not change.
      log.debug("PayPal did not tell how a refused order stands: {}", notTold.getMessage());
    }
    return results.again(
        payment(before, PaymentState.AWAITING_CUSTOMER, number, reply, exchange),
        orderId,
        error,
        before.order().link("payer-action", "approve"));
  }

  private static PaymentResult declined(
      Told before,
      PaymentState state,
      Decline.Reason why,
      String number,
      ChannelError error,
      Reply reply,
      Exchange exchange) {
    return new PaymentResult.Declined(
        payment(before, state, number, reply, exchange),
        new Decline(why, Objects.requireNonNull(error.code()), false));
  }

  private static Payment payment(
      Told before, PaymentState state, String number, Reply reply, Exchange exchange) {
    Wire.Resource order = before.order();
    return Payment.builder(
            Locator.order(Objects.requireNonNull(order.id())).of(number), state, Results.raw(reply))
        .amount(Amounts.read(order.units().get(0).amount()))
        .payerId(order.payerId())
        .subMerchantId(exchange.seller())
        .build();
  }

  /** Somebody executed the order at the same moment or before: what he got is the answer. */
  private PaymentResult adopt(
      String orderId, String number, ChannelError error, Exchange exchange) {
    Told now =
        Exchange.afterwards(
            "did not execute the order anew", error, () -> order(orderId, number, exchange));
    if (payments.states().order(now.order()) != PaymentState.APPROVED) {
      return result(number, now, exchange);
    }
    if (error.has("DUPLICATE_INVOICE_ID")) {
      throw ErrorMapping.failure(Operation.COMPLETE, error);
    }
    throw ErrorMapping.inProgress(error);
  }
}
