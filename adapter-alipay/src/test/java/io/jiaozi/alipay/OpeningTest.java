package io.jiaozi.alipay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.jiaozi.error.InvalidConfigurationException;
import io.jiaozi.error.Problem;
import io.jiaozi.spi.AccountSettings;
import io.jiaozi.spi.Signer;
import io.jiaozi.spi.SigningAlgorithm;
import io.jiaozi.support.crypto.RsaSigner;
import io.jiaozi.tck.ContractContext;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What an account says about its settings when it opens: everything at once, without network. */
class OpeningTest {

  private static final String SANDBOX = "https://openapi-sandbox.dl.alipaydev.com";

  private final ContractContext context = new ContractContext();

  @AfterEach
  void close() {
    context.close();
  }

  private void open(AccountSettings settings) {
    new AlipayAdapterProvider().open(settings, context).close();
  }

  private List<String> problems(Map<String, String> values, Consumer<Map<String, String>> change) {
    change.accept(values);
    InvalidConfigurationException wrong =
        catchThrowableOfType(
            InvalidConfigurationException.class,
            () -> open(TestAccount.settings(values, Map.of())));
    return wrong == null
        ? List.of()
        : wrong.problems().stream().map(OpeningTest::sentence).toList();
  }

  private static String sentence(Problem problem) {
    assertThat(problem.field()).startsWith("jiaozi.accounts.shop.");
    return problem.field().substring("jiaozi.accounts.shop.".length()) + " " + problem.sentence();
  }

  private List<String> inKeyMode(String setting, String value) {
    return problems(
        TestAccount.values(),
        values -> {
          if (value == null) {
            values.remove(setting);
          } else {
            values.put(setting, value);
          }
        });
  }

  private List<String> inCertificateMode(String setting, String value) {
    return problems(
        TestAccount.certificateValues(),
        values -> {
          if (value == null) {
            values.remove(setting);
          } else {
            values.put(setting, value);
          }
        });
  }

  @Test
  void bothModes_open() {
    assertThat(inKeyMode(Settings.SELLER_ID, null)).isEmpty();
    assertThat(inKeyMode(Settings.CONTENT_KEY, TestAccount.CONTENT_KEY)).isEmpty();
    assertThat(inKeyMode(Settings.SIGN_TYPE, "RSA2")).isEmpty();
    assertThat(inCertificateMode(Settings.SELLER_ID, null)).isEmpty();
  }

  @Test
  void privateKey_isTakenInEitherForm() throws Exception {
    byte[] pkcs8 = TestKeys.APP.getPrivate().getEncoded();
    byte[] pkcs1 =
        PrivateKeyInfo.getInstance(pkcs8).parsePrivateKey().toASN1Primitive().getEncoded();
    Base64.Encoder base64 = Base64.getEncoder();

    assertThat(inKeyMode(Settings.PRIVATE_KEY, base64.encodeToString(pkcs8))).isEmpty();
    assertThat(inKeyMode(Settings.PRIVATE_KEY, base64.encodeToString(pkcs1))).isEmpty();
    assertThat(
            inKeyMode(
                Settings.PRIVATE_KEY,
                "-----BEGIN RSA PRIVATE KEY-----\n"
                    + Base64.getMimeEncoder().encodeToString(pkcs1)
                    + "\n-----END RSA PRIVATE KEY-----"))
        .isEmpty();
    assertThat(
            inKeyMode(
                Settings.ALIPAY_PUBLIC_KEY,
                base64.encodeToString(TestKeys.ALIPAY.getPublic().getEncoded())))
        .isEmpty();
  }

  @Test
  void privateKey_truncated_isSaid() {
    String whole = Base64.getEncoder().encodeToString(TestKeys.APP.getPrivate().getEncoded());

    List<String> problems =
        inKeyMode(Settings.PRIVATE_KEY, whole.substring(0, whole.length() - 40));

    assertThat(problems).hasSize(1);
    assertThat(problems.get(0)).startsWith("private-key ").contains("cut off");
  }

  @Test
  void alipayPublicKey_truncated_isSaid() {
    String whole = Base64.getEncoder().encodeToString(TestKeys.ALIPAY.getPublic().getEncoded());

    List<String> problems =
        inKeyMode(Settings.ALIPAY_PUBLIC_KEY, whole.substring(0, whole.length() - 40));

    assertThat(problems).hasSize(1);
    assertThat(problems.get(0)).startsWith("alipay-public-key ").contains("cut off");
  }

  @Test
  void alipayPublicKey_ownKey_isTheCommonestMistake() {
    assertThat(inKeyMode(Settings.ALIPAY_PUBLIC_KEY, TestKeys.pem(TestKeys.APP.getPublic())))
        .containsExactly(
            "alipay-public-key this is your own public key, the counterpart of your private key. Give the Alipay public key; it"
                + " is the other one.");
  }

  @Test
  void alipayPublicKey_isSomethingElse_isSaid() {
    assertThat(inKeyMode(Settings.ALIPAY_PUBLIC_KEY, TestKeys.pem(TestKeys.ALIPAY_CERTIFICATE)))
        .containsExactly(
            "alipay-public-key this is a certificate, not a public key. Give the Alipay public key that the console shows"
                + " beside the app's own.");
  }

  @Test
  void noKeyOfAlipay_isSaid() {
    assertThat(inKeyMode(Settings.ALIPAY_PUBLIC_KEY, null))
        .containsExactly(
            "alipay-public-key is missing, and so are the three certificates; without them no message of Alipay can be believed."
                + " Give the Alipay public key that the console shows (key mode), or \"app-certificate\", \"alipay-certificate\","
                + " \"alipay-root-certificate\" (certificate mode).");
  }

  @ParameterizedTest
  @ValueSource(strings = {"app-certificate", "alipay-certificate", "alipay-root-certificate"})
  void halfOfCertificateMode_isSaid(String missing) {
    assertThat(inCertificateMode(missing, null))
        .containsExactly(
            missing
                + " is missing, but another setting of the certificate mode is there. Give all three: \"app-certificate\","
                + " \"alipay-certificate\", \"alipay-root-certificate\".");
  }

  @Test
  void bothModesAtOnce_isSaid() {
    assertThat(
            inCertificateMode(
                Settings.ALIPAY_PUBLIC_KEY, TestKeys.pem(TestKeys.ALIPAY.getPublic())))
        .containsExactly(
            "alipay-public-key is given beside certificates, but an app is in one mode or the other. The console shows which,"
                + " development settings; remove what belongs to the other.");
  }

  @Test
  void appCertificate_ofAnotherKey_isSaid() {
    assertThat(
            inCertificateMode(Settings.PRIVATE_KEY, TestKeys.pem(TestKeys.STRANGER.getPrivate())))
        .containsExactly(
            "private-key this private key does not belong to the certificate with serial number 15. Give the key and the"
                + " certificate that were issued together.");
  }

  @Test
  void alipayCertificate_isTheAppsOwn_isSaid() {
    assertThat(
            inCertificateMode(Settings.ALIPAY_CERTIFICATE, TestKeys.pem(TestKeys.APP_CERTIFICATE)))
        .containsExactly(
            "alipay-certificate this is your own public key, the counterpart of your private key. Give Alipay's certificate; it"
                + " is the other one.");
  }

  @Test
  void certificates_expired_areSaid() {
    Instant over = Instant.parse("2026-11-01T00:00:00Z");

    assertThat(
            inCertificateMode(
                Settings.APP_CERTIFICATE,
                TestKeys.pem(
                    TestKeys.leaf("CN=App", TestKeys.APP, TestKeys.ROOT, 31, TestKeys.FROM, over))))
        .containsExactly(
            "app-certificate this certificate expired at 2026-11-01T00:00:00Z, and it is now 2026-11-24T12:00:00Z. Get the one"
                + " that replaced it.");
    assertThat(
            inCertificateMode(
                Settings.ALIPAY_CERTIFICATE,
                TestKeys.pem(
                    TestKeys.leaf(
                        TestKeys.ALIPAY_NAME,
                        TestKeys.ALIPAY,
                        TestKeys.ROOT,
                        32,
                        TestKeys.FROM,
                        over))))
        .containsExactly(
            "alipay-certificate this certificate expired at 2026-11-01T00:00:00Z, and it is now 2026-11-24T12:00:00Z. Get the"
                + " one that replaced it.");
  }

  @Test
  void roots_ofAnotherDownload_areSaid() {
    // The leaf, and the certificate above it, so that the chain can be judged.
    problems(TestAccount.certificateValues(), values -> {});
    assertThat(
            problems(
                TestAccount.certificateValues(),
                values -> {
                  values.put(
                      Settings.ALIPAY_CERTIFICATE,
                      TestKeys.pem(TestKeys.ALIPAY_CERTIFICATE, TestKeys.ROOT_CERTIFICATE));
                  values.put(
                      Settings.ALIPAY_ROOT_CERTIFICATE,
                      TestKeys.pem(TestKeys.OTHER_ROOT_CERTIFICATE));
                }))
        .containsExactly(
            "alipay-root-certificate holds no root that \"alipay-certificate\" leads to: the two are not of one download, or one"
                + " is the sandbox's. Download all three certificates anew.");
  }

  /** The certificates of Alipay's own sandbox lead to none of the roots it hands out. */
  @Test
  void roots_ofAlipaysSandbox_areNotComparedWithItsCertificates() {
    assertThat(
            problems(
                TestAccount.certificateValues(),
                values -> {
                  values.put(Settings.BASE_URL, SANDBOX);
                  values.put(Settings.APP_ID, "9021000122682882");
                  values.put(
                      Settings.ALIPAY_CERTIFICATE,
                      TestKeys.pem(TestKeys.ALIPAY_CERTIFICATE, TestKeys.ROOT_CERTIFICATE));
                  values.put(
                      Settings.ALIPAY_ROOT_CERTIFICATE,
                      TestKeys.pem(TestKeys.OTHER_ROOT_CERTIFICATE));
                }))
        .isEmpty();
  }

  @Test
  void roots_holdALeaf_isSaid() {
    assertThat(
            inCertificateMode(
                Settings.ALIPAY_ROOT_CERTIFICATE,
                TestKeys.pem(TestKeys.ROOT_CERTIFICATE, TestKeys.ALIPAY_CERTIFICATE)))
        .containsExactly(
            "alipay-root-certificate holds a certificate that is no root. Give the file alipayRootCert.crt, whole and unchanged;"
                + " its content names the bundle in every request.");
  }

  @Test
  void roots_noneForRsa_isSaid() {
    assertThat(
            inCertificateMode(
                Settings.ALIPAY_ROOT_CERTIFICATE, TestKeys.pem(TestKeys.CURVE_ROOT_CERTIFICATE)))
        .containsExactly(
            "alipay-root-certificate holds no root that signs with RSA, so none for RSA2. Give the file alipayRootCert.crt,"
                + " whole.");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "RSA|sign-type is RSA, which signs with SHA-1; that is broken and refused. Set the app's signature method to RSA2 in the console and give RSA2, or leave it out.",
        "SM2|sign-type is SM2, which this adapter does not offer. Set the app's signature method to RSA2 in the console and give RSA2, or leave it out.",
        "MD5|sign-type is not a kind of signature this adapter knows. Give RSA2, or leave it out."
      })
  void signType_other_isRefused(String type, String sentence) {
    assertThat(inKeyMode(Settings.SIGN_TYPE, type)).containsExactly(sentence);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "wx123", "20210001", "２０２１０００１２２６８２８８２", "2021 0001"})
  void appId_thatIsNone_isSaid(String appId) {
    List<String> problems = inKeyMode(Settings.APP_ID, appId);

    if (appId.equals("20210001")) {
      assertThat(problems).isEmpty();
    } else {
      assertThat(problems)
          .containsExactly(
              "app-id is not an app id: one is 16 digits, as the open platform console shows it on the app's page.");
    }
  }

  @Test
  void appId_isThePid_isSaid() {
    assertThat(inKeyMode(Settings.APP_ID, TestAccount.SELLER))
        .containsExactly(
            "app-id is a merchant's number (PID), which begins with 2088. Give the id of the app; the PID goes into"
                + " \"seller-id\".");
  }

  @ParameterizedTest
  @ValueSource(strings = {"shop@example.com", "2088", "1088721003899159", "20887210038991590"})
  void sellerId_thatIsNone_isSaid(String seller) {
    assertThat(inKeyMode(Settings.SELLER_ID, seller))
        .containsExactly(
            "seller-id is not a merchant's number (PID): 16 digits beginning with 2088. A login name does not do.");
  }

  @Test
  void sandboxAppAtProduction_isSaid() {
    assertThat(inKeyMode(Settings.APP_ID, "9021000122682882"))
        .containsExactly(
            "app-id begins with 9021, so it is an app of Alipay's sandbox, but \"base-url\" is the production address. Use"
                + " https://openapi-sandbox.dl.alipaydev.com with it, or give the id of the production app.");
  }

  @Test
  void productionAppAtSandbox_isSaid() {
    assertThat(inKeyMode(Settings.BASE_URL, SANDBOX))
        .containsExactly(
            "app-id is a production app's, but \"base-url\" is Alipay's sandbox, whose app ids begin with 9021. Give the sandbox"
                + " app's id, or leave \"base-url\" out.");
    assertThat(
            problems(
                TestAccount.values(),
                values -> {
                  values.put(Settings.BASE_URL, SANDBOX);
                  values.put(Settings.APP_ID, "9021000122682882");
                }))
        .isEmpty();
  }

  @Test
  void closedSandbox_isSaid() {
    assertThat(inKeyMode(Settings.BASE_URL, "https://openapi.alipaydev.com"))
        .containsExactly(
            "base-url is Alipay's former sandbox, which is closed. The present one is"
                + " https://openapi-sandbox.dl.alipaydev.com.");
  }

  @Test
  void baseUrlWithPath_isSaid() {
    assertThat(inKeyMode(Settings.BASE_URL, "https://openapi.alipay.com/gateway.do"))
        .containsExactly(
            "base-url has a path. Give scheme and host alone, such as https://openapi.alipay.com; the SDK adds /gateway.do"
                + " itself.");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "AAECAwQFBgcICQoLDA0O|content-key has 15 bytes; Alipay's AES key has exactly 16. Copy it whole from the console, development settings, content encryption.",
        "*|content-key is not Base64. Copy the AES key from the console, development settings, content encryption: 24 characters that end with ==."
      })
  void contentKey_thatIsNone_isSaid(String key, String sentence) {
    assertThat(inKeyMode(Settings.CONTENT_KEY, key)).containsExactly(sentence);
  }

  @ParameterizedTest
  @ValueSource(strings = {"https://10.1.2.3/n", "https://localhost/n", "https://192.168.0.9/n"})
  void notificationUrl_nobodyCanReach_isSaid(String url) {
    AccountSettings settings =
        new AccountSettings(
            "shop", "alipay", URI.create(url), TestAccount.values(), Map.of(), Map.of());

    assertThat(
            catchThrowableOfType(InvalidConfigurationException.class, () -> open(settings))
                .problems())
        .extracting(OpeningTest::sentence)
        .containsExactly(
            "notification-url leads to this machine or a private network, where Alipay cannot reach it. Give a public address.");
  }

  @Test
  void everythingWrong_isSaidAtOnceAndShowsNoSecret() {
    List<String> problems =
        problems(
            TestAccount.values(),
            values -> {
              values.put(Settings.APP_ID, "x");
              values.put(Settings.SELLER_ID, "x");
              values.put(Settings.SIGN_TYPE, "RSA");
              values.put(Settings.CONTENT_KEY, "c4n4ry!");
              values.put(Settings.PRIVATE_KEY, "MIIc4n4ry");
              values.put(Settings.ALIPAY_PUBLIC_KEY, "MIIc4n4ry");
              values.put(Settings.BASE_URL, "https://openapi.alipay.com/gateway.do");
            });

    assertThat(problems).hasSize(7);
    assertThat(String.join(" ", problems)).doesNotContain("c4n4ry");
  }

  @Test
  void signerOutside_isAskedWhatItCanAndNotToSign() {
    Signer inside = RsaSigner.of(TestKeys.APP.getPrivate());
    Signer silent =
        new Signer() {
          @Override
          public boolean supports(SigningAlgorithm algorithm) {
            return inside.supports(algorithm);
          }

          @Override
          public byte[] sign(SigningAlgorithm algorithm, byte[] message) {
            throw new AssertionError("not to be asked when the account opens");
          }
        };
    Map<String, String> values = new TreeMap<>(TestAccount.certificateValues());
    values.remove(Settings.PRIVATE_KEY);

    assertThatCode(() -> open(TestAccount.settings(values, Map.of(Settings.PRIVATE_KEY, silent))))
        .doesNotThrowAnyException();
  }

  @Test
  void signerOutside_withoutRsa_isSaid() {
    Signer other =
        new Signer() {
          @Override
          public boolean supports(SigningAlgorithm algorithm) {
            return algorithm == SigningAlgorithm.SM2_SM3;
          }

          @Override
          public byte[] sign(SigningAlgorithm algorithm, byte[] message) {
            return "x".getBytes(StandardCharsets.UTF_8);
          }
        };
    Map<String, String> values = TestAccount.values();
    values.remove(Settings.PRIVATE_KEY);

    assertThat(
            catchThrowableOfType(
                    InvalidConfigurationException.class,
                    () -> open(TestAccount.settings(values, Map.of(Settings.PRIVATE_KEY, other))))
                .problems())
        .extracting(OpeningTest::sentence)
        .containsExactly(
            "private-key is a signer that does not make RSA_SHA256 signatures, which Alipay demands (RSA2).");
  }

  @Test
  void config_fillsTheSameSettings() {
    AlipayConfig config =
        AlipayConfig.builder("2021000122682882")
            .privateKey("key")
            .certificates("app", "alipay", "root")
            .sellerId(TestAccount.SELLER)
            .contentKey("secret")
            .notificationUrl(TestAccount.NOTIFY)
            .baseUrl(URI.create("https://openapi.alipay.com"))
            .build();

    assertThat(config.channel()).isEqualTo("alipay");
    assertThat(config.values())
        .containsExactlyInAnyOrderEntriesOf(
            Map.of(
                "app-id", "2021000122682882",
                "private-key", "key",
                "app-certificate", "app",
                "alipay-certificate", "alipay",
                "alipay-root-certificate", "root",
                "seller-id", TestAccount.SELLER,
                "content-key", "secret",
                "notification-url", "https://shop.example/notify/alipay",
                "base-url", "https://openapi.alipay.com"));
    assertThat(config.toString()).doesNotContain("secret", "[key");
    Signer signer = RsaSigner.of(TestKeys.APP.getPrivate());
    AlipayConfig outside =
        AlipayConfig.builder("1").privateKey("x").privateKey(signer).alipayPublicKey("y").build();
    assertThat(outside.signers()).containsOnlyKeys("private-key");
    assertThat(outside.values()).containsOnlyKeys("app-id", "alipay-public-key");
  }
}
