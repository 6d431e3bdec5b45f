package io.jiaozi.spi;

import java.time.Duration;
import java.util.List;
import java.util.Objects;

/**
 * What the gateway may do about one kind of operation when no trustworthy answer came: declared by
 * the adapter from the channel's documents, carried out by the gateway.
 *
 * @param repeat whether the same request may be sent again
 * @param askAfter when to ask how it ended, measured from the first send, rising; empty if asking
 *     tells nothing. The gateway asks inside the call's deadline; later moments are for whoever
 *     looks after open outcomes
 * @param notFoundGrace how long "not found" proves nothing, measured from the first send: the
 *     request may still be on its way. Before that nothing is repeated under {@code ASK_FIRST}.
 *     Zero only where the channel promises to know a request as soon as it took it
 * @param giveUp what to do when asking led nowhere
 */
public record OutcomePlan(
    Repeat repeat, List<Duration> askAfter, Duration notFoundGrace, GiveUp giveUp) {

  /** Copies the schedule. */
  public OutcomePlan {
    Objects.requireNonNull(repeat, "repeat");
    askAfter = List.copyOf(askAfter);
    Objects.requireNonNull(notFoundGrace, "notFoundGrace");
    Objects.requireNonNull(giveUp, "giveUp");
  }

  /**
   * A plan for questions: they change nothing, so they are repeated freely and never asked about.
   */
  public static OutcomePlan forQuestions() {
    return new OutcomePlan(Repeat.FREELY, List.of(), Duration.ZERO, GiveUp.REPORT);
  }

  /**
   * Whether the same request (same number, same contents, fresh signature) may be sent again after
   * it may have arrived.
   */
  public enum Repeat {
    /** The channel's documents say that the same request is harmless. */
    FREELY,
    /** Only after asking has shown that it did not arrive. */
    ASK_FIRST,
    /** Not at all: a second request would do it twice, or nobody knows. */
    NEVER
  }

  /** What to do when asking led nowhere. */
  public enum GiveUp {
    /** Tell the caller that the outcome is unknown. */
    REPORT,
    /** Undo the payment, as the protocol of payments at the till demands. */
    REVERSE
  }
}
