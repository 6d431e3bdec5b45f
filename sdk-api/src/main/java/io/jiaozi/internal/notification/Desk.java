package io.jiaozi.internal.notification;

import io.jiaozi.event.GatewayEvent.NotificationEnding;
import io.jiaozi.notification.NotificationLog.Fact;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where messages are worked on: one piece of work for a fact at a time, so many pieces at most, and
 * nobody waits longer than the budget. Work that is late runs on.
 */
final class Desk {

  private static final Logger log = LoggerFactory.getLogger(Desk.class);

  private final int places;
  private final Semaphore free;
  private final Executor executor;
  private final @Nullable ExecutorService own;
  private final ConcurrentMap<Fact, CompletableFuture<NotificationEnding>> running =
      new ConcurrentHashMap<>();
  private final AtomicBoolean closed = new AtomicBoolean();

  Desk(int places, @Nullable Executor executor) {
    this.places = places;
    this.free = new Semaphore(places);
    ExecutorService threads = executor == null ? ownThreads() : null;
    this.own = threads;
    this.executor = threads == null ? Objects.requireNonNull(executor) : threads;
  }

  /** As many as there is work: {@link #free} bounds it. They do not keep a machine running. */
  private static ExecutorService ownThreads() {
    AtomicInteger count = new AtomicInteger();
    return Executors.newCachedThreadPool(
        work -> {
          Thread thread = new Thread(work, "jiaozi-notification-" + count.incrementAndGet());
          thread.setDaemon(true);
          return thread;
        });
  }

  /**
   * Works on a fact, or waits for the work on it that runs already.
   *
   * @param within how long to wait
   * @param work must not throw
   */
  NotificationEnding run(Fact fact, Duration within, Supplier<NotificationEnding> work) {
    CompletableFuture<NotificationEnding> mine = new CompletableFuture<>();
    CompletableFuture<NotificationEnding> others = running.putIfAbsent(fact, mine);
    if (others != null) {
      NotificationEnding ending = await(fact, others, within);
      return ending == NotificationEnding.POSTPONED ? ending : NotificationEnding.DUPLICATE;
    }
    if (!free.tryAcquire()) {
      end(fact, mine, NotificationEnding.POSTPONED);
      log.warn(
          "{} on account {} is postponed: {} messages are being worked on, which is the most.",
          fact.key(),
          fact.account(),
          places);
      return NotificationEnding.POSTPONED;
    }
    try {
      executor.execute(() -> work(fact, mine, work));
    } catch (RejectedExecutionException noThread) {
      end(fact, mine, NotificationEnding.POSTPONED);
      free.release();
      log.warn(
          "{} on account {} is postponed: the executor has no thread for it.",
          fact.key(),
          fact.account());
    }
    return await(fact, mine, within);
  }

  private void work(
      Fact fact, CompletableFuture<NotificationEnding> mine, Supplier<NotificationEnding> work) {
    NotificationEnding ending = NotificationEnding.POSTPONED;
    try {
      ending = work.get();
    } finally {
      end(fact, mine, ending);
      free.release();
    }
  }

  /** From here on the log knows of it, so a delivery that comes now need not wait for this one. */
  private void end(
      Fact fact, CompletableFuture<NotificationEnding> mine, NotificationEnding ending) {
    running.remove(fact, mine);
    mine.complete(ending);
  }

  private static NotificationEnding await(
      Fact fact, CompletableFuture<NotificationEnding> work, Duration within) {
    try {
      return work.get(Math.max(within.toNanos(), 0), TimeUnit.NANOSECONDS);
    } catch (TimeoutException late) {
      log.warn(
          "{} on account {} is not handled within its budget. Its handler runs on, and the channel"
              + " is told to deliver again; move slow work to a queue.",
          fact.key(),
          fact.account());
      return NotificationEnding.POSTPONED;
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      return NotificationEnding.POSTPONED;
    } catch (ExecutionException impossible) {
      throw new IllegalStateException("Work on a message ended in a way it cannot.", impossible);
    }
  }

  boolean isClosed() {
    return closed.get();
  }

  /** Takes no more work and waits for what runs. */
  void close(Duration grace) {
    if (!closed.compareAndSet(false, true)) {
      return;
    }
    try {
      if (!free.tryAcquire(places, grace.toNanos(), TimeUnit.NANOSECONDS)) {
        log.warn(
            "Handlers of messages still run {} after the end was asked for; they are not waited"
                + " for any longer. What they have not finished is delivered again.",
            grace);
      }
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
    if (own != null) {
      own.shutdown();
    }
  }
}
