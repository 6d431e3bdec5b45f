package io.jiaozi.sandbox;

import io.jiaozi.sandbox.channel.Channel;
import java.util.AbstractMap;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The settings of all channels, each channel's computed when first looked at: making keys for
 * channels that nobody uses is the slowest part of starting. Safe for use by many threads.
 */
final class InlineSettings extends AbstractMap<String, String> {
  private static final String PREFIX = "jiaozi.accounts.";

  private final List<Channel> channels;
  private final Map<String, Map<String, String>> known = new HashMap<>();

  InlineSettings(List<Channel> channels) {
    this.channels = List.copyOf(channels);
  }

  private Map<String, String> of(Channel channel) {
    synchronized (known) {
      return known.computeIfAbsent(channel.name(), name -> channel.settings());
    }
  }

  /** Accounts are called as their channel, or as their channel with something appended. */
  @Override
  public @Nullable String get(@Nullable Object name) {
    for (Channel channel : channels) {
      if (name instanceof String text && text.startsWith(PREFIX + channel.name())) {
        String value = of(channel).get(text);
        if (value != null) {
          return value;
        }
      }
    }
    return null;
  }

  @Override
  public boolean containsKey(@Nullable Object name) {
    return get(name) != null;
  }

  @Override
  public Set<Map.Entry<String, String>> entrySet() {
    Map<String, String> all = new LinkedHashMap<>();
    channels.forEach(channel -> all.putAll(of(channel)));
    return Collections.unmodifiableMap(all).entrySet();
  }
}
