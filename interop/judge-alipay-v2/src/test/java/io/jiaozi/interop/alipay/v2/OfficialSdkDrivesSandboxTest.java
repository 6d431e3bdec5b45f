package io.jiaozi.interop.alipay.v2;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.alipay.api.AlipayApiException;
import com.alipay.api.AlipayResponse;
import com.alipay.api.domain.AlipayFundAuthOperationDetailQueryModel;
import com.alipay.api.domain.AlipayFundAuthOrderFreezeModel;
import com.alipay.api.domain.AlipayFundAuthOrderUnfreezeModel;
import com.alipay.api.domain.AlipayTradeAppPayModel;
import com.alipay.api.domain.AlipayTradeCancelModel;
import com.alipay.api.domain.AlipayTradeCloseModel;
import com.alipay.api.domain.AlipayTradeCreateModel;
import com.alipay.api.domain.AlipayTradeFastpayRefundQueryModel;
import com.alipay.api.domain.AlipayTradePagePayModel;
import com.alipay.api.domain.AlipayTradePayModel;
import com.alipay.api.domain.AlipayTradePrecreateModel;
import com.alipay.api.domain.AlipayTradeQueryModel;
import com.alipay.api.domain.AlipayTradeRefundModel;
import com.alipay.api.domain.AlipayTradeWapPayModel;
import com.alipay.api.internal.util.AlipaySignature;
import com.alipay.api.request.AlipayFundAuthOperationDetailQueryRequest;
import com.alipay.api.request.AlipayFundAuthOrderFreezeRequest;
import com.alipay.api.request.AlipayFundAuthOrderUnfreezeRequest;
import com.alipay.api.request.AlipayTradeAppPayRequest;
import com.alipay.api.request.AlipayTradeCancelRequest;
import com.alipay.api.request.AlipayTradeCloseRequest;
import com.alipay.api.request.AlipayTradeCreateRequest;
import com.alipay.api.request.AlipayTradeFastpayRefundQueryRequest;
import com.alipay.api.request.AlipayTradePagePayRequest;
import com.alipay.api.request.AlipayTradePayRequest;
import com.alipay.api.request.AlipayTradePrecreateRequest;
import com.alipay.api.request.AlipayTradeQueryRequest;
import com.alipay.api.request.AlipayTradeRefundRequest;
import com.alipay.api.request.AlipayTradeWapPayRequest;
import com.alipay.api.response.AlipayFundAuthOperationDetailQueryResponse;
import com.alipay.api.response.AlipayFundAuthOrderFreezeResponse;
import com.alipay.api.response.AlipayTradeCancelResponse;
import com.alipay.api.response.AlipayTradeFastpayRefundQueryResponse;
import com.alipay.api.response.AlipayTradePayResponse;
import com.alipay.api.response.AlipayTradePrecreateResponse;
import com.alipay.api.response.AlipayTradeQueryResponse;
import com.alipay.api.response.AlipayTradeRefundResponse;
import io.jiaozi.interop.Json;
import io.jiaozi.interop.SandboxProcess;
import io.jiaozi.interop.alipay.v2.OfficialClient.Mode;
import java.net.URI;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Alipay's own SDK takes the sandbox for Alipay, with keys and with certificates. */
class OfficialSdkDrivesSandboxTest {
  private static final String SUBJECT = "两盒饺子 + tea";
  private static final String BACK = "https://shop.example/back?order=7";
  private static final AtomicInteger CODES = new AtomicInteger();
  private static final HttpClient BROWSER =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .followRedirects(HttpClient.Redirect.NEVER)
          .build();

  private static SandboxProcess sandbox;
  private static final Map<Mode, OfficialClient> CLIENTS = new EnumMap<>(Mode.class);

  @BeforeAll
  static void start() {
    sandbox = SandboxProcess.start();
    for (Mode mode : Mode.values()) {
      CLIENTS.put(mode, new OfficialClient(sandbox, mode));
    }
  }

  @AfterAll
  static void stop() {
    sandbox.close();
  }

  private static <T extends AlipayResponse> T successful(T response) {
    assertTrue(response.isSuccess(), response.getBody());
    return response;
  }

  private static AlipayTradePayRequest payment(String number) {
    AlipayTradePayModel model = new AlipayTradePayModel();
    model.setOutTradeNo(number);
    model.setTotalAmount("88.00");
    model.setSubject(SUBJECT);
    model.setScene("bar_code");
    model.setAuthCode(String.format("28%016d", CODES.incrementAndGet()));
    AlipayTradePayRequest request = new AlipayTradePayRequest();
    request.setBizModel(model);
    return request;
  }

  private static AlipayTradeQueryResponse query(OfficialClient client, String number)
      throws AlipayApiException {
    return client.ask(queryRequest(number));
  }

  private static AlipayTradeQueryRequest queryRequest(String number) {
    AlipayTradeQueryModel model = new AlipayTradeQueryModel();
    model.setOutTradeNo(number);
    AlipayTradeQueryRequest request = new AlipayTradeQueryRequest();
    request.setBizModel(model);
    return request;
  }

  private static AlipayTradeRefundRequest refund(String number, String amount) {
    AlipayTradeRefundModel model = new AlipayTradeRefundModel();
    model.setOutTradeNo(number);
    model.setOutRequestNo("R" + number);
    model.setRefundAmount(amount);
    model.setRefundReason("一盒凉了");
    AlipayTradeRefundRequest request = new AlipayTradeRefundRequest();
    request.setBizModel(model);
    return request;
  }

  @ParameterizedTest
  @EnumSource
  void buyersCode_paysAndIsRefunded(Mode mode) throws Exception {
    OfficialClient client = CLIENTS.get(mode);
    String number = "CODE_" + mode;

    AlipayTradePayResponse paid = successful(client.ask(payment(number)));
    AlipayTradeQueryResponse found = successful(query(client, number));
    AlipayTradeRefundResponse refunded = successful(client.ask(refund(number, "8.00")));
    AlipayTradeRefundResponse again = successful(client.ask(refund(number, "8.00")));
    AlipayTradeFastpayRefundQueryModel model = new AlipayTradeFastpayRefundQueryModel();
    model.setOutTradeNo(number);
    model.setOutRequestNo("R" + number);
    AlipayTradeFastpayRefundQueryRequest request = new AlipayTradeFastpayRefundQueryRequest();
    request.setBizModel(model);
    AlipayTradeFastpayRefundQueryResponse asked = successful(client.ask(request));

    assertEquals("10000", paid.getCode());
    assertEquals("88.00", paid.getTotalAmount());
    assertEquals("ALIPAYACCOUNT", paid.getFundBillList().get(0).getFundChannel());
    assertEquals("TRADE_SUCCESS", found.getTradeStatus());
    assertEquals(paid.getTradeNo(), found.getTradeNo());
    assertEquals(paid.getGmtPayment(), found.getSendPayDate());
    assertEquals("Y", refunded.getFundChange());
    assertEquals("8.00", refunded.getRefundFee());
    assertEquals("N", again.getFundChange());
    assertEquals("REFUND_SUCCESS", asked.getRefundStatus());
    assertEquals("8.00", asked.getRefundAmount());
  }

  @ParameterizedTest
  @EnumSource
  void buyersCode_whoTypesAPassword_isPending(Mode mode) throws Exception {
    OfficialClient client = CLIENTS.get(mode);
    String number = "PENDING_" + mode;
    AlipayTradePayResponse pending;
    sandbox.post("alipay/behaviour", "{\"buyerCode\":\"TYPES_PASSWORD\"}");
    try {
      pending = client.ask(payment(number));
    } finally {
      sandbox.post("alipay/behaviour", "{\"buyerCode\":\"PAYS\"}");
    }
    String before = query(client, number).getTradeStatus();
    sandbox.post("alipay/orders/" + number + "/pay", "");

    assertEquals("10003", pending.getCode());
    assertEquals("WAIT_BUYER_PAY", before);
    assertEquals("TRADE_SUCCESS", query(client, number).getTradeStatus());
  }

  @ParameterizedTest
  @EnumSource
  void qrCode_isShownScannedAndClosed(Mode mode) throws Exception {
    OfficialClient client = CLIENTS.get(mode);
    String number = "QR_" + mode;
    AlipayTradePrecreateModel model = new AlipayTradePrecreateModel();
    model.setOutTradeNo(number);
    model.setTotalAmount("88.00");
    model.setSubject(SUBJECT);
    AlipayTradePrecreateRequest request = new AlipayTradePrecreateRequest();
    request.setBizModel(model);
    request.setNotifyUrl("https://shop.example/notify");

    AlipayTradePrecreateResponse shown = successful(client.ask(request));
    AlipayTradeQueryResponse before = query(client, number);
    sandbox.post("alipay/orders/" + number + "/arrive", "");
    AlipayTradeCloseModel closing = new AlipayTradeCloseModel();
    closing.setOutTradeNo(number);
    AlipayTradeCloseRequest close = new AlipayTradeCloseRequest();
    close.setBizModel(closing);
    successful(client.ask(close));

    assertTrue(shown.getQrCode().startsWith("https://qr.alipay.com/"), shown.getQrCode());
    assertEquals("ACQ.TRADE_NOT_EXIST", before.getSubCode());
    assertEquals("TRADE_CLOSED", query(client, number).getTradeStatus());
    assertNull(query(client, number).getSendPayDate());
  }

  @ParameterizedTest
  @EnumSource
  void inAppPage_isPlacedAndCancelled(Mode mode) throws Exception {
    OfficialClient client = CLIENTS.get(mode);
    String number = "INAPP_" + mode;
    AlipayTradeCreateModel model = new AlipayTradeCreateModel();
    model.setOutTradeNo(number);
    model.setTotalAmount("88.00");
    model.setSubject(SUBJECT);
    model.setProductCode("JSAPI_PAY");
    model.setOpAppId("2021000000000000");
    model.setBuyerId("2088000000000001");
    AlipayTradeCreateRequest request = new AlipayTradeCreateRequest();
    request.setBizModel(model);
    successful(client.ask(request));
    sandbox.post("alipay/orders/" + number + "/pay", "");

    AlipayTradeCancelModel cancelling = new AlipayTradeCancelModel();
    cancelling.setOutTradeNo(number);
    AlipayTradeCancelRequest cancel = new AlipayTradeCancelRequest();
    cancel.setBizModel(cancelling);
    AlipayTradeCancelResponse cancelled = successful(client.ask(cancel));

    assertEquals("refund", cancelled.getAction());
    assertEquals("N", cancelled.getRetryFlag());
    assertEquals("TRADE_CLOSED", query(client, number).getTradeStatus());
  }

  @ParameterizedTest
  @CsvSource({"KEY,POST", "KEY,GET", "CERTIFICATE,POST", "CERTIFICATE,GET"})
  void page_isOpenedByABrowserAndLeadsBack(Mode mode, String way) throws Exception {
    OfficialClient client = CLIENTS.get(mode);
    String number = "PAGE_" + way + "_" + mode;
    AlipayTradePagePayModel model = new AlipayTradePagePayModel();
    model.setOutTradeNo(number);
    model.setTotalAmount("88.00");
    model.setSubject(SUBJECT);
    model.setProductCode("FAST_INSTANT_TRADE_PAY");
    AlipayTradePagePayRequest request = new AlipayTradePagePayRequest();
    request.setBizModel(model);
    request.setReturnUrl(BACK);

    assertOpensTheCashier(client.client().pageExecute(request, way).getBody(), way);
    sandbox.post("alipay/orders/" + number + "/pay", "");
    URI back = URI.create(sandbox.post("alipay/orders/" + number + "/return", "").at("url").text());

    assertEquals("TRADE_SUCCESS", query(client, number).getTradeStatus());
    Map<String, String> fields = form(back.getRawQuery());
    assertEquals("7", fields.remove("order"));
    assertEquals("alipay.trade.page.pay.return", fields.get("method"));
    assertTrue(verifies(client, mode, fields));
  }

  @ParameterizedTest
  @EnumSource
  void mobilePage_isOpenedByABrowser(Mode mode) throws Exception {
    OfficialClient client = CLIENTS.get(mode);
    AlipayTradeWapPayModel model = new AlipayTradeWapPayModel();
    model.setOutTradeNo("WAP_" + mode);
    model.setTotalAmount("88.00");
    model.setSubject(SUBJECT);
    model.setProductCode("QUICK_WAP_WAY");
    model.setQuitUrl("https://shop.example/quit");
    AlipayTradeWapPayRequest request = new AlipayTradeWapPayRequest();
    request.setBizModel(model);

    assertOpensTheCashier(client.client().pageExecute(request).getBody(), "POST");
    assertEquals("ACQ.TRADE_NOT_EXIST", query(client, "WAP_" + mode).getSubCode());
  }

  /** What a browser makes of the SDK's form or link. */
  private static void assertOpensTheCashier(String body, String way) throws Exception {
    HttpRequest request;
    if (way.equals("GET")) {
      request = HttpRequest.newBuilder(URI.create(body)).build();
    } else {
      String value = attribute(body, "name=\"biz_content\" value=\"([^\"]*)\"");
      request =
          HttpRequest.newBuilder(URI.create(attribute(body, "action=\"([^\"]*)\"")))
              .header("Content-Type", "application/x-www-form-urlencoded")
              .POST(
                  HttpRequest.BodyPublishers.ofString(
                      "biz_content=" + URLEncoder.encode(value, StandardCharsets.UTF_8)))
              .build();
    }
    HttpResponse<String> response = BROWSER.send(request, HttpResponse.BodyHandlers.ofString());
    assertEquals(303, response.statusCode(), response.body());
    assertTrue(
        response
            .headers()
            .firstValue("Location")
            .orElse("")
            .startsWith("/_sandbox/alipay/cashier/"));
  }

  private static String attribute(String html, String pattern) {
    Matcher matcher = Pattern.compile(pattern).matcher(html);
    assertTrue(matcher.find(), html);
    return matcher.group(1).replace("&quot;", "\"").replace("&amp;", "&");
  }

  @ParameterizedTest
  @EnumSource
  void app_orderString_isOpenedByAPhone(Mode mode) throws Exception {
    OfficialClient client = CLIENTS.get(mode);
    String number = "APP_" + mode;
    AlipayTradeAppPayModel model = new AlipayTradeAppPayModel();
    model.setOutTradeNo(number);
    model.setTotalAmount("88.00");
    model.setSubject(SUBJECT);
    AlipayTradeAppPayRequest request = new AlipayTradeAppPayRequest();
    request.setBizModel(model);

    String orderString = client.client().sdkExecute(request).getBody();
    Json opened = sandbox.post("alipay/app", "{\"orderString\":" + Json.quoted(orderString) + "}");
    sandbox.post("alipay/orders/" + number + "/pay", "");

    assertEquals(number, opened.at("number").text());
    assertEquals("TRADE_SUCCESS", query(client, number).getTradeStatus());
  }

  @ParameterizedTest
  @EnumSource
  void encryptedCall_isOpenedOnBothSides(Mode mode) throws Exception {
    OfficialClient client = CLIENTS.get(mode);
    String number = "SECRET_" + mode;
    AlipayTradePayRequest request = payment(number);
    request.setNeedEncrypt(true);

    AlipayTradePayResponse paid = successful(client.ask(request));
    AlipayTradeQueryRequest asking = queryRequest("NOWHERE");
    asking.setNeedEncrypt(true);
    AlipayTradeQueryResponse unknown = client.ask(asking);

    assertEquals(number, paid.getOutTradeNo());
    assertEquals("88.00", paid.getTotalAmount());
    assertEquals("ACQ.TRADE_NOT_EXIST", unknown.getSubCode());
  }

  @ParameterizedTest
  @EnumSource
  void deposit_isFrozenCapturedAndReleased(Mode mode) throws Exception {
    OfficialClient client = CLIENTS.get(mode);
    String number = "HOLD_" + mode;
    AlipayFundAuthOrderFreezeModel model = new AlipayFundAuthOrderFreezeModel();
    model.setOutOrderNo(number);
    model.setOutRequestNo(number);
    model.setOrderTitle("押金");
    model.setAmount("100.00");
    model.setProductCode("PRE_AUTH");
    model.setAuthCode(String.format("28%016d", CODES.incrementAndGet()));
    model.setAuthCodeType("bar_code");
    AlipayFundAuthOrderFreezeRequest freeze = new AlipayFundAuthOrderFreezeRequest();
    freeze.setBizModel(model);
    AlipayFundAuthOrderFreezeResponse frozen = successful(client.ask(freeze));

    AlipayTradePayModel capturing = new AlipayTradePayModel();
    capturing.setOutTradeNo("CAPTURE_" + mode);
    capturing.setTotalAmount("30.00");
    capturing.setSubject(SUBJECT);
    capturing.setProductCode("PREAUTH_PAY");
    capturing.setAuthNo(frozen.getAuthNo());
    AlipayTradePayRequest capture = new AlipayTradePayRequest();
    capture.setBizModel(capturing);
    successful(client.ask(capture));
    AlipayFundAuthOrderUnfreezeModel releasing = new AlipayFundAuthOrderUnfreezeModel();
    releasing.setAuthNo(frozen.getAuthNo());
    releasing.setOutRequestNo(number + "_U");
    releasing.setAmount("20.00");
    releasing.setRemark("退");
    AlipayFundAuthOrderUnfreezeRequest release = new AlipayFundAuthOrderUnfreezeRequest();
    release.setBizModel(releasing);
    successful(client.ask(release));
    AlipayFundAuthOperationDetailQueryModel asking = new AlipayFundAuthOperationDetailQueryModel();
    asking.setOutOrderNo(number);
    asking.setOutRequestNo(number);
    asking.setOperationType("FREEZE");
    AlipayFundAuthOperationDetailQueryRequest query =
        new AlipayFundAuthOperationDetailQueryRequest();
    query.setBizModel(asking);
    AlipayFundAuthOperationDetailQueryResponse found = successful(client.ask(query));

    assertEquals("SUCCESS", frozen.getStatus());
    assertEquals("AUTHORIZED", found.getOrderStatus());
    assertEquals("30.00", found.getTotalPayAmount());
    assertEquals("50.00", found.getRestAmount());
  }

  @Test
  void serviceProvider_actsForAnotherMerchant() throws Exception {
    OfficialClient client = CLIENTS.get(Mode.KEY);
    AlipayTradePayRequest request = payment("PARTNER");
    request.putOtherTextParam("app_auth_token", client.know("appAuthToken"));

    successful(client.ask(request));

    assertEquals(
        client.know("subMerchantId"), sandbox.get("alipay/orders/PARTNER").at("sellerId").text());
    assertEquals("ACQ.TRADE_NOT_EXIST", query(client, "PARTNER").getSubCode());
  }

  /**
   * The SDK does verify: what the sandbox spoils, it refuses. A missing signature it meets with a
   * plain RuntimeException, the others with its own.
   */
  @ParameterizedTest
  @CsvSource({
    "KEY,BAD_SIGNATURE",
    "KEY,MISSING_SIGNATURE",
    "KEY,UNKNOWN_KEY",
    "CERTIFICATE,BAD_SIGNATURE",
    "CERTIFICATE,UNKNOWN_KEY"
  })
  void spoiltAnswer_isRefused(Mode mode, String fault) throws Exception {
    OfficialClient client = CLIENTS.get(mode);
    String number = "SPOILT_" + fault + "_" + mode;
    successful(client.ask(payment(number)));

    sandbox.arm(fault, "query");

    assertThrows(Exception.class, () -> query(client, number));
    assertEquals("TRADE_SUCCESS", query(client, number).getTradeStatus());
  }

  @Test
  void wrongKey_isToldByTheGateway() throws Exception {
    OfficialClient client = CLIENTS.get(Mode.KEY);
    com.alipay.api.AlipayConfig config = new com.alipay.api.AlipayConfig();
    config.setServerUrl(sandbox.credentials("alipay").at("gatewayUrl").text());
    config.setAppId(client.know("appId"));
    config.setPrivateKey(CLIENTS.get(Mode.CERTIFICATE).read("appPrivateKeyBase64File"));
    config.setAlipayPublicKey(client.read("alipayPublicKeyBase64File"));

    AlipayTradeQueryResponse refused =
        new com.alipay.api.DefaultAlipayClient(config).execute(queryRequest("A1"));

    assertFalse(refused.isSuccess());
    assertEquals("isv.invalid-signature", refused.getSubCode());
  }

  /** The SDK downloads the new certificate, and trusts it because of its roots. */
  @Test
  void certificateMode_followsAChangeOfCertificate() throws Exception {
    try (SandboxProcess fresh = SandboxProcess.start()) {
      OfficialClient client = new OfficialClient(fresh, Mode.CERTIFICATE);
      String before = client.know("alipayCertSn");
      fresh.post("alipay/alipay-certificates", "");

      AlipayTradeQueryResponse answer = query(client, "A1");

      assertEquals("ACQ.TRADE_NOT_EXIST", answer.getSubCode());
      assertTrue(successful(client.ask(payment("ROTATED"))).isSuccess());
      assertNotEquals(
          before, fresh.get("alipay/credentials").at("alipay-cert").at("alipayCertSn").text());
    }
  }

  static Map<String, String> form(String encoded) {
    Map<String, String> fields = new LinkedHashMap<>();
    for (String part : encoded.split("&", -1)) {
      int equals = part.indexOf('=');
      fields.put(
          URLDecoder.decode(part.substring(0, equals), StandardCharsets.UTF_8),
          URLDecoder.decode(part.substring(equals + 1), StandardCharsets.UTF_8));
    }
    return fields;
  }

  /** With the SDK's helper of this mode. It changes the map it is given. */
  static boolean verifies(OfficialClient client, Mode mode, Map<String, String> fields)
      throws AlipayApiException {
    Map<String, String> copy = new LinkedHashMap<>(fields);
    return mode == Mode.KEY
        ? AlipaySignature.rsaCheckV1(
            copy, client.read("alipayPublicKeyBase64File"), "utf-8", "RSA2")
        : AlipaySignature.rsaCertCheckV1(
            copy, client.path("alipayCertificateFile"), "utf-8", "RSA2");
  }
}
