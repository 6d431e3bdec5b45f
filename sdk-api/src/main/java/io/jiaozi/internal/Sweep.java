package io.jiaozi.internal;

import io.jiaozi.GatewayConfig;
import io.jiaozi.internal.guard.Fate;
import io.jiaozi.internal.guard.GuardedAccount;
import io.jiaozi.journal.Journal;
import io.jiaozi.journal.JournalEntry;
import io.jiaozi.journal.RecoveryReport;
import io.jiaozi.notification.MerchantHandler;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Goes over the journal: takes what is due in small handfuls, so that many gateways share the work,
 * and lets each account look at its own. Safe for use by many threads.
 */
final class Sweep implements AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(Sweep.class);

  private static final int HANDFUL = 10;
  private static final Duration SHORTEST_PAUSE = Duration.ofMillis(100);

  /** A handful takes no longer, unless the channel is slow; then another may look too. */
  private static final Duration HOLD = Duration.ofMinutes(2);

  private static final Duration PATIENCE_AT_CLOSING = Duration.ofSeconds(10);

  private final Journal journal;
  private final GatewayConfig config;
  private final Map<String, GuardedAccount> accounts;
  private final BooleanSupplier closed;
  private @Nullable ScheduledExecutorService background;

  Sweep(
      Journal journal,
      GatewayConfig config,
      Map<String, GuardedAccount> accounts,
      BooleanSupplier closed) {
    this.journal = journal;
    this.config = config;
    this.accounts = accounts;
    this.closed = closed;
  }

  /** One pass over what is due now. */
  RecoveryReport pass(MerchantHandler handler) {
    Objects.requireNonNull(handler, "handler");
    Instant begin = config.time().now();
    Map<Fate, Integer> fates = new EnumMap<>(Fate.class);
    int looked = 0;
    while (!closed.getAsBoolean() && !Thread.currentThread().isInterrupted()) {
      List<JournalEntry> handful =
          journal.lease(accounts.keySet(), begin, config.time().now().plus(HOLD), HANDFUL);
      for (JournalEntry entry : handful) {
        fates.merge(resolve(entry, handler), 1, Integer::sum);
      }
      looked += handful.size();
      if (handful.isEmpty()) {
        break;
      }
    }
    return new RecoveryReport(
        looked,
        fates.getOrDefault(Fate.ENDED, 0),
        fates.getOrDefault(Fate.OPEN, 0),
        fates.getOrDefault(Fate.GIVEN_UP, 0),
        fates.getOrDefault(Fate.FAILED, 0),
        journal.nextQuestionAt(accounts.keySet()).orElse(null));
  }

  private Fate resolve(JournalEntry entry, MerchantHandler handler) {
    GuardedAccount account = Objects.requireNonNull(accounts.get(entry.key().account()));
    return account.resolve(entry, handler, config.subMerchants());
  }

  /** Passes in the background until this is closed. */
  synchronized void every(Duration pause, MerchantHandler handler) {
    Objects.requireNonNull(handler, "handler");
    if (pause.compareTo(SHORTEST_PAUSE) < 0) {
      throw new IllegalArgumentException(
          "A sweep every " + pause + " is too often. Give at least " + SHORTEST_PAUSE + ".");
    }
    if (background != null) {
      throw new IllegalStateException(
          "This gateway sweeps its journal already. One sweep does all the work.");
    }
    background =
        Executors.newSingleThreadScheduledExecutor(
            work -> {
              Thread thread = new Thread(work, "jiaozi-sweep");
              thread.setDaemon(true);
              return thread;
            });
    // Its passes throw nothing, so nobody has to look at what they return.
    ScheduledFuture<?> unused =
        background.scheduleWithFixedDelay(
            () -> passQuietly(handler), pause.toMillis(), pause.toMillis(), TimeUnit.MILLISECONDS);
  }

  private void passQuietly(MerchantHandler handler) {
    try {
      RecoveryReport report = pass(handler);
      if (report.looked() > 0) {
        log.info("Sweep over the journal: {}", report);
      }
    } catch (RuntimeException | LinkageError | StackOverflowError failed) {
      // What is thrown out of a scheduled task ends the schedule.
      log.warn(
          "The sweep over the journal failed with {} and goes on at its next turn",
          failed.getClass().getName());
    }
  }

  /** Stops the background; a pass that is on its way ends after the entry at hand. */
  @Override
  public void close() {
    ScheduledExecutorService running;
    synchronized (this) {
      running = background;
    }
    if (running == null) {
      return;
    }
    running.shutdown();
    try {
      if (!running.awaitTermination(PATIENCE_AT_CLOSING.toMillis(), TimeUnit.MILLISECONDS)) {
        running.shutdownNow();
      }
    } catch (InterruptedException interrupted) {
      running.shutdownNow();
      Thread.currentThread().interrupt();
    }
  }
}
