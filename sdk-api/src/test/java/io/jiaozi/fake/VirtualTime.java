package io.jiaozi.fake;

import io.jiaozi.TimeSource;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;

/** Time that stands still until somebody sleeps or a test moves it. Safe for many threads. */
public final class VirtualTime implements TimeSource {

  /** Where it begins. */
  public static final Instant START = Instant.parse("2026-03-01T08:00:00Z");

  private final AtomicLong nanos = new AtomicLong();
  private final List<Duration> sleeps = new CopyOnWriteArrayList<>();

  @Override
  public Instant now() {
    return START.plusNanos(nanos.get());
  }

  @Override
  public long nanos() {
    // Begins near the end of a long, as a real one may: only differences mean anything.
    return Long.MAX_VALUE - 1_000_000_000L + nanos.get();
  }

  @Override
  public void sleep(Duration duration) throws InterruptedException {
    if (Thread.interrupted()) {
      throw new InterruptedException();
    }
    sleeps.add(duration);
    pass(duration);
  }

  /** Moves on. */
  public void pass(Duration duration) {
    nanos.addAndGet(duration.toNanos());
  }

  /** Every sleep so far. */
  public List<Duration> sleeps() {
    return List.copyOf(sleeps);
  }
}
