package io.jiaozi.spi;

import java.util.Map;

/**
 * What a typed configuration builder of an adapter produces. Builders only fill the same map that
 * properties fill, so both ways pass the same checks.
 */
public interface AccountConfig {

  /** The channel's id. */
  String channel();

  /** Setting to text, as in properties without the {@code jiaozi.accounts.<account>.} in front. */
  Map<String, String> values();

  /** Keys kept outside the process, by the setting they stand in for. */
  default Map<String, Signer> signers() {
    return Map.of();
  }

  /** Decryption keys kept outside the process, by the setting they stand in for. */
  default Map<String, Decryptor> decryptors() {
    return Map.of();
  }
}
