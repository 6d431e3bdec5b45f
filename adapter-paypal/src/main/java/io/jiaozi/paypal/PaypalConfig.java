package io.jiaozi.paypal;

import io.jiaozi.spi.AccountConfig;
import java.net.URI;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;

/**
 * An account at PayPal, written in code instead of properties. Fills the same settings, which are
 * checked when the gateway opens, all problems at once.
 *
 * <pre>{@code
 * PaypalConfig.builder(clientId, clientSecret, "8PT597110X687430LKGECATA")
 *     .merchantId("7LQ6PFZ5UVDVW")
 *     .invoicePrefix("shop-")
 *     .build();
 * }</pre>
 *
 * <p>Without {@code baseUrl} it is live. Immutable; {@code toString} shows names of settings only.
 * Source of the items: PayPal developer dashboard, Apps &amp; Credentials.
 */
public final class PaypalConfig implements AccountConfig {

  private final Map<String, String> values;

  private PaypalConfig(Builder builder) {
    this.values = Collections.unmodifiableMap(new LinkedHashMap<>(builder.values));
  }

  /**
   * Begins a configuration.
   *
   * @param clientId of the REST app
   * @param clientSecret of the same app
   * @param webhookId of the webhook registered for the app; letters and digits
   */
  public static Builder builder(String clientId, String clientSecret, String webhookId) {
    return new Builder(clientId, clientSecret, webhookId);
  }

  @Override
  public String channel() {
    return PaypalAdapterProvider.CHANNEL;
  }

  @Override
  public Map<String, String> values() {
    return values;
  }

  @Override
  public String toString() {
    return "PaypalConfig[settings=" + values.keySet() + "]";
  }

  /** Collects the settings. Not thread-safe. */
  public static final class Builder {
    private final Map<String, String> values = new LinkedHashMap<>();

    private Builder(String clientId, String clientSecret, String webhookId) {
      set(Settings.CLIENT_ID, clientId);
      set(Settings.CLIENT_SECRET, clientSecret);
      set(Settings.WEBHOOK_ID, webhookId);
    }

    /** The merchant id of the account that is paid; every answer is then compared with it. */
    public Builder merchantId(String id) {
      return set(Settings.MERCHANT_ID, id);
    }

    /**
     * Stands before every number in PayPal's invoice_id, which buyers see. Needed where several
     * shops or installations share one PayPal account. Never change it while payments are open.
     *
     * @param prefix up to 40 letters, digits, {@code -} and {@code _}
     */
    public Builder invoicePrefix(String prefix) {
      return set(Settings.INVOICE_PREFIX, prefix);
    }

    /** The BN code of a platform or partner. */
    public Builder partnerAttributionId(String code) {
      return set(Settings.PARTNER_ATTRIBUTION_ID, code);
    }

    /** Lets PayPal verify notifications, one call for each, instead of verifying them here. */
    public Builder webhooksVerifiedByPaypal() {
      return set(Settings.WEBHOOK_VERIFICATION, Settings.BY_PAYPAL);
    }

    /**
     * Roots that the certificate which signs notifications must lead to, instead of the public
     * roots of this Java; a path, {@code classpath:} and a resource, or PEM text.
     */
    public Builder webhookTrustAnchors(String certificates) {
      return set(Settings.WEBHOOK_TRUST_ANCHORS, certificates);
    }

    /** Where PayPal is, if not live: {@code https://api-m.sandbox.paypal.com}, or a simulation. */
    public Builder baseUrl(URI url) {
      return set(Settings.BASE_URL, url.toString());
    }

    /** Makes the configuration. Its contents are checked when the gateway opens. */
    public PaypalConfig build() {
      return new PaypalConfig(this);
    }

    private Builder set(String setting, String value) {
      values.put(setting, Objects.requireNonNull(value, setting));
      return this;
    }
  }
}
