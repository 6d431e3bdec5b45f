package com.example.abacus;

import io.jiaozi.money.Money;
import io.jiaozi.payment.Payment;
import io.jiaozi.payment.PaymentReference;
import io.jiaozi.payment.PaymentState;
import io.jiaozi.payment.RawReply;
import io.jiaozi.refund.Refund;
import io.jiaozi.refund.RefundReference;
import io.jiaozi.refund.RefundState;
import io.jiaozi.support.time.Rfc3339;
import java.time.Instant;
import java.util.Currency;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The channel's states and amounts to ours. A state nobody knows is UNKNOWN, never success. */
final class StateMapping {

  static final Set<Currency> CURRENCIES =
      Stream.of("CNY", "JPY").map(Currency::getInstance).collect(Collectors.toUnmodifiableSet());

  private StateMapping() {}

  /** How a payment stands. */
  static PaymentState paymentState(Wire.Payment told) {
    return switch (String.valueOf(told.state())) {
      case "CREATED" -> PaymentState.AWAITING_CUSTOMER;
      case "PENDING" -> PaymentState.PROCESSING;
      case "PAID" -> paidOrGivenBack(told);
      case "FAILED" -> PaymentState.DECLINED;
      case "CLOSED" -> PaymentState.CLOSED;
      default -> PaymentState.UNKNOWN;
    };
  }

  /** The channel's state stays PAID whatever is refunded; the running total tells. */
  private static PaymentState paidOrGivenBack(Wire.Payment told) {
    Long refunded = told.refunded();
    if (refunded == null || refunded == 0) {
      return PaymentState.PAID;
    }
    return refunded.equals(told.amount()) ? PaymentState.REFUNDED : PaymentState.REFUND_STARTED;
  }

  /** How a refund stands. */
  static RefundState refundState(Wire.Refund told) {
    return switch (String.valueOf(told.state())) {
      case "PENDING" -> RefundState.PROCESSING;
      case "DONE" -> RefundState.SUCCEEDED;
      case "FAILED" -> RefundState.FAILED;
      default -> RefundState.UNKNOWN;
    };
  }

  /** A payment that {@link Identity} found in order. */
  static Payment toPayment(Wire.Payment told, RawReply raw) {
    PaymentReference reference =
        PaymentReference.ofNumber(Objects.requireNonNull(told.number(), "number"));
    return Payment.builder(reference, paymentState(told), raw)
        .amount(money(told.amount(), told.currency()))
        .refunded(told.refunded() == null ? null : money(told.refunded(), told.currency()))
        .paidAt(time(told.paidAt()))
        .channelPaymentId(told.paymentId())
        .payerId(told.payer())
        .build();
  }

  /** A refund that {@link Identity} found in order. */
  static Refund toRefund(Wire.Refund told, RawReply raw) {
    RefundReference reference =
        RefundReference.of(
            PaymentReference.ofNumber(Objects.requireNonNull(told.payment(), "payment")),
            Objects.requireNonNull(told.number(), "number"));
    return Refund.builder(reference, refundState(told), raw)
        .amount(money(told.amount(), told.currency()))
        .refundedAt(time(told.doneAt()))
        .channelRefundId(told.refundId())
        .channelCode(told.state())
        .build();
  }

  static boolean isMoney(@Nullable Long amount, @Nullable String currency) {
    return amount != null
        && amount >= 0
        && CURRENCIES.stream().anyMatch(known -> known.getCurrencyCode().equals(currency));
  }

  private static Money money(@Nullable Long amount, @Nullable String currency) {
    return Money.ofMinor(
        Objects.requireNonNull(currency, "currency"), Objects.requireNonNull(amount, "amount"));
  }

  /** Times are a convenience here: an odd one is left out rather than losing the message. */
  private static @Nullable Instant time(@Nullable String text) {
    return text == null ? null : Rfc3339.parse(text);
  }
}
