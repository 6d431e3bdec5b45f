package io.jiaozi.sandbox.alipay;

import static org.assertj.core.api.Assertions.assertThat;

import io.jiaozi.sandbox.Sandbox;
import io.jiaozi.sandbox.channel.Json;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.node.ObjectNode;

/** The life of a trade, as a merchant's server sees it. */
class TradeTest {
  private static final String PAY = "alipay.trade.pay";
  private static final String PRECREATE = "alipay.trade.precreate";
  private static final String CREATE = "alipay.trade.create";
  private static final String QUERY = "alipay.trade.query";
  private static final String CLOSE = "alipay.trade.close";
  private static final String CANCEL = "alipay.trade.cancel";
  private static final String REFUND = "alipay.trade.refund";
  private static final String REFUND_QUERY = "alipay.trade.fastpay.refund.query";

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
    AlipaySandbox alipay = sandbox.alipay();
    alipay.buyerCode(AlipaySandbox.BuyerCode.PAYS);
    alipay.refundsByHand(false);
    alipay.refundDelay(Duration.ZERO);
    alipay.refundsEndAs("SUCCESS");
    alipay.notEnoughFunds(false);
    alipay.cancelAsksAgain(0);
    alipay.unscannedSurvivesCancel(false);
    alipay.openIds(false);
  }

  private static ObjectNode inAppOrder(String number) {
    return Shop.order(number)
        .put("product_code", "JSAPI_PAY")
        .put("op_app_id", "2021000000000000")
        .put("buyer_open_id", "074a1CcTG1LelxKe4xQC0zgNdId0nxi95b5lsNpazWYoCo5");
  }

  // QR code

  @Test
  void qrCode_isNoTradeUntilItIsScanned() throws Exception {
    String number = Shop.number();
    shop.call(PRECREATE, Shop.order(number));

    assertThat(shop.state(number)).isEqualTo("ACQ.TRADE_NOT_EXIST");
    assertThat(shop.call(CLOSE, Shop.named(number)).refusal())
        .isEqualTo("40004 ACQ.TRADE_NOT_EXIST");
    sandbox.alipay().arrive(number);
    assertThat(shop.state(number)).isEqualTo("WAIT_BUYER_PAY");
    sandbox.alipay().pay(number);
    assertThat(shop.state(number)).isEqualTo("TRADE_SUCCESS");
  }

  @Test
  void qrCode_askedAgain_isAnother() throws Exception {
    String number = Shop.number();
    String first = shop.call(PRECREATE, Shop.order(number)).text("qr_code");
    String second = shop.call(PRECREATE, Shop.order(number)).text("qr_code");

    assertThat(second).startsWith("https://qr.alipay.com/bax").isNotEqualTo(first);
  }

  @Test
  void qrCode_withOtherTerms_isRefused() throws Exception {
    String number = Shop.number();
    shop.call(PRECREATE, Shop.order(number));

    assertThat(shop.call(PRECREATE, Shop.order(number).put("total_amount", "88.01")).refusal())
        .isEqualTo("40004 ACQ.CONTEXT_INCONSISTENT");
  }

  @Test
  void qrCode_ofAPaidTrade_isRefused() throws Exception {
    String number = Shop.number();
    shop.call(PRECREATE, Shop.order(number));
    sandbox.alipay().pay(number);

    assertThat(shop.call(PRECREATE, Shop.order(number)).refusal())
        .isEqualTo("40004 ACQ.TRADE_HAS_SUCCESS");
  }

  @Test
  void decline_leavesTheTradePayable() throws Exception {
    String number = Shop.number();
    shop.call(PRECREATE, Shop.order(number));
    AlipayOrder declined = sandbox.alipay().decline(number);

    assertThat(declined.declines()).isEqualTo(1);
    assertThat(shop.state(number)).isEqualTo("WAIT_BUYER_PAY");
    assertThat(sandbox.alipay().pay(number).status()).isEqualTo("TRADE_SUCCESS");
  }

  // in-app page

  @Test
  void inApp_existsAtOnceAndKeepsItsNumber() throws Exception {
    String number = Shop.number();
    String first = shop.call(CREATE, inAppOrder(number)).text("trade_no");
    String second = shop.call(CREATE, inAppOrder(number)).text("trade_no");

    assertThat(first).matches("[0-9]{28}").isEqualTo(second);
    assertThat(shop.state(number)).isEqualTo("WAIT_BUYER_PAY");
    sandbox.alipay().pay(number);
    Result query = shop.call(QUERY, Json.object().put("trade_no", first));
    assertThat(query.text("buyer_open_id"))
        .isEqualTo("074a1CcTG1LelxKe4xQC0zgNdId0nxi95b5lsNpazWYoCo5");
    assertThat(query.has("buyer_user_id")).isFalse();
  }

  @ParameterizedTest
  @CsvSource({"buyer_open_id", "op_app_id", "product_code"})
  void inApp_needsBuyerAppAndProduct(String field) throws Exception {
    ObjectNode order = inAppOrder(Shop.number());
    order.remove(field);

    assertThat(shop.call(CREATE, order).refusal()).isEqualTo("40004 ACQ.INVALID_PARAMETER");
  }

  // buyer's code

  @Test
  void buyerCode_paysAtOnce() throws Exception {
    String number = Shop.number();

    Result paid = shop.call(PAY, Shop.codeOrder(number));

    assertThat(paid.code()).isEqualTo("10000");
    assertThat(paid.text("total_amount")).isEqualTo("88.00");
    assertThat(paid.text("buyer_logon_id")).contains("***");
    assertThat(paid.text("gmt_payment")).matches("[0-9-]{10} [0-9:]{8}");
    assertThat(paid.json().path("fund_bill_list").get(0).path("fund_channel").asString())
        .isEqualTo("ALIPAYACCOUNT");
  }

  @Test
  void buyerCode_repeated_isNotChargedTwice() throws Exception {
    ObjectNode order = Shop.codeOrder(Shop.number());
    shop.call(PAY, order);

    assertThat(shop.call(PAY, order).refusal()).isEqualTo("40004 ACQ.TRADE_HAS_SUCCESS");
  }

  @Test
  void buyerCode_usedForAnotherTrade_isInvalid() throws Exception {
    ObjectNode order = Shop.codeOrder(Shop.number());
    shop.call(PAY, order);

    assertThat(shop.call(PAY, order.deepCopy().put("out_trade_no", Shop.number())).refusal())
        .isEqualTo("40004 ACQ.PAYMENT_AUTH_CODE_INVALID");
  }

  @ParameterizedTest
  @CsvSource({"true,TRADE_SUCCESS", "false,TRADE_CLOSED"})
  void buyerCode_whoTypesAPassword_isPendingThenOneOrTheOther(boolean pays, String state)
      throws Exception {
    sandbox.alipay().buyerCode(AlipaySandbox.BuyerCode.TYPES_PASSWORD);
    ObjectNode order = Shop.codeOrder(Shop.number());
    String number = order.path("out_trade_no").asString();

    Result pending = shop.call(PAY, order);
    assertThat(pending.code()).isEqualTo("10003");
    assertThat(pending.has("sub_code")).isFalse();
    assertThat(pending.has("gmt_payment")).isFalse();
    assertThat(shop.call(PAY, order).code()).isEqualTo("10003");
    assertThat(shop.state(number)).isEqualTo("WAIT_BUYER_PAY");
    if (pays) {
      sandbox.alipay().pay(number);
    } else {
      sandbox.alipay().decline(number);
    }
    assertThat(shop.state(number)).isEqualTo(state);
  }

  @Test
  void buyerCode_ofSomebodyWithoutMoney_leavesAnUnpaidTrade() throws Exception {
    sandbox.alipay().buyerCode(AlipaySandbox.BuyerCode.LACKS_MONEY);
    String number = Shop.number();

    assertThat(shop.call(PAY, Shop.codeOrder(number)).refusal())
        .isEqualTo("40004 ACQ.BUYER_BALANCE_NOT_ENOUGH");
    assertThat(shop.state(number)).isEqualTo("WAIT_BUYER_PAY");
    assertThat(shop.call(CANCEL, Shop.named(number)).text("action")).isEqualTo("close");
  }

  @Test
  void buyerCode_thatIsInvalid_leavesNothing() throws Exception {
    sandbox.alipay().buyerCode(AlipaySandbox.BuyerCode.INVALID);
    String number = Shop.number();

    assertThat(shop.call(PAY, Shop.codeOrder(number)).refusal())
        .isEqualTo("40004 ACQ.PAYMENT_AUTH_CODE_INVALID");
    assertThat(shop.state(number)).isEqualTo("ACQ.TRADE_NOT_EXIST");
  }

  // fields

  @ParameterizedTest
  @CsvSource({
    "out_trade_no,''",
    "out_trade_no,has-dash",
    "total_amount,''",
    "total_amount,0.00",
    "total_amount,1.005",
    "total_amount,1e2",
    "total_amount,-1.00",
    "total_amount,100000000.01",
    "subject,''",
    "subject,a&b",
    "subject,a=b",
    "subject,a/b",
    "product_code,QUICK_WAP_WAY",
    "timeout_express,16d",
    "timeout_express,0m",
    "time_expire,tomorrow"
  })
  void field_outsideTheRules_isRefused(String field, String value) throws Exception {
    ObjectNode order = Shop.order(Shop.number()).put(field, value);

    assertThat(shop.call(PRECREATE, order).refusal()).isEqualTo("40004 ACQ.INVALID_PARAMETER");
  }

  @ParameterizedTest
  @CsvSource({"https://shop.example/notify?id=1", "/notify", "ftp://shop.example/"})
  void notifyUrl_outsideTheRules_isRefused(String url) throws Exception {
    assertThat(shop.call(PRECREATE, Shop.order(Shop.number()), "notify_url", url).refusal())
        .isEqualTo("40004 ACQ.INVALID_PARAMETER");
  }

  @Test
  void timeExpire_inThePast_isRefused() throws Exception {
    Instant past = sandbox.clock().instant().minusSeconds(60);
    ObjectNode order = Shop.order(Shop.number()).put("time_expire", Shop.timestamp(past));

    assertThat(shop.call(PRECREATE, order).refusal())
        .isEqualTo("40004 ACQ.NOW_TIME_AFTER_EXPIRE_TIME_ERROR");
  }

  @Test
  void trade_pastItsTime_closesByItself() throws Exception {
    try (Sandbox alone = Sandbox.start()) {
      Shop merchant = Shop.keyMode(alone);
      String number = Shop.number();
      String scanned = Shop.number();
      Instant end = alone.clock().instant().plusSeconds(600);
      merchant.call(PRECREATE, Shop.order(number).put("time_expire", Shop.timestamp(end)));
      merchant.call(PRECREATE, Shop.order(scanned).put("timeout_express", "10m"));
      alone.alipay().arrive(scanned);

      alone.clock().advance(Duration.ofMinutes(11));

      assertThat(merchant.state(number)).isEqualTo("ACQ.TRADE_NOT_EXIST");
      assertThat(merchant.state(scanned)).isEqualTo("TRADE_CLOSED");
      org.assertj.core.api.Assertions.assertThatThrownBy(() -> alone.alipay().pay(number))
          .isInstanceOf(IllegalStateException.class)
          .hasMessage("Order " + number + " cannot be paid or declined now: EXPIRED.");
    }
  }

  // query

  @Test
  void query_ofAPaidTrade_tellsAmountsAndTime() throws Exception {
    String number = shop.paid();

    Result query =
        shop.call(
            QUERY, Shop.named(number).set("query_options", Json.array().add("fund_bill_list")));

    assertThat(query.text("trade_status")).isEqualTo("TRADE_SUCCESS");
    assertThat(query.text("buyer_pay_amount")).isEqualTo("88.00");
    assertThat(query.text("send_pay_date")).matches("[0-9-]{10} [0-9:]{8}");
    assertThat(query.json().path("fund_bill_list").size()).isEqualTo(1);
  }

  @Test
  void query_tradeNoWins() throws Exception {
    String number = shop.paid();
    String other = shop.call(QUERY, Shop.named(shop.paid())).text("trade_no");

    assertThat(shop.call(QUERY, Shop.named(number).put("trade_no", other)).text("out_trade_no"))
        .isNotEqualTo(number);
  }

  @Test
  void query_ofAnotherMerchantsTrade_findsNothing() throws Exception {
    String tradeNo = shop.call(QUERY, Shop.named(shop.paid())).text("trade_no");

    assertThat(
            Shop.certificateMode(sandbox)
                .call(QUERY, Json.object().put("trade_no", tradeNo))
                .refusal())
        .isEqualTo("40004 ACQ.TRADE_NOT_EXIST");
  }

  @Test
  void openIds_areToldInPlaceOfNumbers() throws Exception {
    sandbox.alipay().openIds(true);

    Result query = shop.call(QUERY, Shop.named(shop.paid()));

    assertThat(query.has("buyer_user_id")).isFalse();
    assertThat(query.text("buyer_open_id")).hasSize(48);
  }

  // close

  @Test
  void close_unpaid_thenClosed() throws Exception {
    String number = Shop.number();
    shop.call(CREATE, inAppOrder(number));

    assertThat(shop.call(CLOSE, Shop.named(number)).isSuccess()).isTrue();
    assertThat(shop.state(number)).isEqualTo("TRADE_CLOSED");
    assertThat(shop.call(QUERY, Shop.named(number)).has("send_pay_date")).isFalse();
    assertThat(shop.call(CLOSE, Shop.named(number)).refusal())
        .isEqualTo("40004 ACQ.REASON_TRADE_STATUS_INVALID");
    assertThat(shop.call(CREATE, inAppOrder(number)).refusal())
        .isEqualTo("40004 ACQ.TRADE_HAS_CLOSE");
  }

  @Test
  void close_paid_isRefused() throws Exception {
    assertThat(shop.call(CLOSE, Shop.named(shop.paid())).refusal())
        .isEqualTo("40004 ACQ.TRADE_STATUS_ERROR");
  }

  // cancel

  @Test
  void cancel_paid_refundsInFull() throws Exception {
    String number = shop.paid();

    Result cancel = shop.call(CANCEL, Shop.named(number));

    assertThat(cancel.text("action")).isEqualTo("refund");
    assertThat(cancel.text("retry_flag")).isEqualTo("N");
    assertThat(shop.state(number)).isEqualTo("TRADE_CLOSED");
    assertThat(shop.call(CANCEL, Shop.named(number)).text("action")).isEqualTo("refund");
    assertThat(shop.call(PAY, Shop.codeOrder(number)).refusal())
        .isEqualTo("40004 ACQ.TRADE_HAS_CLOSE");
  }

  @Test
  void cancel_ofNothing_hasNoActionAndBurnsTheNumber() throws Exception {
    String number = Shop.number();

    Result cancel = shop.call(CANCEL, Shop.named(number));

    assertThat(cancel.code()).isEqualTo("10000");
    assertThat(cancel.has("action")).isFalse();
    assertThat(cancel.has("trade_no")).isFalse();
    assertThat(shop.call(PAY, Shop.codeOrder(number)).refusal())
        .isEqualTo("40004 ACQ.TRADE_HAS_CLOSE");
  }

  @ParameterizedTest
  @CsvSource({"false", "true"})
  void cancel_ofAnUnscannedCode_endsItUnlessToldOtherwise(boolean survives) throws Exception {
    sandbox.alipay().unscannedSurvivesCancel(survives);
    String number = Shop.number();
    shop.call(PRECREATE, Shop.order(number));
    shop.call(CANCEL, Shop.named(number));

    if (survives) {
      assertThat(sandbox.alipay().pay(number).status()).isEqualTo("TRADE_SUCCESS");
    } else {
      org.assertj.core.api.Assertions.assertThatThrownBy(() -> sandbox.alipay().pay(number))
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("ORDER_CLOSED");
    }
  }

  @Test
  void cancel_asksToBeRepeated() throws Exception {
    sandbox.alipay().cancelAsksAgain(2);
    String number = shop.paid();

    assertThat(shop.call(CANCEL, Shop.named(number)).text("retry_flag")).isEqualTo("Y");
    assertThat(shop.call(CANCEL, Shop.named(number)).text("retry_flag")).isEqualTo("Y");
    assertThat(shop.state(number)).isEqualTo("TRADE_SUCCESS");
    assertThat(shop.call(CANCEL, Shop.named(number)).text("action")).isEqualTo("refund");
  }

  @Test
  void cancel_afterARefundOrADay_isRefused() throws Exception {
    try (Sandbox alone = Sandbox.start()) {
      Shop merchant = Shop.keyMode(alone);
      String refunded = merchant.paid();
      merchant.call(REFUND, Shop.refundOf(refunded, "C-R1", "1.00"));
      String old = merchant.paid();

      assertThat(merchant.call(CANCEL, Shop.named(refunded)).refusal())
          .isEqualTo("40004 ACQ.REASON_TRADE_REFUND_FEE_ERR");
      alone.clock().advance(Duration.ofHours(25));
      assertThat(merchant.call(CANCEL, Shop.named(old)).refusal())
          .isEqualTo("40004 ACQ.TRADE_CANCEL_TIME_OUT");
    }
  }

  // refund

  @Test
  void refund_inParts_thenWhole() throws Exception {
    String number = shop.paid();

    Result first = shop.call(REFUND, Shop.refundOf(number, "R1", "8.00"));
    assertThat(first.text("fund_change")).isEqualTo("Y");
    assertThat(first.text("refund_fee")).isEqualTo("8.00");
    assertThat(shop.state(number)).isEqualTo("TRADE_SUCCESS");
    Result second = shop.call(REFUND, Shop.refundOf(number, "R2", "80.00"));
    assertThat(second.text("fund_change")).isEqualTo("Y");
    assertThat(second.text("refund_fee")).isEqualTo("88.00");
    assertThat(shop.state(number)).isEqualTo("TRADE_CLOSED");
    assertThat(shop.call(QUERY, Shop.named(number)).has("send_pay_date")).isTrue();
  }

  @Test
  void refund_repeated_movesNothing() throws Exception {
    String number = shop.paid();
    ObjectNode refund = Shop.refundOf(number, "R1", "88.00");
    shop.call(REFUND, refund);

    Result again = shop.call(REFUND, refund);

    assertThat(again.code()).isEqualTo("10000");
    assertThat(again.text("fund_change")).isEqualTo("N");
    assertThat(again.text("refund_fee")).isEqualTo("88.00");
    assertThat(shop.call(REFUND, Shop.refundOf(number, "R1", "87.00")).refusal())
        .isEqualTo("40004 ACQ.DISCORDANT_REPEAT_REQUEST");
  }

  @Test
  void refund_beyondTheRemainder_isRefused() throws Exception {
    String number = shop.paid();
    shop.call(REFUND, Shop.refundOf(number, "R1", "80.00"));

    assertThat(shop.call(REFUND, Shop.refundOf(number, "R2", "8.01")).refusal())
        .isEqualTo("40004 ACQ.REASON_TRADE_REFUND_FEE_ERR");
  }

  @Test
  void refund_inPart_needsANumber() throws Exception {
    String number = shop.paid();

    assertThat(shop.call(REFUND, Shop.named(number).put("refund_amount", "1.00")).refusal())
        .isEqualTo("40004 ACQ.REFUND_AMT_NOT_EQUAL_TOTAL");
    assertThat(
            shop.call(REFUND, Shop.named(number).put("refund_amount", "88.00")).text("fund_change"))
        .isEqualTo("Y");
    assertThat(
            shop.call(REFUND_QUERY, Shop.named(number).put("out_request_no", number))
                .text("refund_status"))
        .isEqualTo("REFUND_SUCCESS");
  }

  @Test
  void refund_ofWhatCannotBeRefunded_isRefused() throws Exception {
    String unpaid = Shop.number();
    shop.call(CREATE, inAppOrder(unpaid));
    String finished = shop.paid();
    sandbox.alipay().finish(finished);

    assertThat(shop.call(REFUND, Shop.refundOf(unpaid, "R1", "1.00")).refusal())
        .isEqualTo("40004 ACQ.TRADE_STATUS_ERROR");
    assertThat(shop.call(REFUND, Shop.refundOf(finished, "R1", "1.00")).refusal())
        .isEqualTo("40004 ACQ.TRADE_HAS_FINISHED");
    assertThat(shop.call(REFUND, Shop.refundOf("NOSUCH", "R1", "1.00")).refusal())
        .isEqualTo("40004 ACQ.TRADE_NOT_EXIST");
  }

  @Test
  void refund_withoutTheSellersMoney_canBeRepeatedLater() throws Exception {
    sandbox.alipay().notEnoughFunds(true);
    ObjectNode refund = Shop.refundOf(shop.paid(), "R1", "1.00");

    assertThat(shop.call(REFUND, refund).refusal())
        .isEqualTo("40004 ACQ.SELLER_BALANCE_NOT_ENOUGH");
    sandbox.alipay().notEnoughFunds(false);
    assertThat(shop.call(REFUND, refund).text("fund_change")).isEqualTo("Y");
  }

  @Test
  void refund_byHand_isSilentUntilItEnds() throws Exception {
    sandbox.alipay().refundsByHand(true);
    String number = shop.paid();
    String request = "BYHAND" + number;

    Result refund = shop.call(REFUND, Shop.refundOf(number, request, "88.00"));
    Result before = shop.call(REFUND_QUERY, Shop.named(number).put("out_request_no", request));
    String between = shop.state(number);
    sandbox.alipay().settleRefund(request, "SUCCESS");
    Result after = shop.call(REFUND_QUERY, Shop.named(number).put("out_request_no", request));

    assertThat(refund.text("fund_change")).isEqualTo("N");
    assertThat(refund.text("refund_fee")).isEqualTo("0.00");
    assertThat(before.code()).isEqualTo("10000");
    assertThat(before.has("refund_status")).isFalse();
    assertThat(between).isEqualTo("TRADE_SUCCESS");
    assertThat(after.text("refund_status")).isEqualTo("REFUND_SUCCESS");
    assertThat(after.text("refund_amount")).isEqualTo("88.00");
    assertThat(shop.state(number)).isEqualTo("TRADE_CLOSED");
  }

  @Test
  void refund_thatFailed_isStartedAgainByTheSameRequest() throws Exception {
    sandbox.alipay().refundsEndAs("FAILED");
    String number = shop.paid();
    ObjectNode refund = Shop.refundOf(number, "FAIL" + number, "88.00");

    assertThat(shop.call(REFUND, refund).text("fund_change")).isEqualTo("N");
    sandbox.alipay().refundsEndAs("SUCCESS");
    assertThat(shop.call(REFUND, refund).text("fund_change")).isEqualTo("Y");
  }

  @Test
  void refund_delayed_endsWithTheClock() throws Exception {
    try (Sandbox alone = Sandbox.start()) {
      Shop merchant = Shop.keyMode(alone);
      alone.alipay().refundDelay(Duration.ofMinutes(30));
      String number = merchant.paid();
      merchant.call(REFUND, Shop.refundOf(number, "LATE1", "88.00"));

      alone.clock().advance(Duration.ofMinutes(31));

      io.jiaozi.sandbox.wechat.Eventually.holds(
          () -> alone.alipay().refund("LATE1").status().equals("SUCCESS"));
    }
  }

  @Test
  void refundQuery_ofAnUnknownNumber_isSilent() throws Exception {
    Result query = shop.call(REFUND_QUERY, Shop.named(shop.paid()).put("out_request_no", "NOSUCH"));

    assertThat(query.code()).isEqualTo("10000");
    assertThat(query.has("refund_status")).isFalse();
  }

  @Test
  void refundQuery_tellsTheBanksSideWhenAsked() throws Exception {
    String number = shop.paid();
    String request = "BANK" + number;
    shop.call(REFUND, Shop.refundOf(number, request, "8.00"));
    sandbox.alipay().depositBack(request, "F");
    ObjectNode query = Shop.named(number).put("out_request_no", request);
    query.set("query_options", Json.array().add("deposit_back_info").add("gmt_refund_pay"));

    Result result = shop.call(REFUND_QUERY, query);

    assertThat(result.json().path("deposit_back_info").path("dback_status").asString())
        .isEqualTo("F");
    assertThat(result.has("gmt_refund_pay")).isTrue();
  }
}
