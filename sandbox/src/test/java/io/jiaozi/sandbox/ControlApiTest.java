package io.jiaozi.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import io.jiaozi.sandbox.channel.Json;
import io.jiaozi.sandbox.wechat.Eventually;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.node.ObjectNode;

class ControlApiTest {
  private Sandbox sandbox;
  private Merchant merchant;

  @BeforeEach
  void start() {
    sandbox = Sandbox.start();
    merchant = new Merchant(sandbox);
  }

  @AfterEach
  void stop() {
    sandbox.close();
  }

  private HttpResponse<byte[]> call(String method, String path, ObjectNode body)
      throws IOException, InterruptedException {
    return Merchant.send(
        HttpRequest.newBuilder(sandbox.address().resolve("/_sandbox/api/" + path))
            .method(method, HttpRequest.BodyPublishers.ofByteArray(Json.bytes(body)))
            .setHeader("Content-Type", "application/json")
            .build());
  }

  private HttpResponse<byte[]> post(String path) throws IOException, InterruptedException {
    return call("POST", path, Json.object());
  }

  private ObjectNode get(String path) throws IOException, InterruptedException {
    HttpResponse<byte[]> reply =
        Merchant.send(
            HttpRequest.newBuilder(sandbox.address().resolve("/_sandbox/api/" + path)).build());
    assertThat(reply.statusCode()).isEqualTo(200);
    return Merchant.json(reply);
  }

  @Test
  void status_tellsChannelsAndTime() throws Exception {
    ObjectNode status = get("");

    assertThat(status.path("channels").get(0).asString()).isEqualTo("wechat");
    assertThat(status.path("aheadSeconds").asLong()).isZero();
  }

  @Test
  void clock_advances() throws Exception {
    call("POST", "clock/advance", Json.object().put("seconds", 3600));

    assertThat(sandbox.clock().ahead()).hasHours(1);
  }

  @ParameterizedTest
  @CsvSource({
    "-1,'The sandbox clock only moves forward, but was asked to move by PT-1S.'",
    "1.5,'\"seconds\" must be a whole number.'"
  })
  void clock_nonsense_isExplained(String seconds, String message) throws Exception {
    HttpResponse<byte[]> reply =
        call(
            "POST",
            "clock/advance",
            Json.object().put("seconds", new java.math.BigDecimal(seconds)));

    assertThat(reply.statusCode()).isEqualTo(400);
    assertThat(Merchant.json(reply).path("message").asString()).isEqualTo(message);
  }

  @Test
  void order_isPaidRefundedAndSettledByHand() throws Exception {
    merchant.pay("CONTROL0001");
    call("POST", "wechat/behaviour", Json.object().put("refundsByHand", true));

    ObjectNode paid = Merchant.json(post("wechat/orders/CONTROL0001/pay"));
    merchant.refund(merchant.refund("CONTROL0001", "C-R1", 800));
    ObjectNode settled =
        Merchant.json(
            call("POST", "wechat/refunds/C-R1/settle", Json.object().put("status", "ABNORMAL")));

    assertThat(paid.path("tradeState").asString()).isEqualTo("SUCCESS");
    assertThat(settled.path("status").asString()).isEqualTo("ABNORMAL");
    assertThat(get("wechat/orders").path("orders").size()).isEqualTo(1);
    assertThat(get("wechat/refunds/C-R1").path("amount").asLong()).isEqualTo(800);
  }

  @Test
  void order_declined_canStillBePaid() throws Exception {
    merchant.pay("CONTROL0002");

    assertThat(Merchant.json(post("wechat/orders/CONTROL0002/decline")).path("declines").asInt())
        .isEqualTo(1);
    assertThat(
            Merchant.json(post("wechat/orders/CONTROL0002/walk-away"))
                .path("tradeState")
                .asString())
        .isEqualTo("NOTPAY");
    assertThat(post("wechat/orders/CONTROL0002/pay").statusCode()).isEqualTo(200);
    HttpResponse<byte[]> again = post("wechat/orders/CONTROL0002/pay");
    assertThat(again.statusCode()).isEqualTo(400);
    assertThat(Merchant.json(again).path("message").asString())
        .isEqualTo("Order CONTROL0002 cannot be paid or declined now: ALREADY_PAID.");
  }

  @Test
  void order_expired_cannotBePaid() throws Exception {
    merchant.pay("CONTROL0003");
    post("wechat/orders/CONTROL0003/expire");

    assertThat(post("wechat/orders/CONTROL0003/pay").statusCode()).isEqualTo(400);
    assertThat(Merchant.json(merchant.query("CONTROL0003")).path("trade_state").asString())
        .isEqualTo("NOTPAY");
  }

  @Test
  void faults_areArmedListedAndForgotten() throws Exception {
    HttpResponse<byte[]> reply =
        call(
            "POST",
            "faults",
            Json.object()
                .put("fault", "status_503_retry_after_0")
                .put("target", "pay")
                .put("times", 2));

    assertThat(reply.statusCode()).isEqualTo(201);
    assertThat(merchant.pay("CONTROL0004").statusCode()).isEqualTo(503);
    assertThat(get("faults").path("armed").get(0).path("times").asInt()).isEqualTo(1);
    call("DELETE", "faults", Json.object());
    assertThat(merchant.pay("CONTROL0004").statusCode()).isEqualTo(200);
    assertThat(get("faults/dead-ends").propertyNames())
        .containsExactlyInAnyOrder(
            "CONNECT_REFUSED", "DNS_FAILURE", "TLS_HANDSHAKE_FAILURE", "RESET_BEFORE_READ");
  }

  @Test
  void requests_areListedWithNumberAndFault() throws Exception {
    sandbox.faults().arm(Fault.STATUS_500, "pay");
    merchant.pay("CONTROL0005");
    merchant.query("CONTROL0005");

    ObjectNode log = get("requests");

    assertThat(log.path("total").asLong()).isEqualTo(2);
    assertThat(log.path("requests").get(0).path("fault").asString()).isEqualTo("STATUS_500");
    assertThat(log.path("requests").get(1).path("operation").asString()).isEqualTo("query");
    assertThat(log.path("requests").get(1).path("businessNumber").asString())
        .isEqualTo("CONTROL0005");
    call("DELETE", "requests", Json.object());
    assertThat(get("requests").path("requests").size()).isZero();
    assertThat(sandbox.requests().total()).isEqualTo(2);
  }

  @Test
  void notification_isBuiltWithTwists() throws Exception {
    merchant.paid("CONTROL0006");
    ObjectNode twists = Json.object();
    twists.set("twists", Json.array().add("SIGNTEST"));

    ObjectNode message =
        Merchant.json(call("POST", "wechat/orders/CONTROL0006/notification", twists));

    assertThat(message.path("headers").path("Wechatpay-Signature").asString())
        .startsWith("WECHATPAY/SIGNTEST/");
    assertThat(message.path("body").asString()).contains("TRANSACTION.SUCCESS");
  }

  @Test
  void notification_ofAnything_isBuilt() throws Exception {
    ObjectNode message =
        Merchant.json(
            call(
                "POST",
                "wechat/notification",
                Json.object()
                    .put("eventType", "COMPLAINT.CREATE")
                    .put("originalType", "complaint")
                    .put("plaintext", "{\"complaint_id\":\"1\"}")));

    assertThat(message.path("headers").path("Wechatpay-Serial").asString()).isNotEmpty();
    assertThat(message.path("body").asString())
        .contains("COMPLAINT.CREATE")
        .doesNotContain("complaint_id");
  }

  @Test
  void till_buyersAndTheirHabits() throws Exception {
    String code =
        Merchant.json(
                call("POST", "wechat/buyer-codes", Json.object().put("buyer", "TYPES_PASSWORD")))
            .path("authCode")
            .asString();
    call(
        "POST",
        "wechat/behaviour",
        Json.object().put("tillWaitsAsOrder", true).put("refuseEarlyReverse", true));
    ObjectNode order = merchant.order("CONTROL0008");
    order.remove("notify_url");
    order.set("payer", Json.object().put("auth_code", code));
    ObjectNode scene = Json.object();
    scene.set("store_info", Json.object().put("out_id", "S1"));
    order.set("scene_info", scene);

    HttpResponse<byte[]> waiting = merchant.post("/v3/pay/transactions/codepay", order);
    ObjectNode paid = Merchant.json(post("wechat/orders/CONTROL0008/pay"));

    assertThat(code).matches("1[0-5][0-9]{16}");
    assertThat(Merchant.json(waiting).path("trade_state").asString()).isEqualTo("USERPAYING");
    assertThat(paid.path("tradeType").asString()).isEqualTo("MICROPAY");
    assertThat(paid.path("notifyUrl").isNull()).isTrue();
  }

  @Test
  void certificates_changeInSteps() throws Exception {
    String old = get("wechat/credentials").path("platformSerial").asString();

    ObjectNode announced = Merchant.json(post("wechat/platform-certificates/announce"));
    ObjectNode switched = Merchant.json(post("wechat/platform-certificates/switch"));
    ObjectNode retired = Merchant.json(post("wechat/platform-certificates/retire"));

    assertThat(announced.path("platformSerial").asString()).isEqualTo(old);
    assertThat(announced.path("platformCertificates").size()).isEqualTo(2);
    assertThat(switched.path("platformSerial").asString()).isNotEqualTo(old);
    assertThat(retired.path("platformCertificates").size()).isEqualTo(1);
  }

  @Test
  void clientParameters_thatAreWrong_areExplained() throws Exception {
    HttpResponse<byte[]> reply =
        call("POST", "wechat/client", Json.object().put("package", "prepay_id=wx1"));

    assertThat(reply.statusCode()).isEqualTo(400);
    assertThat(Merchant.json(reply).path("message").asString())
        .isEqualTo(
            "WeChat would not open the cashier: No order of this sandbox has this prepay_id.");
  }

  @Test
  void behaviour_ofKeysAndProbes_isSet() throws Exception {
    HttpResponse<byte[]> set =
        call(
            "POST",
            "wechat/behaviour",
            Json.object()
                .put("replyKey", "PUBLIC_KEY")
                .put("publicKeyShare", 100)
                .put("probeReplies", 0)
                .put("probeNotifications", 0)
                .put("tillBuyer", "HAS_NO_MONEY")
                .put("tillTypingSeconds", 5));
    merchant.paid("CONTROL0009");

    assertThat(set.statusCode()).isEqualTo(204);
    assertThat(
            sandbox
                .wechat()
                .signedPaymentNotification("CONTROL0009")
                .headers()
                .get("Wechatpay-Serial"))
        .startsWith("PUB_KEY_ID_");
  }

  @Test
  void deliveries_areListed() throws Exception {
    merchant.paid("CONTROL0007");

    Eventually.holds(() -> !sandbox.deliveries().isEmpty());
    assertThat(get("deliveries").path("deliveries").get(0).path("outcome").asString())
        .isEqualTo("FOREIGN_ADDRESS");
  }

  @Test
  void settingsAndCredentials_areGivenOut() throws Exception {
    assertThat(get("settings").path("jiaozi.accounts.wechat.merchant-id").asString())
        .isEqualTo(get("wechat/credentials").path("mchid").asString())
        .isEqualTo(merchant.setting("merchant-id"));
  }

  @ParameterizedTest
  @CsvSource({
    "wechat/orders/NOWHERE/pay,404,This sandbox has no such order or refund.",
    "wechat/moon,404,There is no POST wechat/moon in the control API.",
    "paypal/moon,404,There is no POST paypal/moon in the control API.",
    "faults/mars,404,There is no POST faults/mars in the control API."
  })
  void call_ofNothing_isExplained(String path, int status, String message) throws Exception {
    HttpResponse<byte[]> reply = post(path);

    assertThat(reply.statusCode()).isEqualTo(status);
    assertThat(Merchant.json(reply).path("message").asString()).isEqualTo(message);
  }

  @Test
  void call_ofNoChannel_namesTheChannels() throws Exception {
    assertThat(Merchant.json(post("mars")).path("message").asString())
        .startsWith("There is no POST mars in the control API. Channels: [")
        .contains("wechat", "paypal");
  }

  @Test
  void call_fromAnotherWebSite_isRefused() throws Exception {
    HttpRequest request =
        HttpRequest.newBuilder(sandbox.address().resolve("/_sandbox/api/clock/advance"))
            .POST(HttpRequest.BodyPublishers.ofString("{\"seconds\":1}"))
            .setHeader("Origin", "https://evil.example")
            .build();

    assertThat(Merchant.send(request).statusCode()).isEqualTo(403);
    assertThat(sandbox.clock().ahead()).isZero();
  }

  @Test
  void wiremocksOwnAdminApi_isOff() throws Exception {
    HttpRequest request =
        HttpRequest.newBuilder(sandbox.address().resolve("/__admin/mappings")).build();

    assertThat(Merchant.send(request).statusCode()).isEqualTo(401);
  }
}
