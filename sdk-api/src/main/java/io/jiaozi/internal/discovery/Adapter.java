package io.jiaozi.internal.discovery;

import io.jiaozi.spi.ChannelAdapterProvider;
import io.jiaozi.spi.SettingSpec;
import java.util.List;

/**
 * The one adapter that serves a channel.
 *
 * @param origin class and jar, for messages
 */
public record Adapter(
    ChannelAdapterProvider provider,
    String channel,
    String displayName,
    List<SettingSpec> settings,
    String origin) {}
