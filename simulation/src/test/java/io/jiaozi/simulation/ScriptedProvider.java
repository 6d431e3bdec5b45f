package io.jiaozi.simulation;

import io.jiaozi.spi.AccountSettings;
import io.jiaozi.spi.AdapterContext;
import io.jiaozi.spi.ChannelAdapter;
import io.jiaozi.spi.ChannelAdapterProvider;
import io.jiaozi.spi.SettingSpec;
import io.jiaozi.support.http.HttpTransport;
import java.time.Clock;
import java.util.List;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

/**
 * The real provider of a channel, except that its adapters speak through the scripted network.
 *
 * @param breakage what is broken about the adapter on purpose; nothing outside of mutants
 */
record ScriptedProvider(
    ChannelAdapterProvider real,
    Supplier<HttpTransport> transport,
    UnaryOperator<ChannelAdapter> breakage)
    implements ChannelAdapterProvider {

  @Override
  public String channel() {
    return real.channel();
  }

  @Override
  public String displayName() {
    return real.displayName();
  }

  @Override
  public int spiVersion() {
    return real.spiVersion();
  }

  @Override
  public List<SettingSpec> settings() {
    return real.settings();
  }

  @Override
  public ChannelAdapter open(AccountSettings settings, AdapterContext context) {
    return breakage.apply(real.open(settings, new Scripted(context, transport)));
  }

  private record Scripted(AdapterContext real, Supplier<HttpTransport> transport)
      implements AdapterContext {

    @Override
    public Clock clock() {
      return real.clock();
    }

    @Override
    public byte[] randomBytes(int count) {
      return real.randomBytes(count);
    }

    @Override
    public <T extends AutoCloseable> T shared(Class<T> type, Supplier<? extends T> maker) {
      return type == HttpTransport.class
          ? real.shared(type, () -> type.cast(transport.get()))
          : real.shared(type, maker);
    }

    @Override
    public <T> T fetchKeys(Supplier<? extends T> download) {
      return real.fetchKeys(download);
    }

    @Override
    public <T> T fetchAccess(Supplier<? extends T> fetch) {
      return real.fetchAccess(fetch);
    }
  }
}
