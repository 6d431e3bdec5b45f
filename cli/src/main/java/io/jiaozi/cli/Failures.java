package io.jiaozi.cli;

import io.jiaozi.error.InvalidConfigurationException;
import io.jiaozi.error.InvalidRequestException;
import io.jiaozi.error.NotSentException;
import io.jiaozi.error.OpenOutcome;
import io.jiaozi.error.OutcomeUnknownException;
import io.jiaozi.error.PaymentException;
import io.jiaozi.error.Problem;
import io.jiaozi.error.RejectedException;
import io.jiaozi.refund.RefundReference;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** How a command ends that did not get its answer: the words and the exit code of each kind. */
final class Failures {

  private final Output output;

  Failures(Output output) {
    this.output = output;
  }

  /** What was typed cannot be meant. Nothing was done. */
  int wrong(String message) {
    return tell("WRONG_ARGUMENTS", message, List.of(), null, Exit.WRONG_ARGUMENTS);
  }

  int of(InvalidConfigurationException unusable) {
    return tell(
        "INVALID_CONFIGURATION",
        unusable.getMessage() + "\n\"jiaozi doctor\" says more about each account.",
        unusable.problems(),
        null,
        Exit.CONFIGURATION);
  }

  int of(InvalidRequestException wrong) {
    return tell(
        "INVALID_REQUEST",
        String.valueOf(wrong.getMessage()),
        wrong.problems(),
        null,
        Exit.WRONG_ARGUMENTS);
  }

  int of(PaymentException failed) {
    String message = String.valueOf(failed.getMessage());
    if (failed instanceof NotSentException) {
      return tell("NOT_SENT", message, List.of(), failed, Exit.NOT_SENT);
    }
    return failed instanceof RejectedException
        ? tell("REJECTED", message, List.of(), failed, Exit.BAD_NEWS)
        : tell("OUTCOME_UNKNOWN", message, List.of(), failed, Exit.OUTCOME_UNKNOWN);
  }

  private int tell(
      String kind,
      String message,
      List<Problem> problems,
      @Nullable PaymentException failed,
      int exit) {
    if (output.isJson()) {
      Json error =
          new Json()
              .text("kind", kind)
              .text("message", message)
              .list(
                  "problems",
                  problems,
                  (problem, json) ->
                      json.text("field", problem.field()).text("sentence", problem.sentence()));
      if (failed != null) {
        fill(failed, error);
      }
      output.out().println(Output.json().object("error", error));
    } else {
      output.err().println(message);
      if (failed instanceof OutcomeUnknownException unknown) {
        output.err().println(whatToAskFor(unknown.open()));
      }
    }
    return exit;
  }

  private static void fill(PaymentException failed, Json error) {
    error
        .text("channel", failed.context().channel())
        .text("channelCode", failed.context().channelCode())
        .text("channelRequestId", failed.context().channelRequestId())
        .number("attempts", failed.context().attempts());
    if (failed instanceof RejectedException rejected) {
      error.text("reason", rejected.reason().name());
    }
    if (failed instanceof OutcomeUnknownException unknown) {
      OpenOutcome open = unknown.open();
      error
          .text("cause", open.cause().name())
          .text("payment", open.payment() == null ? null : open.payment().encode())
          .object("refund", Answers.refundReference(open.refund()))
          .time("askAgainAt", open.askAgainAt())
          .flag("repeatIsHarmless", open.repeatIsHarmless());
    }
  }

  private static String whatToAskFor(OpenOutcome open) {
    RefundReference refund = open.refund();
    if (refund != null) {
      return "Ask with: jiaozi query-refund FILE ACCOUNT "
          + (refund.payment() == null ? "PAYMENT" : refund.payment().encode())
          + " "
          + (refund.number() == null ? "NUMBER" : refund.number())
          + (refund.locator() == null ? "" : " --locator " + refund.locator());
    }
    return open.payment() == null
        ? "Ask again later."
        : "Ask with: jiaozi query FILE ACCOUNT " + open.payment().encode();
  }
}
