package io.jiaozi.sandbox.channel;

import io.jiaozi.sandbox.SandboxClock;
import java.time.Duration;
import java.time.Instant;
import java.util.Iterator;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * Things the sandbox does later: each runs once, when its real delay is over or when the sandbox
 * clock has been moved past its due time, whichever is first. Safe for use by many threads.
 */
public final class Agenda implements AutoCloseable {
  private final SandboxClock clock;
  private final ScheduledThreadPoolExecutor timer;
  private final ExecutorService workers;
  private final Set<Entry> entries = ConcurrentHashMap.newKeySet();

  public Agenda(SandboxClock clock) {
    this.clock = clock;
    timer = new ScheduledThreadPoolExecutor(1, daemon("jiaozi-sandbox-timer"));
    timer.setRemoveOnCancelPolicy(true);
    workers = Executors.newCachedThreadPool(daemon("jiaozi-sandbox-worker"));
    clock.onAdvance(this::runDue);
  }

  private static ThreadFactory daemon(String name) {
    AtomicInteger number = new AtomicInteger();
    return task -> {
      Thread thread = new Thread(task, name + "-" + number.incrementAndGet());
      thread.setDaemon(true);
      return thread;
    };
  }

  /** Runs the task at once, on another thread. Does nothing after {@link #close}. */
  public void now(Runnable task) {
    if (!workers.isShutdown()) {
      workers.execute(task);
    }
  }

  /**
   * Runs the task after a while.
   *
   * @param delay how long in the sandbox's time
   * @param speed how many sandbox seconds pass in a real one while waiting; 0 waits for {@link
   *     SandboxClock#advance} only
   */
  public void later(Duration delay, long speed, Runnable task) {
    if (timer.isShutdown()) {
      return;
    }
    Entry entry = new Entry(clock.instant().plus(delay), task);
    entries.add(entry);
    if (speed > 0) {
      entry.timed = timer.schedule(() -> run(entry), delay.toNanos() / speed, TimeUnit.NANOSECONDS);
    }
  }

  private void runDue() {
    Instant now = clock.instant();
    for (Iterator<Entry> all = entries.iterator(); all.hasNext(); ) {
      Entry entry = all.next();
      if (!entry.due.isAfter(now)) {
        run(entry);
      }
    }
  }

  private void run(Entry entry) {
    if (entry.started.compareAndSet(false, true)) {
      entries.remove(entry);
      Future<?> timed = entry.timed;
      if (timed != null) {
        timed.cancel(false);
      }
      now(entry.task);
    }
  }

  /** How many tasks still wait for their time. */
  public int waiting() {
    return entries.size();
  }

  /** Forgets what was still to be done and ends the threads. */
  @Override
  public void close() {
    timer.shutdownNow();
    workers.shutdownNow();
    entries.clear();
  }

  private static final class Entry {
    private final Instant due;
    private final Runnable task;
    private final AtomicBoolean started = new AtomicBoolean();
    private volatile @Nullable Future<?> timed;

    private Entry(Instant due, Runnable task) {
      this.due = due;
      this.task = task;
    }
  }
}
