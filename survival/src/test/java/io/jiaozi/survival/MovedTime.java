package io.jiaozi.survival;

import io.jiaozi.TimeSource;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicLong;

/** The machine's time, moved ahead by the test together with the sandbox's. */
final class MovedTime implements TimeSource {

  private final AtomicLong aheadNanos = new AtomicLong();

  MovedTime(Duration ahead) {
    aheadNanos.set(ahead.toNanos());
  }

  void advance(Duration step) {
    aheadNanos.addAndGet(step.toNanos());
  }

  @Override
  public Instant now() {
    return TimeSource.system().now().plusNanos(aheadNanos.get());
  }

  @Override
  public long nanos() {
    return TimeSource.system().nanos() + aheadNanos.get();
  }

  @Override
  public void sleep(Duration duration) throws InterruptedException {
    TimeSource.system().sleep(duration);
  }
}
