package io.jiaozi.paypal;

import io.jiaozi.money.Money;
import io.jiaozi.payment.PaymentState;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Whether an answer tells of this merchant's business and of what was asked: numbers in custom_id
 * and invoice_id, payee, amounts. Every function returns what does not fit, a clause that fits
 * after "a message that"; empty if all is well. Source: protocol sheet, section 7.3; API-FIT, 5.4.
 */
final class Identity {

  private static final String NO_ID = "does not name what it tells of";
  private static final String NO_AMOUNT = "tells no amount that PayPal could have meant exactly";

  private final Merchant merchant;

  Identity(Merchant merchant) {
    this.merchant = merchant;
  }

  /**
   * An order of ours.
   *
   * @param number the merchant's number it must carry
   * @param payee who must be paid; null if that is not to be compared
   */
  Optional<String> order(Wire.Resource order, String number, @Nullable String payee) {
    if (!Ids.isId(order.id())) {
      return Optional.of(NO_ID);
    }
    if (order.units().size() != 1) {
      return Optional.of("tells of an order that has not exactly one purchase unit");
    }
    Wire.Unit unit = order.units().get(0);
    Money amount = Amounts.read(unit.amount());
    if (amount == null) {
      return Optional.of(NO_AMOUNT);
    }
    return numbers(number, unit.customId(), unit.invoiceId())
        .or(() -> payee(payee, unit.payeeId()))
        .or(() -> moneyIn(order, unit, amount));
  }

  private static Optional<String> moneyIn(Wire.Resource order, Wire.Unit unit, Money amount) {
    Wire.Resource money = StateMapping.money(order);
    if (money == null) {
      return Optional.empty();
    }
    if (!Ids.isId(money.id())) {
      return Optional.of(NO_ID);
    }
    Money moved = Amounts.read(money.amount());
    if (moved == null) {
      return Optional.of(NO_AMOUNT);
    }
    // A renewed hold may be larger than the order.
    boolean renewed = StateMapping.isHold(order) && unit.authorizations().size() > 1;
    return renewed || moved.equals(amount)
        ? Optional.empty()
        : Optional.of("tells of " + moved + " for an order of " + amount);
  }

  /** An authorization of ours. */
  Optional<String> authorization(
      Wire.Resource authorization, String number, @Nullable String payee) {
    if (!Ids.isId(authorization.id())) {
      return Optional.of(NO_ID);
    }
    if (Amounts.read(authorization.amount()) == null) {
      return Optional.of(NO_AMOUNT);
    }
    return numbers(number, authorization.customId(), authorization.invoiceId())
        .or(() -> payee(payee, authorization.payeeId()));
  }

  /** A capture of ours: the number stands in invoice_id; without that, in custom_id. */
  Optional<String> capture(Wire.Resource capture, String number, @Nullable String payee) {
    if (!Ids.isId(capture.id())) {
      return Optional.of(NO_ID);
    }
    if (Amounts.read(capture.amount()) == null) {
      return Optional.of(NO_AMOUNT);
    }
    String told =
        capture.invoiceId() == null ? capture.customId() : merchant.numberIn(capture.invoiceId());
    return number.equals(told)
        ? payee(payee, capture.payeeId())
        : Optional.of("tells of another number than the one asked for");
  }

  /** A refund of ours: its number stands in invoice_id, that of the payment in custom_id. */
  Optional<String> refund(
      Wire.Resource refund, @Nullable String number, @Nullable String paymentNumber) {
    if (!Ids.isId(refund.id())) {
      return Optional.of(NO_ID);
    }
    if (Amounts.read(refund.amount()) == null) {
      return Optional.of(NO_AMOUNT);
    }
    if (number != null && !number.equals(merchant.numberIn(refund.invoiceId()))) {
      return Optional.of("tells of another refund number than the one asked for");
    }
    boolean samePayment =
        paymentNumber == null
            || refund.customId() == null
            || paymentNumber.equals(refund.customId());
    return samePayment
        ? Optional.empty()
        : Optional.of("tells of a refund of another payment than the one asked for");
  }

  private Optional<String> numbers(
      String number, @Nullable String customId, @Nullable String invoiceId) {
    if (!number.equals(customId)) {
      return Optional.of("tells of another number than the one asked for");
    }
    return invoiceId == null || invoiceId.equals(merchant.invoiceId(number))
        ? Optional.empty()
        : Optional.of("tells of another invoice number than the one asked for");
  }

  /** Somebody else is paid than who should be. What is left out is not held against it. */
  static Optional<String> payee(@Nullable String expected, @Nullable String told) {
    return expected == null || told == null || expected.equals(told)
        ? Optional.empty()
        : Optional.of("tells of a payment to another merchant");
  }

  /** Whether a state tells of money, so that it needs its amount. */
  static boolean tellsOfMoney(PaymentState state) {
    return switch (state) {
      case PAID, AUTHORIZED, CAPTURED, REFUND_STARTED, REFUNDED, REVERSED -> true;
      case NOT_FOUND, UNKNOWN, AWAITING_CUSTOMER, APPROVED, PROCESSING, DECLINED, CLOSED, VOIDED ->
          false;
    };
  }
}
