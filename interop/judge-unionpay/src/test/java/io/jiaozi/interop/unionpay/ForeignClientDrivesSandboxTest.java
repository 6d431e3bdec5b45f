package io.jiaozi.interop.unionpay;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.egzosn.pay.common.bean.PayOrder;
import com.egzosn.pay.common.bean.RefundOrder;
import com.egzosn.pay.common.exception.PayErrorException;
import com.egzosn.pay.union.bean.UnionPayBillType;
import com.egzosn.pay.union.bean.UnionRefundResult;
import com.egzosn.pay.union.bean.UnionTransactionType;
import io.jiaozi.interop.Json;
import io.jiaozi.interop.SandboxProcess;
import java.math.BigDecimal;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.TimeZone;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * A client that we did not write takes the sandbox for UnionPay: the sandbox believes its
 * signatures, and it believes the sandbox's answers.
 */
class ForeignClientDrivesSandboxTest {
  private static final String SHOP = "https://shop.example";
  private static final ZoneId BEIJING = ZoneId.of("Asia/Shanghai");
  private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("yyyyMMddHHmmss");
  private static final Pattern INPUT =
      Pattern.compile("name=\"(\\w+)\" id=\"\\w+\" value=\"([^\"]*)\"");

  private static TimeZone before;
  private static SandboxProcess sandbox;
  private static ForeignMerchant merchant;

  /** The client writes txnTime in the JVM's own zone; merchants in China have that one. */
  @BeforeAll
  static void start() {
    before = TimeZone.getDefault();
    TimeZone.setDefault(TimeZone.getTimeZone(BEIJING));
    sandbox = SandboxProcess.start();
    merchant = ForeignMerchant.at(sandbox, SHOP + "/notify", SHOP + "/return");
  }

  @AfterAll
  static void stop() {
    sandbox.close();
    TimeZone.setDefault(before);
  }

  private static PayOrder order(String number) {
    return new PayOrder("两盒饺子", "两盒饺子 & tea", new BigDecimal("88.00"), number);
  }

  private static String queryId(String number) {
    return sandbox.get("unionpay/orders/" + number).at("queryId").text();
  }

  private static String state(String number) {
    return sandbox.get("unionpay/transactions/" + number).at("state").text();
  }

  private static void scanned(String number) {
    PayOrder order = order(number);
    order.setAuthCode("6220485073630469936");
    Map<String, Object> answer = merchant.microPay(order);
    // This one answer the client hands over unverified.
    assertTrue(merchant.verify(new com.egzosn.pay.common.bean.NoticeParams(answer)));
    assertEquals("00", answer.get("respCode"));
  }

  @Test
  void shownCode_isGiven() {
    String code = merchant.getQrPay(order("JUDGEQR001"));

    assertTrue(code.startsWith("https://qr.95516.com/"), code);
    sandbox.post("unionpay/orders/JUDGEQR001/pay", "");
    assertEquals("SUCCESS", state("JUDGEQR001"));
  }

  @Test
  void app_getsItsNumber() {
    Map<String, Object> answer = merchant.app(order("JUDGEAPP01"));

    assertTrue(String.valueOf(answer.get("tn")).matches("[0-9]{21}"));
  }

  @Test
  void scannedCode_isPaid() {
    scanned("JUDGESCAN1");

    assertEquals("SUCCESS", state("JUDGESCAN1"));
  }

  /** For desktops, for phones and for companies. */
  @ParameterizedTest
  @CsvSource({"WEB, 000201, 07", "WAP, 000201, 08", "B2B, 000202, 07"})
  void page_leadsToTheCashier(UnionTransactionType product, String bizType, String channelType)
      throws Exception {
    String number = "JUDGEPAGE" + product;
    PayOrder order = order(number);
    order.setTransactionType(product);
    String form = merchant.toPay(order);
    List<String> pairs = new ArrayList<>();
    Matcher inputs = INPUT.matcher(form);
    while (inputs.find()) {
      pairs.add(inputs.group(1) + "=" + URLEncoder.encode(inputs.group(2), StandardCharsets.UTF_8));
    }

    HttpResponse<String> page =
        HttpClient.newBuilder()
            .followRedirects(HttpClient.Redirect.NORMAL)
            .build()
            .send(
                HttpRequest.newBuilder(URI.create(merchant.getFrontTransUrl()))
                    .header("Content-Type", "application/x-www-form-urlencoded")
                    .POST(HttpRequest.BodyPublishers.ofString(String.join("&", pairs)))
                    .build(),
                HttpResponse.BodyHandlers.ofString());

    assertTrue(form.contains("action=\"" + merchant.getFrontTransUrl() + "\""));
    assertEquals(200, page.statusCode());
    assertTrue(page.body().contains(number), page.body());
    assertEquals("WAITING", state(number));
    Json seen = sandbox.get("unionpay/orders/" + number);
    assertEquals(bizType, seen.at("bizType").text());
    assertEquals(channelType, seen.at("channelType").text());
  }

  @Test
  void refund_isAccepted_andOneTooManyRefused() {
    scanned("JUDGEREF01");

    UnionRefundResult refund =
        merchant.refund(
            new RefundOrder("JUDGEREF01R", queryId("JUDGEREF01"), new BigDecimal("8.00")));

    assertEquals("00", refund.getRespCode());
    assertEquals("SUCCESS", state("JUDGEREF01R"));
    PayErrorException refused =
        assertThrows(
            PayErrorException.class,
            () ->
                merchant.refund(
                    new RefundOrder(
                        "JUDGEREF01S", queryId("JUDGEREF01"), new BigDecimal("80.01"))));
    assertEquals("36", refused.getPayError().getErrorCode());
  }

  @Test
  void undo_isAccepted() {
    scanned("JUDGEUNDO1");

    merchant.unionRefundOrConsumeUndo(
        new RefundOrder("JUDGEUNDO1V", queryId("JUDGEUNDO1"), new BigDecimal("88.00")),
        UnionTransactionType.CONSUME_UNDO);

    assertTrue(sandbox.get("unionpay/orders/JUDGEUNDO1").at("undone").truth());
  }

  /**
   * The client asks with the time of asking instead of the order's, so UnionPay can answer it in
   * the order's own second only. Orders for each of the next seconds let it ask in any of them.
   */
  @Test
  void query_isAnswered() {
    Instant now = Instant.now();
    for (int second = 0; second < 60; second++) {
      if (now.plusSeconds(second + 1L).isBefore(Instant.now())) {
        continue; // nobody can ask in a second that is over
      }
      PayOrder order = order("JUDGEASK01");
      String time = TIME.format(ZonedDateTime.ofInstant(now.plusSeconds(second), BEIJING));
      order.addAttr("txnTime", time);
      merchant.getQrPay(order);
      sandbox.post("unionpay/orders/JUDGEASK01." + time + "/pay", "");
    }

    Map<String, Object> answer = merchant.query(null, "JUDGEASK01");

    assertEquals("00", answer.get("origRespCode"));
    assertEquals("8800", answer.get("txnAmt"));
  }

  @Test
  void query_ofNothing_isAnsweredAsSuch() {
    PayErrorException refused =
        assertThrows(PayErrorException.class, () -> merchant.query(null, "JUDGENONE1"));

    assertEquals("34", refused.getPayError().getErrorCode());
  }

  @Test
  void samePair_isARepeat() {
    PayOrder order = order("JUDGETWICE");
    order.addAttr("txnTime", TIME.format(ZonedDateTime.now(BEIJING)));
    merchant.getQrPay(order);

    PayErrorException refused =
        assertThrows(PayErrorException.class, () -> merchant.getQrPay(order));
    assertEquals("12", refused.getPayError().getErrorCode());
  }

  @Test
  void settlementFile_isGiven() {
    scanned("JUDGEFILE1");
    String settleDate =
        DateTimeFormatter.ofPattern("yyyyMMdd").format(ZonedDateTime.now(BEIJING).plusHours(1));

    Map<String, Object> answer =
        merchant.downloadBill(
            Date.from(ZonedDateTime.now(BEIJING).plusHours(1).toInstant()),
            new UnionPayBillType("00"));

    assertTrue(String.valueOf(answer.get("fileName")).endsWith("_" + settleDate + ".zip"));
    assertTrue(String.valueOf(answer.get("fileContent")).startsWith("eJ"));
  }

  /** That the client looks at all. */
  @Test
  void answer_thatIsSpoilt_isNotBelieved() {
    for (String fault :
        List.of("BAD_SIGNATURE", "STALE_SIGNATURE", "UNKNOWN_KEY", "MISSING_SIGNATURE")) {
      sandbox.arm(fault, "unionpay.pay");
      assertThrows(
          RuntimeException.class,
          () -> merchant.getQrPay(order("JUDGE" + fault.replace("_", ""))),
          fault);
    }
    assertFalse(merchant.getQrPay(order("JUDGEAFTER")).isEmpty());
  }
}
