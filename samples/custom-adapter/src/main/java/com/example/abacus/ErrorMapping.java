package com.example.abacus;

import io.jiaozi.error.OpenOutcome;
import io.jiaozi.error.RejectedReason;
import io.jiaozi.spi.ChannelFailure;
import io.jiaozi.support.http.Reply;
import io.jiaozi.support.json.JsonIn;
import io.jiaozi.support.json.MalformedJsonException;
import java.time.Instant;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Channel code to failure, with what it means and what to do. A server error, no code, or a code
 * nobody knows leaves the outcome open. The channel's free text is never read.
 */
final class ErrorMapping {

  private static final Pattern CODE = Pattern.compile("[A-Z_]{1,40}");

  /**
   * A code that is a definite no.
   *
   * @param what a clause that follows the channel's name
   * @param remedy what to do, a sentence
   */
  private record Row(RejectedReason reason, String what, String remedy) {}

  private static final Map<String, Row> ROWS =
      Map.ofEntries(
          Map.entry(
              "FIELD_INVALID",
              new Row(
                  RejectedReason.INVALID,
                  "finds a field of the request malformed",
                  "Compare the channel extras with Abacus Pay's documents.")),
          Map.entry(
              "NUMBER_TAKEN",
              new Row(
                  RejectedReason.NUMBER_REUSED,
                  "has something else under this number",
                  "Use a new number if this is really another attempt.")),
          Map.entry(
              "PAYMENT_CLOSED",
              new Row(
                  RejectedReason.ORDER_CLOSED,
                  "says that the order is closed",
                  "Begin a new attempt with a new number.")),
          Map.entry(
              "PAYMENT_UNKNOWN",
              new Row(
                  RejectedReason.NOT_FOUND,
                  "does not know the payment",
                  "Check the number and the account.")),
          Map.entry(
              "NOT_PAID",
              new Row(
                  RejectedReason.WRONG_STATE,
                  "says that the payment is not paid",
                  "Query the payment, and refund it once it is paid.")),
          Map.entry(
              "AMOUNT_EXCEEDED",
              new Row(
                  RejectedReason.AMOUNT_EXCEEDED,
                  "says that less than this is left to refund",
                  "Query the payment and see what was refunded.")),
          Map.entry(
              "BALANCE_TOO_LOW",
              new Row(
                  RejectedReason.NO_BALANCE,
                  "says that the merchant's balance does not cover it",
                  "Top up in the console, then repeat with the same number.")),
          Map.entry(
              "SIGNATURE_REFUSED",
              new Row(
                  RejectedReason.BAD_CREDENTIALS,
                  "does not accept the signature of the request",
                  "Check this machine's clock, and that \"merchant-id\", \"key-id\" and \"private-key\""
                      + " belong together.")),
          Map.entry(
              "NOT_ALLOWED",
              new Row(
                  RejectedReason.NOT_PERMITTED,
                  "says that the merchant may not do this",
                  "Apply for it in the console, Products.")),
          Map.entry(
              "TOO_MANY_CALLS",
              new Row(
                  RejectedReason.TOO_MANY_REQUESTS,
                  "takes no more calls for now",
                  "Slow down and repeat later with the same number.")));

  private ErrorMapping() {}

  /** The code of an error reply; null if it has none that looks like one. */
  static @Nullable String code(Reply reply) {
    try (JsonIn in = JsonIn.object(reply.body())) {
      String code = Wire.errorCode(in);
      in.end();
      return code != null && CODE.matcher(code).matches() ? code : null;
    } catch (MalformedJsonException notOurs) {
      return null;
    }
  }

  /** The failure an error reply stands for. */
  static ChannelFailure failure(Reply reply, Instant now) {
    String code = code(reply);
    if (reply.status() >= 500 || code == null) {
      return open(
          OpenOutcome.Cause.SERVER_ERROR,
          "answered " + reply.status() + (code == null ? " without a code" : " " + code),
          code,
          reply,
          now);
    }
    Row row = ROWS.get(code);
    if (row == null) {
      return open(
          OpenOutcome.Cause.UNKNOWN_CODE,
          "answered " + reply.status() + " with the code " + code + ", which has no known meaning",
          code,
          reply,
          now);
    }
    return new ChannelFailure.Rejected(
        row.reason(),
        code,
        row.what(),
        row.remedy(),
        reply.status(),
        Replies.requestId(reply),
        reply.retryAfter(now));
  }

  private static ChannelFailure open(
      OpenOutcome.Cause cause, String what, @Nullable String code, Reply reply, Instant now) {
    return new ChannelFailure.OutcomeUnknown(
        cause, what, code, reply.status(), Replies.requestId(reply), reply.retryAfter(now), null);
  }
}
