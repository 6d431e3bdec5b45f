package io.jiaozi.internal.guard;

import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig.SlidingWindowType;
import io.jiaozi.TimeSource;
import io.jiaozi.error.OpenOutcome;
import io.jiaozi.event.GatewayEvent.BreakerState;
import io.jiaozi.spi.ChannelFailure;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Stands before downloads of what is needed beside a call: verification keys, or the access that a
 * channel gives before it takes calls. Two failures of the last three open it for thirty seconds:
 * such things change rarely, and a server that does not answer must not be asked for every call.
 */
public final class KeyBreaker {

  private final CircuitBreaker breaker;
  private final String words;
  private final TimeSource time;

  /**
   * A breaker of its own.
   *
   * @param purpose what is fetched behind it; failures of one must not stop the other
   * @param onChange is told its state when that changes
   */
  public KeyBreaker(
      String account, String purpose, TimeSource time, Consumer<BreakerState> onChange) {
    this.time = time;
    this.words = "fetching " + purpose;
    this.breaker =
        CircuitBreaker.of(
            account + "/" + purpose,
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
    Breakers.tell(breaker, onChange);
  }

  /** Whether nothing is fetched at this moment, or on trial only. */
  boolean isHeldBack() {
    return breaker.getState() != CircuitBreaker.State.CLOSED;
  }

  /** What it stands before, for messages. */
  String words() {
    return words;
  }

  /**
   * Downloads, unless the last downloads failed.
   *
   * <p>Never fails with "not sent": keys are fetched to verify an answer, so the call they belong
   * to has been sent already, and an adapter that lets the failure through must not make it look as
   * if it had not.
   */
  public <T> T fetch(Supplier<? extends T> download) {
    if (!breaker.tryAcquirePermission()) {
      throw unverifiable("the last downloads failed", null);
    }
    long start = time.nanos();
    try {
      T keys = download.get();
      breaker.onSuccess(time.nanos() - start, TimeUnit.NANOSECONDS);
      return keys;
    } catch (ChannelFailure.Rejected alive) {
      breaker.onSuccess(time.nanos() - start, TimeUnit.NANOSECONDS);
      throw alive;
    } catch (ChannelFailure.NotSent unreachable) {
      breaker.onError(time.nanos() - start, TimeUnit.NANOSECONDS, unreachable);
      throw unverifiable("its key server " + unreachable.getMessage(), unreachable);
    } catch (Throwable failed) {
      breaker.onError(time.nanos() - start, TimeUnit.NANOSECONDS, failed);
      throw failed;
    }
  }

  /**
   * Fetches access, unless the last fetches failed.
   *
   * <p>Fails with "not sent" or a refusal only: access is fetched before the call it is for, so
   * however the fetch ended, the call itself has not been sent.
   */
  public <T> T fetchAccess(Supplier<? extends T> fetch) {
    if (!breaker.tryAcquirePermission()) {
      throw new ChannelFailure.NotSent(
          "was not asked, because the last attempts to get access failed; the next is made within"
              + " 30 s",
          null);
    }
    long start = time.nanos();
    try {
      T access = fetch.get();
      breaker.onSuccess(time.nanos() - start, TimeUnit.NANOSECONDS);
      return access;
    } catch (ChannelFailure.Rejected alive) {
      breaker.onSuccess(time.nanos() - start, TimeUnit.NANOSECONDS);
      throw alive;
    } catch (ChannelFailure failed) {
      breaker.onError(time.nanos() - start, TimeUnit.NANOSECONDS, failed);
      throw new ChannelFailure.NotSent(
          "was not asked, because it gave no access: it " + failed.getMessage(), failed);
    } catch (Throwable failed) {
      breaker.onError(time.nanos() - start, TimeUnit.NANOSECONDS, failed);
      throw failed;
    }
  }

  private static ChannelFailure unverifiable(String why, @Nullable Throwable cause) {
    return new ChannelFailure.OutcomeUnknown(
        OpenOutcome.Cause.UNTRUSTED_REPLY,
        "cannot be verified, because its keys could not be fetched (" + why + ")",
        cause);
  }
}
