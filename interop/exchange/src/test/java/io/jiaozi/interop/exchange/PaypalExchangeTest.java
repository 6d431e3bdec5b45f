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
import io.jiaozi.payment.CaptureRequest;
import io.jiaozi.payment.ChannelExtras;
import io.jiaozi.payment.PaymentReference;
import io.jiaozi.payment.PaymentRequest;
import io.jiaozi.payment.Scene;
import io.jiaozi.payment.VoidRequest;
import io.jiaozi.paypal.PaypalConfig;
import io.jiaozi.refund.RefundReference;
import io.jiaozi.refund.RefundRequest;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Writes every request our PayPal adapter can make, exactly as it went over the wire, and what it
 * was made of. Client id and secret are made here and worth nothing anywhere.
 */
class PaypalExchangeTest {

  private static final String NUMBER = "20261124|A*1";
  private static final String CAPTURE_NUMBER = "C-20261124|A*1";
  private static final String REFUND_NUMBER = "R-20261124|A*1";
  private static final String PREFIX = "JZ-";
  private static final String DESCRIPTION = "两盒饺子 & \"tea\" \\ /";
  private static final String REASON = "One box was \"cold\" – 凉了";
  private static final String RETURN = "https://shop.example/back?lang=en&n=1";
  private static final String CANCEL = "https://shop.example/cancelled";
  private static final String MERCHANT = "7LQ6PFZ5UVDVW";
  private static final String SELLER = "QYR5Z8XDVJNXQ";
  private static final String ATTRIBUTION = "JiaoziExample_SP";
  private static final String WEBHOOK = "8PT597110X687430LKGECATA";
  private static final Money PRICE = Money.of("USD", "88.00");
  private static final Scene PAGE = new Scene.WebPage(URI.create(RETURN), URI.create(CANCEL));

  private static final PaymentReference HOLD =
      new PaymentReference(
          NUMBER, "p1.o." + PaypalStandIn.ORDER_TO_AUTHORIZE + ".a." + PaypalStandIn.AUTHORIZATION);
  private static final PaymentReference TAKEN =
      new PaymentReference(NUMBER, "p1.c." + PaypalStandIn.CAPTURE);

  private static Instant placedAt;
  private static Path folder;
  private static PaypalStandIn paypal;
  private static String clientId;
  private static String clientSecret;
  private static PaymentGateway gateway;
  private static MerchantAccount account;

  @BeforeAll
  static void open() throws IOException {
    placedAt = Instant.now();
    folder = Exchange.write("paypal");
    paypal = new PaypalStandIn(NUMBER, PREFIX + NUMBER);
    clientId = "A" + random(59);
    clientSecret = "E" + random(59);
    gateway = open(PaypalConfig.builder(clientId, clientSecret, WEBHOOK).merchantId(MERCHANT));
    account = gateway.account("paypal");
    Exchange.writeFacts(folder, facts());
  }

  private static PaymentGateway open(PaypalConfig.Builder config) {
    return PaymentGateway.open(
        GatewayConfig.builder()
            .setting("max-attempts", "1")
            .account(
                "paypal", config.invoicePrefix(PREFIX).baseUrl(paypal.server().address()).build())
            .build());
  }

  private static Map<String, String> facts() {
    Map<String, String> facts = new LinkedHashMap<>();
    facts.put("clientId", clientId);
    facts.put("clientSecret", clientSecret);
    facts.put("accessToken", PaypalStandIn.ACCESS_TOKEN);
    facts.put("webhookId", WEBHOOK);
    facts.put("merchantId", MERCHANT);
    facts.put("sellerId", SELLER);
    facts.put("attributionId", ATTRIBUTION);
    facts.put("invoicePrefix", PREFIX);
    facts.put("number", NUMBER);
    facts.put("captureNumber", CAPTURE_NUMBER);
    facts.put("refundNumber", REFUND_NUMBER);
    facts.put("description", escaped(DESCRIPTION));
    facts.put("reason", escaped(REASON));
    facts.put("returnUrl", RETURN);
    facts.put("cancelUrl", CANCEL);
    facts.put("orderToCapture", PaypalStandIn.ORDER_TO_CAPTURE);
    facts.put("orderToAuthorize", PaypalStandIn.ORDER_TO_AUTHORIZE);
    facts.put("authorization", PaypalStandIn.AUTHORIZATION);
    facts.put("capture", PaypalStandIn.CAPTURE);
    facts.put("refund", PaypalStandIn.REFUND);
    return facts;
  }

  /** Free text as Base64, so that nothing on the way can touch it. */
  private static String escaped(String text) {
    return Base64.getUrlEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
  }

  private static String random(int bytes) {
    byte[] all = new byte[bytes];
    new SecureRandom().nextBytes(all);
    return Base64.getUrlEncoder().withoutPadding().encodeToString(all);
  }

  @AfterAll
  static void close() {
    gateway.close();
    paypal.close();
  }

  private static PaymentRequest.Builder payment(Money amount, Scene scene) {
    return PaymentRequest.builder(NUMBER, amount, scene, placedAt).description(DESCRIPTION);
  }

  private static Scene mobile() {
    return new Scene.MobileWeb(URI.create(RETURN), null, "203.0.113.7");
  }

  /** Runs a call and writes the first request of a method that it made, tokens aside. */
  private static void write(String name, String method, Runnable call) throws Exception {
    paypal.server().forget();
    try {
      call.run();
    } catch (PaymentException ended) {
      // The stand-in knows nothing but two orders.
    }
    HttpMessage request = paypal.takeCall(method);
    request.write(folder.resolve(name + ".http"));
    HttpMessage read = Exchange.messages(folder).get(name);
    assertThat(read.body()).isEqualTo(request.body());
    assertThat(read.header("Authorization")).isEqualTo("Bearer " + PaypalStandIn.ACCESS_TOKEN);
  }

  @Test
  void token() throws Exception {
    paypal.server().forget();
    try (PaymentGateway fresh = open(PaypalConfig.builder(clientId, clientSecret, WEBHOOK))) {
      try {
        fresh.account("paypal").query(TAKEN);
      } catch (PaymentException notThere) {
        // The token is what matters here.
      }
      HttpMessage request = paypal.server().take(Duration.ofSeconds(10));
      assertThat(request.target()).isEqualTo(PaypalStandIn.TOKEN_PATH);
      request.write(folder.resolve("token.http"));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"web-page", "mobile-web"})
  void order(String kind) throws Exception {
    Scene scene = kind.equals("web-page") ? PAGE : mobile();
    write("pay-" + kind, "POST", () -> account.pay(payment(PRICE, scene).build()));
    write("authorize-" + kind, "POST", () -> account.authorize(payment(PRICE, scene).build()));
  }

  @ParameterizedTest
  @ValueSource(strings = {"JPY 1250", "HUF 990", "EUR 0.01", "TWD 999999999999999"})
  void orderInOtherMoney(String amount) throws Exception {
    String currency = amount.substring(0, 3);
    write(
        "pay-in-" + currency,
        "POST",
        () -> account.pay(payment(Money.of(currency, amount.substring(4)), PAGE).build()));
  }

  @Test
  void orderWithExtras() throws Exception {
    String experience = "payment_source.paypal.experience_context.";
    ChannelExtras extras =
        ChannelExtras.of("purchase_units[0].soft_descriptor", "DUMPLINGS")
            .with(
                "purchase_units[0].items",
                "[{\"name\":\"饺子\",\"quantity\":\"2\",\"category\":\"PHYSICAL_GOODS\",\"unit_amount\":"
                    + "{\"currency_code\":\"USD\",\"value\":\"40.00\"}}]")
            .with(
                "purchase_units[0].amount.breakdown",
                "{\"item_total\":{\"currency_code\":\"USD\",\"value\":\"80.00\"},\"shipping\":"
                    + "{\"currency_code\":\"USD\",\"value\":\"8.00\"}}")
            .with(
                "purchase_units[0].shipping",
                "{\"name\":{\"full_name\":\"Ming Li\"},\"address\":{\"address_line_1\":\"1 Main St\","
                    + "\"admin_area_2\":\"San Jose\",\"admin_area_1\":\"CA\",\"postal_code\":\"95131\","
                    + "\"country_code\":\"US\"}}")
            .with(experience + "brand_name", "Jiaozi & Co")
            .with(experience + "locale", "zh-CN")
            .with(experience + "landing_page", "LOGIN")
            .with(experience + "user_action", "CONTINUE");
    write(
        "pay-with-extras",
        "POST",
        () -> account.pay(payment(PRICE, PAGE).channelExtras(extras).build()));
  }

  @Test
  void complete() throws Exception {
    write(
        "capture-order",
        "POST",
        () ->
            account.complete(
                new PaymentReference(NUMBER, "p1.o." + PaypalStandIn.ORDER_TO_CAPTURE)));
    write(
        "authorize-order",
        "POST",
        () ->
            account.complete(
                new PaymentReference(NUMBER, "p1.o." + PaypalStandIn.ORDER_TO_AUTHORIZE)));
  }

  @Test
  void captureOfAHold() throws Exception {
    Money amount = Money.of("USD", "80.00");
    write(
        "capture-hold",
        "POST",
        () ->
            account.capture(
                CaptureRequest.builder(HOLD, CAPTURE_NUMBER, amount, placedAt).build()));
    write(
        "capture-hold-more-to-follow",
        "POST",
        () ->
            account.capture(
                CaptureRequest.builder(HOLD, CAPTURE_NUMBER, amount, placedAt)
                    .moreToFollow()
                    .channelExtras(
                        ChannelExtras.of("note_to_payer", REASON).with("soft_descriptor", "BOX 1"))
                    .build()));
  }

  @Test
  void voiding() throws Exception {
    write(
        "void",
        "POST",
        () -> account.voidAuthorization(new VoidRequest(HOLD, "V" + NUMBER, placedAt)));
  }

  @Test
  void reauthorize() throws Exception {
    write("reauthorize", "POST", () -> account.reauthorize(HOLD, Money.of("USD", "88.00")));
  }

  private static RefundRequest.Builder refund() {
    return RefundRequest.builder(TAKEN, REFUND_NUMBER, Money.of("USD", "8.00"), placedAt);
  }

  @Test
  void refunding() throws Exception {
    write("refund", "POST", () -> account.refund(refund().build()));
    write("refund-with-reason", "POST", () -> account.refund(refund().reason(REASON).build()));
  }

  @Test
  void questions() throws Exception {
    write(
        "query-order",
        "GET",
        () ->
            account.query(new PaymentReference(NUMBER, "p1.o." + PaypalStandIn.ORDER_TO_CAPTURE)));
    write("query-authorization", "GET", () -> account.query(HOLD));
    write("query-capture", "GET", () -> account.query(TAKEN));
    write(
        "query-refund",
        "GET",
        () ->
            account.queryRefund(
                new RefundReference(TAKEN, REFUND_NUMBER, "p1.r." + PaypalStandIn.REFUND)));
  }

  @Test
  void channelCall() throws Exception {
    write(
        "channel-call-get",
        "GET",
        () ->
            account
                .channelCalls()
                .send(
                    ChannelCall.get(
                        "/v2/checkout/orders/" + PaypalStandIn.ORDER_TO_CAPTURE,
                        Map.of("fields", "payment_source"))));
  }

  /** The same calls for a seller whom the platform serves. */
  @Test
  void actingForASeller() throws Exception {
    try (PaymentGateway platform =
        open(
            PaypalConfig.builder(clientId, clientSecret, WEBHOOK)
                .partnerAttributionId(ATTRIBUTION))) {
      MerchantAccount seller = platform.account("paypal").actingFor(SubMerchant.of(SELLER));
      write("partner-pay", "POST", () -> seller.pay(payment(PRICE, PAGE).build()));
      write(
          "partner-capture-hold",
          "POST",
          () ->
              seller.capture(
                  CaptureRequest.builder(HOLD, CAPTURE_NUMBER, Money.of("USD", "80.00"), placedAt)
                      .build()));
      write(
          "partner-void",
          "POST",
          () -> seller.voidAuthorization(new VoidRequest(HOLD, "V" + NUMBER, placedAt)));
      write("partner-refund", "POST", () -> seller.refund(refund().build()));
      write("partner-query-authorization", "GET", () -> seller.query(HOLD));
    }
  }
}
