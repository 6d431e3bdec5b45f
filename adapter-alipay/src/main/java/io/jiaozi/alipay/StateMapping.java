package io.jiaozi.alipay;

import io.jiaozi.money.Money;
import io.jiaozi.payment.PaymentState;
import io.jiaozi.refund.RefundState;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The channel's states to ours. A state nobody knows is UNKNOWN, never success, and is logged once.
 * Source: API-FIT, section 3; protocol sheet, sections 5.1, 5.5 and 5.8. Safe for use by many
 * threads.
 */
final class StateMapping {

  private static final Logger log = LoggerFactory.getLogger(StateMapping.class);
  private static final int MOST_LOGGED = 32;

  private final Set<String> logged = ConcurrentHashMap.newKeySet();

  /**
   * State of a trade.
   *
   * @param wasPaid whether a time of payment is told; TRADE_CLOSED alone means both "never paid"
   *     and "all of it went back"
   * @param refundTold whether a sum given back is told
   * @param atTill whether the buyer's code was scanned
   */
  PaymentState trade(@Nullable String status, boolean wasPaid, boolean refundTold, boolean atTill) {
    return switch (String.valueOf(status)) {
      case "WAIT_BUYER_PAY" -> atTill ? PaymentState.PROCESSING : PaymentState.AWAITING_CUSTOMER;
      // FINISHED is SUCCESS that can no longer be refunded, and may be the first one hears.
      case "TRADE_SUCCESS", "TRADE_FINISHED" ->
          refundTold ? PaymentState.REFUND_STARTED : PaymentState.PAID;
      case "TRADE_CLOSED" -> wasPaid || refundTold ? PaymentState.REFUNDED : PaymentState.CLOSED;
      default -> unknown(PaymentState.UNKNOWN, "trade_status", status);
    };
  }

  /**
   * State of a hold, asked for.
   *
   * @param frozen what was held altogether
   * @param paid what was taken of it
   */
  PaymentState hold(
      @Nullable String status, @Nullable Money frozen, @Nullable Money paid, boolean atTill) {
    return switch (String.valueOf(status)) {
      case "INIT" -> atTill ? PaymentState.PROCESSING : PaymentState.AWAITING_CUSTOMER;
      case "AUTHORIZED" -> PaymentState.AUTHORIZED;
      case "FINISH", "CLOSED" -> ended(frozen, paid);
      default -> unknown(PaymentState.UNKNOWN, "order_status", status);
    };
  }

  /**
   * State of a hold, told by one of its operations.
   *
   * @param status INIT, SUCCESS or CLOSED
   * @param rest what is still held
   */
  PaymentState holdOperation(
      @Nullable String status, @Nullable Money frozen, @Nullable Money paid, @Nullable Money rest) {
    return switch (String.valueOf(status)) {
      case "INIT" -> PaymentState.AWAITING_CUSTOMER;
      case "CLOSED" -> ended(frozen, paid);
      case "SUCCESS" ->
          rest == null || !rest.isZero() ? PaymentState.AUTHORIZED : ended(frozen, paid);
      default -> unknown(PaymentState.UNKNOWN, "status of a hold", status);
    };
  }

  /** Nothing is held any more: taken, released, or never held. */
  private static PaymentState ended(@Nullable Money frozen, @Nullable Money paid) {
    if (paid != null && !paid.isZero()) {
      return PaymentState.CAPTURED;
    }
    return frozen == null || frozen.isZero() ? PaymentState.CLOSED : PaymentState.VOIDED;
  }

  /**
   * State of a refund, asked for.
   *
   * @param status absent means "not there or failed", which the channel does not tell apart
   * @param bankStatus how the money's way back to a bank card ended; null if it went elsewhere
   */
  RefundState refund(@Nullable String status, @Nullable String bankStatus) {
    if (status == null) {
      return RefundState.NOT_FOUND;
    }
    return switch (status) {
      case "REFUND_SUCCESS" ->
          "F".equals(bankStatus) ? RefundState.NEEDS_ATTENTION : RefundState.SUCCEEDED;
      // Only of the asynchronous variant, which is not sent from here.
      case "REFUND_PROCESSING" -> RefundState.PROCESSING;
      case "REFUND_FAIL" -> RefundState.FAILED;
      default -> unknown(RefundState.UNKNOWN, "refund_status", status);
    };
  }

  private <T> T unknown(T state, String field, @Nullable String value) {
    String shown = value == null ? "(none)" : Words.isWord(value, 32) ? value : "(not a word)";
    if (logged.size() < MOST_LOGGED && logged.add(field + "=" + shown)) {
      log.warn(
          "Alipay told a {} that has no known meaning: {}. It is reported as UNKNOWN.",
          field,
          shown);
    }
    return state;
  }
}
