package io.jiaozi.sandbox;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The sandbox's time: a base clock plus what the sandbox was moved forward by. Everything that
 * depends on time (freshness of signatures, expiry of codes, re-delivery) asks this clock. It only
 * moves forward. Safe for use by many threads.
 */
public final class SandboxClock extends Clock {
  private final Clock base;
  private final AtomicLong aheadNanos;
  private final List<Runnable> listeners;

  SandboxClock(Clock base) {
    this(base, new AtomicLong(), new CopyOnWriteArrayList<>());
  }

  private SandboxClock(Clock base, AtomicLong aheadNanos, List<Runnable> listeners) {
    this.base = base;
    this.aheadNanos = aheadNanos;
    this.listeners = listeners;
  }

  /**
   * Moves the sandbox's time forward. Whatever became due (a notification's next delivery, the end
   * of a refund) starts before this returns, on other threads.
   *
   * @throws IllegalArgumentException if {@code step} is negative
   */
  public void advance(Duration step) {
    if (step.isNegative()) {
      throw new IllegalArgumentException(
          "The sandbox clock only moves forward, but was asked to move by " + step + ".");
    }
    aheadNanos.addAndGet(step.toNanos());
    listeners.forEach(Runnable::run);
  }

  /** How far this clock is ahead of its base clock. */
  public Duration ahead() {
    return Duration.ofNanos(aheadNanos.get());
  }

  /** Calls {@code listener} after every {@link #advance}. */
  public void onAdvance(Runnable listener) {
    listeners.add(listener);
  }

  @Override
  public Instant instant() {
    return base.instant().plus(ahead());
  }

  @Override
  public ZoneId getZone() {
    return base.getZone();
  }

  /** The same time, moved together with this one, shown in another zone. */
  @Override
  public Clock withZone(ZoneId zone) {
    return new SandboxClock(base.withZone(zone), aheadNanos, listeners);
  }
}
