package io.jiaozi.notification;

import io.jiaozi.TimeSource;
import io.jiaozi.internal.notification.MemoryNotificationLog;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;

/**
 * Remembers which facts have been handled, so that each is handled once however often and at
 * however many instances its message arrives.
 *
 * <p>Implementations are safe for use by many threads and, where several instances of a shop share
 * one, by many machines. A durable one runs the work inside the transaction that inserts the row of
 * the fact and commits it before {@link #once} returns: then there is no moment at which a crash
 * loses the work or repeats it, as far as the work uses that transaction.
 */
public interface NotificationLog {

  /**
   * Runs the work, unless work for this fact has ended well before. While other work for the same
   * fact runs, here or at another instance, waits for its end first; runs this one if that failed.
   *
   * <p>The work is never interrupted and has no limit of time here; {@code patience} bounds only
   * the waiting for others. The work of one call runs on the caller's thread.
   *
   * @param patience how long to wait for others at most; zero does not wait
   * @return how it went; after {@code DONE} the fact is remembered, durably
   * @throws Exception what the work threw, as it is, and then nothing is remembered; or any
   *     unchecked exception of the log itself, after which it is not known whether the fact is
   *     remembered
   */
  Once once(Fact fact, Duration patience, Work work) throws Exception;

  /**
   * Whether work for this fact has ended well. A hint that saves calls to a channel; {@link #once}
   * decides.
   */
  boolean seen(Fact fact);

  /**
   * Forgets facts handled before this moment. Channels deliver again for up to three days; keep
   * facts for a month at least.
   *
   * @return how many were forgotten
   */
  int forgetBefore(Instant handledAt);

  /**
   * A log in memory, for tests and for a single instance that can bear to handle a fact again after
   * a restart. Keeps facts for 31 days, and the latest 100,000.
   */
  static NotificationLog inMemory() {
    return inMemory(TimeSource.system(), Duration.ofDays(31), 100_000);
  }

  /**
   * A log in memory with other bounds.
   *
   * @param keep how long a fact is kept at least while there is room, more than zero
   * @param most how many facts are kept at most, at least 1; the oldest go first
   */
  static NotificationLog inMemory(TimeSource time, Duration keep, int most) {
    return new MemoryNotificationLog(time, keep, most);
  }

  /** How {@link #once} went. */
  enum Once {
    /** The work ran and ended well. */
    DONE,
    /** Work for this fact had ended well before; this one did not run. */
    DUPLICATE,
    /** Other work for this fact still runs after the patience was over; this one did not run. */
    BUSY
  }

  /** What is to be done once. */
  @FunctionalInterface
  interface Work {
    /** Does it; what it throws undoes it, as far as it used the log's transaction. */
    void run() throws Exception;
  }

  /**
   * Names a fact. Unique within a log.
   *
   * @param account the account's name in the configuration, at most 64 characters
   * @param subMerchant the id of the merchant for whom a partner acts, at most 64 characters; empty
   *     for the account's own business
   * @param key {@link Notification#factKey()}, 1 to 200 printable ASCII characters
   */
  record Fact(String account, String subMerchant, String key) {

    private static final int LONGEST_KEY = 200;

    /** Checks the lengths that a table has to hold. */
    public Fact {
      Objects.requireNonNull(account, "account");
      Objects.requireNonNull(subMerchant, "subMerchant");
      Objects.requireNonNull(key, "key");
      if (key.isEmpty() || key.length() > LONGEST_KEY || !isPrintable(key)) {
        throw new IllegalArgumentException(
            "The key of a fact is 1 to 200 printable ASCII characters.");
      }
    }

    private static boolean isPrintable(String text) {
      return text.chars().allMatch(c -> c >= ' ' && c < 0x7f);
    }
  }
}
