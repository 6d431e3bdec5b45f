package io.jiaozi.sandbox.unionpay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jiaozi.sandbox.Merchant;
import io.jiaozi.sandbox.Sandbox;
import io.jiaozi.sandbox.wechat.Eventually;
import java.io.ByteArrayInputStream;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Base64;
import java.util.Map;
import java.util.zip.InflaterInputStream;
import java.util.zip.ZipInputStream;
import javax.crypto.Cipher;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class UnionpayWireTest {
  private static Sandbox sandbox;
  private static UnionpayMerchant merchant;

  @BeforeAll
  static void start() {
    sandbox = Sandbox.start();
    merchant = new UnionpayMerchant(sandbox);
  }

  @AfterAll
  static void stop() {
    sandbox.close();
  }

  private static String code(Map<String, String> answer) {
    return answer.get("respCode");
  }

  @ParameterizedTest
  @CsvSource({
    "PAGE00001,01,01,000201,07",
    "PAGE00002,01,01,000201,08",
    "PAGE00003,01,01,000202,07",
    "PAGE00004,01,03,000201,07",
    "PAGE00005,02,01,000201,08"
  })
  void page_leadsTheBrowserToTheCashier(
      String number, String type, String subType, String bizType, String channel) throws Exception {
    Map<String, String> order = merchant.purchase(number);
    order.put("txnType", type);
    order.put("txnSubType", subType);
    order.put("bizType", bizType);
    order.put("channelType", channel);

    HttpResponse<byte[]> reply = merchant.post("frontTransReq.do", order);

    assertThat(reply.statusCode()).isEqualTo(303);
    assertThat(reply.headers().firstValue("Location").orElseThrow())
        .startsWith("/_sandbox/unionpay/cashier/");
    assertThat(merchant.state(number, order.get("txnTime"))).isEqualTo("00/05");
    sandbox.unionpay().pay(number);
    assertThat(merchant.state(number, order.get("txnTime"))).isEqualTo("00/00");
  }

  @Test
  void query_paidOrder_tellsWhatTheChannelKnows() throws Exception {
    Map<String, String> order = merchant.purchase("QUERY00001");
    order.put("reqReserved", "J1.07.20260518120000");
    String queryId = merchant.paid(order);

    Map<String, String> answer = merchant.ask("QUERY00001", order.get("txnTime"));

    assertThat(answer)
        .containsEntry("respCode", "00")
        .containsEntry("origRespCode", "00")
        .containsEntry("origRespMsg", "成功[0000000]")
        .containsEntry("encoding", "utf-8")
        .containsEntry("txnType", "01")
        .containsEntry("txnAmt", "8800")
        .containsEntry("settleAmt", "8800")
        .containsEntry("settleCurrencyCode", "156")
        .containsEntry("currencyCode", "156")
        .containsEntry("reqReserved", "J1.07.20260518120000")
        .containsEntry("accNo", "6216***********0018")
        .containsEntry("queryId", queryId);
    assertThat(queryId).matches("[0-9]{21}").contains(answer.get("traceNo"));
    assertThat(answer.get("traceNo")).matches("[0-9]{6}");
    assertThat(answer.get("traceTime")).matches("[0-9]{10}");
    assertThat(answer.get("settleDate")).matches("[0-9]{4}");
    assertThat(answer.get("signPubKeyCert"))
        .startsWith("-----BEGIN CERTIFICATE-----\r\n")
        .endsWith("\r\n-----END CERTIFICATE-----");
  }

  @Test
  void query_byQueryId_findsTheSame() throws Exception {
    Map<String, String> order = merchant.purchase("QUERY00002");
    Map<String, String> query = merchant.request("00", "02", "000000", "");
    query.remove("txnTime");
    query.put("queryId", merchant.paid(order));

    assertThat(merchant.call("queryTrans.do", query)).containsEntry("orderId", "QUERY00002");
  }

  @Test
  void query_otherTime_isNoSuchTransaction() throws Exception {
    Map<String, String> order = merchant.purchase("QUERY00003");
    merchant.paid(order);

    assertThat(merchant.state("QUERY00003", "20200101000000")).isEqualTo("34/-");
    assertThat(merchant.state("NOWHERE0001", order.get("txnTime"))).isEqualTo("34/-");
  }

  @Test
  void query_unpaid_isUnknownWhenToldSo() throws Exception {
    try (Sandbox own = Sandbox.start()) {
      UnionpayMerchant shop = new UnionpayMerchant(own);
      own.unionpay().unpaidIsUnknown(true);
      Map<String, String> order = shop.purchase("QUERY00004");
      shop.post("frontTransReq.do", order);

      assertThat(shop.state("QUERY00004", order.get("txnTime"))).isEqualTo("34/-");
      own.unionpay().pay("QUERY00004");
      assertThat(shop.state("QUERY00004", order.get("txnTime"))).isEqualTo("00/00");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"000201", "000000"})
  void app_givesAnOrderNumberForTheControl(String bizType) throws Exception {
    Map<String, String> order = merchant.purchase("APP" + bizType);
    order.remove("frontUrl");
    order.put("bizType", bizType);
    order.put("channelType", "08");

    Map<String, String> answer = merchant.call("appTransReq.do", order);

    assertThat(code(answer)).isEqualTo("00");
    assertThat(answer.get("tn")).matches("[0-9]{21}");
    assertThat(sandbox.unionpay().cashier(answer.get("tn")).getPath())
        .startsWith("/_sandbox/unionpay/cashier/");
  }

  @ParameterizedTest
  @CsvSource({"QRSHOWN001,01,07", "QRSHOWN002,02,05"})
  void shownCode_isPaidByScanning(String number, String type, String subType) throws Exception {
    Map<String, String> order = merchant.shownCode(number);
    order.put("txnType", type);
    order.put("txnSubType", subType);

    Map<String, String> answer = merchant.back(order);

    assertThat(code(answer)).isEqualTo("00");
    assertThat(answer.get("qrCode")).startsWith("https://qr.95516.com/");
    assertThat(sandbox.unionpay().cashier(answer.get("qrCode"))).isNotNull();
    sandbox.unionpay().pay(number);
    assertThat(merchant.state(number, order.get("txnTime"))).isEqualTo("00/00");
  }

  @Test
  void unifiedOrder_givesACode() throws Exception {
    Map<String, String> order = merchant.purchase("QRUNIFIED1");
    order.put("bizType", "000000");
    order.put("channelType", "08");

    assertThat(merchant.call("order.do", order).get("qrCode")).startsWith("https://");
  }

  @Test
  void scannedCode_isAcceptedAndPaidAtOnce() throws Exception {
    Map<String, String> order = merchant.scannedCode("QRSCAN0001");

    Map<String, String> answer = merchant.back(order);

    assertThat(answer).containsEntry("respCode", "00").containsKey("queryId");
    assertThat(merchant.state("QRSCAN0001", order.get("txnTime"))).isEqualTo("00/00");
  }

  @Test
  void scannedCode_buyerTypes_thenPaysOrIsDeclined() throws Exception {
    try (Sandbox own = Sandbox.start()) {
      UnionpayMerchant shop = new UnionpayMerchant(own);
      own.unionpay().buyersTakeTheirTime(true);
      Map<String, String> one = shop.scannedCode("QRSCAN0002");
      Map<String, String> two = shop.scannedCode("QRSCAN0003");
      assertThat(code(shop.back(one))).isEqualTo("00");
      assertThat(code(shop.back(two))).isEqualTo("00");
      assertThat(shop.state("QRSCAN0002", one.get("txnTime"))).isEqualTo("00/05");

      own.unionpay().pay("QRSCAN0002");
      own.unionpay().decline("QRSCAN0003", "61");

      assertThat(shop.state("QRSCAN0002", one.get("txnTime"))).isEqualTo("00/00");
      assertThat(shop.state("QRSCAN0003", two.get("txnTime"))).isEqualTo("00/61");
      assertThat(own.unionpay().order("QRSCAN0003").state()).isEqualTo("FAILED");
    }
  }

  @Test
  void decline_onPage_isNoLastWordUntilTheTimeIsOver() throws Exception {
    Map<String, String> order = merchant.purchase("DECLINE001");
    merchant.post("frontTransReq.do", order);
    sandbox.unionpay().decline("DECLINE001");

    assertThat(merchant.state("DECLINE001", order.get("txnTime"))).isEqualTo("00/64");
    sandbox.unionpay().pay("DECLINE001");
    assertThat(merchant.state("DECLINE001", order.get("txnTime"))).isEqualTo("00/00");
  }

  @Test
  void payTimeout_over_refusesAllButTheBanksPage() throws Exception {
    try (Sandbox own = Sandbox.start()) {
      UnionpayMerchant shop = new UnionpayMerchant(own);
      Map<String, String> order = shop.purchase("LATE000001");
      order.put(
          "payTimeout", UnionpayMerchant.time(own.clock().instant().plus(Duration.ofMinutes(15))));
      shop.post("frontTransReq.do", order);
      assertThat(shop.state("LATE000001", order.get("txnTime"))).isEqualTo("00/05");

      own.clock().advance(Duration.ofMinutes(15));

      assertThat(shop.state("LATE000001", order.get("txnTime"))).isEqualTo("00/42");
      assertThatThrownBy(() -> own.unionpay().pay("LATE000001"))
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("EXPIRED");
      String queryId = own.unionpay().payLate("LATE000001").queryId();
      assertThat(shop.state("LATE000001", order.get("txnTime"))).isEqualTo("00/00");

      own.clock().advance(Duration.ofDays(7));
      Eventually.holds(() -> own.unionpay().order("LATE000001").undone());
      assertThat(code(shop.back(shop.follow("04", "LATEREF001", queryId, 100)))).isEqualTo("45");
    }
  }

  @Test
  void payTimeout_thatHasPassed_isRefused() throws Exception {
    Map<String, String> order = merchant.shownCode("LATE000002");
    order.put(
        "payTimeout",
        UnionpayMerchant.time(sandbox.clock().instant().minus(Duration.ofSeconds(1))));

    assertThat(code(merchant.back(order))).isEqualTo("42");
  }

  @Test
  void samePair_isARepeat() throws Exception {
    Map<String, String> order = merchant.shownCode("TWICE00001");
    merchant.back(order);

    assertThat(merchant.back(order))
        .containsEntry("respCode", "12")
        .containsEntry("respMsg", "重复交易[2010002]");
    assertThat(sandbox.unionpay().orders().stream().filter(o -> o.orderId().equals("TWICE00001")))
        .hasSize(1);
  }

  @Test
  void samePair_isARepeatHoweverOld() throws Exception {
    try (Sandbox own = Sandbox.start()) {
      UnionpayMerchant shop = new UnionpayMerchant(own);
      Map<String, String> order = shop.shownCode("TWICE00002");
      shop.back(order);
      own.clock().advance(Duration.ofDays(3));

      assertThat(code(shop.back(order))).isEqualTo("12");
    }
  }

  @Test
  void sameNumberAtAnotherTime_isAnotherTransaction() throws Exception {
    Map<String, String> one = merchant.purchase("TWICE00003");
    Map<String, String> two = merchant.purchase("TWICE00003");
    two.put(
        "txnTime", UnionpayMerchant.time(sandbox.clock().instant().minus(Duration.ofSeconds(30))));
    merchant.paid(one);
    merchant.paid(two);

    assertThat(merchant.state("TWICE00003", one.get("txnTime"))).isEqualTo("00/00");
    assertThat(merchant.state("TWICE00003", two.get("txnTime"))).isEqualTo("00/00");
  }

  @Test
  void refund_underThePurchasesNumber_isARepeat() throws Exception {
    String queryId = merchant.paid(merchant.purchase("TWICE00004"));
    Map<String, String> refund = merchant.follow("04", "TWICE00004", queryId, 100);
    refund.put(
        "txnTime", UnionpayMerchant.time(sandbox.clock().instant().minus(Duration.ofSeconds(30))));

    assertThat(code(merchant.back(refund))).isEqualTo("12");
  }

  @Test
  void refund_inParts_untilAllIsBack() throws Exception {
    Map<String, String> order = merchant.purchase("REFUND0001");
    String queryId = merchant.paid(order);
    Map<String, String> first = merchant.follow("04", "REFUND0001A", queryId, 800);

    assertThat(merchant.back(first))
        .containsEntry("respCode", "00")
        .containsEntry("origQryId", queryId)
        .containsEntry("txnAmt", "800");
    assertThat(code(merchant.back(merchant.follow("04", "REFUND0001B", queryId, 8001))))
        .isEqualTo("36");
    assertThat(code(merchant.back(merchant.follow("04", "REFUND0001C", queryId, 8000))))
        .isEqualTo("00");
    assertThat(code(merchant.back(merchant.follow("04", "REFUND0001D", queryId, 1))))
        .isEqualTo("45");
    assertThat(merchant.state("REFUND0001A", first.get("txnTime"))).isEqualTo("00/00");
    // The purchase stays what it was.
    assertThat(merchant.state("REFUND0001", order.get("txnTime"))).isEqualTo("00/00");
    assertThat(sandbox.unionpay().order("REFUND0001").refunded()).isEqualTo(8800);
  }

  @Test
  void refund_ofNothing_isOriginalMissing() throws Exception {
    Map<String, String> unpaid = merchant.purchase("REFUND0002");
    merchant.post("frontTransReq.do", unpaid);
    String unpaidId = sandbox.unionpay().order("REFUND0002").queryId();

    assertThat(merchant.back(merchant.follow("04", "REFUND0002A", "0".repeat(21), 100)))
        .containsEntry("respCode", "35")
        .containsEntry("respMsg", "原交易不存在或状态不正确[2011000]");
    assertThat(code(merchant.back(merchant.follow("04", "REFUND0002B", unpaidId, 100))))
        .isEqualTo("35");
  }

  @ParameterizedTest
  @CsvSource({"bizType,000202", "channelType,08"})
  void refund_ofAnotherProduct_doesNotMatch(String field, String value) throws Exception {
    String queryId = merchant.paid(merchant.purchase("REFUND0003" + value));
    Map<String, String> refund = merchant.follow("04", "REFUND0003A" + value, queryId, 100);
    refund.put(field, value);

    assertThat(code(merchant.back(refund))).isEqualTo("36");
  }

  @Test
  void refund_byTheOriginalsPair_forCodesOnly() throws Exception {
    Map<String, String> order = merchant.scannedCode("REFUND0004");
    merchant.back(order);
    Map<String, String> refund = merchant.follow("04", "REFUND0004A", "", 100);
    refund.remove("origQryId");
    refund.put("bizType", "000000");
    refund.put("channelType", "08");
    refund.put("origOrderId", "REFUND0004");
    refund.put("origTxnTime", order.get("txnTime"));

    assertThat(code(merchant.back(refund))).isEqualTo("00");
    refund.put("orderId", "REFUND0004B");
    refund.put("bizType", "000201");
    assertThat(code(merchant.back(refund))).isEqualTo("13");
  }

  @Test
  void refund_afterItsTime_isTooLate() throws Exception {
    try (Sandbox own = Sandbox.start()) {
      UnionpayMerchant shop = new UnionpayMerchant(own);
      Map<String, String> scanned = shop.scannedCode("REFUND0005");
      shop.back(scanned);
      String page = shop.paid(shop.purchase("REFUND0006"));
      own.clock().advance(Duration.ofDays(31));
      Map<String, String> late =
          shop.follow("04", "REFUND0005A", own.unionpay().order("REFUND0005").queryId(), 100);
      late.put("bizType", "000000");
      late.put("channelType", "08");

      assertThat(shop.back(late))
          .containsEntry("respCode", "35")
          .containsEntry("respMsg", "已超过退货期限[4040007]");
      assertThat(code(shop.back(shop.follow("04", "REFUND0006A", page, 100)))).isEqualTo("00");
      own.clock().advance(Duration.ofDays(300));
      assertThat(code(shop.back(shop.follow("04", "REFUND0006B", page, 100)))).isEqualTo("35");
    }
  }

  @Test
  void refund_byHandOrLate_isUnderWayUntilThen() throws Exception {
    try (Sandbox own = Sandbox.start()) {
      UnionpayMerchant shop = new UnionpayMerchant(own);
      String queryId = shop.paid(shop.purchase("REFUND0007"));
      own.unionpay().refundsByHand(true);
      Map<String, String> byHand = shop.follow("04", "REFUND0007A", queryId, 100);
      assertThat(code(shop.back(byHand))).isEqualTo("00");
      assertThat(shop.state("REFUND0007A", byHand.get("txnTime"))).isEqualTo("00/05");
      own.unionpay().settleRefund("REFUND0007A", "61");
      assertThat(shop.state("REFUND0007A", byHand.get("txnTime"))).isEqualTo("00/61");

      own.unionpay().refundsByHand(false);
      own.unionpay().refundDelay(Duration.ofHours(2));
      Map<String, String> late = shop.follow("04", "REFUND0007B", queryId, 8800);
      // What failed is free again.
      assertThat(code(shop.back(late))).isEqualTo("00");
      assertThat(shop.state("REFUND0007B", late.get("txnTime"))).isEqualTo("00/05");
      own.clock().advance(Duration.ofHours(2));
      Eventually.holds(() -> own.unionpay().refund("REFUND0007B").state().equals("SUCCESS"));
    }
  }

  @Test
  void undo_takesAllBackOnce() throws Exception {
    Map<String, String> order = merchant.purchase("UNDO000001");
    String queryId = merchant.paid(order);

    assertThat(code(merchant.back(merchant.follow("31", "UNDO000001A", queryId, 8799))))
        .isEqualTo("36");
    assertThat(code(merchant.back(merchant.follow("31", "UNDO000001B", queryId, 8800))))
        .isEqualTo("00");
    assertThat(code(merchant.back(merchant.follow("31", "UNDO000001C", queryId, 8800))))
        .isEqualTo("45");
    assertThat(code(merchant.back(merchant.follow("04", "UNDO000001D", queryId, 100))))
        .isEqualTo("45");
    assertThat(sandbox.unionpay().order("UNDO000001").undone()).isTrue();
    assertThat(merchant.state("UNDO000001", order.get("txnTime"))).isEqualTo("00/00");
  }

  @Test
  void undo_afterARefund_isNotPossible() throws Exception {
    String queryId = merchant.paid(merchant.purchase("UNDO000002"));
    merchant.back(merchant.follow("04", "UNDO000002A", queryId, 1));

    assertThat(code(merchant.back(merchant.follow("31", "UNDO000002B", queryId, 8800))))
        .isEqualTo("45");
  }

  @ParameterizedTest
  @CsvSource({
    "2026-05-18T14:50:00Z,2026-05-18T14:55:00Z,00",
    "2026-05-18T14:50:00Z,2026-05-18T15:05:00Z,35"
  })
  void undo_isForTheSettlementDayThatEndsAt23(String paidAt, String undoneAt, String code)
      throws Exception {
    Instant paid = Instant.parse(paidAt); // Beijing is eight hours ahead
    try (Sandbox own = Sandbox.builder().clock(Clock.fixed(paid, ZoneOffset.UTC)).start()) {
      UnionpayMerchant shop = new UnionpayMerchant(own);
      String queryId = shop.paid(shop.purchase("UNDO000003"));
      own.clock().advance(Duration.between(paid, Instant.parse(undoneAt)));

      assertThat(code(shop.back(shop.follow("31", "UNDO000003A", queryId, 8800)))).isEqualTo(code);
      assertThat(code(shop.back(shop.follow("04", "UNDO000003B", queryId, 8800))))
          .isEqualTo(code.equals("00") ? "45" : "00");
    }
  }

  @Test
  void settleDate_changesAt23() throws Exception {
    Instant evening = Instant.parse("2026-05-18T15:00:00Z");
    try (Sandbox own = Sandbox.builder().clock(Clock.fixed(evening, ZoneOffset.UTC)).start()) {
      UnionpayMerchant shop = new UnionpayMerchant(own);
      Map<String, String> order = shop.purchase("SETTLE0001");
      shop.paid(order);

      assertThat(shop.ask("SETTLE0001", order.get("txnTime"))).containsEntry("settleDate", "0519");
    }
  }

  @Test
  void hold_isCompletedUpTo115PercentAndOnce() throws Exception {
    String held = merchant.paid(merchant.preauthorisation("HOLD000001", 10000));

    assertThat(code(merchant.back(merchant.follow("03", "HOLD000001A", held, 11501))))
        .isEqualTo("33");
    Map<String, String> completion = merchant.follow("03", "HOLD000001B", held, 11500);
    assertThat(merchant.back(completion)).containsEntry("respCode", "00");
    assertThat(code(merchant.back(merchant.follow("03", "HOLD000001C", held, 100))))
        .isEqualTo("35");
    assertThat(code(merchant.back(merchant.follow("32", "HOLD000001D", held, 10000))))
        .isEqualTo("35");
    String completed = sandbox.unionpay().order("HOLD000001B").queryId();
    assertThat(code(merchant.back(merchant.follow("04", "HOLD000001E", completed, 500))))
        .isEqualTo("00");
    assertThat(code(merchant.back(merchant.follow("33", "HOLD000001F", completed, 11500))))
        .isEqualTo("45");
  }

  @Test
  void hold_completionVoided_canBeCompletedOrVoidedAgain() throws Exception {
    String held = merchant.paid(merchant.preauthorisation("HOLD000002", 10000));
    merchant.back(merchant.follow("03", "HOLD000002A", held, 9000));
    String completed = sandbox.unionpay().order("HOLD000002A").queryId();

    assertThat(code(merchant.back(merchant.follow("33", "HOLD000002B", completed, 8999))))
        .isEqualTo("36");
    assertThat(code(merchant.back(merchant.follow("33", "HOLD000002C", completed, 9000))))
        .isEqualTo("00");
    assertThat(code(merchant.back(merchant.follow("33", "HOLD000002D", completed, 9000))))
        .isEqualTo("45");
    assertThat(code(merchant.back(merchant.follow("32", "HOLD000002E", held, 10000))))
        .isEqualTo("00");
    assertThat(code(merchant.back(merchant.follow("03", "HOLD000002F", held, 100))))
        .isEqualTo("45");
  }

  @Test
  void hold_lapsesAfterThirtyDays() throws Exception {
    try (Sandbox own = Sandbox.start()) {
      UnionpayMerchant shop = new UnionpayMerchant(own);
      String one = shop.paid(shop.preauthorisation("HOLD000003", 10000));
      own.clock().advance(Duration.ofDays(30));
      assertThat(code(shop.back(shop.follow("32", "HOLD000003A", one, 9999)))).isEqualTo("36");
      own.clock().advance(Duration.ofDays(1));

      assertThat(code(shop.back(shop.follow("32", "HOLD000003B", one, 10000)))).isEqualTo("35");
      assertThat(code(shop.back(shop.follow("03", "HOLD000003C", one, 10000)))).isEqualTo("35");
    }
  }

  private static Map<String, String> reversal(UnionpayMerchant shop, Map<String, String> order) {
    Map<String, String> reversal = shop.request("99", "01", "000000", "08");
    reversal.put("orderId", order.get("orderId"));
    reversal.put("txnTime", order.get("txnTime"));
    return reversal;
  }

  @ParameterizedTest
  @ValueSource(strings = {"backTransReq.do", "queryTrans.do"})
  void reversal_ofAScannedCode_countsAsNeverDone(String path) throws Exception {
    Map<String, String> order = merchant.scannedCode("REVERSE1" + path.charAt(0));
    merchant.back(order);

    assertThat(code(merchant.call(path, reversal(merchant, order)))).isEqualTo("00");
    assertThat(code(merchant.call(path, reversal(merchant, order)))).isEqualTo("46");
    assertThat(merchant.state(order.get("orderId"), order.get("txnTime"))).isEqualTo("00/46");
  }

  @Test
  void reversal_whileTheBuyerTypes_stopsHim() throws Exception {
    try (Sandbox own = Sandbox.start()) {
      UnionpayMerchant shop = new UnionpayMerchant(own);
      own.unionpay().buyersTakeTheirTime(true);
      Map<String, String> order = shop.scannedCode("REVERSE002");
      shop.back(order);
      assertThat(code(shop.back(reversal(shop, order)))).isEqualTo("00");

      assertThatThrownBy(() -> own.unionpay().pay("REVERSE002"))
          .isInstanceOf(IllegalStateException.class);
    }
  }

  @Test
  void reversal_ofNothingOfAPageOrOfYesterday_isOriginalMissing() throws Exception {
    try (Sandbox own = Sandbox.start()) {
      UnionpayMerchant shop = new UnionpayMerchant(own);
      Map<String, String> page = shop.purchase("REVERSE003");
      shop.paid(page);
      Map<String, String> scanned = shop.scannedCode("REVERSE004");
      shop.back(scanned);

      assertThat(code(shop.back(reversal(shop, shop.scannedCode("REVERSE005"))))).isEqualTo("35");
      assertThat(code(shop.back(reversal(shop, page)))).isEqualTo("35");
      own.clock().advance(Duration.ofDays(1));
      assertThat(code(shop.back(reversal(shop, scanned)))).isEqualTo("35");
    }
  }

  @Test
  void encryptionCertificate_isGivenAndRenewed() throws Exception {
    Map<String, String> question = merchant.request("95", "00", "000000", "07");
    question.put("orderId", "CERTS00001");
    question.put("certType", "01");

    Map<String, String> first = merchant.back(question);
    sandbox.unionpay().renewEncryptionCertificate();
    Map<String, String> second = merchant.back(question);

    assertThat(first).containsEntry("respCode", "00").containsEntry("certType", "01");
    assertThat(first.get("encryptPubKeyCert")).isNotEqualTo(second.get("encryptPubKeyCert"));
    assertThat(
            UnionpayMerchant.certificates(second.get("encryptPubKeyCert"))
                .get(0)
                .getSerialNumber()
                .toString())
        .isEqualTo(sandbox.unionpay().credentials().encryptionCertId());
  }

  @ParameterizedTest
  @CsvSource({"03,2", "04,1", "05,3"})
  void outcome_putOff_comesAfterSoManyQueries(String code, int queries) throws Exception {
    try (Sandbox own = Sandbox.start()) {
      UnionpayMerchant shop = new UnionpayMerchant(own);
      own.unionpay().putOffOutcomes(code, queries);
      Map<String, String> order = shop.scannedCode("PENDING001");

      assertThat(code(shop.back(order))).isEqualTo(code);
      for (int i = 0; i < queries; i++) {
        assertThat(shop.state("PENDING001", order.get("txnTime"))).isEqualTo("00/" + code);
      }
      assertThat(shop.state("PENDING001", order.get("txnTime"))).isEqualTo("00/00");
    }
  }

  @Test
  void success_withADefect_isToldAsSuch() throws Exception {
    try (Sandbox own = Sandbox.start()) {
      UnionpayMerchant shop = new UnionpayMerchant(own);
      own.unionpay().paymentsSucceedAs("A6");
      own.unionpay().backTransactionsEndAs("A6");
      Map<String, String> page = shop.purchase("DEFECT0001");
      shop.paid(page);
      Map<String, String> scanned = shop.scannedCode("DEFECT0002");
      shop.back(scanned);

      assertThat(shop.state("DEFECT0001", page.get("txnTime"))).isEqualTo("00/A6");
      assertThat(shop.state("DEFECT0002", scanned.get("txnTime"))).isEqualTo("00/A6");
    }
  }

  @Test
  void refusal_onPurpose_doesNothing() throws Exception {
    try (Sandbox own = Sandbox.start()) {
      UnionpayMerchant shop = new UnionpayMerchant(own);
      own.unionpay().refuseNext("pay", "06", 2);
      Map<String, String> order = shop.scannedCode("BUSY000001");

      assertThat(code(shop.back(order))).isEqualTo("06");
      assertThat(shop.state("BUSY000001", order.get("txnTime"))).isEqualTo("34/-");
      assertThat(code(shop.back(order))).isEqualTo("06");
      assertThat(code(shop.back(order))).isEqualTo("00");
    }
  }

  @Test
  void reqReserved_isEchoedAsItIs() throws Exception {
    Map<String, String> order = merchant.shownCode("NESTED0001");
    order.put("reqReserved", "{x={a=1&b=2}&y=[3]}");
    merchant.back(order);

    assertThat(merchant.ask("NESTED0001", order.get("txnTime")))
        .containsEntry("reqReserved", "{x={a=1&b=2}&y=[3]}");
  }

  @Test
  void gbk_isSignedAndAnsweredInGbk() throws Exception {
    Map<String, String> order = merchant.shownCode("CHARSET001");
    order.put("encoding", "GBK");
    order.put("orderDesc", "两盒饺子");

    Map<String, String> answer = merchant.back(order);

    assertThat(answer).containsEntry("encoding", "gbk").containsEntry("respMsg", "成功[0000000]");
    assertThat(sandbox.unionpay().order("CHARSET001").description()).isEqualTo("两盒饺子");
  }

  @ParameterizedTest
  @CsvSource({"unionpay-sha256,11", "unionpay-sm3,12"})
  void secret_insteadOfCertificate_worksToo(String account, String method) throws Exception {
    UnionpayMerchant keyed = new UnionpayMerchant(sandbox, account);
    Map<String, String> order = keyed.scannedCode("KEYED000" + method);

    Map<String, String> answer = keyed.back(order);

    assertThat(answer).containsEntry("respCode", "00").doesNotContainKey("signPubKeyCert");
    assertThat(answer.get("signature")).matches("[0-9a-f]{64}");
    assertThat(keyed.state(order.get("orderId"), order.get("txnTime"))).isEqualTo("00/00");
  }

  @ParameterizedTest
  @CsvSource({"LEFT_OUT,", "CLEAR,6216261000000000018", "MASKED,6216***********0018"})
  void cardNumber_appearsAsTold(CardNumbers how, String shown) throws Exception {
    try (Sandbox own = Sandbox.start()) {
      UnionpayMerchant shop = new UnionpayMerchant(own);
      own.unionpay().cardNumbers(how);
      Map<String, String> order = shop.purchase("CARD000001");
      shop.paid(order);

      assertThat(shop.ask("CARD000001", order.get("txnTime")).get("accNo")).isEqualTo(shown);
    }
  }

  @Test
  void cardNumber_encrypted_isOpenedWithTheMerchantsKey() throws Exception {
    try (Sandbox own = Sandbox.start()) {
      UnionpayMerchant shop = new UnionpayMerchant(own);
      own.unionpay().cardNumbers(CardNumbers.ENCRYPTED);
      Map<String, String> order = shop.purchase("CARD000002");
      shop.paid(order);
      Cipher cipher = Cipher.getInstance("RSA/ECB/PKCS1Padding");
      cipher.init(Cipher.DECRYPT_MODE, shop.privateKey());

      String sent = shop.ask("CARD000002", order.get("txnTime")).get("accNo");

      assertThat(cipher.doFinal(Base64.getDecoder().decode(sent)))
          .asString(StandardCharsets.UTF_8)
          .isEqualTo("6216***********0018");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "batchTrans.do",
        "cardTransReq.do",
        "/jiaofei/api/backTransReq.do",
        "/jiaofei/api/queryTrans.do"
      })
  void products_withCardNumbers_areNotForThisMerchant(String path) throws Exception {
    assertThat(code(merchant.call(path, merchant.shownCode("CLOSED0001")))).isEqualTo("43");
  }

  @ParameterizedTest
  @CsvSource({"12,00,000401", "79,00,000902", "72,01,000401", "01,01,000301", "01,01,000201"})
  void products_ofCards_areNotForThisMerchant(String type, String subType, String bizType)
      throws Exception {
    Map<String, String> fields = merchant.shownCode("CLOSED0002");
    fields.put("txnType", type);
    fields.put("txnSubType", subType);
    fields.put("bizType", bizType);

    assertThat(code(merchant.back(fields))).isEqualTo("43");
  }

  private static Map<String, String> fileOf(UnionpayMerchant shop, String monthDay) {
    Map<String, String> question = shop.request("76", "01", "000000", "");
    question.put("settleDate", monthDay);
    question.put("fileType", "00");
    return question;
  }

  @Test
  void settlementFile_hasARecordForEachSuccess() throws Exception {
    Instant noon = Instant.parse("2026-05-18T04:00:00Z");
    try (Sandbox own = Sandbox.builder().clock(Clock.fixed(noon, ZoneOffset.UTC)).start()) {
      UnionpayMerchant shop = new UnionpayMerchant(own);
      String queryId = shop.paid(shop.purchase("FILES00001"));
      shop.back(shop.follow("04", "FILES00001R", queryId, 1250));
      shop.post("frontTransReq.do", shop.purchase("FILES00002"));
      shop.paid(shop.preauthorisation("FILES00003", 100));

      Map<String, String> answer = shop.call("/", fileOf(shop, "0518"));

      assertThat(answer)
          .containsEntry("respCode", "00")
          .containsEntry("fileName", shop.setting("merchant-id") + "_20260518.zip");
      byte[] zip =
          new InflaterInputStream(
                  new ByteArrayInputStream(Base64.getDecoder().decode(answer.get("fileContent"))))
              .readAllBytes();
      ZipInputStream entries =
          new ZipInputStream(new ByteArrayInputStream(zip), StandardCharsets.UTF_8);
      assertThat(entries.getNextEntry().getName())
          .isEqualTo("INN26051888ZM_" + shop.setting("merchant-id"));
      byte[] file = entries.readAllBytes();
      assertThat(file).hasSize(2 * 609);
      assertThat(column(file, 0, 0, 3)).isEqualTo("S56");
      assertThat(column(file, 0, 66, 12)).isEqualTo("000000008800");
      assertThat(column(file, 0, 87, 21)).isEqualTo(queryId);
      assertThat(column(file, 0, 112, 32)).isEqualTo("FILES00001");
      assertThat(column(file, 0, 166, 13)).isEqualTo("D000000000053");
      assertThat(column(file, 0, 180, 13)).isEqualTo("C000000008747");
      assertThat(column(file, 0, 215, 2)).isEqualTo("01");
      assertThat(column(file, 0, 327, 32)).isEqualTo("饺子馆");
      assertThat(column(file, 1, 215, 2)).isEqualTo("04");
      assertThat(column(file, 1, 271, 21)).isEqualTo(queryId);
      assertThat(column(file, 1, 476, 32)).isEqualTo("FILES00001");
      assertThat(code(shop.call("/", fileOf(shop, "0517")))).isEqualTo("98");
      assertThat(code(shop.call("/", fileOf(shop, "1301")))).isEqualTo("10");
    }
  }

  private static String column(byte[] file, int line, int at, int length) {
    return new String(file, line * 609 + at, length, Charset.forName("GBK")).strip();
  }

  @Test
  void get_isNotImplemented() throws Exception {
    HttpRequest get =
        HttpRequest.newBuilder(sandbox.address().resolve("/gateway/api/queryTrans.do")).build();

    assertThat(Merchant.send(get).statusCode()).isEqualTo(501);
  }

  @Test
  void requests_areCountedByWhatTheyAskFor() throws Exception {
    try (Sandbox own = Sandbox.start()) {
      UnionpayMerchant shop = new UnionpayMerchant(own);
      Map<String, String> hold = shop.preauthorisation("COUNT00001", 100);
      String held = shop.paid(hold);
      shop.back(shop.follow("03", "COUNT00002", held, 100));
      String completed = own.unionpay().order("COUNT00002").queryId();
      Map<String, String> refund = shop.follow("04", "COUNT00003", completed, 50);
      shop.back(refund);
      shop.ask("COUNT00003", refund.get("txnTime"));
      shop.ask("COUNT00001", hold.get("txnTime"));
      shop.back(shop.follow("33", "COUNT00004", completed, 100));
      shop.back(reversal(shop, hold));

      assertThat(own.requests().all())
          .extracting(entry -> entry.operation() + " " + entry.businessNumber())
          .containsExactly(
              "authorize COUNT00001",
              "capture COUNT00002",
              "refund COUNT00003",
              "queryRefund COUNT00003",
              "query COUNT00001",
              "void COUNT00004",
              "reverse COUNT00001");
    }
  }
}
