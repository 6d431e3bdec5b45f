package io.jiaozi.alipay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jiaozi.ChannelCall;
import io.jiaozi.GatewayConfig;
import io.jiaozi.MerchantAccount;
import io.jiaozi.Operation;
import io.jiaozi.PaymentGateway;
import io.jiaozi.TimeSource;
import io.jiaozi.error.UntrustedMessageException;
import io.jiaozi.money.Money;
import io.jiaozi.notification.CustomerReturn;
import io.jiaozi.notification.InboundRequest;
import io.jiaozi.notification.Notification;
import io.jiaozi.payment.NextAction.ShowQrCode;
import io.jiaozi.payment.PaymentReference;
import io.jiaozi.payment.PaymentRequest;
import io.jiaozi.payment.PaymentResult;
import io.jiaozi.payment.PaymentState;
import io.jiaozi.payment.RawReply;
import io.jiaozi.payment.Scene;
import io.jiaozi.spi.AccountConfig;
import io.jiaozi.spi.Signer;
import io.jiaozi.spi.SigningAlgorithm;
import io.jiaozi.support.crypto.RsaVerifier;
import io.jiaozi.support.keys.KeyMaterial;
import io.jiaozi.tck.ContractContext;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Published examples, through the public API wherever a request of ours can be that example; their
 * origin stands in {@code vectors/README.md}.
 */
class KnownAnswersTest {

  private static final URI NOWHERE = URI.create("http://127.0.0.1:9");
  private static final String SANDBOX_APP = "9021000122682882";
  private static final String QUERY = "{\"out_trade_no\":\"T1\",\"subject\":\"测试\"}";

  private final ContractContext context = new ContractContext();
  private final FakeAlipay server = new FakeAlipay();
  private final List<PaymentGateway> gateways = new ArrayList<>();

  @AfterEach
  void close() {
    gateways.forEach(PaymentGateway::close);
    context.close();
    server.close();
  }

  private static String file(String name) {
    try (InputStream in = KnownAnswersTest.class.getResourceAsStream("/vectors/" + name)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8).strip();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void verifies(String key, String signature, byte[] text) {
    assertThatCode(
            () ->
                RsaVerifier.of(KeyMaterial.inline(key, file(key)).rsaPublicKey())
                    .verifyBase64(SigningAlgorithm.RSA_SHA256, file(signature), text))
        .doesNotThrowAnyException();
  }

  /** The sandbox app of the published messages. */
  private MerchantAccount sandboxApp(URI base) {
    Map<String, String> values = TestAccount.values();
    values.put(Settings.APP_ID, SANDBOX_APP);
    values.put(Settings.SELLER_ID, "2088721003899159");
    values.put(Settings.ALIPAY_PUBLIC_KEY, file("a.alipay-public-key.txt"));
    return open(base, values, Map.of(), ContractContext.NOW);
  }

  private MerchantAccount madeUpApp(URI base) {
    Map<String, String> values = TestAccount.values();
    values.put(Settings.APP_ID, "9021000000000000");
    values.remove(Settings.SELLER_ID);
    values.put(Settings.ALIPAY_PUBLIC_KEY, file("b.public-key.txt"));
    values.put(Settings.CONTENT_KEY, TestAccount.CONTENT_KEY);
    return open(base, values, Map.of(), ContractContext.NOW);
  }

  private MerchantAccount open(
      URI base, Map<String, String> values, Map<String, Signer> signers, Instant now) {
    values.put(Settings.BASE_URL, base.toString());
    PaymentGateway gateway =
        PaymentGateway.open(
            GatewayConfig.builder()
                .setting("max-attempts", "1")
                .time(new Standing(now))
                .account("shop", new Account(values, signers))
                .build());
    gateways.add(gateway);
    return gateway.account("shop");
  }

  private record Account(Map<String, String> values, Map<String, Signer> signers)
      implements AccountConfig {
    @Override
    public String channel() {
      return "alipay";
    }
  }

  /** A clock that stands still; nobody waits. */
  private record Standing(Instant now) implements TimeSource {
    @Override
    public long nanos() {
      return System.nanoTime();
    }

    @Override
    public void sleep(Duration duration) {
      throw new AssertionError("nobody waits here");
    }
  }

  /** Gives a published signature, and remembers for what. */
  private record Published(String signature, List<String> texts) implements Signer {
    @Override
    public boolean supports(SigningAlgorithm algorithm) {
      return algorithm == SigningAlgorithm.RSA_SHA256;
    }

    @Override
    public byte[] sign(SigningAlgorithm algorithm, byte[] message) {
      texts.add(new String(message, StandardCharsets.UTF_8));
      return Base64.getDecoder().decode(signature);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "'CN=Ant Financial Certification Authority R1,OU=Certification Authority,O=Ant Financial,C=CN', 2292228364100439313, 687b59193f3f462dd5336e5abf83c5d8",
    "'CN=iTrusChina Class 2 Root CA - G3,OU=China Trust Network,O=iTrusChina,C=CN', 95790491425698859646659490580052089075020051350, 02941eef3187dddf3d3b83462e1dfcf6",
    "'CN=ROOTCA,O=NRCAC,C=CN', 7629940819692799611, 9e64d67d36446de33aae13a33a89e5a7",
    "'CN=Ant Financial Certification Authority E1,OU=Certification Authority,O=Ant Financial,C=CN', 4719484692854726474, 8af620707e5ddd8c7e76747e86a604dc",
    "'CN=Ant Financial Certification Authority Class 2 R1 test,OU=Certification Authority test,O=Ant Financial test,C=CN', 42717148566940702771351790021258524976, e90dd23a37c5c7b616e003970817ff82"
  })
  void certificateNames_areTheChannels(String issuer, String serial, String sn) {
    assertThat(CertificateSns.of(issuer, serial)).isEqualTo(sn);
  }

  /** The bundle that Alipay hands out: SM2, RSA, elliptic curve, RSA. */
  @Test
  void rootBundle_isReadWholeAndNamedByItsRsaRoots() {
    List<X509Certificate> bundle =
        KeyMaterial.inline("bundle", file("alipay-roots.crt")).certificates();

    assertThat(bundle.stream().map(CertificateSns::of))
        .containsExactly(
            "9e64d67d36446de33aae13a33a89e5a7",
            "687b59193f3f462dd5336e5abf83c5d8",
            "8af620707e5ddd8c7e76747e86a604dc",
            "02941eef3187dddf3d3b83462e1dfcf6");
    assertThat(CertificateSns.ofRoots(bundle))
        .isEqualTo("687b59193f3f462dd5336e5abf83c5d8_02941eef3187dddf3d3b83462e1dfcf6");
  }

  @Test
  void rootBundle_opensAnAccountAndIsNamedInItsRequests() {
    Map<String, String> values = TestAccount.certificateValues();
    // A leaf alone cannot be judged by roots it does not lead to directly.
    values.put(Settings.ALIPAY_ROOT_CERTIFICATE, file("alipay-roots.crt"));
    AlipayAdapter certified = TestAccount.open(server.address(), context, values);
    server.signed("{\"code\":\"40004\",\"sub_code\":\"ACQ.TRADE_NOT_EXIST\"}");

    certified.query(Locator.trade("1"), TestAccount.call(Operation.QUERY));

    assertThat(server.last().parameters())
        .containsEntry(
            "alipay_root_cert_sn",
            "687b59193f3f462dd5336e5abf83c5d8_02941eef3187dddf3d3b83462e1dfcf6");
  }

  /**
   * The whole request as it was accepted: the same text to sign, names of certificates and all. The
   * app's certificate is made here with the published issuer and number, which are all its name
   * depends on.
   */
  @Test
  void a1_request_isTheOneThatWasAccepted() {
    Instant then = Instant.parse("2023-12-20T22:54:37Z");
    Instant from = Instant.parse("2023-01-01T00:00:00Z");
    Map<String, String> values = TestAccount.certificateValues();
    values.put(Settings.APP_ID, SANDBOX_APP);
    values.remove(Settings.PRIVATE_KEY);
    values.put(
        Settings.APP_CERTIFICATE,
        TestKeys.pem(
            TestKeys.certificate(
                "CN=App",
                TestKeys.APP,
                "CN=Ant Financial Certification Authority Class 2 R1 test,OU=Certification Authority test,"
                    + "O=Ant Financial test,C=CN",
                TestKeys.ROOT,
                new BigInteger("42717148566940702771351790021258524976"),
                from,
                TestKeys.UNTIL,
                false)));
    values.put(
        Settings.ALIPAY_CERTIFICATE,
        TestKeys.pem(
            TestKeys.leaf(
                TestKeys.ALIPAY_NAME,
                TestKeys.ALIPAY,
                TestKeys.OTHER_ROOT,
                31,
                from,
                TestKeys.UNTIL)));
    values.put(Settings.ALIPAY_ROOT_CERTIFICATE, file("alipay-roots.crt"));
    Published signer = new Published(file("a1.signature.txt"), new ArrayList<>());
    MerchantAccount account =
        open(server.address(), values, Map.of(Settings.PRIVATE_KEY, signer), then);
    server.failure("40004", "ACQ.TRADE_NOT_EXIST");
    String back = "http://hk.ysdor.cn/index.php";

    account
        .channelCalls()
        .send(
            new ChannelCall(
                "POST",
                "alipay.trade.query",
                Map.of("notify_url", back, "return_url", back),
                Map.of(),
                "{\"out_trade_no\":\"1703141270\"}",
                true));

    assertThat(signer.texts()).containsExactly(file("a1.text.txt"));
    assertThat(server.last().parameters()).containsEntry("sign", file("a1.signature.txt"));
    verifies("a.app-public-key.txt", "a1.signature.txt", server.last().signedText());
  }

  @Test
  void a2_returnPage_isGenuine() {
    CustomerReturn back =
        sandboxApp(NOWHERE)
            .readReturn(
                new InboundRequest(
                    "GET", "/back", "shop=1&" + file("a2.query.txt"), Map.of(), new byte[0]));

    assertThat(back.signed()).isTrue();
    assertThat(back.reference()).isEqualTo(PaymentReference.ofNumber("1703141270"));
  }

  private static InboundRequest form(String body) {
    return new InboundRequest(
        "POST", "/notify", "", Map.of(), body.getBytes(StandardCharsets.UTF_8));
  }

  @Test
  void a3_notification_isThePayment() {
    Notification read = sandboxApp(NOWHERE).readNotification(form(file("a3.form.txt")));

    assertThat(read).isInstanceOf(Notification.PaymentChanged.class);
    Notification.PaymentChanged changed = (Notification.PaymentChanged) read;
    assertThat(changed.factKey()).isEqualTo("pay/2023122122001499160501589436/TRADE_SUCCESS");
    assertThat(changed.deliveryId()).isEqualTo("2023122101222162644199160501632046");
    assertThat(changed.payment().state()).isEqualTo(PaymentState.PAID);
    assertThat(changed.payment().amount()).isEqualTo(Money.of("CNY", "0.01"));
    assertThat(changed.payment().reference()).isEqualTo(PaymentReference.ofNumber("1703147160"));
    assertThat(changed.payment().paidAt()).isEqualTo("2023-12-21T08:26:43Z");
    assertThat(changed.payment().payerId()).isEqualTo("2088722003899169");
  }

  @Test
  void a4_reply_isGenuine() {
    server.then(
        (asked, exchange) ->
            FakeAlipay.reply(
                exchange,
                200,
                "application/json",
                FakeAlipay.envelope(
                    asked.method(), file("a4.node.json"), file("a4.signature.txt"), null)));

    RawReply reply =
        sandboxApp(server.address())
            .channelCalls()
            .send(ChannelCall.post("alipay.fund.trans.uni.transfer", "{\"out_biz_no\":\"1\"}"));

    assertThat(reply.text()).isEqualTo(file("a4.node.json"));
  }

  @Test
  void b1_content_isSealedAndOpened() {
    ContentCipher cipher = new ContentCipher(Base64.getDecoder().decode(TestAccount.CONTENT_KEY));

    assertThat(cipher.seal(QUERY.getBytes(StandardCharsets.UTF_8)))
        .isEqualTo(file("b1.ciphertext.txt"));
    assertThat(cipher.open(file("b1.ciphertext.txt")))
        .asString(StandardCharsets.UTF_8)
        .isEqualTo(QUERY);
  }

  @Test
  void b3_request_leavesEmptyValuesOut() {
    TreeMap<String, String> parameters =
        new TreeMap<>(
            Map.of(
                "app_id", "9021000000000000",
                "method", "alipay.trade.query",
                "format", "json",
                "charset", "utf-8",
                "sign_type", "RSA2",
                "timestamp", "2026-01-02 03:04:05",
                "version", "1.0",
                "notify_url", "",
                "biz_content", QUERY));

    byte[] text = RequestSigner.signedText(parameters);

    assertThat(text).asString(StandardCharsets.UTF_8).isEqualTo(file("b3.text.txt"));
    verifies("b.public-key.txt", "b3.signature.txt", text);
  }

  private PaymentResult precreate(String node, String signature) {
    server.then(
        (asked, exchange) ->
            FakeAlipay.reply(
                exchange,
                200,
                "application/json",
                FakeAlipay.envelope(asked.method(), node, signature, null)));
    return madeUpApp(server.address())
        .pay(
            PaymentRequest.builder(
                    "T1", Money.of("CNY", "0.01"), Scene.qrCode(), ContractContext.NOW)
                .description("x")
                .payBefore(ContractContext.NOW.plus(Duration.ofDays(1)))
                .build());
  }

  @Test
  void b4_replyWithEscapedSlashes_isGenuine() {
    PaymentResult result = precreate(file("b4.node.json"), file("b4.signature.txt"));

    assertThat(((PaymentResult.AwaitingCustomer) result).next())
        .isEqualTo(
            new ShowQrCode("https://qr.alipay.com/x", ContractContext.NOW.plusSeconds(7200)));
  }

  @Test
  void b5_encryptedReply_isVerifiedWithItsQuotesAndOpened() {
    server.then(
        (asked, exchange) ->
            FakeAlipay.reply(
                exchange,
                200,
                "application/json",
                FakeAlipay.envelope(
                    asked.method(), file("b5.node.json"), file("b5.signature.txt"), null)));

    RawReply reply =
        madeUpApp(server.address())
            .channelCalls()
            .send(ChannelCall.post("alipay.trade.query", QUERY));

    assertThat(reply.text())
        .isEqualTo("{\"code\":\"10000\",\"msg\":\"Success\",\"out_trade_no\":\"T1\"}");
    assertThat(server.last().biz()).isEqualTo(file("b1.ciphertext.txt"));
    assertThat(server.last().parameters()).containsEntry("encrypt_type", "AES");
  }

  @Test
  void b6_notificationWithEmptyFieldAndPlusSigns_isGenuineBeforeItIsReadFurther() {
    // It names no trade number, which a payment must have; the signature is what this is about.
    assertThatThrownBy(() -> madeUpApp(NOWHERE).readNotification(form(file("b6.form.txt"))))
        .isInstanceOf(UntrustedMessageException.class)
        .hasMessageContaining("is genuine but lacks a number (trade_no) it must have");
    FormMessage message = FormMessage.parse(file("b6.form.txt").getBytes(StandardCharsets.UTF_8));
    assertThat(message.signedText(FormMessage.Rule.WITHOUT_SIGN_TYPE, true, false))
        .asString(StandardCharsets.UTF_8)
        .isEqualTo(
            "app_id=9021000000000000&charset=utf-8&notify_type=trade_status_sync&out_trade_no=T1&subject=a+b 测试 & \"q\""
                + "&total_amount=0.01&trade_status=TRADE_SUCCESS");
  }

  private static final String ITEMS =
      "app_id=9021000000000000,nonce=0f0e0d0c-0b0a-4908-8706-050403020100,timestamp=1767294245000";

  @Test
  void b7_restRequest_isSignedOverTheRightText() {
    verifies(
        "b.public-key.txt",
        "b7.signature.txt",
        RestSigner.signedText(
            ITEMS,
            "POST",
            "/v3/alipay/trade/query",
            "{\"out_trade_no\":\"T1\"}".getBytes(StandardCharsets.UTF_8),
            null));
  }

  @Test
  void b8_restRequestWithToken_isSignedOverTheRightText() {
    verifies(
        "b.public-key.txt",
        "b8.signature.txt",
        RestSigner.signedText(
            ITEMS,
            "GET",
            "/v3/alipay/user/agreement/query?agreement_no=20170322450983769228",
            new byte[0],
            "tok"));
  }

  @Test
  void b9_restReply_isGenuine() {
    String body = "{\"trade_status\":\"TRADE_SUCCESS\"}";
    server.then(
        (asked, exchange) -> {
          exchange.getResponseHeaders().set("alipay-timestamp", "1767294246000");
          exchange.getResponseHeaders().set("alipay-nonce", "abcdef0123456789");
          exchange.getResponseHeaders().set("alipay-signature", file("b9.signature.txt"));
          FakeAlipay.reply(exchange, 200, "application/json", body);
        });

    RawReply reply =
        madeUpApp(server.address())
            .channelCalls()
            .send(ChannelCall.post("/v3/alipay/trade/query", QUERY));

    assertThat(reply.text()).isEqualTo(body);
  }
}
