package io.jiaozi.internal.config;

import io.jiaozi.spi.AccountConfig;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * An account as properties name it.
 *
 * @param channel empty if no line names it; refused when the gateway opens
 * @param values may hold secrets; hidden in {@code toString}
 */
record PlainAccount(String channel, Map<String, String> values) implements AccountConfig {

  static PlainAccount of(Map<String, String> properties) {
    Map<String, String> values = new LinkedHashMap<>(properties);
    String channel = values.remove("channel");
    return new PlainAccount(channel == null ? "" : channel, values);
  }

  @Override
  public String toString() {
    return "PlainAccount[channel=" + channel + ", settings=" + values.keySet() + "]";
  }
}
