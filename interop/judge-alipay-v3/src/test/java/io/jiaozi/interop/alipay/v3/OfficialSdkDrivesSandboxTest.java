package io.jiaozi.interop.alipay.v3;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.alipay.v3.ApiException;
import com.alipay.v3.model.AlipayTradeCancelModel;
import com.alipay.v3.model.AlipayTradeCancelResponseModel;
import com.alipay.v3.model.AlipayTradeCloseModel;
import com.alipay.v3.model.AlipayTradeFastpayRefundQueryModel;
import com.alipay.v3.model.AlipayTradeFastpayRefundQueryResponseModel;
import com.alipay.v3.model.AlipayTradePayModel;
import com.alipay.v3.model.AlipayTradePayResponseModel;
import com.alipay.v3.model.AlipayTradePrecreateModel;
import com.alipay.v3.model.AlipayTradePrecreateResponseModel;
import com.alipay.v3.model.AlipayTradeQueryModel;
import com.alipay.v3.model.AlipayTradeQueryResponseModel;
import com.alipay.v3.model.AlipayTradeRefundModel;
import com.alipay.v3.model.AlipayTradeRefundResponseModel;
import com.alipay.v3.util.AlipaySignature;
import com.alipay.v3.util.model.CustomizedParams;
import io.jiaozi.interop.HttpMessage;
import io.jiaozi.interop.SandboxProcess;
import io.jiaozi.interop.alipay.v3.OfficialClient.Mode;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Alipay's own REST SDK takes the sandbox for Alipay, with keys and with certificates. */
class OfficialSdkDrivesSandboxTest {
  private static final String SUBJECT = "两盒饺子 + tea";
  private static final AtomicInteger CODES = new AtomicInteger();

  private static SandboxProcess sandbox;
  private static final Map<Mode, OfficialClient> CLIENTS = new EnumMap<>(Mode.class);
  private static final Map<Mode, OfficialClient> ENCRYPTING = new EnumMap<>(Mode.class);

  @BeforeAll
  static void start() {
    sandbox = SandboxProcess.start();
    for (Mode mode : Mode.values()) {
      CLIENTS.put(mode, new OfficialClient(sandbox, mode, /* encrypted= */ false));
      ENCRYPTING.put(mode, new OfficialClient(sandbox, mode, /* encrypted= */ true));
    }
  }

  @AfterAll
  static void stop() {
    sandbox.close();
  }

  private static AlipayTradePayModel payment(String number) {
    AlipayTradePayModel model = new AlipayTradePayModel();
    model.setOutTradeNo(number);
    model.setTotalAmount("88.00");
    model.setSubject(SUBJECT);
    model.setScene("bar_code");
    model.setAuthCode(String.format("28%016d", CODES.incrementAndGet()));
    return model;
  }

  private static AlipayTradeQueryResponseModel query(OfficialClient client, String number)
      throws ApiException {
    AlipayTradeQueryModel model = new AlipayTradeQueryModel();
    model.setOutTradeNo(number);
    return client.trades().query(model);
  }

  private static AlipayTradeRefundModel refund(String number) {
    AlipayTradeRefundModel model = new AlipayTradeRefundModel();
    model.setOutTradeNo(number);
    model.setOutRequestNo("R" + number);
    model.setRefundAmount("8.00");
    model.setRefundReason("一盒凉了");
    return model;
  }

  private static AlipayTradeFastpayRefundQueryResponseModel queryRefund(
      OfficialClient client, String number) throws ApiException {
    AlipayTradeFastpayRefundQueryModel model = new AlipayTradeFastpayRefundQueryModel();
    model.setOutTradeNo(number);
    model.setOutRequestNo("R" + number);
    return client.refunds().query(model);
  }

  @ParameterizedTest
  @EnumSource
  void buyersCode_paysAndIsRefunded(Mode mode) throws Exception {
    OfficialClient client = CLIENTS.get(mode);
    String number = "CODE_" + mode;

    AlipayTradePayResponseModel paid = client.trades().pay(payment(number));
    AlipayTradeQueryResponseModel found = query(client, number);
    AlipayTradeRefundResponseModel refunded = client.trades().refund(refund(number));
    AlipayTradeRefundResponseModel again = client.trades().refund(refund(number));
    AlipayTradeFastpayRefundQueryResponseModel asked = queryRefund(client, number);

    assertEquals("88.00", paid.getTotalAmount());
    assertEquals("TRADE_SUCCESS", found.getTradeStatus());
    assertEquals(paid.getTradeNo(), found.getTradeNo());
    assertEquals("Y", refunded.getFundChange());
    assertEquals("8.00", refunded.getRefundFee());
    assertEquals("N", again.getFundChange());
    assertEquals("REFUND_SUCCESS", asked.getRefundStatus());
    assertEquals("8.00", asked.getRefundAmount());
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
    model.setNotifyUrl("https://shop.example/notify");

    AlipayTradePrecreateResponseModel shown = client.trades().precreate(model);
    ApiException before = assertThrows(ApiException.class, () -> query(client, number));
    sandbox.post("alipay/orders/" + number + "/arrive", "");
    AlipayTradeCloseModel closing = new AlipayTradeCloseModel();
    closing.setOutTradeNo(number);
    client.trades().close(closing);

    assertTrue(shown.getQrCode().startsWith("https://qr.alipay.com/"), shown.getQrCode());
    assertEquals(400, before.getCode());
    assertTrue(before.getResponseBody().contains("ACQ.TRADE_NOT_EXIST"));
    assertEquals("TRADE_CLOSED", query(client, number).getTradeStatus());
    assertEquals(
        "https://shop.example/notify",
        sandbox.get("alipay/orders/" + number).at("notifyUrl").text());
  }

  @ParameterizedTest
  @EnumSource
  void cancel_givesThePaidAmountBack(Mode mode) throws Exception {
    OfficialClient client = CLIENTS.get(mode);
    String number = "CANCEL_" + mode;
    client.trades().pay(payment(number));
    AlipayTradeCancelModel model = new AlipayTradeCancelModel();
    model.setOutTradeNo(number);

    AlipayTradeCancelResponseModel cancelled = client.trades().cancel(model);

    assertEquals("refund", cancelled.getAction());
    assertEquals("TRADE_CLOSED", query(client, number).getTradeStatus());
  }

  @Test
  void pendingPayment_isASuccessWithoutATime() throws Exception {
    OfficialClient client = CLIENTS.get(Mode.KEY);
    AlipayTradePayResponseModel pending;
    sandbox.post("alipay/behaviour", "{\"buyerCode\":\"TYPES_PASSWORD\"}");
    try {
      pending = client.trades().pay(payment("PENDING"));
    } finally {
      sandbox.post("alipay/behaviour", "{\"buyerCode\":\"PAYS\"}");
    }

    assertNull(pending.getGmtPayment());
    assertEquals("WAIT_BUYER_PAY", query(client, "PENDING").getTradeStatus());
  }

  @ParameterizedTest
  @EnumSource
  void encryptedCall_isOpenedOnBothSides(Mode mode) throws Exception {
    OfficialClient client = ENCRYPTING.get(mode);
    String number = "SECRET_" + mode;

    AlipayTradePayResponseModel paid = client.trades().pay(payment(number));

    assertEquals(number, paid.getOutTradeNo());
    assertEquals("TRADE_SUCCESS", query(CLIENTS.get(mode), number).getTradeStatus());
  }

  @Test
  void serviceProvider_actsForAnotherMerchant() throws Exception {
    OfficialClient client = CLIENTS.get(Mode.KEY);
    CustomizedParams params = new CustomizedParams();
    params.setAppAuthToken(client.know("appAuthToken"));

    client.trades().pay(payment("PARTNER"), params);

    assertEquals(
        client.know("subMerchantId"), sandbox.get("alipay/orders/PARTNER").at("sellerId").text());
  }

  /** The SDK does verify: what the sandbox spoils, it refuses. */
  @ParameterizedTest
  @CsvSource({
    "KEY,BAD_SIGNATURE",
    "KEY,MISSING_SIGNATURE",
    "KEY,UNKNOWN_KEY",
    "CERTIFICATE,BAD_SIGNATURE",
    "CERTIFICATE,MISSING_SIGNATURE",
    "CERTIFICATE,UNKNOWN_KEY"
  })
  void spoiltAnswer_isRefused(Mode mode, String fault) throws Exception {
    OfficialClient client = CLIENTS.get(mode);
    String number = "SPOILT_" + fault + "_" + mode;
    client.trades().pay(payment(number));

    sandbox.arm(fault, "query");

    assertThrows(ApiException.class, () -> query(client, number));
    assertEquals("TRADE_SUCCESS", query(client, number).getTradeStatus());
  }

  @ParameterizedTest
  @EnumSource
  void notification_isBelieved_spoiltOneIsNot(Mode mode) throws Exception {
    OfficialClient client = CLIENTS.get(mode);
    String number = "TOLD_" + mode;
    client.trades().pay(payment(number));
    String path = "alipay/orders/" + number + "/notification";

    assertTrue(verifies(client, mode, sandbox.notification(path)));
    assertTrue(verifies(client, mode, sandbox.notification(path, "AWKWARD_TEXT")));
    assertFalse(verifies(client, mode, sandbox.notification(path, "ALTER_BYTE")));
    assertFalse(verifies(client, mode, sandbox.notification(path, "UNKNOWN_KEY")));
    assertFalse(verifies(client, mode, sandbox.notification(path, "SHA1_AS_RSA2")));
  }

  private static boolean verifies(OfficialClient client, Mode mode, HttpMessage message)
      throws ApiException {
    Map<String, String> fields = new LinkedHashMap<>();
    for (String part : message.text().split("&", -1)) {
      int equals = part.indexOf('=');
      fields.put(
          URLDecoder.decode(part.substring(0, equals), StandardCharsets.UTF_8),
          URLDecoder.decode(part.substring(equals + 1), StandardCharsets.UTF_8));
    }
    return mode == Mode.KEY
        ? AlipaySignature.verifyV1(
            fields, client.read("alipayPublicKeyBase64File"), "utf-8", "RSA2")
        : AlipaySignature.certVerifyV1(
            fields, client.path("alipayCertificateFile"), "utf-8", "RSA2");
  }
}
