package io.jiaozi.wechat;

import io.jiaozi.Operation;
import io.jiaozi.error.OpenOutcome;
import io.jiaozi.error.RejectedReason;
import io.jiaozi.payment.Decline;
import io.jiaozi.spi.ChannelFailure;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Channel code to failure, with what it means and what to do.
 *
 * <p>Status and code are weighed in this order: 429 is "too many calls" whatever the code says; a
 * server error leaves the outcome open, except for the one code that is final all the same; then
 * the code decides; no code, or one nobody knows, leaves the outcome open. Source: protocol sheet,
 * sections 8.1 and 8.2.
 */
final class ErrorMapping {

  /** At the channel a minute has to pass between two refunds of one order. */
  private static final Duration REFUND_PAUSE = Duration.ofMinutes(1);

  /**
   * One code.
   *
   * @param reason why it was refused; null if the code leaves the outcome open
   * @param what a clause that follows the channel's name
   * @param remedy what to do, a sentence; empty for open outcomes
   */
  private record Row(@Nullable RejectedReason reason, String what, String remedy) {

    static Row refused(RejectedReason reason, String what, String remedy) {
      return new Row(reason, what, remedy);
    }

    static Row open(String what) {
      return new Row(null, what, "");
    }
  }

  private static final Row USELESS_CODE =
      Row.refused(
          RejectedReason.INVALID,
          "does not take the buyer's code, which is wrong, too old or used",
          "Scan the code again, with a new number.");

  /** By code without underscores: the channel spells SYSTEM_ERROR and SYSTEMERROR alike. */
  private static final Map<String, Row> ROWS =
      Map.ofEntries(
          Map.entry(
              "PARAMERROR",
              Row.refused(
                  RejectedReason.INVALID,
                  "finds a field of the request malformed",
                  "Compare number, texts, amount, notification URL and channel extras with what WeChat Pay's documents"
                      + " allow.")),
          Map.entry(
              "INVALIDREQUEST",
              Row.refused(
                  RejectedReason.INVALID,
                  "does not take this request as order and account now stand",
                  "Query the order or refund first: the number may have been used with other contents, or the amount may"
                      + " exceed what is left.")),
          Map.entry(
              "APPIDMCHIDNOTMATCH",
              Row.refused(
                  RejectedReason.BAD_CREDENTIALS,
                  "says that the app id is not bound to the merchant",
                  "Bind \"app-id\" to \"merchant-id\" in the merchant console, or correct one of the two settings.")),
          Map.entry(
              "MCHNOTEXISTS",
              Row.refused(
                  RejectedReason.BAD_CREDENTIALS,
                  "does not know the merchant",
                  "Correct the setting \"merchant-id\".")),
          Map.entry(
              "SIGNERROR",
              Row.refused(
                  RejectedReason.BAD_CREDENTIALS,
                  "does not accept the signature of the request",
                  "Check this machine's clock (at most 5 minutes off), and that \"private-key\", \"certificate-serial\" and"
                      + " \"merchant-id\" belong together and the certificate is still in force.")),
          Map.entry(
              "ORDERPAID",
              Row.refused(
                  RejectedReason.ALREADY_PAID,
                  "says that the order is paid already",
                  "Query the order and treat it as paid if the query says so.")),
          Map.entry(
              "ORDERCLOSED",
              Row.refused(
                  RejectedReason.ORDER_CLOSED,
                  "says that the order is closed",
                  "Begin a new attempt with a new number.")),
          Map.entry(
              "OUTTRADENOUSED",
              Row.refused(
                  RejectedReason.NUMBER_REUSED,
                  "says that the number was used before with other contents",
                  "Query the order of that number; use a new number if this is really another attempt.")),
          Map.entry(
              "NOAUTH",
              Row.refused(
                  RejectedReason.NOT_PERMITTED,
                  "says that the merchant may not do this",
                  "Apply for the product or permission in the merchant console.")),
          Map.entry(
              "RULELIMIT",
              Row.refused(
                  RejectedReason.NOT_PERMITTED,
                  "refuses by one of its business rules",
                  "Look for limits and risk notices of the merchant in the merchant console.")),
          Map.entry(
              "TRADEERROR",
              Row.refused(
                  RejectedReason.OTHER,
                  "says that the trade failed for a reason of its own",
                  "Ask the buyer to pay in another way, or ask WeChat Pay's support with the request id.")),
          Map.entry(
              "ACCOUNTERROR",
              Row.refused(
                  RejectedReason.OTHER,
                  "says that an account involved cannot be used",
                  "Check the state of the merchant's account in the merchant console.")),
          Map.entry(
              "NOTENOUGH",
              Row.refused(
                  RejectedReason.NO_BALANCE,
                  "says that the merchant's balance does not cover it",
                  "Top up in the merchant console, then repeat with the same number.")),
          Map.entry(
              "USERACCOUNTABNORMAL",
              Row.refused(
                  RejectedReason.OTHER,
                  "cannot give money back to the buyer's account",
                  "Return the money in another way, outside WeChat Pay.")),
          Map.entry(
              "ORDERNOTEXIST",
              Row.refused(
                  RejectedReason.NOT_FOUND,
                  "does not know the order",
                  "Check number and account; an order that was never accepted can be placed again.")),
          Map.entry(
              "RESOURCENOTEXISTS",
              Row.refused(
                  RejectedReason.NOT_FOUND,
                  "does not know an order that could be refunded",
                  "Check number and account, and that the order is paid.")),
          Map.entry(
              "OPENIDMISMATCH",
              Row.refused(
                  RejectedReason.INVALID,
                  "says that the buyer's openid does not belong to the app id",
                  "Get the openid with the same app id that the payment names.")),
          Map.entry(
              "ORDERREVERSED",
              Row.refused(
                  RejectedReason.ORDER_CLOSED,
                  "says that the payment at the till was undone",
                  "Begin a new attempt with a new number and a fresh code.")),
          Map.entry(
              ChannelError.MUST_REVERSE,
              Row.refused(
                  RejectedReason.WRONG_STATE,
                  "says that a payment at the till is undone, not closed",
                  "Call reverse instead.")),
          Map.entry("AUTHCODEEXPIRE", USELESS_CODE),
          Map.entry("AUTHCODEERROR", USELESS_CODE),
          Map.entry("AUTHCODEINVALID", USELESS_CODE),
          Map.entry(
              "NOTSUPORTCARD",
              Row.refused(
                  RejectedReason.OTHER,
                  "does not take the buyer's card for this",
                  "Ask the buyer to choose another card, then scan a fresh code with a new number.")),
          Map.entry(
              "BUYERMISMATCH",
              Row.refused(
                  RejectedReason.NUMBER_REUSED,
                  "says that another buyer's code was used with this number before",
                  "Use a new number for each buyer.")),
          Map.entry("SYSTEMERROR", Row.open("reports an error of its own system")),
          Map.entry("BANKERROR", Row.open("reports an error at the bank")),
          Map.entry("SERVICEUNAVAILABLE", Row.open("says that it is not available now")),
          Map.entry("USERPAYING", Row.open("says that the buyer is still paying")));

  private static final Row TOO_MANY =
      Row.refused(
          RejectedReason.TOO_MANY_REQUESTS,
          "takes no more calls of this kind for now",
          "Slow down and repeat later with the same number.");

  private ErrorMapping() {}

  /** The failure an error reply stands for. */
  static ChannelFailure failure(Operation operation, ChannelError error) {
    if (isTooMany(error)) {
      return operation == Operation.REFUND ? openRefund(error) : refused(TOO_MANY, error);
    }
    if (error.code() == null) {
      return open(
          OpenOutcome.Cause.SERVER_ERROR,
          "answered " + error.status() + " without an error document",
          error,
          error.retryAfter());
    }
    Row row = ROWS.get(error.key());
    if (error.status() >= 500 && !error.is("OPENID_MISMATCH")) {
      String what = row == null || row.reason() != null ? "reports an error" : row.what();
      return open(OpenOutcome.Cause.SERVER_ERROR, what + told(error), error, error.retryAfter());
    }
    if (row == null) {
      return open(
          OpenOutcome.Cause.UNKNOWN_CODE,
          "answered with a code that has no known meaning" + told(error),
          error,
          error.retryAfter());
    }
    return row.reason() == null
        ? open(
            error.is("USERPAYING")
                ? OpenOutcome.Cause.STILL_PENDING
                : OpenOutcome.Cause.SERVER_ERROR,
            row.what() + told(error),
            error,
            error.retryAfter())
        : refused(row, error);
  }

  /**
   * Why a buyer could not pay at the till, if that is what the code says and not a fault of the
   * shop. The codes about the buyer's code and card are those of the older interface; that this one
   * uses them too is not certain.
   */
  static Optional<Decline.Reason> declineAtTill(ChannelError error) {
    return Optional.ofNullable(
        switch (error.key()) {
          case "NOTENOUGH" -> Decline.Reason.FUNDS;
          case "RULELIMIT" -> Decline.Reason.LIMIT;
          case "AUTHCODEEXPIRE", "AUTHCODEERROR", "AUTHCODEINVALID" -> Decline.Reason.CODE_INVALID;
          case "NOTSUPORTCARD" -> Decline.Reason.INSTRUMENT;
          case "ACCOUNTERROR", "USERACCOUNTABNORMAL" -> Decline.Reason.BUYER_ACCOUNT;
          case "TRADEERROR", "ORDERREVERSED", "ORDERCLOSED" -> Decline.Reason.OTHER;
          default -> null;
        });
  }

  private static boolean isTooMany(ChannelError error) {
    return error.status() == 429
        || error.is("FREQUENCY_LIMITED")
        || error.is("RATELIMIT_EXCEED")
        || error.is("RATELIMIT_EXCEEDED")
        || error.is("RATE_LIMITED");
  }

  /** Whether a refund was taken in spite of a 429 is not said. */
  private static ChannelFailure openRefund(ChannelError error) {
    Duration wish = error.retryAfter();
    return open(
        OpenOutcome.Cause.SERVER_ERROR,
        TOO_MANY.what() + told(error),
        error,
        wish == null || wish.compareTo(REFUND_PAUSE) < 0 ? REFUND_PAUSE : wish);
  }

  /** Status and code, for people. */
  static String told(ChannelError error) {
    return " (status "
        + error.status()
        + (error.code() == null ? "" : ", code " + error.code())
        + ")";
  }

  private static ChannelFailure open(
      OpenOutcome.Cause cause, String what, ChannelError error, @Nullable Duration retryAfter) {
    return new ChannelFailure.OutcomeUnknown(
        cause, what, error.code(), error.status(), error.requestId(), retryAfter, null);
  }

  private static ChannelFailure refused(Row row, ChannelError error) {
    return new ChannelFailure.Rejected(
        row.reason() == null ? RejectedReason.OTHER : row.reason(),
        error.code() == null ? Integer.toString(error.status()) : error.code(),
        row.what(),
        row.remedy(),
        error.status(),
        error.requestId(),
        error.retryAfter());
  }
}
