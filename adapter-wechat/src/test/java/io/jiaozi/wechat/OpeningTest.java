package io.jiaozi.wechat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.jiaozi.Capability;
import io.jiaozi.Operation;
import io.jiaozi.error.InvalidConfigurationException;
import io.jiaozi.error.Problem;
import io.jiaozi.payment.Scene;
import io.jiaozi.spi.ChannelAdapterProvider;
import io.jiaozi.spi.Decryptor;
import io.jiaozi.spi.OutcomePlan;
import io.jiaozi.spi.OutcomePlan.GiveUp;
import io.jiaozi.spi.OutcomePlan.Repeat;
import io.jiaozi.spi.SettingSpec;
import io.jiaozi.spi.Signer;
import io.jiaozi.spi.SigningAlgorithm;
import io.jiaozi.support.crypto.RsaDecryptor;
import io.jiaozi.support.crypto.RsaPadding;
import io.jiaozi.support.crypto.RsaSigner;
import io.jiaozi.tck.ContractContext;
import java.net.URI;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.time.Duration;
import java.time.Instant;
import java.util.Currency;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class OpeningTest {

  private static final Instant NOW = ContractContext.NOW;
  private static final Instant LAST_YEAR = NOW.minus(Duration.ofDays(365));
  private static final Instant NEXT_YEAR = NOW.plus(Duration.ofDays(365));
  private static final String SERIAL = "5157F09EFDC096DE15EBE81A47057A7232F1B8E1";

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
    InvalidConfigurationException thrown =
        catchThrowableOfType(
            InvalidConfigurationException.class,
            () -> new WechatAdapterProvider().open(TestAccount.settings(values, signers), context));
    return thrown == null ? List.of() : thrown.problems();
  }

  private static Problem problem(String setting, String sentence) {
    return new Problem("jiaozi.accounts.shop." + setting, sentence);
  }

  private static String platform(Instant from, Instant until) {
    return TestKeys.pem(TestKeys.certificate(TestKeys.PLATFORM, SERIAL, from, until));
  }

  @Test
  void open_everythingInOrder_opens() {
    assertThat(problems(values -> {})).isEmpty();
  }

  @Test
  void open_byPlatformCertificateAlone_opens() {
    assertThat(
            problems(
                values -> {
                  values.remove(Settings.PUBLIC_KEY);
                  values.remove(Settings.PUBLIC_KEY_ID);
                  values.put(Settings.PLATFORM_CERTIFICATES, platform(LAST_YEAR, NEXT_YEAR));
                }))
        .isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"1234567", "12345678901", "190000729A", ""})
  void merchantId_notEightToTenDigits_isAProblem(String id) {
    assertThat(problems(values -> values.put(Settings.MERCHANT_ID, id)))
        .containsExactly(problem("merchant-id", "is not a merchant number: 8 to 10 digits."));
  }

  @ParameterizedTest
  @ValueSource(strings = {"wx123", "gh_d678efh567hg678", "2021001156644031", ""})
  void appId_ofAnotherShape_isAProblem(String id) {
    assertThat(problems(values -> values.put(Settings.APP_ID, id)))
        .containsExactly(
            problem(
                "app-id",
                "is not an app id: one begins with wx, followed by 16 letters and digits."));
  }

  @ParameterizedTest
  @ValueSource(strings = {"api-v3-key", "previous-api-v3-key"})
  void apiV3Key_not32Bytes_isAProblemThatHidesIt(String setting) {
    assertThat(problems(values -> values.put(setting, "c4n4ry0000000000000000000000000")))
        .containsExactly(
            problem(
                setting,
                "has 31 bytes; an APIv3 key has exactly 32. It is not the APIv2 key nor a certificate's password. Set it in"
                    + " the merchant console, account centre, API security."));
  }

  @Test
  void privateKey_isACertificate_isDiagnosed() {
    List<Problem> problems =
        problems(
            values ->
                values.put(
                    Settings.PRIVATE_KEY,
                    TestKeys.pem(
                        TestKeys.certificate(TestKeys.MERCHANT, SERIAL, LAST_YEAR, NEXT_YEAR))));

    assertThat(problems).hasSize(1);
    assertThat(problems.get(0).field()).isEqualTo("jiaozi.accounts.shop.private-key");
    assertThat(problems.get(0).sentence())
        .contains("certificate")
        .endsWith("Give the file apiclient_key.pem, which starts with BEGIN PRIVATE KEY.");
  }

  @Test
  void privateKey_weak_isAProblem() throws Exception {
    KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
    generator.initialize(1024);
    KeyPair weak = generator.generateKeyPair();

    List<Problem> problems =
        problems(values -> values.put(Settings.PRIVATE_KEY, TestKeys.pem(weak.getPrivate())));

    assertThat(problems).hasSize(1);
    assertThat(problems.get(0).sentence()).contains("1024 bits");
  }

  @Test
  void signer_ofAnotherAlgorithm_isAProblem() {
    Signer sm2 =
        new Signer() {
          @Override
          public boolean supports(SigningAlgorithm algorithm) {
            return algorithm == SigningAlgorithm.SM2_SM3;
          }

          @Override
          public byte[] sign(SigningAlgorithm algorithm, byte[] message) {
            throw new AssertionError("Opening asks for no signature.");
          }
        };

    assertThat(
            problems(
                values -> values.remove(Settings.PRIVATE_KEY), Map.of(Settings.PRIVATE_KEY, sm2)))
        .containsExactly(
            problem(
                "private-key",
                "is a signer that does not make RSA_SHA256 signatures, which WeChat Pay demands."));
  }

  @Test
  void certificateSerial_missing_isAProblemUnlessTheCertificateTellsIt() {
    assertThat(problems(values -> values.remove(Settings.CERTIFICATE_SERIAL)))
        .containsExactly(
            problem(
                "certificate-serial",
                "is missing. Give the serial number of the merchant's API certificate, or the certificate itself in"
                    + " \"certificate\"."));
    assertThat(
            problems(
                values -> {
                  values.remove(Settings.CERTIFICATE_SERIAL);
                  values.put(
                      Settings.CERTIFICATE,
                      TestKeys.pem(
                          TestKeys.certificate(TestKeys.MERCHANT, SERIAL, LAST_YEAR, NEXT_YEAR)));
                }))
        .isEmpty();
  }

  @Test
  void certificateSerial_notHexadecimal_isAProblem() {
    assertThat(problems(values -> values.put(Settings.CERTIFICATE_SERIAL, "wx0000000001")))
        .containsExactly(
            problem(
                "certificate-serial",
                "is not a serial number: one is hexadecimal, usually 40 digits. Copy it from the merchant console, API"
                    + " security."));
  }

  @Test
  void certificateSerial_isTheIdOfThePublicKey_isDiagnosed() {
    assertThat(problems(values -> values.put(Settings.CERTIFICATE_SERIAL, "PUB_KEY_ID_01")))
        .containsExactly(
            problem(
                "certificate-serial",
                "is the id of the WeChat Pay public key, which belongs into \"public-key-id\". Give the serial number of the"
                    + " merchant's API certificate."));
  }

  @Test
  void certificate_ofAnotherSerialKeyAndTime_isDiagnosed() {
    List<Problem> problems =
        problems(
            values ->
                values.put(
                    Settings.CERTIFICATE,
                    TestKeys.pem(
                        TestKeys.certificate(
                            TestKeys.STRANGER, SERIAL, LAST_YEAR, NOW.minusSeconds(60)))));

    assertThat(problems)
        .extracting(Problem::field)
        .containsExactly(
            "jiaozi.accounts.shop.certificate",
            "jiaozi.accounts.shop.certificate",
            "jiaozi.accounts.shop.certificate-serial");
  }

  @Test
  void verificationMaterial_leftOut_isFetchedLater() {
    assertThat(
            problems(
                values -> {
                  values.remove(Settings.PUBLIC_KEY);
                  values.remove(Settings.PUBLIC_KEY_ID);
                }))
        .isEmpty();
    assertThat(problems(values -> values.put(Settings.PLATFORM_CERTIFICATES, "download")))
        .isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"gh_d678efh567hg678", "wx0000000000000001,", ",", "wx1,wx2"})
  void moreAppIds_ofAnotherShape_isAProblem(String ids) {
    assertThat(problems(values -> values.put(Settings.MORE_APP_IDS, ids)))
        .containsExactly(
            problem(
                "more-app-ids",
                "holds something that is not an app id. Write ids that begin with wx, followed by 16 letters and digits,"
                    + " with commas between."));
  }

  @Test
  void moreAppIds_severalWithBlanks_areTaken() {
    assertThat(
            problems(
                values ->
                    values.put(Settings.MORE_APP_IDS, "wx0000000000000001, wx0000000000000002")))
        .isEmpty();
  }

  @Test
  void publicKey_withoutIdAndReverse_isAProblem() {
    assertThat(problems(values -> values.remove(Settings.PUBLIC_KEY_ID)))
        .containsExactly(
            problem(
                "public-key-id",
                "is missing. Give the id that stands beside the public key in the merchant console; it begins with"
                    + " PUB_KEY_ID_."));
    assertThat(problems(values -> values.remove(Settings.PUBLIC_KEY)))
        .containsExactly(
            problem(
                "public-key",
                "is missing. Give the WeChat Pay public key that the id in \"public-key-id\" belongs to."));
  }

  @Test
  void publicKeyId_withoutItsBeginning_isAProblem() {
    assertThat(
            problems(values -> values.put(Settings.PUBLIC_KEY_ID, "0114232134912410000000000000")))
        .containsExactly(
            problem(
                "public-key-id",
                "is not the id of a public key: one is PUB_KEY_ID_ followed by digits. Give it whole, with its beginning."));
  }

  @Test
  void publicKey_isTheMerchantsOwn_isDiagnosed() {
    List<Problem> problems =
        problems(
            values -> values.put(Settings.PUBLIC_KEY, TestKeys.pem(TestKeys.MERCHANT.getPublic())));

    assertThat(problems)
        .containsExactly(
            problem(
                "public-key",
                "this is your own public key, the counterpart of your private key. Give the WeChat Pay public key; it is the"
                    + " other one."));
  }

  @Test
  void platformCertificate_isTheMerchantsOwn_isDiagnosed() {
    List<Problem> problems =
        problems(
            values ->
                values.put(
                    Settings.PLATFORM_CERTIFICATES,
                    TestKeys.pem(
                        TestKeys.certificate(TestKeys.MERCHANT, SERIAL, LAST_YEAR, NEXT_YEAR))));

    assertThat(problems)
        .containsExactly(
            problem(
                "platform-certificates",
                "this is your own public key, the counterpart of your private key. Give WeChat Pay's platform certificate; it"
                    + " is the other one."));
  }

  @Test
  void platformCertificate_expiredAndNoOtherKey_isAProblem() {
    List<Problem> problems =
        problems(
            values -> {
              values.remove(Settings.PUBLIC_KEY);
              values.remove(Settings.PUBLIC_KEY_ID);
              values.put(Settings.PLATFORM_CERTIFICATES, platform(LAST_YEAR, NOW.minusSeconds(60)));
            });

    assertThat(problems).hasSize(1);
    assertThat(problems.get(0).sentence()).contains("expired");
  }

  @Test
  void platformCertificate_expiredBesideAGoodKey_isTolerated() {
    assertThat(
            problems(
                values ->
                    values.put(
                        Settings.PLATFORM_CERTIFICATES, platform(LAST_YEAR, NOW.minusSeconds(60)))))
        .isEmpty();
  }

  @Test
  void open_manyProblems_areToldAtOnceWithoutSecrets() {
    List<Problem> problems =
        problems(
            values -> {
              values.put(Settings.MERCHANT_ID, "1");
              values.put(Settings.APP_ID, "1");
              values.put(Settings.API_V3_KEY, "c4n4ry00");
              values.put(Settings.PRIVATE_KEY, "c4n4ry00");
              values.put(Settings.CERTIFICATE_SERIAL, "c4n4ry00");
              values.put(Settings.PUBLIC_KEY, "c4n4ry00");
            });

    assertThat(problems).hasSize(6);
    assertThat(problems.toString()).doesNotContain("c4n4ry");
  }

  @Test
  void provider_isFoundAndDescribesItself() {
    ChannelAdapterProvider provider =
        ServiceLoader.load(ChannelAdapterProvider.class).stream()
            .map(ServiceLoader.Provider::get)
            .filter(WechatAdapterProvider.class::isInstance)
            .findFirst()
            .orElseThrow();

    assertThat(provider.channel()).isEqualTo("wechat");
    assertThat(provider.displayName()).isEqualTo("WeChat Pay");
    assertThat(provider.spiVersion()).isEqualTo(ChannelAdapterProvider.SPI_VERSION);
    assertThat(provider.settings()).extracting(SettingSpec::name).doesNotHaveDuplicates();
    assertThat(provider.settings())
        .extracting(SettingSpec::help)
        .allMatch(help -> help.endsWith("."));
  }

  @Test
  void capabilities_areWhatTheAdapterCan() {
    var capabilities =
        new WechatAdapterProvider()
            .open(TestAccount.settings(TestAccount.values(), Map.of()), context)
            .capabilities();

    assertThat(capabilities.pay())
        .isEqualTo(
            Set.of(
                Scene.Kind.QR_CODE,
                Scene.Kind.BUYER_CODE,
                Scene.Kind.MOBILE_WEB,
                Scene.Kind.APP,
                Scene.Kind.IN_APP_PAGE));
    assertThat(capabilities.authorize()).isEmpty();
    assertThat(capabilities.currencies()).isEqualTo(Set.of(Currency.getInstance("CNY")));
    assertThat(capabilities.all())
        .isEqualTo(
            Set.of(
                Capability.FIND_BY_NUMBER,
                Capability.FIND_REFUND_BY_NUMBER,
                Capability.SET_EXPIRY,
                Capability.CLOSE,
                Capability.REVERSE,
                Capability.REFUND,
                Capability.PARTIAL_REFUND,
                Capability.NOTIFIES_PAYMENT,
                Capability.NOTIFIES_REFUND,
                Capability.ACT_FOR_SUB_MERCHANT,
                Capability.CHANNEL_CALLS));
  }

  @ParameterizedTest
  @EnumSource(Operation.class)
  void plan_ofEveryOperation_followsTheChannelsRules(Operation operation) {
    OutcomePlan plan = OutcomePlans.of(operation, Scene.Kind.QR_CODE);

    Repeat expected =
        switch (operation) {
          case PAY, CLOSE, REVERSE, QUERY, QUERY_REFUND, COMPLETE, NOTIFICATION -> Repeat.FREELY;
          case REFUND -> Repeat.ASK_FIRST;
          default -> Repeat.NEVER;
        };
    assertThat(plan.repeat()).isEqualTo(expected);
    assertThat(plan.askAfter()).isSorted();
    assertThat(plan.giveUp()).isEqualTo(GiveUp.REPORT);
  }

  @ParameterizedTest
  @EnumSource(
      value = Scene.Kind.class,
      names = {"QR_CODE", "MOBILE_WEB", "APP", "IN_APP_PAGE"})
  void plan_ofScenesThatWait_asksFromFiveMinutesOnAndRepeatsFreely(Scene.Kind scene) {
    assertThat(OutcomePlans.of(Operation.PAY, scene))
        .isEqualTo(
            new OutcomePlan(
                Repeat.FREELY,
                List.of(
                    Duration.ofMinutes(5),
                    Duration.ofMinutes(10),
                    Duration.ofMinutes(20),
                    Duration.ofMinutes(40),
                    Duration.ofMinutes(80),
                    Duration.ofMinutes(160)),
                Duration.ofMinutes(10),
                GiveUp.REPORT));
  }

  @Test
  void plan_atTheTill_asksEveryFiveSecondsForHalfAMinuteThenUndoes() {
    assertThat(OutcomePlans.of(Operation.PAY, Scene.Kind.BUYER_CODE))
        .isEqualTo(
            new OutcomePlan(
                Repeat.ASK_FIRST,
                List.of(
                    Duration.ofSeconds(5),
                    Duration.ofSeconds(10),
                    Duration.ofSeconds(15),
                    Duration.ofSeconds(20),
                    Duration.ofSeconds(25),
                    Duration.ofSeconds(30)),
                Duration.ofSeconds(30),
                GiveUp.REVERSE));
  }

  @Test
  void plan_ofRefunds_asksAtOnceThenByTheMinuteThenRarely() {
    assertThat(OutcomePlans.of(Operation.REFUND, null).askAfter())
        .extracting(Duration::toSeconds)
        .containsExactly(1L, 3L, 60L, 120L, 180L, 240L, 300L, 600L, 1200L, 2400L, 4200L);
    assertThat(OutcomePlans.of(Operation.REFUND, null).notFoundGrace()).isZero();
  }

  @Test
  void config_fillsTheSettingsAndHidesThem() {
    WechatConfig config =
        WechatConfig.builder("1900007291", "wxd678efh567hg6787")
            .apiV3Key("c4n4ry0123456789abcdefghijklmnop")
            .previousApiV3Key("c4n4ry1")
            .privateKey("/etc/shop/apiclient_key.pem")
            .certificateSerial("408B")
            .certificate("/etc/shop/apiclient_cert.pem")
            .publicKey("PUB_KEY_ID_01", "/etc/shop/pub_key.pem")
            .platformCertificates(Path.of("a.pem"), Path.of("b.pem"))
            .moreAppIds("wx0000000000000001", "wx0000000000000002")
            .notificationUrl(TestAccount.NOTIFY)
            .baseUrl(URI.create("http://127.0.0.1:8080"), URI.create("http://127.0.0.1:8081"))
            .build();

    assertThat(config.channel()).isEqualTo("wechat");
    assertThat(config.values())
        .isEqualTo(
            Map.ofEntries(
                Map.entry("merchant-id", "1900007291"),
                Map.entry("app-id", "wxd678efh567hg6787"),
                Map.entry("api-v3-key", "c4n4ry0123456789abcdefghijklmnop"),
                Map.entry("previous-api-v3-key", "c4n4ry1"),
                Map.entry("private-key", "/etc/shop/apiclient_key.pem"),
                Map.entry("certificate-serial", "408B"),
                Map.entry("certificate", "/etc/shop/apiclient_cert.pem"),
                Map.entry("public-key-id", "PUB_KEY_ID_01"),
                Map.entry("public-key", "/etc/shop/pub_key.pem"),
                Map.entry("platform-certificates", "a.pem,b.pem"),
                Map.entry("notification-url", "https://shop.example/notify/wechat"),
                Map.entry("more-app-ids", "wx0000000000000001,wx0000000000000002"),
                Map.entry("base-url", "http://127.0.0.1:8080,http://127.0.0.1:8081")));
    assertThat(config.toString()).doesNotContain("c4n4ry").contains("api-v3-key");
  }

  @Test
  void config_keyOutsideTheProcess_isHandedOverAsObjects() {
    Signer signer = RsaSigner.of(TestKeys.MERCHANT.getPrivate());
    Decryptor decryptor = RsaDecryptor.of(TestKeys.MERCHANT.getPrivate(), RsaPadding.OAEP_SHA1);

    WechatConfig config =
        WechatConfig.builder("1900007291", "wxd678efh567hg6787")
            .privateKey("c4n4ry")
            .privateKey(signer)
            .privateKeyDecryptor(decryptor)
            .downloadPlatformCertificates()
            .build();

    assertThat(config.signers()).containsEntry("private-key", signer);
    assertThat(config.decryptors()).containsEntry("private-key", decryptor);
    assertThat(config.values())
        .containsEntry("platform-certificates", "download")
        .doesNotContainKey("private-key");
  }
}
