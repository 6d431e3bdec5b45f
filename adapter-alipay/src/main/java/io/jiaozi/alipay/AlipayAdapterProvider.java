package io.jiaozi.alipay;

import io.jiaozi.spi.AccountSettings;
import io.jiaozi.spi.AdapterContext;
import io.jiaozi.spi.ChannelAdapter;
import io.jiaozi.spi.ChannelAdapterProvider;
import io.jiaozi.spi.SettingSpec;
import java.util.List;

/**
 * Alipay, open platform, for merchants in mainland China. Found on the class path; nothing to call.
 * Channel id {@code alipay}; settings as in {@link AlipayConfig}. Safe for use by many threads.
 */
public final class AlipayAdapterProvider implements ChannelAdapterProvider {

  static final String CHANNEL = "alipay";
  static final String DISPLAY_NAME = "Alipay";

  /** Does no work. */
  public AlipayAdapterProvider() {}

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
    return new AlipayAdapter(AccountReader.read(settings, context.clock().instant()), context);
  }
}
