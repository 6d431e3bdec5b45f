package io.jiaozi.paypal;

import io.jiaozi.spi.SettingSpec;
import io.jiaozi.spi.SettingSpec.Kind;
import java.util.List;

/** Every setting of an account, by name. */
final class Settings {

  static final String BASE_URL = "base-url";
  static final String CLIENT_ID = "client-id";
  static final String CLIENT_SECRET = "client-secret";
  static final String WEBHOOK_ID = "webhook-id";
  static final String MERCHANT_ID = "merchant-id";
  static final String INVOICE_PREFIX = "invoice-prefix";
  static final String PARTNER_ATTRIBUTION_ID = "partner-attribution-id";
  static final String WEBHOOK_VERIFICATION = "webhook-verification";
  static final String WEBHOOK_TRUST_ANCHORS = "webhook-trust-anchors";

  static final String DEFAULT_BASE_URL = "https://api-m.paypal.com";
  static final String LOCAL = "local";
  static final String BY_PAYPAL = "paypal";

  static final List<SettingSpec> ALL =
      List.of(
          SettingSpec.optional(
              BASE_URL,
              Kind.URL,
              "Where PayPal is. Left out: "
                  + DEFAULT_BASE_URL
                  + ", which is live; PayPal's own sandbox is https://api-m.sandbox.paypal.com."),
          SettingSpec.required(
              CLIENT_ID,
              Kind.TEXT,
              "The client id of the REST app; developer dashboard, Apps & Credentials, with the switch on Live or Sandbox as"
                  + " base-url is."),
          SettingSpec.required(
              CLIENT_SECRET,
              Kind.SECRET,
              "The secret of the same REST app; developer dashboard, Apps & Credentials."),
          SettingSpec.required(
              WEBHOOK_ID,
              Kind.TEXT,
              "The id of the webhook registered for this app, letters and digits; developer dashboard, the app, Webhooks."
                  + " Without it no notification can be verified."),
          SettingSpec.optional(
              MERCHANT_ID,
              Kind.TEXT,
              "The merchant id (payer id) of the account that is paid, 13 letters and digits; account settings, business"
                  + " information. If given, every answer and notification is compared with it."),
          SettingSpec.optional(
              INVOICE_PREFIX,
              Kind.TEXT,
              "Stands before every number in PayPal's invoice_id, so that shops and installations that share a PayPal account"
                  + " do not collide; up to 40 letters, digits, - and _."),
          SettingSpec.optional(
              PARTNER_ATTRIBUTION_ID,
              Kind.TEXT,
              "The BN code of a platform or partner, up to 36 characters; given by PayPal's partner manager."),
          SettingSpec.optional(
              WEBHOOK_VERIFICATION,
              Kind.TEXT,
              "Who verifies notifications: local (this SDK, with PayPal's certificate; the default) or paypal (PayPal is asked"
                  + " about each one)."),
          SettingSpec.optional(
              WEBHOOK_TRUST_ANCHORS,
              Kind.KEY_MATERIAL,
              "Root certificates that PayPal's signing certificate must lead to, instead of the public roots of this Java; for"
                  + " a sandbox of one's own."));

  private Settings() {}
}
