package io.jiaozi.sandbox.wechat;

import static io.jiaozi.sandbox.Merchant.json;
import static io.jiaozi.sandbox.Merchant.refusal;
import static org.assertj.core.api.Assertions.assertThat;

import io.jiaozi.sandbox.Merchant;
import io.jiaozi.sandbox.Sandbox;
import io.jiaozi.sandbox.channel.Json;
import java.net.http.HttpResponse;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.node.ObjectNode;

class WechatWireTest {
  private static Sandbox sandbox;
  private static Merchant merchant;

  @BeforeAll
  static void start() {
    sandbox = Sandbox.start();
    merchant = new Merchant(sandbox);
  }

  @AfterAll
  static void stop() {
    sandbox.close();
  }

  @Test
  void pay_native_givesCodeThatLeadsToCashier() throws Exception {
    HttpResponse<byte[]> reply = merchant.pay("CASHIER0001");

    assertThat(reply.statusCode()).isEqualTo(200);
    String code = json(reply).path("code_url").asString();
    assertThat(code).startsWith("weixin://wxpay/bizpayurl?pr=");
    assertThat(sandbox.wechat().cashier(code).getPath()).startsWith("/_sandbox/wechat/cashier/");
  }

  @Test
  void pay_otherTradeTypes_giveTheirOwnField() throws Exception {
    ObjectNode jsapi = merchant.order("TYPES0001");
    jsapi.set("payer", Json.object().put("openid", "oBuyer"));
    ObjectNode h5 = merchant.order("TYPES0003");
    ObjectNode scene = Json.object().put("payer_client_ip", "127.0.0.1");
    scene.set("h5_info", Json.object().put("type", "Wap"));
    h5.set("scene_info", scene);

    assertThat(
            json(merchant.post("/v3/pay/transactions/jsapi", jsapi)).path("prepay_id").asString())
        .startsWith("wx");
    assertThat(
            json(merchant.post("/v3/pay/transactions/app", merchant.order("TYPES0002")))
                .path("prepay_id")
                .asString())
        .startsWith("wx");
    assertThat(json(merchant.post("/v3/pay/transactions/h5", h5)).path("h5_url").asString())
        .startsWith("https://wx.tenpay.com/");
  }

  @Test
  void pay_sameNumberSameParameters_givesAnotherCodeForTheSameOrder() throws Exception {
    String first = json(merchant.pay("AGAIN0001")).path("code_url").asString();
    String second = json(merchant.pay("AGAIN0001")).path("code_url").asString();

    assertThat(second).isNotEqualTo(first);
    assertThat(sandbox.wechat().cashier(first)).isEqualTo(sandbox.wechat().cashier(second));
    assertThat(sandbox.wechat().orders().stream().filter(o -> o.outTradeNo().equals("AGAIN0001")))
        .hasSize(1);
  }

  @Test
  void pay_sameNumberOtherAmount_isInvalidRequest() throws Exception {
    merchant.pay("OTHER0001");
    ObjectNode other = merchant.order("OTHER0001");
    other.set("amount", Json.object().put("total", 8801).put("currency", "CNY"));

    assertThat(refusal(merchant.pay(other))).isEqualTo("400 INVALID_REQUEST");
  }

  @Test
  void pay_sameNumberOtherTradeType_isUsed() throws Exception {
    merchant.pay("OTHER0002");

    assertThat(refusal(merchant.post("/v3/pay/transactions/app", merchant.order("OTHER0002"))))
        .isEqualTo("403 OUT_TRADE_NO_USED");
  }

  @Test
  void pay_paidOrder_isOrderPaid() throws Exception {
    merchant.paid("PAID0001");

    assertThat(refusal(merchant.pay("PAID0001"))).isEqualTo("400 ORDER_PAID");
  }

  @Test
  void pay_closedOrder_isOrderClosed() throws Exception {
    merchant.pay("CLOSED0001");
    merchant.close("CLOSED0001");

    assertThat(refusal(merchant.pay("CLOSED0001"))).isEqualTo("400 ORDER_CLOSED");
  }

  @Test
  void query_unpaidOrder_hasIdsAndStateOnly() throws Exception {
    merchant.pay("QUERY0001");

    ObjectNode order = json(merchant.query("QUERY0001"));

    assertThat(order.propertyNames())
        .containsExactlyInAnyOrder(
            "appid", "mchid", "out_trade_no", "trade_state", "trade_state_desc", "payer");
    assertThat(order.path("trade_state").asString()).isEqualTo("NOTPAY");
  }

  @Test
  void query_paidOrder_isFoundByBothNumbers() throws Exception {
    ObjectNode request = merchant.order("QUERY0002").put("attach", "table 7");
    merchant.pay(request);
    sandbox.wechat().pay("QUERY0002");

    ObjectNode byNumber = json(merchant.query("QUERY0002"));
    String id = byNumber.path("transaction_id").asString();
    ObjectNode byId =
        json(
            merchant.get(
                "/v3/pay/transactions/id/" + id + "?mchid=" + merchant.setting("merchant-id")));

    assertThat(byId).isEqualTo(byNumber);
    assertThat(byNumber.path("trade_state").asString()).isEqualTo("SUCCESS");
    assertThat(byNumber.path("attach").asString()).isEqualTo("table 7");
    assertThat(byNumber.path("amount").path("total").asLong()).isEqualTo(8800);
    assertThat(id).matches("[0-9]{28}");
    assertThat(byNumber.path("success_time").asString())
        .matches("[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9:]{8}\\+08:00");
  }

  @Test
  void query_encodedNumber_isDecodedAfterVerification() throws Exception {
    merchant.pay("A|B*0001");

    HttpResponse<byte[]> reply = merchant.query("A%7CB%2A0001");

    assertThat(json(reply).path("out_trade_no").asString()).isEqualTo("A|B*0001");
  }

  @Test
  void query_unknownOrder_isOrderNotExist() throws Exception {
    assertThat(refusal(merchant.query("NOWHERE01"))).isEqualTo("404 ORDER_NOT_EXIST");
  }

  @Test
  void query_withoutMerchant_isParamError() throws Exception {
    merchant.pay("QUERY0003");

    assertThat(refusal(merchant.get("/v3/pay/transactions/out-trade-no/QUERY0003")))
        .isEqualTo("400 PARAM_ERROR");
  }

  @Test
  void close_twice_isNoContentBothTimes() throws Exception {
    merchant.pay("CLOSE0001");

    assertThat(merchant.close("CLOSE0001").statusCode()).isEqualTo(204);
    assertThat(merchant.close("CLOSE0001").statusCode()).isEqualTo(204);
    assertThat(json(merchant.query("CLOSE0001")).path("trade_state").asString())
        .isEqualTo("CLOSED");
  }

  @Test
  void close_paidOrder_isOrderPaid() throws Exception {
    merchant.paid("CLOSE0002");

    assertThat(refusal(merchant.close("CLOSE0002"))).isEqualTo("400 ORDER_PAID");
  }

  @Test
  void refund_sameNumberTwice_isOneRefund() throws Exception {
    merchant.paid("REFUND0001");

    ObjectNode first = json(merchant.refund(merchant.refund("REFUND0001", "R0001", 800)));
    ObjectNode second = json(merchant.refund(merchant.refund("REFUND0001", "R0001", 800)));

    assertThat(first.path("status").asString()).isEqualTo("PROCESSING");
    assertThat(second.path("refund_id")).isEqualTo(first.path("refund_id"));
    assertThat(sandbox.wechat().order("REFUND0001").refunds()).hasSize(1);
    assertThat(sandbox.wechat().order("REFUND0001").tradeState()).isEqualTo("REFUND");
  }

  @Test
  void refund_sameNumberOtherAmount_isInvalidRequest() throws Exception {
    merchant.paid("REFUND0002");
    merchant.refund(merchant.refund("REFUND0002", "R0002", 800));

    assertThat(refusal(merchant.refund(merchant.refund("REFUND0002", "R0002", 801))))
        .isEqualTo("400 INVALID_REQUEST");
  }

  @Test
  void refund_moreThanPaid_isInvalidRequest() throws Exception {
    merchant.paid("REFUND0003");
    merchant.refund(merchant.refund("REFUND0003", "R0003a", 8000));

    assertThat(refusal(merchant.refund(merchant.refund("REFUND0003", "R0003b", 801))))
        .isEqualTo("400 INVALID_REQUEST");
    assertThat(merchant.refund(merchant.refund("REFUND0003", "R0003c", 800)).statusCode())
        .isEqualTo(200);
  }

  @Test
  void refund_wrongTotal_isInvalidRequest() throws Exception {
    merchant.paid("REFUND0004");
    ObjectNode refund = merchant.refund("REFUND0004", "R0004", 800);
    refund.set(
        "amount", Json.object().put("refund", 800).put("total", 8801).put("currency", "CNY"));

    assertThat(refusal(merchant.refund(refund))).isEqualTo("400 INVALID_REQUEST");
  }

  @Test
  void refund_unpaidOrUnknownOrder_isResourceNotExists() throws Exception {
    merchant.pay("REFUND0005");

    assertThat(refusal(merchant.refund(merchant.refund("REFUND0005", "R0005", 800))))
        .isEqualTo("404 RESOURCE_NOT_EXISTS");
    assertThat(refusal(merchant.refund(merchant.refund("NOWHERE02", "R0006", 800))))
        .isEqualTo("404 RESOURCE_NOT_EXISTS");
    assertThat(refusal(merchant.queryRefund("R0005"))).isEqualTo("404 RESOURCE_NOT_EXISTS");
  }

  @Test
  void refund_fiftyFirst_isInvalidRequest() throws Exception {
    merchant.paid("REFUND0007");
    for (int i = 0; i < 50; i++) {
      assertThat(merchant.refund(merchant.refund("REFUND0007", "R0007-" + i, 1)).statusCode())
          .isEqualTo(200);
    }

    assertThat(refusal(merchant.refund(merchant.refund("REFUND0007", "R0007-50", 1))))
        .isEqualTo("400 INVALID_REQUEST");
  }

  @Test
  void refund_withDelay_settlesWhenTheClockMoves() throws Exception {
    try (Sandbox own = Sandbox.start()) {
      Merchant shop = new Merchant(own);
      own.wechat().refundDelay(Duration.ofHours(2));
      shop.paid("REFUND0008");
      shop.refund(shop.refund("REFUND0008", "R0008", 800));
      assertThat(own.wechat().refund("R0008").status()).isEqualTo("PROCESSING");

      own.clock().advance(Duration.ofHours(2));

      Eventually.holds(() -> own.wechat().refund("R0008").status().equals("SUCCESS"));
    }
  }

  @Test
  void refund_closedOne_freesItsAmount() throws Exception {
    try (Sandbox own = Sandbox.start()) {
      Merchant shop = new Merchant(own);
      own.wechat().refundsByHand(true);
      shop.paid("REFUND0009");
      shop.refund(shop.refund("REFUND0009", "R0009a", 8800));
      own.wechat().settleRefund("R0009a", "CLOSED");

      assertThat(shop.refund(shop.refund("REFUND0009", "R0009b", 8800)).statusCode())
          .isEqualTo(200);
    }
  }
}
