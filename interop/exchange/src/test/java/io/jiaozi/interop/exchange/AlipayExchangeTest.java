package io.jiaozi.interop.exchange;

import static org.assertj.core.api.Assertions.assertThat;

import io.jiaozi.ChannelCall;
import io.jiaozi.GatewayConfig;
import io.jiaozi.MerchantAccount;
import io.jiaozi.PaymentGateway;
import io.jiaozi.alipay.AlipayConfig;
import io.jiaozi.error.PaymentException;
import io.jiaozi.interop.Exchange;
import io.jiaozi.interop.HttpMessage;
import io.jiaozi.interop.LoopbackServer;
import io.jiaozi.interop.LoopbackServer.Answer;
import io.jiaozi.money.Money;
import io.jiaozi.payment.NextAction;
import io.jiaozi.payment.PaymentReference;
import io.jiaozi.payment.PaymentRequest;
import io.jiaozi.payment.PaymentResult;
import io.jiaozi.payment.Scene;
import io.jiaozi.refund.RefundReference;
import io.jiaozi.refund.RefundRequest;
import java.io.IOException;
import java.net.URI;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * Writes the requests our Alipay adapter makes, exactly as they went over the wire or into the
 * buyer's browser, with the key that signed them. The key is made here and worth nothing elsewhere.
 */
class AlipayExchangeTest {
  private static final String APP_ID = "9021000122682882";
  private static final String SELLER_ID = "2088721003899159";
  private static final String ORDER = "20261124A001";
  private static final Money PRICE = Money.of("CNY", "88.00");
  private static final KeyPair APP = Keys.newPair();
  private static final KeyPair PLATFORM = Keys.newPair();
  private static final String CONTENT_KEY =
      Base64.getEncoder().encodeToString("sixteen bytes ok".getBytes(StandardCharsets.US_ASCII));
  private static final Certificates AUTHORITY =
      new Certificates(
          "CN=Ant Financial Certification Authority Class 2 R1 test,OU=Certification Authority test,"
              + "O=Ant Financial test,C=CN",
          Keys.newPair());
  private static final String APP_CERTIFICATE =
      AUTHORITY.leaf("CN=" + APP_ID + ",O=Shop,C=CN", APP.getPublic(), 1);
  private static final String ALIPAY_CERTIFICATE =
      AUTHORITY.leaf(
          "CN=支付宝(中国)网络技术有限公司-" + SELLER_ID + ",OU=Alipay,O=Shop,C=CN", PLATFORM.getPublic(), 2);
  // One of another kind first: only roots that sign with RSA count.
  private static final String ROOTS =
      new Certificates("CN=Curve root,O=Jiaozi,C=CN", Certificates.newCurvePair()).root()
          + AUTHORITY.root()
          + new Certificates("CN=Another root,O=Jiaozi,C=CN", Keys.newPair()).root();
  private static final Pattern METHOD = Pattern.compile("(?:^|&|\\?)method=([a-z.]+)");

  private static Instant placedAt;
  private static Path folder;
  private static LoopbackServer alipay;
  private static final List<PaymentGateway> GATEWAYS = new ArrayList<>();
  private static MerchantAccount account;
  private static MerchantAccount certified;
  private static MerchantAccount sealed;

  @BeforeAll
  static void open() throws IOException {
    placedAt = Instant.now();
    folder = Exchange.write("alipay");
    alipay = new LoopbackServer(AlipayExchangeTest::answer);
    String alipayKey = Keys.pem("PUBLIC KEY", PLATFORM.getPublic());
    account = open(config().alipayPublicKey(alipayKey));
    certified = open(config().certificates(APP_CERTIFICATE, ALIPAY_CERTIFICATE, ROOTS));
    sealed = open(config().alipayPublicKey(alipayKey).contentKey(CONTENT_KEY));
    Files.writeString(folder.resolve("app_certificate.crt"), APP_CERTIFICATE);
    Files.writeString(folder.resolve("alipay_certificate.crt"), ALIPAY_CERTIFICATE);
    Files.writeString(folder.resolve("alipay_root_certificates.crt"), ROOTS);
    // For the judges, who sign with it as the owner of the certificate.
    Files.writeString(
        folder.resolve("alipay_private_key.pem"), Keys.pem("PRIVATE KEY", PLATFORM.getPrivate()));
    Files.writeString(
        folder.resolve("app_private_key.pem"), Keys.pem("PRIVATE KEY", APP.getPrivate()));
    Files.writeString(
        folder.resolve("app_public_key.pem"), Keys.pem("PUBLIC KEY", APP.getPublic()));
    Exchange.writeFacts(
        folder,
        Map.of(
            "appId", APP_ID,
            "sellerId", SELLER_ID,
            "order", ORDER,
            "contentKey", CONTENT_KEY,
            "run", placedAt.toString()));
  }

  private static AlipayConfig.Builder config() {
    return AlipayConfig.builder(APP_ID)
        .sellerId(SELLER_ID)
        .privateKey(Keys.pem("PRIVATE KEY", APP.getPrivate()))
        .notificationUrl(URI.create("https://shop.example/notify/alipay"))
        .baseUrl(alipay.address());
  }

  private static MerchantAccount open(AlipayConfig.Builder config) {
    PaymentGateway gateway =
        PaymentGateway.open(
            GatewayConfig.builder()
                .setting("max-attempts", "1")
                .account("alipay", config.build())
                .build());
    GATEWAYS.add(gateway);
    return gateway.account("alipay");
  }

  @AfterAll
  static void close() {
    GATEWAYS.forEach(PaymentGateway::close);
    alipay.close();
  }

  /** Knows no order: a signed refusal for whatever is asked. */
  private static Answer answer(HttpMessage request) {
    Matcher method = METHOD.matcher(request.target() + "&" + request.text());
    String node =
        method.find() ? method.group(1).replace('.', '_') + "_response" : "error_response";
    String result =
        "{\"code\":\"40004\",\"msg\":\"Business Failed\",\"sub_code\":\""
            + (node.equals("alipay_trade_pay_response")
                ? "ACQ.PAYMENT_AUTH_CODE_INVALID"
                : "ACQ.TRADE_NOT_EXIST")
            + "\",\"sub_msg\":\"x\"}";
    String sign =
        Base64.getEncoder()
            .encodeToString(
                Keys.sign(PLATFORM.getPrivate(), result.getBytes(StandardCharsets.UTF_8)));
    return new Answer(
        200,
        Map.of("Content-Type", "application/json;charset=utf-8"),
        ("{\"" + node + "\":" + result + ",\"sign\":\"" + sign + "\"}")
            .getBytes(StandardCharsets.UTF_8));
  }

  private static PaymentRequest payment(Scene scene) {
    return PaymentRequest.builder(ORDER, PRICE, scene, placedAt)
        .description("两盒饺子 + \"tea\" <热> 100%")
        .build();
  }

  private static PaymentReference order() {
    return PaymentReference.ofNumber(ORDER);
  }

  /** Runs a call and writes the first request it made. How it ends is not what matters here. */
  private static void write(String name, Runnable call) throws Exception {
    alipay.forget();
    try {
      call.run();
    } catch (PaymentException ended) {
      // The stand-in knows no order.
    }
    alipay.take(Duration.ofSeconds(10)).write(folder.resolve(name + ".http"));
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
  void reverse() throws Exception {
    write("reverse", () -> account.reverse(order()));
  }

  @Test
  void refund() throws Exception {
    write(
        "refund",
        () ->
            account.refund(
                RefundRequest.builder(order(), "R" + ORDER, Money.of("CNY", "8.00"), placedAt)
                    .paymentAmount(PRICE)
                    .reason("一盒凉了 & more")
                    .build()));
  }

  @Test
  void queryRefund() throws Exception {
    write("query-refund", () -> account.queryRefund(RefundReference.of(order(), "R" + ORDER)));
  }

  @Test
  void qrCode() throws Exception {
    write("pay-qr-code", () -> account.pay(payment(Scene.qrCode())));
  }

  @Test
  void buyersCode() throws Exception {
    write(
        "pay-buyer-code", () -> account.pay(payment(Scene.buyerCode("281234567890123456", "S1"))));
  }

  @Test
  void page() throws Exception {
    writeForm(
        "form-page",
        account.pay(payment(Scene.webPage(URI.create("https://shop.example/back?order=1&x=y")))));
  }

  @Test
  void pageAsALink() throws Exception {
    PaymentResult result =
        account.pay(payment(Scene.webPage(URI.create("https://shop.example/back?order=1&x=y"))));
    URI link = ((NextAction.SubmitForm) ((PaymentResult.AwaitingCustomer) result).next()).toUrl();
    new HttpMessage("GET", link.getRawPath() + "?" + link.getRawQuery(), Map.of(), new byte[0])
        .write(folder.resolve("link-page.http"));
  }

  @Test
  void certified_namesItsCertificates() throws Exception {
    write("certified-query", () -> certified.query(order()));
    writeForm(
        "certified-form-page",
        certified.pay(payment(Scene.webPage(URI.create("https://shop.example/back?order=1")))));
    write("certified-rest-post", () -> certified.channelCalls().send(restQuery()));
  }

  @Test
  void sealed_hidesItsContent() throws Exception {
    write("sealed-pay-qr-code", () -> sealed.pay(payment(Scene.qrCode())));
    writeForm(
        "sealed-form-page",
        sealed.pay(payment(Scene.webPage(URI.create("https://shop.example/back?order=1")))));
    write("sealed-rest-post", () -> sealed.channelCalls().send(restQuery()));
  }

  private static ChannelCall restQuery() {
    return ChannelCall.post("/v3/alipay/trade/query", "{ \"out_trade_no\" : \"" + ORDER + "\" }");
  }

  @Test
  void mobilePage() throws Exception {
    writeForm(
        "form-mobile-page",
        account.pay(
            payment(
                Scene.mobileWeb(URI.create("https://shop.example/back?order=1"), "203.0.113.7"))));
  }

  /** As a browser would send it. */
  private static void writeForm(String name, PaymentResult result) throws IOException {
    NextAction.SubmitForm form =
        (NextAction.SubmitForm) ((PaymentResult.AwaitingCustomer) result).next();
    String body =
        form.fields().entrySet().stream()
            .map(
                field ->
                    URLEncoder.encode(field.getKey(), StandardCharsets.UTF_8)
                        + "="
                        + URLEncoder.encode(field.getValue(), StandardCharsets.UTF_8))
            .collect(Collectors.joining("&"));
    String query = form.action().getRawQuery();
    new HttpMessage(
            "POST",
            form.action().getRawPath() + (query == null ? "" : "?" + query),
            Map.of("Content-Type", "application/x-www-form-urlencoded"),
            body.getBytes(StandardCharsets.UTF_8))
        .write(folder.resolve(name + ".http"));
  }

  @Test
  void app() throws Exception {
    PaymentResult result = account.pay(payment(Scene.app()));
    NextAction.InvokeClient client =
        (NextAction.InvokeClient) ((PaymentResult.AwaitingCustomer) result).next();
    String orderString = client.parameters().get("orderString");
    assertThat(URLDecoder.decode(orderString, StandardCharsets.UTF_8))
        .contains("method=alipay.trade.app.pay");
    new HttpMessage(
            "POST",
            "/gateway.do",
            Map.of("Content-Type", "application/x-www-form-urlencoded"),
            orderString.getBytes(StandardCharsets.UTF_8))
        .write(folder.resolve("app.http"));
  }

  @Test
  void channelCall_ofTheRestForm() throws Exception {
    write("rest-post", () -> account.channelCalls().send(restQuery()));
  }
}
