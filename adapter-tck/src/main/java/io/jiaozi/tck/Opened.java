package io.jiaozi.tck;

import io.jiaozi.TimeSource;
import io.jiaozi.spi.AccountSettings;
import io.jiaozi.spi.AdapterContext;
import io.jiaozi.spi.ChannelAdapter;
import io.jiaozi.spi.ChannelAdapterProvider;
import java.net.URI;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/** An adapter alone, without a gateway around it, and what was lent to it. */
final class Opened implements AutoCloseable {

  private final Lent lent = new Lent();
  private final ChannelAdapter adapter;

  Opened(ChannelAdapterProvider provider, Map<String, String> settings) {
    Map<String, String> own = new LinkedHashMap<>(settings);
    String notificationUrl = own.remove("notification-url");
    adapter =
        provider.open(
            new AccountSettings(
                Bench.ACCOUNT,
                provider.channel(),
                notificationUrl == null ? null : URI.create(notificationUrl),
                own,
                Map.of(),
                Map.of()),
            lent);
  }

  ChannelAdapter adapter() {
    return adapter;
  }

  @Override
  public void close() {
    adapter.close();
    SharedThings.close(lent.shared.values());
  }

  private static final class Lent implements AdapterContext {
    private final Map<Class<?>, AutoCloseable> shared = new ConcurrentHashMap<>();
    private final SecureRandom random = new SecureRandom();

    @Override
    public Clock clock() {
      return new WallClock(ZoneOffset.UTC);
    }

    @Override
    public byte[] randomBytes(int count) {
      byte[] bytes = new byte[count];
      random.nextBytes(bytes);
      return bytes;
    }

    @Override
    public <T extends AutoCloseable> T shared(Class<T> type, Supplier<? extends T> maker) {
      return type.cast(shared.computeIfAbsent(type, absent -> maker.get()));
    }

    @Override
    public <T> T fetchKeys(Supplier<? extends T> download) {
      return download.get();
    }
  }

  private static final class WallClock extends Clock {
    private final ZoneId zone;

    WallClock(ZoneId zone) {
      this.zone = zone;
    }

    @Override
    public ZoneId getZone() {
      return zone;
    }

    @Override
    public Clock withZone(ZoneId other) {
      return new WallClock(other);
    }

    @Override
    public Instant instant() {
      return TimeSource.system().now();
    }
  }
}
