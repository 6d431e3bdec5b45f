package io.jiaozi.proving.message;

import io.jiaozi.money.Money;
import io.jiaozi.payment.PaymentReference;

/**
 * What the shop knows about one order.
 *
 * @param reference as the account gave it
 * @param price what the buyer owes
 */
public record Deal(PaymentReference reference, Money price) {

  public String number() {
    return reference.number();
  }
}
