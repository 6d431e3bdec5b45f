package io.jiaozi.alipay;

import io.jiaozi.error.OpenOutcome;
import io.jiaozi.error.RejectedReason;
import io.jiaozi.money.Money;
import io.jiaozi.payment.CaptureRequest;
import io.jiaozi.payment.ChannelExtras;
import io.jiaozi.payment.Decline;
import io.jiaozi.payment.Hold;
import io.jiaozi.payment.NextAction;
import io.jiaozi.payment.Payment;
import io.jiaozi.payment.PaymentReference;
import io.jiaozi.payment.PaymentRequest;
import io.jiaozi.payment.PaymentResult;
import io.jiaozi.payment.PaymentState;
import io.jiaozi.payment.RawReply;
import io.jiaozi.payment.Scene;
import io.jiaozi.payment.VoidRequest;
import io.jiaozi.spi.ChannelFailure;
import io.jiaozi.support.json.JsonBody;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Pre-authorisation: holding money, taking it in one or several captures, releasing the rest.
 * Source: protocol sheet, section 5.8, and the models of the official SDK.
 *
 * <p>The merchant's number is both {@code out_order_no} and {@code out_request_no} of the hold. A
 * capture is a trade of its own with its own number; a void is an operation with its own.
 */
final class Holds {

  private static final String PRE_AUTH = "PRE_AUTH";
  private static final String PRE_AUTH_APP = "PREAUTH_PAY";

  private final Merchant merchant;
  private final Gateway gateway;
  private final StateMapping states;
  private final Payments payments;

  Holds(Merchant merchant, Gateway gateway, StateMapping states, Payments payments) {
    this.merchant = merchant;
    this.gateway = gateway;
    this.states = states;
    this.payments = payments;
  }

  /** What is known of a hold; the payment's channel id is its auth_no. */
  private record Known(Payment payment, @Nullable Money frozen, @Nullable Money taken) {

    Money rest() {
      Hold hold = payment.hold();
      return hold == null ? Money.ofMinor(Amounts.CNY, 0) : hold.left();
    }
  }

  PaymentResult authorize(PaymentRequest request, Exchange exchange) {
    Scene scene = request.scene();
    return switch (scene.kind()) {
      case QR_CODE -> qrCode(request, exchange);
      case APP -> app(request, exchange);
      case BUYER_CODE -> atTill((Scene.BuyerCode) scene, request, exchange);
      case WEB_PAGE, MOBILE_WEB, IN_APP_PAGE ->
          throw new IllegalStateException("No account holds money in scene " + scene.kind() + ".");
    };
  }

  private JsonBody body(PaymentRequest request, String productCode, Exchange exchange) {
    JsonBody body =
        new JsonBody()
            .text("out_order_no", request.orderNumber())
            .text("out_request_no", request.orderNumber())
            .text("order_title", request.description())
            .text("amount", Amounts.format(request.amount()))
            .optional(
                Extras.PRODUCT_CODE,
                Extras.unlessGiven(request.channelExtras(), Extras.PRODUCT_CODE, productCode))
            .optional("pay_timeout", timeout(request))
            .optional("payee_user_id", payee(exchange));
    Extras.OF_PAYMENTS.addTo(body, withoutCodeKind(request));
    return body;
  }

  private static ChannelExtras withoutCodeKind(PaymentRequest request) {
    Map<String, String> fields = new LinkedHashMap<>(request.channelExtras().fields());
    fields.remove(PaymentChecks.CODE_KIND);
    return new ChannelExtras(fields);
  }

  /**
   * The channel takes only a time relative to the request. Counted from placedAt, so that repeats
   * are equal; whole minutes, at least one.
   */
  private static @Nullable String timeout(PaymentRequest request) {
    Instant payBefore = request.payBefore();
    return payBefore == null
        ? null
        : Math.max(1, Duration.between(request.placedAt(), payBefore).toMinutes()) + "m";
  }

  private @Nullable String payee(Exchange exchange) {
    String merchantActedFor = Partner.id(exchange.actingFor());
    return merchantActedFor == null ? merchant.sellerId() : merchantActedFor;
  }

  private @Nullable URI notificationUrl(@Nullable URI ofRequest) {
    return ofRequest == null ? merchant.notificationUrl() : ofRequest;
  }

  private PaymentResult qrCode(PaymentRequest request, Exchange exchange) {
    Answer answer =
        gateway.ask(
            "alipay.fund.auth.order.voucher.create",
            body(request, PRE_AUTH, exchange),
            notificationUrl(request.notificationUrl()),
            exchange);
    if (!answer.isSuccess()) {
      return notMade(request, answer, exchange);
    }
    Payments.requireNumber(request.orderNumber(), "out_order_no", answer);
    return awaiting(
        request,
        Payments.showQrCode(answer, "code_value", request.payBefore(), exchange.now()),
        answer.raw(),
        exchange);
  }

  /** Made here: the wallet's app asks the gateway, not we. */
  private PaymentResult app(PaymentRequest request, Exchange exchange) {
    SortedMap<String, String> order =
        gateway.signed(
            "alipay.fund.auth.order.app.freeze",
            body(request, PRE_AUTH_APP, exchange),
            notificationUrl(request.notificationUrl()),
            null,
            exchange.actingFor());
    return awaiting(
        request, Payments.orderString(order, request.payBefore()), RawReply.none(), exchange);
  }

  private static PaymentResult awaiting(
      PaymentRequest request, NextAction next, RawReply raw, Exchange exchange) {
    Payment payment =
        Payment.builder(
                Locator.hold(request.orderNumber(), null), PaymentState.AWAITING_CUSTOMER, raw)
            .amount(request.amount())
            .subMerchantId(Partner.id(exchange.actingFor()))
            .build();
    return new PaymentResult.AwaitingCustomer(payment, next);
  }

  private PaymentResult atTill(Scene.BuyerCode scene, PaymentRequest request, Exchange exchange) {
    JsonBody body =
        body(request, PRE_AUTH, exchange)
            .text("auth_code", scene.code())
            .text(
                "auth_code_type",
                PaymentChecks.isSecurityCode(request) ? PaymentChecks.SECURITY_CODE : "bar_code");
    Answer answer =
        gateway.ask(
            "alipay.fund.auth.order.freeze",
            body,
            notificationUrl(request.notificationUrl()),
            exchange);
    if (answer.isSuccess() || answer.isPending()) {
      return frozen(request, answer, exchange);
    }
    Optional<Decline> decline = Declines.of(answer);
    return decline.isPresent()
        ? Payments.declined(
            Locator.hold(request.orderNumber(), null),
            request.amount(),
            decline.get(),
            answer,
            exchange)
        : notMade(request, answer, exchange);
  }

  private PaymentResult frozen(PaymentRequest request, Answer answer, Exchange exchange) {
    Payments.requireNumber(request.orderNumber(), "out_order_no", answer);
    Fields fields = answer.fields();
    PaymentReference reference = Locator.hold(request.orderNumber(), fields.text("auth_no"));
    PaymentState state =
        answer.isPending()
            ? PaymentState.AWAITING_CUSTOMER
            : states.holdOperation(fields.text("status"), null, null, null);
    return switch (state) {
      case AUTHORIZED -> {
        Money amount = answer.read(told -> told.amount("amount"));
        if (!request.amount().equals(amount) || fields.text("out_order_no") == null) {
          throw answer.mismatched("tells of another number or amount than the one asked for");
        }
        yield new PaymentResult.Authorized(
            builder(reference, state, answer, exchange)
                .amount(amount)
                .hold(new Hold(amount, null))
                .build());
      }
      case AWAITING_CUSTOMER ->
          new PaymentResult.Processing(
              builder(reference, PaymentState.PROCESSING, answer, exchange)
                  .amount(request.amount())
                  .build(),
              Payments.ASK_AT_TILL_AFTER);
      case CLOSED, VOIDED ->
          Payments.declined(
              reference,
              request.amount(),
              new Decline(Decline.Reason.OTHER, answer.tellingCode(), false),
              answer,
              exchange);
      default ->
          throw answer.open(
              OpenOutcome.Cause.UNKNOWN_CODE,
              "answered with a state that has no known meaning",
              null,
              null);
    };
  }

  /** The hold is there already: ask, and treat it as ours only if the amount fits. */
  private PaymentResult notMade(PaymentRequest request, Answer answer, Exchange exchange) {
    if (!answer.is("FREEZE_ALREADY_SUCCESS")) {
      throw ErrorMapping.failure(answer);
    }
    Payment found;
    try {
      found = query(Locator.hold(request.orderNumber(), null), exchange);
    } catch (ChannelFailure failed) {
      throw answer.open(
          Payments.causeOf(failed),
          "says that the money is held already, but asking how the hold stands failed: it "
              + failed.getMessage(),
          null,
          failed);
    }
    if (found.state() == PaymentState.AUTHORIZED && request.amount().equals(found.amount())) {
      return new PaymentResult.Authorized(found);
    }
    throw ErrorMapping.refused(
        RejectedReason.NUMBER_REUSED,
        "has another hold under this number, which is " + found.state(),
        "Use a new number if this is really another attempt.",
        answer);
  }

  /** Asks for a hold; {@code NOT_FOUND} is an answer. */
  Payment query(PaymentReference reference, Exchange exchange) {
    return known(reference, exchange).payment();
  }

  /**
   * Asks for a hold where a trade of that number was not found. An account whose contract has no
   * holds has none of this number either.
   */
  Payment queryOrElse(Payment noTrade, PaymentReference reference, Exchange exchange) {
    try {
      Payment hold = query(reference, exchange);
      return hold.state() == PaymentState.NOT_FOUND ? noTrade : hold;
    } catch (ChannelFailure.Rejected refused) {
      if (refused.reason() == RejectedReason.NOT_PERMITTED) {
        return noTrade;
      }
      throw refused;
    }
  }

  private Known known(PaymentReference reference, Exchange exchange) {
    Answer answer =
        gateway.ask(
            "alipay.fund.auth.operation.detail.query",
            new JsonBody()
                .text("out_order_no", reference.number())
                .text("out_request_no", reference.number())
                .text("operation_type", "FREEZE"),
            exchange);
    if (answer.isSuccess()) {
      return answer.read(fields -> known(reference, fields, answer, exchange));
    }
    if (answer.is("AUTH_ORDER_NOT_EXIST")) {
      return new Known(
          builder(reference, PaymentState.NOT_FOUND, answer, exchange).build(), null, null);
    }
    throw ErrorMapping.failure(answer);
  }

  private Known known(PaymentReference asked, Fields fields, Answer answer, Exchange exchange) {
    Payments.requireNumber(asked.number(), "out_order_no", answer);
    Money amount = fields.amount("amount");
    Money frozen = fields.amount("total_freeze_amount");
    Money taken = fields.amount("total_pay_amount");
    Money rest = fields.amount("rest_amount");
    PaymentState state =
        states.hold(fields.text("order_status"), frozen, taken, Locator.of(asked).isTill());
    Money whole = amount == null ? frozen : amount;
    boolean money = state == PaymentState.AUTHORIZED || state == PaymentState.CAPTURED;
    if (money && (whole == null || fields.text("out_order_no") == null)) {
      throw answer.mismatched("tells of held money without its number or amount");
    }
    if (state == PaymentState.AUTHORIZED && rest == null) {
      throw answer.mismatched("tells of held money without what is left of it");
    }
    Payment payment =
        builder(Locator.hold(asked.number(), fields.text("auth_no")), state, answer, exchange)
            .amount(whole)
            .hold(state == PaymentState.AUTHORIZED && rest != null ? new Hold(rest, null) : null)
            .build();
    return new Known(payment, frozen, taken);
  }

  static PaymentReference reference(CaptureRequest request) {
    return Locator.trade(request.captureNumber());
  }

  /** A capture is a trade, paid out of the hold. */
  PaymentResult capture(CaptureRequest request, Exchange exchange) {
    PaymentReference reference = reference(request);
    JsonBody body =
        new JsonBody()
            .text("out_trade_no", request.captureNumber())
            .text("total_amount", Amounts.format(request.amount()))
            .optional(
                "subject",
                Extras.unlessGiven(
                    request.channelExtras(),
                    "subject",
                    "Capture of " + request.authorization().number()))
            .optional(
                Extras.PRODUCT_CODE,
                Extras.unlessGiven(request.channelExtras(), Extras.PRODUCT_CODE, PRE_AUTH_APP))
            .text("auth_no", authNo(request.authorization(), exchange))
            .text("auth_confirm_mode", request.last() ? "COMPLETE" : "NOT_COMPLETE")
            .optional("seller_id", payee(exchange));
    Extras.OF_PAYMENTS.addTo(body, request.channelExtras());
    Answer answer =
        gateway.ask("alipay.trade.pay", body, notificationUrl(request.notificationUrl()), exchange);
    if (answer.isSuccess() || answer.isPending()) {
      return payments.paid(reference, request.amount(), answer, exchange);
    }
    if (answer.is("TRADE_HAS_SUCCESS")) {
      return payments.existing(reference, request.amount(), answer, exchange);
    }
    Optional<Decline> decline = Declines.of(answer);
    if (decline.isPresent()) {
      return Payments.declined(reference, request.amount(), decline.get(), answer, exchange);
    }
    throw ErrorMapping.failure(answer);
  }

  /** The channel's number of a hold: from the reference, or asked for. */
  private String authNo(PaymentReference authorization, Exchange exchange) {
    String told = Locator.of(authorization).authNo();
    if (told != null) {
      return told;
    }
    Payment hold = beforeSending("captured", () -> known(authorization, exchange)).payment();
    String found = hold.channelPaymentId();
    if (hold.state() != PaymentState.AUTHORIZED || found == null) {
      boolean absent = hold.state() == PaymentState.NOT_FOUND;
      throw new ChannelFailure.Rejected(
          absent ? RejectedReason.NOT_FOUND : RejectedReason.WRONG_STATE,
          hold.state().name(),
          "has no money held under this reference, which is " + hold.state(),
          "Capture a hold when its buyer has agreed to it.",
          hold.raw().httpStatus(),
          hold.raw().channelRequestId(),
          null);
    }
    return found;
  }

  /** Releases what is left of a hold; one whose buyer has not agreed yet is withdrawn. */
  Payment release(VoidRequest request, Exchange exchange) {
    PaymentReference authorization = request.authorization();
    Known hold = beforeSending("voided", () -> known(authorization, exchange));
    return switch (hold.payment().state()) {
      case AUTHORIZED -> unfreeze(request, hold, exchange);
      case NOT_FOUND, AWAITING_CUSTOMER, PROCESSING -> withdraw(authorization, exchange);
      default -> hold.payment();
    };
  }

  private Payment unfreeze(VoidRequest request, Known hold, Exchange exchange) {
    Payment payment = hold.payment();
    Answer answer =
        gateway.ask(
            "alipay.fund.auth.order.unfreeze",
            new JsonBody()
                .optional("auth_no", payment.channelPaymentId())
                .text("out_request_no", request.voidNumber())
                .text("amount", Amounts.format(hold.rest()))
                .text("remark", "Void of " + request.authorization().number()),
            merchant.notificationUrl(),
            exchange);
    if (!answer.isSuccess()) {
      return unlessReleased(request, answer, exchange);
    }
    Payments.requireNumber(request.authorization().number(), "out_order_no", answer);
    Payments.requireNumber(request.voidNumber(), "out_request_no", answer);
    if (!answer.fields().is("status", "SUCCESS")) {
      throw answer.open(
          OpenOutcome.Cause.STILL_PENDING, "took the void and has not finished it", null, null);
    }
    Money nothing = Money.ofMinor(Amounts.CNY, 0);
    PaymentState state = states.holdOperation("SUCCESS", hold.frozen(), hold.taken(), nothing);
    return builder(payment.reference(), state, answer, exchange)
        .amount(payment.amount())
        .channelPaymentId(payment.channelPaymentId())
        .build();
  }

  /** An earlier void of this number may have done it already. */
  private Payment unlessReleased(VoidRequest request, Answer answer, Exchange exchange) {
    boolean maybe =
        answer.is("UNIQUE_VIOLATION")
            || answer.is("ILLEGAL_STATUS")
            || answer.is("ORDER_ALREADY_CLOSED")
            || answer.is("ORDER_ALREADY_FINISH")
            || answer.is("REQUEST_AMOUNT_EXCEED");
    if (maybe) {
      Payment now = query(request.authorization(), exchange);
      if (now.state() != PaymentState.AUTHORIZED && now.state() != PaymentState.NOT_FOUND) {
        return now;
      }
    }
    throw ErrorMapping.failure(answer);
  }

  private Payment withdraw(PaymentReference authorization, Exchange exchange) {
    Answer answer =
        gateway.ask(
            "alipay.fund.auth.operation.cancel",
            new JsonBody()
                .text("out_order_no", authorization.number())
                .text("out_request_no", authorization.number())
                .text("remark", "Void of " + authorization.number()),
            merchant.notificationUrl(),
            exchange);
    if (!answer.isSuccess() && !answer.is("AUTH_ORDER_NOT_EXIST")) {
      throw ErrorMapping.failure(answer);
    }
    Payments.requireNumber(authorization.number(), "out_order_no", answer);
    PaymentState state =
        switch (String.valueOf(answer.fields().text("action"))) {
          case "close" -> PaymentState.CLOSED;
          case "unfreeze" -> PaymentState.VOIDED;
          default -> PaymentState.NOT_FOUND;
        };
    return builder(authorization, state, answer, exchange).build();
  }

  /** A question before anything was done leaves nothing open. */
  private static Known beforeSending(String done, Supplier<Known> question) {
    try {
      return question.get();
    } catch (ChannelFailure.OutcomeUnknown unanswered) {
      throw new ChannelFailure.NotSent(
          "was not asked to have the hold "
              + done
              + ", because asking how it stands failed: it "
              + unanswered.getMessage(),
          unanswered);
    }
  }

  private static Payment.Builder builder(
      PaymentReference reference, PaymentState state, Answer answer, Exchange exchange) {
    Fields fields = answer.fields();
    String payer = fields.text("payer_user_id");
    return Payment.builder(reference, state, answer.raw())
        .channelPaymentId(fields.word("auth_no"))
        .payerId(payer == null ? fields.text("payer_open_id") : payer)
        .subMerchantId(Partner.id(exchange.actingFor()));
  }
}
