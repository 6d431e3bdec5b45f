package io.jiaozi.paypal;

import io.jiaozi.money.Money;
import io.jiaozi.payment.Hold;
import io.jiaozi.payment.Payment;
import io.jiaozi.payment.PaymentReference;
import io.jiaozi.payment.PaymentState;
import io.jiaozi.payment.RawReply;
import io.jiaozi.support.time.Rfc3339;
import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Orders, authorizations and captures, once their identity was checked, as payments. */
final class Payments {

  private final StateMapping states;

  Payments(StateMapping states) {
    this.states = states;
  }

  StateMapping states() {
    return states;
  }

  /** An order. Once money moved the reference leads to the money, for orders do not last. */
  Payment order(Wire.Resource order, String number, @Nullable String seller, RawReply raw) {
    PaymentState state = states.order(order);
    Wire.Unit unit = order.units().get(0);
    Wire.Resource money = StateMapping.money(order);
    String orderId = Objects.requireNonNull(order.id());
    if (money == null) {
      return Payment.builder(Locator.order(orderId).of(number), state, raw)
          .amount(Amounts.read(unit.amount()))
          .payerId(order.payerId())
          .subMerchantId(seller)
          .build();
    }
    return StateMapping.isHold(order)
        ? hold(money, state, orderId, number, seller, raw, order.payerId())
        : capture(money, state, number, seller, raw, order.payerId());
  }

  /** An authorization of which nothing was captured, or all. */
  Payment authorization(
      Wire.Resource authorization,
      Locator locator,
      String number,
      @Nullable String seller,
      RawReply raw) {
    return build(
        authorization,
        locator.of(number),
        states.authorization(authorization.status()),
        seller,
        raw,
        null);
  }

  /** A capture. */
  Payment capture(Wire.Resource capture, String number, @Nullable String seller, RawReply raw) {
    return capture(capture, states.capture(capture.status()), number, seller, raw, null);
  }

  private Payment hold(
      Wire.Resource authorization,
      PaymentState state,
      String orderId,
      String number,
      @Nullable String seller,
      RawReply raw,
      @Nullable String payerId) {
    Locator whole = Locator.hold(orderId, Objects.requireNonNull(authorization.id()));
    Locator locator = whole.fits() ? whole : Locator.order(orderId);
    return build(authorization, locator.of(number), state, seller, raw, payerId);
  }

  private Payment capture(
      Wire.Resource capture,
      PaymentState state,
      String number,
      @Nullable String seller,
      RawReply raw,
      @Nullable String payerId) {
    PaymentReference reference = Locator.capture(Objects.requireNonNull(capture.id())).of(number);
    return build(capture, reference, state, seller, raw, payerId);
  }

  private static Payment build(
      Wire.Resource money,
      PaymentReference reference,
      PaymentState state,
      @Nullable String seller,
      RawReply raw,
      @Nullable String payerId) {
    Money amount = Amounts.read(money.amount());
    return Payment.builder(reference, state, raw)
        .amount(amount)
        .refunded(state == PaymentState.REFUNDED ? amount : null)
        .hold(hold(money, state, amount))
        .paidAt(tookMoney(state) ? time(money.createTime()) : null)
        .channelPaymentId(money.id())
        .payerId(payerId)
        .subMerchantId(seller)
        .build();
  }

  /** Of a hold that was captured in part, what is left is not told by the hold itself. */
  private static @Nullable Hold hold(
      Wire.Resource money, PaymentState state, @Nullable Money amount) {
    boolean whole = state == PaymentState.AUTHORIZED && "CREATED".equals(money.status());
    return whole && amount != null ? new Hold(amount, time(money.expirationTime())) : null;
  }

  private static boolean tookMoney(PaymentState state) {
    return state == PaymentState.PAID
        || state == PaymentState.REFUND_STARTED
        || state == PaymentState.REFUNDED;
  }

  /** Times are a convenience here: an odd one is left out rather than losing the message. */
  static @Nullable Instant time(@Nullable String text) {
    return text == null ? null : Rfc3339.parse(text);
  }
}
