package io.jiaozi.interop.exchange;

import static org.assertj.core.api.Assertions.assertThat;

import io.jiaozi.ChannelCall;
import io.jiaozi.GatewayConfig;
import io.jiaozi.MerchantAccount;
import io.jiaozi.PaymentGateway;
import io.jiaozi.SubMerchant;
import io.jiaozi.error.PaymentException;
import io.jiaozi.interop.Exchange;
import io.jiaozi.interop.HttpMessage;
import io.jiaozi.money.Money;
import io.jiaozi.payment.ChannelExtras;
import io.jiaozi.payment.NextAction;
import io.jiaozi.payment.PaymentReference;
import io.jiaozi.payment.PaymentRequest;
import io.jiaozi.payment.PaymentResult;
import io.jiaozi.payment.Scene;
import io.jiaozi.refund.RefundReference;
import io.jiaozi.refund.RefundRequest;
import io.jiaozi.spi.Signer;
import io.jiaozi.spi.SigningAlgorithm;
import io.jiaozi.wechat.WechatConfig;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Writes every request our WeChat Pay adapter can make, exactly as it went over the wire, with the
 * key that signed it. The key is made here and worth nothing elsewhere.
 */
class WechatExchangeTest {

  private static final String MCHID = "1900007291";
  private static final String APPID = "wxd678efh567hg6787";
  private static final Money PRICE = Money.of("CNY", "88.00");

  /** The characters that must be percent-encoded in a path, and signed that way. */
  private static final String ORDER = "20261124|A*1";

  private static final KeyPair MERCHANT = Keys.newPair();

  private static Instant placedAt;
  private static Path folder;
  private static WechatStandIn wechat;
  private static PaymentGateway gateway;
  private static MerchantAccount account;

  @BeforeAll
  static void open() throws IOException {
    placedAt = Instant.now();
    folder = Exchange.write("wechat");
    wechat = new WechatStandIn(Instant::now);
    String apiV3Key = HexFormat.of().formatHex(randomBytes(16));
    String serial = HexFormat.of().withUpperCase().formatHex(randomBytes(20));
    gateway =
        PaymentGateway.open(
            GatewayConfig.builder()
                .setting("max-attempts", "1")
                .account(
                    "wechat",
                    config(wechat, APPID)
                        .apiV3Key(apiV3Key)
                        .privateKey(Keys.pem("PRIVATE KEY", MERCHANT.getPrivate()))
                        .certificateSerial(serial)
                        .build())
                .build());
    account = gateway.account("wechat");
    Files.writeString(
        folder.resolve("merchant_private_key.pem"), Keys.pem("PRIVATE KEY", MERCHANT.getPrivate()));
    Files.writeString(
        folder.resolve("merchant_public_key.pem"), Keys.pem("PUBLIC KEY", MERCHANT.getPublic()));
    Exchange.writeFacts(
        folder,
        Map.of("mchid", MCHID, "appid", APPID, "apiV3Key", apiV3Key, "merchantSerial", serial));
  }

  @AfterAll
  static void close() {
    gateway.close();
    wechat.close();
  }

  private static WechatConfig.Builder config(WechatStandIn server, String appid) {
    return WechatConfig.builder(MCHID, appid)
        .publicKey(WechatStandIn.PUBLIC_KEY_ID, server.publicKeyPem())
        .notificationUrl(URI.create("https://shop.example/notify/wechat"))
        .baseUrl(server.server().address());
  }

  private static byte[] randomBytes(int count) {
    byte[] bytes = new byte[count];
    new SecureRandom().nextBytes(bytes);
    return bytes;
  }

  private static PaymentRequest payment(Scene scene, Instant at) {
    return PaymentRequest.builder(ORDER, PRICE, scene, at)
        .description("两盒饺子 & \"tea\" \\ /")
        .build();
  }

  private static PaymentReference order() {
    return PaymentReference.ofNumber(ORDER);
  }

  /** Runs a call and writes the first request it made. How it ends is not what matters here. */
  private static void write(String name, Runnable call) throws Exception {
    wechat.server().forget();
    try {
      call.run();
    } catch (PaymentException ended) {
      // The stand-in knows no order.
    }
    HttpMessage request = wechat.server().take(Duration.ofSeconds(10));
    request.write(folder.resolve(name + ".http"));
    assertThat(Exchange.messages(folder).get(name).header("Authorization"))
        .isEqualTo(request.header("Authorization"));
  }

  @Test
  void query() throws Exception {
    write("query", () -> account.query(order()));
  }

  @Test
  void closing() throws Exception {
    write("close", () -> account.close(order()));
  }

  @Test
  void refund() throws Exception {
    write(
        "refund",
        () ->
            account.refund(
                RefundRequest.builder(order(), "R@" + ORDER, Money.of("CNY", "8.00"), placedAt)
                    .paymentAmount(PRICE)
                    .reason("一盒凉了")
                    .build()));
  }

  @Test
  void queryRefund() throws Exception {
    write("query-refund", () -> account.queryRefund(RefundReference.of(order(), "R@" + ORDER)));
  }

  @Test
  void channelCall_withoutBody() throws Exception {
    Map<String, String> query = new LinkedHashMap<>();
    query.put("bill_date", "2026-11-23");
    query.put("tar_type", "GZIP");
    query.put("odd", "a b&c=d/交");
    write(
        "channel-call-get",
        () -> account.channelCalls().send(ChannelCall.get("/v3/bill/tradebill", query)));
  }

  @Test
  void channelCall_withBody() throws Exception {
    write(
        "channel-call-post",
        () ->
            account
                .channelCalls()
                .send(
                    ChannelCall.post(
                        "/v3/profitsharing/orders/unfreeze", "{ \"description\" : \"交子\\n\" }\n")));
  }

  @ParameterizedTest
  @CsvSource({"QR_CODE", "IN_APP_PAGE", "APP", "MOBILE_WEB", "BUYER_CODE"})
  void pay(Scene.Kind kind) throws Exception {
    write("pay-" + kind.name(), () -> account.pay(payment(scene(kind), placedAt)));
  }

  @Test
  void reverse() throws Exception {
    write("reverse", () -> account.reverse(order()));
  }

  /** The same calls for a merchant whom the account serves. */
  @Test
  void actingForAnother() throws Exception {
    MerchantAccount served =
        account.actingFor(
            new SubMerchant("1900000109", Map.of("sub-app-id", "wxd678efh567hg6999")));
    write("partner-pay", () -> served.pay(payment(Scene.qrCode(), placedAt)));
    write("partner-query", () -> served.query(order()));
    write("partner-close", () -> served.close(order()));
    write("partner-reverse", () -> served.reverse(order()));
    write(
        "partner-pay-BUYER_CODE",
        () -> served.pay(payment(scene(Scene.Kind.BUYER_CODE), placedAt)));
    write(
        "partner-refund",
        () ->
            served.refund(
                RefundRequest.builder(order(), "P@" + ORDER, Money.of("CNY", "8.00"), placedAt)
                    .paymentAmount(PRICE)
                    .build()));
    write(
        "partner-query-refund",
        () -> served.queryRefund(RefundReference.of(order(), "P@" + ORDER)));
  }

  /** A name that only the platform may read. */
  @Test
  void payWithRealName() throws Exception {
    PaymentRequest request =
        PaymentRequest.builder(ORDER, PRICE, scene(Scene.Kind.IN_APP_PAGE), placedAt)
            .description("两盒饺子")
            .channelExtras(
                ChannelExtras.of("payer.identity.type", "IDCARD")
                    .with("payer.identity.number", "11010119900307000X")
                    .with("payer.identity.name", "张三"))
            .build();
    write("sealed-name", () -> account.pay(request));
    Files.writeString(folder.resolve("platform_private_key.pem"), wechat.privateKeyPem());
  }

  /** Without any key of the platform, the first thing to ask for is its certificates. */
  @Test
  void certificates() throws Exception {
    WechatConfig without =
        WechatConfig.builder(MCHID, APPID)
            .apiV3Key(Exchange.facts(folder).get("apiV3Key"))
            .privateKey(Keys.pem("PRIVATE KEY", MERCHANT.getPrivate()))
            .certificateSerial(Exchange.facts(folder).get("merchantSerial"))
            .notificationUrl(URI.create("https://shop.example/notify/wechat"))
            .baseUrl(wechat.server().address())
            .build();
    GatewayConfig config =
        GatewayConfig.builder().setting("max-attempts", "1").account("wechat", without).build();
    try (PaymentGateway open = PaymentGateway.open(config)) {
      write("certificates", () -> open.account("wechat").query(order()));
    }
  }

  /** What the buyer's device is given, with the signature that WeChat checks there. */
  @ParameterizedTest
  @CsvSource({"IN_APP_PAGE, client-jsapi", "APP, client-app"})
  void clientParameters(Scene.Kind kind, String name) throws Exception {
    PaymentResult result = account.pay(payment(scene(kind), placedAt));

    Path client = Files.createDirectories(folder.resolve(name));
    Exchange.writeFacts(client, invoke(result).parameters());
    assertThat(Exchange.facts(client)).isEqualTo(invoke(result).parameters());
  }

  private static Scene scene(Scene.Kind kind) {
    return switch (kind) {
      case QR_CODE -> Scene.qrCode();
      case IN_APP_PAGE -> Scene.inAppPage("oUpF8uMuAJO_M2pxb1Q9zNjWeS6o");
      case APP -> Scene.app();
      case MOBILE_WEB ->
          Scene.mobileWeb(URI.create("https://shop.example/back?order=1"), "203.0.113.7");
      case BUYER_CODE -> Scene.buyerCode("134567890123456789", "S1");
      case WEB_PAGE -> Scene.webPage(URI.create("https://shop.example/back"));
    };
  }

  private static NextAction.InvokeClient invoke(PaymentResult result) {
    return (NextAction.InvokeClient) ((PaymentResult.AwaitingCustomer) result).next();
  }

  // The published examples fix time, nonce and content; what we sign for them is what WeChat Pay
  // signed. Source: protocol sheet, section 10.

  private static final Instant VECTOR_TIME = Instant.ofEpochSecond(1554208460);
  private static final byte[] VECTOR_NONCE =
      HexFormat.of().parseHex("593BEC0C930BF1AFEB40B4A08C8FB242");

  /** Keeps what it is asked to sign. */
  private static final class Notary implements Signer {
    private final List<byte[]> texts = new CopyOnWriteArrayList<>();

    @Override
    public boolean supports(SigningAlgorithm algorithm) {
      return algorithm == SigningAlgorithm.RSA_SHA256;
    }

    @Override
    public byte[] sign(SigningAlgorithm algorithm, byte[] message) {
      texts.add(message.clone());
      return Keys.sign(MERCHANT.getPrivate(), message);
    }

    byte[] last() {
      return texts.get(texts.size() - 1);
    }
  }

  /** Gives the published nonce whenever it is asked. */
  private static final class VectorNonce implements RandomGenerator {
    @Override
    public long nextLong() {
      return 0;
    }

    @Override
    public void nextBytes(byte[] bytes) {
      System.arraycopy(Arrays.copyOf(VECTOR_NONCE, bytes.length), 0, bytes, 0, bytes.length);
    }
  }

  private interface Asking {
    void of(MerchantAccount account);
  }

  private static byte[] signedAtVectorTime(String appid, Asking asking) {
    Notary notary = new Notary();
    try (WechatStandIn then = new WechatStandIn(() -> VECTOR_TIME);
        PaymentGateway open =
            PaymentGateway.open(
                GatewayConfig.builder()
                    .setting("max-attempts", "1")
                    .time(new FixedTime(VECTOR_TIME))
                    .random(new VectorNonce())
                    .account(
                        "vector",
                        config(then, appid)
                            .apiV3Key("0123456789abcdef0123456789abcdef")
                            .privateKey(notary)
                            .certificateSerial("408B07E79B8269FEC3D5D3E6AB8ED163A6A380DB")
                            .build())
                    .build())) {
      asking.of(open.account("vector"));
    }
    return notary.last();
  }

  @Test
  void vectorA_request() throws Exception {
    String body = resource("/vectors/wechat.a.body.json");

    byte[] text =
        signedAtVectorTime(
            APPID,
            at -> at.channelCalls().send(ChannelCall.post("/v3/pay/transactions/jsapi", body)));

    Files.write(folder.resolve("vector-a.text"), text);
    assertThat(text)
        .asString(StandardCharsets.UTF_8)
        .startsWith("POST\n/v3/pay/transactions/jsapi\n1554208460\n593BEC0C930BF1AF");
  }

  @ParameterizedTest
  @CsvSource({"IN_APP_PAGE, vector-b.text", "APP, vector-c.text"})
  void vectorsBAndC_clientParameters(Scene.Kind kind, String file) throws Exception {

    byte[] text =
        signedAtVectorTime("wx2421b1c4370ec43b", at -> at.pay(payment(scene(kind), VECTOR_TIME)));

    Files.write(folder.resolve(file), text);
    assertThat(text)
        .asString(StandardCharsets.UTF_8)
        .startsWith("wx2421b1c4370ec43b\n1554208460\n593BEC0C930BF1AF");
  }

  private static String resource(String name) {
    try (InputStream in = WechatExchangeTest.class.getResourceAsStream(name)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8).strip();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
