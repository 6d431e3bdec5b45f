package io.jiaozi.unionpay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.jiaozi.Operation;
import io.jiaozi.error.OpenOutcome;
import io.jiaozi.error.UntrustedReason;
import io.jiaozi.money.Money;
import io.jiaozi.notification.InboundRequest;
import io.jiaozi.notification.Notification;
import io.jiaozi.payment.Payment;
import io.jiaozi.payment.PaymentReference;
import io.jiaozi.payment.PaymentState;
import io.jiaozi.spi.AccountSettings;
import io.jiaozi.spi.ChannelFailure;
import io.jiaozi.spi.SigningAlgorithm;
import io.jiaozi.support.crypto.RsaVerifier;
import io.jiaozi.support.keys.CertificateSerials;
import io.jiaozi.support.keys.KeyMaterial;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Messages that UnionPay's test system really signed, and vectors made by others; their origin
 * stands in {@code vectors/README.md}. Each is judged at its own date.
 */
class KnownAnswersTest {

  private static final URI NOWHERE = URI.create("http://127.0.0.1:9");

  private final TestContext context = new TestContext();

  @AfterEach
  void close() {
    context.close();
  }

  private static String file(String name) {
    try (InputStream in = KnownAnswersTest.class.getResourceAsStream("/vectors/" + name)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8).strip();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** An account of this merchant that trusts UnionPay's own test authority. */
  private UnionpayAdapter account(String merId, String time, URI base, String environment) {
    context.at(Instant.parse(time));
    Map<String, String> values = TestAccount.values();
    values.put(Settings.MERCHANT_ID, merId);
    values.put(Settings.ENVIRONMENT, environment);
    values.put(Settings.ROOT_CERTIFICATE, file("root.certificate.txt"));
    values.put(Settings.MIDDLE_CERTIFICATE, file("middle.certificate.txt"));
    values.put(
        Settings.SIGNING_CERTIFICATE,
        Base64.getEncoder()
            .encodeToString(
                TestCa.pkcs12(
                    TestCa.PASSWORD,
                    TestCa.MERCHANT_KEY,
                    new TestCa.Spec(TestCa.MERCHANT_NAME, TestCa.MERCHANT_KEY)
                        .valid(
                            Instant.parse("2015-01-01T00:00:00Z"),
                            Instant.parse("2028-01-01T00:00:00Z"))
                        .selfSigned())));
    return TestAccount.open(base, context, values);
  }

  private static Notification read(UnionpayAdapter adapter, byte[] body) {
    return adapter.readNotification(
        new InboundRequest("POST", "/", "", Map.of(), body),
        TestAccount.call(Operation.NOTIFICATION));
  }

  private static byte[] bytes(String name) {
    return file(name).getBytes(StandardCharsets.UTF_8);
  }

  @Test
  void ka1_realNotification_isThePayment() {
    UnionpayAdapter adapter = account("700000000000001", "2018-07-26T02:02:40Z", NOWHERE, "test");

    Payment payment =
        ((Notification.PaymentChanged) read(adapter, bytes("ka1.notification.txt"))).payment();

    assertThat(payment.state()).isEqualTo(PaymentState.PAID);
    assertThat(payment.amount()).isEqualTo(Money.of("CNY", "1.36"));
    assertThat(payment.reference().encode())
        .isEqualTo("201807251814000000175473~u1.20180726100232");
    assertThat(payment.channelPaymentId()).isEqualTo("951807261002324791038");
    assertThat(payment.paidAt()).isEqualTo(Instant.parse("2018-07-26T02:02:32Z"));
    assertThat(payment.raw().text()).contains("accNo=***").doesNotContain("6221558812340000");
  }

  @Test
  void ka2_realNotificationOfAnOpening_isUnmapped() {
    UnionpayAdapter adapter = account("777290058146592", "2017-10-30T14:36:30Z", NOWHERE, "test");

    Notification notification = read(adapter, bytes("ka2.notification.txt"));

    assertThat(notification).isInstanceOf(Notification.Unmapped.class);
    assertThat(((Notification.Unmapped) notification).channelType()).isEqualTo("txnType 79");
    assertThat(((Notification.Unmapped) notification).content().text())
        .contains("accNo=***", "customerInfo=***", "activateStatus=1");
  }

  @Test
  void ka4_realNotification_isThePayment() {
    UnionpayAdapter adapter = account("777290058167151", "2022-09-08T05:22:10Z", NOWHERE, "test");

    Payment payment =
        ((Notification.PaymentChanged) read(adapter, bytes("ka4.notification.txt"))).payment();

    assertThat(payment.state()).isEqualTo(PaymentState.PAID);
    assertThat(payment.amount()).isEqualTo(Money.of("CNY", "0.01"));
  }

  @ParameterizedTest
  @CsvSource({
    "ka1.notification.txt, 700000000000001, 2018-07-26T02:02:40Z",
    "ka2.notification.txt, 777290058146592, 2017-10-30T14:36:30Z",
    "ka4.notification.txt, 777290058167151, 2022-09-08T05:22:10Z"
  })
  void realNotifications_anyByteChanged_areUntrusted(String name, String merId, String time) {
    UnionpayAdapter adapter = account(merId, time, NOWHERE, "test");
    byte[] genuine = bytes(name);
    for (int i = 0; i < genuine.length; i++) {
      byte[] altered = genuine.clone();
      altered[i] = (byte) (altered[i] == '5' ? '6' : '5');
      Throwable thrown = catchThrowable(() -> read(adapter, altered));
      assertThat(thrown).as("byte " + i).isInstanceOf(ChannelFailure.Untrusted.class);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "ka1.notification.txt, 700000000000001, 2020-11-02T00:00:00Z",
    "ka1.notification.txt, 700000000000001, 2017-10-31T00:00:00Z",
    "ka4.notification.txt, 777290058167151, 2025-08-01T00:00:00Z"
  })
  void realNotifications_outsideTheirSignersDates_areUntrusted(
      String name, String merId, String time) {
    UnionpayAdapter adapter = account(merId, time, NOWHERE, "test");

    assertThat(Outcomes.untrusted(() -> read(adapter, bytes(name))).reason())
        .isEqualTo(UntrustedReason.BAD_CERTIFICATE);
  }

  @Test
  void ka1_forAnotherMerchant_isForeign() {
    UnionpayAdapter adapter = account("777290058167151", "2018-07-26T02:02:40Z", NOWHERE, "test");

    assertThat(Outcomes.untrusted(() -> read(adapter, bytes("ka1.notification.txt"))).reason())
        .isEqualTo(UntrustedReason.FOREIGN);
  }

  @Test
  void realMessages_byTheCompanysName() {
    // The older test signers are named by a number, which production never believes.
    SignerCertificates production = certificates(Environment.PRODUCTION);
    SignerCertificates test = certificates(Environment.TEST);
    for (String name : new String[] {"ka1.notification.txt", "ka2.notification.txt"}) {
      Message message = Message.ofForm(bytes(name));
      Instant then = Instant.parse("2017-11-15T00:00:00Z");
      assertThat(test.require(message.text("signPubKeyCert"), then)).isNotNull();
      assertThat(
              Outcomes.untrusted(() -> production.require(message.text("signPubKeyCert"), then))
                  .reason())
          .isEqualTo(UntrustedReason.BAD_CERTIFICATE);
    }
    Message newer = Message.ofForm(bytes("ka4.notification.txt"));
    assertThat(
            production.require(newer.text("signPubKeyCert"), Instant.parse("2022-09-08T05:22:10Z")))
        .isNotNull();
  }

  private SignerCertificates certificates(Environment environment) {
    Map<String, String> values =
        Map.of(
            Settings.ROOT_CERTIFICATE,
            file("root.certificate.txt"),
            Settings.MIDDLE_CERTIFICATE,
            file("middle.certificate.txt"));
    AccountSettings settings = TestAccount.settings(values, Map.of());
    // Read as environment test: in production the test authority is refused at once.
    SignerCertificates.Chain chain =
        new TrustReader(
                settings,
                Environment.TEST,
                Instant.parse("2018-07-26T00:00:00Z"),
                new ArrayList<>())
            .chain(null);
    return new SignerCertificates(environment, chain);
  }

  @Test
  void sharedMerchantCertificate_isNeverUnionpays() {
    // The published one that every merchant of the test system may sign with.
    String pem = file("merchant.certificate.txt").replace("\n", "\r\n");

    assertThat(
            Outcomes.untrusted(
                    () ->
                        certificates(Environment.TEST)
                            .require(pem, Instant.parse("2016-06-01T00:00:00Z")))
                .reason())
        .isEqualTo(UntrustedReason.BAD_CERTIFICATE);
  }

  private static String ka3() {
    return Arrays.stream(file("ka3.reply.txt").split("&", -1))
        .map(
            field -> {
              int equals = field.indexOf('=');
              return field.substring(0, equals + 1)
                  + URLDecoder.decode(field.substring(equals + 1), StandardCharsets.UTF_8);
            })
        .collect(Collectors.joining("&"));
  }

  private static Payment query(UnionpayAdapter adapter) {
    return adapter.query(
        PaymentReference.parse("pay20220911041647~u1.20220911041647"),
        TestAccount.call(Operation.QUERY));
  }

  @Test
  void ka3_realQueryReply_isThePayment() {
    try (FakeUnionpay server = new FakeUnionpay()) {
      UnionpayAdapter adapter =
          account("777290058167151", "2022-09-11T04:16:50Z", server.address(), "test");
      server.raw(200, ka3());

      Payment payment = query(adapter);

      assertThat(payment.state()).isEqualTo(PaymentState.PAID);
      assertThat(payment.amount()).isEqualTo(Money.of("CNY", "0.01"));
      assertThat(payment.channelPaymentId()).isEqualTo("512209110416475616528");
      assertThat(payment.paidAt()).isEqualTo(Instant.parse("2022-09-10T20:16:47Z"));
    }
  }

  @Test
  void ka3_anyHundredthByteChanged_isUnknown() {
    String genuine = ka3();
    try (FakeUnionpay server = new FakeUnionpay()) {
      UnionpayAdapter adapter =
          account("777290058167151", "2022-09-11T04:16:50Z", server.address(), "test");
      for (int i = 3; i < genuine.length(); i += 41) {
        char other = genuine.charAt(i) == '5' ? '6' : '5';
        server.raw(200, genuine.substring(0, i) + other + genuine.substring(i + 1));

        ChannelFailure.OutcomeUnknown unknown = Outcomes.unknown(() -> query(adapter));

        assertThat(unknown.reason())
            .isIn(OpenOutcome.Cause.UNTRUSTED_REPLY, OpenOutcome.Cause.UNREADABLE_REPLY);
      }
    }
  }

  @Test
  void ka3_lineEndsOfItsCertificateLost_isUnknown() {
    try (FakeUnionpay server = new FakeUnionpay()) {
      UnionpayAdapter adapter =
          account("777290058167151", "2022-09-11T04:16:50Z", server.address(), "test");
      server.raw(200, ka3().replace("\r\n", "\n"));

      assertThat(Outcomes.unknown(() -> query(adapter)).reason())
          .isEqualTo(OpenOutcome.Cause.UNTRUSTED_REPLY);
    }
  }

  @Test
  void requestText_isTheOneThatWasSigned() {
    Fields fields = new Fields();
    for (String field : splitKnownText()) {
      int equals = field.indexOf('=');
      fields.put(field.substring(0, equals), field.substring(equals + 1));
    }

    assertThat(fields.signedText()).isEqualTo(file("request.text.txt"));
    assertThat(Wire.sha256(fields.signedText()))
        .isEqualTo("0eacd14c458a49590aa364e8c043ffc197dcd0315d662f5f7d731cad70dfe326");
  }

  /** The text holds {@code &} and {@code =} inside a value, so it is not split blindly. */
  private static String[] splitKnownText() {
    return file("request.text.txt").split("&(?=[A-Za-z]{3,20}=)", -1);
  }

  @Test
  void request_signMethod01_verifiesWithThePublishedCertificate() {
    var certificate =
        KeyMaterial.inline("merchant", file("merchant.certificate.txt")).certificate();
    byte[] digest = Wire.sha256(file("request.text.txt")).getBytes(StandardCharsets.US_ASCII);

    assertThat(CertificateSerials.decimal(certificate)).isEqualTo("68759663125");
    assertThatCode(
            () ->
                RsaVerifier.of(certificate.getPublicKey())
                    .verifyBase64(
                        SigningAlgorithm.RSA_SHA256, file("request.signature.txt"), digest))
        .doesNotThrowAnyException();
  }

  @ParameterizedTest
  @CsvSource({
    "11, d3920bec487eb6ea0364000ac75667d9c32dc3d73a808187bdd324b6e9e7a64a",
    "12, f0ff1bb8bb7f5e93798d8ea6357eed560f3c7e66076083b69ce97d7f63d95571"
  })
  void request_signMethods11And12_areAsPublished(String method, String signature) {
    byte[] text =
        file("request.text.txt")
            .replace("&certId=68759663125", "")
            .replace("signMethod=01", "signMethod=" + method)
            .getBytes(StandardCharsets.UTF_8);

    assertThat(SharedKey.of(method, "88888888").signature(text)).isEqualTo(signature);
  }

  @ParameterizedTest
  @CsvSource({
    "6216261000000000018, 111111, 06110111fffffffe",
    "6226090000000048, 123456, 061254c6fffffffb",
    "6226090000000048, 12345, 051254cffffffffb"
  })
  void pinBlock_isAsPublished(String card, String pin, String block) {
    assertThat(HexFormat.of().formatHex(PinBlock.of(card, pin))).isEqualTo(block);
  }

  @ParameterizedTest
  @ValueSource(strings = {"12345678901", "123456789012"})
  void pinBlock_ofAShortCardNumber_isPadded(String card) {
    assertThat(PinBlock.of(card, "123456")).hasSize(8);
  }
}
