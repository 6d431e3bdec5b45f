package io.jiaozi.internal.guard;

import io.jiaozi.ChannelCall;
import io.jiaozi.Operation;
import io.jiaozi.SubMerchant;
import io.jiaozi.internal.report.SafeText;
import io.jiaozi.payment.PaymentReference;
import io.jiaozi.refund.RefundReference;
import org.jspecify.annotations.Nullable;

/**
 * What one call is about, in fields and in words.
 *
 * @param operation what was asked
 * @param number the merchant's number of the thing; null if it has none
 * @param words begins every message, {@code "Refund R1 of payment P1"}
 * @param doubt what is open after an unknown outcome, a clause; null for questions, which change
 *     nothing
 * @param payment which payment to ask for afterwards; null if there is none
 * @param refund which refund to ask for afterwards; null if there is none
 */
record Subject(
    Operation operation,
    @Nullable String number,
    String words,
    @Nullable String doubt,
    @Nullable PaymentReference payment,
    @Nullable RefundReference refund) {

  /** Questions change nothing: repeating one is harmless, and none leaves an outcome open. */
  boolean isQuestion() {
    return doubt == null;
  }

  /** The same call, now that it is known what to ask for afterwards. */
  Subject found(@Nullable PaymentReference byPayment, @Nullable RefundReference byRefund) {
    return new Subject(operation, number, words, doubt, byPayment, byRefund);
  }

  /** For the middle of a sentence. */
  String wordsInside() {
    return Character.toLowerCase(words.charAt(0)) + words.substring(1);
  }

  static Subject pay(String orderNumber) {
    return named(Operation.PAY, orderNumber, "Payment ", "", "the payment may or may not exist");
  }

  static Subject authorize(String orderNumber) {
    return named(
        Operation.AUTHORIZE, orderNumber, "Authorization ", "", "the hold may or may not exist");
  }

  static Subject capture(String captureNumber, PaymentReference authorization) {
    return named(
        Operation.CAPTURE,
        captureNumber,
        "Capture ",
        " of authorization " + authorization.number(),
        "the capture may or may not exist");
  }

  static Subject voiding(String voidNumber, PaymentReference authorization) {
    return named(
        Operation.VOID,
        voidNumber,
        "Void ",
        " of authorization " + authorization.number(),
        "the hold may or may not have been released");
  }

  static Subject refund(String refundNumber, PaymentReference payment) {
    return named(
        Operation.REFUND,
        refundNumber,
        "Refund ",
        " of payment " + payment.number(),
        "the refund may or may not exist");
  }

  static Subject complete(PaymentReference payment) {
    return of(
        Operation.COMPLETE,
        "Completion of payment ",
        payment,
        "the payment may or may not have been completed");
  }

  static Subject completeByAsking(PaymentReference payment) {
    return of(Operation.COMPLETE, "Completion of payment ", payment, null);
  }

  static Subject reauthorize(PaymentReference authorization) {
    return of(
        Operation.REAUTHORIZE,
        "Renewal of authorization ",
        authorization,
        "the hold may or may not have been renewed");
  }

  static Subject query(PaymentReference payment) {
    return of(Operation.QUERY, "Query of payment ", payment, null);
  }

  static Subject close(PaymentReference payment) {
    return of(
        Operation.CLOSE, "Closing of payment ", payment, "the order may or may not be closed");
  }

  static Subject reverse(PaymentReference payment) {
    return of(
        Operation.REVERSE,
        "Reversal of payment ",
        payment,
        "the payment may or may not have been undone");
  }

  static Subject queryRefund(RefundReference refund) {
    PaymentReference payment = refund.payment();
    String number = refund.number() == null ? null : SafeText.oneLine(refund.number());
    String words =
        "Query of "
            + (number == null ? "a refund" : "refund " + number)
            + (payment == null ? "" : " of payment " + payment.number());
    return new Subject(Operation.QUERY_REFUND, number, words, null, payment, refund);
  }

  static Subject channelCall(ChannelCall call) {
    return new Subject(
        Operation.CHANNEL_CALL,
        null,
        "Call " + SafeText.oneLine(call.verb()) + " " + SafeText.oneLine(call.target()),
        "it may or may not have had an effect",
        null,
        null);
  }

  static Subject actingFor(SubMerchant subMerchant) {
    return new Subject(
        Operation.QUERY,
        null,
        "Acting for sub-merchant " + SafeText.oneLine(subMerchant.id()),
        null,
        null,
        null);
  }

  static Subject notification() {
    return new Subject(Operation.NOTIFICATION, null, "A notification", null, null, null);
  }

  /** Numbers come from the caller unchecked: they are made fit for a message here. */
  private static Subject named(
      Operation operation, String number, String before, String after, String doubt) {
    String safe = SafeText.oneLine(number);
    return new Subject(operation, safe, before + safe + after, doubt, null, null);
  }

  private static Subject of(
      Operation operation, String words, PaymentReference payment, @Nullable String doubt) {
    return new Subject(operation, payment.number(), words + payment.number(), doubt, payment, null);
  }
}
