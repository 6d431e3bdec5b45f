package io.jiaozi.sandbox.wechat;

import static io.jiaozi.sandbox.Merchant.json;
import static io.jiaozi.sandbox.Merchant.refusal;
import static org.assertj.core.api.Assertions.assertThat;

import io.jiaozi.sandbox.Merchant;
import io.jiaozi.sandbox.Sandbox;
import io.jiaozi.sandbox.channel.Json;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.node.ObjectNode;

/** The shop scans the buyer's code. */
class TillWireTest {
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

  private ObjectNode scanned(String number, String authCode) {
    ObjectNode order = merchant.order(number);
    order.remove("notify_url");
    order.set("payer", Json.object().put("auth_code", authCode));
    ObjectNode scene = Json.object().put("device_id", "T1");
    scene.set("store_info", Json.object().put("out_id", "S1"));
    order.set("scene_info", scene);
    return order;
  }

  private HttpResponse<byte[]> codepay(ObjectNode order) throws IOException, InterruptedException {
    return merchant.post("/v3/pay/transactions/codepay", order);
  }

  private HttpResponse<byte[]> codepay(String number, TillBuyer buyer)
      throws IOException, InterruptedException {
    return codepay(scanned(number, sandbox.wechat().buyerCode(buyer)));
  }

  private HttpResponse<byte[]> reverse(String number) throws IOException, InterruptedException {
    return merchant.post(
        "/v3/pay/transactions/out-trade-no/" + number + "/reverse",
        Json.object()
            .put("appid", merchant.setting("app-id"))
            .put("mchid", merchant.setting("merchant-id")));
  }

  private String state(String number) throws IOException, InterruptedException {
    return json(merchant.query(number)).path("trade_state").asString();
  }

  @Test
  void codepay_buyerPays_isAnsweredWithThePaidOrder() throws Exception {
    ObjectNode paid = json(codepay("TILL0001", TillBuyer.PAYS));

    assertThat(paid.path("trade_state").asString()).isEqualTo("SUCCESS");
    assertThat(paid.path("trade_type").asString()).isEqualTo("MICROPAY");
    assertThat(paid.path("amount").path("total").asLong()).isEqualTo(8800);
    assertThat(paid.path("payer").path("openid").asString()).startsWith("o");
    assertThat(json(merchant.query("TILL0001"))).isEqualTo(paid);
  }

  @Test
  void codepay_notifiesNobody() throws Exception {
    codepay("TILL0002", TillBuyer.TYPES_PASSWORD);
    sandbox.wechat().pay("TILL0002");
    merchant.pay("TILL0003");
    sandbox.wechat().pay("TILL0003");

    Eventually.holds(() -> !sandbox.deliveries().isEmpty());
    assertThat(sandbox.deliveries()).allMatch(delivery -> delivery.subject().equals("TILL0003"));
  }

  @Test
  void codepay_buyerTypes_waitsUntilPaid() throws Exception {
    HttpResponse<byte[]> reply = codepay("TILL0004", TillBuyer.TYPES_PASSWORD);

    assertThat(refusal(reply)).isEqualTo("202 USERPAYING");
    assertThat(reply.headers().firstValue("Wechatpay-Signature")).isPresent();
    assertThat(state("TILL0004")).isEqualTo("USERPAYING");
    sandbox.wechat().pay("TILL0004");
    assertThat(state("TILL0004")).isEqualTo("SUCCESS");
  }

  @Test
  void codepay_buyerTypes_canBeToldByTheOrder() throws Exception {
    sandbox.wechat().tillWaitsAsOrder(true);

    HttpResponse<byte[]> reply = codepay("TILL0005", TillBuyer.TYPES_PASSWORD);

    assertThat(reply.statusCode()).isEqualTo(200);
    assertThat(json(reply).path("trade_state").asString()).isEqualTo("USERPAYING");
  }

  @Test
  void codepay_buyerTypesForAWhile_paysWhenTheTimeIsOver() throws Exception {
    sandbox.wechat().tillTyping(Duration.ofHours(1));
    codepay("TILL0006", TillBuyer.TYPES_PASSWORD);
    assertThat(state("TILL0006")).isEqualTo("USERPAYING");

    sandbox.clock().advance(Duration.ofHours(1));

    Eventually.holds(() -> sandbox.wechat().order("TILL0006").tradeState().equals("SUCCESS"));
  }

  @Test
  void codepay_buyerDeclinesOrWaitsTooLong_isPayError() throws Exception {
    codepay("TILL0007", TillBuyer.TYPES_PASSWORD);
    codepay("TILL0008", TillBuyer.TYPES_PASSWORD);

    sandbox.wechat().decline("TILL0007");
    sandbox.wechat().expire("TILL0008");

    assertThat(state("TILL0007")).isEqualTo("PAYERROR");
    assertThat(state("TILL0008")).isEqualTo("PAYERROR");
  }

  @Test
  void codepay_withoutMoney_isRefusedAndTheOrderHasFailed() throws Exception {
    String code = sandbox.wechat().buyerCode(TillBuyer.HAS_NO_MONEY);

    assertThat(refusal(codepay(scanned("TILL0009", code)))).isEqualTo("403 NOT_ENOUGH");
    assertThat(state("TILL0009")).isEqualTo("PAYERROR");
    assertThat(json(codepay(scanned("TILL0009", code))).path("trade_state").asString())
        .isEqualTo("PAYERROR");
  }

  @Test
  void codepay_oldCode_makesNoOrder() throws Exception {
    String code = sandbox.wechat().buyerCode(TillBuyer.PAYS);
    sandbox.clock().advance(Duration.ofMinutes(1));

    assertThat(refusal(codepay(scanned("TILL0010", code)))).isEqualTo("400 AUTH_CODE_INVALID");
    assertThat(refusal(codepay("TILL0010", TillBuyer.SHOWS_OLD_CODE)))
        .isEqualTo("400 AUTH_CODE_INVALID");
    assertThat(refusal(merchant.query("TILL0010"))).isEqualTo("404 ORDER_NOT_EXIST");
  }

  @Test
  void codepay_codeOfAnotherOrder_isRefused() throws Exception {
    String code = sandbox.wechat().buyerCode(TillBuyer.PAYS);
    codepay(scanned("TILL0011", code));

    assertThat(refusal(codepay(scanned("TILL0012", code)))).isEqualTo("400 AUTH_CODE_INVALID");
  }

  @Test
  void codepay_again_tellsHowItStandsAndTakesNothing() throws Exception {
    ObjectNode order = scanned("TILL0013", sandbox.wechat().buyerCode(TillBuyer.PAYS));
    String first = json(codepay(order)).path("transaction_id").asString();

    assertThat(json(codepay(order)).path("transaction_id").asString()).isEqualTo(first);
    order.set("amount", Json.object().put("total", 1));
    assertThat(refusal(codepay(order))).isEqualTo("400 INVALID_REQUEST");
  }

  @ParameterizedTest
  @CsvSource({"12345678901234567", "160000000000000000", "13000000000000000a"})
  void codepay_codeOfAnotherForm_isParamError(String code) throws Exception {
    assertThat(refusal(codepay(scanned("TILL0014", code)))).isEqualTo("400 PARAM_ERROR");
  }

  @ParameterizedTest
  @CsvSource({"PAYS, SUCCESS", "TYPES_PASSWORD, USERPAYING"})
  void codepay_codeOfAnybody_behavesAsSet(TillBuyer buyer, String state) throws Exception {
    sandbox.wechat().tillBuyer(buyer);

    codepay(scanned("TILL0015", "151234567890123456"));

    assertThat(state("TILL0015")).isEqualTo(state);
  }

  @ParameterizedTest
  @CsvSource({"notify_url", "time_expire", "limit_pay"})
  void codepay_fieldOfOtherProducts_isParamError(String field) throws Exception {
    ObjectNode order = scanned("TILL0016", sandbox.wechat().buyerCode(TillBuyer.PAYS));
    order.put(field, "https://shop.example/notify");

    assertThat(refusal(codepay(order))).isEqualTo("400 PARAM_ERROR");
  }

  @Test
  void codepay_withoutStore_isParamError() throws Exception {
    ObjectNode order = scanned("TILL0017", sandbox.wechat().buyerCode(TillBuyer.PAYS));
    order.set("scene_info", Json.object().put("device_id", "T1"));

    assertThat(refusal(codepay(order))).isEqualTo("400 PARAM_ERROR");
  }

  @ParameterizedTest
  @CsvSource({"PAYS", "TYPES_PASSWORD"})
  void reverse_undoesWhetherPaidOrNot_andAgain(TillBuyer buyer) throws Exception {
    codepay("TILL0018", buyer);

    assertThat(json(reverse("TILL0018")).path("out_trade_no").asString()).isEqualTo("TILL0018");
    assertThat(reverse("TILL0018").statusCode()).isEqualTo(200);
    assertThat(state("TILL0018")).isEqualTo("REVOKED");
    assertThat(refusal(merchant.refund(merchant.refund("TILL0018", "TILL-R1", 1))))
        .isEqualTo("404 RESOURCE_NOT_EXISTS");
  }

  @Test
  void reverse_thenTheSameOrderAgain_isClosed() throws Exception {
    ObjectNode order = scanned("TILL0019", sandbox.wechat().buyerCode(TillBuyer.PAYS));
    codepay(order);
    reverse("TILL0019");

    assertThat(refusal(codepay(order))).isEqualTo("400 ORDER_CLOSED");
  }

  @Test
  void reverse_unknownOrForeignKindOfOrder_isRefused() throws Exception {
    merchant.pay("TILL0020");

    assertThat(refusal(reverse("NOWHERE01"))).isEqualTo("404 ORDER_NOT_EXIST");
    assertThat(refusal(reverse("TILL0020"))).isEqualTo("400 INVALID_REQUEST");
  }

  @Test
  void reverse_tooEarlyOrTooLate_isRefused() throws Exception {
    sandbox.wechat().refuseEarlyReverse(true);
    codepay("TILL0021", TillBuyer.PAYS);

    assertThat(refusal(reverse("TILL0021"))).isEqualTo("400 INVALID_REQUEST");
    sandbox.clock().advance(Duration.ofDays(7));
    assertThat(refusal(reverse("TILL0021"))).isEqualTo("400 INVALID_REQUEST");

    codepay("TILL0022", TillBuyer.PAYS);
    sandbox.clock().advance(Duration.ofSeconds(15));
    assertThat(reverse("TILL0022").statusCode()).isEqualTo(200);
  }

  @Test
  void close_orderOfTheTill_isRefused() throws Exception {
    codepay("TILL0023", TillBuyer.TYPES_PASSWORD);

    assertThat(refusal(merchant.close("TILL0023"))).isEqualTo("400 INVALID_REQUEST");
  }

  @Test
  void refund_ofAPaymentAtTheTill_isAccepted() throws Exception {
    codepay("TILL0024", TillBuyer.PAYS);

    assertThat(merchant.refund(merchant.refund("TILL0024", "TILL-R2", 800)).statusCode())
        .isEqualTo(200);
    assertThat(refusal(reverse("TILL0024"))).isEqualTo("400 INVALID_REQUEST");
  }

  @Test
  void operations_areCounted() throws Exception {
    codepay("TILL0025", TillBuyer.PAYS);
    reverse("TILL0025");

    assertThat(sandbox.requests().count("pay", "TILL0025")).isEqualTo(1);
    assertThat(sandbox.requests().count("reverse", "TILL0025")).isEqualTo(1);
  }
}
