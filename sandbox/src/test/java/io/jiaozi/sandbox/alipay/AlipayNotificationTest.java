package io.jiaozi.sandbox.alipay;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import io.jiaozi.sandbox.Sandbox;
import io.jiaozi.sandbox.channel.Delivery;
import io.jiaozi.sandbox.channel.Json;
import io.jiaozi.sandbox.wechat.Eventually;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.node.ObjectNode;

/** What the merchant is told, what not, and how. */
class AlipayNotificationTest {
  private static final Duration PATIENCE = Duration.ofSeconds(20);
  private static final String PRECREATE = "alipay.trade.precreate";
  private static final String REFUND = "alipay.trade.refund";

  private final List<Map<String, String>> received = new CopyOnWriteArrayList<>();
  private final Queue<String> answers = new ConcurrentLinkedQueue<>();
  private HttpServer server;
  private Sandbox sandbox;
  private Shop shop;

  @BeforeEach
  void start() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/notify",
        exchange -> {
          received.add(
              Shop.parse(
                  new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.US_ASCII)));
          String planned = answers.poll();
          byte[] answer = (planned == null ? "success" : planned).getBytes(StandardCharsets.UTF_8);
          exchange.sendResponseHeaders(200, answer.length == 0 ? -1 : answer.length);
          exchange.getResponseBody().write(answer);
          exchange.close();
        });
    server.start();
    sandbox = Sandbox.start();
    shop = Shop.keyMode(sandbox);
  }

  @AfterEach
  void stop() {
    sandbox.close();
    server.stop(0);
  }

  private String url() {
    return "http://127.0.0.1:" + server.getAddress().getPort() + "/notify";
  }

  private Result notified(String method, ObjectNode business) throws Exception {
    return shop.call(method, business, "notify_url", url());
  }

  private String paidQrCode() throws Exception {
    String number = Shop.number();
    notified(PRECREATE, Shop.order(number).put("body", "加醋").put("passback_params", "t%3D7"));
    sandbox.alipay().pay(number);
    return number;
  }

  private Delivery delivered(String subject, int count) throws InterruptedException {
    List<Delivery> deliveries = sandbox.awaitDeliveries(subject, count, PATIENCE);
    assertThat(deliveries).hasSize(count);
    return deliveries.get(count - 1);
  }

  private void assertNothingElse(String number, int count) throws Exception {
    // A further fact is sent and awaited: whatever had been on its way has come before it.
    sandbox.alipay().notifyPayment(number);
    delivered(number, count + 1);
    assertThat(received).hasSize(count + 1);
  }

  @Test
  void payment_isToldAsASignedForm() throws Exception {
    String number = paidQrCode();

    Delivery delivery = delivered(number, 1);
    assertThat(delivery.outcome()).isEqualTo(Delivery.Outcome.ACKNOWLEDGED);
    assertThat(delivery.kind()).isEqualTo("trade_status_sync.TRADE_SUCCESS");
    Map<String, String> fields = received.get(0);
    assertThat(shop.verifiesForm(fields)).isTrue();
    assertThat(fields)
        .containsEntry("notify_type", "trade_status_sync")
        .containsEntry("trade_status", "TRADE_SUCCESS")
        .containsEntry("out_trade_no", number)
        .containsEntry("total_amount", "88.00")
        .containsEntry("subject", "两盒饺子")
        .containsEntry("body", "加醋")
        .containsEntry("passback_params", "t%3D7")
        .containsEntry("app_id", shop.app.appId())
        .containsEntry("auth_app_id", shop.app.appId())
        .containsEntry("seller_id", shop.app.sellerId())
        .containsEntry(
            "fund_bill_list", "[{\"amount\":\"88.00\",\"fundChannel\":\"ALIPAYACCOUNT\"}]")
        .containsKeys("notify_id", "notify_time", "gmt_create", "gmt_payment", "buyer_id")
        .doesNotContainKeys("refund_fee", "alipay_cert_sn");
  }

  @Test
  void certificateMode_isSignedByTheCertificate() throws Exception {
    Shop certificates = Shop.certificateMode(sandbox);
    String number = Shop.number();
    certificates.call("alipay.trade.pay", Shop.codeOrder(number), "notify_url", url());

    delivered(number, 1);
    assertThat(certificates.verifiesForm(received.get(0))).isTrue();
    assertThat(shop.verifiesForm(received.get(0))).isFalse();
  }

  @Test
  void isv_isToldWhoseOrderItIs() throws Exception {
    String number = Shop.number();
    Map<String, String> parameters = shop.parameters(PRECREATE, Shop.order(number));
    parameters.put("notify_url", url());
    parameters.put("app_auth_token", shop.app.appAuthToken());
    shop.exchange(shop.signed(parameters));
    sandbox.alipay().pay(number);

    delivered(number, 1);
    assertThat(received.get(0))
        .containsEntry("app_id", shop.app.appId())
        .containsEntry("auth_app_id", shop.app.subMerchantAppId())
        .containsEntry("seller_id", shop.app.subMerchantId());
  }

  @ParameterizedTest
  @ValueSource(strings = {"fail", "SUCCESS", "success\n", "\"success\"", ""})
  void anythingButSuccess_isDeliveredAgainUnderTheSameId(String answer) throws Exception {
    answers.add(answer);
    String number = paidQrCode();

    Delivery last = delivered(number, 2);
    assertThat(last.attempt()).isEqualTo(2);
    assertThat(last.outcome()).isEqualTo(Delivery.Outcome.ACKNOWLEDGED);
    assertThat(received.get(0).get("notify_id")).isEqualTo(received.get(1).get("notify_id"));
  }

  @Test
  void neverAcknowledged_endsAfterEightDeliveries() throws Exception {
    sandbox.notificationSpeed(0);
    for (int i = 0; i < 20; i++) {
      answers.add("fail");
    }
    String number = paidQrCode();
    Eventually.holds(
        () -> {
          sandbox.clock().advance(Duration.ofHours(15)); // the longest gap
          return sandbox.alipay().notifications().size() >= 8;
        });
    sandbox.clock().advance(Duration.ofDays(3));
    sandbox.alipay().notifyPayment(number);

    assertThat(sandbox.awaitDeliveries(number, 9, PATIENCE))
        .extracting(Delivery::attempt)
        .endsWith(8, 1);
  }

  @Test
  void refund_inPart_isToldToThePaymentsAddress() throws Exception {
    String number = paidQrCode();
    delivered(number, 1);

    shop.call(REFUND, Shop.refundOf(number, "PART" + number, "8.00"));

    assertThat(delivered("PART" + number, 1).kind()).isEqualTo("trade_status_sync.refund");
    assertThat(received.get(1))
        .containsEntry("trade_status", "TRADE_SUCCESS")
        .containsEntry("out_biz_no", "PART" + number)
        .containsEntry("refund_fee", "8.00")
        .containsKey("gmt_refund");
  }

  @Test
  void faceToFace_fullRefund_isNotTold_unlessAskedFor() throws Exception {
    String silent = paidQrCode();
    delivered(silent, 1);
    shop.call(REFUND, Shop.refundOf(silent, "FULL" + silent, "88.00"));
    assertNothingElse(silent, 1);

    sandbox.alipay().notifyEverything(true);
    String told = paidQrCode();
    shop.call(REFUND, Shop.refundOf(told, "FULL" + told, "88.00"));
    delivered("FULL" + told, 1);
    assertThat(received.get(received.size() - 1))
        .containsEntry("trade_status", "TRADE_CLOSED")
        .containsEntry("refund_fee", "88.00")
        .containsKey("gmt_close");
  }

  @ParameterizedTest
  @CsvSource({
    "alipay.trade.wap.pay,QUICK_WAP_WAY,true",
    "alipay.trade.page.pay,FAST_INSTANT_TRADE_PAY,false"
  })
  void close_isToldByTheProductsThatDo(String method, String product, boolean told)
      throws Exception {
    String number = Shop.number();
    Map<String, String> parameters =
        shop.parameters(method, Shop.order(number).put("product_code", product));
    parameters.put("notify_url", url());
    Shop.send(shop.gateway(shop.signed(parameters)));
    sandbox.alipay().arrive(number);

    shop.call("alipay.trade.close", Shop.named(number));

    if (told) {
      assertThat(delivered(number, 1).kind()).isEqualTo("trade_status_sync.TRADE_CLOSED");
      assertThat(received.get(0)).doesNotContainKey("gmt_payment");
    } else {
      String other = paidQrCode();
      delivered(other, 1);
      assertThat(received).hasSize(1);
    }
  }

  @Test
  void app_isToldOfTheEndOfTheRefundTerm() throws Exception {
    String number = Shop.number();
    Map<String, String> parameters = shop.parameters("alipay.trade.app.pay", Shop.order(number));
    parameters.put("notify_url", url());
    sandbox.alipay().openApp(Shop.form(shop.signed(parameters)));
    sandbox.alipay().pay(number);
    delivered(number, 1);
    sandbox.alipay().finish(number);

    assertThat(delivered(number, 2).kind()).isEqualTo("trade_status_sync.TRADE_FINISHED");
  }

  @Test
  void tradeOnThePhone_pastItsTime_isToldClosed() throws Exception {
    String number = Shop.number();
    Map<String, String> parameters =
        shop.parameters(
            "alipay.trade.wap.pay",
            Shop.order(number).put("product_code", "QUICK_WAP_WAY").put("timeout_express", "10m"));
    parameters.put("notify_url", url());
    Shop.send(shop.gateway(shop.signed(parameters)));
    sandbox.alipay().arrive(number);

    sandbox.clock().advance(Duration.ofMinutes(11));

    assertThat(delivered(number, 1).kind()).isEqualTo("trade_status_sync.TRADE_CLOSED");
  }

  @Test
  void freezingAndReleasing_areTold() throws Exception {
    String number = Shop.number();
    Result frozen =
        notified(
            "alipay.fund.auth.order.freeze",
            Json.object()
                .put("out_order_no", number)
                .put("out_request_no", number + "_F")
                .put("order_title", "押金")
                .put("amount", "100.00")
                .put("auth_code", Shop.buyerCode()));
    delivered(number, 1);
    notified(
        "alipay.fund.auth.order.unfreeze",
        Json.object()
            .put("auth_no", frozen.text("auth_no"))
            .put("out_request_no", number + "_U")
            .put("amount", "40.00"));
    delivered(number + "_U", 1);

    assertThat(shop.verifiesForm(received.get(0))).isTrue();
    assertThat(received.get(0))
        .containsEntry("notify_type", "fund_auth_freeze")
        .containsEntry("status", "SUCCESS")
        .containsEntry("out_order_no", number)
        .containsEntry("amount", "100.00")
        .containsEntry("rest_amount", "100.00");
    assertThat(received.get(1))
        .containsEntry("notify_type", "fund_auth_unfreeze")
        .containsEntry("amount", "40.00")
        .containsEntry("rest_amount", "60.00");
  }

  @Test
  void address_notOnThisMachine_isRefusedAndRecorded() throws Exception {
    String number = Shop.number();
    shop.call(PRECREATE, Shop.order(number), "notify_url", "https://shop.example/notify");
    sandbox.alipay().pay(number);

    assertThat(delivered(number, 1).outcome()).isEqualTo(Delivery.Outcome.FOREIGN_ADDRESS);
  }

  @Test
  void duplicateAndReorder() throws Exception {
    sandbox.alipay().twistNextNotification(Twist.REORDER);
    String late = paidQrCode();
    Eventually.holds(() -> sandbox.heldNotifications() == 1);
    sandbox.alipay().twistNextNotification(Twist.DUPLICATE);
    String early = paidQrCode();

    delivered(early, 2);
    delivered(late, 1);
    assertThat(received)
        .extracting(fields -> fields.get("out_trade_no"))
        .hasSize(3)
        .startsWith(early)
        .contains(late);
  }
}
