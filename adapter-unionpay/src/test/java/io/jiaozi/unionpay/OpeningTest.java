package io.jiaozi.unionpay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.jiaozi.Capability;
import io.jiaozi.error.InvalidConfigurationException;
import io.jiaozi.error.Problem;
import io.jiaozi.payment.Scene;
import io.jiaozi.spi.AccountSettings;
import io.jiaozi.spi.ChannelAdapterProvider;
import io.jiaozi.spi.SettingSpec;
import io.jiaozi.spi.Signer;
import io.jiaozi.spi.SigningAlgorithm;
import io.jiaozi.support.crypto.RsaSigner;
import io.jiaozi.tck.ContractContext;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Currency;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class OpeningTest {

  private static final Instant OVER = ContractContext.NOW.minus(Duration.ofDays(1));

  private final ContractContext context = new ContractContext();

  @AfterEach
  void close() {
    context.close();
  }

  private List<Problem> problems(Consumer<Map<String, String>> change) {
    return problems(change, Map.of());
  }

  private List<Problem> problems(
      Consumer<Map<String, String>> change, Map<String, Signer> signers) {
    Map<String, String> values = TestAccount.values();
    change.accept(values);
    return problems(TestAccount.settings(values, signers));
  }

  private List<Problem> problems(AccountSettings settings) {
    InvalidConfigurationException thrown =
        catchThrowableOfType(
            InvalidConfigurationException.class,
            () -> new UnionpayAdapterProvider().open(settings, context));
    return thrown == null ? List.of() : thrown.problems();
  }

  private static Problem problem(String setting, String sentence) {
    return new Problem("jiaozi.accounts.shop." + setting, sentence);
  }

  private static String pfx(X509Certificate certificate) {
    return Base64.getEncoder()
        .encodeToString(TestCa.pkcs12(TestCa.PASSWORD, TestCa.MERCHANT_KEY, certificate));
  }

  @Test
  void open_everythingInOrder_opens() {
    assertThat(problems(values -> {})).isEmpty();
  }

  @Test
  void open_fromFiles_opens(@TempDir Path folder) throws Exception {
    Path pfx = Files.write(folder.resolve("sign.pfx"), Base64.getDecoder().decode(TestCa.PFX));
    Path root = Files.writeString(folder.resolve("root.cer"), TestCa.pem(TestCa.ROOT));
    Path middle = Files.write(folder.resolve("middle.cer"), TestCa.MIDDLE.getEncoded());
    UnionpayConfig config =
        UnionpayConfig.builder(TestAccount.MERID, TestAccount.NOTIFY)
            .testEnvironment()
            .signingCertificate(pfx.toString(), TestCa.PASSWORD)
            .rootCertificates(root)
            .middleCertificates(middle)
            .placeTolerance(Duration.ofMinutes(2))
            .baseUrl(URI.create("http://127.0.0.1:9"))
            .build();

    assertThat(problems(TestAccount.settings(config.values(), config.signers()))).isEmpty();
    assertThat(config.toString()).doesNotContain(TestCa.PASSWORD, folder.toString());
  }

  @Test
  void open_withSharedKey_needsNoCertificate() {
    UnionpayConfig config =
        UnionpayConfig.builder(TestAccount.MERID, TestAccount.NOTIFY)
            .testEnvironment()
            .sharedKeySm3("88888888")
            .build();

    assertThat(problems(TestAccount.settings(config.values(), Map.of()))).isEmpty();
  }

  @Test
  void open_severalRootsAndMiddles_opens() {
    X509Certificate nextRoot =
        new TestCa.Spec("Jiaozi root 2", TestCa.STRANGER_KEY).authority().selfSigned();
    X509Certificate nextMiddle =
        new TestCa.Spec("Jiaozi middle 2", TestCa.MIDDLE_KEY)
            .authority()
            .issuedBy("Jiaozi root 2", TestCa.STRANGER_KEY);

    assertThat(
            problems(
                values -> {
                  values.put(
                      Settings.ROOT_CERTIFICATE,
                      TestCa.pem(TestCa.ROOT) + "\n" + TestCa.pem(nextRoot));
                  values.put(
                      Settings.MIDDLE_CERTIFICATE,
                      TestCa.pem(TestCa.MIDDLE) + "\n" + TestCa.pem(nextMiddle));
                }))
        .isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "7772900581100481", "77729005811004", "777-90058110048"})
  void merchantId_ofAnotherShape_isAProblem(String id) {
    assertThat(problems(values -> values.put(Settings.MERCHANT_ID, id)))
        .containsExactly(
            problem("merchant-id", "is not a merchant number of UnionPay: 15 digits or letters."));
  }

  @ParameterizedTest
  @ValueSource(strings = {"777290058110048", "700000000000001"})
  void merchantId_ofTheTestSystemInProduction_isAProblem(String id) {
    assertThat(
            problems(
                values -> {
                  values.put(Settings.MERCHANT_ID, id);
                  values.remove(Settings.ENVIRONMENT);
                }))
        .containsExactly(
            problem(
                "merchant-id",
                "is a number of the test system, but environment is production. Give the number from the contract, or set"
                    + " environment to test."));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "https://gateway.test.95516.com", "https://GATEWAY.test.95516.com/"})
  void merchantId_ofProductionAgainstTheTestHost_isAProblem(String url) {
    assertThat(
            problems(
                values -> {
                  values.put(Settings.MERCHANT_ID, "898340183980105");
                  if (!url.isEmpty()) {
                    values.put(Settings.BASE_URL, url);
                  }
                }))
        .containsExactly(
            problem(
                "merchant-id",
                "is no number of the test system (those begin with 777, or are 700000000000001), but base-url is its"
                    + " address. Give the test merchant's number, or set environment to production."));
  }

  @Test
  void merchantId_againstAnAddressOfOnesOwn_isNotJudged() {
    assertThat(
            problems(
                values -> {
                  values.put(Settings.MERCHANT_ID, "898340183980105");
                  values.put(Settings.BASE_URL, "https://unionpay-simulator.shop.example");
                }))
        .isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "test, https://gateway.95516.com, production",
    "production, https://gateway.test.95516.com, test"
  })
  void baseUrl_ofTheOtherSystem_isAProblem(String environment, String url, String other) {
    assertThat(
            problems(
                values -> {
                  values.put(Settings.MERCHANT_ID, "898340183980105");
                  values.put(Settings.ENVIRONMENT, environment);
                  values.put(Settings.BASE_URL, url);
                }))
        .containsExactly(
            problem(
                "base-url",
                "is the address of the "
                    + other
                    + " system, but environment is "
                    + environment
                    + ". Make them agree."));
  }

  @Test
  void baseUrl_withAPath_isAProblem() {
    assertThat(
            problems(
                values ->
                    values.put(
                        Settings.BASE_URL,
                        "https://gateway.test.95516.com/gateway/api/backTransReq.do")))
        .containsExactly(
            problem(
                "base-url",
                "has a path. Give scheme and host only, such as https://gateway.test.95516.com."));
  }

  @ParameterizedTest
  @CsvSource({
    "environment, sandbox, must be production or test.",
    "sign-method, 02, 'must be 01, 11 or 12.'",
    "sign-method, 21, 'is 21, SM2 certificates, which this adapter does not offer. Use 01, 11 or 12.'",
    "reversal-endpoint, frontTransReq, must be backTransReq or queryTrans.",
    "place-tolerance, 0s, must be more than nothing and at most 1h.",
    "place-tolerance, 61m, must be more than nothing and at most 1h."
  })
  void choices_thatAreNone_areProblems(String setting, String value, String sentence) {
    assertThat(
            problems(
                values -> {
                  values.put(Settings.BASE_URL, "http://127.0.0.1:9");
                  values.put(setting, value);
                }))
        .containsExactly(problem(setting, sentence));
  }

  @Test
  void notificationUrl_missing_isAProblem() {
    AccountSettings settings =
        new AccountSettings("shop", "unionpay", null, TestAccount.values(), Map.of(), Map.of());

    assertThat(problems(settings))
        .containsExactly(
            problem(
                "notification-url",
                "is missing. UnionPay demands one with every payment, capture, void and refund; give a public https address."));
  }

  @Test
  void password_wrong_isDiagnosedAndHidden() {
    assertThat(
            problems(values -> values.put(Settings.SIGNING_CERTIFICATE_PASSWORD, "c4n4ry-wrong")))
        .containsExactly(
            problem(
                "signing-certificate",
                "the password does not open this PKCS#12 key store. Check the password; upper and lower case matter, and so"
                    + " do blanks at its ends."));
  }

  @Test
  void password_missing_isDiagnosed() {
    assertThat(problems(values -> values.remove(Settings.SIGNING_CERTIFICATE_PASSWORD)))
        .containsExactly(
            problem(
                "signing-certificate",
                "this PKCS#12 key store needs its password, and none is given. Give the password."));
  }

  @Test
  void signingCertificate_isAPrivateKeyInPem_isDiagnosed() {
    assertThat(
            problems(
                values ->
                    values.put(
                        Settings.SIGNING_CERTIFICATE,
                        TestCa.pem("PRIVATE KEY", TestCa.MERCHANT_KEY.getPrivate().getEncoded()))))
        .containsExactly(
            problem(
                "signing-certificate",
                "this is a private key, not a PKCS#12 key store. Give the merchant's .pfx file, which holds certificate and"
                    + " private key together."));
  }

  @Test
  void signingCertificate_isACertificateAlone_isDiagnosed() {
    assertThat(
            problems(
                values -> values.put(Settings.SIGNING_CERTIFICATE, TestCa.pem(TestCa.MERCHANT))))
        .containsExactly(
            problem(
                "signing-certificate",
                "this is a certificate, not a PKCS#12 key store. Give the merchant's .pfx file, which holds certificate and"
                    + " private key together."));
  }

  @Test
  void signingCertificate_missing_isAProblem() {
    assertThat(problems(values -> values.remove(Settings.SIGNING_CERTIFICATE)))
        .containsExactly(
            problem(
                "signing-certificate",
                "is missing; sign method 01 rests on it. Give the merchant's .pfx file."));
  }

  @Test
  void signingCertificate_expired_isDiagnosed() {
    X509Certificate over =
        new TestCa.Spec(TestCa.MERCHANT_NAME, TestCa.MERCHANT_KEY)
            .valid(TestCa.FROM, OVER)
            .issuedBy("Jiaozi middle", TestCa.MIDDLE_KEY);

    assertThat(problems(values -> values.put(Settings.SIGNING_CERTIFICATE, pfx(over))))
        .containsExactly(
            problem(
                "signing-certificate",
                "this certificate expired at 2026-11-23T12:00:00Z, and it is now 2026-11-24T12:00:00Z. Get the one that"
                    + " replaced it."));
  }

  @Test
  void rootAndMiddle_swapped_areDiagnosed() {
    assertThat(
            problems(
                values -> {
                  values.put(Settings.ROOT_CERTIFICATE, TestCa.pem(TestCa.MIDDLE));
                  values.put(Settings.MIDDLE_CERTIFICATE, TestCa.pem(TestCa.ROOT));
                }))
        .containsExactly(
            problem(
                "root-certificate",
                "is a middle certificate: another authority issued it. Is it swapped with \"middle-certificate\"?"),
            problem(
                "middle-certificate",
                "is a root certificate: it issued itself. Is it swapped with \"root-certificate\"?"));
  }

  @ParameterizedTest
  @CsvSource({"root-certificate, root", "middle-certificate, middle"})
  void rootOrMiddle_isTheMerchantsOwn_isDiagnosed(String setting, String kind) {
    assertThat(problems(values -> values.put(setting, TestCa.pem(TestCa.MERCHANT))))
        .containsExactly(
            problem(
                setting,
                "is the merchant's own signing certificate. Give the "
                    + kind
                    + " certificate of UnionPay's package."));
  }

  @ParameterizedTest
  @CsvSource({"root-certificate, root", "middle-certificate, middle"})
  void rootOrMiddle_isNoAuthoritys_isDiagnosed(String setting, String kind) {
    assertThat(problems(values -> values.put(setting, TestCa.pem(TestCa.ENCRYPTION))))
        .containsExactly(
            problem(
                setting,
                "is the certificate of a merchant or of UnionPay itself, not of an authority. Give the "
                    + kind
                    + " certificate of UnionPay's package."));
  }

  @Test
  void rootAndMiddle_missing_areBothTold() {
    assertThat(
            problems(
                values -> {
                  values.remove(Settings.ROOT_CERTIFICATE);
                  values.remove(Settings.MIDDLE_CERTIFICATE);
                }))
        .extracting(Problem::field)
        .containsExactly(
            "jiaozi.accounts.shop.root-certificate", "jiaozi.accounts.shop.middle-certificate");
  }

  @Test
  void root_isAKeyStore_isDiagnosed() {
    assertThat(problems(values -> values.put(Settings.ROOT_CERTIFICATE, TestCa.PFX)))
        .containsExactly(
            problem(
                "root-certificate",
                "this is a PKCS#12 key store, not a certificate. Give the file acp_prod_root.cer of UnionPay's certificate"
                    + " package, which starts with BEGIN CERTIFICATE."));
  }

  @Test
  void middle_ofAnotherRoot_isDiagnosed() {
    X509Certificate other =
        new TestCa.Spec("Jiaozi root", TestCa.STRANGER_KEY).authority().selfSigned();

    assertThat(problems(values -> values.put(Settings.ROOT_CERTIFICATE, TestCa.pem(other))))
        .containsExactly(
            problem(
                "middle-certificate",
                "was not issued by the certificate in \"root-certificate\". Give both from the same package."));
  }

  @ParameterizedTest
  @CsvSource({"root-certificate", "middle-certificate"})
  void chain_expired_isDiagnosed(String setting) {
    TestCa.Spec spec =
        setting.startsWith("root")
            ? new TestCa.Spec("Jiaozi root", TestCa.ROOT_KEY)
            : new TestCa.Spec("Jiaozi middle", TestCa.MIDDLE_KEY);
    X509Certificate over = spec.authority().issuedByRootUntil(TestCa.FROM, OVER);

    assertThat(problems(values -> values.put(setting, TestCa.pem(over))))
        .containsExactly(
            problem(
                setting,
                "this certificate expired at 2026-11-23T12:00:00Z, and it is now 2026-11-24T12:00:00Z. Get the one that"
                    + " replaced it."));
  }

  @Test
  void testAuthority_inProduction_isAProblem() {
    X509Certificate root =
        new TestCa.Spec("CFCA TEST CS CA", TestCa.ROOT_KEY).authority().selfSigned();
    X509Certificate middle =
        new TestCa.Spec("CFCA TEST OCA1", TestCa.MIDDLE_KEY)
            .authority()
            .issuedBy("CFCA TEST CS CA", TestCa.ROOT_KEY);
    Consumer<Map<String, String>> change =
        values -> {
          values.put(Settings.BASE_URL, "http://127.0.0.1:9");
          values.put(Settings.ROOT_CERTIFICATE, TestCa.pem(root));
          values.put(Settings.MIDDLE_CERTIFICATE, TestCa.pem(middle));
        };

    assertThat(problems(change)).isEmpty();
    assertThat(
            problems(
                values -> {
                  change.accept(values);
                  values.put(Settings.ENVIRONMENT, "production");
                }))
        .containsExactly(
            problem("root-certificate", ofTestAuthority()),
            problem("middle-certificate", ofTestAuthority()));
  }

  private static String ofTestAuthority() {
    return "belongs to the test system's authority, and environment is production. Give the production package's"
        + " certificate, or set environment to test.";
  }

  @ParameterizedTest
  @ValueSource(strings = {"11", "12"})
  void secureKey_missing_isAProblem(String method) {
    assertThat(problems(values -> values.put(Settings.SIGN_METHOD, method)))
        .containsExactly(
            problem(
                "secure-key",
                "is missing; sign method "
                    + method
                    + " rests on it. Set it as in the merchant portal."));
  }

  @Test
  void encryptionCertificate_ofAnAuthority_isAProblem() {
    assertThat(
            problems(
                values -> values.put(Settings.ENCRYPTION_CERTIFICATE, TestCa.pem(TestCa.MIDDLE))))
        .containsExactly(
            problem(
                "encryption-certificate",
                "is a root or middle certificate. Give UnionPay's file acp_prod_enc.cer or acp_test_enc.cer."));
  }

  @Test
  void encryptionCertificate_isAKeyStore_isDiagnosed() {
    assertThat(problems(values -> values.put(Settings.ENCRYPTION_CERTIFICATE, TestCa.PFX)))
        .extracting(Problem::field)
        .containsExactly("jiaozi.accounts.shop.encryption-certificate");
  }

  @Test
  void signerOutside_withoutItsSerial_isAProblem() {
    Signer signer = RsaSigner.of(TestCa.MERCHANT_KEY.getPrivate());

    assertThat(
            problems(
                values -> {
                  values.remove(Settings.SIGNING_CERTIFICATE);
                  values.remove(Settings.SIGNING_CERTIFICATE_PASSWORD);
                },
                Map.of(Settings.SIGNING_CERTIFICATE, signer)))
        .containsExactly(
            problem(
                "signing-certificate-serial",
                "is missing; where the private key is a Signer object, give the serial number of its certificate in decimal"
                    + " digits."));
  }

  @Test
  void signerOutside_ofAnotherAlgorithm_isAProblem() {
    Signer sm2 =
        new Signer() {
          @Override
          public boolean supports(SigningAlgorithm algorithm) {
            return algorithm == SigningAlgorithm.SM2_SM3;
          }

          @Override
          public byte[] sign(SigningAlgorithm algorithm, byte[] message) {
            throw new IllegalArgumentException("Never asked at start-up.");
          }
        };

    assertThat(
            problems(
                values -> {
                  values.remove(Settings.SIGNING_CERTIFICATE);
                  values.put(Settings.SIGNING_CERTIFICATE_SERIAL, "1002653215x");
                },
                Map.of(Settings.SIGNING_CERTIFICATE, sm2)))
        .extracting(Problem::field)
        .containsExactly(
            "jiaozi.accounts.shop.signing-certificate",
            "jiaozi.accounts.shop.signing-certificate-serial");
  }

  @Test
  void serialBesideTheKeyStore_isAProblem() {
    assertThat(problems(values -> values.put(Settings.SIGNING_CERTIFICATE_SERIAL, "1")))
        .containsExactly(
            problem(
                "signing-certificate-serial",
                "is given, but the .pfx file tells it already. Remove it."));
  }

  @Test
  void everyProblem_isToldAtOnce() {
    assertThat(
            problems(
                values -> {
                  values.put(Settings.MERCHANT_ID, "1");
                  values.put(Settings.SIGNING_CERTIFICATE_PASSWORD, "x");
                  values.put(Settings.ROOT_CERTIFICATE, "no certificate");
                  values.put(Settings.ENCRYPTION_CERTIFICATE, TestCa.pem(TestCa.ROOT));
                  values.put(Settings.REVERSAL_ENDPOINT, "x");
                }))
        .extracting(Problem::field)
        .containsExactly(
            "jiaozi.accounts.shop.merchant-id",
            "jiaozi.accounts.shop.reversal-endpoint",
            "jiaozi.accounts.shop.signing-certificate",
            "jiaozi.accounts.shop.root-certificate",
            "jiaozi.accounts.shop.encryption-certificate");
  }

  @Test
  void provider_isFoundOnTheClassPath() {
    ChannelAdapterProvider provider =
        ServiceLoader.load(ChannelAdapterProvider.class).stream()
            .map(ServiceLoader.Provider::get)
            .filter(found -> found.channel().equals("unionpay"))
            .findFirst()
            .orElseThrow();

    assertThat(provider.displayName()).isEqualTo("UnionPay");
    assertThat(provider.settings())
        .extracting(SettingSpec::name)
        .doesNotHaveDuplicates()
        .contains("base-url", "place-tolerance", "environment");
    assertThat(provider.settings()).allMatch(spec -> spec.help().endsWith("."));
  }

  @Test
  void capabilities_agreeWithWhatIsImplemented() {
    UnionpayAdapter adapter = TestAccount.open(URI.create("http://127.0.0.1:9"), context);

    assertThat(adapter.capabilities().pay())
        .containsExactlyInAnyOrder(
            Scene.Kind.WEB_PAGE,
            Scene.Kind.MOBILE_WEB,
            Scene.Kind.APP,
            Scene.Kind.QR_CODE,
            Scene.Kind.BUYER_CODE);
    assertThat(adapter.capabilities().authorize())
        .containsExactlyInAnyOrder(Scene.Kind.WEB_PAGE, Scene.Kind.MOBILE_WEB);
    assertThat(adapter.capabilities().currencies()).isEqualTo(Set.of(Currency.getInstance("CNY")));
    assertThat(adapter.capabilities().has(Capability.FIND_BY_NUMBER)).isFalse();
    assertThat(adapter.capabilities().has(Capability.FIND_REFUND_BY_NUMBER)).isFalse();
    assertThat(adapter.capabilities().has(Capability.SEVERAL_CAPTURES)).isFalse();
    assertThat(adapter.capabilities().has(Capability.CLOSE)).isFalse();
    assertThat(adapter.capabilities().has(Capability.REVERSE)).isTrue();
  }
}
