package io.jiaozi.proving.message;

import io.jiaozi.money.Money;
import io.jiaozi.notification.Notification;
import io.jiaozi.payment.Payment;
import io.jiaozi.refund.Refund;
import java.time.Instant;
import java.util.Optional;

/**
 * Everything a notification tells, flat, so that two can be compared whole.
 *
 * @param number the merchant's number of the payment
 * @param state of payment or refund
 * @param amount of payment or refund
 * @param subMerchantId on whose behalf a payment was placed, if not for the account itself
 * @param content the raw content, where the channel's documents promise its exact text; "" if not
 */
public record Told(
    Notification.Kind kind,
    Optional<String> number,
    Optional<String> refundNumber,
    Optional<String> state,
    Optional<Money> amount,
    Optional<Instant> at,
    Optional<String> channelId,
    Optional<String> payerId,
    Optional<String> subMerchantId,
    Optional<String> type,
    String content) {

  /** A payment that changed. */
  public static Told payment(String number, String state, Money amount) {
    return new Told(
        Notification.Kind.PAYMENT_CHANGED,
        Optional.of(number),
        Optional.empty(),
        Optional.of(state),
        Optional.ofNullable(amount),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        "");
  }

  /** A refund that changed. */
  public static Told refund(String number, String refundNumber, String state, Money amount) {
    return new Told(
        Notification.Kind.REFUND_CHANGED,
        Optional.of(number),
        Optional.of(refundNumber),
        Optional.of(state),
        Optional.ofNullable(amount),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        "");
  }

  /** Something without a place in the common words. */
  public static Told unmapped(String type) {
    return new Told(
        Notification.Kind.UNMAPPED,
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.of(type),
        "");
  }

  public Told state(String other) {
    return new Told(
        kind,
        number,
        refundNumber,
        Optional.of(other),
        amount,
        at,
        channelId,
        payerId,
        subMerchantId,
        type,
        content);
  }

  /** With this amount, or none. */
  public Told amount(Money other) {
    return new Told(
        kind,
        number,
        refundNumber,
        state,
        Optional.ofNullable(other),
        at,
        channelId,
        payerId,
        subMerchantId,
        type,
        content);
  }

  public Told at(Instant moment) {
    return new Told(
        kind,
        number,
        refundNumber,
        state,
        amount,
        Optional.ofNullable(moment),
        channelId,
        payerId,
        subMerchantId,
        type,
        content);
  }

  /** The channel's own id of payment or refund. */
  public Told channelId(String id) {
    return new Told(
        kind,
        number,
        refundNumber,
        state,
        amount,
        at,
        Optional.ofNullable(id),
        payerId,
        subMerchantId,
        type,
        content);
  }

  public Told payer(String id) {
    return new Told(
        kind,
        number,
        refundNumber,
        state,
        amount,
        at,
        channelId,
        Optional.ofNullable(id),
        subMerchantId,
        type,
        content);
  }

  /** On whose behalf the payment was placed; null if for the account itself. */
  public Told subMerchant(String id) {
    return new Told(
        kind,
        number,
        refundNumber,
        state,
        amount,
        at,
        channelId,
        payerId,
        Optional.ofNullable(id),
        type,
        content);
  }

  public Told content(String text) {
    return new Told(
        kind,
        number,
        refundNumber,
        state,
        amount,
        at,
        channelId,
        payerId,
        subMerchantId,
        type,
        text);
  }

  /** What a notification told; with its content only if {@code like} has some to compare with. */
  public static Told of(Notification notification, Told like) {
    Told told = of(notification);
    return like.content().isEmpty() ? told.content("") : told;
  }

  private static Told of(Notification notification) {
    if (notification instanceof Notification.PaymentChanged changed) {
      Payment payment = changed.payment();
      return payment(payment.reference().number(), payment.state().name(), payment.amount())
          .at(payment.paidAt())
          .channelId(payment.channelPaymentId())
          .payer(payment.payerId())
          .subMerchant(payment.subMerchantId())
          .content(payment.raw().text());
    }
    if (notification instanceof Notification.RefundChanged changed) {
      Refund refund = changed.refund();
      return refund(
              refund.reference().payment() == null ? "" : refund.reference().payment().number(),
              String.valueOf(refund.reference().number()),
              refund.state().name(),
              refund.amount())
          .at(refund.refundedAt())
          .channelId(refund.channelRefundId())
          .content(refund.raw().text());
    }
    Notification.Unmapped unmapped = (Notification.Unmapped) notification;
    return unmapped(unmapped.channelType()).content(unmapped.content().text());
  }

  /** Shows no content: it is the buyer's. */
  @Override
  public String toString() {
    return "Told["
        + kind
        + ", "
        + number.orElse("-")
        + ", "
        + refundNumber.orElse("-")
        + ", "
        + state.orElse("-")
        + ", "
        + amount
        + ", "
        + at
        + ", channel id "
        + channelId.isPresent()
        + ", payer "
        + payerId.isPresent()
        + ", for "
        + subMerchantId.orElse("-")
        + ", "
        + type.orElse("-")
        + ", "
        + content.length()
        + " characters]";
  }
}
