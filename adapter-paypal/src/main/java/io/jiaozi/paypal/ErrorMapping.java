package io.jiaozi.paypal;

import io.jiaozi.Operation;
import io.jiaozi.error.OpenOutcome;
import io.jiaozi.error.RejectedReason;
import io.jiaozi.spi.ChannelFailure;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * PayPal's errors to our failures. Status, name and issue decide, never the text. Source: protocol
 * sheet, sections 6.1 to 6.3.
 */
final class ErrorMapping {

  /** PayPal is at an earlier request: not to be asked again sooner. */
  private static final Duration SHORT_PAUSE = Duration.ofSeconds(2);

  /** Where an issue that nobody knows might mean that it was done. */
  private static final Set<Operation> MOVES_MONEY =
      EnumSet.of(
          Operation.COMPLETE,
          Operation.CAPTURE,
          Operation.VOID,
          Operation.REAUTHORIZE,
          Operation.REFUND);

  private ErrorMapping() {}

  /** The failure an error reply stands for. */
  static ChannelFailure failure(Operation operation, ChannelError error) {
    if (error.status() == 429 || "RATE_LIMIT_REACHED".equals(error.name())) {
      return refused(
          RejectedReason.TOO_MANY_REQUESTS,
          "takes no more calls for now",
          "Slow down and repeat later with the same number.",
          error);
    }
    // 408: a gateway on the way gave up waiting, for whichever side.
    if (error.status() >= 500 || error.status() == 408) {
      return open(
          OpenOutcome.Cause.SERVER_ERROR, "reports an error of its own system", error, null);
    }
    if (error.status() == 401) {
      return refused(
          RejectedReason.BAD_CREDENTIALS,
          "does not take the access token it gave a moment ago",
          "See in the developer dashboard whether the REST app still exists and may use this product.",
          error);
    }
    if (error.name() == null || error.status() < 400) {
      return open(
          OpenOutcome.Cause.SERVER_ERROR, "answered without an error document", error, null);
    }
    Issue issue = error.issue();
    if (error.status() == 409 || (issue != null && issue.action() == Issue.Action.WAIT)) {
      return inProgress(error);
    }
    return issue == null
        ? byName(operation, error)
        : refused(issue.reason(), issue.what(), issue.remedy(), error);
  }

  private static ChannelFailure byName(Operation operation, ChannelError error) {
    return switch (error.status()) {
      case 400, 405, 406, 413, 415 ->
          refused(
              RejectedReason.INVALID,
              "finds the request malformed",
              "Compare amount, texts, addresses and channel extras with what PayPal's documents allow.",
              error);
      case 403 ->
          refused(
              RejectedReason.NOT_PERMITTED,
              "says that the account may not do this",
              "Look at the REST app's features and, for a platform, at the seller's consent.",
              error);
      case 404 ->
          refused(
              RejectedReason.NOT_FOUND,
              "does not know what the call is about",
              "Check reference and account: it may belong to another account or to the other of live and sandbox, or the"
                  + " order has expired.",
              error);
      default ->
          MOVES_MONEY.contains(operation)
              ? open(
                  OpenOutcome.Cause.UNKNOWN_CODE,
                  "answered with a code that has no known meaning",
                  error,
                  null)
              : refused(
                  RejectedReason.OTHER,
                  "refuses for a reason of its own",
                  "Look the code up in PayPal's documents.",
                  error);
    };
  }

  /** An earlier request about the same thing is not finished. */
  static ChannelFailure.OutcomeUnknown inProgress(ChannelError error) {
    Duration wish = error.retryAfter();
    return open(
        OpenOutcome.Cause.STILL_PENDING,
        "is still at an earlier request about the same thing",
        error,
        wish == null || wish.compareTo(SHORT_PAUSE) < 0 ? SHORT_PAUSE : wish);
  }

  private static ChannelFailure.OutcomeUnknown open(
      OpenOutcome.Cause cause, String what, ChannelError error, @Nullable Duration wait) {
    return new ChannelFailure.OutcomeUnknown(
        cause,
        what + " (" + error.told() + ")",
        error.code(),
        error.status(),
        error.debugId(),
        wait == null ? error.retryAfter() : wait,
        null);
  }

  static ChannelFailure.Rejected refused(
      RejectedReason reason, String what, String remedy, ChannelError error) {
    String code = error.code();
    return new ChannelFailure.Rejected(
        reason,
        code == null ? Integer.toString(error.status()) : code,
        what,
        remedy,
        error.status(),
        error.debugId(),
        error.retryAfter());
  }
}
