package io.jiaozi.sandbox.alipay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jiaozi.sandbox.Sandbox;
import io.jiaozi.sandbox.channel.Json;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.node.ObjectNode;

/** What a buyer does: page, page on a phone, app, and the cashier's buttons. */
class BrowserTest {
  private static final String RETURN_URL = "http://127.0.0.1:9/back?order=7#end";

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

  private static Map<String, String> page(ObjectNode order) {
    Map<String, String> parameters = shop.parameters("alipay.trade.page.pay", order);
    parameters.put("return_url", RETURN_URL);
    return shop.signed(parameters);
  }

  private static Map<String, String> wap(String number) {
    ObjectNode order =
        Shop.order(number)
            .put("product_code", "QUICK_WAP_WAY")
            .put("quit_url", "http://127.0.0.1:9/quit");
    return shop.signed(shop.parameters("alipay.trade.wap.pay", order));
  }

  private static URI opened(HttpResponse<byte[]> response) {
    assertThat(response.statusCode()).as(text(response)).isEqualTo(303);
    return sandbox.address().resolve(response.headers().firstValue("Location").orElseThrow());
  }

  private static URI open(Map<String, String> parameters) throws Exception {
    return opened(Shop.send(shop.gateway(parameters)));
  }

  private static String text(HttpResponse<byte[]> response) {
    return new String(response.body(), StandardCharsets.UTF_8);
  }

  private static String see(URI page) throws Exception {
    return text(Shop.send(HttpRequest.newBuilder(page).build()));
  }

  private static HttpResponse<byte[]> press(URI page, String button) throws Exception {
    return Shop.send(
        HttpRequest.newBuilder(page)
            .header("Content-Type", "application/x-www-form-urlencoded")
            .header("Origin", sandbox.address().toString())
            .POST(HttpRequest.BodyPublishers.ofString("do=" + button))
            .build());
  }

  @ParameterizedTest
  @CsvSource({"true", "false"})
  void page_byFormOrByLink_leadsToTheCashier(boolean form) throws Exception {
    String number = Shop.number();
    Map<String, String> parameters = page(Shop.pageOrder(number));

    HttpResponse<byte[]> response =
        form
            ? Shop.send(shop.gateway(parameters))
            : Shop.send(
                HttpRequest.newBuilder(
                        sandbox.address().resolve("/gateway.do?" + Shop.form(parameters)))
                    .build());

    assertThat(see(opened(response))).contains("¥88.00", number, "两盒饺子", "未登录");
    assertThat(shop.state(number)).isEqualTo("ACQ.TRADE_NOT_EXIST");
  }

  @Test
  void page_wrongSignature_isAPageThatSaysSo() throws Exception {
    Map<String, String> parameters = page(Shop.pageOrder(Shop.number()));
    parameters.put("timestamp", "2026-01-01 00:00:00");

    HttpResponse<byte[]> response = Shop.send(shop.gateway(parameters));

    assertThat(response.headers().firstValue("Content-Type").orElseThrow()).startsWith("text/html");
    assertThat(text(response)).contains("isv.invalid-signature");
  }

  @Test
  void page_withoutProductCode_isRefused() throws Exception {
    HttpResponse<byte[]> response = Shop.send(shop.gateway(page(Shop.order(Shop.number()))));

    assertThat(text(response)).contains("ACQ.INVALID_PARAMETER");
  }

  @Test
  void pay_leadsBackToTheShopWithSignedParameters() throws Exception {
    String number = Shop.number();
    URI page = open(page(Shop.pageOrder(number)));

    HttpResponse<byte[]> paid = press(page, "pay");

    URI back = sandbox.alipay().signedReturn(number);
    assertThat(text(paid))
        .contains("Paid. The merchant is being notified.", "http://127.0.0.1:9/back?order=7&amp;");
    assertThat(paid.headers().firstValue("Refresh").orElseThrow())
        .startsWith("5; url=http://127.0.0.1:9/back?order=7&");
    assertThat(back.toString()).startsWith("http://127.0.0.1:9/back?order=7&").endsWith("#end");
    Map<String, String> fields = Shop.parse(back.getRawQuery());
    assertThat(fields.remove("order")).isEqualTo("7");
    assertThat(fields)
        .containsOnlyKeys(
            "charset",
            "out_trade_no",
            "method",
            "total_amount",
            "sign",
            "trade_no",
            "auth_app_id",
            "version",
            "app_id",
            "sign_type",
            "seller_id",
            "timestamp")
        .containsEntry("method", "alipay.trade.page.pay.return")
        .containsEntry("out_trade_no", number);
    assertThat(shop.verifiesForm(fields)).isTrue();
  }

  @ParameterizedTest
  @CsvSource({
    "arrive,You are logged in. The trade exists now.,WAIT_BUYER_PAY",
    "decline,Declined. Nothing was charged.,WAIT_BUYER_PAY",
    "walk-away,You left without paying. Nothing was sent.,ACQ.TRADE_NOT_EXIST",
    "pay-twice,Paid already. Nothing was charged again.,TRADE_SUCCESS"
  })
  void button_doesWhatItSays(String button, String said, String state) throws Exception {
    String number = Shop.number();
    URI page = open(page(Shop.pageOrder(number)));

    assertThat(see(page)).contains("value=\"" + button + "\"");
    assertThat(text(press(page, button))).contains(said);
    assertThat(shop.state(number)).isEqualTo(state);
  }

  @Test
  void cancelOnThePhone_leadsToQuitUrl() throws Exception {
    URI page = open(wap(Shop.number()));

    assertThat(see(page)).doesNotContain("/quit");
    assertThat(text(press(page, "walk-away"))).contains("href=\"http://127.0.0.1:9/quit\"");
  }

  @Test
  void page_openedAgainWithoutBuyer_isReplaced_withBuyerItMustAgree() throws Exception {
    String number = Shop.number();
    URI first = open(page(Shop.pageOrder(number)));
    URI second = open(page(Shop.pageOrder(number).put("total_amount", "99.00")));

    assertThat(see(second)).contains("¥99.00");
    press(second, "arrive");
    HttpResponse<byte[]> other = Shop.send(shop.gateway(page(Shop.pageOrder(number))));
    assertThat(text(other)).contains("ACQ.CONTEXT_INCONSISTENT");
    assertThat(first).isNotEqualTo(second);
  }

  @Test
  void paidPage_hasNoButtons() throws Exception {
    URI page = open(page(Shop.pageOrder(Shop.number())));
    press(page, "pay");

    assertThat(see(page)).contains("This order is paid.").doesNotContain("<button");
  }

  @Test
  void app_orderString_isOpenedByThePhone() throws Exception {
    String number = Shop.number();
    String orderString =
        Shop.form(shop.signed(shop.parameters("alipay.trade.app.pay", Shop.order(number))));

    AlipayOrder opened = sandbox.alipay().openApp(orderString);
    assertThat(opened.status()).isEqualTo("INTENT");
    assertThat(shop.state(number)).isEqualTo("ACQ.TRADE_NOT_EXIST");
    sandbox.alipay().pay(number);

    assertThat(shop.state(number)).isEqualTo("TRADE_SUCCESS");
  }

  @Test
  void app_orderString_leadsToTheCashierToo() throws Exception {
    String number = Shop.number();
    String orderString =
        Shop.form(shop.signed(shop.parameters("alipay.trade.app.pay", Shop.order(number))));

    HttpResponse<byte[]> response =
        Shop.send(
            HttpRequest.newBuilder(
                    sandbox
                        .address()
                        .resolve(
                            "/_sandbox/cashier?code="
                                + URLEncoder.encode(orderString, StandardCharsets.UTF_8)))
                .build());

    assertThat(see(opened(response))).contains(number);
  }

  @Test
  void app_alteredOrderString_isRefused() {
    Map<String, String> parameters =
        shop.signed(shop.parameters("alipay.trade.app.pay", Shop.order(Shop.number())));
    parameters.put(
        "biz_content", new String(Json.bytes(Shop.order("OTHER")), StandardCharsets.UTF_8));

    assertThatThrownBy(() -> sandbox.alipay().openApp(Shop.form(parameters)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("isv.invalid-signature");
  }

  @Test
  void merchantsText_isNeverMarkup() throws Exception {
    ObjectNode order =
        Shop.pageOrder(Shop.number()).put("subject", "<script>alert('x')<\\script>\"");
    URI page = open(page(order));

    assertThat(see(page) + see(sandbox.landingPage()))
        .doesNotContain("<script")
        .contains("&lt;script&gt;alert(&#39;x&#39;)");
  }

  @Test
  void unknownToken_isNotFound() throws Exception {
    assertThat(
            Shop.send(
                    HttpRequest.newBuilder(
                            sandbox.address().resolve("/_sandbox/alipay/cashier/none"))
                        .build())
                .statusCode())
        .isEqualTo(404);
  }

  @Test
  void browserCall_byAServer_isRefused() throws Exception {
    assertThat(shop.call("alipay.trade.app.pay", Shop.order(Shop.number())).refusal())
        .isEqualTo("40002 isv.invalid-method");
  }
}
