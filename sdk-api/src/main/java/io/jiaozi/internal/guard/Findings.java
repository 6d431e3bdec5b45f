package io.jiaozi.internal.guard;

import io.jiaozi.error.RejectedReason;
import io.jiaozi.payment.Decline;
import io.jiaozi.payment.Payment;
import io.jiaozi.payment.PaymentReference;
import io.jiaozi.payment.PaymentResult;
import io.jiaozi.refund.Refund;
import io.jiaozi.spi.ChannelFailure;
import io.jiaozi.spi.OutcomePlan;
import java.time.Duration;

/**
 * What the state of a payment or refund means for a call whose own answer was lost. One function
 * for each kind of call; every state is decided, none falls through.
 */
final class Findings {

  private static final String NO_MEANING = "tells a state that has no known meaning";
  private static final String AT_WORK = "is still working on it";

  private Findings() {}

  /**
   * For pay, authorize and capture.
   *
   * <p>An order that waits for its buyer is of use only with the code or page that was lost with
   * the answer; where the same request gives it again it is asked for, elsewhere nobody can pay.
   */
  static Finding<PaymentResult> ofOrder(Payment payment, OutcomePlan plan) {
    return switch (payment.state()) {
      case NOT_FOUND -> new Finding.NotThere<>();
      case UNKNOWN -> new Finding.Pending<>(NO_MEANING);
      case AWAITING_CUSTOMER ->
          plan.repeat() == OutcomePlan.Repeat.FREELY
              ? new Finding.NotDone<>("waits for the buyer")
              : new Finding.Pending<>(
                  "has the order, but the code or page for its buyer was lost with the answer; if"
                      + " nobody can pay it, begin another under a new number");
      case APPROVED,
          PROCESSING,
          AUTHORIZED,
          DECLINED,
          CLOSED,
          VOIDED,
          PAID,
          CAPTURED,
          REFUND_STARTED,
          REFUNDED,
          REVERSED ->
          new Finding.Settled<>(Completion.of(payment, Schedule.firstGap(plan)));
    };
  }

  /** For a payment at the till: the same, except that a buyer who is typing is waited for. */
  static Finding<PaymentResult> ofOrderAtTheTill(Payment payment, OutcomePlan plan) {
    return switch (payment.state()) {
      case NOT_FOUND -> new Finding.NotThere<>();
      case UNKNOWN -> new Finding.Pending<>(NO_MEANING);
      case AWAITING_CUSTOMER, APPROVED, PROCESSING ->
          new Finding.Pending<>("still waits for the buyer");
      case REVERSED, REFUNDED -> new Finding.Settled<>(timedOut(payment));
      case AUTHORIZED, DECLINED, CLOSED, VOIDED, PAID, CAPTURED, REFUND_STARTED ->
          new Finding.Settled<>(Completion.of(payment, Schedule.firstGap(plan)));
    };
  }

  /** For complete: an order that is still approved has not been executed. */
  static Finding<PaymentResult> ofCompletion(Payment payment, OutcomePlan plan) {
    return switch (payment.state()) {
      case NOT_FOUND -> new Finding.NotThere<>();
      case UNKNOWN -> new Finding.Pending<>(NO_MEANING);
      case AWAITING_CUSTOMER -> new Finding.Pending<>("waits for the buyer to agree again");
      case APPROVED -> new Finding.NotDone<>("has not executed it");
      case PROCESSING,
          AUTHORIZED,
          DECLINED,
          CLOSED,
          VOIDED,
          PAID,
          CAPTURED,
          REFUND_STARTED,
          REFUNDED,
          REVERSED ->
          new Finding.Settled<>(Completion.of(payment, Schedule.firstGap(plan)));
    };
  }

  /**
   * For the release of a hold, or of a capture where a channel takes one back: one that is still
   * paid has not been. A hold whose money was taken says CAPTURED, and that is the end of it.
   */
  static Finding<Payment> ofVoid(Payment payment) {
    return switch (payment.state()) {
      case NOT_FOUND -> new Finding.NotThere<>();
      case UNKNOWN -> new Finding.Pending<>(NO_MEANING);
      case AWAITING_CUSTOMER, APPROVED, PROCESSING -> new Finding.Pending<>(AT_WORK);
      case AUTHORIZED -> new Finding.NotDone<>("still holds the money");
      case PAID -> new Finding.NotDone<>("has not taken it back");
      case DECLINED, CLOSED, VOIDED, CAPTURED, REFUND_STARTED, REFUNDED, REVERSED ->
          new Finding.Settled<>(payment);
    };
  }

  /**
   * The same, where the void was asked for: its state tells how it went, not how the hold stands.
   *
   * @throws ChannelFailure.Rejected if it failed, or if the number belongs to something else
   */
  static Finding<Payment> ofVoidItself(Payment own, PaymentReference hold) {
    return switch (own.state()) {
      case NOT_FOUND -> new Finding.NotThere<>();
      case UNKNOWN -> new Finding.Pending<>(NO_MEANING);
      case AWAITING_CUSTOMER, APPROVED, PROCESSING -> new Finding.Pending<>(AT_WORK);
      case VOIDED, REVERSED ->
          new Finding.Settled<>(
              Payment.builder(hold, own.state(), own.raw())
                  .amount(own.amount())
                  .subMerchantId(own.subMerchantId())
                  .build());
      case DECLINED, CLOSED ->
          throw refused(
              own,
              RejectedReason.WRONG_STATE,
              "says that the void failed",
              "Query what it was to release and act on its state.");
      case AUTHORIZED, PAID, CAPTURED, REFUND_STARTED, REFUNDED ->
          throw refused(
              own,
              RejectedReason.NUMBER_REUSED,
              "has something else under the number of the void",
              "Use a new number for this void.");
    };
  }

  private static ChannelFailure refused(
      Payment told, RejectedReason reason, String what, String remedy) {
    return new ChannelFailure.Rejected(
        reason,
        told.state().name(),
        what,
        remedy,
        told.raw().httpStatus(),
        told.raw().channelRequestId(),
        null);
  }

  /**
   * For closing. An order that is not there is an answer: whether that makes it unpayable is said
   * by the state alone.
   */
  static Finding<Payment> ofClosing(Payment payment) {
    return switch (payment.state()) {
      case UNKNOWN -> new Finding.Pending<>(NO_MEANING);
      case AWAITING_CUSTOMER, APPROVED, PROCESSING -> new Finding.NotDone<>("has it open");
      case NOT_FOUND,
          AUTHORIZED,
          DECLINED,
          CLOSED,
          VOIDED,
          PAID,
          CAPTURED,
          REFUND_STARTED,
          REFUNDED,
          REVERSED ->
          new Finding.Settled<>(payment);
    };
  }

  /** For undoing a payment at the till. */
  static Finding<Payment> ofReversal(Payment payment) {
    return switch (payment.state()) {
      case NOT_FOUND -> new Finding.NotThere<>();
      case UNKNOWN -> new Finding.Pending<>(NO_MEANING);
      case AWAITING_CUSTOMER, APPROVED, PROCESSING, AUTHORIZED, PAID, CAPTURED ->
          new Finding.NotDone<>("does not show it undone");
      case DECLINED, CLOSED, VOIDED, REFUND_STARTED, REFUNDED, REVERSED ->
          new Finding.Settled<>(payment);
    };
  }

  /** For refunds: whatever is known of it is the answer. */
  static Finding<Refund> ofRefund(Refund refund) {
    return switch (refund.state()) {
      case NOT_FOUND -> new Finding.NotThere<>();
      case UNKNOWN -> new Finding.Pending<>(NO_MEANING);
      case PROCESSING, NEEDS_ATTENTION, FAILED, SUCCEEDED -> new Finding.Settled<>(refund);
    };
  }

  /**
   * What a payment at the till has come to after it was undone.
   *
   * @param notFoundProvesIt whether an order that is not there now can never come
   */
  static Finding<PaymentResult> afterGivingUp(Payment payment, boolean notFoundProvesIt) {
    return switch (payment.state()) {
      case DECLINED, CLOSED, VOIDED, REVERSED, REFUNDED -> new Finding.Settled<>(timedOut(payment));
      // Some of the money may stay with the shop: neither paid nor undone.
      case REFUND_STARTED -> new Finding.Pending<>("has begun a refund of it");
      case PAID -> new Finding.Settled<>(new PaymentResult.Paid(payment));
      case NOT_FOUND ->
          notFoundProvesIt
              ? new Finding.Settled<>(timedOut(payment))
              : new Finding.Pending<>("does not know the payment, which proves nothing yet");
      case UNKNOWN -> new Finding.Pending<>(NO_MEANING);
      case AWAITING_CUSTOMER, APPROVED, PROCESSING, AUTHORIZED, CAPTURED ->
          new Finding.Pending<>("does not show it undone");
    };
  }

  private static PaymentResult timedOut(Payment payment) {
    return new PaymentResult.Declined(
        payment, new Decline(Decline.Reason.TIMED_OUT, payment.state().name(), false));
  }

  /** Whether a payment at the till is worth waiting on. */
  static boolean waitsForBuyer(PaymentResult result) {
    return result.kind() == PaymentResult.Kind.PROCESSING;
  }

  /** How long a payment at the till is asked about: up to the plan's last moment. */
  static Duration patience(OutcomePlan plan) {
    return plan.askAfter().isEmpty()
        ? Duration.ZERO
        : plan.askAfter().get(plan.askAfter().size() - 1);
  }
}
