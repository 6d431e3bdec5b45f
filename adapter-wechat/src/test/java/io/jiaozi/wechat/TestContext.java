package io.jiaozi.wechat;

import io.jiaozi.spi.AdapterContext;
import io.jiaozi.support.http.HttpTransport;
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

/** A clock that stands still until moved, countable nonces, shared things closed at the end. */
final class TestContext implements AdapterContext, AutoCloseable {

  static final Instant NOW = Instant.parse("2026-11-24T12:00:00Z");

  private final Map<Class<?>, AutoCloseable> shared = new ConcurrentHashMap<>();
  private final AtomicInteger nonces = new AtomicInteger();
  private final AtomicInteger fetches = new AtomicInteger();
  private final AtomicInteger accesses = new AtomicInteger();
  private final StandingClock clock = new StandingClock();

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

  void forward(Duration step) {
    clock.now = clock.now.plus(step);
  }

  @Override
  public Clock clock() {
    return clock;
  }

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
    fetches.incrementAndGet();
    return download.get();
  }

  @Override
  public <T> T fetchAccess(Supplier<? extends T> fetch) {
    accesses.incrementAndGet();
    return AdapterContext.super.fetchAccess(fetch);
  }

  /** How often keys were fetched for messages that arrived, behind the breaker of those. */
  int fetches() {
    return fetches.get();
  }

  /** How often they were fetched for our own calls, behind another. */
  int accesses() {
    return accesses.get();
  }

  @Override
  public void close() {
    // The transport is all that adapters share.
    shared.values().forEach(thing -> ((HttpTransport) thing).close());
  }
}
