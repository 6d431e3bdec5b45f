package io.jiaozi.internal;

import io.jiaozi.TimeSource;
import io.jiaozi.event.GatewayEvent;
import io.jiaozi.internal.guard.KeyBreaker;
import io.jiaozi.internal.guard.Randomness;
import io.jiaozi.internal.report.Listeners;
import io.jiaozi.spi.AdapterContext;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.function.Supplier;

/** What the gateway lends to the adapter of one account. */
final class AccountContext implements AdapterContext {

  private final Clock clock;
  private final Randomness randomness;
  private final SharedThings shared;
  private final KeyBreaker keys;
  private final KeyBreaker access;

  AccountContext(
      String account,
      String channel,
      TimeSource time,
      Randomness randomness,
      SharedThings shared,
      Listeners listeners) {
    this.clock = new WallClock(time, ZoneOffset.UTC);
    this.randomness = randomness;
    this.shared = shared;
    this.keys = breaker("keys", account, channel, time, listeners);
    this.access = breaker("access", account, channel, time, listeners);
  }

  /** The breakers before what the adapter fetches beside calls. */
  List<KeyBreaker> fetches() {
    return List.of(keys, access);
  }

  private static KeyBreaker breaker(
      String purpose, String account, String channel, TimeSource time, Listeners listeners) {
    return new KeyBreaker(
        account,
        purpose,
        time,
        state ->
            listeners.tell(
                () -> new GatewayEvent.BreakerChanged(account, channel, purpose, state)));
  }

  @Override
  public Clock clock() {
    return clock;
  }

  @Override
  public byte[] randomBytes(int count) {
    return randomness.bytes(count);
  }

  @Override
  public <T extends AutoCloseable> T shared(Class<T> type, Supplier<? extends T> maker) {
    return shared.get(type, maker);
  }

  @Override
  public <T> T fetchKeys(Supplier<? extends T> download) {
    return keys.fetch(download);
  }

  @Override
  public <T> T fetchAccess(Supplier<? extends T> fetch) {
    return access.fetchAccess(fetch);
  }

  /** The wall clock of the one time source. */
  private static final class WallClock extends Clock {
    private final TimeSource time;
    private final ZoneId zone;

    WallClock(TimeSource time, ZoneId zone) {
      this.time = time;
      this.zone = zone;
    }

    @Override
    public Instant instant() {
      return time.now();
    }

    @Override
    public ZoneId getZone() {
      return zone;
    }

    @Override
    public Clock withZone(ZoneId other) {
      return new WallClock(time, other);
    }
  }
}
