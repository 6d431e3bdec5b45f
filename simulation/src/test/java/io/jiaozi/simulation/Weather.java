package io.jiaozi.simulation;

import io.jiaozi.sandbox.Fault;
import java.time.Duration;
import java.util.List;

/** What the network does to requests, answers and notifications. */
final class Weather {

  /** What becomes of one request. */
  enum Fate {
    /** Asked and answered. */
    GOOD,
    /** Nobody listens: not a byte goes out. */
    REFUSED,
    /** Sent, and lost on the way. */
    LOST,
    /** Sent, and delivered only after the caller has given up. */
    LATE,
    /** Delivered twice; the first answer comes back. */
    TWICE,
    /** Done, and then the wrong thing comes back, or nothing: a {@link Fault}. */
    FAULT,
    /** The same, but nothing was done. */
    FAULT_UNDONE
  }

  /** What becomes of one delivery of a notification. */
  enum Post {
    GOOD,
    /** Never arrives. */
    LOST,
    /** Arrives, but the answer does not come back. */
    UNANSWERED,
    /** Arrives twice. */
    TWICE,
    /** Arrives when the channel has given up on this delivery. */
    LATE
  }

  private static final List<Fate> FATES =
      List.of(
          Fate.REFUSED,
          Fate.LOST,
          Fate.LATE,
          Fate.TWICE,
          Fate.FAULT,
          Fate.FAULT,
          Fate.FAULT,
          Fate.FAULT_UNDONE);

  private static final List<Fault> FAULTS =
      List.of(
          Fault.SILENCE_AFTER_COMMIT,
          Fault.RESET_AFTER_COMMIT,
          Fault.CLOSE_AFTER_COMMIT,
          Fault.TRUNCATED_REPLY,
          Fault.GARBAGE,
          Fault.HTML_200,
          Fault.BAD_SIGNATURE,
          Fault.MISSING_SIGNATURE,
          Fault.STALE_SIGNATURE,
          Fault.STATUS_500,
          Fault.STATUS_503_RETRY_AFTER_0);

  private static final List<Fault> FAULTS_UNDONE =
      List.of(Fault.STATUS_500, Fault.STATUS_503_RETRY_AFTER_0, Fault.STATUS_429, Fault.HTML_502);

  private static final List<Post> POSTS =
      List.of(Post.LOST, Post.LOST, Post.UNANSWERED, Post.TWICE, Post.LATE);

  private final Chance chance;
  private int percent;

  /**
   * @param percent how much of what is sent goes wrong
   */
  Weather(Chance chance, int percent) {
    this.chance = chance;
    this.percent = percent;
  }

  void clears() {
    percent = 0;
  }

  Fate fate() {
    return percent > 0 && chance.percent(percent) ? chance.pick(FATES) : Fate.GOOD;
  }

  Fault fault(Fate fate) {
    return chance.pick(fate == Fate.FAULT ? FAULTS : FAULTS_UNDONE);
  }

  Post post() {
    return percent > 0 && chance.percent(percent) ? chance.pick(POSTS) : Post.GOOD;
  }

  /** How long a request or an answer is on its way. */
  Duration way() {
    return percent > 0 && chance.percent(3) ? chance.millis(500, 3_000) : chance.millis(5, 120);
  }

  /** How much later than the caller's patience something arrives. */
  Duration lateness() {
    return chance.millis(50, 20_000);
  }
}
