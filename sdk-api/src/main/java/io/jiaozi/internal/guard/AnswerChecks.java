package io.jiaozi.internal.guard;

import io.jiaozi.SubMerchant;
import io.jiaozi.money.Money;
import io.jiaozi.payment.Payment;
import io.jiaozi.payment.PaymentReference;
import io.jiaozi.payment.PaymentResult;
import io.jiaozi.refund.Refund;
import io.jiaozi.refund.RefundReference;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Compares an answer with the question. A signature proves who speaks, not that the answer belongs
 * to this call: number, amount, currency and merchant are compared every time.
 *
 * <p>Every function returns what does not fit, a clause that follows the channel's name, or empty.
 */
final class AnswerChecks {

  private AnswerChecks() {}

  static Function<PaymentResult, Optional<String>> result(
      PaymentReference asked, @Nullable Money amount, @Nullable SubMerchant actingFor) {
    Function<Payment, Optional<String>> payment = payment(asked, amount, actingFor);
    return result -> payment.apply(result.payment());
  }

  static Function<Payment, Optional<String>> payment(
      PaymentReference asked, @Nullable Money amount, @Nullable SubMerchant actingFor) {
    return answer ->
        number(asked, answer.reference())
            .or(() -> amount(amount, answer.amount()))
            .or(() -> merchant(actingFor, answer.subMerchantId()));
  }

  static Function<Refund, Optional<String>> refund(
      String refundNumber, PaymentReference payment, Money amount) {
    return answer ->
        refundNumber(refundNumber, answer.reference().number(), true)
            .or(() -> refundedPayment(payment, answer.reference().payment()))
            .or(() -> amount(amount, answer.amount()));
  }

  /** For questions about a refund that was asked for with this amount. */
  static Function<Refund, Optional<String>> refund(RefundReference asked, Money amount) {
    Function<Refund, Optional<String>> identity = refund(asked);
    return answer -> identity.apply(answer).or(() -> amount(amount, answer.amount()));
  }

  static Function<Refund, Optional<String>> refund(RefundReference asked) {
    return answer ->
        refundNumber(asked.number(), answer.reference().number(), false)
            .or(() -> refundedPayment(asked.payment(), answer.reference().payment()));
  }

  private static Optional<String> number(PaymentReference asked, PaymentReference answered) {
    return asked.number().equals(answered.number())
        ? Optional.empty()
        : Optional.of("answered about payment " + answered.number() + " instead");
  }

  private static Optional<String> refundNumber(
      @Nullable String asked, @Nullable String answered, boolean mustBeTold) {
    if (asked == null || (answered == null && !mustBeTold)) {
      return Optional.empty();
    }
    return asked.equals(answered)
        ? Optional.empty()
        : Optional.of("answered about another refund number");
  }

  private static Optional<String> refundedPayment(
      @Nullable PaymentReference asked, @Nullable PaymentReference answered) {
    return asked == null || answered == null || asked.number().equals(answered.number())
        ? Optional.empty()
        : Optional.of("answered about a refund of payment " + answered.number() + " instead");
  }

  private static Optional<String> amount(@Nullable Money asked, @Nullable Money answered) {
    return asked == null || answered == null || asked.equals(answered)
        ? Optional.empty()
        : Optional.of("answered about " + answered + " instead of " + asked);
  }

  private static Optional<String> merchant(
      @Nullable SubMerchant actingFor, @Nullable String answered) {
    return actingFor == null || answered == null || actingFor.id().equals(answered)
        ? Optional.empty()
        : Optional.of("answered about a payment of another sub-merchant");
  }
}
