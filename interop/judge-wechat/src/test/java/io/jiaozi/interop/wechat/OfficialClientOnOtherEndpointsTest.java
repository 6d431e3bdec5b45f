package io.jiaozi.interop.wechat;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.wechat.pay.java.core.certificate.AutoCertificateService;
import com.wechat.pay.java.core.cipher.PrivacyEncryptor;
import com.wechat.pay.java.core.exception.ServiceException;
import com.wechat.pay.java.core.exception.ValidationException;
import com.wechat.pay.java.core.http.HttpMethod;
import com.wechat.pay.java.core.http.HttpRequest;
import com.wechat.pay.java.core.http.JsonRequestBody;
import com.wechat.pay.java.service.payments.model.Transaction;
import com.wechat.pay.java.service.payments.model.Transaction.TradeStateEnum;
import com.wechat.pay.java.service.payments.model.Transaction.TradeTypeEnum;
import com.wechat.pay.java.service.refund.model.Refund;
import com.wechat.pay.java.service.refund.model.Status;
import io.jiaozi.interop.Json;
import io.jiaozi.interop.SandboxProcess;
import io.jiaozi.interop.wechat.OfficialMerchant.Trust;
import java.util.EnumMap;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Endpoints for which the official SDK has no service, called with its own signing and verifying
 * client and its own encryptor: payment by the buyer's code, abnormal refunds, real-name payment.
 */
class OfficialClientOnOtherEndpointsTest {
  private static SandboxProcess sandbox;
  private static final Map<Trust, OfficialMerchant> MERCHANTS = new EnumMap<>(Trust.class);

  @BeforeAll
  static void start() {
    sandbox = SandboxProcess.start();
    sandbox.post("wechat/behaviour", "{\"refundsByHand\":true}");
    for (Trust trust : Trust.values()) {
      MERCHANTS.put(trust, OfficialMerchant.at(sandbox, trust));
    }
  }

  @AfterAll
  static void stop() {
    AutoCertificateService.shutdown();
    sandbox.close();
  }

  private static <T> T call(
      OfficialMerchant merchant, HttpMethod method, String target, String body, Class<T> type) {
    HttpRequest.Builder request =
        new HttpRequest.Builder()
            .httpMethod(method)
            .url("https://api.mch.weixin.qq.com" + target)
            .addHeader("Accept", "application/json")
            .addHeader("Content-Type", "application/json");
    if (!body.isEmpty()) {
      request.body(new JsonRequestBody.Builder().body(body).build());
    }
    return merchant.http().execute(request.build(), type).getServiceResponse();
  }

  private static String ids(OfficialMerchant merchant) {
    return "\"appid\":\""
        + merchant.know("appid")
        + "\",\"mchid\":\""
        + merchant.know("mchid")
        + "\"";
  }

  private static Transaction scan(OfficialMerchant merchant, String number, String buyer) {
    String code =
        sandbox
            .post("wechat/buyer-codes", "{\"buyer\":" + Json.quoted(buyer) + "}")
            .at("authCode")
            .text();
    return call(
        merchant,
        HttpMethod.POST,
        "/v3/pay/transactions/codepay",
        "{"
            + ids(merchant)
            + ",\"description\":\"两盒饺子\",\"out_trade_no\":"
            + Json.quoted(number)
            + ",\"payer\":{\"auth_code\":"
            + Json.quoted(code)
            + "},\"amount\":{\"total\":8800,\"currency\":\"CNY\"},\"scene_info\":{\"store_info\":{\"out_id\":\"S1\"}}}",
        Transaction.class);
  }

  private static Transaction query(OfficialMerchant merchant, String number) {
    return call(
        merchant,
        HttpMethod.GET,
        "/v3/pay/transactions/out-trade-no/" + number + "?mchid=" + merchant.know("mchid"),
        "",
        Transaction.class);
  }

  @ParameterizedTest
  @EnumSource
  void till_paysAtOnce(Trust trust) {
    Transaction paid = scan(MERCHANTS.get(trust), "TILL_A_" + trust, "PAYS");

    assertEquals(TradeStateEnum.SUCCESS, paid.getTradeState());
    assertEquals(TradeTypeEnum.MICROPAY, paid.getTradeType());
  }

  /** The SDK takes 202 for a success, so it verifies the signature of "the buyer is typing". */
  @ParameterizedTest
  @EnumSource
  void till_waitsForTheBuyerAndIsReversed(Trust trust) {
    OfficialMerchant merchant = MERCHANTS.get(trust);
    String number = "TILL_B_" + trust;

    scan(merchant, number, "TYPES_PASSWORD");
    Transaction waiting = query(merchant, number);
    sandbox.post("wechat/orders/" + number + "/pay", "");
    Transaction paid = query(merchant, number);
    Transaction reversed =
        call(
            merchant,
            HttpMethod.POST,
            "/v3/pay/transactions/out-trade-no/" + number + "/reverse",
            "{" + ids(merchant) + "}",
            Transaction.class);

    assertEquals(TradeStateEnum.USERPAYING, waiting.getTradeState());
    assertEquals(TradeStateEnum.SUCCESS, paid.getTradeState());
    assertEquals(number, reversed.getOutTradeNo());
    assertEquals(TradeStateEnum.REVOKED, query(merchant, number).getTradeState());
  }

  @ParameterizedTest
  @EnumSource
  void till_waitingToldUnderAWrongSignature_isNotBelieved(Trust trust) {
    sandbox.arm("BAD_SIGNATURE", "wechat.pay");

    assertThrows(
        ValidationException.class,
        () -> scan(MERCHANTS.get(trust), "TILL_C_" + trust, "TYPES_PASSWORD"));
  }

  @ParameterizedTest
  @EnumSource
  void abnormalRefund_withOfficiallyEncryptedAccount_isAccepted(Trust trust) {
    OfficialMerchant merchant = MERCHANTS.get(trust);
    String number = "ABNORMAL_" + trust;
    scan(merchant, number, "PAYS");
    Refund refund =
        call(
            merchant,
            HttpMethod.POST,
            "/v3/refund/domestic/refunds",
            "{\"out_trade_no\":"
                + Json.quoted(number)
                + ",\"out_refund_no\":"
                + Json.quoted("R" + number)
                + ",\"amount\":{\"refund\":800,\"total\":8800,\"currency\":\"CNY\"}}",
            Refund.class);
    sandbox.post("wechat/refunds/R" + number + "/settle", "{\"status\":\"ABNORMAL\"}");
    PrivacyEncryptor encryptor = merchant.config().createEncryptor();

    Refund accepted =
        call(
            merchant,
            HttpMethod.POST,
            "/v3/refund/domestic/refunds/" + refund.getRefundId() + "/apply-abnormal-refund",
            "{\"out_refund_no\":"
                + Json.quoted("R" + number)
                + ",\"type\":\"USER_BANK_CARD\",\"bank_type\":\"CMB_DEBIT\",\"bank_account\":"
                + Json.quoted(encryptor.encrypt("6225000000000000"))
                + ",\"real_name\":"
                + Json.quoted(encryptor.encrypt("张三"))
                + "}",
            Refund.class);

    assertEquals(Status.PROCESSING, accepted.getStatus());
  }

  private static String realName(OfficialMerchant merchant, String number, String name) {
    return "{"
        + ids(merchant)
        + ",\"description\":\"两盒饺子\",\"out_trade_no\":"
        + Json.quoted(number)
        + ",\"notify_url\":\"https://shop.example/notify\",\"amount\":{\"total\":8800},\"payer\":{\"openid\":\"oBuyer\",\"identity\":{\"type\":\"IDCARD\",\"number\":"
        + Json.quoted(name)
        + ",\"name\":"
        + Json.quoted(name)
        + "}}}";
  }

  @ParameterizedTest
  @CsvSource({"CERTIFICATE, PUBLIC_KEY", "PUBLIC_KEY, CERTIFICATE"})
  void realName_encryptedForTheKeyThatIsNamed_isAccepted(Trust trust, Trust otherKey) {
    OfficialMerchant merchant = MERCHANTS.get(trust);
    String sealed = merchant.config().createEncryptor().encrypt("张三");
    String forOther = MERCHANTS.get(otherKey).config().createEncryptor().encrypt("张三");
    String number = "NAMED_" + trust;

    call(
        merchant,
        HttpMethod.POST,
        "/v3/pay/transactions/jsapi",
        realName(merchant, number, sealed),
        Transaction.class);
    ServiceException refusal =
        assertThrows(
            ServiceException.class,
            () ->
                call(
                    merchant,
                    HttpMethod.POST,
                    "/v3/pay/transactions/jsapi",
                    realName(merchant, number + "_2", forOther),
                    Transaction.class));

    assertEquals(TradeStateEnum.NOTPAY, query(merchant, number).getTradeState());
    assertEquals("PARAM_ERROR", refusal.getErrorCode());
  }
}
