package io.jiaozi.internal.guard;

import io.jiaozi.Operation;
import io.jiaozi.SubMerchant;
import io.jiaozi.error.OpenOutcome;
import io.jiaozi.error.PaymentException;
import io.jiaozi.error.RejectedReason;
import io.jiaozi.internal.report.SafeText;
import io.jiaozi.internal.report.ScrubbedFault;
import io.jiaozi.spi.CallContext;
import io.jiaozi.spi.ChannelFailure;
import io.jiaozi.spi.OutcomePlan;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One call from the first attempt to its answer or exception: the one place that repeats.
 *
 * <p>What was not sent may be repeated. What may have arrived is repeated only where the adapter's
 * plan says that the channel makes it harmless. Everything else never. Not thread-safe: one for
 * each call.
 */
final class GuardedCall<T> {

  private static final Logger log = LoggerFactory.getLogger(GuardedCall.class);

  /** With less time than this an attempt would only turn "not sent" into "unknown". */
  private static final Duration SHORTEST_REPEAT = Duration.ofMillis(100);

  /**
   * Answers that another try may improve. A mismatch or a fault of the adapter stays what it is.
   */
  private static final Set<OpenOutcome.Cause> WORTH_REPEATING =
      EnumSet.of(
          OpenOutcome.Cause.NO_REPLY,
          OpenOutcome.Cause.SERVER_ERROR,
          OpenOutcome.Cause.UNTRUSTED_REPLY,
          OpenOutcome.Cause.UNREADABLE_REPLY,
          OpenOutcome.Cause.UNKNOWN_CODE);

  /**
   * What is to be done.
   *
   * @param subject what the call is about
   * @param callClass whose breaker and bulkhead it goes through
   * @param asked the operation as the adapter is told
   * @param plan what may be repeated
   * @param actingFor the merchant for whom the partner acts; null for the account's own
   * @param exchange one attempt
   * @param mismatch what is wrong with an answer, a clause that follows the channel's name
   */
  record Order<T>(
      Subject subject,
      CallClass callClass,
      Operation asked,
      OutcomePlan plan,
      @Nullable SubMerchant actingFor,
      Function<CallContext, T> exchange,
      Function<T, Optional<String>> mismatch) {}

  private final Guard guard;
  private final Order<T> order;
  private final Deadline deadline;
  private final Lane lane;

  private int attempts;
  private @Nullable ChannelFailure last;
  private ChannelFailure.@Nullable OutcomeUnknown open;
  private @Nullable Instant firstSentAt;

  GuardedCall(Guard guard, Order<T> order, Duration within) {
    this.guard = guard;
    this.order = order;
    this.deadline = Deadline.in(within, guard.time());
    this.lane = guard.lane(order.callClass());
  }

  T run() {
    if (!lane.enter()) {
      throw guard
          .words()
          .heldBack(
              order.subject(),
              "all "
                  + guard.maxConcurrentCalls()
                  + " places for "
                  + order.callClass().words()
                  + " of this account are taken");
    }
    try {
      return attempts();
    } finally {
      lane.leave();
    }
  }

  private T attempts() {
    while (true) {
      Duration left = deadline.left();
      if (left.isNegative() || left.isZero()) {
        throw stopped("the deadline of " + inWords(deadline.total()) + " has passed");
      }
      if (!lane.mayTry()) {
        throw stopped(
            "too many "
                + order.callClass().words()
                + " of this account failed lately, so none is sent for some seconds");
      }
      T answer = attempt(left);
      if (answer != null) {
        guard.budget().refill();
        return answer;
      }
      waitForRepeat();
    }
  }

  /** One attempt; null if it failed, which is then the last failure. */
  private @Nullable T attempt(Duration left) {
    attempts++;
    Instant sentAt = guard.time().now();
    long start = guard.time().nanos();
    try {
      CallContext context = new CallContext(order.asked(), left, attempts, order.actingFor());
      T answer = Objects.requireNonNull(order.exchange().apply(context), "answer");
      Optional<String> mismatch = order.mismatch().apply(answer);
      if (mismatch.isEmpty()) {
        long nanos = guard.time().nanos() - start;
        lane.recordAnswer(nanos);
        logAttempt(Outcomes.of(answer), nanos);
        return answer;
      }
      failed(
          new ChannelFailure.OutcomeUnknown(
              OpenOutcome.Cause.MISMATCHED_REPLY, mismatch.get(), null),
          sentAt,
          start);
    } catch (ChannelFailure.Untrusted wrongKind) {
      failed(
          new ChannelFailure.OutcomeUnknown(
              OpenOutcome.Cause.UNTRUSTED_REPLY,
              "answered, but the answer " + Objects.requireNonNull(wrongKind.getMessage()),
              wrongKind),
          sentAt,
          start);
    } catch (ChannelFailure failure) {
      failed(failure, sentAt, start);
    } catch (Throwable foreign) {
      failed(adapterFault(foreign), sentAt, start);
    }
    return null;
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

  private void failed(ChannelFailure failure, Instant sentAt, long start) {
    long nanos = guard.time().nanos() - start;
    lane.recordFailure(nanos, failure);
    last = failure;
    if (failure instanceof ChannelFailure.OutcomeUnknown unknown) {
      open = unknown;
      if (firstSentAt == null) {
        firstSentAt = sentAt;
      }
    }
    logAttempt(Outcomes.of(failure), nanos);
  }

  /** Returns when the next attempt may begin; throws what the caller gets if there is none. */
  private void waitForRepeat() {
    ChannelFailure failure = Objects.requireNonNull(last);
    if (!mayRepeat(failure)) {
      throw outcome("");
    }
    if (attempts >= guard.maxAttempts()) {
      throw outcome(attempts == 1 ? "" : " Tried " + attempts + " times.");
    }
    Duration retryAfter = retryAfter(failure);
    if (retryAfter != null && retryAfter.compareTo(Backoff.LONGEST_RETRY_AFTER) > 0) {
      throw outcome(" Not repeated: it asks to wait " + inWords(retryAfter) + ".");
    }
    Duration pause = guard.backoff().before(attempts, retryAfter);
    if (deadline.left().minus(pause).compareTo(SHORTEST_REPEAT) < 0) {
      throw outcome(" Not repeated: the deadline of " + inWords(deadline.total()) + " is near.");
    }
    if (!guard.budget().takeForRepeat()) {
      throw outcome(" Not repeated: too many calls of this account were repeated lately.");
    }
    try {
      guard.time().sleep(pause);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw outcome(" Not repeated: the thread was interrupted.");
    }
  }

  private boolean mayRepeat(ChannelFailure failure) {
    if (failure instanceof ChannelFailure.NotSent) {
      return true;
    }
    if (order.plan().repeat() != OutcomePlan.Repeat.FREELY) {
      return false;
    }
    if (failure instanceof ChannelFailure.OutcomeUnknown unknown) {
      return WORTH_REPEATING.contains(unknown.reason());
    }
    return failure instanceof ChannelFailure.Rejected rejected
        && rejected.reason() == RejectedReason.TOO_MANY_REQUESTS;
  }

  private static @Nullable Duration retryAfter(ChannelFailure failure) {
    if (failure instanceof ChannelFailure.OutcomeUnknown unknown) {
      return unknown.retryAfter();
    }
    return failure instanceof ChannelFailure.Rejected rejected ? rejected.retryAfter() : null;
  }

  /** Our own guard ends the call, before the first attempt or between two. */
  private PaymentException stopped(String why) {
    return last == null
        ? guard.words().heldBack(order.subject(), why)
        : outcome(" Not repeated: " + why + ".");
  }

  /**
   * What the caller gets. Once an attempt may have arrived, no later attempt that was refused or
   * not sent makes that undone: the outcome stays open.
   */
  private PaymentException outcome(String note) {
    ChannelFailure failure = Objects.requireNonNull(last);
    ChannelFailure.OutcomeUnknown standing = open;
    if (standing != null && !order.subject().isQuestion()) {
      return outcomeOpen(standing, refusedRepeat(failure) + note);
    }
    if (failure instanceof ChannelFailure.OutcomeUnknown unknown) {
      return outcomeOpen(unknown, note);
    }
    if (failure instanceof ChannelFailure.Rejected rejected) {
      return guard.words().rejected(order.subject(), rejected, attempts);
    }
    return guard.words().notSent(order.subject(), (ChannelFailure.NotSent) failure, attempts, note);
  }

  private static String refusedRepeat(ChannelFailure failure) {
    return failure instanceof ChannelFailure.Rejected rejected
        ? " A repeat was refused (code "
            + SafeText.oneLine(rejected.channelCode())
            + "), which does not tell how the first request ended."
        : "";
  }

  /**
   * The outcome is open and no repeat is allowed any more. Automatic resolution, asking by the
   * plan's schedule and undoing where it says so, takes its place here; until then the caller is
   * told at once.
   */
  private PaymentException outcomeOpen(ChannelFailure.OutcomeUnknown failure, String note) {
    Instant sentAt = Objects.requireNonNull(firstSentAt);
    Instant now = guard.time().now();
    return guard
        .words()
        .unknown(
            order.subject(),
            failure,
            order.plan(),
            sentAt,
            Schedule.askAgainAt(order.plan(), sentAt, now, failure.retryAfter()),
            attempts,
            note);
  }

  private void logAttempt(String outcome, long nanos) {
    if (log.isDebugEnabled()) {
      String number = order.subject().number();
      log.debug(
          "{} {} account={} attempt={} outcome={} {} ms",
          order.subject().operation(),
          number == null ? "-" : number,
          guard.words().account(),
          attempts,
          outcome,
          nanos / 1_000_000);
    }
  }

  private static String inWords(Duration duration) {
    long millis = duration.toMillis();
    return millis % 1_000 == 0 ? millis / 1_000 + " s" : millis + " ms";
  }
}
