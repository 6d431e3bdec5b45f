package io.jiaozi.internal;

import io.jiaozi.GatewayConfig;
import java.nio.file.Path;
import java.util.Map;

/** Reads properties. */
public final class PropertiesConfig {
  private PropertiesConfig() {}

  /** Reads a file. */
  @SuppressWarnings("DoNotCallSuggester") // replaced with the real reader, next
  public static GatewayConfig.Builder load(Path file) {
    throw new UnsupportedOperationException(file.toString());
  }

  /** Reads a map. */
  @SuppressWarnings("DoNotCallSuggester") // replaced with the real reader, next
  public static GatewayConfig.Builder read(Map<String, String> properties) {
    throw new UnsupportedOperationException(properties.keySet().toString());
  }
}
