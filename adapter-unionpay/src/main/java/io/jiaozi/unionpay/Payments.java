package io.jiaozi.unionpay;

import io.jiaozi.error.OpenOutcome;
import io.jiaozi.error.RejectedReason;
import io.jiaozi.payment.Decline;
import io.jiaozi.payment.NextAction;
import io.jiaozi.payment.Payment;
import io.jiaozi.payment.PaymentReference;
import io.jiaozi.payment.PaymentRequest;
import io.jiaozi.payment.PaymentResult;
import io.jiaozi.payment.PaymentState;
import io.jiaozi.payment.RawReply;
import io.jiaozi.payment.Scene;
import java.net.URI;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;

/** Orders, holds and the question how they stand. Source: protocol sheet, sections 4.3 and 5.3. */
final class Payments {

  static final String PURCHASE = "01";
  static final String HOLD = "02";

  /** Where a description goes, unless the shop fills the field itself. */
  static final String RISK = "riskRateInfo";

  private final Merchant merchant;
  private final Exchange.Gateway gateway;
  private final Lookup lookup;
  private final StateMapping states;
  private final Map<Scene.Kind, PayScene> scenes;

  Payments(
      Merchant merchant,
      Exchange.Gateway gateway,
      Lookup lookup,
      StateMapping states,
      Map<Scene.Kind, PayScene> scenes) {
    this.merchant = merchant;
    this.gateway = gateway;
    this.lookup = lookup;
    this.states = states;
    this.scenes = scenes;
  }

  PaymentResult pay(PaymentRequest request, Exchange exchange) {
    return begin(PURCHASE, request, exchange);
  }

  /** Holds are asked for on UnionPay's page only; the capabilities say so. */
  PaymentResult authorize(PaymentRequest request, Exchange exchange) {
    return begin(HOLD, request, exchange);
  }

  private PaymentResult begin(String txnType, PaymentRequest request, Exchange exchange) {
    PayScene scene = Objects.requireNonNull(scenes.get(request.scene().kind()), "scene");
    Pair pair = Pair.of(request.orderNumber(), request.placedAt());
    Fields message = message(txnType, scene, request, pair);
    if (scene instanceof PayScene.Page) {
      return form(message, request, pair);
    }
    Exchange.Answer answer =
        exchange.send(form -> scene.call(exchange.calls(), form).orElseThrow(), message);
    Code code = Code.of(answer.code());
    return switch (code.kind()) {
      case SUCCESS -> scene.accepted(request, pair, answer);
      case DUPLICATE -> existing(scene, request, pair, exchange);
      case PENDING -> {
        if (scene.kind() == Scene.Kind.BUYER_CODE) {
          yield scene.accepted(request, pair, answer);
        }
        throw ErrorMapping.failure(answer);
      }
      case FAILED -> {
        Decline.Reason reason = code.decline();
        if (scene.kind() == Scene.Kind.BUYER_CODE && reason != null) {
          yield declined(
              Payment.builder(pair.payment(), PaymentState.DECLINED, answer.raw())
                  .amount(request.amount())
                  .build(),
              answer.code());
        }
        throw ErrorMapping.failure(answer);
      }
      case UNKNOWN, NOT_FOUND -> throw ErrorMapping.failure(answer);
    };
  }

  private Fields message(String txnType, PayScene scene, PaymentRequest request, Pair pair) {
    PayScene.Product product = scene.product();
    Instant payTimeout = product.expires() ? request.payBefore() : null;
    URI backUrl =
        request.notificationUrl() == null ? merchant.notificationUrl() : request.notificationUrl();
    Fields message =
        gateway
            .message()
            .kind(txnType, product.txnSubType(), product.bizType())
            .put("channelType", product.channelType())
            .pair(pair)
            .amount(request.amount().minorUnits())
            .put("backUrl", backUrl.toString())
            .put("reqReserved", Echo.ofPayment(product.channelType(), payTimeout));
    if (payTimeout != null) {
      message.put("payTimeout", Beijing.format(payTimeout));
    }
    scene.addTo(message, request);
    Extras.addTo(message, request.channelExtras());
    if (product.describes() && !request.description().isBlank() && !message.has(RISK)) {
      message.put(RISK, "{commodityName=" + request.description() + "}");
    }
    return message;
  }

  /**
   * No call: the buyer's browser brings the order to UnionPay. The same request makes the same form
   * with the same time, so a page shown again is no second order.
   */
  private PaymentResult form(Fields message, PaymentRequest request, Pair pair) {
    Map<String, String> signed = gateway.signer().sign(message);
    Payment payment =
        Payment.builder(pair.payment(), PaymentState.AWAITING_CUSTOMER, RawReply.none())
            .amount(request.amount())
            .build();
    return new PaymentResult.AwaitingCustomer(
        payment, new NextAction.SubmitForm(frontUrl(), signed, request.payBefore()));
  }

  private URI frontUrl() {
    return merchant.baseUrl().resolve("/" + UnionpayCalls.FRONT);
  }

  /** The number is there already: ask, and believe the answer. */
  private PaymentResult existing(
      PayScene scene, PaymentRequest request, Pair pair, Exchange exchange) {
    Lookup.Told told =
        lookup.askAfter(pair, exchange, "says that the number exists already (code 12)");
    Transaction found = told.found().orElse(null);
    if (found == null) {
      throw told.answer()
          .unknown(
              OpenOutcome.Cause.NOT_FOUND_YET,
              "says that the number exists already (code 12), and does not find it under the time of this attempt");
    }
    Payment payment = states.toPayment(found, pair.payment(), exchange.now(), told.answer().raw());
    if (found.kind() != Transaction.Kind.PURCHASE || !request.amount().equals(payment.amount())) {
      throw told.answer()
          .rejected(
              RejectedReason.NUMBER_REUSED,
              "has another transaction under this number and time",
              "Use a new number if this is really another attempt.");
    }
    return switch (payment.state()) {
      case PAID -> new PaymentResult.Paid(payment);
      case DECLINED -> declined(payment, found.code());
      case PROCESSING -> new PaymentResult.Processing(payment, PayScene.FIRST_QUESTION);
      default ->
          throw told.answer()
              .unknown(
                  OpenOutcome.Cause.STILL_PENDING,
                  "has the order already, and gives "
                      + (scene.kind() == Scene.Kind.APP ? "its tn" : "its code")
                      + " once only; without it nobody can pay, so after its expiry begin a new attempt with a new number");
    };
  }

  static PaymentResult declined(Payment payment, String code) {
    Decline.Reason reason = Code.of(code).decline();
    return new PaymentResult.Declined(
        payment, new Decline(reason == null ? Decline.Reason.OTHER : reason, code, false));
  }

  /** How a payment, hold, capture or void stands. */
  Payment query(PaymentReference reference, Exchange exchange) {
    Pair pair = Pair.of(reference).orElseThrow();
    Lookup.Told told = lookup.ask(pair, exchange);
    RawReply raw = told.answer().raw();
    Transaction found = told.found().orElse(null);
    if (found == null) {
      return Payment.builder(pair.payment(), PaymentState.NOT_FOUND, raw).build();
    }
    if (found.kind() == Transaction.Kind.REFUND) {
      throw told.answer().mismatched("tells of a refund, where a payment was asked for");
    }
    return states.toPayment(found, pair.payment(), exchange.now(), raw);
  }
}
