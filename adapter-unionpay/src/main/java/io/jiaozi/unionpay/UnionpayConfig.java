package io.jiaozi.unionpay;

import io.jiaozi.spi.AccountConfig;
import io.jiaozi.spi.Signer;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;

/**
 * An account at UnionPay, written in code instead of properties. Fills the same settings, which are
 * checked when the gateway opens, all problems at once.
 *
 * <pre>{@code
 * UnionpayConfig.builder("898340183980105", URI.create("https://shop.example/notify/unionpay"))
 *     .signingCertificate("/etc/shop/acp_prod_sign.pfx", password)
 *     .rootCertificates(Path.of("/etc/shop/acp_prod_root.cer"))
 *     .middleCertificates(Path.of("/etc/shop/acp_prod_middle.cer"))
 *     .build();
 * }</pre>
 *
 * <p>Keys and certificates are given as a path, {@code classpath:} and a resource, PEM text or bare
 * Base64. Immutable; {@code toString} shows names of settings only. Source of the items: the
 * merchant portal's certificate package, and CFCA for the signing certificate.
 */
public final class UnionpayConfig implements AccountConfig {

  private final Map<String, String> values;
  private final Map<String, Signer> signers;

  private UnionpayConfig(Builder builder) {
    this.values = Collections.unmodifiableMap(new LinkedHashMap<>(builder.values));
    this.signers = Map.copyOf(builder.signers);
  }

  /**
   * Begins a configuration.
   *
   * @param merchantId the merchant number (merId), 15 characters
   * @param notificationUrl where UnionPay tells about payments and refunds; https, without query
   */
  public static Builder builder(String merchantId, URI notificationUrl) {
    return new Builder(merchantId, notificationUrl);
  }

  @Override
  public String channel() {
    return UnionpayAdapterProvider.CHANNEL;
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
    return "UnionpayConfig[settings=" + values.keySet() + ", signers=" + signers.keySet() + "]";
  }

  /** Collects the settings. Not thread-safe. */
  public static final class Builder {
    private final Map<String, String> values = new LinkedHashMap<>();
    private final Map<String, Signer> signers = new LinkedHashMap<>();

    private Builder(String merchantId, URI notificationUrl) {
      set(Settings.MERCHANT_ID, merchantId);
      set(Settings.NOTIFICATION_URL, notificationUrl.toString());
    }

    /** UnionPay's test system: its address, and its signers. */
    public Builder testEnvironment() {
      return set(Settings.ENVIRONMENT, Environment.TEST.word());
    }

    /** The merchant's signing certificate with its private key, a PKCS#12 (.pfx) file. */
    public Builder signingCertificate(String pfx, String password) {
      signers.remove(Settings.SIGNING_CERTIFICATE);
      values.remove(Settings.SIGNING_CERTIFICATE_SERIAL);
      return set(Settings.SIGNING_CERTIFICATE, pfx)
          .set(Settings.SIGNING_CERTIFICATE_PASSWORD, password);
    }

    /**
     * The merchant's private key where it lives outside the process. It is asked for {@code
     * RSA_SHA256}, once for each request.
     *
     * @param certificateSerial serial number of its certificate in decimal digits
     */
    public Builder signingKey(Signer signer, String certificateSerial) {
      values.remove(Settings.SIGNING_CERTIFICATE);
      values.remove(Settings.SIGNING_CERTIFICATE_PASSWORD);
      signers.put(Settings.SIGNING_CERTIFICATE, Objects.requireNonNull(signer, "signer"));
      return set(Settings.SIGNING_CERTIFICATE_SERIAL, certificateSerial);
    }

    /** The roots above UnionPay's signatures. */
    public Builder rootCertificates(Path... files) {
      return set(Settings.ROOT_CERTIFICATE, joined(files));
    }

    /** The certificates between root and UnionPay's signatures. */
    public Builder middleCertificates(Path... files) {
      return set(Settings.MIDDLE_CERTIFICATE, joined(files));
    }

    /** UnionPay's certificate for sensitive fields; used by channel calls alone. */
    public Builder encryptionCertificate(String certificate) {
      return set(Settings.ENCRYPTION_CERTIFICATE, certificate);
    }

    /** A shared key with SHA-256 (sign method 11) instead of certificates. */
    public Builder sharedKeySha256(String secret) {
      return set(Settings.SIGN_METHOD, SharedKey.SHA256).set(Settings.SECURE_KEY, secret);
    }

    /** A shared key with SM3 (sign method 12) instead of certificates. */
    public Builder sharedKeySm3(String secret) {
      return set(Settings.SIGN_METHOD, SharedKey.SM3).set(Settings.SECURE_KEY, secret);
    }

    /** How far {@code placedAt} may be from now when something is sent; 5 minutes if not set. */
    public Builder placeTolerance(Duration tolerance) {
      return set(Settings.PLACE_TOLERANCE, tolerance.toString());
    }

    /** Where UnionPay is, if not at its own addresses: a sandbox, say. */
    public Builder baseUrl(URI url) {
      return set(Settings.BASE_URL, url.toString());
    }

    /** Makes the configuration. Its contents are checked when the gateway opens. */
    public UnionpayConfig build() {
      return new UnionpayConfig(this);
    }

    private static String joined(Path... files) {
      return List.of(files).stream().map(Path::toString).collect(Collectors.joining(","));
    }

    private Builder set(String setting, String value) {
      values.put(setting, Objects.requireNonNull(value, setting));
      return this;
    }
  }
}
