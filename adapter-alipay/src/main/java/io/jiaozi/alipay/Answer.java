package io.jiaozi.alipay;

import io.jiaozi.error.OpenOutcome;
import io.jiaozi.payment.RawReply;
import io.jiaozi.spi.ChannelFailure;
import java.time.Duration;
import java.util.Locale;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** What the gateway said to one request: verified, decrypted, read. */
final class Answer {

  static final String SUCCESS = "10000";
  static final String PENDING = "10003";

  private static final String BUSINESS_FAILURE = "40004";

  private final String code;
  private final @Nullable String subCode;
  private final Fields fields;
  private final RawReply raw;
  private final boolean signed;

  /**
   * An answer.
   *
   * @param code the gateway's, digits
   * @param subCode the method's, in the channel's spelling; null if it has none
   * @param fields the answer's plain fields
   * @param raw the answer's JSON, with what the channel's support asks for
   * @param signed whether a signature proves it. Never false for a success
   */
  Answer(String code, @Nullable String subCode, Fields fields, RawReply raw, boolean signed) {
    this.code = code;
    this.subCode = subCode;
    this.fields = fields;
    this.raw = raw;
    this.signed = signed;
  }

  String code() {
    return code;
  }

  @Nullable String subCode() {
    return subCode;
  }

  Fields fields() {
    return fields;
  }

  RawReply raw() {
    return raw;
  }

  boolean signed() {
    return signed;
  }

  /** Accepted; the business fields decide what that means. */
  boolean isSuccess() {
    return code.equals(SUCCESS);
  }

  /** The buyer has to confirm. Carries no sub code and is no success. */
  boolean isPending() {
    return code.equals(PENDING);
  }

  /** A signed refusal of the method itself: the only failure whose sub code tells an outcome. */
  boolean isBusinessFailure() {
    return signed && code.equals(BUSINESS_FAILURE);
  }

  /**
   * Compares with the sub code of a signed refusal, whatever stands before its last word: {@code
   * ACQ.}, the misspelt {@code AQC.}, {@code aop.ACQ.}, {@code isv.}.
   */
  boolean is(String word) {
    return isBusinessFailure() && key().equals(word);
  }

  /** The sub code's last word in capitals; empty if there is none. */
  String key() {
    String sub = subCode;
    return sub == null ? "" : sub.substring(sub.lastIndexOf('.') + 1).toUpperCase(Locale.ROOT);
  }

  /** The code to show to people and put into failures. */
  String tellingCode() {
    return subCode == null ? code : subCode;
  }

  /**
   * Translates a genuine answer.
   *
   * @throws ChannelFailure.OutcomeUnknown if a field is not what the protocol says
   */
  <T> T read(Function<Fields, T> reader) {
    try {
      return reader.apply(fields);
    } catch (Amounts.NotAnAmountException malformed) {
      throw open(
          OpenOutcome.Cause.UNREADABLE_REPLY,
          "answered with an amount that is none",
          null,
          malformed);
    }
  }

  /** A genuine answer that tells of something else than what was asked. */
  ChannelFailure.OutcomeUnknown mismatched(String clause) {
    return open(
        OpenOutcome.Cause.MISMATCHED_REPLY, "answered with a message that " + clause, null, null);
  }

  ChannelFailure.OutcomeUnknown open(
      OpenOutcome.Cause cause,
      String what,
      @Nullable Duration retryAfter,
      @Nullable Throwable reason) {
    return new ChannelFailure.OutcomeUnknown(
        cause, what, tellingCode(), raw.httpStatus(), raw.channelRequestId(), retryAfter, reason);
  }

  @Override
  public String toString() {
    return "Answer[" + code + ", " + subCode + ", signed=" + signed + "]";
  }
}
