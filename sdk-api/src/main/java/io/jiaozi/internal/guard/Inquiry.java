package io.jiaozi.internal.guard;

import io.jiaozi.error.OpenOutcome;
import io.jiaozi.internal.report.SafeText;
import io.jiaozi.spi.CallContext;
import io.jiaozi.spi.ChannelFailure;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The questions about one open outcome, at the moments of the adapter's plan or a little later, so
 * that callers who lost their answers together do not ask together. Moments that have passed are
 * made up for by one question. Where the first moment lies beyond the end of the call, one question
 * is asked anyway: an answer settles the matter, silence leaves it as it was.
 *
 * <p>A question goes through the breaker of questions, not through that of the call. One that
 * follows an answer is free; one that follows silence costs a token of the retry budget, so that an
 * outage is not amplified. Not thread-safe: one for each open outcome.
 */
final class Inquiry<T> {

  private static final Logger log = LoggerFactory.getLogger(Inquiry.class);

  private final Guard guard;
  private final GuardedCall.Order<T> order;
  private final Resolution<?, T> resolution;
  private final Deadline end;
  private final long firstSentNanos;
  private final Lane lane;
  private final List<Duration> moments;

  private int nextMoment;
  private int asked;
  private boolean over;
  private boolean interrupted;
  private boolean silent;
  private @Nullable Finding<T> lastWord;
  private OpenOutcome.@Nullable Cause cause;

  /**
   * @param silent whether the last request was not answered
   */
  Inquiry(
      Guard guard,
      GuardedCall.Order<T> order,
      Resolution<?, T> resolution,
      Deadline end,
      long firstSentNanos,
      boolean silent) {
    this.guard = guard;
    this.order = order;
    this.resolution = resolution;
    this.end = end;
    this.firstSentNanos = firstSentNanos;
    this.silent = silent;
    this.lane = guard.lane(CallClass.QUERY);
    this.moments = order.plan().askAfter();
  }

  /** Whether another question is to be asked; waits for its moment. */
  boolean hasTime() {
    if (over || interrupted || end.left().compareTo(GuardedCall.SHORTEST_REPEAT) < 0) {
      return false;
    }
    Duration wait = untilNextMoment();
    if (wait == null) {
      return false;
    }
    try {
      if (!wait.isZero()) {
        guard.time().sleep(wait);
      }
      return true;
    } catch (InterruptedException interruption) {
      Thread.currentThread().interrupt();
      interrupted = true;
      return false;
    }
  }

  private @Nullable Duration untilNextMoment() {
    Duration elapsed = elapsed();
    if (nextMoment >= moments.size()) {
      return null;
    }
    while (nextMoment + 1 < moments.size() && moments.get(nextMoment + 1).compareTo(elapsed) <= 0) {
      nextMoment++;
    }
    Duration wait = moments.get(nextMoment++).minus(elapsed);
    if (wait.isNegative() || wait.isZero()) {
      return Duration.ZERO;
    }
    Duration spare = end.left().minus(wait).minus(GuardedCall.SHORTEST_REPEAT);
    if (!spare.isNegative()) {
      return wait.plus(guard.backoff().jitter(shorter(wait.dividedBy(5), spare)));
    }
    over = true;
    return asked == 0 ? Duration.ZERO : null;
  }

  /**
   * Asks once.
   *
   * @throws ChannelFailure.Rejected if the answer shows that the call can have no result any more
   */
  Finding<T> ask() {
    Finding<T> finding = ask(resolution);
    learn(finding);
    return finding;
  }

  /** The last word on the matter so far. */
  void learn(Finding<T> finding) {
    lastWord = finding;
    if (finding instanceof Finding.NotThere) {
      cause = OpenOutcome.Cause.NOT_FOUND_YET;
    } else if (finding instanceof Finding.NotDone || finding instanceof Finding.Pending) {
      cause = OpenOutcome.Cause.STILL_PENDING;
    }
  }

  private <A> Finding<T> ask(Resolution<A, T> how) {
    if (silent && !guard.budget().takeForRepeat()) {
      over = true;
      return new Finding.Nothing<>("too many calls of this account were repeated lately");
    }
    if (!lane.enter()) {
      return new Finding.Nothing<>("all places for questions are taken");
    }
    try {
      if (!lane.mayTry()) {
        return new Finding.Nothing<>("too many questions failed lately");
      }
      asked++;
      Duration left = end.left();
      Duration most = order.till() == null ? left : shorter(left, guard.questionTime());
      CallContext context = new CallContext(how.question(), most, asked, order.actingFor());
      Tried<A> tried =
          Tried.once(guard.time(), lane, () -> how.ask().apply(context), how.mismatch());
      logQuestion(tried);
      silent =
          tried.failure() instanceof ChannelFailure.OutcomeUnknown
              || tried.failure() instanceof ChannelFailure.NotSent;
      if (tried.failure() == null) {
        guard.budget().refill();
        return read(how, Objects.requireNonNull(tried.answer()));
      }
      return new Finding.Nothing<>(failed(tried.failure()));
    } finally {
      lane.leave();
    }
  }

  private <A> Finding<T> read(Resolution<A, T> how, A answer) {
    try {
      return how.reading().apply(answer);
    } catch (ChannelFailure.OutcomeUnknown meansNothing) {
      return new Finding.Pending<>(Objects.requireNonNull(meansNothing.getMessage()));
    }
  }

  private String failed(ChannelFailure failure) {
    if (failure instanceof ChannelFailure.OutcomeUnknown unknown
        && unknown.reason() == OpenOutcome.Cause.MISMATCHED_REPLY) {
      // It will answer the same again.
      over = true;
      cause = OpenOutcome.Cause.MISMATCHED_REPLY;
    }
    String what = failure.getMessage();
    return "it " + SafeText.oneLine(what == null ? "failed" : what);
  }

  private static Duration shorter(Duration one, Duration other) {
    return one.compareTo(other) < 0 ? one : other;
  }

  /** Since the request may have left the machine. */
  Duration elapsed() {
    return Duration.ofNanos(guard.time().nanos() - firstSentNanos);
  }

  boolean interrupted() {
    return interrupted;
  }

  /** What the questions made of the cause; null if they told nothing. */
  OpenOutcome.@Nullable Cause cause() {
    return cause;
  }

  /** What the questions told, a sentence with a blank in front; nothing if none was asked. */
  String note() {
    String told = told();
    if (told.isEmpty()) {
      return interrupted ? " Not asked further: the thread was interrupted." : "";
    }
    return (asked == 0 ? " Not asked" : asked == 1 ? " Asked once" : " Asked " + asked + " times")
        + ": "
        + told
        + (told.endsWith(".") ? "" : ".")
        + (interrupted ? " Not asked further: the thread was interrupted." : "");
  }

  private String told() {
    if (lastWord instanceof Finding.NotThere) {
      return guard.words().displayName() + " does not know it yet";
    }
    if (lastWord instanceof Finding.NotDone<T> notDone) {
      return guard.words().displayName() + " " + SafeText.oneLine(notDone.words());
    }
    if (lastWord instanceof Finding.Pending<T> pending) {
      return guard.words().displayName() + " " + SafeText.oneLine(pending.words());
    }
    return lastWord instanceof Finding.Nothing<T> nothing ? nothing.words() : "";
  }

  private void logQuestion(Tried<?> tried) {
    guard.tellAttempt(order.subject(), true, asked, tried);
    if (log.isDebugEnabled()) {
      String number = order.subject().number();
      log.debug(
          "{} {} account={} question={} outcome={} {} ms",
          order.subject().operation(),
          number == null ? "-" : number,
          guard.words().account(),
          asked,
          tried.outcome(),
          tried.nanos() / 1_000_000);
    }
  }
}
