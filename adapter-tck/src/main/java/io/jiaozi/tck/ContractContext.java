package io.jiaozi.tck;

import io.jiaozi.spi.AdapterContext;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

/**
 * What a gateway lends to an adapter, for tests of an adapter alone: a clock that stands still
 * until it is moved, countable random bytes, shared things closed at the end. Keys and access are
 * fetched at once and counted; there is no breaker. Safe for use by many threads.
 */
public final class ContractContext implements AdapterContext, AutoCloseable {

  /** What the clock shows at first. */
  public static final Instant NOW = Instant.parse("2026-11-24T12:00:00Z");

  private final Map<Class<?>, AutoCloseable> shared = new ConcurrentHashMap<>();
  private final AtomicInteger nonces = new AtomicInteger();
  private final AtomicInteger keyFetches = new AtomicInteger();
  private final AtomicInteger accessFetches = new AtomicInteger();
  private final StandingClock clock = new StandingClock();

  /** Begins at {@link #NOW}. */
  public ContractContext() {}

  private static final class StandingClock extends Clock {
    private volatile Instant now = NOW;

    @Override
    public ZoneId getZone() {
      return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
      return this;
    }

    @Override
    public Instant instant() {
      return now;
    }
  }

  /** Moves the clock forward, or back if the step is negative. */
  public void forward(Duration step) {
    clock.now = clock.now.plus(step);
  }

  /** Puts the clock to another time. */
  public ContractContext at(Instant instant) {
    clock.now = instant;
    return this;
  }

  @Override
  public Clock clock() {
    return clock;
  }

  /** Bytes that are all alike: 1 the first time, 2 the second, and so on. */
  @Override
  public byte[] randomBytes(int count) {
    byte[] bytes = new byte[count];
    Arrays.fill(bytes, (byte) nonces.incrementAndGet());
    return bytes;
  }

  @Override
  public <T extends AutoCloseable> T shared(Class<T> type, Supplier<? extends T> maker) {
    return type.cast(shared.computeIfAbsent(type, absent -> maker.get()));
  }

  @Override
  public <T> T fetchKeys(Supplier<? extends T> download) {
    keyFetches.incrementAndGet();
    return download.get();
  }

  @Override
  public <T> T fetchAccess(Supplier<? extends T> fetch) {
    accessFetches.incrementAndGet();
    return AdapterContext.super.fetchAccess(fetch);
  }

  /** How often keys were fetched for messages that arrived. */
  public int keyFetches() {
    return keyFetches.get();
  }

  /** How often keys or tokens were fetched for calls of our own. */
  public int accessFetches() {
    return accessFetches.get();
  }

  /** Closes what the adapters shared. */
  @Override
  public void close() {
    SharedThings.close(shared.values());
  }
}
