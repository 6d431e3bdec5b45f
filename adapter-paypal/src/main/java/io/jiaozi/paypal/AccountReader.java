package io.jiaozi.paypal;

import io.jiaozi.error.InvalidConfigurationException;
import io.jiaozi.error.Problem;
import io.jiaozi.health.Finding.About;
import io.jiaozi.health.Finding.Level;
import io.jiaozi.spi.AccountSettings;
import io.jiaozi.spi.HealthFact;
import io.jiaozi.support.health.AccountFacts;
import io.jiaozi.support.keys.KeyMaterial;
import io.jiaozi.support.keys.KeyMaterialException;
import io.jiaozi.support.redact.Secret;
import java.net.URI;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads the settings of one account and says everything that is wrong with them at once. No
 * network. Not thread-safe.
 */
final class AccountReader {

  /** Printable, without the colon that separates id and secret on the wire. */
  private static final Pattern CLIENT_ID = Pattern.compile("[\\x21-\\x39\\x3B-\\x7E]{1,255}");

  private static final Pattern SECRET = Pattern.compile("[\\x21-\\x7E]{1,255}");
  private static final Pattern WEBHOOK_ID = Pattern.compile("[0-9A-Za-z]{1,50}");
  private static final Pattern MERCHANT_ID = Pattern.compile("[0-9A-Za-z]{5,20}");
  private static final Pattern INVOICE_PREFIX = Pattern.compile("[0-9A-Za-z_-]{1,40}");
  private static final Pattern ATTRIBUTION_ID = Pattern.compile("[\\x21-\\x7E]{1,36}");

  /** How PayPal's ids and secrets look as far as seen; used for nothing but a hint. */
  private static final Pattern LIKE_AN_ID = Pattern.compile("A[0-9A-Za-z_-]{70,99}");

  private static final Pattern LIKE_A_SECRET = Pattern.compile("E[0-9A-Za-z_-]{70,99}");

  private final AccountSettings settings;
  private final Instant now;
  private final List<Problem> problems = new ArrayList<>();

  /** An account, read and found in order. */
  record Account(
      Merchant merchant,
      Environment environment,
      Secret clientSecret,
      String webhookId,
      boolean verifiedByPaypal,
      List<X509Certificate> trustAnchors,
      List<HealthFact> facts) {

    @Override
    public String toString() {
      return "Account[" + environment.kind() + ", secrets hidden]";
    }
  }

  private AccountReader(AccountSettings settings, Instant now) {
    this.settings = settings;
    this.now = now;
  }

  /**
   * Reads an account.
   *
   * @throws InvalidConfigurationException with every problem
   */
  static Account read(AccountSettings settings, Instant now) {
    return new AccountReader(settings, now).read();
  }

  private Account read() {
    URI baseUrl = baseUrl();
    String clientId = text(Settings.CLIENT_ID);
    String clientSecret = text(Settings.CLIENT_SECRET);
    credentials(clientId, clientSecret);
    String webhookId = webhookId();
    String merchantId =
        optional(
            Settings.MERCHANT_ID,
            MERCHANT_ID,
            "is not a merchant id: 13 letters and digits, not an e-mail address and not the client id. See the account"
                + " settings, business information.");
    String prefix =
        optional(
            Settings.INVOICE_PREFIX,
            INVOICE_PREFIX,
            "is not a prefix: up to 40 of 0-9 A-Z a-z _ -. It stands in what buyers read, before the number.");
    String attributionId =
        optional(
            Settings.PARTNER_ATTRIBUTION_ID,
            ATTRIBUTION_ID,
            "is not a BN code: up to 36 printable characters without blanks.");
    boolean verifiedByPaypal = verifiedByPaypal();
    List<X509Certificate> anchors = trustAnchors();
    if (!problems.isEmpty()) {
      throw new InvalidConfigurationException(problems);
    }
    return new Account(
        new Merchant(clientId, merchantId, prefix == null ? "" : prefix, attributionId),
        Environment.of(baseUrl),
        Secret.of(clientSecret),
        webhookId,
        verifiedByPaypal,
        anchors,
        facts(baseUrl, merchantId, anchors));
  }

  private List<HealthFact> facts(
      URI baseUrl, @Nullable String merchantId, List<X509Certificate> anchors) {
    AccountFacts facts =
        new AccountFacts(PaypalAdapterProvider.DISPLAY_NAME)
            .address(Settings.BASE_URL, baseUrl, Environment.LIVE_HOSTS, Environment.SANDBOX_HOSTS)
            .remark(
                Level.NOT_CHECKED,
                About.KEY,
                Settings.CLIENT_SECRET,
                "can be of a live or of a sandbox app; which, and whether it is still in force, only PayPal can tell. Ask it"
                    + " once, live.")
            .remark(
                Level.NOT_CHECKED,
                About.NOTIFICATIONS,
                Settings.WEBHOOK_ID,
                "is believed to be of this app and to lead to the shop; the developer dashboard, the app, Webhooks, tells.");
    if (settings.notificationUrl() != null) {
      facts.remark(
          Level.NOT_CHECKED,
          About.NOTIFICATIONS,
          "notification-url",
          "is never told to PayPal, which notifies the address registered with the webhook. Keep the two alike, or remove"
              + " this one.");
    }
    if (merchantId == null) {
      facts.remark(
          Level.NOT_CHECKED,
          About.SETTING,
          Settings.MERCHANT_ID,
          "is left out, so nothing compares who is paid. Give the merchant id of the account settings.");
    }
    facts.certificates(
        Settings.WEBHOOK_TRUST_ANCHORS,
        "the root above PayPal's signatures",
        anchors,
        now,
        "Give the root that replaced it, or leave the setting out to use those of this Java.");
    if (!anchors.isEmpty() && Environment.of(baseUrl).kind() != Environment.Kind.THIS_MACHINE) {
      facts.remark(
          Level.WARNING,
          About.CERTIFICATE,
          Settings.WEBHOOK_TRUST_ANCHORS,
          "takes the place of the public roots of this Java: when PayPal changes its authority, no notification will be"
              + " believed. Leave it out unless you know why.");
    }
    return facts.toList();
  }

  private String text(String setting) {
    return settings.text(setting, "").strip();
  }

  private URI baseUrl() {
    URI url = URI.create(settings.text(Settings.BASE_URL, Settings.DEFAULT_BASE_URL).strip());
    String path = url.getRawPath();
    if (path != null && !path.isEmpty() && !path.equals("/")) {
      problem(
          Settings.BASE_URL,
          "has a path. Give the origin alone, such as https://api-m.paypal.com; the SDK adds the paths.");
    }
    if (Environment.isOtherPaypalHost(url)) {
      problem(
          Settings.BASE_URL,
          "is a host of PayPal's that does not serve its API. Use https://api-m.paypal.com for live and"
              + " https://api-m.sandbox.paypal.com for PayPal's sandbox.");
    }
    return url;
  }

  private void credentials(String id, String secret) {
    if (LIKE_A_SECRET.matcher(id).matches() && LIKE_AN_ID.matcher(secret).matches()) {
      problem(
          Settings.CLIENT_ID,
          "looks like a secret, and \""
              + Settings.CLIENT_SECRET
              + "\" like a client id: the two seem to be swapped. Client ids begin with A, secrets with E.");
      return;
    }
    if (!CLIENT_ID.matcher(id).matches()) {
      problem(
          Settings.CLIENT_ID,
          "is not a client id: up to 255 printable characters without blanks and colons. Copy it from the developer"
              + " dashboard, Apps & Credentials.");
    } else if (id.indexOf('@') >= 0) {
      problem(
          Settings.CLIENT_ID,
          "is an e-mail address; the client id of the REST app is asked for. Copy it from the developer dashboard, Apps &"
              + " Credentials.");
    }
    if (!SECRET.matcher(secret).matches()) {
      problem(
          Settings.CLIENT_SECRET,
          "is not a secret: up to 255 printable characters without blanks. Copy it from the developer dashboard, Apps &"
              + " Credentials.");
    } else if (secret.equals(id)) {
      problem(
          Settings.CLIENT_SECRET,
          "is the same as \"" + Settings.CLIENT_ID + "\". Give the secret that stands below it.");
    }
  }

  private String webhookId() {
    String id = text(Settings.WEBHOOK_ID);
    if (id.startsWith("WH-")) {
      problem(
          Settings.WEBHOOK_ID,
          "is the id of an event (WH-...). Give the id of the webhook itself: developer dashboard, the app, Webhooks.");
    } else if (id.contains("://")) {
      problem(
          Settings.WEBHOOK_ID,
          "is an address. Give the id that PayPal gave the webhook when this address was registered.");
    } else if (id.equals("WEBHOOK_ID")) {
      problem(
          Settings.WEBHOOK_ID,
          "is the placeholder of PayPal's webhook simulator, whose messages belong to no app. Give the id of your own webhook.");
    } else if (!WEBHOOK_ID.matcher(id).matches()) {
      problem(
          Settings.WEBHOOK_ID,
          "is not the id of a webhook: up to 50 letters and digits. Copy it from the developer dashboard, the app, Webhooks.");
    }
    return id;
  }

  private @Nullable String optional(String setting, Pattern shape, String sentence) {
    String text = settings.text(setting);
    if (text == null) {
      return null;
    }
    String bare = text.strip();
    if (!shape.matcher(bare).matches()) {
      problem(setting, sentence);
    }
    return bare;
  }

  private boolean verifiedByPaypal() {
    String text = settings.text(Settings.WEBHOOK_VERIFICATION, Settings.LOCAL).strip();
    if (!text.equals(Settings.LOCAL) && !text.equals(Settings.BY_PAYPAL)) {
      problem(
          Settings.WEBHOOK_VERIFICATION,
          "must be "
              + Settings.LOCAL
              + " or "
              + Settings.BY_PAYPAL
              + ". Verification cannot be turned off.");
    }
    return text.equals(Settings.BY_PAYPAL);
  }

  private List<X509Certificate> trustAnchors() {
    String text = settings.text(Settings.WEBHOOK_TRUST_ANCHORS);
    if (text == null) {
      return List.of();
    }
    List<X509Certificate> anchors;
    try {
      anchors =
          KeyMaterial.of(Settings.WEBHOOK_TRUST_ANCHORS, text)
              .withAdvice("Give root certificates, which start with BEGIN CERTIFICATE.")
              .certificates();
    } catch (KeyMaterialException wrong) {
      problem(Settings.WEBHOOK_TRUST_ANCHORS, sentence(wrong));
      return List.of();
    }
    if (anchors.stream().anyMatch(anchor -> anchor.getBasicConstraints() < 0)) {
      problem(
          Settings.WEBHOOK_TRUST_ANCHORS,
          "holds a certificate that is no authority's and vouches for nobody. Give the root that PayPal's certificate leads"
              + " to, not that certificate itself: it changes.");
    }
    if (anchors.stream().noneMatch(this::isInForce)) {
      problem(
          Settings.WEBHOOK_TRUST_ANCHORS,
          "holds no certificate that is in force now. Give the current roots, or leave it out to use those of this Java.");
    }
    return anchors;
  }

  private boolean isInForce(X509Certificate certificate) {
    return !now.isBefore(certificate.getNotBefore().toInstant())
        && !now.isAfter(certificate.getNotAfter().toInstant());
  }

  /** The report names the setting already. */
  private static String sentence(KeyMaterialException wrong) {
    String text = String.valueOf(wrong.getMessage());
    String start = Settings.WEBHOOK_TRUST_ANCHORS + ": ";
    return text.startsWith(start) ? text.substring(start.length()) : text;
  }

  private void problem(String setting, String sentence) {
    problems.add(settings.problem(setting, sentence));
  }
}
