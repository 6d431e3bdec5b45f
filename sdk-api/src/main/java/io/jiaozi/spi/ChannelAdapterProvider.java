package io.jiaozi.spi;

import java.util.List;

/**
 * Found by {@link java.util.ServiceLoader}: one for each channel, registered in {@code
 * META-INF/services/io.jiaozi.spi.ChannelAdapterProvider}.
 *
 * <p>Has a public constructor without arguments that does no work, and is safe for use by many
 * threads.
 */
public interface ChannelAdapterProvider {

  /** The version of this SPI. An adapter returns the constant it was compiled with. */
  int SPI_VERSION = 1;

  /**
   * The channel's id: lower-case letters and digits, unique over all adapters on the class path.
   */
  String channel();

  /** The channel's name for people, as messages write it. */
  String displayName();

  /**
   * The SPI version the adapter was written for. Return {@link #SPI_VERSION}: the compiler copies
   * the value into the adapter, so a gateway of another version notices.
   */
  int spiVersion();

  /**
   * Every setting an account of this channel takes, besides {@code channel} and {@code
   * notification-url}.
   */
  List<SettingSpec> settings();

  /**
   * Opens one account. No network.
   *
   * @param settings checked against {@link #settings()}: nothing unknown, nothing required missing,
   *     URLs allowed
   * @throws io.jiaozi.error.InvalidConfigurationException with every problem found, fields named by
   *     setting ({@link AccountSettings#problem})
   */
  ChannelAdapter open(AccountSettings settings, AdapterContext context);
}
