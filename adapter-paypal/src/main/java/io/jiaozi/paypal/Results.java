package io.jiaozi.paypal;

import io.jiaozi.error.OpenOutcome;
import io.jiaozi.error.RejectedReason;
import io.jiaozi.payment.Decline;
import io.jiaozi.payment.NextAction;
import io.jiaozi.payment.Payment;
import io.jiaozi.payment.PaymentResult;
import io.jiaozi.payment.RawReply;
import io.jiaozi.spi.ChannelFailure;
import io.jiaozi.support.http.Reply;
import io.jiaozi.support.time.Rfc3339;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** How a payment stands, as the answer to who wanted it paid. */
final class Results {

  /** A pending capture waits for a bank or a person: hours or days. */
  private static final Duration LONG_WAIT = Duration.ofMinutes(10);

  private static final Duration SHORT_WAIT = Duration.ofSeconds(5);

  /** How long an unapproved order lives at least. Source: protocol sheet, section 2.1. */
  private static final Duration TIME_TO_APPROVE = Duration.ofHours(3);

  private final Environment environment;

  Results(Environment environment) {
    this.environment = environment;
  }

  /**
   * The result.
   *
   * @param order the order behind it; null where it is known that the buyer has done his part
   * @param reason {@code status_details.reason} of capture or authorization
   */
  PaymentResult of(Payment payment, Wire.@Nullable Resource order, @Nullable String reason) {
    return switch (payment.state()) {
      case AWAITING_CUSTOMER -> awaiting(payment, order);
      case APPROVED -> new PaymentResult.Approved(payment);
      case PROCESSING ->
          new PaymentResult.Processing(payment, reason == null ? SHORT_WAIT : LONG_WAIT);
      case PAID -> new PaymentResult.Paid(payment);
      case AUTHORIZED -> new PaymentResult.Authorized(payment);
      case DECLINED, CLOSED, VOIDED ->
          new PaymentResult.Declined(
              payment,
              new Decline(why(reason), reason == null ? payment.state().name() : reason, false));
      case CAPTURED, REFUND_STARTED, REFUNDED, REVERSED ->
          throw new ChannelFailure.Rejected(
              RejectedReason.WRONG_STATE,
              payment.state().name(),
              "says that the payment is past this: money was taken and some of it may have gone back",
              "Query the payment and act on its state.",
              payment.raw().httpStatus(),
              payment.raw().channelRequestId(),
              null);
      // A capture of which only the number is known may not be listed yet.
      case NOT_FOUND -> new PaymentResult.Processing(payment, SHORT_WAIT);
      case UNKNOWN ->
          throw new ChannelFailure.OutcomeUnknown(
              OpenOutcome.Cause.UNKNOWN_CODE,
              "told a state that has no known meaning",
              null,
              payment.raw().httpStatus(),
              payment.raw().channelRequestId(),
              null,
              null);
    };
  }

  private PaymentResult awaiting(Payment payment, Wire.@Nullable Resource order) {
    if (order == null || order.id() == null) {
      return new PaymentResult.Processing(payment, SHORT_WAIT);
    }
    String told = order.link("payer-action", "approve");
    URI page = told == null ? environment.approvalPage(order.id()) : page(told);
    if (page == null || !environment.isBuyersPage(page)) {
      throw new ChannelFailure.OutcomeUnknown(
          OpenOutcome.Cause.MISMATCHED_REPLY,
          "sends the buyer to a page that is not PayPal's",
          null,
          payment.raw().httpStatus(),
          payment.raw().channelRequestId(),
          null,
          null);
    }
    return new PaymentResult.AwaitingCustomer(
        payment, new NextAction.Redirect(page, validUntil(order.createTime())));
  }

  /** The same order once more, for a buyer who has to choose another way to pay. */
  PaymentResult again(Payment payment, String orderId, ChannelError error, @Nullable String told) {
    URI page = error.approval();
    if (page == null && told != null) {
      page = page(told);
    }
    if (page == null || !environment.isBuyersPage(page)) {
      page = environment.approvalPage(orderId);
    }
    return new PaymentResult.AwaitingCustomer(payment, new NextAction.Redirect(page, null));
  }

  private static @Nullable URI page(String text) {
    try {
      return URI.create(text);
    } catch (IllegalArgumentException notAnAddress) {
      return null;
    }
  }

  private static @Nullable Instant validUntil(@Nullable String createTime) {
    Instant created = createTime == null ? null : Rfc3339.parse(createTime);
    return created == null ? null : created.plus(TIME_TO_APPROVE);
  }

  /** Source: protocol sheet, section 3. */
  private static Decline.Reason why(@Nullable String reason) {
    if (reason == null) {
      return Decline.Reason.OTHER;
    }
    return switch (reason) {
      case "DECLINED_BY_RISK_FRAUD_FILTERS", "PENDING_REVIEW" -> Decline.Reason.RISK;
      case "TRANSACTION_APPROVED_AWAITING_FUNDING" -> Decline.Reason.FUNDS;
      case "ECHECK" -> Decline.Reason.INSTRUMENT;
      default -> Decline.Reason.OTHER;
    };
  }

  static RawReply raw(Reply reply) {
    return RawReply.of(reply.status(), reply.body(), DebugIds.of(reply));
  }
}
