package io.jiaozi.internal.guard;

import io.jiaozi.spi.OutcomePlan;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads the times of a plan. */
final class Schedule {

  /** Where the plan names no time. */
  private static final Duration USUAL = Duration.ofSeconds(5);

  private Schedule() {}

  /**
   * When asking is sensible next: the plan's first time that has not passed, or its last gap again
   * once all have; not before the channel's own wish.
   */
  static Instant askAgainAt(
      OutcomePlan plan, Instant firstSentAt, Instant now, @Nullable Duration retryAfter) {
    List<Duration> times = plan.askAfter();
    Instant next =
        times.stream()
            .map(firstSentAt::plus)
            .filter(time -> time.isAfter(now))
            .findFirst()
            .orElseGet(() -> now.plus(lastGap(times)));
    Instant wish = retryAfter == null ? next : now.plus(retryAfter);
    return wish.isAfter(next) ? wish : next;
  }

  /** How long to leave the channel alone before the first question. */
  static Duration firstGap(OutcomePlan plan) {
    return plan.askAfter().isEmpty() ? USUAL : plan.askAfter().get(0);
  }

  private static Duration lastGap(List<Duration> times) {
    if (times.isEmpty()) {
      return USUAL;
    }
    Duration last = times.get(times.size() - 1);
    Duration gap = times.size() == 1 ? last : last.minus(times.get(times.size() - 2));
    return gap.compareTo(USUAL) < 0 ? USUAL : gap;
  }
}
