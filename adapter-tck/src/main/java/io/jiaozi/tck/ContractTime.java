package io.jiaozi.tck;

import io.jiaozi.TimeSource;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Real time, except that waiting takes none and is counted all the same: deadlines and moments to
 * ask at come as near as if somebody had waited.
 */
final class ContractTime implements TimeSource {

  private final TimeSource real = TimeSource.system();
  private final AtomicLong waited = new AtomicLong();

  @Override
  public Instant now() {
    return real.now();
  }

  @Override
  public long nanos() {
    return real.nanos() + waited.get();
  }

  @Override
  public void sleep(Duration duration) throws InterruptedException {
    if (Thread.interrupted()) {
      throw new InterruptedException();
    }
    waited.addAndGet(duration.toNanos());
  }
}
