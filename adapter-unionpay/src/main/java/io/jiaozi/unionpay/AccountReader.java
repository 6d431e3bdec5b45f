package io.jiaozi.unionpay;

import io.jiaozi.error.InvalidConfigurationException;
import io.jiaozi.error.Problem;
import io.jiaozi.spi.AccountSettings;
import io.jiaozi.spi.HealthFact;
import io.jiaozi.spi.UrlRule;
import io.jiaozi.support.health.AccountFacts;
import java.net.URI;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads the settings of one account and says everything that is wrong with them at once. No
 * network. Not thread-safe.
 */
final class AccountReader {

  private static final Pattern MERCHANT_ID = Pattern.compile("[0-9A-Za-z]{15}");

  /** Source: protocol sheet, section 1. */
  private static final Pattern TEST_MERCHANT_ID = Pattern.compile("777.*|700000000000001");

  private static final Duration PLACE_TOLERANCE = Duration.ofMinutes(5);
  private static final Duration LONGEST_TOLERANCE = Duration.ofHours(1);

  private final AccountSettings settings;
  private final Clock clock;
  private final List<Problem> problems = new ArrayList<>();

  /**
   * An account, read and found in order.
   *
   * @param encryptionCertificate null if the account encrypts nothing
   * @param reversalsAtQuery whether reversals go to the endpoint of queries
   */
  record Account(
      Merchant merchant,
      RequestSigner signer,
      MessageVerifier.Proof proof,
      @Nullable X509Certificate encryptionCertificate,
      boolean reversalsAtQuery,
      List<HealthFact> facts) {

    @Override
    public String toString() {
      return "Account[" + merchant.merId() + ", keys hidden]";
    }
  }

  private AccountReader(AccountSettings settings, Clock clock) {
    this.settings = settings;
    this.clock = clock;
  }

  /**
   * Reads an account.
   *
   * @throws InvalidConfigurationException with every problem
   */
  static Account read(AccountSettings settings, Clock clock) {
    return new AccountReader(settings, clock).read();
  }

  private Account read() {
    Environment environment = environment();
    URI baseUrl = baseUrl(environment);
    String merId = merId(environment, baseUrl);
    URI notificationUrl = notificationUrl(baseUrl);
    Duration tolerance = tolerance();
    boolean reversalsAtQuery = reversalsAtQuery();
    KeyReader reader = new KeyReader(settings, environment, clock, problems);
    KeyReader.Keys keys =
        reader.keys(
            settings.text(Settings.SIGN_METHOD, RequestSigner.WithCertificate.METHOD).strip());
    X509Certificate encryption = reader.encryptionCertificate();
    if (!problems.isEmpty()) {
      throw new InvalidConfigurationException(problems);
    }
    Objects.requireNonNull(keys, "keys");
    return new Account(
        new Merchant(merId, Objects.requireNonNull(notificationUrl), baseUrl, tolerance),
        keys.signer(),
        keys.proof(),
        encryption,
        reversalsAtQuery,
        facts(baseUrl, reader));
  }

  private List<HealthFact> facts(URI baseUrl, KeyReader reader) {
    AccountFacts facts =
        new AccountFacts(UnionpayAdapterProvider.DISPLAY_NAME)
            .address(
                Settings.BASE_URL,
                baseUrl,
                Set.of(Environment.PRODUCTION.host()),
                Set.of(Environment.TEST.host()))
            .notificationUrl(
                Settings.NOTIFICATION_URL, settings.notificationUrl(), baseUrl, "is missing.");
    reader.tell(facts);
    return facts.toList();
  }

  private Environment environment() {
    String word = settings.text(Settings.ENVIRONMENT, Environment.PRODUCTION.word()).strip();
    for (Environment environment : Environment.values()) {
      if (environment.word().equals(word)) {
        return environment;
      }
    }
    problem(Settings.ENVIRONMENT, "must be production or test.");
    return Environment.PRODUCTION;
  }

  private URI baseUrl(Environment environment) {
    URI url = URI.create(settings.text(Settings.BASE_URL, environment.baseUrl()).strip());
    String path = url.getRawPath();
    if (path != null && !path.isEmpty() && !path.equals("/")) {
      problem(
          Settings.BASE_URL,
          "has a path. Give scheme and host only, such as " + environment.baseUrl() + ".");
    }
    Environment other = environment == Environment.TEST ? Environment.PRODUCTION : Environment.TEST;
    if (other.host().equalsIgnoreCase(url.getHost())) {
      problem(
          Settings.BASE_URL,
          "is the address of the "
              + other.word()
              + " system, but "
              + Settings.ENVIRONMENT
              + " is "
              + environment.word()
              + ". Make them agree.");
    }
    return url;
  }

  private String merId(Environment environment, URI baseUrl) {
    String merId = settings.text(Settings.MERCHANT_ID, "").strip();
    if (!MERCHANT_ID.matcher(merId).matches()) {
      problem(Settings.MERCHANT_ID, "is not a merchant number of UnionPay: 15 digits or letters.");
    } else if (environment == Environment.PRODUCTION
        && !UrlRule.isLoopback(baseUrl)
        && TEST_MERCHANT_ID.matcher(merId).matches()) {
      problem(
          Settings.MERCHANT_ID,
          "is a number of the test system, but "
              + Settings.ENVIRONMENT
              + " is production. Give the number from the contract, or set "
              + Settings.ENVIRONMENT
              + " to test.");
    } else if (Environment.TEST.host().equalsIgnoreCase(baseUrl.getHost())
        && environment == Environment.TEST
        && !TEST_MERCHANT_ID.matcher(merId).matches()) {
      problem(
          Settings.MERCHANT_ID,
          "is no number of the test system (those begin with 777, or are 700000000000001), but "
              + Settings.BASE_URL
              + " is its address. Give the test merchant's number, or set "
              + Settings.ENVIRONMENT
              + " to production.");
    }
    return merId;
  }

  private @Nullable URI notificationUrl(URI baseUrl) {
    URI url = settings.notificationUrl();
    if (url == null) {
      problem(
          Settings.NOTIFICATION_URL,
          "is missing. UnionPay demands one with every payment, capture, void and refund; give a public https address.");
      return null;
    }
    NotificationUrls.problem(url, baseUrl)
        .ifPresent(sentence -> problem(Settings.NOTIFICATION_URL, sentence));
    return url;
  }

  private Duration tolerance() {
    Duration tolerance = settings.duration(Settings.PLACE_TOLERANCE, PLACE_TOLERANCE);
    if (tolerance.isNegative()
        || tolerance.isZero()
        || tolerance.compareTo(LONGEST_TOLERANCE) > 0) {
      problem(Settings.PLACE_TOLERANCE, "must be more than nothing and at most 1h.");
    }
    return tolerance;
  }

  private boolean reversalsAtQuery() {
    String word = settings.text(Settings.REVERSAL_ENDPOINT, "backTransReq").strip();
    if (!word.equals("backTransReq") && !word.equals("queryTrans")) {
      problem(Settings.REVERSAL_ENDPOINT, "must be backTransReq or queryTrans.");
    }
    return word.equals("queryTrans");
  }

  private void problem(String setting, String sentence) {
    problems.add(settings.problem(setting, sentence));
  }
}
