package io.jiaozi.internal.guard;

import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig.SlidingWindowType;
import io.jiaozi.TimeSource;
import io.jiaozi.spi.ChannelFailure;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * Stands before downloads of verification keys. Two failures of the last three open it for thirty
 * seconds: keys change rarely, and forged messages that name unknown keys must not become requests
 * to a server that does not answer.
 */
public final class KeyBreaker {

  private final CircuitBreaker breaker;
  private final TimeSource time;

  /** A breaker for the key server of one account. */
  public KeyBreaker(String account, TimeSource time) {
    this.time = time;
    this.breaker =
        CircuitBreaker.of(
            account + "/keys",
            CircuitBreakerConfig.custom()
                .clock(new SteadyClock(time))
                .currentTimestampFunction(clock -> time.nanos(), TimeUnit.NANOSECONDS)
                .slidingWindow(3, 2, SlidingWindowType.COUNT_BASED)
                .failureRateThreshold(60)
                .waitDurationInOpenState(Duration.ofSeconds(30))
                .permittedNumberOfCallsInHalfOpenState(1)
                .slowCallDurationThreshold(Duration.ofHours(1))
                .writableStackTraceEnabled(false)
                .build());
  }

  /** Downloads, unless the last downloads failed. */
  public <T> T fetch(Supplier<? extends T> download) {
    if (!breaker.tryAcquirePermission()) {
      throw new ChannelFailure.NotSent(
          "was not asked for its keys, because the last downloads failed", null);
    }
    long start = time.nanos();
    try {
      T keys = download.get();
      breaker.onSuccess(time.nanos() - start, TimeUnit.NANOSECONDS);
      return keys;
    } catch (ChannelFailure.Rejected alive) {
      breaker.onSuccess(time.nanos() - start, TimeUnit.NANOSECONDS);
      throw alive;
    } catch (Throwable failed) {
      breaker.onError(time.nanos() - start, TimeUnit.NANOSECONDS, failed);
      throw failed;
    }
  }
}
