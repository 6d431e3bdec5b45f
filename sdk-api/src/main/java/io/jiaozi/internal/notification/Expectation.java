package io.jiaozi.internal.notification;

import io.jiaozi.MerchantAccount;
import io.jiaozi.event.GatewayEvent.Alarm;
import io.jiaozi.internal.report.SafeText;
import io.jiaozi.money.Money;
import io.jiaozi.notification.ExpectedPayment;
import io.jiaozi.notification.ExpectedPayments;
import io.jiaozi.payment.Payment;
import io.jiaozi.payment.PaymentReference;
import io.jiaozi.payment.PaymentState;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Compares what a channel proved with what the shop expects. A signature says who speaks, not that
 * it speaks of the order at hand.
 */
final class Expectation {

  private final @Nullable ExpectedPayments payments;

  Expectation(@Nullable ExpectedPayments payments) {
    this.payments = payments;
  }

  /**
   * What came of comparing.
   *
   * @param alarm what does not fit; null if everything does
   * @param expected what the shop expects; null if it does not know the payment, or tells nothing
   */
  record Comparison(@Nullable Alarm alarm, @Nullable ExpectedPayment expected) {

    /** Whether the news may reach the handler as what it is. */
    boolean mayBeApplied() {
      return alarm == null || alarm.kind() == Alarm.Kind.PAID_TWICE;
    }

    boolean isUnknown() {
      return alarm != null && alarm.kind() == Alarm.Kind.UNKNOWN_ORDER;
    }
  }

  private static final Comparison FITS = new Comparison(null, null);

  /** Compares a payment. */
  Comparison of(MerchantAccount account, Payment payment) throws Exception {
    if (payments == null) {
      return FITS;
    }
    PaymentReference reference = payment.reference();
    ExpectedPayment expected = payments.find(account, reference).orElse(null);
    if (expected == null) {
      return unknown(account, "payment", reference);
    }
    Money amount = payment.amount();
    if (amount != null && bringsMoney(payment.state()) && !amount.equals(expected.amount())) {
      return new Comparison(otherAmount(account, payment, amount, expected), expected);
    }
    PaymentReference paidBy = paidByAnother(reference, expected);
    if (payment.state() == PaymentState.PAID && paidBy != null) {
      return new Comparison(paidTwice(account, reference, paidBy, expected), expected);
    }
    return new Comparison(null, expected);
  }

  /** Whether an approved payment may be executed: it fits, and nothing else has paid already. */
  boolean mayBeExecuted(MerchantAccount account, Payment approved) throws Exception {
    Comparison comparison = of(account, approved);
    ExpectedPayment expected = comparison.expected();
    return comparison.mayBeApplied()
        && (expected == null || paidByAnother(approved.reference(), expected) == null);
  }

  private static @Nullable PaymentReference paidByAnother(
      PaymentReference reference, ExpectedPayment expected) {
    PaymentReference paidBy = expected.paidBy();
    return paidBy != null && References.contradict(paidBy, reference) ? paidBy : null;
  }

  /** Only whether the shop knows the refunded payment: what it gives back, refunds tell. */
  Comparison ofRefunded(MerchantAccount account, @Nullable PaymentReference refunded)
      throws Exception {
    return payments == null || refunded == null || payments.find(account, refunded).isPresent()
        ? FITS
        : unknown(account, "refund of payment", refunded);
  }

  /** Where nothing comes, nothing is too little: such news must reach the shop in any case. */
  private static boolean bringsMoney(PaymentState state) {
    return switch (state) {
      case AWAITING_CUSTOMER, APPROVED, PROCESSING, AUTHORIZED, PAID, CAPTURED, REFUND_STARTED ->
          true;
      case NOT_FOUND, UNKNOWN, DECLINED, CLOSED, VOIDED, REFUNDED, REVERSED -> false;
    };
  }

  private static Comparison unknown(
      MerchantAccount account, String what, PaymentReference reference) {
    return new Comparison(
        alarm(
            account,
            reference,
            Alarm.Kind.UNKNOWN_ORDER,
            "A genuine message tells of the "
                + what
                + " "
                + reference.number()
                + ", which the shop does not know. It was delivered as unmapped and accepted. Find"
                + " out who made it, and whether this account is used by another system."),
        null);
  }

  private static Alarm otherAmount(
      MerchantAccount account, Payment payment, Money amount, ExpectedPayment expected) {
    boolean more =
        amount.currency().equals(expected.amount().currency())
            && amount.compareTo(expected.amount()) > 0;
    return alarm(
        account,
        payment.reference(),
        more ? Alarm.Kind.OVERPAID : Alarm.Kind.AMOUNT_MISMATCH,
        "Payment "
            + payment.reference().number()
            + orderOf(expected)
            + " is "
            + payment.state()
            + " with "
            + amount
            + " and should have "
            + expected.amount()
            + ". It was not applied. Look at the order: refund the payment, or ship by hand.");
  }

  private static Alarm paidTwice(
      MerchantAccount account,
      PaymentReference reference,
      PaymentReference paidBy,
      ExpectedPayment expected) {
    return alarm(
        account,
        reference,
        Alarm.Kind.PAID_TWICE,
        "Payment "
            + reference.number()
            + orderOf(expected)
            + " is PAID, and payment "
            + paidBy.number()
            + (reference.number().equals(paidBy.number()) ? ", placed at another time," : "")
            + " had paid for that already. It was delivered all the same. Refund one of the two.");
  }

  private static String orderOf(ExpectedPayment expected) {
    String order = expected.order();
    return order == null ? "" : " for order " + SafeText.oneLine(order);
  }

  private static Alarm alarm(
      MerchantAccount account, PaymentReference reference, Alarm.Kind kind, String sentence) {
    return new Alarm(
        account.name(),
        account.channel(),
        reference.number(),
        kind,
        "Account " + account.name() + ": " + Objects.requireNonNull(sentence));
  }
}
