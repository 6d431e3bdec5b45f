package io.jiaozi.alipay;

import io.jiaozi.error.OpenOutcome;
import io.jiaozi.error.RejectedReason;
import io.jiaozi.spi.ChannelFailure;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Code and sub code to failure, with what it means and what to do.
 *
 * <p>Weighed in this order: an unsigned failure is believed only if its code says that the gateway
 * turned the request away before anything was executed; 20000 leaves the outcome open; then the sub
 * code decides, then the code; what nobody knows leaves the outcome open. Source: protocol sheet,
 * sections 2.4, 2.5 and 2.6, and the lists of codes in the official SDK of version 3.
 */
final class ErrorMapping {

  private static final String UNAVAILABLE = "20000";

  /** Codes of the gateway itself: nothing behind it was reached. */
  private static final Set<String> TURNED_AWAY =
      Set.of("20001", "40001", "40002", "40003", "40005", "40006");

  private static final Duration PAUSE = Duration.ofSeconds(10);

  /**
   * One code.
   *
   * @param reason why it was refused; null if the code leaves the outcome open
   * @param what a clause that follows the channel's name
   * @param remedy what to do, a sentence; empty for open outcomes
   */
  private record Row(@Nullable RejectedReason reason, String what, String remedy) {}

  private static final Map<String, Row> CODES =
      Map.of(
          "20001",
          new Row(
              RejectedReason.BAD_CREDENTIALS,
              "does not accept the token of the merchant acted for",
              "Refresh the app_auth_token, or let the merchant authorise the app again."),
          "40001",
          new Row(
              RejectedReason.INVALID,
              "misses a parameter of the request",
              "Compare the request, its channel extras and the account's mode (key or certificate) with Alipay's documents."),
          "40002",
          new Row(
              RejectedReason.INVALID,
              "finds a parameter of the request malformed",
              "Compare numbers, texts, amount and channel extras with what Alipay's documents allow."),
          "40003",
          new Row(
              RejectedReason.BAD_CREDENTIALS,
              "says that the app is not set up for signatures",
              "Upload the app's public key or certificate in the open platform console."),
          "40005",
          new Row(
              RejectedReason.TOO_MANY_REQUESTS,
              "takes no more calls of this kind for now",
              "Slow down and repeat later with the same number."),
          "40006",
          new Row(
              RejectedReason.NOT_PERMITTED,
              "says that the app may not do this",
              "Bind the product to the app, sign its contract, and put the app online in the open platform console."));

  private static final Map<String, Row> SUB_CODES = new Table().rows();

  private ErrorMapping() {}

  /** The failure an answer stands for that is neither a success nor pending. */
  static ChannelFailure failure(Answer answer) {
    if (!answer.signed() && !TURNED_AWAY.contains(answer.code())) {
      return answer.open(
          OpenOutcome.Cause.UNTRUSTED_REPLY,
          "answered with a failure that nobody signed" + told(answer),
          null,
          null);
    }
    if (answer.code().equals(UNAVAILABLE)) {
      return answer.open(
          OpenOutcome.Cause.SERVER_ERROR,
          "says that it is not available now" + told(answer),
          null,
          null);
    }
    Row row = SUB_CODES.getOrDefault(answer.key(), CODES.get(answer.code()));
    if (row == null) {
      return answer.open(
          OpenOutcome.Cause.UNKNOWN_CODE,
          "answered with a code that has no known meaning" + told(answer),
          null,
          null);
    }
    return row.reason() == null
        ? answer.open(OpenOutcome.Cause.SERVER_ERROR, row.what() + told(answer), null, null)
        : refused(row.reason(), row.what(), row.remedy(), answer);
  }

  static ChannelFailure.Rejected refused(
      RejectedReason reason, String what, String remedy, Answer answer) {
    return new ChannelFailure.Rejected(
        reason,
        answer.tellingCode(),
        what,
        remedy,
        answer.raw().httpStatus(),
        answer.raw().channelRequestId(),
        reason == RejectedReason.TOO_MANY_REQUESTS ? PAUSE : null);
  }

  private static String told(Answer answer) {
    return " (code "
        + answer.code()
        + (answer.subCode() == null ? "" : ", " + answer.subCode())
        + ")";
  }

  /** By the sub code's last word: {@code ACQ.SYSTEM_ERROR} and {@code AQC.SYSTEM_ERROR} alike. */
  private static final class Table {
    private final Map<String, Row> rows = new HashMap<>();

    Map<String, Row> rows() {
      credentials();
      requests();
      orders();
      refunds();
      holds();
      merchants();
      buyers();
      open(
          "reports an error of its own system",
          "SYSTEM_ERROR",
          "UNKNOW-ERROR",
          "UNKNOWN-ERROR",
          "REQUEST_PROCESSING",
          "TRANS_ORDER_DEALING",
          "BANK_RESPONSE_ERROR",
          "BIZ_ERROR");
      return Map.copyOf(rows);
    }

    private void credentials() {
      refuse(
          RejectedReason.BAD_CREDENTIALS,
          "does not accept the signature of the request",
          "Check that \"private-key\" is the counterpart of the public key or certificate uploaded in the console for"
              + " \"app-id\", and that the app's signature method there is RSA2.",
          "INVALID-SIGNATURE",
          "MISSING-SIGNATURE",
          "MISSING-SIGNATURE-KEY",
          "MISSING-SIGNATURE-CONFIG",
          "INVALID-SIGNATURE-TYPE",
          "MISSING-SIGNATURE-TYPE",
          "UNSUPPORTED-EXPIRED-APP-KEY-SIGN");
      refuse(
          RejectedReason.BAD_CREDENTIALS,
          "does not know the app",
          "Correct the setting \"app-id\", and \"base-url\" if the app is one of Alipay's sandbox.",
          "INVALID-APP-ID",
          "MISSING-APP-ID",
          "INVALID-APP-STATE",
          "PARTNER_ERROR");
      refuse(
          RejectedReason.BAD_CREDENTIALS,
          "does not accept the certificates the account names",
          "The app is in certificate mode: download the three certificates anew in the console and give all of them.",
          "MISSING-APP-CERT-SN",
          "APP-CERT-NOT-EXIST",
          "ALIPAY-CERT-NOT-EXIST",
          "MISSING-ALIPAY-CERT-SN",
          "MISSING-ALIPAY-ROOT-CERT-SN",
          "INVALID-ALIPAY-ROOT-CERT-SN",
          "CERT_EXPIRED");
      refuse(
          RejectedReason.BAD_CREDENTIALS,
          "cannot open what was encrypted",
          "Compare \"content-key\" with the AES key in the console.",
          "DECRYPTION-ERROR",
          "DECRYPTION-ERROR-MISSING-ENCRYPT-TYPE",
          "DECRYPTION-ERROR-NOT-VALID-ENCRYPT-TYPE",
          "DECRYPTION-ERROR-NOT-VALID-ENCRYPT-KEY",
          "DECRYPTION-ERROR-UNKNOWN",
          "MISSING-ENCRYPT-TYPE",
          "MISSING-ENCRYPT-KEY",
          "INVALID-ENCRYPT",
          "INVALID-ENCRYPT-TYPE");
      refuse(
          RejectedReason.BAD_CREDENTIALS,
          "does not accept the token of the merchant acted for",
          "Refresh the app_auth_token, or let the merchant authorise the app again.",
          "INVALID-AUTH-TOKEN",
          "AUTH-TOKEN-TIME-OUT",
          "INVALID-APP-AUTH-TOKEN",
          "APP-AUTH-TOKEN-TIME-OUT",
          "AUTH_TOKEN_IS_NOT_EXIST");
      refuse(
          RejectedReason.BAD_CREDENTIALS,
          "finds the time of the request too far from its own",
          "Set this machine's clock.",
          "INVALID-TIMESTAMP",
          "ILLEGAL-TIMESTAMP",
          "MISSING-TIMESTAMP");
      refuse(
          RejectedReason.NOT_PERMITTED,
          "says that app or merchant may not do this",
          "Bind the product to the app, sign its contract, and put the app online in the open platform console.",
          "INVALID-APP-AUTH-TOKEN-NO-API",
          "NO-PRODUCT-REG-BY-PARTNER",
          "INSUFFICIENT-ISV-PERMISSIONS",
          "INSUFFICIENT-USER-PERMISSIONS",
          "FORBIDDEN-API",
          "ILLEGAL-CLIENT-IP",
          "APP-API-PUNISHED",
          "ACCESS_FORBIDDEN",
          "NO_ORDER_PERMISSION",
          "BIZ_PRODUCT_NOT_ALLOWED",
          "UNBOUND_APPLICATION",
          "PRODUCT_NOT_SUPPORT_IN_TINY_APP",
          "UN_SUPPORT_TRADE_SCENE",
          "MERCHANT_AGREEMENT_NOT_EXIST",
          "MERCHANT_AGREEMENT_INVALID");
      refuse(
          RejectedReason.TOO_MANY_REQUESTS,
          "takes no more calls of this kind for now",
          "Slow down and repeat later with the same number.",
          "APP-CALL-LIMITED",
          "METHOD-CALL-LIMITED",
          "EXCEED-API-BALANCE",
          "APP-AUTH-INVOKE-LIMIT",
          "FREQUENCY_LIMITED");
    }

    private void requests() {
      refuse(
          RejectedReason.INVALID,
          "finds a parameter of the request malformed",
          "Compare numbers, texts, amount and channel extras with what Alipay's documents allow.",
          "INVALID_PARAMETER",
          "INVALID-PARAMETER",
          "ILLEGAL_ARGUMENT",
          "INVALID_STORE_ID",
          "STORE_INFO_INVALID",
          "SUB_GOODS_SIZE_MAX_COUNT",
          "AMOUNT_OR_CURRENCY_ERROR",
          "CURRENCY_NOT_SUPPORT",
          "OPEN_ID_NOT_TINY_APP",
          "ALLOC_AMOUNT_VALIDATE_ERROR",
          "REFUND_AMT_NOT_EQUAL_TOTAL");
      refuse(
          RejectedReason.INVALID,
          "finds a forbidden word in the order's texts",
          "Change the description and begin a new attempt with a new number.",
          "EXIST_FORBIDDEN_WORD");
      refuse(
          RejectedReason.INVALID,
          "says that the order's expiry is over already",
          "Begin a new attempt with a new number and a new placedAt.",
          "NOW_TIME_AFTER_EXPIRE_TIME_ERROR");
      refuse(
          RejectedReason.AMOUNT_EXCEEDED,
          "finds the amount above a limit",
          "Ask for less, or have the limit raised by Alipay.",
          "TOTAL_FEE_EXCEED",
          "PRODUCT_AMOUNT_LIMIT_ERROR",
          "UNSUPPORT_ORDER_AMOUNT",
          "RESTRICTED_MERCHANT_INDUSTRY");
    }

    private void orders() {
      refuse(
          RejectedReason.ALREADY_PAID,
          "says that the order is paid already",
          "Query the order and treat it as paid if the query says so.",
          "TRADE_HAS_SUCCESS");
      refuse(
          RejectedReason.ORDER_CLOSED,
          "says that the order is closed",
          "Begin a new attempt with a new number.",
          "TRADE_HAS_CLOSE");
      refuse(
          RejectedReason.NUMBER_REUSED,
          "says that the number was used before with other contents",
          "Query the order of that number; use a new number if this is really another attempt.",
          "CONTEXT_INCONSISTENT");
      refuse(
          RejectedReason.NOT_FOUND,
          "does not know the order",
          "Check number and account. An order appears at Alipay only when its buyer does.",
          "TRADE_NOT_EXIST",
          "ORDER_NOT_EXIST");
      refuse(
          RejectedReason.WRONG_STATE,
          "says that the order is in another state",
          "Query the order and act on its state.",
          "TRADE_STATUS_ERROR",
          "REASON_TRADE_STATUS_INVALID",
          "REASON_ILLEGAL_STATUS",
          "REASON_TRADE_BEEN_FREEZEN",
          "TRADE_SETTLE_ERROR");
      refuse(
          RejectedReason.TOO_LATE,
          "undoes an order only within 24 hours",
          "Refund it instead.",
          "TRADE_CANCEL_TIME_OUT");
      refuse(
          RejectedReason.NOT_PERMITTED,
          "does not undo orders of this product",
          "Close it if it is unpaid, refund it if it is paid.",
          "CANCEL_NOT_ALLOWED");
    }

    private void refunds() {
      refuse(
          RejectedReason.TOO_LATE,
          "says that the term for giving money back is over",
          "Return the money in another way, outside Alipay.",
          "TRADE_HAS_FINISHED");
      refuse(
          RejectedReason.NO_BALANCE,
          "says that the merchant's balance does not cover it",
          "Top up the merchant's Alipay account, then repeat with the same number.",
          "SELLER_BALANCE_NOT_ENOUGH",
          "REFUND_CHARGE_ERROR");
      refuse(
          RejectedReason.AMOUNT_EXCEEDED,
          "says that the amount is more than is left of the payment",
          "Query the payment's refunds and ask for what is left.",
          "REASON_TRADE_REFUND_FEE_ERR",
          "REFUND_FEE_ERROR");
      refuse(
          RejectedReason.NUMBER_REUSED,
          "says that the number was used before with another amount",
          "Query the refund of that number; use a new number if this is really another refund.",
          "DISCORDANT_REPEAT_REQUEST",
          "DUP_OUT_REQUEST_NO");
      refuse(
          RejectedReason.NOT_PERMITTED,
          "does not allow this refund of the payment",
          "Look at the payment in the merchant console: parts may not be refundable, or it was paid with a voucher.",
          "TRADE_NOT_ALLOW_REFUND",
          "NOT_ALLOW_PARTIAL_REFUND",
          "ONLINE_TRADE_VOUCHER_NOT_ALLOW_REFUND",
          "REFUNDALLOC_UNAUTH_LIMIT",
          "ENTERPRISE_PAY_BIZ_ERROR",
          "OVERDRAFT_ASSIGN_ACCOUNT_INVALID",
          "OVERDRAFT_AGREEMENT_NOT_MATCH");
      refuse(
          RejectedReason.OTHER,
          "cannot give money back to the account it came from",
          "Return the money in another way, outside Alipay.",
          "BUYER_ERROR",
          "USER_NOT_MATCH_ERR",
          "REFUND_ACCOUNT_NOT_EXIST",
          "REFUND_ROYALTY_PAYEE_ACCOUNT_NOT_EXIST",
          "CUSTOMER_VALIDATE_ERROR");
    }

    private void holds() {
      refuse(
          RejectedReason.NUMBER_REUSED,
          "says that the number was used before with other contents",
          "Query the hold of that number; use a new number if this is really another attempt.",
          "UNIQUE_VIOLATION");
      refuse(
          RejectedReason.NOT_FOUND,
          "does not know the hold",
          "Check the reference and the account. A hold appears at Alipay only when its buyer does.",
          "AUTH_ORDER_NOT_EXIST",
          "AUTH_NO_ERROR");
      refuse(
          RejectedReason.WRONG_STATE,
          "says that the hold is in another state",
          "Query the hold and act on its state.",
          "FREEZE_ALREADY_SUCCESS",
          "ORDER_ALREADY_CLOSED",
          "ORDER_ALREADY_FINISH",
          "ILLEGAL_STATUS",
          "AUTH_ORDER_NOT_PAID",
          "AUTH_ORDER_HAS_FINISHED",
          "AUTH_ORDER_HAS_CLOSED",
          "PRE_AUTH_PROD_CODE_INCONSISTENT");
      refuse(
          RejectedReason.AMOUNT_EXCEEDED,
          "says that the amount is more than is left of the hold",
          "Query the hold and take what is left.",
          "REQUEST_AMOUNT_EXCEED",
          "AUTH_AMOUNT_NOT_ENOUGH",
          "ZM_AUTH_AMOUNT_EXCEED");
    }

    private void merchants() {
      refuse(
          RejectedReason.NOT_PERMITTED,
          "says that the merchant's account cannot be paid now",
          "Look for limits and notices in the merchant console.",
          "SELLER_BEEN_BLOCKED",
          "SELLER_NOT_EXIST",
          "MERCHANT_STATUS_NOT_NORMAL",
          "MERCHANT_PERM_RECEIPT_SUSPEND_LIMIT",
          "MERCHANT_PERM_RECEIPT_SINGLE_LIMIT",
          "MERCHANT_PERM_RECEIPT_DAY_LIMIT",
          "ERROR_SELLER_CERTIFY_LEVEL_LIMIT",
          "INVALID_RECEIVE_ACCOUNT",
          "PAYEE_NOT_EXIST",
          "PAYEE_USER_STATUS_LIMIT",
          "FORBIDDEN_MERCHANT_INDUSTRY",
          "RISK_MERCHANT_IP_NOT_EXIST",
          "DEFAULT_SETTLE_RULE_NOT_EXIST",
          "SECONDARY_MERCHANT_STATUS_ERROR",
          "SECONDARY_MERCHANT_ID_BLANK",
          "SECONDARY_MERCHANT_ID_INVALID",
          "SECONDARY_MERCHANT_NOT_MATCH",
          "SECONDARY_MERCHANT_ALIPAY_ACCOUNT_INVALID",
          "SECONDARY_MERCHANT_ISV_PUNISH_INDIRECT",
          "SECONDARY_MERCHANT_CARD_ALIAS_NO_INVALID",
          "SUB_MERCHANT_CREATE_FAIL",
          "SUB_MERCHANT_TYPE_INVALID",
          "PLATFORM_BUSINESS_ACQUIRE_MODE_MUST_MERCHANT_ID",
          "ROYALTY_ACCOUNT_NOT_EXIST",
          "SMILE_PAY_MERCHANT_NOT_MATCH");
    }

    /** At the till these are declines ({@link Declines}); elsewhere the request named the buyer. */
    private void buyers() {
      refuse(
          RejectedReason.OTHER,
          "says that this buyer cannot pay this order",
          "Ask for another way to pay, with a new number.",
          Declines.codes().toArray(new String[0]));
    }

    private void refuse(RejectedReason reason, String what, String remedy, String... codes) {
      Row row = new Row(reason, what, remedy);
      List.of(codes).forEach(code -> rows.putIfAbsent(code, row));
    }

    private void open(String what, String... codes) {
      Row row = new Row(null, what, "");
      List.of(codes).forEach(code -> rows.put(code, row));
    }
  }
}
