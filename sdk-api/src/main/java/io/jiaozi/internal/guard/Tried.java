package io.jiaozi.internal.guard;

import io.jiaozi.TimeSource;
import io.jiaozi.error.OpenOutcome;
import io.jiaozi.event.GatewayEvent;
import io.jiaozi.internal.report.ScrubbedFault;
import io.jiaozi.spi.ChannelFailure;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * One request, whatever came of it: timed, told to its lane, and compared with the question.
 *
 * @param answer null if it failed
 * @param failure null if it was answered
 * @param nanos how long it took
 */
record Tried<A>(@Nullable A answer, @Nullable ChannelFailure failure, long nanos) {

  /** Makes the request. The lane must have allowed it. */
  static <A> Tried<A> once(
      TimeSource time, Lane lane, Supplier<A> exchange, Function<A, Optional<String>> mismatch) {
    long start = time.nanos();
    A answer = null;
    ChannelFailure failure;
    try {
      A came = Objects.requireNonNull(exchange.get(), "answer");
      Optional<String> wrong = mismatch.apply(came);
      if (wrong.isEmpty()) {
        answer = came;
        failure = null;
      } else {
        failure =
            new ChannelFailure.OutcomeUnknown(
                OpenOutcome.Cause.MISMATCHED_REPLY, wrong.get(), null);
      }
    } catch (ChannelFailure.Untrusted wrongKind) {
      failure =
          new ChannelFailure.OutcomeUnknown(
              OpenOutcome.Cause.UNTRUSTED_REPLY,
              "answered, but the answer " + Objects.requireNonNull(wrongKind.getMessage()),
              wrongKind);
    } catch (ChannelFailure channels) {
      failure = channels;
    } catch (Throwable foreign) {
      failure = adapterFault(foreign);
    }
    long nanos = time.nanos() - start;
    if (failure == null) {
      lane.recordAnswer(nanos);
    } else {
      lane.recordFailure(nanos, failure);
    }
    return new Tried<>(answer, failure, nanos);
  }

  /**
   * Whatever else an adapter throws, errors included, comes after the request may have been sent.
   * Its message may hold anything, so only its class is told.
   */
  private static ChannelFailure adapterFault(Throwable foreign) {
    if (foreign instanceof InterruptedException) {
      Thread.currentThread().interrupt();
    }
    return new ChannelFailure.OutcomeUnknown(
        OpenOutcome.Cause.ADAPTER_FAULT,
        "may have been asked before its adapter failed with " + foreign.getClass().getName(),
        ScrubbedFault.of(foreign));
  }

  /** How it ended, for listeners. */
  GatewayEvent.Ending ending() {
    if (failure == null) {
      return GatewayEvent.Ending.ANSWERED;
    }
    if (failure instanceof ChannelFailure.NotSent) {
      return GatewayEvent.Ending.NOT_SENT;
    }
    return failure instanceof ChannelFailure.Rejected
        ? GatewayEvent.Ending.REJECTED
        : GatewayEvent.Ending.UNKNOWN;
  }

  /** One word about how it ended, for the log. */
  String outcome() {
    return failure == null ? Outcomes.of(Objects.requireNonNull(answer)) : Outcomes.of(failure);
  }
}
