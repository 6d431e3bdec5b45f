package io.jiaozi.spring;

import io.jiaozi.TimeSource;
import io.jiaozi.journal.Journal;
import io.jiaozi.notification.NotificationLog;
import io.jiaozi.spring.JiaoziProperties.Keep;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Forgets, once a day, what has ended long ago, so that the tables do not grow for ever. */
final class Housekeeping implements AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(Housekeeping.class);
  private static final Duration FIRST = Duration.ofMinutes(5);
  private static final Duration PAUSE = Duration.ofDays(1);

  private final @Nullable Journal journal;
  private final NotificationLog messages;
  private final Keep keep;
  private final TimeSource time;
  private @Nullable ScheduledExecutorService background;

  Housekeeping(@Nullable Journal journal, NotificationLog messages, Keep keep, TimeSource time) {
    this.journal = journal;
    this.messages = messages;
    this.keep = keep;
    this.time = time;
  }

  /** Begins to forget now and then. Harmless to repeat. */
  synchronized void begin() {
    if (background != null) {
      return;
    }
    background =
        Executors.newSingleThreadScheduledExecutor(
            work -> {
              Thread thread = new Thread(work, "jiaozi-housekeeping");
              thread.setDaemon(true);
              return thread;
            });
    // What it does throws nothing, so nobody has to look at what it returns.
    ScheduledFuture<?> unused =
        background.scheduleWithFixedDelay(
            this::tidy, FIRST.toSeconds(), PAUSE.toSeconds(), TimeUnit.SECONDS);
  }

  /** Forgets once. */
  void tidy() {
    Instant now = time.now();
    try {
      int entries = journal == null ? 0 : journal.forgetEndedBefore(now.minus(keep.journal()));
      int facts = messages.forgetBefore(now.minus(keep.notifications()));
      if (entries + facts > 0) {
        log.info("Forgot {} ended operations and {} handled messages.", entries, facts);
      }
    } catch (RuntimeException failed) {
      // Thrown out of a scheduled task it would end the schedule.
      log.warn(
          "Forgetting what ended long ago failed with {}; tried again tomorrow",
          failed.getClass().getName());
    }
  }

  @Override
  public synchronized void close() {
    if (background != null) {
      background.shutdownNow();
    }
  }
}
