package io.jiaozi.wechat;

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
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The channel's states to ours. A state nobody knows is UNKNOWN, never success, and is logged once.
 * Source: API-FIT, section 3. Safe for use by many threads.
 */
final class StateMapping {

  static final String CNY = "CNY";

  private static final Logger log = LoggerFactory.getLogger(StateMapping.class);
  private static final int MOST_LOGGED = 32;
  private static final Pattern WORD = Pattern.compile("[0-9A-Za-z_]{1,32}");

  private final Set<String> logged = ConcurrentHashMap.newKeySet();

  /** State of an order. An order past its expiry stays open until it is closed. */
  PaymentState paymentState(@Nullable String tradeState) {
    if (tradeState == null) {
      return unknown(PaymentState.UNKNOWN, "trade_state", "(none)");
    }
    return switch (tradeState) {
      case "SUCCESS" -> PaymentState.PAID;
      // Any refund was asked for, of the whole or of a part; how much went back is not told.
      case "REFUND" -> PaymentState.REFUND_STARTED;
      case "NOTPAY" -> PaymentState.AWAITING_CUSTOMER;
      case "USERPAYING", "ACCEPT" -> PaymentState.PROCESSING;
      case "CLOSED" -> PaymentState.CLOSED;
      case "REVOKED" -> PaymentState.REVERSED;
      case "PAYERROR" -> PaymentState.DECLINED;
      default -> unknown(PaymentState.UNKNOWN, "trade_state", tradeState);
    };
  }

  /** State of a refund. */
  RefundState refundState(@Nullable String status) {
    if (status == null) {
      return unknown(RefundState.UNKNOWN, "refund status", "(none)");
    }
    return switch (status) {
      case "PROCESSING" -> RefundState.PROCESSING;
      case "SUCCESS" -> RefundState.SUCCEEDED;
      case "CLOSED" -> RefundState.FAILED;
      // The buyer's account cannot take it; goes on under the same number.
      case "ABNORMAL" -> RefundState.NEEDS_ATTENTION;
      default -> unknown(RefundState.UNKNOWN, "refund status", status);
    };
  }

  /** An order whose identity was checked ({@link Identity}). */
  Payment toPayment(Wire.Order order, PaymentReference reference, Party party, RawReply raw) {
    PaymentState state = paymentState(order.tradeState());
    Wire.Amount amount = order.amount();
    return Payment.builder(reference, state, raw)
        .amount(amount == null ? null : fen(amount.total()))
        .paidAt(time(order.successTime()))
        .channelPaymentId(order.transactionId())
        .payerId(order.openid())
        .subMerchantId(party.isPartner() ? party.subMchid() : order.whose().subMchid())
        .build();
  }

  /** A refund whose identity was checked. */
  Refund toRefund(Wire.Refund refund, RefundReference reference, RawReply raw) {
    Wire.Amount amount = refund.amount();
    return Refund.builder(reference, refundState(refund.status()), raw)
        .amount(amount == null ? null : fen(amount.refund()))
        .refundedAt(time(refund.successTime()))
        .channelRefundId(refund.refundId())
        .channelCode(refund.status())
        .build();
  }

  private static @Nullable Money fen(@Nullable Long fen) {
    return fen == null || fen < 0 ? null : Money.ofMinor(CNY, fen);
  }

  /** Times are a convenience here: an odd one is left out rather than losing the message. */
  private static @Nullable Instant time(@Nullable String text) {
    return text == null ? null : Rfc3339.parse(text);
  }

  private <T> T unknown(T state, String field, String value) {
    String shown = WORD.matcher(value).matches() || value.equals("(none)") ? value : "(not a word)";
    if (logged.size() < MOST_LOGGED && logged.add(field + "=" + shown)) {
      log.warn(
          "WeChat Pay told a {} that has no known meaning: {}. It is reported as UNKNOWN.",
          field,
          shown);
    }
    return state;
  }
}
