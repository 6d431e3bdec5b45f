package io.jiaozi.alipay;

import io.jiaozi.error.InvalidConfigurationException;
import io.jiaozi.error.Problem;
import io.jiaozi.health.Finding.About;
import io.jiaozi.health.Finding.Level;
import io.jiaozi.spi.AccountSettings;
import io.jiaozi.spi.HealthFact;
import io.jiaozi.support.health.AccountFacts;
import java.net.URI;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Reads the settings of one account and says everything that is wrong with them at once. No
 * network. Not thread-safe.
 */
final class AccountReader {

  private static final int SHORTEST_APP_ID = 8;
  private static final int LONGEST_APP_ID = 32;

  /** Source: protocol sheet, section 1.6. */
  private static final String PRODUCTION_HOST = "openapi.alipay.com";

  private static final String SANDBOX_HOST = "openapi-sandbox.dl.alipaydev.com";
  private static final String CLOSED_SANDBOX_HOST = "openapi.alipaydev.com";
  private static final String SANDBOX_APPS = "9021";
  private static final String PRODUCTION_APPS = "20";

  private final AccountSettings settings;
  private final List<Problem> problems = new ArrayList<>();

  /**
   * An account, read and found in order.
   *
   * @param proof what further certificates of Alipay must prove; null in key mode
   */
  record Account(
      Merchant merchant,
      AppKey appKey,
      AlipayKeys alipayKeys,
      @Nullable CertificateProof proof,
      @Nullable ContentCipher cipher,
      List<HealthFact> facts) {

    @Override
    public String toString() {
      return "Account[" + merchant.appId() + ", keys hidden]";
    }
  }

  private AccountReader(AccountSettings settings) {
    this.settings = settings;
  }

  /**
   * Reads an account.
   *
   * @throws InvalidConfigurationException with every problem
   */
  static Account read(AccountSettings settings, Instant now) {
    return new AccountReader(settings).read(now);
  }

  private Account read(Instant now) {
    URI baseUrl = baseUrl();
    String appId = appId();
    environment(baseUrl, appId);
    String sellerId = sellerId();
    signType();
    notificationUrl(baseUrl);
    ContentCipher cipher = contentCipher();
    KeyReader keys =
        new KeyReader(settings, appId, problems, now, host(baseUrl).equals(SANDBOX_HOST));
    AppKey appKey = keys.appKey();
    AlipayKeys alipayKeys = keys.alipayKeys();
    if (!problems.isEmpty() || appKey == null || alipayKeys == null) {
      throw new InvalidConfigurationException(problems);
    }
    return new Account(
        new Merchant(appId, sellerId, settings.notificationUrl(), baseUrl),
        appKey,
        alipayKeys,
        keys.proof(),
        cipher,
        facts(baseUrl, sellerId, keys));
  }

  private List<HealthFact> facts(URI baseUrl, @Nullable String sellerId, KeyReader keys) {
    AccountFacts facts =
        new AccountFacts(AlipayAdapterProvider.DISPLAY_NAME)
            .address(Settings.BASE_URL, baseUrl, Set.of(PRODUCTION_HOST), Set.of(SANDBOX_HOST))
            .notificationUrl(
                Settings.NOTIFICATION_URL,
                settings.notificationUrl(),
                baseUrl,
                "is missing: Alipay tells of a payment only where the request brought an address. Give one here, or ask for"
                    + " every payment.");
    keys.tell(facts);
    if (sellerId == null) {
      facts.remark(
          Level.NOT_CHECKED,
          About.SETTING,
          Settings.SELLER_ID,
          "is left out, so nothing compares who is paid. Give the merchant's number (PID), which begins with 2088.");
    }
    return facts.toList();
  }

  private URI baseUrl() {
    URI url = URI.create(settings.text(Settings.BASE_URL, Settings.DEFAULT_BASE_URL).strip());
    String path = url.getRawPath();
    if (path != null && !path.isEmpty() && !path.equals("/")) {
      problem(
          Settings.BASE_URL,
          "has a path. Give scheme and host alone, such as "
              + Settings.DEFAULT_BASE_URL
              + "; the SDK adds /gateway.do itself.");
    }
    return url;
  }

  private String appId() {
    String id = settings.text(Settings.APP_ID, "").strip();
    if (!Numbers.isDigits(id) || id.length() < SHORTEST_APP_ID || id.length() > LONGEST_APP_ID) {
      problem(
          Settings.APP_ID,
          "is not an app id: one is 16 digits, as the open platform console shows it on the app's page.");
    } else if (Numbers.isSellerId(id)) {
      problem(
          Settings.APP_ID,
          "is a merchant's number (PID), which begins with 2088. Give the id of the app; the PID goes into \""
              + Settings.SELLER_ID
              + "\".");
    }
    return id;
  }

  /** The two worlds know nothing of each other's apps. */
  private void environment(URI baseUrl, String appId) {
    String host = host(baseUrl);
    boolean sandboxApp = appId.startsWith(SANDBOX_APPS);
    if (host.equals(CLOSED_SANDBOX_HOST)) {
      problem(
          Settings.BASE_URL,
          "is Alipay's former sandbox, which is closed. The present one is https://"
              + SANDBOX_HOST
              + ".");
    } else if (host.equals(PRODUCTION_HOST) && sandboxApp) {
      problem(
          Settings.APP_ID,
          "begins with 9021, so it is an app of Alipay's sandbox, but \""
              + Settings.BASE_URL
              + "\" is the production address. Use https://"
              + SANDBOX_HOST
              + " with it, or give the id of the production app.");
    } else if (host.equals(SANDBOX_HOST) && appId.startsWith(PRODUCTION_APPS)) {
      problem(
          Settings.APP_ID,
          "is a production app's, but \""
              + Settings.BASE_URL
              + "\" is Alipay's sandbox, whose app ids begin with 9021. Give the sandbox app's id, or leave \""
              + Settings.BASE_URL
              + "\" out.");
    }
  }

  private static String host(URI url) {
    return String.valueOf(url.getHost()).toLowerCase(Locale.ROOT);
  }

  private @Nullable String sellerId() {
    String text = settings.text(Settings.SELLER_ID);
    if (text == null) {
      return null;
    }
    String id = text.strip();
    if (!Numbers.isSellerId(id)) {
      problem(
          Settings.SELLER_ID,
          "is not a merchant's number (PID): 16 digits beginning with 2088. A login name does not do.");
    }
    return id;
  }

  private void signType() {
    String type = settings.text(Settings.SIGN_TYPE, RequestSigner.RSA2).strip();
    if (type.equals(RequestSigner.RSA2)) {
      return;
    }
    problem(
        Settings.SIGN_TYPE,
        switch (type.toUpperCase(Locale.ROOT)) {
          case "RSA" ->
              "is RSA, which signs with SHA-1; that is broken and refused. Set the app's signature method to RSA2 in the"
                  + " console and give RSA2, or leave it out.";
          case "SM2" ->
              "is SM2, which this adapter does not offer. Set the app's signature method to RSA2 in the console and give RSA2,"
                  + " or leave it out.";
          default -> "is not a kind of signature this adapter knows. Give RSA2, or leave it out.";
        });
  }

  private void notificationUrl(URI baseUrl) {
    URI url = settings.notificationUrl();
    if (url != null) {
      NotificationUrls.problem(url, baseUrl)
          .ifPresent(sentence -> problem(Settings.NOTIFICATION_URL, sentence));
    }
  }

  private @Nullable ContentCipher contentCipher() {
    String text = settings.text(Settings.CONTENT_KEY);
    if (text == null) {
      return null;
    }
    byte[] key;
    try {
      key = Base64.getDecoder().decode(text.strip());
    } catch (IllegalArgumentException notBase64) {
      problem(
          Settings.CONTENT_KEY,
          "is not Base64. Copy the AES key from the console, development settings, content encryption: 24 characters that"
              + " end with ==.");
      return null;
    }
    if (key.length != ContentCipher.KEY_BYTES) {
      problem(
          Settings.CONTENT_KEY,
          "has "
              + key.length
              + " bytes; Alipay's AES key has exactly 16. Copy it whole from the console, development settings, content"
              + " encryption.");
      return null;
    }
    return new ContentCipher(key);
  }

  private void problem(String setting, String sentence) {
    problems.add(settings.problem(setting, sentence));
  }
}
