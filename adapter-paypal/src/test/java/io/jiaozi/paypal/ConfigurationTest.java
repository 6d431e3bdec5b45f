package io.jiaozi.paypal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.jiaozi.error.InvalidConfigurationException;
import io.jiaozi.spi.SettingSpec;
import io.jiaozi.tck.ContractContext;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ConfigurationTest {

  private static AccountReader.Account read(Map<String, String> changes) {
    Map<String, String> values = new TreeMap<>(TestAccount.values());
    values.putAll(changes);
    values.values().removeIf(String::isEmpty);
    return AccountReader.read(TestAccount.settings(values), ContractContext.NOW);
  }

  private static InvalidConfigurationException wrong(Map<String, String> changes) {
    return catchThrowableOfType(InvalidConfigurationException.class, () -> read(changes));
  }

  private static void refused(String setting, String value, String sentence) {
    InvalidConfigurationException wrong = wrong(Map.of(setting, value));
    assertThat(wrong.problems()).hasSize(1);
    assertThat(wrong.problems().get(0).field()).isEqualTo("jiaozi.accounts.shop." + setting);
    assertThat(wrong.problems().get(0).sentence()).contains(sentence);
  }

  @Test
  void goodAccount_isRead_andShowsNoSecret() {
    AccountReader.Account account = read(Map.of());

    assertThat(account.environment().kind()).isEqualTo(Environment.Kind.LIVE);
    assertThat(account.merchant().invoiceId("N1")).isEqualTo("JZ-N1");
    assertThat(account.toString()).doesNotContain(TestAccount.CLIENT_SECRET);
  }

  @ParameterizedTest
  @CsvSource({
    "https://api-m.paypal.com, LIVE",
    "https://api.paypal.com/, LIVE",
    "https://api-m.sandbox.paypal.com, SANDBOX",
    "https://API.SANDBOX.PAYPAL.COM, SANDBOX",
    "http://127.0.0.1:8080, THIS_MACHINE",
    "http://localhost:8080, THIS_MACHINE",
    "https://paypal.proxy.example, LIVE"
  })
  void environment_isToldByTheBaseUrl(String base, Environment.Kind kind) {
    assertThat(read(Map.of(Settings.BASE_URL, base)).environment().kind()).isEqualTo(kind);
  }

  @Test
  void swappedIdAndSecret_areRecognised() {
    InvalidConfigurationException wrong =
        wrong(
            Map.of(
                Settings.CLIENT_ID,
                TestAccount.CLIENT_SECRET,
                Settings.CLIENT_SECRET,
                TestAccount.CLIENT_ID));

    assertThat(wrong.problems()).hasSize(1);
    assertThat(wrong.problems().get(0).sentence()).contains("seem to be swapped");
    assertThat(wrong).hasMessageNotContaining(TestAccount.CLIENT_SECRET);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "client-id | has blank | is not a client id",
        "client-id | id:with:colons | is not a client id",
        "client-id | shop@example.com | is an e-mail address",
        "client-secret | has blank | is not a secret",
        "webhook-id | WH-58D329510W468432D-8HN650336L201105X | is the id of an event",
        "webhook-id | https://shop.example/notify | is an address",
        "webhook-id | WEBHOOK_ID | is the placeholder",
        "webhook-id | 8PT597110X-687430 | is not the id of a webhook",
        "merchant-id | shop@example.com | is not a merchant id",
        "invoice-prefix | has blank | is not a prefix",
        "partner-attribution-id | 1234567890123456789012345678901234567 | is not a BN code",
        "webhook-verification | none | Verification cannot be turned off",
        "webhook-verification | off | must be local or paypal",
        "base-url | https://www.paypal.com | does not serve its API",
        "base-url | https://www.sandbox.paypal.com | does not serve its API",
        "base-url | https://api-m.paypal.com/v2 | has a path",
        "webhook-trust-anchors | /no/such/file.pem | .",
        "webhook-trust-anchors | -----BEGIN CERTIFICATE-----AAAA-----END CERTIFICATE----- | ."
      })
  void mistakes_areNamed(String setting, String value, String sentence) {
    refused(setting, value, sentence);
  }

  @Test
  void secretSameAsId_isNamed() {
    refused(Settings.CLIENT_SECRET, TestAccount.CLIENT_ID, "is the same as \"client-id\"");
  }

  @Test
  void trustAnchors_thatVouchForNobody_areNamed() {
    refused(
        Settings.WEBHOOK_TRUST_ANCHORS,
        TestKeys.pem(TestKeys.LEAF),
        "is no authority's and vouches for nobody");
  }

  @Test
  void trustAnchors_thatAreOver_areNamed() {
    Map<String, String> values = TestAccount.values();

    InvalidConfigurationException wrong =
        catchThrowableOfType(
            InvalidConfigurationException.class,
            () ->
                AccountReader.read(
                    TestAccount.settings(values), ContractContext.NOW.plus(Duration.ofDays(9000))));

    assertThat(wrong.problems().get(0).sentence()).contains("no certificate that is in force");
  }

  @Test
  void everythingMissing_isSaidAtOnce() {
    InvalidConfigurationException wrong =
        wrong(Map.of(Settings.CLIENT_ID, "", Settings.CLIENT_SECRET, "", Settings.WEBHOOK_ID, ""));

    assertThat(wrong.problems()).hasSize(3);
  }

  @Test
  void settings_sayWhichAreSecret_andWhereToFindThem() {
    SettingSpec secret =
        Settings.ALL.stream()
            .filter(spec -> spec.name().equals(Settings.CLIENT_SECRET))
            .findFirst()
            .orElseThrow();

    assertThat(secret.kind()).isEqualTo(SettingSpec.Kind.SECRET);
    assertThat(Settings.ALL).allSatisfy(spec -> assertThat(spec.help()).endsWith("."));
  }

  @Test
  void config_fillsTheSameSettings_andShowsNoValue() {
    PaypalConfig config =
        PaypalConfig.builder(
                TestAccount.CLIENT_ID, TestAccount.CLIENT_SECRET, TestAccount.WEBHOOK_ID)
            .merchantId(TestAccount.MERCHANT_ID)
            .invoicePrefix(TestAccount.PREFIX)
            .partnerAttributionId("BN")
            .webhooksVerifiedByPaypal()
            .webhookTrustAnchors(TestKeys.pem(TestKeys.ROOT))
            .baseUrl(URI.create("https://api-m.sandbox.paypal.com"))
            .build();

    AccountReader.Account account =
        AccountReader.read(TestAccount.settings(config.values()), ContractContext.NOW);

    assertThat(config.channel()).isEqualTo("paypal");
    assertThat(account.verifiedByPaypal()).isTrue();
    assertThat(account.environment().kind()).isEqualTo(Environment.Kind.SANDBOX);
    assertThat(config.toString())
        .doesNotContain(TestAccount.CLIENT_SECRET)
        .doesNotContain(TestAccount.CLIENT_ID);
  }

  @ParameterizedTest
  @ValueSource(strings = {"https://api-m.paypal.com", "https://api-m.sandbox.paypal.com"})
  void buyersPages_arePaypalsOnly(String base) {
    Environment environment = Environment.of(URI.create(base));

    assertThat(environment.isBuyersPage(environment.approvalPage("X"))).isTrue();
    assertThat(environment.isBuyersPage(URI.create("https://paypal.com.evil.example/x"))).isFalse();
    assertThat(environment.isBuyersPage(URI.create("https://evilpaypal.com/x"))).isFalse();
    assertThat(environment.isBuyersPage(URI.create("http://www.paypal.com/x"))).isFalse();
    assertThat(environment.isBuyersPage(URI.create("https://www.paypal.com:8443/x"))).isFalse();
    assertThat(environment.isBuyersPage(URI.create("http://127.0.0.1/x"))).isFalse();
  }
}
