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

/** Runs things on threads of its own. Safe for use by many threads. */
final class ThreadedAgenda implements Agenda {
  private final SandboxClock clock;
  private final ScheduledThreadPoolExecutor timer;
  private final ExecutorService workers;
  private final Set<Entry> entries = ConcurrentHashMap.newKeySet();

  ThreadedAgenda(SandboxClock clock) {
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

  @Override
  public void now(Runnable task) {
    if (!workers.isShutdown()) {
      workers.execute(task);
    }
  }

  @Override
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

  @Override
  public int waiting() {
    return entries.size();
  }

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
