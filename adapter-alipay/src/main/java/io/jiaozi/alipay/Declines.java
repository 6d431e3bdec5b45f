package io.jiaozi.alipay;

import io.jiaozi.payment.Decline;
import io.jiaozi.payment.Decline.Reason;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Refusals that are the buyer's matter: results, not exceptions. Source: protocol sheet, section
 * 2.6, and the list of codes for alipay.trade.pay in the official SDK of version 3.
 *
 * <p>The code the buyer showed is used up in every case. Where the order may have been made all the
 * same, the decline says that it is still open: reverse or close it before the next attempt.
 */
final class Declines {

  private static final Map<String, Reason> REASONS = reasons();

  /** Nothing was made under the number. */
  private static final Set<String> NO_ORDER =
      Set.of(
          "PAYMENT_AUTH_CODE_INVALID",
          "BUYER_SELLER_EQUAL",
          "PAYER_PAYEE_EQUAL",
          "BUYER_NOT_EXIST",
          "PAYER_NOT_EXIST");

  private Declines() {}

  private static Map<String, Reason> reasons() {
    Map<String, Reason> reasons = new HashMap<>();
    put(
        reasons,
        Reason.FUNDS,
        "BUYER_BALANCE_NOT_ENOUGH",
        "BUYER_BANKCARD_BALANCE_NOT_ENOUGH",
        "MONEY_NOT_ENOUGH");
    put(
        reasons,
        Reason.LIMIT,
        "BUYER_PAYMENT_AMOUNT_DAY_LIMIT_ERROR",
        "BUYER_PAYMENT_AMOUNT_MONTH_LIMIT_ERROR",
        "BUYER_LIMIT_EXCEEDED",
        "BEYOND_PAY_RESTRICTION",
        "BEYOND_PER_RECEIPT_RESTRICTION",
        "BEYOND_PER_RECEIPT_SINGLE_RESTRICTION",
        "BEYOND_PER_RECEIPT_DAY_RESTRICTION");
    put(reasons, Reason.CODE_INVALID, "PAYMENT_AUTH_CODE_INVALID");
    put(
        reasons,
        Reason.INSTRUMENT,
        "BUYER_BANKCARD_INVALID",
        "BUYER_BANKCARD_DECLINED",
        "ERROR_BALANCE_PAYMENT_DISABLE",
        "NO_PAYMENT_INSTRUMENTS_AVAILABLE",
        "NOT_SUPPORT_PAYMENT_INST",
        "CARD_TYPE_ERROR",
        "CARD_USER_NOT_MATCH");
    put(
        reasons,
        Reason.BUYER_ACCOUNT,
        "BUYER_SELLER_EQUAL",
        "PAYER_PAYEE_EQUAL",
        "TRADE_BUYER_NOT_MATCH",
        "PAYER_UNMATCHED",
        "BUYER_NOT_EXIST",
        "PAYER_NOT_EXIST",
        "BUYER_ENABLE_STATUS_FORBID",
        "PAYER_USER_STATUS_LIMIT",
        "ERROR_BUYER_CERTIFY_LEVEL_LIMIT",
        "NOT_CERTIFIED_USER",
        "BUYER_NOT_MAINLAND_CERT",
        "USER_LOGONID_DUP",
        "MOBILE_PAYMENT_SWITCH_OFF",
        "USER_FACE_PAYMENT_SWITCH_OFF",
        "CLIENT_VERSION_NOT_MATCH",
        "ZM_CREDIT_AUTH_FAIL",
        "ZM_AUTH_RULE_LIMIT");
    put(reasons, Reason.RISK, "PAYMENT_REQUEST_HAS_RISK");
    put(reasons, Reason.OTHER, "PAYMENT_FAIL", "PULL_MOBILE_CASHIER_FAIL");
    return Map.copyOf(reasons);
  }

  private static void put(Map<String, Reason> reasons, Reason reason, String... codes) {
    List.of(codes).forEach(code -> reasons.put(code, reason));
  }

  /** The decline a signed refusal stands for; empty if it is none, or nobody signed it. */
  static Optional<Decline> of(Answer answer) {
    Reason reason = answer.isBusinessFailure() ? REASONS.get(answer.key()) : null;
    return reason == null
        ? Optional.empty()
        : Optional.of(new Decline(reason, answer.tellingCode(), !NO_ORDER.contains(answer.key())));
  }

  static Set<String> codes() {
    return REASONS.keySet();
  }
}
