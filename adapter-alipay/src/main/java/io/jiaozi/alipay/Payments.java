package io.jiaozi.alipay;

import io.jiaozi.error.OpenOutcome;
import io.jiaozi.error.RejectedReason;
import io.jiaozi.money.Money;
import io.jiaozi.payment.Decline;
import io.jiaozi.payment.NextAction;
import io.jiaozi.payment.Payment;
import io.jiaozi.payment.PaymentReference;
import io.jiaozi.payment.PaymentRequest;
import io.jiaozi.payment.PaymentResult;
import io.jiaozi.payment.PaymentState;
import io.jiaozi.payment.RawReply;
import io.jiaozi.payment.Scene;
import io.jiaozi.spi.ChannelFailure;
import io.jiaozi.support.form.FormCodec;
import io.jiaozi.support.json.JsonBody;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;

/**
 * Payments in every scene, their query, close and reverse. Source: protocol sheet, sections 2.3, 4
 * and 5.1 to 5.3.
 */
final class Payments {

  /** The mobile SDK that takes an order text, in Alipay's words. */
  static final String MOBILE_SDK = "AlipaySDK";

  static final String ORDER_STRING = "orderString";

  /** The mini program's function that takes a trade number. */
  static final String MINI_PROGRAM = "my.tradePay";

  static final String TRADE_NO = "tradeNO";

  static final Duration ASK_AT_TILL_AFTER = Duration.ofSeconds(3);

  private static final Duration QR_CODE_LIFE = Duration.ofHours(2);

  private final Merchant merchant;
  private final Gateway gateway;
  private final StateMapping states;

  Payments(Merchant merchant, Gateway gateway, StateMapping states) {
    this.merchant = merchant;
    this.gateway = gateway;
    this.states = states;
  }

  static PaymentReference reference(PaymentRequest request) {
    return request.scene().kind() == Scene.Kind.BUYER_CODE
        ? Locator.till(request.orderNumber())
        : PaymentReference.ofNumber(request.orderNumber());
  }

  PaymentResult pay(PaymentRequest request, Exchange exchange) {
    Scene scene = request.scene();
    return switch (scene.kind()) {
      case WEB_PAGE ->
          form(
              "alipay.trade.page.pay",
              body(request, "FAST_INSTANT_TRADE_PAY"),
              ((Scene.WebPage) scene).returnUrl(),
              request,
              exchange);
      case MOBILE_WEB -> mobileWeb((Scene.MobileWeb) scene, request, exchange);
      case APP -> app(request, exchange);
      case QR_CODE -> qrCode(request, exchange);
      case BUYER_CODE -> atTill((Scene.BuyerCode) scene, request, exchange);
      case IN_APP_PAGE -> inAppPage((Scene.InAppPage) scene, request, exchange);
    };
  }

  private static JsonBody body(PaymentRequest request, String productCode) {
    Instant payBefore = request.payBefore();
    JsonBody body =
        new JsonBody()
            .text("out_trade_no", request.orderNumber())
            .text("total_amount", Amounts.format(request.amount()))
            .text("subject", request.description())
            .optional(
                Extras.PRODUCT_CODE,
                Extras.unlessGiven(request.channelExtras(), Extras.PRODUCT_CODE, productCode))
            .optional("time_expire", payBefore == null ? null : Times.format(payBefore));
    Extras.OF_PAYMENTS.addTo(body, request.channelExtras());
    return body;
  }

  private @Nullable URI notificationUrl(PaymentRequest request) {
    return request.notificationUrl() == null
        ? merchant.notificationUrl()
        : request.notificationUrl();
  }

  private PaymentResult mobileWeb(
      Scene.MobileWeb scene, PaymentRequest request, Exchange exchange) {
    URI cancelUrl = scene.cancelUrl();
    JsonBody body =
        body(request, "QUICK_WAP_WAY")
            .optional("quit_url", cancelUrl == null ? null : cancelUrl.toString());
    return form("alipay.trade.wap.pay", body, scene.returnUrl(), request, exchange);
  }

  /** Made here: the browser asks the gateway, not we. */
  private PaymentResult form(
      String method, JsonBody body, URI returnUrl, PaymentRequest request, Exchange exchange) {
    Map<String, String> fields =
        new LinkedHashMap<>(
            gateway.signed(
                method, body, notificationUrl(request), returnUrl, exchange.actingFor()));
    // The charset stands in the address, so that the gateway can decode the rest.
    fields.remove("charset");
    URI action = merchant.baseUrl().resolve("/" + AlipayCalls.GATEWAY);
    return awaiting(
        request,
        new NextAction.SubmitForm(action, fields, request.payBefore()),
        RawReply.none(),
        exchange);
  }

  /** Made here: the wallet's app asks the gateway, not we. */
  private PaymentResult app(PaymentRequest request, Exchange exchange) {
    SortedMap<String, String> order =
        gateway.signed(
            "alipay.trade.app.pay",
            body(request, "QUICK_MSECURITY_PAY"),
            notificationUrl(request),
            null,
            exchange.actingFor());
    return awaiting(request, orderString(order, request.payBefore()), RawReply.none(), exchange);
  }

  static NextAction orderString(SortedMap<String, String> order, @Nullable Instant validUntil) {
    String text =
        new String(FormCodec.encode(order, StandardCharsets.UTF_8), StandardCharsets.US_ASCII);
    return new NextAction.InvokeClient(MOBILE_SDK, Map.of(ORDER_STRING, text), validUntil);
  }

  private PaymentResult qrCode(PaymentRequest request, Exchange exchange) {
    Answer answer =
        gateway.ask(
            "alipay.trade.precreate",
            body(request, "FACE_TO_FACE_PAYMENT"),
            notificationUrl(request),
            exchange);
    if (!answer.isSuccess()) {
      return notMade(request, answer, exchange);
    }
    requireNumber(request.orderNumber(), "out_trade_no", answer);
    return awaiting(
        request,
        showQrCode(answer, "qr_code", request.payBefore(), exchange.now()),
        answer.raw(),
        exchange);
  }

  static NextAction showQrCode(
      Answer answer, String field, @Nullable Instant payBefore, Instant now) {
    String code = answer.fields().text(field);
    if (code == null) {
      throw answer.open(
          OpenOutcome.Cause.UNREADABLE_REPLY, "answered without a QR code", null, null);
    }
    Instant codeEnds = now.plus(QR_CODE_LIFE);
    return new NextAction.ShowQrCode(
        code, payBefore != null && payBefore.isBefore(codeEnds) ? payBefore : codeEnds);
  }

  private PaymentResult inAppPage(
      Scene.InAppPage scene, PaymentRequest request, Exchange exchange) {
    boolean userId = Numbers.isSellerId(scene.payerId());
    JsonBody body =
        body(request, "JSAPI_PAY")
            .text(userId ? "buyer_id" : "buyer_open_id", scene.payerId())
            .text(
                "op_app_id", scene.clientAppId() == null ? merchant.appId() : scene.clientAppId());
    Answer answer = gateway.ask("alipay.trade.create", body, notificationUrl(request), exchange);
    if (!answer.isSuccess()) {
      return notMade(request, answer, exchange);
    }
    requireNumber(request.orderNumber(), "out_trade_no", answer);
    String tradeNo = answer.fields().word("trade_no");
    if (tradeNo == null) {
      throw answer.open(
          OpenOutcome.Cause.UNREADABLE_REPLY, "answered without a trade number", null, null);
    }
    return awaiting(
        request,
        new NextAction.InvokeClient(MINI_PROGRAM, Map.of(TRADE_NO, tradeNo), request.payBefore()),
        answer.raw(),
        exchange);
  }

  private PaymentResult atTill(Scene.BuyerCode scene, PaymentRequest request, Exchange exchange) {
    JsonBody body =
        body(request, "FACE_TO_FACE_PAYMENT")
            .text("auth_code", scene.code())
            .optional(
                PaymentChecks.CODE_KIND,
                Extras.unlessGiven(request.channelExtras(), PaymentChecks.CODE_KIND, "bar_code"))
            .text("store_id", scene.storeId())
            .optional("terminal_id", scene.terminalId());
    Answer answer = gateway.ask("alipay.trade.pay", body, notificationUrl(request), exchange);
    if (answer.isSuccess() || answer.isPending()) {
      return paid(reference(request), request.amount(), answer, exchange);
    }
    Optional<Decline> decline = Declines.of(answer);
    return decline.isPresent()
        ? declined(reference(request), request.amount(), decline.get(), answer, exchange)
        : notMade(request, answer, exchange);
  }

  /**
   * What a genuine 10000 or 10003 of alipay.trade.pay means. Official kits call 10003 a success; it
   * is not. A 10000 that tells no time of payment is asked about before it is believed.
   */
  PaymentResult paid(PaymentReference reference, Money asked, Answer answer, Exchange exchange) {
    requireNumber(reference.number(), "out_trade_no", answer);
    Instant paidAt = answer.fields().time("gmt_payment");
    if (answer.isPending() || paidAt == null) {
      Payment open =
          builder(reference, PaymentState.PROCESSING, answer, exchange).amount(asked).build();
      return new PaymentResult.Processing(open, ASK_AT_TILL_AFTER);
    }
    Money amount = answer.read(fields -> fields.amount("total_amount"));
    if (answer.fields().text("out_trade_no") == null || !asked.equals(amount)) {
      throw answer.mismatched("tells of another number or amount than the one asked for");
    }
    return new PaymentResult.Paid(
        builder(reference, PaymentState.PAID, answer, exchange)
            .amount(amount)
            .paidAt(paidAt)
            .build());
  }

  static PaymentResult declined(
      PaymentReference reference, Money asked, Decline decline, Answer answer, Exchange exchange) {
    return new PaymentResult.Declined(
        builder(reference, PaymentState.DECLINED, answer, exchange).amount(asked).build(), decline);
  }

  private PaymentResult notMade(PaymentRequest request, Answer answer, Exchange exchange) {
    if (answer.is("TRADE_HAS_SUCCESS")) {
      return existing(reference(request), request.amount(), answer, exchange);
    }
    throw ErrorMapping.failure(answer);
  }

  /** The order is paid already: ask, and treat it as ours only if number and amount fit. */
  PaymentResult existing(
      PaymentReference reference, Money asked, Answer answer, Exchange exchange) {
    Payment found;
    try {
      found = queryTrade(reference, exchange);
    } catch (ChannelFailure failed) {
      throw answer.open(
          causeOf(failed),
          "says that the order is paid, but asking how it stands failed: it " + failed.getMessage(),
          null,
          failed);
    }
    boolean sameAmount = asked.equals(found.amount());
    if (found.state() == PaymentState.PAID && sameAmount) {
      return new PaymentResult.Paid(found);
    }
    if (found.amount() != null && !sameAmount) {
      throw ErrorMapping.refused(
          RejectedReason.NUMBER_REUSED,
          "has another order under this number, which is " + found.state(),
          "Use a new number if this is really another attempt.",
          answer);
    }
    throw ErrorMapping.failure(answer);
  }

  /** Asks for a trade by the merchant's number; {@code NOT_FOUND} is an answer. */
  Payment queryTrade(PaymentReference reference, Exchange exchange) {
    Answer answer =
        gateway.ask(
            "alipay.trade.query",
            new JsonBody().text("out_trade_no", reference.number()),
            exchange);
    if (answer.isSuccess()) {
      return found(reference, answer, exchange);
    }
    if (answer.is("TRADE_NOT_EXIST")) {
      return builder(reference, PaymentState.NOT_FOUND, answer, exchange).build();
    }
    throw ErrorMapping.failure(answer);
  }

  private Payment found(PaymentReference reference, Answer answer, Exchange exchange) {
    requireNumber(reference.number(), "out_trade_no", answer);
    Instant paidAt = answer.fields().time("send_pay_date");
    PaymentState state =
        states.trade(
            answer.fields().text("trade_status"),
            answer.fields().text("send_pay_date") != null,
            false,
            Locator.of(reference).isTill());
    Money amount = answer.read(fields -> fields.amount("total_amount"));
    if (state == PaymentState.PAID
        && (amount == null || answer.fields().text("out_trade_no") == null)) {
      throw answer.mismatched("tells of a paid order without its number or amount");
    }
    return builder(reference, state, answer, exchange).amount(amount).paidAt(paidAt).build();
  }

  /** Closes an unpaid order, and tells how it stands if it was not unpaid. */
  Payment close(PaymentReference reference, Exchange exchange) {
    refuseHold(reference, "closes unpaid orders", "Void the hold instead.");
    Answer answer =
        gateway.ask(
            "alipay.trade.close",
            new JsonBody().text("out_trade_no", reference.number()),
            exchange);
    if (answer.isSuccess()) {
      requireNumber(reference.number(), "out_trade_no", answer);
      return builder(reference, PaymentState.CLOSED, answer, exchange).build();
    }
    // Nothing was closed: an order whose buyer never came cannot be, and ends by its expiry.
    if (answer.is("TRADE_NOT_EXIST")) {
      return builder(reference, PaymentState.NOT_FOUND, answer, exchange).build();
    }
    if (isOfState(answer)) {
      return queryTrade(reference, exchange);
    }
    throw ErrorMapping.failure(answer);
  }

  /** Undoes an order, paid or not. The number cannot be used again afterwards. */
  Payment reverse(PaymentReference reference, Exchange exchange) {
    refuseHold(reference, "undoes orders", "Void the hold instead.");
    Answer answer =
        gateway.ask(
            "alipay.trade.cancel",
            new JsonBody().text("out_trade_no", reference.number()),
            exchange);
    if (answer.isSuccess()) {
      requireNumber(reference.number(), "out_trade_no", answer);
      return undone(reference, answer, exchange);
    }
    if (answer.is("TRADE_NOT_EXIST")) {
      return builder(reference, PaymentState.NOT_FOUND, answer, exchange).build();
    }
    if (answer.is("TRADE_HAS_CLOSE")) {
      return queryTrade(reference, exchange);
    }
    throw ErrorMapping.failure(answer);
  }

  private static Payment undone(PaymentReference reference, Answer answer, Exchange exchange) {
    if (answer.fields().is("retry_flag", "Y")) {
      throw answer.open(
          OpenOutcome.Cause.STILL_PENDING,
          "has not undone the order yet and asks to be told again",
          ASK_AT_TILL_AFTER,
          null);
    }
    PaymentState state =
        switch (String.valueOf(answer.fields().text("action"))) {
          case "close" -> PaymentState.CLOSED;
          case "refund" -> PaymentState.REVERSED;
          // No action means that there was no order.
          case "null" -> PaymentState.NOT_FOUND;
          default -> PaymentState.UNKNOWN;
        };
    if (state == PaymentState.UNKNOWN) {
      throw answer.open(
          OpenOutcome.Cause.UNKNOWN_CODE, "undid the order in a way nobody knows", null, null);
    }
    return builder(reference, state, answer, exchange).build();
  }

  private static void refuseHold(PaymentReference reference, String does, String remedy) {
    if (Locator.of(reference).isHold()) {
      throw new ChannelFailure.Rejected(
          RejectedReason.WRONG_STATE,
          "HOLD",
          "was not asked: it " + does + ", and this is a hold",
          remedy,
          null,
          null,
          null);
    }
  }

  private static boolean isOfState(Answer answer) {
    return answer.is("TRADE_STATUS_ERROR")
        || answer.is("REASON_TRADE_STATUS_INVALID")
        || answer.is("REASON_ILLEGAL_STATUS")
        || answer.is("TRADE_HAS_CLOSE")
        || answer.is("TRADE_HAS_SUCCESS")
        || answer.is("TRADE_HAS_FINISHED");
  }

  /** An answer that tells a number tells the one asked for. */
  static void requireNumber(String asked, String field, Answer answer) {
    String told = answer.fields().text(field);
    if (told != null && !told.equals(asked)) {
      throw answer.mismatched("tells of another number than the one asked for");
    }
  }

  private PaymentResult awaiting(
      PaymentRequest request, NextAction next, RawReply raw, Exchange exchange) {
    Payment payment =
        Payment.builder(reference(request), PaymentState.AWAITING_CUSTOMER, raw)
            .amount(request.amount())
            .subMerchantId(Partner.id(exchange.actingFor()))
            .build();
    return new PaymentResult.AwaitingCustomer(payment, next);
  }

  static Payment.Builder builder(
      PaymentReference reference, PaymentState state, Answer answer, Exchange exchange) {
    Fields fields = answer.fields();
    String buyer = fields.text("buyer_user_id");
    return Payment.builder(reference, state, answer.raw())
        .channelPaymentId(fields.word("trade_no"))
        .payerId(buyer == null ? fields.text("buyer_open_id") : buyer)
        .subMerchantId(Partner.id(exchange.actingFor()));
  }

  static OpenOutcome.Cause causeOf(ChannelFailure failed) {
    return failed instanceof ChannelFailure.OutcomeUnknown unknown
        ? unknown.reason()
        : OpenOutcome.Cause.NO_REPLY;
  }
}
