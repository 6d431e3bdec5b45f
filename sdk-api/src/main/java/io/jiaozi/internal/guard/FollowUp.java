package io.jiaozi.internal.guard;

import io.jiaozi.journal.JournalEntry;
import io.jiaozi.spi.OutcomePlan;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * When a sweep asks about an entry: at the moments of the adapter's plan, then ever more seldom,
 * and once when nobody can pay any more.
 */
final class FollowUp {

  /** A channel may learn of a payment some minutes after it expired. */
  static final Duration EXPIRY_GRACE = Duration.ofMinutes(10);

  /** Banks take days over some payments and refunds; after this a person has to look. */
  private static final Duration LONGEST = Duration.ofDays(15);

  private FollowUp() {}

  /** The next moment; null when all have passed. */
  static @Nullable Instant next(OutcomePlan plan, JournalEntry entry, Instant now) {
    Instant next = usual(plan, entry.firstSentAt(), now);
    Instant payBefore = entry.payBefore();
    if (payBefore != null) {
      Instant over = payBefore.plus(EXPIRY_GRACE);
      if (over.isAfter(now) && (next == null || over.isBefore(next))) {
        return over;
      }
    }
    return next;
  }

  private static @Nullable Instant usual(OutcomePlan plan, Instant firstSentAt, Instant now) {
    for (Duration moment : plan.askAfter()) {
      Instant at = firstSentAt.plus(moment);
      if (at.isAfter(now)) {
        return at;
      }
    }
    Duration age = Duration.between(firstSentAt, now);
    if (age.compareTo(Duration.ofMinutes(5)) < 0) {
      return now.plusSeconds(60);
    }
    if (age.compareTo(Duration.ofHours(1)) < 0) {
      return now.plus(Duration.ofMinutes(5));
    }
    if (age.compareTo(Duration.ofDays(1)) < 0) {
      return now.plus(Duration.ofHours(1));
    }
    return age.compareTo(LONGEST) < 0 ? now.plus(Duration.ofDays(1)) : null;
  }

  /** Whether nobody can pay any more, and the channel has had its time to say so. */
  static boolean isExpired(JournalEntry entry, Instant now) {
    Instant payBefore = entry.payBefore();
    return payBefore != null && !now.isBefore(payBefore.plus(EXPIRY_GRACE));
  }

  /**
   * Whether "not there" is certain. Of an order that expires: once nobody can bring it into being
   * any more by opening its page. Of everything else: once the adapter's grace is over, and ten
   * minutes too.
   */
  static boolean isCertainlyAbsent(OutcomePlan plan, JournalEntry entry, Instant now) {
    if (entry.payBefore() != null) {
      return isExpired(entry, now);
    }
    Duration age = Duration.between(entry.firstSentAt(), now);
    return age.compareTo(plan.notFoundGrace()) >= 0 && age.compareTo(EXPIRY_GRACE) >= 0;
  }
}
