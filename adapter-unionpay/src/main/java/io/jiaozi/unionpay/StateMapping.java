package io.jiaozi.unionpay;

import io.jiaozi.money.Money;
import io.jiaozi.payment.Hold;
import io.jiaozi.payment.Payment;
import io.jiaozi.payment.PaymentReference;
import io.jiaozi.payment.PaymentState;
import io.jiaozi.payment.RawReply;
import io.jiaozi.refund.Refund;
import io.jiaozi.refund.RefundReference;
import io.jiaozi.refund.RefundState;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How a transaction stands, in our words. A code nobody knows is UNKNOWN, never success, and is
 * logged once. Source: API-FIT, section 3; protocol sheet, section 5.3. Safe for use by many
 * threads.
 */
final class StateMapping {

  static final String CURRENCY = "CNY";

  private static final Logger log = LoggerFactory.getLogger(StateMapping.class);
  private static final int MOST_LOGGED = 64;
  private static final Pattern WORD = Pattern.compile("[0-9A-Za-z]{1,4}");

  /** Protocol sheet, section 5.2, row "lookup". */
  private static final String REVERSED_ALREADY = "46";

  /** The hold lapses by itself. Source: protocol sheet, section 4.3. */
  private static final Duration HOLD_LASTS = Duration.ofDays(30);

  private final Set<String> logged = ConcurrentHashMap.newKeySet();

  /**
   * State of a payment, hold or capture, or what a void or undo made of the one it follows.
   *
   * @param now decides whether a failure can still be mended by the buyer
   */
  PaymentState paymentState(Transaction told, Instant now) {
    if (told.code().equals(REVERSED_ALREADY) && isFollowed(told.kind())) {
      // Not a decline: it may have been paid, and been told so, before it was undone.
      return PaymentState.REVERSED;
    }
    return switch (Code.of(told.code()).kind()) {
      case SUCCESS -> succeeded(told);
      case PENDING ->
          told.isBuyersTurn() ? PaymentState.AWAITING_CUSTOMER : PaymentState.PROCESSING;
      case FAILED, NOT_FOUND, DUPLICATE ->
          told.isBuyersTurn() && !isOver(told, now)
              ? PaymentState.AWAITING_CUSTOMER
              : PaymentState.DECLINED;
      case UNKNOWN -> {
        strange("code", told.code());
        yield PaymentState.UNKNOWN;
      }
    };
  }

  /** Whether something else could have undone it. */
  private static boolean isFollowed(Transaction.Kind kind) {
    return kind == Transaction.Kind.PURCHASE
        || kind == Transaction.Kind.HOLD
        || kind == Transaction.Kind.CAPTURE;
  }

  private PaymentState succeeded(Transaction told) {
    return switch (told.kind()) {
      case PURCHASE, CAPTURE -> PaymentState.PAID;
      case HOLD -> PaymentState.AUTHORIZED;
      case VOID -> PaymentState.VOIDED;
      case UNDO, CAPTURE_VOID, REVERSAL -> PaymentState.REVERSED;
      case REFUND, OTHER -> {
        strange("txnType", String.valueOf(told.txnType()));
        yield PaymentState.UNKNOWN;
      }
    };
  }

  /** Only then is a failure the last word. */
  private static boolean isOver(Transaction told, Instant now) {
    Instant timeout = told.payTimeout();
    return timeout != null && now.isAfter(timeout);
  }

  /** State of a refund. SUCCEEDED means that the bank network took it. */
  RefundState refundState(Transaction told) {
    return switch (Code.of(told.code()).kind()) {
      case SUCCESS -> RefundState.SUCCEEDED;
      case PENDING -> RefundState.PROCESSING;
      case FAILED, NOT_FOUND, DUPLICATE -> RefundState.FAILED;
      case UNKNOWN -> {
        strange("code", told.code());
        yield RefundState.UNKNOWN;
      }
    };
  }

  /**
   * What a message must tell before money may count as moved; a clause that fits after "a message
   * that", empty if all is there.
   */
  static Optional<String> incomplete(Transaction told) {
    if (told.currencyCode() != null && !told.currencyCode().equals(Fields.CNY)) {
      return Optional.of("tells of an amount in another currency than CNY");
    }
    if (Code.of(told.code()).kind() != Code.Kind.SUCCESS) {
      return Optional.empty();
    }
    boolean whole =
        told.pair().isPresent()
            && told.txnType() != null
            && told.txnAmt() != null
            && told.txnAmt() > 0
            && told.currencyCode() != null;
    return whole
        ? Optional.empty()
        : Optional.of("tells of a success without its number, time, type, amount or currency");
  }

  /** A payment whose message is complete and ours. */
  Payment toPayment(Transaction told, PaymentReference reference, Instant now, RawReply raw) {
    PaymentState state = paymentState(told, now);
    Money amount = amount(told);
    if (state.isOutcomeKnown() && Code.isDefect(told.code())) {
      log.warn(
          "UnionPay told of payment {} with code A6: the money moved, with a defect. Compare it with the statement.",
          reference.number());
    }
    Instant moved =
        state == PaymentState.PAID || state == PaymentState.AUTHORIZED ? time(told) : null;
    return Payment.builder(reference, state, raw)
        .amount(amount)
        .hold(
            state == PaymentState.AUTHORIZED && amount != null
                ? new Hold(amount, moved == null ? null : moved.plus(HOLD_LASTS))
                : null)
        .paidAt(state == PaymentState.PAID ? moved : null)
        .channelPaymentId(told.queryId())
        .build();
  }

  /** A refund whose message is complete and ours. */
  Refund toRefund(Transaction told, RefundReference reference, RawReply raw) {
    RefundState state = refundState(told);
    return Refund.builder(reference, state, raw)
        .amount(amount(told))
        .refundedAt(state == RefundState.SUCCEEDED ? time(told) : null)
        .channelRefundId(told.queryId())
        .channelCode(told.code())
        .build();
  }

  static @Nullable Money amount(Transaction told) {
    Long fen = told.txnAmt();
    return fen == null ? null : Money.ofMinor(CURRENCY, fen);
  }

  /** Times are a convenience here: an odd one is left out rather than losing the message. */
  private static @Nullable Instant time(Transaction told) {
    Instant placed = Beijing.parse(told.txnTime());
    return placed == null ? null : Beijing.nearest(told.traceTime(), placed);
  }

  private void strange(String field, String value) {
    String shown = WORD.matcher(value).matches() ? value : "(not a word)";
    if (logged.size() < MOST_LOGGED && logged.add(field + "=" + shown)) {
      log.warn(
          "UnionPay told a {} that settles nothing: {}. It is reported as UNKNOWN.", field, shown);
    }
  }
}
