package io.jiaozi.sandbox.unionpay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import io.jiaozi.sandbox.Fault;
import io.jiaozi.sandbox.Sandbox;
import io.jiaozi.sandbox.channel.Delivery;
import io.jiaozi.sandbox.channel.OutboundMessage;
import io.jiaozi.sandbox.wechat.Eventually;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class UnionpayNotificationTest {
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private static final List<Received> RECEIVED = new CopyOnWriteArrayList<>();
  private static final Queue<Integer> ANSWERS = new ConcurrentLinkedQueue<>();
  private static HttpServer shop;
  private static Sandbox sandbox;
  private static UnionpayMerchant merchant;

  record Received(String type, String query, String body) {
    Map<String, String> fields() {
      return UnionpayMerchant.parseForm(body.getBytes(StandardCharsets.US_ASCII));
    }
  }

  @BeforeAll
  static void start() throws IOException {
    shop = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    shop.createContext(
        "/notify",
        exchange -> {
          RECEIVED.add(
              new Received(
                  exchange.getRequestHeaders().getFirst("Content-Type"),
                  exchange.getRequestURI().getRawQuery(),
                  new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.US_ASCII)));
          Integer answer = ANSWERS.poll();
          exchange.sendResponseHeaders(answer == null ? 200 : answer, -1);
          exchange.close();
        });
    shop.start();
    sandbox = Sandbox.start();
    merchant = new UnionpayMerchant(sandbox);
  }

  @AfterAll
  static void stop() {
    sandbox.close();
    shop.stop(0);
  }

  @BeforeEach
  void forget() {
    ANSWERS.clear();
    sandbox.notificationSpeed(500);
  }

  private static String notifyUrl() {
    return "http://127.0.0.1:" + shop.getAddress().getPort() + "/notify";
  }

  private static String paid(String number) throws Exception {
    Map<String, String> order = merchant.purchase(number);
    order.put("backUrl", notifyUrl());
    return merchant.paid(order);
  }

  private static List<Received> received(String number, int count) throws InterruptedException {
    assertThat(sandbox.awaitDeliveries(number, count, PATIENCE)).hasSize(count);
    return RECEIVED.stream()
        .filter(message -> message.body().contains("orderId=" + number + "&"))
        .toList();
  }

  private static String letters(Enum<?> name) {
    return name.name().replace("_", "");
  }

  private static Map<String, String> fields(OutboundMessage message) {
    return UnionpayMerchant.parseForm(message.body());
  }

  @Test
  void payment_isToldAsASignedForm() throws Exception {
    Map<String, String> order = merchant.purchase("NOTIFY00001");
    order.put("backUrl", notifyUrl());
    order.put("reqReserved", "J1.07.20260518120000");
    String queryId = merchant.paid(order);

    Received message = received("NOTIFY00001", 1).get(0);
    assertThat(message.type()).isEqualTo("application/x-www-form-urlencoded;charset=UTF-8");
    assertThat(merchant.problem(message.fields())).isEqualTo("");
    assertThat(message.fields())
        .containsEntry("respCode", "00")
        .containsEntry("respMsg", "成功[0000000]")
        .containsEntry("encoding", "utf-8")
        .containsEntry("txnType", "01")
        .containsEntry("txnTime", order.get("txnTime"))
        .containsEntry("txnAmt", "8800")
        .containsEntry("settleAmt", "8800")
        .containsEntry("reqReserved", "J1.07.20260518120000")
        .containsEntry("queryId", queryId)
        .containsKeys("traceNo", "traceTime", "settleDate", "settleCurrencyCode", "accNo");
    assertThat(sandbox.unionpay().notifications())
        .filteredOn(delivery -> delivery.subject().equals("NOTIFY00001"))
        .extracting(Delivery::kind)
        .containsExactly("01/00");
  }

  @Test
  void address_withAQuery_keepsIt() throws Exception {
    Map<String, String> order = merchant.purchase("NOTIFY00002");
    order.put("backUrl", notifyUrl() + "?shop=7&x=%26");
    merchant.paid(order);

    Received message = received("NOTIFY00002", 1).get(0);
    assertThat(message.query()).isEqualTo("shop=7&x=%26");
    assertThat(merchant.problem(message.fields())).isEqualTo("");
  }

  @ParameterizedTest
  @CsvSource({"unionpay-sha256,NOTIFYKEY1", "unionpay-sm3,NOTIFYKEY2"})
  void payment_ofAMerchantWithASecret_isSignedWithIt(String account, String number)
      throws Exception {
    UnionpayMerchant keyed = new UnionpayMerchant(sandbox, account);
    Map<String, String> order = keyed.purchase(number);
    order.put("backUrl", notifyUrl());
    keyed.paid(order);

    assertThat(keyed.problem(received(number, 1).get(0).fields())).isEqualTo("");
  }

  @Test
  void decline_onPage_isNotTold_butScannedOneIs() throws Exception {
    try (Sandbox own = Sandbox.start()) {
      UnionpayMerchant other = new UnionpayMerchant(own);
      Map<String, String> page = other.purchase("NOTIFY00003");
      other.post("frontTransReq.do", page);
      own.unionpay().decline("NOTIFY00003");
      own.unionpay().backTransactionsEndAs("61");
      other.back(other.scannedCode("NOTIFY00004"));

      assertThat(own.awaitDeliveries("NOTIFY00004", 1, PATIENCE))
          .extracting(Delivery::kind)
          .containsExactly("01/61");
      assertThat(own.unionpay().notifications())
          .noneMatch(delivery -> delivery.subject().equals("NOTIFY00003"));
    }
  }

  @Test
  void back_transactions_areToldWhenTheyFailToo() throws Exception {
    String queryId = paid("NOTIFY00005");
    try {
      sandbox.unionpay().backTransactionsEndAs("61");
      Map<String, String> refund = merchant.follow("04", "NOTIFY00005R", queryId, 100);
      refund.put("backUrl", notifyUrl());
      assertThat(merchant.back(refund)).containsEntry("respCode", "00");
    } finally {
      sandbox.unionpay().backTransactionsEndAs("00");
    }

    assertThat(received("NOTIFY00005R", 1).get(0).fields())
        .containsEntry("txnType", "04")
        .containsEntry("respCode", "61");
  }

  @Test
  void reversal_withAnAddress_isTold() throws Exception {
    Map<String, String> order = merchant.scannedCode("NOTIFY00006");
    order.put("backUrl", notifyUrl());
    merchant.back(order);
    received("NOTIFY00006", 1);
    Map<String, String> reversal = merchant.request("99", "01", "000000", "08");
    reversal.put("orderId", "NOTIFY00006");
    reversal.put("txnTime", order.get("txnTime"));
    reversal.put("backUrl", notifyUrl());
    merchant.back(reversal);

    assertThat(received("NOTIFY00006", 2).get(1).fields())
        .containsEntry("txnType", "99")
        .containsEntry("respCode", "00");
  }

  @Test
  void outcome_putOff_isToldOnlyAfterTheLastQuery() throws Exception {
    try (Sandbox own = Sandbox.start()) {
      UnionpayMerchant other = new UnionpayMerchant(own);
      own.unionpay().putOffOutcomes("05", 2);
      Map<String, String> order = other.scannedCode("NOTIFY00007");
      order.put("backUrl", notifyUrl());
      other.back(order);
      other.ask("NOTIFY00007", order.get("txnTime"));
      assertThat(own.deliveries()).isEmpty();
      other.ask("NOTIFY00007", order.get("txnTime"));

      assertThat(own.awaitDeliveries("NOTIFY00007", 1, PATIENCE)).hasSize(1);
    }
  }

  @Test
  void notAcknowledged_comesAgain() throws Exception {
    ANSWERS.addAll(List.of(500, 302, 204));
    paid("NOTIFY00008");

    List<Received> messages = received("NOTIFY00008", 4);
    assertThat(messages).hasSize(4);
    assertThat(sandbox.unionpay().notifications())
        .filteredOn(delivery -> delivery.subject().equals("NOTIFY00008"))
        .extracting(Delivery::outcome)
        .containsExactly(
            Delivery.Outcome.NOT_ACKNOWLEDGED,
            Delivery.Outcome.NOT_ACKNOWLEDGED,
            Delivery.Outcome.NOT_ACKNOWLEDGED,
            Delivery.Outcome.ACKNOWLEDGED);
  }

  @ParameterizedTest
  @EnumSource(RedeliveryPlan.class)
  void neverAcknowledged_isDeliveredFiveTimes(RedeliveryPlan plan) throws Exception {
    try (Sandbox own = Sandbox.builder().notificationSpeed(0).start()) {
      UnionpayMerchant other = new UnionpayMerchant(own);
      own.unionpay().redelivery(plan);
      for (int i = 0; i < 20; i++) {
        ANSWERS.add(500);
      }
      Map<String, String> order = other.purchase("NOTIFY00009");
      order.put("backUrl", notifyUrl());
      other.paid(order);
      Eventually.holds(
          () -> {
            own.clock().advance(Duration.ofMinutes(5)); // the longest gap
            return own.unionpay().notifications().size() >= 5;
          });
      own.clock().advance(Duration.ofDays(1));
      own.unionpay().notifyAgain("NOTIFY00009"); // to know that nothing is on its way

      assertThat(own.awaitDeliveries("NOTIFY00009", 6, PATIENCE))
          .extracting(Delivery::attempt)
          .endsWith(5, 1);
    }
  }

  @Test
  void gaps_areTheDocumentedOnes() {
    assertThat(RedeliveryPlan.GATEWAY.gaps())
        .extracting(Duration::toMinutes)
        .containsExactly(0L, 1L, 2L, 4L);
    assertThat(RedeliveryPlan.PAYOUT.gaps())
        .extracting(Duration::toMinutes)
        .containsExactly(1L, 2L, 4L, 5L);
  }

  @Test
  void duplicate_arrivesTwice() throws Exception {
    sandbox.unionpay().twistNextNotification(Twist.DUPLICATE);
    paid("NOTIFY00010");

    List<Received> messages = received("NOTIFY00010", 2);
    assertThat(messages.get(0).body()).isEqualTo(messages.get(1).body());
  }

  @Test
  void reorder_arrivesAfterTheNextOne() throws Exception {
    sandbox.unionpay().twistNextNotification(Twist.REORDER);
    paid("NOTIFY00011");
    Eventually.holds(() -> sandbox.heldNotifications() == 1);
    paid("NOTIFY00012");

    received("NOTIFY00011", 1);
    received("NOTIFY00012", 1);
    assertThat(sandbox.unionpay().notifications())
        .extracting(Delivery::subject)
        .containsSubsequence("NOTIFY00012", "NOTIFY00011");
  }

  /** Every twist, and the first step at which a careful reader stops. */
  @ParameterizedTest
  @CsvSource({
    "DUPLICATE,''",
    "REORDER,''",
    "SHUFFLED,''",
    "EMPTY_FIELD,''",
    "BARE_LINE_FEEDS,''",
    "PRODUCTION_NAME,''",
    "TEST_NAME,identity",
    "ALTER_BYTE,signature",
    "ADDED_FIELD,signature",
    "REPEATED_FIELD,twice",
    "BAD_SIGNATURE,signature",
    "MISSING_SIGNATURE,signature",
    "WRONG_KEY,signature",
    "RAW_DIGEST,signature",
    "UPPER_CASE_DIGEST,signature",
    "SHA1_DIGEST,signature",
    "MISSING_CERTIFICATE,no certificate",
    "MERCHANT_CERTIFICATE,identity",
    "WRONG_COMPANY,identity",
    "COMPANY_IN_ANOTHER_PART,identity",
    "COMPANY_WITH_MORE,identity",
    "COMPANY_IN_UNIT,identity",
    "COMPANY_IN_A_NAME_WITHIN,identity",
    "TWO_COMMON_NAMES,identity",
    "EXPIRED_CERTIFICATE,validity",
    "FUTURE_CERTIFICATE,validity",
    "OTHER_AUTHORITY,chain",
    "SAME_NAMED_AUTHORITY,chain",
    "SELF_SIGNED,chain",
    "ISSUED_BY_MERCHANT,chain",
    "TWO_CERTIFICATES,certificates",
    "DOWNGRADED_TO_11,method",
    "DOWNGRADED_TO_12,method",
    "NO_SIGN_METHOD,method",
    "VERSION_5_0_0,version",
    "FOREIGN_MERCHANT,merchant",
    "OTHER_AMOUNT,''",
    "OTHER_TIME,''"
  })
  void twist_isWhatItSays(Twist twist, String problem) throws Exception {
    String number = "TWIST" + letters(twist);
    Map<String, String> order = merchant.purchase(number);
    merchant.paid(order);

    OutboundMessage message = sandbox.unionpay().signedPaymentNotification(number, twist);

    if (twist == Twist.REPEATED_FIELD) {
      assertThatThrownBy(() -> fields(message)).hasMessage("twice: txnAmt");
      return;
    }
    Map<String, String> fields = fields(message);
    assertThat(merchant.problem(fields)).isEqualTo(problem);
    assertThat(fields.get("txnAmt")).isEqualTo(twist == Twist.OTHER_AMOUNT ? "8801" : "8800");
    assertThat(fields.get("txnTime").equals(order.get("txnTime")))
        .isEqualTo(twist != Twist.OTHER_TIME);
  }

  @Test
  void twist_list_isWhole() throws Exception {
    CsvSource source =
        getClass()
            .getDeclaredMethod("twist_isWhatItSays", Twist.class, String.class)
            .getAnnotation(CsvSource.class);

    assertThat(List.of(source.value()))
        .extracting(row -> row.substring(0, row.indexOf(',')))
        .containsExactlyInAnyOrderElementsOf(
            List.of(Twist.values()).stream().map(Twist::name).toList());
  }

  /** The attack that the identity step exists for: everything else about it is right. */
  @ParameterizedTest
  @EnumSource(
      value = Twist.class,
      names = {"MERCHANT_CERTIFICATE", "WRONG_COMPANY", "COMPANY_IN_UNIT", "TWO_COMMON_NAMES"})
  void identity_isTheOnlyThingWrong(Twist twist) throws Exception {
    String number = "ATTACK" + letters(twist);
    merchant.paid(merchant.purchase(number));

    Map<String, String> forged =
        fields(sandbox.unionpay().signedPaymentNotification(number, twist));

    assertThat(merchant.problem(forged)).isEqualTo("identity");
    assertThat(
            merchant.problem(
                forged,
                Set.of(
                    "", merchant.setting("merchant-id") + ":SIGN", "中国银联商务股份有限公司", "中国银联股份有限公司")))
        .isEqualTo("");
  }

  @Test
  void oldTestName_isRightWhereTestsAreAllowed() throws Exception {
    merchant.paid(merchant.purchase("OLDNAME0001"));

    Map<String, String> message =
        fields(sandbox.unionpay().signedPaymentNotification("OLDNAME0001", Twist.TEST_NAME));

    assertThat(merchant.problem(message, Set.of("00040000:SIGN"))).isEqualTo("");
  }

  @Test
  void anything_canBeSigned() {
    Map<String, String> fields = new TreeMap<>();
    fields.put("version", "5.1.0");
    fields.put("encoding", "utf-8");
    fields.put("merId", merchant.setting("merchant-id"));
    fields.put("txnType", "79");
    fields.put("respMsg", "a+b&c=d{e}");

    Map<String, String> message = fields(sandbox.unionpay().signedNotification(fields));

    assertThat(message).containsAllEntriesOf(fields);
    assertThat(merchant.problem(message)).isEqualTo("");
    assertThat(
            merchant.problem(
                UnionpayMerchant.parse(
                    sandbox
                        .unionpay()
                        .signedReply(
                            Map.of(
                                "version",
                                "5.1.0",
                                "encoding",
                                "utf-8",
                                "merId",
                                merchant.setting("merchant-id"))),
                    StandardCharsets.UTF_8)))
        .isEqualTo("");
  }

  @Test
  void notEnded_hasNothingToTell() throws Exception {
    merchant.post("frontTransReq.do", merchant.purchase("NOTHING0001"));

    assertThatThrownBy(() -> sandbox.unionpay().signedPaymentNotification("NOTHING0001"))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("Transaction NOTHING0001 has not ended: there is nothing to notify.");
    assertThat(fields(sandbox.unionpay().signedReturn("NOTHING0001")))
        .containsEntry("respCode", "05");
  }

  @ParameterizedTest
  @CsvSource({
    "BAD_SIGNATURE,signature",
    "SIGNTEST,signature",
    "MISSING_SIGNATURE,signature",
    "STALE_SIGNATURE,validity",
    "UNKNOWN_KEY,chain"
  })
  void reply_struckByAFault_isCommittedAndNotToBeTrusted(Fault fault, String problem)
      throws Exception {
    String number = "SEAL" + letters(fault);
    sandbox.faults().arm(fault, "unionpay.pay");

    Map<String, String> reply =
        UnionpayMerchant.parse(
            merchant.post("backTransReq.do", merchant.shownCode(number)).body(),
            StandardCharsets.UTF_8);

    assertThat(merchant.problem(reply)).isEqualTo(problem);
    assertThat(sandbox.unionpay().order(number).state()).isEqualTo("WAITING");
  }

  @Test
  void reply_canBeTwistedToo() throws Exception {
    sandbox.unionpay().twistNextReply(Twist.MERCHANT_CERTIFICATE);

    Map<String, String> reply =
        UnionpayMerchant.parse(
            merchant.post("backTransReq.do", merchant.shownCode("TWISTED0001")).body(),
            StandardCharsets.UTF_8);

    assertThat(merchant.problem(reply)).isEqualTo("identity");
    assertThat(merchant.ask("TWISTED0001", sandbox.unionpay().order("TWISTED0001").txnTime()))
        .containsEntry("respCode", "00");
  }

  @Test
  void reply_lostAfterCommit_isFoundByAsking() throws Exception {
    sandbox.faults().arm(Fault.RESET_AFTER_COMMIT, "refund");
    String queryId = paid("LOST0000001");
    Map<String, String> refund = merchant.follow("04", "LOST0000001R", queryId, 100);
    refund.put("backUrl", notifyUrl());

    assertThatThrownBy(() -> merchant.post("backTransReq.do", refund))
        .isInstanceOf(IOException.class);

    assertThat(merchant.state("LOST0000001R", refund.get("txnTime"))).isEqualTo("00/00");
    assertThat(received("LOST0000001R", 1)).hasSize(1);
    assertThat(sandbox.requests().count("refund", "LOST0000001R")).isEqualTo(1);
  }

  @Test
  void gateway_thatFails_answersWithAPage() throws Exception {
    sandbox.faults().arm(Fault.STATUS_503_RETRY_AFTER_0, "refund");
    Map<String, String> refund = merchant.follow("04", "GATEWAY00001", "0".repeat(21), 100);

    assertThat(merchant.post("backTransReq.do", refund).statusCode()).isEqualTo(503);
  }
}
