package com.example.abacus;

import io.jiaozi.spi.AccountConfig;
import io.jiaozi.spi.Signer;
import java.net.URI;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;

/**
 * An account at Abacus Pay, written in code instead of properties. Fills the same settings, which
 * are checked when the gateway opens. Immutable; {@code toString} shows names of settings only.
 */
public final class AbacusConfig implements AccountConfig {

  private final Map<String, String> values;
  private final Map<String, Signer> signers;

  private AbacusConfig(Builder builder) {
    this.values = Collections.unmodifiableMap(new LinkedHashMap<>(builder.values));
    this.signers = Map.copyOf(builder.signers);
  }

  /** Begins a configuration with who the merchant is and which of its keys signs. */
  public static Builder builder(String merchantId, String keyId) {
    return new Builder(merchantId, keyId);
  }

  @Override
  public String channel() {
    return AbacusAdapterProvider.CHANNEL;
  }

  @Override
  public Map<String, String> values() {
    return values;
  }

  @Override
  public Map<String, Signer> signers() {
    return signers;
  }

  @Override
  public String toString() {
    return "AbacusConfig[settings=" + values.keySet() + "]";
  }

  /** Collects the settings. Not thread-safe. */
  public static final class Builder {
    private final Map<String, String> values = new LinkedHashMap<>();
    private final Map<String, Signer> signers = new LinkedHashMap<>();

    private Builder(String merchantId, String keyId) {
      set(Settings.MERCHANT_ID, merchantId);
      set(Settings.KEY_ID, keyId);
    }

    /** The merchant's private key: a path, {@code classpath:}, PEM or Base64. */
    public Builder privateKey(String key) {
      return set(Settings.PRIVATE_KEY, key);
    }

    /** The same where the key lives outside the process. */
    public Builder privateKey(Signer signer) {
      signers.put(Settings.PRIVATE_KEY, Objects.requireNonNull(signer, "signer"));
      return this;
    }

    /** Abacus Pay's public key. */
    public Builder channelKey(String key) {
      return set(Settings.CHANNEL_KEY, key);
    }

    /** Where Abacus Pay tells about payments. */
    public Builder notificationUrl(URI url) {
      return set("notification-url", url.toString());
    }

    /** Where Abacus Pay is, if not in production. */
    public Builder baseUrl(URI url) {
      return set(Settings.BASE_URL, url.toString());
    }

    /** Makes the configuration. Its contents are checked when the gateway opens. */
    public AbacusConfig build() {
      return new AbacusConfig(this);
    }

    private Builder set(String setting, String value) {
      values.put(setting, Objects.requireNonNull(value, setting));
      return this;
    }
  }
}
