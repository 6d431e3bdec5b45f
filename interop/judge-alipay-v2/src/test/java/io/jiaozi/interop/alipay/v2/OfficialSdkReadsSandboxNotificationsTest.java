package io.jiaozi.interop.alipay.v2;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.alipay.api.AlipayApiException;
import com.alipay.api.domain.AlipayTradePayModel;
import com.alipay.api.domain.AlipayTradeRefundModel;
import com.alipay.api.internal.util.AlipaySignature;
import com.alipay.api.request.AlipayTradePayRequest;
import com.alipay.api.request.AlipayTradeRefundRequest;
import io.jiaozi.interop.HttpMessage;
import io.jiaozi.interop.LoopbackServer;
import io.jiaozi.interop.SandboxProcess;
import io.jiaozi.interop.alipay.v2.OfficialClient.Mode;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The SDK's own helpers verify what the sandbox sends, and refuse what it has spoilt. */
class OfficialSdkReadsSandboxNotificationsTest {
  private static final AtomicInteger CODES = new AtomicInteger(500_000);
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private static SandboxProcess sandbox;
  private static LoopbackServer shop;
  private static final Map<Mode, OfficialClient> CLIENTS = new EnumMap<>(Mode.class);

  @BeforeAll
  static void start() {
    sandbox = SandboxProcess.start();
    shop =
        new LoopbackServer(
            request ->
                new LoopbackServer.Answer(
                    200, Map.of(), "success".getBytes(StandardCharsets.US_ASCII)));
    for (Mode mode : Mode.values()) {
      CLIENTS.put(mode, new OfficialClient(sandbox, mode));
    }
  }

  @AfterAll
  static void stop() {
    sandbox.close();
    shop.close();
  }

  private static void pay(Mode mode, String number) throws AlipayApiException {
    AlipayTradePayModel model = new AlipayTradePayModel();
    model.setOutTradeNo(number);
    model.setTotalAmount("88.00");
    model.setSubject("两盒饺子 + 100% tea");
    model.setAuthCode(String.format("28%016d", CODES.incrementAndGet()));
    model.setScene("bar_code");
    model.setPassbackParams("a%3D1%26b%3D2");
    AlipayTradePayRequest request = new AlipayTradePayRequest();
    request.setBizModel(model);
    request.setNotifyUrl(shop.address() + "/notify");
    assertTrue(CLIENTS.get(mode).ask(request).isSuccess());
  }

  private static boolean verifies(Mode mode, HttpMessage message) throws AlipayApiException {
    return OfficialSdkDrivesSandboxTest.verifies(
        CLIENTS.get(mode), mode, OfficialSdkDrivesSandboxTest.form(message.text()));
  }

  private static HttpMessage about(String number) throws InterruptedException {
    while (true) {
      HttpMessage message = shop.take(PATIENCE);
      if (message.text().contains("out_trade_no=" + number + "&")) {
        return message;
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void payment_isBelieved(Mode mode) throws Exception {
    String number = "TOLD_" + mode;
    pay(mode, number);

    HttpMessage message = about(number);
    Map<String, String> fields = OfficialSdkDrivesSandboxTest.form(message.text());

    assertTrue(verifies(mode, message));
    assertFalse(verifies(mode == Mode.KEY ? Mode.CERTIFICATE : Mode.KEY, message));
    assertEquals("TRADE_SUCCESS", fields.get("trade_status"));
    assertEquals("a%3D1%26b%3D2", fields.get("passback_params"));
    assertEquals(CLIENTS.get(mode).know("appId"), fields.get("app_id"));
  }

  @ParameterizedTest
  @EnumSource
  void refund_isBelieved(Mode mode) throws Exception {
    String number = "TOLDREFUND_" + mode;
    pay(mode, number);
    about(number);
    AlipayTradeRefundModel model = new AlipayTradeRefundModel();
    model.setOutTradeNo(number);
    model.setOutRequestNo("R" + number);
    model.setRefundAmount("8.00");
    AlipayTradeRefundRequest request = new AlipayTradeRefundRequest();
    request.setBizModel(model);
    CLIENTS.get(mode).ask(request);

    HttpMessage message = about(number);
    Map<String, String> fields = OfficialSdkDrivesSandboxTest.form(message.text());

    assertTrue(verifies(mode, message));
    assertEquals("8.00", fields.get("refund_fee"));
    assertEquals("R" + number, fields.get("out_biz_no"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"AWKWARD_TEXT", "EXTRA_FIELD", "EMPTY_FIELD", "FOREIGN_APP", "OLD"})
  void odd_butGenuine_isBelieved(String twist) throws Exception {
    pay(Mode.KEY, "ODD_" + twist);

    assertTrue(
        verifies(
            Mode.KEY, sandbox.notification("alipay/orders/ODD_" + twist + "/notification", twist)));
  }

  @ParameterizedTest
  @CsvSource({
    "KEY,ALTER_BYTE",
    "KEY,BAD_SIGNATURE",
    "KEY,UNKNOWN_KEY",
    "KEY,UNSIGNED_FIELD",
    "KEY,SHA1_AS_RSA2",
    "KEY,SIGN_TYPE_SIGNED",
    "CERTIFICATE,ALTER_BYTE",
    "CERTIFICATE,BAD_SIGNATURE",
    "CERTIFICATE,UNKNOWN_KEY",
    "CERTIFICATE,SELF_SIGNED_CERTIFICATE",
    "CERTIFICATE,OTHER_AUTHORITY_CERTIFICATE",
    "CERTIFICATE,EXPIRED_CERTIFICATE"
  })
  void spoilt_isNotBelieved(Mode mode, String twist) throws Exception {
    String number = "BAD_" + twist + "_" + mode;
    pay(mode, number);
    HttpMessage message = sandbox.notification("alipay/orders/" + number + "/notification", twist);

    assertFalse(verifies(mode, message));
  }

  /** The application gateway's rule has a helper of its own. */
  @Test
  void signTypeSigned_isBelievedByTheOtherHelper() throws Exception {
    pay(Mode.KEY, "OTHERRULE");
    HttpMessage message =
        sandbox.notification("alipay/orders/OTHERRULE/notification", "SIGN_TYPE_SIGNED");

    assertTrue(
        AlipaySignature.rsaCheckV2(
            OfficialSdkDrivesSandboxTest.form(message.text()),
            CLIENTS.get(Mode.KEY).read("alipayPublicKeyBase64File"),
            "utf-8",
            "RSA2"));
  }
}
