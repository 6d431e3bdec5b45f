package io.jiaozi.alipay;

import io.jiaozi.spi.AccountConfig;
import io.jiaozi.spi.Signer;
import java.net.URI;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;

/**
 * An account at Alipay, written in code instead of properties. Fills the same settings, which are
 * checked when the gateway opens, all problems at once.
 *
 * <pre>{@code
 * AlipayConfig.builder("2021000122682882")
 *     .privateKey("/etc/shop/app_private_key.pem")
 *     .alipayPublicKey("/etc/shop/alipay_public_key.pem")
 *     .sellerId("2088721003899159")
 *     .notificationUrl(URI.create("https://shop.example/notify/alipay"))
 *     .build();
 * }</pre>
 *
 * <p>Keys and certificates are given as a path, {@code classpath:} and a resource, PEM text or bare
 * Base64. An app is either in key mode ({@link Builder#alipayPublicKey}) or in certificate mode
 * ({@link Builder#certificates}), never in both. Immutable; {@code toString} shows names of
 * settings only. Source of the items: open platform console, the app's development settings.
 */
public final class AlipayConfig implements AccountConfig {

  private final Map<String, String> values;
  private final Map<String, Signer> signers;

  private AlipayConfig(Builder builder) {
    this.values = Collections.unmodifiableMap(new LinkedHashMap<>(builder.values));
    this.signers = Map.copyOf(builder.signers);
  }

  /**
   * Begins a configuration.
   *
   * @param appId the id of the app, 16 digits
   */
  public static Builder builder(String appId) {
    return new Builder(appId);
  }

  @Override
  public String channel() {
    return AlipayAdapterProvider.CHANNEL;
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
    return "AlipayConfig[settings=" + values.keySet() + ", signers=" + signers.keySet() + "]";
  }

  /** Collects the settings. Not thread-safe. */
  public static final class Builder {
    private final Map<String, String> values = new LinkedHashMap<>();
    private final Map<String, Signer> signers = new LinkedHashMap<>();

    private Builder(String appId) {
      set(Settings.APP_ID, appId);
    }

    /** The app's private key, PKCS#8 or PKCS#1, which signs every request. */
    public Builder privateKey(String key) {
      signers.remove(Settings.PRIVATE_KEY);
      return set(Settings.PRIVATE_KEY, key);
    }

    /**
     * The app's private key where it lives outside the process. It is asked for {@code RSA_SHA256},
     * once for each request.
     */
    public Builder privateKey(Signer signer) {
      values.remove(Settings.PRIVATE_KEY);
      signers.put(Settings.PRIVATE_KEY, Objects.requireNonNull(signer, "signer"));
      return this;
    }

    /** The merchant's own Alipay number (PID), 16 digits beginning with 2088. */
    public Builder sellerId(String pid) {
      return set(Settings.SELLER_ID, pid);
    }

    /** Key mode: the public key that Alipay shows in the console, not the one uploaded there. */
    public Builder alipayPublicKey(String key) {
      return set(Settings.ALIPAY_PUBLIC_KEY, key);
    }

    /**
     * Certificate mode: the three files of the console.
     *
     * @param appCertificate {@code appCertPublicKey_<app id>.crt}
     * @param alipayCertificate {@code alipayCertPublicKey_RSA2.crt}
     * @param rootCertificates {@code alipayRootCert.crt}, whole
     */
    public Builder certificates(
        String appCertificate, String alipayCertificate, String rootCertificates) {
      return set(Settings.APP_CERTIFICATE, appCertificate)
          .set(Settings.ALIPAY_CERTIFICATE, alipayCertificate)
          .set(Settings.ALIPAY_ROOT_CERTIFICATE, rootCertificates);
    }

    /** The AES key for content encryption, Base64 of 16 bytes. */
    public Builder contentKey(String base64) {
      return set(Settings.CONTENT_KEY, base64);
    }

    /** Where Alipay tells about payments; https, without query. */
    public Builder notificationUrl(URI url) {
      return set(Settings.NOTIFICATION_URL, url.toString());
    }

    /** Where Alipay is, if not at its own address: a sandbox, say. Without a path. */
    public Builder baseUrl(URI url) {
      return set(Settings.BASE_URL, url.toString());
    }

    /** Makes the configuration. Its contents are checked when the gateway opens. */
    public AlipayConfig build() {
      return new AlipayConfig(this);
    }

    private Builder set(String setting, String value) {
      values.put(setting, Objects.requireNonNull(value, setting));
      return this;
    }
  }
}
