package io.jiaozi.unionpay;

import io.jiaozi.spi.AccountSettings;
import io.jiaozi.spi.AdapterContext;
import io.jiaozi.spi.ChannelAdapter;
import io.jiaozi.spi.ChannelAdapterProvider;
import io.jiaozi.spi.SettingSpec;
import java.util.List;

/**
 * UnionPay's online gateway, message version 5.1.0, for merchants in mainland China. Found on the
 * class path; nothing to call. Channel id {@code unionpay}; settings as in {@link UnionpayConfig}.
 * Safe for use by many threads.
 */
public final class UnionpayAdapterProvider implements ChannelAdapterProvider {

  static final String CHANNEL = "unionpay";
  static final String DISPLAY_NAME = "UnionPay";

  /** Does no work. */
  public UnionpayAdapterProvider() {}

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
    return new UnionpayAdapter(AccountReader.read(settings, context.clock()), context);
  }
}
