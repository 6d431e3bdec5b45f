package io.jiaozi.sandbox.wechat;

import static io.jiaozi.sandbox.Merchant.json;
import static io.jiaozi.sandbox.Merchant.refusal;
import static org.assertj.core.api.Assertions.assertThat;

import io.jiaozi.sandbox.Merchant;
import io.jiaozi.sandbox.Sandbox;
import io.jiaozi.sandbox.channel.Json;
import java.io.IOException;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.node.ObjectNode;

/** The merchant as service provider for another. */
class PartnerWireTest {
  private static final String PAY = "/v3/pay/partner/transactions/";

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

  private static ObjectNode order(String number) {
    ObjectNode order = merchant.order(number);
    order.remove("appid");
    order.remove("mchid");
    return order
        .put("sp_appid", ids.appId())
        .put("sp_mchid", ids.merchantId())
        .put("sub_appid", ids.subAppId())
        .put("sub_mchid", ids.subMerchantId());
  }

  private static HttpResponse<byte[]> query(String number)
      throws IOException, InterruptedException {
    return merchant.get(
        PAY
            + "out-trade-no/"
            + number
            + "?sp_mchid="
            + ids.merchantId()
            + "&sub_mchid="
            + ids.subMerchantId());
  }

  private static void paid(String number) throws IOException, InterruptedException {
    merchant.post(PAY + "native", order(number));
    sandbox.wechat().pay(number);
  }

  @Test
  void pay_query_haveTheIdsOfBothMerchants() throws Exception {
    assertThat(
            json(merchant.post(PAY + "native", order("PARTNER0001"))).path("code_url").asString())
        .startsWith("weixin://");
    sandbox.wechat().pay("PARTNER0001");

    ObjectNode paid = json(query("PARTNER0001"));

    assertThat(paid.path("sp_mchid").asString()).isEqualTo(ids.merchantId());
    assertThat(paid.path("sp_appid").asString()).isEqualTo(ids.appId());
    assertThat(paid.path("sub_mchid").asString()).isEqualTo(ids.subMerchantId());
    assertThat(paid.path("sub_appid").asString()).isEqualTo(ids.subAppId());
    assertThat(paid.path("payer").path("sp_openid").asString()).startsWith("o");
    assertThat(paid.path("payer").path("sub_openid").asString()).startsWith("o");
    assertThat(paid.has("mchid")).isFalse();
    assertThat(sandbox.wechat().order("PARTNER0001").subMchid()).isEqualTo(ids.subMerchantId());
  }

  @ParameterizedTest
  @CsvSource({"sp_openid", "sub_openid"})
  void pay_insideWechat_namesThePayerInOneOfTheApps(String field) throws Exception {
    String number = "PARTNER_" + field.toUpperCase(java.util.Locale.ROOT);
    ObjectNode order = order(number);
    order.set("payer", Json.object().put(field, "oBuyer"));

    merchant.post(PAY + "jsapi", order);
    sandbox.wechat().pay(number);

    assertThat(json(query(number)).path("payer").path(field).asString()).isEqualTo("oBuyer");
  }

  @Test
  void pay_payerInBothApps_isParamError() throws Exception {
    ObjectNode order = order("PARTNER0002");
    order.set("payer", Json.object().put("sp_openid", "o1").put("sub_openid", "o2"));

    assertThat(refusal(merchant.post(PAY + "jsapi", order))).isEqualTo("400 PARAM_ERROR");
  }

  @Test
  void pay_payerInAnAppThatIsNotNamed_isParamError() throws Exception {
    ObjectNode order = order("PARTNER0003");
    order.remove("sub_appid");
    order.set("payer", Json.object().put("sub_openid", "o2"));

    assertThat(refusal(merchant.post(PAY + "jsapi", order))).isEqualTo("400 PARAM_ERROR");
  }

  @ParameterizedTest
  @CsvSource({
    "sub_mchid, 1900000001, 403 NO_AUTH",
    "sub_appid, wx0000000000000000, 400 APPID_MCHID_NOT_MATCH",
    "sp_appid, wx0000000000000000, 400 APPID_MCHID_NOT_MATCH",
    "sp_mchid, 1900000001, 400 APPID_MCHID_NOT_MATCH",
    "mchid, 1900000001, 400 PARAM_ERROR"
  })
  void pay_idsThatDoNotBelongTogether_areRefused(String field, String value, String refusal)
      throws Exception {
    assertThat(refusal(merchant.post(PAY + "native", order("PARTNER0004").put(field, value))))
        .isEqualTo(refusal);
  }

  @Test
  void orders_ofTheMerchantAndOfTheServedOne_areApart() throws Exception {
    merchant.post(PAY + "native", order("PARTNER0005"));
    merchant.pay("PARTNER0006");

    assertThat(refusal(merchant.query("PARTNER0005"))).isEqualTo("404 ORDER_NOT_EXIST");
    assertThat(refusal(query("PARTNER0006"))).isEqualTo("404 ORDER_NOT_EXIST");
    assertThat(refusal(merchant.close("PARTNER0005"))).isEqualTo("404 ORDER_NOT_EXIST");
    assertThat(refusal(merchant.pay("PARTNER0005"))).isEqualTo("403 OUT_TRADE_NO_USED");
  }

  @Test
  void close_namesBothMerchants() throws Exception {
    merchant.post(PAY + "native", order("PARTNER0007"));

    HttpResponse<byte[]> reply =
        merchant.post(
            PAY + "out-trade-no/PARTNER0007/close",
            Json.object().put("sp_mchid", ids.merchantId()).put("sub_mchid", ids.subMerchantId()));

    assertThat(reply.statusCode()).isEqualTo(204);
    assertThat(json(query("PARTNER0007")).path("trade_state").asString()).isEqualTo("CLOSED");
  }

  @Test
  void query_withoutServedMerchant_isParamError() throws Exception {
    assertThat(refusal(merchant.get(PAY + "out-trade-no/PARTNER0008?sp_mchid=" + ids.merchantId())))
        .isEqualTo("400 PARAM_ERROR");
  }

  @Test
  void query_byThePlatformsId_findsIt() throws Exception {
    paid("PARTNER0009");
    String id = json(query("PARTNER0009")).path("transaction_id").asString();

    HttpResponse<byte[]> reply =
        merchant.get(
            PAY
                + "id/"
                + id
                + "?sp_mchid="
                + ids.merchantId()
                + "&sub_mchid="
                + ids.subMerchantId());

    assertThat(json(reply).path("out_trade_no").asString()).isEqualTo("PARTNER0009");
  }

  @Test
  void codepayAndReverse_workForTheServedMerchant() throws Exception {
    ObjectNode order = order("PARTNER0010");
    order.remove("notify_url");
    order.remove("sp_appid");
    order.set(
        "payer",
        Json.object().put("auth_code", sandbox.wechat().buyerCode(TillBuyer.TYPES_PASSWORD)));
    ObjectNode scene = Json.object();
    scene.set("store_info", Json.object().put("id", "0001"));
    order.set("scene_info", scene);

    assertThat(refusal(merchant.post(PAY + "codepay", order))).isEqualTo("202 USERPAYING");
    ObjectNode reversed =
        json(
            merchant.post(
                PAY + "out-trade-no/PARTNER0010/reverse",
                Json.object()
                    .put("sp_mchid", ids.merchantId())
                    .put("sub_mchid", ids.subMerchantId())));

    assertThat(reversed.path("sub_mchid").asString()).isEqualTo(ids.subMerchantId());
    assertThat(json(query("PARTNER0010")).path("trade_state").asString()).isEqualTo("REVOKED");
  }

  @Test
  void refund_namesTheServedMerchant() throws Exception {
    paid("PARTNER0011");
    ObjectNode refund = merchant.refund("PARTNER0011", "PARTNER-R1", 800);

    assertThat(refusal(merchant.refund(refund))).isEqualTo("404 RESOURCE_NOT_EXISTS");
    assertThat(merchant.refund(refund.put("sub_mchid", ids.subMerchantId())).statusCode())
        .isEqualTo(200);
    assertThat(refusal(merchant.queryRefund("PARTNER-R1"))).isEqualTo("404 RESOURCE_NOT_EXISTS");
    assertThat(
            json(merchant.get(
                    "/v3/refund/domestic/refunds/PARTNER-R1?sub_mchid=" + ids.subMerchantId()))
                .path("out_refund_no")
                .asString())
        .isEqualTo("PARTNER-R1");
  }

  @Test
  void notifications_haveTheIdsOfBothMerchants() throws Exception {
    paid("PARTNER0012");
    ObjectNode refund =
        merchant.refund("PARTNER0012", "PARTNER-R2", 800).put("sub_mchid", ids.subMerchantId());
    merchant.refund(refund);
    Eventually.holds(() -> sandbox.wechat().refund("PARTNER-R2").status().equals("SUCCESS"));

    ObjectNode paid = Opened.of(sandbox, sandbox.wechat().signedPaymentNotification("PARTNER0012"));
    ObjectNode refunded =
        Opened.of(sandbox, sandbox.wechat().signedRefundNotification("PARTNER-R2"));

    assertThat(paid.path("sp_mchid").asString()).isEqualTo(ids.merchantId());
    assertThat(paid.path("sub_mchid").asString()).isEqualTo(ids.subMerchantId());
    assertThat(refunded.path("sp_mchid").asString()).isEqualTo(ids.merchantId());
    assertThat(refunded.path("sub_mchid").asString()).isEqualTo(ids.subMerchantId());
    assertThat(refunded.has("mchid")).isFalse();
  }
}
