package io.jiaozi.wechat;

import io.jiaozi.spi.AccountSettings;
import io.jiaozi.spi.AdapterContext;
import io.jiaozi.spi.ChannelAdapter;
import io.jiaozi.spi.ChannelAdapterProvider;
import io.jiaozi.spi.SettingSpec;
import java.util.List;

/**
 * WeChat Pay, APIv3, for merchants in mainland China. Found on the class path; nothing to call.
 * Channel id {@code wechat}; settings as in {@link WechatConfig}. Safe for use by many threads.
 */
public final class WechatAdapterProvider implements ChannelAdapterProvider {

  static final String CHANNEL = "wechat";
  static final String DISPLAY_NAME = "WeChat Pay";

  /** Does no work. */
  public WechatAdapterProvider() {}

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
    return new WechatAdapter(AccountReader.read(settings, context.clock().instant()), context);
  }
}
