package io.jiaozi.sandbox.wechat;

import static io.jiaozi.sandbox.Merchant.json;
import static io.jiaozi.sandbox.Merchant.refusal;
import static org.assertj.core.api.Assertions.assertThat;

import io.jiaozi.sandbox.Merchant;
import io.jiaozi.sandbox.Sandbox;
import io.jiaozi.sandbox.channel.Delivery;
import io.jiaozi.sandbox.channel.Json;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** One cashier, several orders. */
class CombineWireTest {
  private static final String COMBINE = "/v3/combine-transactions/";

  private static Sandbox sandbox;
  private static Merchant merchant;
  private static WechatCredentials ids;

  @BeforeAll
  static void start() {
    sandbox = Sandbox.start();
    merchant = new Merchant(sandbox);
    ids = sandbox.wechat().credentials();
  }

  @AfterAll
  static void stop() {
    sandbox.close();
  }

  private static ObjectNode one(String number, long fen) {
    ObjectNode one =
        Json.object()
            .put("mchid", ids.merchantId())
            .put("out_trade_no", number)
            .put("attach", "part of it")
            .put("description", "饺子 " + number);
    one.set("amount", Json.object().put("total_amount", fen).put("currency", "CNY"));
    return one;
  }

  private static ObjectNode combined(String number, ObjectNode... orders) {
    ObjectNode whole =
        Json.object()
            .put("combine_appid", ids.appId())
            .put("combine_mchid", ids.merchantId())
            .put("combine_out_trade_no", number)
            .put("notify_url", "https://shop.example/pay/notify");
    ArrayNode all = Json.array();
    for (ObjectNode order : orders) {
      all.add(order);
    }
    whole.set("sub_orders", all);
    return whole;
  }

  private static ObjectNode two(String number) {
    return combined(
        number,
        one(number + "-a", 100),
        one(number + "-b", 200)
            .put("sub_mchid", ids.subMerchantId())
            .put("sub_appid", ids.subAppId()));
  }

  private static HttpResponse<byte[]> place(ObjectNode whole)
      throws IOException, InterruptedException {
    return merchant.post(COMBINE + "native", whole);
  }

  private static ObjectNode query(String number) throws IOException, InterruptedException {
    return json(merchant.get(COMBINE + "out-trade-no/" + number));
  }

  private static HttpResponse<byte[]> close(String number, boolean both)
      throws IOException, InterruptedException {
    ArrayNode orders = Json.array();
    orders.add(Json.object().put("mchid", ids.merchantId()).put("out_trade_no", number + "-a"));
    if (both) {
      orders.add(
          Json.object()
              .put("mchid", ids.merchantId())
              .put("sub_mchid", ids.subMerchantId())
              .put("out_trade_no", number + "-b"));
    }
    ObjectNode body = Json.object().put("combine_appid", ids.appId());
    body.set("sub_orders", orders);
    return merchant.post(COMBINE + "out-trade-no/" + number + "/close", body);
  }

  @Test
  void combined_isPaidInOneGoAndToldOnce() throws Exception {
    String code = json(place(two("COMBINE0001"))).path("code_url").asString();
    assertThat(query("COMBINE0001").path("sub_orders").get(0).path("trade_state").asString())
        .isEqualTo("NOTPAY");

    sandbox.wechat().payCombined("COMBINE0001");
    ObjectNode paid = query("COMBINE0001");
    List<Delivery> told = sandbox.awaitDeliveries("COMBINE0001", 1, Duration.ofSeconds(20));

    assertThat(code).startsWith("weixin://");
    assertThat(paid.path("combine_transaction_id").asString()).matches("[0-9]{28}");
    assertThat(paid.path("sub_orders").size()).isEqualTo(2);
    assertThat(paid.path("sub_orders").get(0).path("trade_state").asString()).isEqualTo("SUCCESS");
    assertThat(paid.path("sub_orders").get(1).path("amount").path("total_amount").asLong())
        .isEqualTo(200);
    assertThat(paid.path("sub_orders").get(1).path("sub_mchid").asString())
        .isEqualTo(ids.subMerchantId());
    assertThat(told).hasSize(1);
    assertThat(sandbox.wechat().order("COMBINE0001-b").tradeState()).isEqualTo("SUCCESS");
  }

  @Test
  void notification_isKnownByItsNumber() throws Exception {
    place(two("COMBINE0002"));
    sandbox.wechat().pay("COMBINE0002-a");

    ObjectNode told =
        Opened.of(sandbox, sandbox.wechat().signedCombinedNotification("COMBINE0002"));

    assertThat(told.path("combine_out_trade_no").asString()).isEqualTo("COMBINE0002");
    assertThat(told.path("sub_orders").get(1).path("transaction_id").asString())
        .matches("[0-9]{28}");
    assertThat(sandbox.wechat().combinedOrder("COMBINE0002").combineTransactionId())
        .isEqualTo(told.path("combine_transaction_id").asString());
  }

  @Test
  void partOfCombined_isNotKnownToSingleOrders() throws Exception {
    place(two("COMBINE0003"));

    assertThat(refusal(merchant.query("COMBINE0003-a"))).isEqualTo("404 ORDER_NOT_EXIST");
    assertThat(refusal(merchant.close("COMBINE0003-a"))).isEqualTo("404 ORDER_NOT_EXIST");
    assertThat(refusal(merchant.pay("COMBINE0003-a"))).isEqualTo("403 OUT_TRADE_NO_USED");
  }

  @Test
  void refund_runsForEachPart() throws Exception {
    place(two("COMBINE0004"));
    sandbox.wechat().payCombined("COMBINE0004");
    ObjectNode refund =
        Json.object()
            .put("out_trade_no", "COMBINE0004-b")
            .put("out_refund_no", "COMBINE-R1")
            .put("sub_mchid", ids.subMerchantId());
    refund.set("amount", Json.object().put("refund", 200).put("total", 200).put("currency", "CNY"));

    assertThat(merchant.refund(refund).statusCode()).isEqualTo(200);
    ObjectNode asked = query("COMBINE0004");
    assertThat(asked.path("sub_orders").get(0).path("trade_state").asString()).isEqualTo("SUCCESS");
    assertThat(asked.path("sub_orders").get(1).path("trade_state").asString()).isEqualTo("REFUND");
  }

  @Test
  void close_needsTheSameOrders() throws Exception {
    place(two("COMBINE0005"));

    assertThat(refusal(close("COMBINE0005", false))).isEqualTo("400 INVALID_REQUEST");
    assertThat(close("COMBINE0005", true).statusCode()).isEqualTo(204);
    assertThat(query("COMBINE0005").path("sub_orders").get(1).path("trade_state").asString())
        .isEqualTo("CLOSED");
    assertThat(refusal(place(two("COMBINE0005")))).isEqualTo("400 ORDER_CLOSED");
  }

  @Test
  void close_paid_isOrderPaid() throws Exception {
    place(two("COMBINE0006"));
    sandbox.wechat().payCombined("COMBINE0006");

    assertThat(refusal(close("COMBINE0006", true))).isEqualTo("400 ORDER_PAID");
  }

  @Test
  void place_again_givesAnotherCodeForTheSameOrders() throws Exception {
    String first = json(place(two("COMBINE0007"))).path("code_url").asString();
    String second = json(place(two("COMBINE0007"))).path("code_url").asString();
    ObjectNode other = two("COMBINE0007").put("notify_url", "https://shop.example/other");

    assertThat(second).isNotEqualTo(first);
    assertThat(refusal(place(other))).isEqualTo("400 INVALID_REQUEST");
  }

  @Test
  void place_numberOfAnOrderThatExists_isUsed() throws Exception {
    merchant.pay("COMBINE0008");

    assertThat(
            refusal(place(combined("COMBINE0009", one("COMBINE0008", 1), one("COMBINE0010", 1)))))
        .isEqualTo("403 OUT_TRADE_NO_USED");
  }

  @Test
  void place_wrongSize_isParamError() throws Exception {
    ObjectNode[] eleven = new ObjectNode[11];
    for (int i = 0; i < eleven.length; i++) {
      eleven[i] = one("ELEVEN_" + i, 1);
    }

    assertThat(refusal(place(combined("COMBINE0011", one("COMBINE0012", 1)))))
        .isEqualTo("400 PARAM_ERROR");
    assertThat(refusal(place(combined("COMBINE0013", eleven)))).isEqualTo("400 PARAM_ERROR");
    assertThat(
            refusal(place(combined("COMBINE0014", one("COMBINE0015", 1), one("COMBINE0015", 1)))))
        .isEqualTo("400 PARAM_ERROR");
  }

  @Test
  void place_amountAsInSingleOrders_isParamError() throws Exception {
    ObjectNode wrong = one("COMBINE0016", 1);
    wrong.set("amount", Json.object().put("total", 1).put("currency", "CNY"));

    assertThat(refusal(place(combined("COMBINE0017", wrong, one("COMBINE0018", 1)))))
        .isEqualTo("400 PARAM_ERROR");
  }

  @Test
  void place_insideWechat_needsThePayer() throws Exception {
    assertThat(refusal(merchant.post(COMBINE + "jsapi", two("COMBINE0019"))))
        .isEqualTo("400 PARAM_ERROR");
    ObjectNode withPayer = two("COMBINE0019");
    withPayer.set("combine_payer_info", Json.object().put("openid", "oBuyer"));
    assertThat(json(merchant.post(COMBINE + "jsapi", withPayer)).path("prepay_id").asString())
        .startsWith("wx");
    assertThat(query("COMBINE0019").path("combine_payer_info").path("openid").asString())
        .isEqualTo("oBuyer");
  }

  @Test
  void decline_leavesThemPayable() throws Exception {
    place(two("COMBINE0020"));

    assertThat(sandbox.wechat().declineCombined("COMBINE0020").declines()).isEqualTo(1);
    assertThat(sandbox.wechat().payCombined("COMBINE0020").combineTransactionId()).isNotNull();
  }
}
