package io.jiaozi.interop.wechat;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.wechat.pay.java.core.certificate.AutoCertificateService;
import com.wechat.pay.java.core.exception.ValidationException;
import com.wechat.pay.java.service.payments.model.Transaction;
import com.wechat.pay.java.service.payments.model.Transaction.TradeStateEnum;
import com.wechat.pay.java.service.payments.nativepay.NativePayService;
import com.wechat.pay.java.service.payments.nativepay.model.Amount;
import com.wechat.pay.java.service.payments.nativepay.model.PrepayRequest;
import com.wechat.pay.java.service.refund.RefundService;
import com.wechat.pay.java.service.refund.model.AmountReq;
import com.wechat.pay.java.service.refund.model.CreateRequest;
import com.wechat.pay.java.service.refund.model.RefundNotification;
import com.wechat.pay.java.service.refund.model.Status;
import io.jiaozi.interop.HttpMessage;
import io.jiaozi.interop.LoopbackServer;
import io.jiaozi.interop.SandboxProcess;
import io.jiaozi.interop.wechat.OfficialMerchant.Trust;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** WeChat Pay's own parser believes what the sandbox signs, and nothing that was changed. */
class OfficialSdkReadsSandboxNotificationsTest {
  private static SandboxProcess sandbox;
  private static LoopbackServer shop;
  private static final Map<Trust, OfficialMerchant> MERCHANTS = new EnumMap<>(Trust.class);

  @BeforeAll
  static void start() {
    sandbox = SandboxProcess.start();
    shop = new LoopbackServer(any -> LoopbackServer.Answer.empty(204));
    sandbox.post("wechat/behaviour", "{\"refundsByHand\":true}");
    for (Trust trust : Trust.values()) {
      MERCHANTS.put(trust, OfficialMerchant.at(sandbox, trust));
    }
  }

  @AfterAll
  static void stop() {
    AutoCertificateService.shutdown();
    shop.close();
    sandbox.close();
  }

  /** Places an order that is notified to {@code /notify/<number>}, and lets the buyer pay. */
  private static void paid(OfficialMerchant merchant, String number) {
    PrepayRequest order = new PrepayRequest();
    order.setAppid(merchant.know("appid"));
    order.setMchid(merchant.know("mchid"));
    order.setDescription("两盒饺子");
    order.setAttach("第7桌");
    order.setOutTradeNo(number);
    order.setNotifyUrl(shop.address() + "/notify/" + number);
    Amount amount = new Amount();
    amount.setTotal(8800);
    order.setAmount(amount);
    new NativePayService.Builder()
        .config(merchant.config())
        .httpClient(merchant.http())
        .build()
        .prepay(order);
    sandbox.post("wechat/orders/" + number + "/pay", "");
  }

  private static void refunded(OfficialMerchant merchant, String number) {
    CreateRequest refund = new CreateRequest();
    refund.setOutTradeNo(number);
    refund.setOutRefundNo("R" + number);
    refund.setNotifyUrl(shop.address() + "/notify/R" + number);
    AmountReq amount = new AmountReq();
    amount.setRefund(800L);
    amount.setTotal(8800L);
    amount.setCurrency("CNY");
    refund.setAmount(amount);
    new RefundService.Builder()
        .config(merchant.config())
        .httpClient(merchant.http())
        .build()
        .create(refund);
    sandbox.post("wechat/refunds/R" + number + "/settle", "{\"status\":\"SUCCESS\"}");
  }

  private static HttpMessage delivered(String number) throws InterruptedException {
    HttpMessage message = shop.take(Duration.ofSeconds(30));
    while (!message.target().equals("/notify/" + number)) {
      message = shop.take(Duration.ofSeconds(30));
    }
    return message;
  }

  @ParameterizedTest
  @EnumSource
  void payment_asDelivered_isRead(Trust trust) throws Exception {
    OfficialMerchant merchant = MERCHANTS.get(trust);
    String number = "PUSHED_" + trust;
    paid(merchant, number);

    Transaction told = merchant.read(delivered(number), Transaction.class);

    assertEquals(number, told.getOutTradeNo());
    assertEquals(TradeStateEnum.SUCCESS, told.getTradeState());
    assertEquals(8800, told.getAmount().getTotal());
    assertEquals("第7桌", told.getAttach());
    assertEquals(merchant.know("mchid"), told.getMchid());
  }

  @ParameterizedTest
  @EnumSource
  void refund_asDelivered_isRead(Trust trust) throws Exception {
    OfficialMerchant merchant = MERCHANTS.get(trust);
    String number = "RPUSHED_" + trust;
    paid(merchant, number);
    refunded(merchant, number);

    RefundNotification told = merchant.read(delivered("R" + number), RefundNotification.class);

    assertEquals("R" + number, told.getOutRefundNo());
    assertEquals(Status.SUCCESS, told.getRefundStatus());
    assertEquals(800, told.getAmount().getRefund());
  }

  /** What WeChat Pay may legally vary. */
  @ParameterizedTest
  @CsvSource({
    "CERTIFICATE, LOWER_CASE_HEADERS",
    "PUBLIC_KEY, LOWER_CASE_HEADERS",
    "CERTIFICATE, EMPTY_ASSOCIATED_DATA",
    "PUBLIC_KEY, EMPTY_ASSOCIATED_DATA",
    "CERTIFICATE, NO_ORIGINAL_TYPE",
    "PUBLIC_KEY, NO_ORIGINAL_TYPE"
  })
  void notification_inAnotherLegalForm_isRead(Trust trust, String twist) {
    OfficialMerchant merchant = MERCHANTS.get(trust);
    String number = "FORM_" + trust + "_" + twist.substring(0, 4);
    paid(merchant, number);

    HttpMessage message = sandbox.notification("wechat/orders/" + number + "/notification", twist);

    assertEquals(number, merchant.read(message, Transaction.class).getOutTradeNo());
  }

  @ParameterizedTest
  @CsvSource({
    "CERTIFICATE, ALTER_BYTE",
    "PUBLIC_KEY, ALTER_BYTE",
    "CERTIFICATE, BAD_SIGNATURE",
    "PUBLIC_KEY, BAD_SIGNATURE",
    "CERTIFICATE, UNKNOWN_KEY",
    "PUBLIC_KEY, UNKNOWN_KEY",
    "CERTIFICATE, MISSING_SIGNATURE",
    "PUBLIC_KEY, MISSING_SIGNATURE",
    // Signed by the platform's other key, which this merchant was never told.
    "CERTIFICATE, PUBLIC_KEY",
    "PUBLIC_KEY, CERTIFICATE"
  })
  void notification_twisted_isRefused(Trust trust, String twist) {
    OfficialMerchant merchant = MERCHANTS.get(trust);
    String number = "TWIST_" + trust + "_" + twist.substring(0, 3);
    paid(merchant, number);

    HttpMessage message = sandbox.notification("wechat/orders/" + number + "/notification", twist);

    assertThrows(ValidationException.class, () -> merchant.read(message, Transaction.class));
  }

  /** A probe's signature is no Base64, which the SDK's verifier does not expect. */
  @ParameterizedTest
  @EnumSource
  void notification_thatIsAProbe_isRefused(Trust trust) {
    OfficialMerchant merchant = MERCHANTS.get(trust);
    String number = "PROBE_" + trust;
    paid(merchant, number);

    HttpMessage message =
        sandbox.notification("wechat/orders/" + number + "/notification", "SIGNTEST");

    assertThrows(IllegalArgumentException.class, () -> merchant.read(message, Transaction.class));
  }
}
