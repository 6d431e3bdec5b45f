package io.jiaozi.paypal;

import io.jiaozi.payment.PaymentState;
import io.jiaozi.refund.RefundState;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * PayPal's states to ours. A completed order says only that it was executed: what came of it is
 * told by the capture or authorization inside. A state nobody knows is UNKNOWN, never success, and
 * is logged once. Source: API-FIT, section 3; protocol sheet, sections 2.3 and 3. Safe for use by
 * many threads.
 */
final class StateMapping {

  static final String AUTHORIZE = "AUTHORIZE";

  private static final Logger log = LoggerFactory.getLogger(StateMapping.class);
  private static final int MOST_LOGGED = 32;

  private final Set<String> logged = ConcurrentHashMap.newKeySet();

  /** State of an order of one purchase unit. */
  PaymentState order(Wire.Resource order) {
    String status = order.status();
    if (status == null) {
      return unknown(PaymentState.UNKNOWN, "order status", "(none)");
    }
    return switch (status) {
      case "CREATED", "SAVED", "PAYER_ACTION_REQUIRED" -> PaymentState.AWAITING_CUSTOMER;
      case "APPROVED" -> PaymentState.APPROVED;
      case "PENDING_APPROVAL" -> PaymentState.PROCESSING;
      case "COMPLETED" -> executed(order);
      case "VOIDED" -> PaymentState.CLOSED;
      default -> unknown(PaymentState.UNKNOWN, "order status", status);
    };
  }

  private PaymentState executed(Wire.Resource order) {
    Wire.Resource money = money(order);
    if (money == null) {
      return unknown(PaymentState.UNKNOWN, "completed order", "(without a payment)");
    }
    return isHold(order) ? authorization(money.status()) : capture(money.status());
  }

  /** Whether the order holds money rather than takes it. */
  static boolean isHold(Wire.Resource order) {
    if (order.intent() != null) {
      return order.intent().equals(AUTHORIZE);
    }
    return order.units().size() == 1 && !order.units().get(0).authorizations().isEmpty();
  }

  /** The authorization or capture that counts: the last that was not refused. Null if none. */
  static Wire.@Nullable Resource money(Wire.Resource order) {
    if (order.units().size() != 1) {
      return null;
    }
    Wire.Unit unit = order.units().get(0);
    List<Wire.Resource> all = isHold(order) ? unit.authorizations() : unit.captures();
    Wire.Resource counts = null;
    for (Wire.Resource each : all) {
      if (counts == null || !isRefused(each) || isRefused(counts)) {
        counts = each;
      }
    }
    return counts;
  }

  private static boolean isRefused(Wire.Resource money) {
    String status = money.status();
    return "DECLINED".equals(status)
        || "FAILED".equals(status)
        || "DENIED".equals(status)
        || "VOIDED".equals(status);
  }

  /** State of a capture. */
  PaymentState capture(@Nullable String status) {
    if (status == null) {
      return unknown(PaymentState.UNKNOWN, "capture status", "(none)");
    }
    return switch (status) {
      case "COMPLETED" -> PaymentState.PAID;
      case "PENDING" -> PaymentState.PROCESSING;
      case "DECLINED", "FAILED" -> PaymentState.DECLINED;
      case "PARTIALLY_REFUNDED" -> PaymentState.REFUND_STARTED;
      case "REFUNDED" -> PaymentState.REFUNDED;
      default -> unknown(PaymentState.UNKNOWN, "capture status", status);
    };
  }

  /** State of an authorization. */
  PaymentState authorization(@Nullable String status) {
    if (status == null) {
      return unknown(PaymentState.UNKNOWN, "authorization status", "(none)");
    }
    return switch (status) {
      case "CREATED", "PARTIALLY_CAPTURED" -> PaymentState.AUTHORIZED;
      case "CAPTURED" -> PaymentState.CAPTURED;
      case "VOIDED", "EXPIRED" -> PaymentState.VOIDED;
      case "DENIED" -> PaymentState.DECLINED;
      case "PENDING" -> PaymentState.PROCESSING;
      default -> unknown(PaymentState.UNKNOWN, "authorization status", status);
    };
  }

  /** State of a refund. */
  RefundState refund(@Nullable String status) {
    if (status == null) {
      return unknown(RefundState.UNKNOWN, "refund status", "(none)");
    }
    return switch (status) {
      case "COMPLETED" -> RefundState.SUCCEEDED;
      case "PENDING" -> RefundState.PROCESSING;
      case "FAILED", "CANCELLED" -> RefundState.FAILED;
      default -> unknown(RefundState.UNKNOWN, "refund status", status);
    };
  }

  private <T> T unknown(T state, String field, String value) {
    String shown = value.startsWith("(") || Texts.isWord(value) ? value : "(not a word)";
    if (logged.size() < MOST_LOGGED && logged.add(field + "=" + shown)) {
      log.warn(
          "PayPal told a {} that has no known meaning: {}. It is reported as UNKNOWN.",
          field,
          shown);
    }
    return state;
  }
}
