package io.jiaozi.paypal;

import io.jiaozi.error.RejectedReason;
import io.jiaozi.payment.Decline;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What an issue in an error of PayPal means and what to do about it. Source: protocol sheet,
 * section 6.2.
 *
 * @param action what kind of answer it is
 * @param reason for those who get it as a refusal
 * @param decline for those who get it as a declined payment; null unless the action is DECLINED
 * @param what a clause that follows the channel's name
 * @param remedy what to do, a sentence
 */
record Issue(
    Action action,
    RejectedReason reason,
    Decline.@Nullable Reason decline,
    String what,
    String remedy) {

  enum Action {
    /** It was done before: look, and take what is found. */
    DONE_BEFORE,
    /** PayPal is at it: ask later, or repeat with the same key. */
    WAIT,
    /** The buyer has to act again, at the same order. */
    BUYER,
    /** The payment is refused. */
    DECLINED,
    /** The call is refused. */
    REFUSED
  }

  private static final Map<String, Issue> ALL = all();

  /** The meaning of a code; null if nobody knows. */
  static @Nullable Issue of(String code) {
    return ALL.get(code);
  }

  private static Map<String, Issue> all() {
    Map<String, Issue> all = new HashMap<>();
    new Table(all).fill();
    return Map.copyOf(all);
  }

  /** The rows. Not thread-safe. */
  private record Table(Map<String, Issue> rows) {

    void fill() {
      doneBefore();
      waiting();
      buyer();
      declined();
      setUp();
      duplicates();
      callersFault();
      holds();
      refunds();
    }

    private void doneBefore() {
      row(
          Action.DONE_BEFORE,
          RejectedReason.ALREADY_PAID,
          "says that the order was executed already",
          "Query the payment and act on its state.",
          "ORDER_ALREADY_CAPTURED",
          "ORDER_ALREADY_AUTHORIZED",
          "ORDER_ALREADY_COMPLETED",
          "PAYMENT_ALREADY_APPROVED");
      row(
          Action.DONE_BEFORE,
          RejectedReason.WRONG_STATE,
          "says that the hold was captured already",
          "Query the hold and its captures.",
          "AUTHORIZATION_ALREADY_CAPTURED",
          "PREVIOUSLY_CAPTURED");
      row(
          Action.DONE_BEFORE,
          RejectedReason.WRONG_STATE,
          "says that the hold was released already",
          "Ask the buyer for a new payment.",
          "PREVIOUSLY_VOIDED",
          "AUTHORIZATION_VOIDED");
      row(
          Action.DONE_BEFORE,
          RejectedReason.AMOUNT_EXCEEDED,
          "says that the payment was refunded in full already",
          "Query the payment and its refunds: nothing is left to give back.",
          "CAPTURE_FULLY_REFUNDED");
    }

    private void waiting() {
      row(
          Action.WAIT,
          RejectedReason.WRONG_STATE,
          "is still at an earlier request about the same thing",
          "Ask again in some seconds.",
          "PREVIOUS_REQUEST_IN_PROGRESS",
          "ORDER_COMPLETION_IN_PROGRESS",
          "ORDER_IS_PENDING_APPROVAL");
    }

    private void buyer() {
      row(
          Action.BUYER,
          RejectedReason.WRONG_STATE,
          "says that the buyer has to approve the order, or to choose another way to pay it",
          "Send the buyer to the approval page again.",
          "ORDER_NOT_APPROVED",
          "PAYER_ACTION_REQUIRED",
          "INSTRUMENT_DECLINED",
          "REDIRECT_PAYER_FOR_ALTERNATE_FUNDING");
    }

    private void declined() {
      decline(
          Decline.Reason.INSTRUMENT,
          "CARD_EXPIRED",
          "REFERENCED_CARD_EXPIRED",
          "TOKEN_EXPIRED",
          "PAYMENT_SOURCE_CANNOT_BE_USED",
          "PAYMENT_SOURCE_DECLINED_BY_PROCESSOR",
          "PAYMENT_SOURCE_INFO_CANNOT_BE_VERIFIED",
          "AGREEMENT_ALREADY_CANCELLED",
          "BILLING_AGREEMENT_NOT_FOUND",
          "TOKEN_ID_NOT_FOUND");
      decline(
          Decline.Reason.BUYER_ACCOUNT,
          "PAYER_CANNOT_PAY",
          "PAYER_ACCOUNT_RESTRICTED",
          "PAYER_ACCOUNT_LOCKED_OR_CLOSED");
      decline(Decline.Reason.LIMIT, "TRANSACTION_LIMIT_EXCEEDED");
      decline(Decline.Reason.OTHER, "MAX_NUMBER_OF_PAYMENT_ATTEMPTS_EXCEEDED");
      decline(
          Decline.Reason.RISK,
          "TRANSACTION_REFUSED",
          "COMPLIANCE_VIOLATION",
          "PAYEE_BLOCKED_TRANSACTION",
          "TRANSACTION_BLOCKED_BY_PAYEE",
          "AUTHORIZATION_DENIED",
          "DECLINED_DUE_TO_RELATED_TXN");
      row(
          Action.REFUSED,
          RejectedReason.ORDER_CLOSED,
          "says that the order has expired",
          "Begin a new attempt with a new number.",
          "ORDER_EXPIRED");
    }

    private void setUp() {
      row(
          Action.REFUSED,
          RejectedReason.NOT_PERMITTED,
          "says that the account may not do this as it is set up",
          "Look for limitations and missing permissions in the PayPal account and the REST app's features.",
          "PAYEE_ACCOUNT_RESTRICTED",
          "PAYEE_ACCOUNT_LOCKED_OR_CLOSED",
          "PAYEE_ACCOUNT_INVALID",
          "PAYEE_ACCOUNT_NOT_VERIFIED",
          "AUTH_CAPTURE_NOT_ENABLED",
          "NOT_ENABLED_FOR_CARD_PROCESSING",
          "PAYEE_NOT_ENABLED_FOR_CARD_PROCESSING",
          "NOT_ENABLED_TO_VAULT_PAYMENT_SOURCE",
          "NOT_ENABLED_FOR_APPLE_PAY",
          "NOT_ENABLED_FOR_GOOGLE_PAY",
          "PERMISSION_DENIED",
          "PERMISSION_NOT_GRANTED",
          "CONSENT_NEEDED",
          "TRANSACTION_RECEIVING_LIMIT_EXCEEDED",
          "INVALID_ACCOUNT_STATUS");
    }

    private void duplicates() {
      row(
          Action.REFUSED,
          RejectedReason.NUMBER_REUSED,
          "has a payment or refund with this invoice number already",
          "Query what the number stands for before anything else. If another shop or installation shares the PayPal account,"
              + " give each its own \""
              + Settings.INVOICE_PREFIX
              + "\".",
          "DUPLICATE_INVOICE_ID");
      row(
          Action.REFUSED,
          RejectedReason.NUMBER_REUSED,
          "knows this request's key from another request",
          "Query what the number stands for before anything else; use a new number if this is really another attempt.",
          "DUPLICATE_REQUEST_ID",
          "PAYPAL_REQUEST_ID_PREVIOUSLY_USED");
    }

    private void callersFault() {
      row(
          Action.REFUSED,
          RejectedReason.INVALID,
          "finds a field of the request wrong",
          "Compare amount, texts, addresses and channel extras with what PayPal's documents allow.",
          "AMOUNT_MISMATCH",
          "ITEM_TOTAL_MISMATCH",
          "ITEM_TOTAL_REQUIRED",
          "TAX_TOTAL_MISMATCH",
          "TAX_TOTAL_REQUIRED",
          "DECIMAL_PRECISION",
          "DECIMALS_NOT_SUPPORTED",
          "INVALID_CURRENCY_CODE",
          "MULTI_CURRENCY_ORDER",
          "CANNOT_BE_ZERO_OR_NEGATIVE",
          "MAX_VALUE_EXCEEDED",
          "MISSING_REQUIRED_PARAMETER",
          "INVALID_PARAMETER_VALUE",
          "INVALID_PARAMETER_SYNTAX",
          "INVALID_STRING_LENGTH",
          "MALFORMED_REQUEST_JSON",
          "ACTION_DOES_NOT_MATCH_INTENT",
          "UNSUPPORTED_INTENT",
          "PAYPAL_REQUEST_ID_REQUIRED",
          "REFUND_CAPTURE_CURRENCY_MISMATCH");
      row(
          Action.REFUSED,
          RejectedReason.NOT_FOUND,
          "does not know what the call is about",
          "Check reference and account: it may belong to another account or to the other of live and sandbox, or the order"
              + " has expired.",
          "INVALID_RESOURCE_ID");
    }

    private void holds() {
      row(
          Action.REFUSED,
          RejectedReason.AMOUNT_EXCEEDED,
          "says that this is more than the hold allows",
          "Capture at most what is left; query the hold.",
          "MAX_CAPTURE_AMOUNT_EXCEEDED",
          "AUTHORIZATION_AMOUNT_EXCEEDED",
          "MAX_CAPTURE_COUNT_EXCEEDED");
      row(
          Action.REFUSED,
          RejectedReason.TOO_LATE,
          "says that the hold has expired",
          "Ask the buyer for a new payment.",
          "AUTHORIZATION_EXPIRED");
      row(
          Action.REFUSED,
          RejectedReason.WRONG_STATE,
          "does not release this hold; a renewed hold is released through the one it was renewed from",
          "Void with the reference the hold had before it was renewed.",
          "CANNOT_BE_VOIDED");
      row(
          Action.REFUSED,
          RejectedReason.WRONG_STATE,
          "does not renew this hold: that is possible from the 4th to the 29th day, and once",
          "Capture before the hold ends, or ask the buyer for a new payment.",
          "REAUTHORIZATION_NOT_SUPPORTED",
          "REAUTHORIZATION_TOO_SOON");
    }

    private void refunds() {
      row(
          Action.REFUSED,
          RejectedReason.AMOUNT_EXCEEDED,
          "says that this is more than is left of the payment",
          "Query the payment and its refunds; give back at most what is left.",
          "REFUND_AMOUNT_EXCEEDED",
          "MAX_NUMBER_OF_REFUNDS_EXCEEDED");
      row(
          Action.REFUSED,
          RejectedReason.TOO_LATE,
          "says that it is too late to refund this payment",
          "Return the money in another way, outside this payment.",
          "REFUND_TIME_LIMIT_EXCEEDED");
      row(
          Action.REFUSED,
          RejectedReason.NOT_PERMITTED,
          "does not allow this refund",
          "See the payment in the PayPal account: only the app that captured may refund, and some payments not at all or not"
              + " in part.",
          "REFUND_NOT_ALLOWED",
          "PARTIAL_REFUND_NOT_ALLOWED",
          "REFUND_IS_RESTRICTED");
      row(
          Action.REFUSED,
          RejectedReason.NO_BALANCE,
          "says that the merchant's balance does not cover it",
          "Top up the PayPal balance, then repeat with the same number; if PayPal still answers the same, use a new number.",
          "REFUND_FAILED_INSUFFICIENT_FUNDS");
      row(
          Action.REFUSED,
          RejectedReason.WRONG_STATE,
          "does not refund this payment while a dispute or chargeback is open",
          "Settle the case in the PayPal account's resolution centre.",
          "TRANSACTION_DISPUTED",
          "REFUND_NOT_PERMITTED_DUE_TO_CHARGEBACK");
      row(
          Action.REFUSED,
          RejectedReason.WRONG_STATE,
          "does not refund a payment that is still pending",
          "Wait until the payment is paid; a notification tells, after hours or days.",
          "PENDING_CAPTURE");
    }

    private void decline(Decline.Reason why, String... codes) {
      for (String code : codes) {
        put(
            code,
            new Issue(
                Action.DECLINED,
                RejectedReason.OTHER,
                why,
                "refuses the payment",
                "Let the buyer pay in another way, as a new attempt with a new number."));
      }
    }

    private void row(
        Action action, RejectedReason reason, String what, String remedy, String... codes) {
      Issue issue = new Issue(action, reason, null, what, remedy);
      List.of(codes).forEach(code -> put(code, issue));
    }

    private void put(String code, Issue issue) {
      if (rows.put(Objects.requireNonNull(code), issue) != null) {
        throw new IllegalStateException("Issue " + code + " stands in the table twice.");
      }
    }
  }
}
