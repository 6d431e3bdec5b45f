package io.jiaozi.internal.notification;

import io.jiaozi.TimeSource;
import io.jiaozi.notification.NotificationLog;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/** Remembers facts until the process ends, bounded by age and number. */
public final class MemoryNotificationLog implements NotificationLog {

  private final TimeSource time;
  private final Duration keep;
  private final int most;

  // A lock, not a monitor: virtual threads of older JDKs are pinned by those.
  private final ReentrantLock lock = new ReentrantLock();

  /** Oldest first: facts are added as they are handled and never moved. */
  private final Map<Fact, Instant> handled = new LinkedHashMap<>();

  private final Map<Fact, CountDownLatch> running = new HashMap<>();

  /** Keeps facts this long at least while there is room, and this many at most. */
  public MemoryNotificationLog(TimeSource time, Duration keep, int most) {
    this.time = Objects.requireNonNull(time, "time");
    if (keep.isNegative() || keep.isZero() || most < 1) {
      throw new IllegalArgumentException(
          "A log keeps at least one fact, for more than no time at all.");
    }
    this.keep = keep;
    this.most = most;
  }

  @Override
  public Once once(Fact fact, Duration patience, Work work) throws Exception {
    Objects.requireNonNull(fact, "fact");
    Objects.requireNonNull(work, "work");
    long patienceEnds = time.nanos() + patience.toNanos();
    CountDownLatch mine = new CountDownLatch(1);
    while (true) {
      CountDownLatch others = begin(fact, mine);
      if (others == mine) {
        return run(fact, mine, work);
      }
      if (others == null) {
        return Once.DUPLICATE;
      }
      if (!others.await(patienceEnds - time.nanos(), TimeUnit.NANOSECONDS)) {
        return Once.BUSY;
      }
    }
  }

  /** Mine if this work may run, somebody else's if it has to wait, null if the fact is handled. */
  private @Nullable CountDownLatch begin(Fact fact, CountDownLatch mine) {
    lock.lock();
    try {
      if (handled.containsKey(fact)) {
        return null;
      }
      CountDownLatch others = running.putIfAbsent(fact, mine);
      return others == null ? mine : others;
    } finally {
      lock.unlock();
    }
  }

  private Once run(Fact fact, CountDownLatch mine, Work work) throws Exception {
    boolean done = false;
    try {
      work.run();
      done = true;
      return Once.DONE;
    } finally {
      end(fact, done);
      mine.countDown();
    }
  }

  private void end(Fact fact, boolean done) {
    lock.lock();
    try {
      running.remove(fact);
      if (done) {
        Instant now = time.now();
        handled.put(fact, now);
        forget(now.minus(keep));
      }
    } finally {
      lock.unlock();
    }
  }

  private void forget(Instant before) {
    Iterator<Instant> oldest = handled.values().iterator();
    while (oldest.hasNext() && (oldest.next().isBefore(before) || handled.size() > most)) {
      oldest.remove();
    }
  }

  @Override
  public boolean seen(Fact fact) {
    lock.lock();
    try {
      return handled.containsKey(fact);
    } finally {
      lock.unlock();
    }
  }

  @Override
  public int forgetBefore(Instant handledAt) {
    lock.lock();
    try {
      int before = handled.size();
      handled.values().removeIf(moment -> moment.isBefore(handledAt));
      return before - handled.size();
    } finally {
      lock.unlock();
    }
  }
}
