package io.jiaozi.sandbox.channel;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.PriorityQueue;
import org.jspecify.annotations.Nullable;

/**
 * An agenda without threads: nothing runs before {@link #runNext}, and then one thing, in the
 * caller's thread. What is due first runs first; of things due at the same time, what was asked for
 * first. Not thread-safe.
 */
public final class SteppedAgenda implements Agenda {
  private final Clock clock;
  private final PriorityQueue<Entry> entries = new PriorityQueue<>();
  private long asked;

  public SteppedAgenda(Clock clock) {
    this.clock = clock;
  }

  @Override
  public void now(Runnable task) {
    later(Duration.ZERO, 1, task);
  }

  @Override
  public void later(Duration delay, long speed, Runnable task) {
    entries.add(new Entry(clock.instant().plus(delay), asked++, task));
  }

  /** When the next task is due; null when nothing is left to do. */
  public @Nullable Instant nextDue() {
    Entry next = entries.peek();
    return next == null ? null : next.due();
  }

  /** Runs the next task if the clock has come that far; says whether it did. */
  public boolean runNext() {
    Entry next = entries.peek();
    if (next == null || next.due().isAfter(clock.instant())) {
      return false;
    }
    entries.poll();
    next.task().run();
    return true;
  }

  @Override
  public int waiting() {
    return entries.size();
  }

  @Override
  public void close() {
    entries.clear();
  }

  private record Entry(Instant due, long order, Runnable task) implements Comparable<Entry> {
    @Override
    public int compareTo(Entry other) {
      int byTime = due.compareTo(other.due);
      return byTime != 0 ? byTime : Long.compare(order, other.order);
    }
  }
}
