package io.jiaozi.paypal;

import io.jiaozi.spi.AccountSettings;
import io.jiaozi.spi.AdapterContext;
import io.jiaozi.spi.ChannelAdapter;
import io.jiaozi.spi.ChannelAdapterProvider;
import io.jiaozi.spi.SettingSpec;
import java.util.List;

/**
 * PayPal (REST, Orders v2). Found on the class path; nothing to call. Channel id {@code paypal};
 * settings as in {@link PaypalConfig}. Safe for use by many threads.
 */
public final class PaypalAdapterProvider implements ChannelAdapterProvider {

  static final String CHANNEL = "paypal";
  static final String DISPLAY_NAME = "PayPal";

  /** Does no work. */
  public PaypalAdapterProvider() {}

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
    return new PaypalAdapter(AccountReader.read(settings, context.clock().instant()), context);
  }
}
