package com.example.abacus;

import io.jiaozi.spi.AccountSettings;
import io.jiaozi.spi.AdapterContext;
import io.jiaozi.spi.ChannelAdapter;
import io.jiaozi.spi.ChannelAdapterProvider;
import io.jiaozi.spi.SettingSpec;
import java.util.List;

/**
 * Abacus Pay. Found on the class path; nothing to call. Channel id {@code abacus}; settings as in
 * {@link AbacusConfig}. Safe for use by many threads.
 */
public final class AbacusAdapterProvider implements ChannelAdapterProvider {

  static final String CHANNEL = "abacus";
  static final String DISPLAY_NAME = "Abacus Pay";

  /** Does no work. */
  public AbacusAdapterProvider() {}

  @Override
  public String channel() {
    return CHANNEL;
  }

  @Override
  public String displayName() {
    return DISPLAY_NAME;
  }

  @Override
  public int spiVersion() {
    return SPI_VERSION;
  }

  @Override
  public List<SettingSpec> settings() {
    return Settings.ALL;
  }

  @Override
  public ChannelAdapter open(AccountSettings settings, AdapterContext context) {
    return new AbacusAdapter(AccountReader.read(settings), context);
  }
}
