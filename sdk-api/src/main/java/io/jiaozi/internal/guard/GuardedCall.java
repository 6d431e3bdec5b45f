package io.jiaozi.internal.guard;

import io.jiaozi.Operation;
import io.jiaozi.SubMerchant;
import io.jiaozi.error.OpenOutcome;
import io.jiaozi.error.PaymentException;
import io.jiaozi.error.RejectedReason;
import io.jiaozi.internal.report.SafeText;
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
 * plan says that the channel makes it harmless, or once a question has shown that it did not
 * happen. Everything else never. An outcome that is open after that is asked about. Not
 * thread-safe: one for each call.
 */
final class GuardedCall<T> {

  private static final Logger log = LoggerFactory.getLogger(GuardedCall.class);

  /** With less time than this an attempt would only turn "not sent" into "unknown". */
  static final Duration SHORTEST_REPEAT = Duration.ofMillis(100);

  /** Where only a question can tell how a call ended, so much of its time is kept for questions. */
  private static final Duration LONGEST_RESERVE = Duration.ofSeconds(3);

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
   * @param plan what may be repeated, and when to ask how it ended
   * @param actingFor the merchant for whom the partner acts; null for the account's own
   * @param exchange one attempt
   * @param mismatch what is wrong with an answer, a clause that follows the channel's name
   * @param resolution how an open outcome is found out; null where nothing can be asked
   * @param till how to wait for a buyer; null where nobody waits
   */
  record Order<T>(
      Subject subject,
      CallClass callClass,
      Operation asked,
      OutcomePlan plan,
      @Nullable SubMerchant actingFor,
      Function<CallContext, T> exchange,
      Function<T, Optional<String>> mismatch,
      @Nullable Resolution<?, T> resolution,
      @Nullable Till<T> till) {

    /** What is asked about afterwards, if anything is. */
    @Nullable Resolution<?, T> inquiry() {
      return plan.askAfter().isEmpty() ? null : resolution;
    }
  }

  private final Guard guard;
  private final Order<T> order;
  private final Deadline deadline;
  private final Duration reserve;
  private final Lane lane;
  private final boolean inJournal;

  private int attempts;
  private @Nullable ChannelFailure last;
  private ChannelFailure.@Nullable OutcomeUnknown open;
  private @Nullable Instant firstSentAt;
  private long firstSentNanos;

  /**
   * Begins.
   *
   * @param page where the call stands in the journal; null if it stands in none
   */
  GuardedCall(Guard guard, Order<T> order, Duration within, Bookkeeper.@Nullable Page page) {
    this.guard = guard;
    this.order = order;
    this.deadline = Deadline.in(within, guard.time());
    this.lane = guard.lane(order.callClass());
    this.reserve = reserve(order, within);
    this.inJournal = page != null;
    Instant sentBefore = page == null ? null : page.sentBefore();
    if (sentBefore != null) {
      this.open =
          new ChannelFailure.OutcomeUnknown(
              OpenOutcome.Cause.NO_REPLY,
              "may have been asked before, by an earlier call of the same number whose end is open",
              null);
      this.firstSentAt = sentBefore;
      this.firstSentNanos =
          guard.time().nanos() - Duration.between(sentBefore, guard.time().now()).toNanos();
    }
  }

  private static Duration reserve(Order<?> order, Duration within) {
    if (order.inquiry() == null || order.plan().repeat() == OutcomePlan.Repeat.FREELY) {
      return Duration.ZERO;
    }
    Duration quarter = within.dividedBy(4);
    return quarter.compareTo(LONGEST_RESERVE) < 0 ? quarter : LONGEST_RESERVE;
  }

  T run() {
    if (open != null
        && order.inquiry() != null
        && order.plan().repeat() != OutcomePlan.Repeat.FREELY) {
      // Not to be sent again before it is known that the earlier call did not arrive.
      return outcomeOpen("");
    }
    if (!lane.enter()) {
      throw guard.words().heldBack(order.subject(), allTaken());
    }
    Sent<T> sent;
    try {
      sent = send();
    } finally {
      lane.leave();
    }
    T answer = sent.answer();
    if (answer != null && !worthWaiting(answer)) {
      return answer;
    }
    return outcomeOpen(sent.note());
  }

  private String allTaken() {
    return "all "
        + guard.maxConcurrentCalls()
        + " places for "
        + order.callClass().words()
        + " of this account are taken";
  }

  private boolean worthWaiting(T answer) {
    Till<T> till = order.till();
    return till != null && till.waiting().test(answer);
  }

  /**
   * How sending ended: an answer, or an open outcome.
   *
   * @param answer null if the outcome is open
   * @param note why no more was sent, a sentence with a blank in front, or nothing
   */
  private record Sent<T>(@Nullable T answer, String note) {}

  private Sent<T> send() {
    while (true) {
      Duration left = deadline.left().minus(reserve);
      if (left.isNegative() || left.isZero()) {
        return stopped("the deadline of " + inWords(deadline.total()) + " has passed");
      }
      if (!lane.mayTry()) {
        return stopped(
            "too many "
                + order.callClass().words()
                + " of this account failed lately, so none is sent for some seconds");
      }
      T answer = attempt(left);
      if (answer != null) {
        guard.budget().refill();
        return new Sent<>(answer, "");
      }
      String end = waitForRepeat();
      if (end != null) {
        return ended(end);
      }
    }
  }

  /** One attempt; null if it failed, which is then the last failure. */
  private @Nullable T attempt(Duration left) {
    attempts++;
    Instant sentAt = guard.time().now();
    long start = guard.time().nanos();
    CallContext context = new CallContext(order.asked(), left, attempts, order.actingFor());
    Tried<T> tried =
        Tried.once(guard.time(), lane, () -> order.exchange().apply(context), order.mismatch());
    logAttempt(tried);
    if (firstSentAt == null && !(tried.failure() instanceof ChannelFailure.NotSent)) {
      firstSentAt = sentAt;
      firstSentNanos = start;
    }
    if (tried.failure() != null) {
      last = tried.failure();
      if (last instanceof ChannelFailure.OutcomeUnknown unknown) {
        open = unknown;
      }
    }
    return tried.answer();
  }

  /** Returns null when the next attempt may begin, else a note why there is none. */
  private @Nullable String waitForRepeat() {
    ChannelFailure failure = Objects.requireNonNull(last);
    if (!mayRepeat(failure)) {
      return "";
    }
    if (attempts >= guard.maxAttempts()) {
      return attempts == 1 ? "" : " Tried " + attempts + " times.";
    }
    Duration retryAfter = retryAfter(failure);
    if (retryAfter != null && retryAfter.compareTo(Backoff.LONGEST_RETRY_AFTER) > 0) {
      return " Not repeated: it asks to wait " + inWords(retryAfter) + ".";
    }
    Duration pause = guard.backoff().before(attempts, retryAfter);
    if (deadline.left().minus(reserve).minus(pause).compareTo(SHORTEST_REPEAT) < 0) {
      return " Not repeated: the deadline of " + inWords(deadline.total()) + " is near.";
    }
    if (!guard.budget().takeForRepeat()) {
      return " Not repeated: too many calls of this account were repeated lately.";
    }
    try {
      guard.time().sleep(pause);
      return null;
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      return " Not repeated: the thread was interrupted.";
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
      // A channel that is at work on the very same request says when to come again.
      return WORTH_REPEATING.contains(unknown.reason())
          || (unknown.reason() == OpenOutcome.Cause.STILL_PENDING && unknown.retryAfter() != null);
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
  private Sent<T> stopped(String why) {
    if (last == null) {
      throw guard.words().heldBack(order.subject(), why);
    }
    return ended(" Not repeated: " + why + ".");
  }

  /**
   * Once an attempt may have arrived, no later attempt that was refused or not sent makes that
   * undone: the outcome stays open. Everything else is certain, and thrown.
   */
  private Sent<T> ended(String note) {
    ChannelFailure failure = Objects.requireNonNull(last);
    if (open != null && !order.subject().isQuestion()) {
      return new Sent<>(null, refusedRepeat(failure) + note);
    }
    if (failure instanceof ChannelFailure.OutcomeUnknown) {
      return new Sent<>(null, note);
    }
    if (failure instanceof ChannelFailure.Rejected rejected) {
      throw guard.words().rejected(order.subject(), rejected, attempts);
    }
    throw guard.words().notSent(order.subject(), (ChannelFailure.NotSent) failure, attempts, note);
  }

  private static String refusedRepeat(ChannelFailure failure) {
    return failure instanceof ChannelFailure.Rejected rejected
        ? " A repeat was refused (code "
            + SafeText.oneLine(rejected.channelCode())
            + "), which does not tell how the first request ended."
        : "";
  }

  /**
   * The outcome is open and nothing more may be sent without knowing more: asks, sends again what
   * turns out not to have happened, and gives up as the plan says.
   */
  private T outcomeOpen(String note) {
    Resolution<?, T> resolution = order.inquiry();
    if (resolution == null) {
      throw unknown(standing().reason(), note);
    }
    Till<T> till = order.till();
    Deadline end =
        till == null
            ? deadline
            : new Deadline(
                guard.time(),
                firstSentNanos + till.patience().plus(deadline.total()).toNanos(),
                till.patience().plus(deadline.total()));
    Inquiry<T> inquiry = new Inquiry<>(guard, order, resolution, end, firstSentNanos, open != null);
    String said = note;
    while (inquiry.hasTime()) {
      Finding<T> finding = ask(inquiry);
      if (finding instanceof Finding.Settled<T> settled) {
        guard.tellResolved(order.subject(), settled.answer(), inquiry.elapsed());
        return settled.answer();
      }
      if (mayRepeat(finding, inquiry)) {
        T again = repeat();
        if (again != null && !worthWaiting(again)) {
          return again;
        }
        said = refusedRepeat(Objects.requireNonNullElse(last, standing()));
      }
    }
    if (till != null && !inquiry.interrupted()) {
      Finding<T> undone = till.giveUp().apply(inquiry.elapsed());
      if (undone instanceof Finding.Settled<T> settled) {
        return settled.answer();
      }
      inquiry.learn(undone);
    }
    OpenOutcome.Cause learned = inquiry.cause();
    throw unknown(learned == null ? standing().reason() : learned, said + inquiry.note());
  }

  private Finding<T> ask(Inquiry<T> inquiry) {
    try {
      return inquiry.ask();
    } catch (ChannelFailure.Rejected pastIt) {
      throw guard.words().rejected(order.subject(), pastIt, attempts);
    }
  }

  private boolean mayRepeat(Finding<T> finding, Inquiry<T> inquiry) {
    if (order.plan().repeat() == OutcomePlan.Repeat.NEVER || attempts >= guard.maxAttempts()) {
      return false;
    }
    // At the till the buyer waits for an end, not for another charge by a code shown long ago.
    if (order.till() != null) {
      return false;
    }
    if (finding instanceof Finding.NotThere) {
      return order.plan().repeat() == OutcomePlan.Repeat.FREELY
          || inquiry.elapsed().compareTo(order.plan().notFoundGrace()) >= 0;
    }
    return finding instanceof Finding.NotDone;
  }

  /** The same request once more, now that it is known not to have happened; null if it failed. */
  private @Nullable T repeat() {
    Duration left = deadline.left();
    if (left.compareTo(SHORTEST_REPEAT) < 0 || !lane.enter()) {
      return null;
    }
    try {
      return lane.mayTry() && guard.budget().takeForRepeat() ? attempt(left) : null;
    } finally {
      lane.leave();
    }
  }

  /** Why the outcome is open; a payment at the till may be so without any failure. */
  private ChannelFailure.OutcomeUnknown standing() {
    if (open != null) {
      return open;
    }
    return new ChannelFailure.OutcomeUnknown(
        OpenOutcome.Cause.STILL_PENDING, "still waits for the buyer", null);
  }

  private PaymentException unknown(OpenOutcome.Cause cause, String note) {
    ChannelFailure.OutcomeUnknown failure = standing();
    Instant sentAt = Objects.requireNonNull(firstSentAt);
    return guard
        .words()
        .unknown(
            order.subject(),
            failure,
            cause,
            order.plan(),
            sentAt,
            Schedule.askAgainAt(order.plan(), sentAt, guard.time().now(), failure.retryAfter()),
            attempts,
            note + (inJournal ? " The journal holds it, so a sweep will find out." : ""));
  }

  /** How many requests were made, questions not counted. */
  int attempts() {
    return attempts;
  }

  /** Whether some request of this number, of this call or an earlier one, was not answered. */
  boolean mayHaveArrived() {
    return open != null;
  }

  private void logAttempt(Tried<T> tried) {
    guard.tellAttempt(order.subject(), false, attempts, tried);
    if (log.isDebugEnabled()) {
      String number = order.subject().number();
      log.debug(
          "{} {} account={} attempt={} outcome={} {} ms",
          order.subject().operation(),
          number == null ? "-" : number,
          guard.words().account(),
          attempts,
          tried.outcome(),
          tried.nanos() / 1_000_000);
    }
  }

  static String inWords(Duration duration) {
    long millis = duration.toMillis();
    return millis % 1_000 == 0 ? millis / 1_000 + " s" : millis + " ms";
  }
}
