package io.jiaozi.wechat;

import io.jiaozi.error.OpenOutcome;
import io.jiaozi.error.Problem;
import io.jiaozi.error.RejectedReason;
import io.jiaozi.payment.Decline;
import io.jiaozi.payment.Payment;
import io.jiaozi.payment.PaymentReference;
import io.jiaozi.payment.PaymentRequest;
import io.jiaozi.payment.PaymentResult;
import io.jiaozi.payment.PaymentState;
import io.jiaozi.payment.Scene;
import io.jiaozi.spi.ChannelFailure;
import io.jiaozi.support.http.Reply;
import io.jiaozi.support.json.JsonBody;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The shop scans the buyer's code ("codepay"). The answer tells at once how it ended, or that the
 * buyer is typing a password. There is no expiry, no notification and no close: whoever waits asks,
 * and undoes the payment in the end. Source: protocol sheet, section 6.3.
 */
final class TillScene implements PayScene {

  /** The buyer has to type: asking sooner tells nothing. */
  static final Duration ASK_AGAIN = Duration.ofSeconds(5);

  private static final String STORE = "scene_info.store_info.out_id";
  private static final String TERMINAL = "scene_info.device_id";
  private static final String TERMINAL_IP = "scene_info.device_ip";
  private static final int LONGEST_STORE = 32;

  private static final Pattern CODE = Pattern.compile("1[0-5][0-9]{16}");

  private final Identity identity;
  private final StateMapping states;

  TillScene(Identity identity, StateMapping states) {
    this.identity = identity;
    this.states = states;
  }

  @Override
  public Scene.Kind kind() {
    return Scene.Kind.BUYER_CODE;
  }

  @Override
  public String product() {
    return "codepay";
  }

  @Override
  public boolean waitsForBuyer() {
    return false;
  }

  @Override
  public List<Problem> check(PaymentRequest request, Party party) {
    List<Problem> problems = new ArrayList<>();
    Scene.BuyerCode till = till(request);
    if (!CODE.matcher(till.code()).matches()) {
      problems.add(
          new Problem(
              "scene.code",
              "is not the code of a WeChat Pay wallet: 18 digits, the first two from 10 to 15. Scan the buyer's code again."));
    }
    text("scene.storeId", till.storeId(), problems);
    text("scene.terminalId", till.terminalId(), problems);
    if (till.terminalIp() != null && !Texts.isAddress(till.terminalIp())) {
      problems.add(
          new Problem(
              "scene.terminalIp",
              "is not an IP address. Give the till's IPv4 or IPv6 address, or leave it out."));
    }
    if (request.notificationUrl() != null) {
      problems.add(
          new Problem(
              "notificationUrl",
              "cannot go with a payment at the till: WeChat Pay sends no notification about those. Leave it out."));
    }
    return problems;
  }

  private static void text(String field, @Nullable String text, List<Problem> problems) {
    if (text != null) {
      Texts.problem(text, LONGEST_STORE)
          .ifPresent(sentence -> problems.add(new Problem(field, sentence)));
    }
  }

  @Override
  public Set<String> fields() {
    return Set.of(STORE, TERMINAL, TERMINAL_IP);
  }

  @Override
  public void addTo(JsonBody body, PaymentRequest request, Party party) {
    Scene.BuyerCode till = till(request);
    body.text("payer.auth_code", till.code()).text(STORE, till.storeId());
    if (till.terminalId() != null) {
      body.text(TERMINAL, till.terminalId());
    }
    if (till.terminalIp() != null) {
      body.text(TERMINAL_IP, till.terminalIp());
    }
  }

  /** How the order stands, told by a signed answer. */
  @Override
  public PaymentResult result(Prepaid prepaid) {
    Wire.Order order = Exchange.read(prepaid.reply(), Wire.Content::read).order();
    PaymentRequest request = prepaid.request();
    PaymentState state = states.paymentState(order.tradeState());
    Optional<String> wrong =
        identity
            .stranger(order.whose(), prepaid.party())
            .or(() -> Identity.anotherNumber(request.orderNumber(), order.outTradeNo()))
            .or(() -> Identity.incomplete(order, state, prepaid.party()))
            .or(() -> Identity.otherTotal(request.amount(), order.amount()));
    if (wrong.isPresent()) {
      throw Exchange.mismatched(prepaid.reply(), wrong.get());
    }
    Payment payment =
        states.toPayment(
            order,
            PaymentReference.ofNumber(request.orderNumber()),
            prepaid.party(),
            Payments.raw(prepaid.reply()));
    return result(payment, String.valueOf(order.tradeState()), prepaid.reply());
  }

  /** The same for a payment that was asked about. */
  static PaymentResult result(Payment payment, String told, Reply reply) {
    return switch (payment.state()) {
      case PAID -> new PaymentResult.Paid(payment);
      case PROCESSING, AWAITING_CUSTOMER -> new PaymentResult.Processing(payment, ASK_AGAIN);
      case DECLINED, CLOSED, REVERSED ->
          new PaymentResult.Declined(payment, new Decline(Decline.Reason.OTHER, told, false));
      case REFUND_STARTED -> throw refundedSince(told, reply);
      case NOT_FOUND, UNKNOWN, APPROVED, AUTHORIZED, VOIDED, CAPTURED, REFUNDED ->
          throw new ChannelFailure.OutcomeUnknown(
              OpenOutcome.Cause.UNKNOWN_CODE,
              "told a state of the order that has no known meaning",
              null,
              reply.status(),
              RequestIds.of(reply),
              null,
              null);
    };
  }

  private static ChannelFailure.Rejected refundedSince(String told, Reply reply) {
    return new ChannelFailure.Rejected(
        RejectedReason.ALREADY_PAID,
        told,
        "says that the order was paid and that a refund was asked for since",
        "Query the order and its refunds.",
        reply.status(),
        RequestIds.of(reply),
        null);
  }

  /** The buyer is typing a password; the channel answers so with 202 and perhaps no document. */
  static PaymentResult.Processing typing(PaymentRequest request, Party party, Reply reply) {
    Payment payment =
        Payment.builder(
                PaymentReference.ofNumber(request.orderNumber()),
                PaymentState.PROCESSING,
                Payments.raw(reply))
            .amount(request.amount())
            .subMerchantId(party.subMchid())
            .build();
    return new PaymentResult.Processing(payment, ASK_AGAIN);
  }

  private static Scene.BuyerCode till(PaymentRequest request) {
    return (Scene.BuyerCode) request.scene();
  }
}
