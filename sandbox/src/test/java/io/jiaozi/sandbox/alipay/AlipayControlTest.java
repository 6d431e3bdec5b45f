package io.jiaozi.sandbox.alipay;

import static org.assertj.core.api.Assertions.assertThat;

import io.jiaozi.sandbox.Sandbox;
import io.jiaozi.sandbox.channel.Json;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.node.ObjectNode;

/** The control surface over HTTP, for programs in other languages and processes. */
class AlipayControlTest {
  private static Sandbox sandbox;
  private static Shop shop;

  @BeforeAll
  static void start() {
    sandbox = Sandbox.start();
    shop = Shop.keyMode(sandbox);
  }

  @AfterAll
  static void stop() {
    sandbox.close();
  }

  private static HttpResponse<byte[]> call(String method, String path, ObjectNode body)
      throws Exception {
    HttpRequest.BodyPublisher content =
        method.equals("GET")
            ? HttpRequest.BodyPublishers.noBody()
            : HttpRequest.BodyPublishers.ofByteArray(Json.bytes(body));
    return Shop.send(
        HttpRequest.newBuilder(sandbox.address().resolve("/_sandbox/api/alipay/" + path))
            .method(method, content)
            .build());
  }

  private static ObjectNode post(String path, ObjectNode body) throws Exception {
    HttpResponse<byte[]> response = call("POST", path, body);
    assertThat(response.statusCode()).isIn(200, 202, 204);
    ObjectNode json =
        response.body().length == 0 ? Json.object() : Json.parseObject(response.body());
    assertThat(json).isNotNull();
    return json;
  }

  private static ObjectNode post(String path) throws Exception {
    return post(path, Json.object());
  }

  private static ObjectNode get(String path) throws Exception {
    ObjectNode json = Json.parseObject(call("GET", path, Json.object()).body());
    assertThat(json).isNotNull();
    return json;
  }

  @Test
  void qrCode_isScannedPaidAndNotified() throws Exception {
    String number = Shop.number();
    shop.call("alipay.trade.precreate", Shop.order(number));

    assertThat(post("orders/" + number + "/decline").path("declines").asInt()).isEqualTo(1);
    assertThat(post("orders/" + number + "/arrive").path("status").asString())
        .isEqualTo("WAIT_BUYER_PAY");
    ObjectNode paid = post("orders/" + number + "/pay");
    ObjectNode message =
        post("orders/" + number + "/notification", twists("EXTRA_FIELD", "AWKWARD_TEXT"));

    assertThat(paid.path("status").asString()).isEqualTo("TRADE_SUCCESS");
    assertThat(URI.create(paid.path("cashier").asString()).getPath())
        .startsWith("/_sandbox/alipay/cashier/");
    assertThat(message.path("headers").path("Content-Type").asString())
        .startsWith("application/x-www-form-urlencoded");
    Map<String, String> fields = Shop.parse(message.path("body").asString());
    assertThat(shop.verifiesForm(fields)).isTrue();
    assertThat(fields).containsEntry("moon_phase", "full");
    assertThat(get("orders/" + number).path("total").asLong()).isEqualTo(8800);
    assertThat(get("orders").path("orders").isEmpty()).isFalse();
  }

  private static ObjectNode twists(String... names) {
    ObjectNode body = Json.object();
    for (String name : names) {
      body.withArray("/twists").add(name);
    }
    return body;
  }

  @Test
  void refund_isSettledAndNotified() throws Exception {
    String number = shop.paid();
    post("behaviour", Json.object().put("refundsByHand", true));
    shop.call("alipay.trade.refund", Shop.refundOf(number, "HAND" + number, "8.00"));

    assertThat(get("refunds/HAND" + number).path("status").asString()).isEqualTo("PROCESSING");
    post("refunds/HAND" + number + "/settle");
    ObjectNode message = post("refunds/HAND" + number + "/notification");
    post("behaviour", Json.object().put("refundsByHand", false));

    assertThat(Shop.parse(message.path("body").asString()))
        .containsEntry("out_biz_no", "HAND" + number)
        .containsEntry("refund_fee", "8.00");
  }

  @Test
  void orderString_isOpened() throws Exception {
    String number = Shop.number();
    String orderString =
        Shop.form(shop.signed(shop.parameters("alipay.trade.app.pay", Shop.order(number))));

    ObjectNode opened = post("app", Json.object().put("orderString", orderString));

    assertThat(opened.path("number").asString()).isEqualTo(number);
    assertThat(opened.path("product").asString()).isEqualTo("APP");
  }

  @Test
  void page_returnIsGivenOut() throws Exception {
    String number = Shop.number();
    Map<String, String> parameters =
        shop.parameters("alipay.trade.page.pay", Shop.pageOrder(number));
    parameters.put("return_url", "https://shop.example/back");
    Shop.send(shop.gateway(shop.signed(parameters)));
    post("orders/" + number + "/pay");

    URI back = URI.create(post("orders/" + number + "/return").path("url").asString());

    assertThat(back.getHost()).isEqualTo("shop.example");
    assertThat(shop.verifiesForm(Shop.parse(back.getRawQuery()))).isTrue();
  }

  @Test
  void notificationOfAnything_forEitherAccount() throws Exception {
    ObjectNode body = Json.object().put("account", "alipay-cert");
    body.putObject("fields").put("notify_type", "dut_user_sign");

    Map<String, String> fields = Shop.parse(post("notifications", body).path("body").asString());

    assertThat(Shop.certificateMode(sandbox).verifiesForm(fields)).isTrue();
  }

  @Test
  void plannedAnswer_isGivenOnce() throws Exception {
    post(
        "answers",
        Json.object()
            .put("operation", "query")
            .put("code", "20000")
            .put("subCode", "aop.unknow-error"));

    assertThat(shop.call("alipay.trade.query", Shop.named("A1")).refusal())
        .isEqualTo("20000 aop.unknow-error");
    assertThat(shop.call("alipay.trade.query", Shop.named("A1")).refusal())
        .isEqualTo("40004 ACQ.TRADE_NOT_EXIST");
  }

  @Test
  void credentials_areThoseOfBothAccounts() throws Exception {
    ObjectNode all = get("credentials");

    assertThat(all.path("alipay").path("appId").asString()).isEqualTo(shop.app.appId());
    assertThat(all.path("alipay-cert").path("alipayRootCertSn").asString())
        .matches("[0-9a-f]{32}_[0-9a-f]{32}");
  }

  @ParameterizedTest
  @CsvSource({
    "POST,orders/NOSUCH/pay,404,This sandbox has no such order or refund.",
    "POST,moon,404,There is no POST alipay/moon in the control API.",
    "GET,orders/A/moon,404,There is no GET alipay/orders/*/moon in the control API."
  })
  void nonsense_isExplained(String method, String path, int status, String message)
      throws Exception {
    HttpResponse<byte[]> response = call(method, path, Json.object());

    assertThat(response.statusCode()).isEqualTo(status);
    ObjectNode json = Json.parseObject(response.body());
    assertThat(json).isNotNull();
    assertThat(json.path("message").asString()).isEqualTo(message);
  }

  @ParameterizedTest
  @CsvSource({"moonPhase,full", "refundsEndAs,MOON", "buyerCode,MOON"})
  void behaviour_thatDoesNotExist_isRefused(String name, String value) throws Exception {
    assertThat(call("POST", "behaviour", Json.object().put(name, value)).statusCode())
        .isEqualTo(400);
  }
}
