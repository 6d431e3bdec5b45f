package io.jiaozi.sandbox.paypal;

import io.jiaozi.sandbox.channel.ChannelContext;
import io.jiaozi.sandbox.channel.Pem;
import io.jiaozi.sandbox.channel.Randomness;
import java.util.Locale;

/**
 * Everything the simulated app and the simulated platform hold, made anew at every start and worth
 * nothing elsewhere. {@link #toString} shows the client id only. Safe for use by many threads.
 */
public final class PaypalCredentials {
  private final String clientId;
  private final String clientSecret;
  private final String appId;
  private final String webhookId;
  private final String merchantId;
  private final String sellerId;
  private final CertificateShelf shelf;

  PaypalCredentials(ChannelContext context, CertificateShelf shelf) {
    Randomness randomness = context.randomness();
    clientId = "A" + randomness.text(79);
    clientSecret = "E" + randomness.text(79);
    appId = "APP-" + randomness.text(17).toUpperCase(Locale.ROOT);
    webhookId = randomness.text(17).toUpperCase(Locale.ROOT);
    merchantId = AccountId.next(randomness);
    sellerId = AccountId.next(randomness);
    this.shelf = shelf;
  }

  /** The app's client id: 80 characters. */
  public String clientId() {
    return clientId;
  }

  /** The app's secret: 80 characters. */
  public String clientSecret() {
    return clientSecret;
  }

  String appId() {
    return appId;
  }

  /** The id of the app's webhook: part of what every event's signature covers. */
  public String webhookId() {
    return webhookId;
  }

  /** The merchant account the app belongs to, {@code payee.merchant_id} of its orders. */
  public String merchantId() {
    return merchantId;
  }

  /** A merchant for whom the app may act as a platform ({@code PayPal-Auth-Assertion}). */
  public String sellerId() {
    return sellerId;
  }

  /** The root to which the certificates of events chain, as PEM text. */
  public String webhookRootPem() {
    return Pem.certificate(shelf.root());
  }

  @Override
  public String toString() {
    return "PaypalCredentials[" + clientId.substring(0, 8) + "...]";
  }
}
