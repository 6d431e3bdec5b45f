package io.jiaozi.wechat;

import io.jiaozi.spi.AccountConfig;
import io.jiaozi.spi.Decryptor;
import io.jiaozi.spi.Signer;
import java.net.URI;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;

/**
 * An account at WeChat Pay, written in code instead of properties. Fills the same settings, which
 * are checked when the gateway opens, all problems at once.
 *
 * <pre>{@code
 * WechatConfig.builder("1900007291", "wxd678efh567hg6787")
 *     .apiV3Key(secret)
 *     .privateKey("/etc/shop/apiclient_key.pem")
 *     .certificateSerial("408B07E79B8269FEC3D5D3E6AB8ED163A6A380DB")
 *     .publicKey("PUB_KEY_ID_0114232134912410000000000000", "/etc/shop/pub_key.pem")
 *     .notificationUrl(URI.create("https://shop.example/notify/wechat"))
 *     .build();
 * }</pre>
 *
 * <p>Keys and certificates are given as a path, {@code classpath:} and a resource, PEM text or bare
 * Base64. Without public key and platform certificates the certificates are fetched when they are
 * needed; both may be given while WeChat Pay moves a merchant from one to the other. Nothing is
 * read, checked or fetched here: opening the gateway throws {@link
 * io.jiaozi.error.InvalidConfigurationException} with everything that is wrong, and needs no
 * network. Immutable, safe for use by many threads; {@code toString} shows names of settings only.
 * Source of the items: merchant console, account centre, API security; protocol sheet, sections 1
 * and 9.
 */
public final class WechatConfig implements AccountConfig {

  private final Map<String, String> values;
  private final Map<String, Signer> signers;
  private final Map<String, Decryptor> decryptors;

  private WechatConfig(Builder builder) {
    this.values = Collections.unmodifiableMap(new LinkedHashMap<>(builder.values));
    this.signers = Map.copyOf(builder.signers);
    this.decryptors = Map.copyOf(builder.decryptors);
  }

  /**
   * Begins a configuration.
   *
   * @param merchantId the merchant number, 8 to 10 digits
   * @param appId the id of an app bound to the merchant; begins with {@code wx}
   */
  public static Builder builder(String merchantId, String appId) {
    return new Builder(merchantId, appId);
  }

  @Override
  public String channel() {
    return WechatAdapterProvider.CHANNEL;
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
  public Map<String, Decryptor> decryptors() {
    return decryptors;
  }

  @Override
  public String toString() {
    return "WechatConfig[settings=" + values.keySet() + ", signers=" + signers.keySet() + "]";
  }

  /**
   * Collects the settings. What is given again takes the place of what was given before; null is a
   * {@link NullPointerException}. Not thread-safe.
   */
  public static final class Builder {
    private final Map<String, String> values = new LinkedHashMap<>();
    private final Map<String, Signer> signers = new LinkedHashMap<>();
    private final Map<String, Decryptor> decryptors = new LinkedHashMap<>();

    private Builder(String merchantId, String appId) {
      set(Settings.MERCHANT_ID, merchantId);
      set(Settings.APP_ID, appId);
    }

    /** The APIv3 key, exactly 32 bytes; opens what WeChat Pay encrypts for the merchant. */
    public Builder apiV3Key(String secret) {
      return set(Settings.API_V3_KEY, secret);
    }

    /**
     * The APIv3 key before the last change, exactly 32 bytes, tried where the present one does not
     * fit. To be removed a day after the change.
     */
    public Builder previousApiV3Key(String secret) {
      return set(Settings.PREVIOUS_API_V3_KEY, secret);
    }

    /**
     * The merchant's RSA private key ({@code apiclient_key.pem}), 2048 bits or more, which signs
     * every request. Takes the place of a signer.
     */
    public Builder privateKey(String key) {
      signers.remove(Settings.PRIVATE_KEY);
      return set(Settings.PRIVATE_KEY, key);
    }

    /**
     * Further apps bound to the same merchant. Scenes may name them as {@code clientAppId}, and
     * orders and notifications about them are taken.
     *
     * @param appIds all of them; each begins with {@code wx}
     */
    public Builder moreAppIds(String... appIds) {
      return set(Settings.MORE_APP_IDS, String.join(",", appIds));
    }

    /**
     * The merchant's private key where it lives outside the process. It is asked for {@code
     * RSA_SHA256}, once for each request, and once more for what a page or app of the shop hands to
     * WeChat. Takes the place of a key given as text; never asked when the gateway opens.
     */
    public Builder privateKey(Signer signer) {
      values.remove(Settings.PRIVATE_KEY);
      signers.put(Settings.PRIVATE_KEY, Objects.requireNonNull(signer, "signer"));
      return this;
    }

    /**
     * Opens what WeChat Pay encrypts for the merchant, where the private key lives outside the
     * process: RSA with OAEP, SHA-1 and MGF1 with SHA-1. Only needed for channel calls that ask for
     * decrypted fields.
     */
    public Builder privateKeyDecryptor(Decryptor decryptor) {
      decryptors.put(Settings.PRIVATE_KEY, Objects.requireNonNull(decryptor, "decryptor"));
      return this;
    }

    /**
     * The serial number of the merchant's API certificate: 8 to 64 hexadecimal digits, usually 40.
     * Not needed beside {@link #certificate}.
     */
    public Builder certificateSerial(String hex) {
      return set(Settings.CERTIFICATE_SERIAL, hex);
    }

    /**
     * The merchant's API certificate ({@code apiclient_cert.pem}): tells its serial number, and
     * that the private key belongs to it is then checked.
     */
    public Builder certificate(String certificate) {
      return set(Settings.CERTIFICATE, certificate);
    }

    /**
     * The WeChat Pay public key. Alone it is the only key that is believed, and nothing is fetched.
     *
     * @param id {@code PUB_KEY_ID_} and digits, whole
     * @param key {@code pub_key.pem}
     */
    public Builder publicKey(String id, String key) {
      return set(Settings.PUBLIC_KEY_ID, id).set(Settings.PUBLIC_KEY, key);
    }

    /**
     * WeChat Pay's platform certificates, one or several while they are exchanged. Takes the place
     * of {@link #downloadPlatformCertificates}.
     *
     * @param files whose paths hold no comma
     */
    public Builder platformCertificates(Path... files) {
      return set(
          Settings.PLATFORM_CERTIFICATES,
          List.of(files).stream().map(Path::toString).collect(Collectors.joining(",")));
    }

    /**
     * Lets the SDK fetch WeChat Pay's platform certificates, also beside a public key: for the time
     * in which WeChat Pay moves a merchant from one to the other. Without any key they are fetched
     * anyway. Takes the place of {@link #platformCertificates}.
     */
    public Builder downloadPlatformCertificates() {
      return set(Settings.PLATFORM_CERTIFICATES, Settings.DOWNLOAD);
    }

    /**
     * Where WeChat Pay tells about payments and refunds, unless a request names another: absolute,
     * public, https, at most 255 characters, without query and fragment.
     */
    public Builder notificationUrl(URI url) {
      return set(Settings.NOTIFICATION_URL, url.toString());
    }

    /**
     * Where WeChat Pay is, if not at its own addresses: a sandbox, say. Scheme, host and port;
     * https, or http where the host is this machine.
     */
    public Builder baseUrl(URI url) {
      return set(Settings.BASE_URL, url.toString());
    }

    /**
     * Where WeChat Pay is, with a second address that is tried where the main one cannot be
     * connected to, and never for a request that may have been sent. Left out: WeChat Pay's own
     * two.
     */
    public Builder baseUrl(URI main, URI second) {
      return set(Settings.BASE_URL, main + "," + second);
    }

    /** Makes the configuration. Its contents are checked when the gateway opens. */
    public WechatConfig build() {
      return new WechatConfig(this);
    }

    private Builder set(String setting, String value) {
      values.put(setting, Objects.requireNonNull(value, setting));
      return this;
    }
  }
}
