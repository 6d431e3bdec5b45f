package io.jiaozi.notification;

import io.jiaozi.money.Money;
import io.jiaozi.payment.PaymentReference;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What the shop expects of one payment.
 *
 * @param amount what the payment is to bring: of a capture, what it takes
 * @param order the shop's own order behind the payment, for the sentence of an alarm; null if it is
 *     not to be named there
 * @param paidBy which payment already paid for that order, this or another one; null if none has. A
 *     second one raises an alarm; one that is only approved is not executed, and delivered as that
 */
public record ExpectedPayment(
    Money amount, @Nullable String order, @Nullable PaymentReference paidBy) {

  /** Checks that nothing required is missing. */
  public ExpectedPayment {
    Objects.requireNonNull(amount, "amount");
  }

  /** A payment whose order, if it has one, nothing has paid for yet. */
  public static ExpectedPayment of(Money amount) {
    return new ExpectedPayment(amount, null, null);
  }
}
