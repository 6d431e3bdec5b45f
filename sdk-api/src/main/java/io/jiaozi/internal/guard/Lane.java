package io.jiaozi.internal.guard;

import io.github.resilience4j.bulkhead.Bulkhead;
import io.github.resilience4j.bulkhead.BulkheadConfig;
import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig.SlidingWindowType;
import io.jiaozi.TimeSource;
import io.jiaozi.error.OpenOutcome;
import io.jiaozi.event.GatewayEvent.BreakerState;
import io.jiaozi.spi.ChannelFailure;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * One breaker and one bulkhead: the calls of one class on one account. Neither of them ever waits.
 */
final class Lane {

  /** In these cases the channel answered; it is alive, whatever it said. */
  private static final Set<OpenOutcome.Cause> ANSWERED =
      EnumSet.of(
          OpenOutcome.Cause.STILL_PENDING,
          OpenOutcome.Cause.NOT_FOUND_YET,
          OpenOutcome.Cause.UNKNOWN_CODE);

  private final CircuitBreaker breaker;
  private final Bulkhead bulkhead;

  Lane(String name, int maxConcurrentCalls, TimeSource time, Consumer<BreakerState> onChange) {
    this.breaker = CircuitBreaker.of(name, breakerConfig(time));
    Breakers.tell(breaker, onChange);
    this.bulkhead =
        Bulkhead.of(
            name,
            BulkheadConfig.custom()
                .maxConcurrentCalls(maxConcurrentCalls)
                .maxWaitDuration(Duration.ZERO)
                .writableStackTraceEnabled(false)
                .build());
  }

  /**
   * Opens when half of at least ten attempts within a minute failed, lets three probes through
   * after ten seconds. A window of time, not of calls: what failed an hour ago tells a small shop
   * nothing.
   */
  private static CircuitBreakerConfig breakerConfig(TimeSource time) {
    return CircuitBreakerConfig.custom()
        .clock(new SteadyClock(time))
        .currentTimestampFunction(clock -> time.nanos(), TimeUnit.NANOSECONDS)
        .slidingWindow(60, 10, SlidingWindowType.TIME_BASED)
        .failureRateThreshold(50)
        .waitDurationInOpenState(Duration.ofSeconds(10))
        .permittedNumberOfCallsInHalfOpenState(3)
        // Slowness alone opens nothing: the deadline bounds it, and a payment at the till is slow.
        .slowCallDurationThreshold(Duration.ofHours(1))
        .writableStackTraceEnabled(false)
        .build();
  }

  /** Takes a place for one call; false if all are taken. */
  boolean enter() {
    return bulkhead.tryAcquirePermission();
  }

  /** Gives the place back. */
  void leave() {
    bulkhead.onComplete();
  }

  /** Whether the breaker lets nothing through at this moment, or a trial only. */
  boolean isHeldBack() {
    return breaker.getState() != CircuitBreaker.State.CLOSED;
  }

  /** Asks the breaker for one attempt, which must then be recorded. */
  boolean mayTry() {
    return breaker.tryAcquirePermission();
  }

  /** Records that the channel answered. */
  void recordAnswer(long nanos) {
    breaker.onSuccess(nanos, TimeUnit.NANOSECONDS);
  }

  /** Records a failure; only those that say something about the channel's health count. */
  void recordFailure(long nanos, ChannelFailure failure) {
    boolean sick =
        failure instanceof ChannelFailure.NotSent
            || (failure instanceof ChannelFailure.OutcomeUnknown unknown
                && !ANSWERED.contains(unknown.reason()));
    if (sick) {
      breaker.onError(nanos, TimeUnit.NANOSECONDS, failure);
    } else {
      breaker.onSuccess(nanos, TimeUnit.NANOSECONDS);
    }
  }
}
