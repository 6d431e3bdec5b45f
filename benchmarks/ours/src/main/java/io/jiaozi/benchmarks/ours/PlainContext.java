package io.jiaozi.benchmarks.ours;

import io.jiaozi.spi.AdapterContext;
import io.jiaozi.support.http.HttpTransport;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.function.Supplier;

/** What an adapter needs, without a gateway around it. */
public final class PlainContext implements AdapterContext {
  private final SecureRandom random = new SecureRandom();
  private final HttpTransport transport;

  /** Over this transport. */
  public PlainContext(HttpTransport transport) {
    this.transport = transport;
  }

  @Override
  public Clock clock() {
    return Clock.systemUTC();
  }

  @Override
  public byte[] randomBytes(int count) {
    byte[] bytes = new byte[count];
    random.nextBytes(bytes);
    return bytes;
  }

  @Override
  public <T extends AutoCloseable> T shared(Class<T> type, Supplier<? extends T> maker) {
    return type.cast(transport);
  }

  @Override
  public <T> T fetchKeys(Supplier<? extends T> download) {
    return download.get();
  }
}
