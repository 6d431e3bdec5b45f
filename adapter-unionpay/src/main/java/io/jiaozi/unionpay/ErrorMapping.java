package io.jiaozi.unionpay;

import io.jiaozi.error.OpenOutcome;
import io.jiaozi.error.RejectedReason;
import io.jiaozi.spi.ChannelFailure;
import java.time.Duration;
import java.util.Objects;

/**
 * The code of a request to our failure. Refusals are signed, so they are believed. Source: protocol
 * sheet, sections 5.2 and 5.3; API-FIT, section 3.
 */
final class ErrorMapping {

  private static final Duration AFTER_TOO_MANY = Duration.ofSeconds(2);

  private ErrorMapping() {}

  /** What a reply without success means for something that moves money. */
  static ChannelFailure failure(Exchange.Answer answer) {
    Code code = Code.of(answer.code());
    return switch (code.kind()) {
      case FAILED, NOT_FOUND -> refused(answer, code);
      case PENDING -> answer.unknown(OpenOutcome.Cause.STILL_PENDING, code.what() + told(answer));
      case DUPLICATE -> answer.unknown(OpenOutcome.Cause.NOT_FOUND_YET, code.what() + told(answer));
      case UNKNOWN -> unknown(answer, code);
      case SUCCESS ->
          answer.unknown(
              OpenOutcome.Cause.UNREADABLE_REPLY,
              code.what() + " without what its documents promise" + told(answer));
    };
  }

  /** The same for a question, which may simply be asked again. */
  static ChannelFailure ofQuestion(Exchange.Answer answer) {
    if (answer.code().equals("37")) {
      return new ChannelFailure.Rejected(
          RejectedReason.TOO_MANY_REQUESTS,
          "37",
          "takes no more questions for now",
          "Ask less often.",
          answer.reply().status(),
          null,
          AFTER_TOO_MANY);
    }
    return failure(answer);
  }

  private static ChannelFailure unknown(Exchange.Answer answer, Code code) {
    return answer.unknown(
        Code.isKnown(answer.code())
            ? OpenOutcome.Cause.SERVER_ERROR
            : OpenOutcome.Cause.UNKNOWN_CODE,
        code.what() + told(answer));
  }

  static ChannelFailure.Rejected refused(Exchange.Answer answer, Code code) {
    return answer.rejected(
        Objects.requireNonNull(code.reason(), "reason"), code.what(), code.remedy());
  }

  /** The inner code of seven digits is what UnionPay's support asks for. */
  private static String told(Exchange.Answer answer) {
    String code = answer.code();
    boolean shaped = code.length() == 2 && code.chars().allMatch(ErrorMapping::isLetterOrDigit);
    return shaped ? " (code " + code + ")" : "";
  }

  private static boolean isLetterOrDigit(int c) {
    return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z');
  }
}
