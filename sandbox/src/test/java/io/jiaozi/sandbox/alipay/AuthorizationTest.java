package io.jiaozi.sandbox.alipay;

import static org.assertj.core.api.Assertions.assertThat;

import io.jiaozi.sandbox.Sandbox;
import io.jiaozi.sandbox.channel.Json;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.node.ObjectNode;

/** Freezing, capturing and releasing. */
class AuthorizationTest {
  private static final String FREEZE = "alipay.fund.auth.order.freeze";
  private static final String VOUCHER = "alipay.fund.auth.order.voucher.create";
  private static final String UNFREEZE = "alipay.fund.auth.order.unfreeze";
  private static final String CANCEL = "alipay.fund.auth.operation.cancel";
  private static final String QUERY = "alipay.fund.auth.operation.detail.query";

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

  @AfterEach
  void reset() {
    sandbox.alipay().buyerCode(AlipaySandbox.BuyerCode.PAYS);
  }

  private static ObjectNode hold(String number) {
    return Json.object()
        .put("out_order_no", number)
        .put("out_request_no", number + "_F")
        .put("order_title", "押金")
        .put("amount", "100.00")
        .put("product_code", "PREAUTH_PAY");
  }

  private static ObjectNode byCode(String number) {
    return hold(number)
        .put("product_code", "PRE_AUTH")
        .put("auth_code", Shop.buyerCode())
        .put("auth_code_type", "bar_code");
  }

  private static ObjectNode freezing(String number) {
    return Json.object()
        .put("out_order_no", number)
        .put("out_request_no", number + "_F")
        .put("operation_type", "FREEZE");
  }

  private static ObjectNode release(String authNo, String request, String amount) {
    return Json.object()
        .put("auth_no", authNo)
        .put("out_request_no", request)
        .put("amount", amount)
        .put("remark", "退押金");
  }

  private static ObjectNode capture(String authNo, String number, String amount) {
    return Shop.order(number)
        .put("total_amount", amount)
        .put("product_code", "PREAUTH_PAY")
        .put("auth_no", authNo);
  }

  private static String frozen(String number) throws Exception {
    Result freeze = shop.call(FREEZE, byCode(number));
    assertThat(freeze.text("status")).isEqualTo("SUCCESS");
    return freeze.text("auth_no");
  }

  private static Result query(String number) throws Exception {
    return shop.call(QUERY, freezing(number));
  }

  @Test
  void freeze_byBuyerCode_isAuthorizedAtOnce() throws Exception {
    String number = Shop.number();
    frozen(number);

    Result query = query(number);

    assertThat(query.text("order_status")).isEqualTo("AUTHORIZED");
    assertThat(query.text("status")).isEqualTo("SUCCESS");
    assertThat(query.text("rest_amount")).isEqualTo("100.00");
    assertThat(query.text("total_pay_amount")).isEqualTo("0.00");
    assertThat(query.verifies()).isTrue();
  }

  @Test
  void freeze_repeated_isTheSame_otherTermsAreRefused() throws Exception {
    String number = Shop.number();
    ObjectNode hold = byCode(number);
    String authNo = shop.call(FREEZE, hold).text("auth_no");

    assertThat(shop.call(FREEZE, hold).text("auth_no")).isEqualTo(authNo);
    assertThat(shop.call(FREEZE, hold.deepCopy().put("amount", "101.00")).refusal())
        .isEqualTo("40004 UNIQUE_VIOLATION");
  }

  @ParameterizedTest
  @CsvSource({"true,AUTHORIZED,SUCCESS", "false,CLOSED,CLOSED"})
  void freeze_whoTypesAPassword_isInitFirst(boolean confirms, String order, String operation)
      throws Exception {
    sandbox.alipay().buyerCode(AlipaySandbox.BuyerCode.TYPES_PASSWORD);
    String number = Shop.number();

    assertThat(shop.call(FREEZE, byCode(number)).text("status")).isEqualTo("INIT");
    assertThat(query(number).text("order_status")).isEqualTo("INIT");
    if (confirms) {
      sandbox.alipay().pay(number);
    } else {
      sandbox.alipay().decline(number);
    }

    assertThat(query(number).text("order_status")).isEqualTo(order);
    assertThat(query(number).text("status")).isEqualTo(operation);
  }

  @ParameterizedTest
  @CsvSource({"LACKS_MONEY,40004 MONEY_NOT_ENOUGH", "INVALID,40004 PAYMENT_AUTH_CODE_INVALID"})
  void freeze_thatCannotBe_isRefused(AlipaySandbox.BuyerCode does, String refusal)
      throws Exception {
    sandbox.alipay().buyerCode(does);
    String number = Shop.number();

    assertThat(shop.call(FREEZE, byCode(number)).refusal()).isEqualTo(refusal);
    assertThat(query(number).refusal()).isEqualTo("40004 AUTH_ORDER_NOT_EXIST");
  }

  @Test
  void voucher_existsOnceScanned() throws Exception {
    String number = Shop.number();
    Result voucher = shop.call(VOUCHER, hold(number));

    assertThat(voucher.text("code_value")).startsWith("https://qr.alipay.com/");
    assertThat(voucher.text("code_type")).isEqualTo("qrcode");
    assertThat(query(number).refusal()).isEqualTo("40004 AUTH_ORDER_NOT_EXIST");
    sandbox.alipay().arrive(number);
    assertThat(query(number).text("order_status")).isEqualTo("INIT");
    sandbox.alipay().pay(number);
    assertThat(query(number).text("order_status")).isEqualTo("AUTHORIZED");
  }

  @Test
  void appFreeze_isOpenedByThePhone() throws Exception {
    String number = Shop.number();
    String orderString =
        Shop.form(shop.signed(shop.parameters("alipay.fund.auth.order.app.freeze", hold(number))));

    sandbox.alipay().openApp(orderString);
    sandbox.alipay().pay(number);

    assertThat(query(number).text("order_status")).isEqualTo("AUTHORIZED");
  }

  @Test
  void nobodyConfirms_theOrderCloses() throws Exception {
    try (Sandbox alone = Sandbox.start()) {
      Shop merchant = Shop.keyMode(alone);
      alone.alipay().buyerCode(AlipaySandbox.BuyerCode.TYPES_PASSWORD);
      String number = Shop.number();
      merchant.call(FREEZE, byCode(number));

      alone.clock().advance(Duration.ofMinutes(16));

      assertThat(merchant.call(QUERY, freezing(number)).text("order_status")).isEqualTo("CLOSED");
    }
  }

  @Test
  void capture_inParts_thenTheLastReleasesTheRest() throws Exception {
    String number = Shop.number();
    String authNo = frozen(number);
    String first = Shop.number();

    Result captured = shop.call("alipay.trade.pay", capture(authNo, first, "30.00"));
    assertThat(captured.code()).isEqualTo("10000");
    assertThat(query(number).text("rest_amount")).isEqualTo("70.00");
    assertThat(shop.state(first)).isEqualTo("TRADE_SUCCESS");
    shop.call(
        "alipay.trade.pay",
        capture(authNo, Shop.number(), "20.00").put("auth_confirm_mode", "COMPLETE"));

    Result query = query(number);
    assertThat(query.text("order_status")).isEqualTo("FINISH");
    assertThat(query.text("total_pay_amount")).isEqualTo("50.00");
    assertThat(query.text("rest_amount")).isEqualTo("0.00");
  }

  @Test
  void capture_repeated_isNotChargedTwice() throws Exception {
    String number = Shop.number();
    ObjectNode capture = capture(frozen(number), Shop.number(), "60.00");
    shop.call("alipay.trade.pay", capture);

    assertThat(shop.call("alipay.trade.pay", capture).refusal())
        .isEqualTo("40004 ACQ.TRADE_HAS_SUCCESS");
    assertThat(query(number).text("rest_amount")).isEqualTo("40.00");
  }

  @Test
  void capture_thatCannotBe_isRefused() throws Exception {
    String number = Shop.number();
    String authNo = frozen(number);

    assertThat(shop.call("alipay.trade.pay", capture(authNo, Shop.number(), "100.01")).refusal())
        .isEqualTo("40004 ACQ.AUTH_AMOUNT_NOT_ENOUGH");
    assertThat(shop.call("alipay.trade.pay", capture("NOSUCH", Shop.number(), "1.00")).refusal())
        .isEqualTo("40004 ACQ.AUTH_NO_ERROR");
    shop.call(UNFREEZE, release(authNo, number + "_U", "100.00"));
    assertThat(shop.call("alipay.trade.pay", capture(authNo, Shop.number(), "1.00")).refusal())
        .isEqualTo("40004 ACQ.AUTH_ORDER_HAS_FINISHED");
  }

  @Test
  void unfreeze_repeated_isTheSame() throws Exception {
    String number = Shop.number();
    String authNo = frozen(number);
    ObjectNode release = release(authNo, number + "_U", "40.00");

    Result first = shop.call(UNFREEZE, release);
    Result second = shop.call(UNFREEZE, release);

    assertThat(first.text("status")).isEqualTo("SUCCESS");
    assertThat(second.text("operation_id")).isEqualTo(first.text("operation_id"));
    assertThat(query(number).text("rest_amount")).isEqualTo("60.00");
    assertThat(shop.call(UNFREEZE, release(authNo, number + "_U", "41.00")).refusal())
        .isEqualTo("40004 UNIQUE_VIOLATION");
    assertThat(shop.call(UNFREEZE, release(authNo, number + "_V", "60.01")).refusal())
        .isEqualTo("40004 REQUEST_AMOUNT_EXCEED");
    assertThat(
            shop.call(
                    QUERY,
                    Json.object()
                        .put("auth_no", authNo)
                        .put("out_request_no", number + "_U")
                        .put("operation_type", "UNFREEZE"))
                .text("amount"))
        .isEqualTo("40.00");
    assertThat(shop.call(QUERY, freezing(number).put("out_request_no", "NOSUCH")).refusal())
        .isEqualTo("40004 AUTH_OPERATION_NOT_EXIST");
  }

  @Test
  void unfreeze_ofAnEndedOrder_isRefused() throws Exception {
    String number = Shop.number();
    String authNo = frozen(number);
    shop.call(UNFREEZE, release(authNo, number + "_U", "100.00"));

    assertThat(query(number).text("order_status")).isEqualTo("FINISH");
    assertThat(shop.call(UNFREEZE, release(authNo, number + "_V", "1.00")).refusal())
        .isEqualTo("40004 ORDER_ALREADY_FINISH");
  }

  @Test
  void cancel_closesWhatIsOpenAndReleasesWhatIsFrozen() throws Exception {
    String frozen = Shop.number();
    frozen(frozen);
    sandbox.alipay().buyerCode(AlipaySandbox.BuyerCode.TYPES_PASSWORD);
    String open = Shop.number();
    shop.call(FREEZE, byCode(open));

    assertThat(shop.call(CANCEL, freezing(frozen).put("remark", "x")).text("action"))
        .isEqualTo("unfreeze");
    assertThat(query(frozen).text("rest_amount")).isEqualTo("0.00");
    assertThat(shop.call(CANCEL, freezing(open).put("remark", "x")).text("action"))
        .isEqualTo("close");
    assertThat(query(open).text("order_status")).isEqualTo("CLOSED");
    assertThat(shop.call(CANCEL, freezing(open).put("remark", "x")).text("action"))
        .isEqualTo("close");
    assertThat(shop.call(CANCEL, freezing("NOSUCH")).refusal())
        .isEqualTo("40004 AUTH_ORDER_NOT_EXIST");
  }

  @Test
  void requestLog_tellsCaptureVoidAndAuthorize() throws Exception {
    String number = Shop.number();
    String authNo = frozen(number);
    String captured = Shop.number();
    shop.call("alipay.trade.pay", capture(authNo, captured, "1.00"));
    shop.call(UNFREEZE, release(authNo, number + "_U", "99.00"));

    assertThat(sandbox.requests().count("authorize", number)).isEqualTo(1);
    assertThat(sandbox.requests().count("capture", captured)).isEqualTo(1);
    assertThat(sandbox.requests().count("void", number + "_U")).isEqualTo(1);
  }
}
