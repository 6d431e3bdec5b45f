package io.jiaozi.proving.stage;

import io.jiaozi.TimeSource;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Real time, except that waiting takes none and is counted all the same: deadlines and moments to
 * ask at come as near as if somebody had waited. The time of day goes on only in truth and by
 * {@link #pass}.
 */
public final class Hourglass implements TimeSource {

  private final TimeSource real = TimeSource.system();
  private final AtomicLong waited = new AtomicLong();
  private final AtomicLong passed = new AtomicLong();

  /** Lets time pass for those who ask this. */
  public void pass(Duration duration) {
    passed.addAndGet(duration.toNanos());
  }

  @Override
  public Instant now() {
    return real.now().plusNanos(passed.get());
  }

  @Override
  public long nanos() {
    return real.nanos() + waited.get() + passed.get();
  }

  @Override
  public void sleep(Duration duration) throws InterruptedException {
    if (Thread.interrupted()) {
      throw new InterruptedException();
    }
    waited.addAndGet(duration.toNanos());
  }
}
