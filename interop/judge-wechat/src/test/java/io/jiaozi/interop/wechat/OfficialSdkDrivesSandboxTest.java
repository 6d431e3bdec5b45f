package io.jiaozi.interop.wechat;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.wechat.pay.java.core.certificate.AutoCertificateService;
import com.wechat.pay.java.core.cipher.RSAVerifier;
import com.wechat.pay.java.core.exception.MalformedMessageException;
import com.wechat.pay.java.core.exception.ServiceException;
import com.wechat.pay.java.core.exception.ValidationException;
import com.wechat.pay.java.core.util.PemUtil;
import com.wechat.pay.java.service.certificate.CertificateService;
import com.wechat.pay.java.service.payments.app.AppServiceExtension;
import com.wechat.pay.java.service.payments.h5.H5Service;
import com.wechat.pay.java.service.payments.h5.model.H5Info;
import com.wechat.pay.java.service.payments.h5.model.SceneInfo;
import com.wechat.pay.java.service.payments.jsapi.JsapiServiceExtension;
import com.wechat.pay.java.service.payments.jsapi.model.Payer;
import com.wechat.pay.java.service.payments.model.Transaction;
import com.wechat.pay.java.service.payments.model.Transaction.TradeStateEnum;
import com.wechat.pay.java.service.payments.model.Transaction.TradeTypeEnum;
import com.wechat.pay.java.service.payments.nativepay.NativePayService;
import com.wechat.pay.java.service.payments.nativepay.model.Amount;
import com.wechat.pay.java.service.payments.nativepay.model.CloseOrderRequest;
import com.wechat.pay.java.service.payments.nativepay.model.PrepayRequest;
import com.wechat.pay.java.service.payments.nativepay.model.QueryOrderByIdRequest;
import com.wechat.pay.java.service.payments.nativepay.model.QueryOrderByOutTradeNoRequest;
import com.wechat.pay.java.service.refund.RefundService;
import com.wechat.pay.java.service.refund.model.AmountReq;
import com.wechat.pay.java.service.refund.model.CreateRequest;
import com.wechat.pay.java.service.refund.model.QueryByOutRefundNoRequest;
import com.wechat.pay.java.service.refund.model.Refund;
import com.wechat.pay.java.service.refund.model.Status;
import io.jiaozi.interop.Json;
import io.jiaozi.interop.SandboxProcess;
import io.jiaozi.interop.wechat.OfficialMerchant.Trust;
import java.nio.charset.StandardCharsets;
import java.security.cert.X509Certificate;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** WeChat Pay's own SDK takes the sandbox for WeChat Pay, in both of its modes of verification. */
class OfficialSdkDrivesSandboxTest {
  private static final String NOTIFY = "https://shop.example/pay/notify";
  private static final String DESCRIPTION = "两盒饺子 & tea";

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

  private static NativePayService nativePay(OfficialMerchant merchant) {
    return new NativePayService.Builder()
        .config(merchant.config())
        .httpClient(merchant.http())
        .build();
  }

  private static String prepay(OfficialMerchant merchant, String number) {
    PrepayRequest order = new PrepayRequest();
    order.setAppid(merchant.know("appid"));
    order.setMchid(merchant.know("mchid"));
    order.setDescription(DESCRIPTION);
    order.setOutTradeNo(number);
    order.setNotifyUrl(NOTIFY);
    Amount amount = new Amount();
    amount.setTotal(8800);
    order.setAmount(amount);
    return nativePay(merchant).prepay(order).getCodeUrl();
  }

  private static Transaction query(OfficialMerchant merchant, String number) {
    QueryOrderByOutTradeNoRequest query = new QueryOrderByOutTradeNoRequest();
    query.setMchid(merchant.know("mchid"));
    query.setOutTradeNo(number);
    return nativePay(merchant).queryOrderByOutTradeNo(query);
  }

  private static void buyerPays(String number) {
    sandbox.post("wechat/orders/" + number + "/pay", "");
  }

  @ParameterizedTest
  @EnumSource
  void native_isPlacedAskedAboutAndPaid(Trust trust) {
    OfficialMerchant merchant = MERCHANTS.get(trust);
    String number = "NATIVE_" + trust;

    String code = prepay(merchant, number);
    Transaction open = query(merchant, number);
    buyerPays(number);
    Transaction paid = query(merchant, number);
    QueryOrderByIdRequest byId = new QueryOrderByIdRequest();
    byId.setMchid(merchant.know("mchid"));
    byId.setTransactionId(paid.getTransactionId());
    Transaction found = nativePay(merchant).queryOrderById(byId);

    assertTrue(code.startsWith("weixin://wxpay/bizpayurl?pr="), code);
    assertEquals(TradeStateEnum.NOTPAY, open.getTradeState());
    assertEquals(TradeStateEnum.SUCCESS, paid.getTradeState());
    assertEquals(TradeTypeEnum.NATIVE, paid.getTradeType());
    assertEquals(8800, paid.getAmount().getTotal());
    assertEquals("CNY", paid.getAmount().getCurrency());
    assertEquals(number, found.getOutTradeNo());
    assertEquals(merchant.know("appid"), found.getAppid());
  }

  @ParameterizedTest
  @EnumSource
  void jsapi_isPlacedAndTheClientsParametersAreSigned(Trust trust) {
    OfficialMerchant merchant = MERCHANTS.get(trust);
    var order = new com.wechat.pay.java.service.payments.jsapi.model.PrepayRequest();
    order.setAppid(merchant.know("appid"));
    order.setMchid(merchant.know("mchid"));
    order.setDescription(DESCRIPTION);
    order.setOutTradeNo("JSAPI_" + trust);
    order.setNotifyUrl(NOTIFY);
    var amount = new com.wechat.pay.java.service.payments.jsapi.model.Amount();
    amount.setTotal(8800);
    order.setAmount(amount);
    Payer payer = new Payer();
    payer.setOpenid("oUpF8uMuAJO_M2pxb1Q9zNjWeS6o");
    order.setPayer(payer);

    var client =
        new JsapiServiceExtension.Builder()
            .config(merchant.config())
            .httpClient(merchant.http())
            .build()
            .prepayWithRequestPayment(order);
    buyerPays("JSAPI_" + trust);
    Transaction paid = query(merchant, "JSAPI_" + trust);

    assertTrue(
        opensTheCashier(
            "appId",
            client.getAppId(),
            "timeStamp",
            client.getTimeStamp(),
            "nonceStr",
            client.getNonceStr(),
            "package",
            client.getPackageVal(),
            "signType",
            client.getSignType(),
            "paySign",
            client.getPaySign()));
    assertTrue(
        isMerchants(
            merchant,
            client.getAppId(),
            client.getTimeStamp(),
            client.getNonceStr(),
            client.getPackageVal(),
            client.getPaySign()));
    assertEquals(TradeTypeEnum.JSAPI, paid.getTradeType());
    assertEquals("oUpF8uMuAJO_M2pxb1Q9zNjWeS6o", paid.getPayer().getOpenid());
  }

  @ParameterizedTest
  @EnumSource
  void app_isPlacedAndTheClientsParametersAreSigned(Trust trust) {
    OfficialMerchant merchant = MERCHANTS.get(trust);
    var order = new com.wechat.pay.java.service.payments.app.model.PrepayRequest();
    order.setAppid(merchant.know("appid"));
    order.setMchid(merchant.know("mchid"));
    order.setDescription(DESCRIPTION);
    order.setOutTradeNo("APP_" + trust);
    order.setNotifyUrl(NOTIFY);
    var amount = new com.wechat.pay.java.service.payments.app.model.Amount();
    amount.setTotal(8800);
    order.setAmount(amount);

    var client =
        new AppServiceExtension.Builder()
            .config(merchant.config())
            .httpClient(merchant.http())
            .build()
            .prepayWithRequestPayment(order);
    buyerPays("APP_" + trust);

    assertTrue(
        opensTheCashier(
            "appId",
            client.getAppid(),
            "partnerId",
            client.getPartnerId(),
            "prepayId",
            client.getPrepayId(),
            "packageValue",
            client.getPackageVal(),
            "nonceStr",
            client.getNonceStr(),
            "timeStamp",
            client.getTimestamp(),
            "sign",
            client.getSign()));
    assertTrue(
        isMerchants(
            merchant,
            client.getAppid(),
            client.getTimestamp(),
            client.getNonceStr(),
            client.getPrepayId(),
            client.getSign()));
    assertEquals(merchant.know("mchid"), client.getPartnerId());
    assertEquals(TradeTypeEnum.APP, query(merchant, "APP_" + trust).getTradeType());
  }

  /** Whether WeChat on the buyer's device, as the sandbox plays it, takes the parameters. */
  private static boolean opensTheCashier(String... namesAndValues) {
    StringBuilder body = new StringBuilder("{");
    for (int i = 0; i < namesAndValues.length; i += 2) {
      body.append(i == 0 ? "" : ",")
          .append(Json.quoted(namesAndValues[i]))
          .append(":")
          .append(Json.quoted(namesAndValues[i + 1]));
    }
    return sandbox.post("wechat/client", body + "}").at("cashier").text().contains("/cashier/");
  }

  /** Whether four lines were signed with the merchant's key, as WeChat would check. */
  private static boolean isMerchants(
      OfficialMerchant merchant, String app, String time, String nonce, String last, String sign) {
    X509Certificate certificate =
        PemUtil.loadX509FromPath(
            sandbox.file(sandbox.credentials("wechat").at("merchantCertificateFile")).toString());
    String serial = merchant.know("merchantSerial");
    return new RSAVerifier(certificate.getPublicKey(), serial)
        .verify(serial, app + "\n" + time + "\n" + nonce + "\n" + last + "\n", sign);
  }

  @ParameterizedTest
  @EnumSource
  void h5_isPlacedAndPaid(Trust trust) {
    OfficialMerchant merchant = MERCHANTS.get(trust);
    var order = new com.wechat.pay.java.service.payments.h5.model.PrepayRequest();
    order.setAppid(merchant.know("appid"));
    order.setMchid(merchant.know("mchid"));
    order.setDescription(DESCRIPTION);
    order.setOutTradeNo("H5_ORDER_" + trust);
    order.setNotifyUrl(NOTIFY);
    var amount = new com.wechat.pay.java.service.payments.h5.model.Amount();
    amount.setTotal(8800);
    order.setAmount(amount);
    H5Info info = new H5Info();
    info.setType("Wap");
    SceneInfo scene = new SceneInfo();
    scene.setPayerClientIp("127.0.0.1");
    scene.setH5Info(info);
    order.setSceneInfo(scene);

    String url =
        new H5Service.Builder()
            .config(merchant.config())
            .httpClient(merchant.http())
            .build()
            .prepay(order)
            .getH5Url();
    buyerPays("H5_ORDER_" + trust);

    assertTrue(url.startsWith("https://wx.tenpay.com/"), url);
    assertEquals(TradeTypeEnum.MWEB, query(merchant, "H5_ORDER_" + trust).getTradeType());
  }

  /** Numbers with {@code |} and {@code *} are percent-encoded, and signed that way. */
  @ParameterizedTest
  @EnumSource
  void close_makesAnOrderUnpayable(Trust trust) {
    OfficialMerchant merchant = MERCHANTS.get(trust);
    String number = "CLOSE|*_" + trust;
    prepay(merchant, number);

    CloseOrderRequest close = new CloseOrderRequest();
    close.setMchid(merchant.know("mchid"));
    close.setOutTradeNo(number);
    nativePay(merchant).closeOrder(close);

    assertEquals(TradeStateEnum.CLOSED, query(merchant, number).getTradeState());
  }

  @ParameterizedTest
  @EnumSource
  void refund_isAcceptedAskedAboutAndEnded(Trust trust) {
    OfficialMerchant merchant = MERCHANTS.get(trust);
    String number = "REFUND_" + trust;
    prepay(merchant, number);
    buyerPays(number);
    RefundService refunds =
        new RefundService.Builder().config(merchant.config()).httpClient(merchant.http()).build();

    Refund accepted = refunds.create(refund(number, 800));
    sandbox.post("wechat/refunds/R" + number + "/settle", "{\"status\":\"SUCCESS\"}");
    QueryByOutRefundNoRequest query = new QueryByOutRefundNoRequest();
    query.setOutRefundNo("R" + number);
    Refund ended = refunds.queryByOutRefundNo(query);

    assertEquals(Status.PROCESSING, accepted.getStatus());
    assertEquals(Status.SUCCESS, ended.getStatus());
    assertEquals(800, ended.getAmount().getRefund());
    assertEquals(8800, ended.getAmount().getTotal());
    assertEquals(accepted.getRefundId(), ended.getRefundId());
    assertEquals(TradeStateEnum.REFUND, query(merchant, number).getTradeState());
  }

  private static CreateRequest refund(String number, long fen) {
    CreateRequest refund = new CreateRequest();
    refund.setOutTradeNo(number);
    refund.setOutRefundNo("R" + number);
    refund.setReason("一盒凉了");
    AmountReq amount = new AmountReq();
    amount.setRefund(fen);
    amount.setTotal(8800L);
    amount.setCurrency("CNY");
    refund.setAmount(amount);
    return refund;
  }

  @ParameterizedTest
  @EnumSource
  void certificates_areDownloadedAndOpened(Trust trust) {
    OfficialMerchant merchant = MERCHANTS.get(trust);

    List<X509Certificate> certificates =
        new CertificateService.Builder()
            .config(merchant.config())
            .httpClient(merchant.http())
            .build()
            .downloadCertificate(merchant.know("apiV3Key").getBytes(StandardCharsets.UTF_8));

    assertEquals(
        sandbox.credentials("wechat").at("platformSerials").items().get(0).text(),
        PemUtil.getSerialNumber(certificates.get(0)));
  }

  @ParameterizedTest
  @EnumSource
  void refusals_areReadWithCodeAndStatus(Trust trust) {
    OfficialMerchant merchant = MERCHANTS.get(trust);
    prepay(merchant, "UNPAID_" + trust);
    RefundService refunds =
        new RefundService.Builder().config(merchant.config()).httpClient(merchant.http()).build();

    ServiceException unknown =
        assertThrows(ServiceException.class, () -> query(merchant, "NOWHERE_" + trust));
    ServiceException unpaid =
        assertThrows(ServiceException.class, () -> refunds.create(refund("UNPAID_" + trust, 800)));

    assertEquals("404 ORDER_NOT_EXIST", unknown.getHttpStatusCode() + " " + unknown.getErrorCode());
    assertEquals(
        "404 RESOURCE_NOT_EXISTS", unpaid.getHttpStatusCode() + " " + unpaid.getErrorCode());
  }

  /** The SDK does verify: what the sandbox spoils, it refuses. */
  @ParameterizedTest
  @CsvSource({
    "CERTIFICATE, BAD_SIGNATURE",
    "PUBLIC_KEY, BAD_SIGNATURE",
    "CERTIFICATE, UNKNOWN_KEY",
    "PUBLIC_KEY, UNKNOWN_KEY"
  })
  void reply_withWrongSignature_isNotBelieved(Trust trust, String fault) {
    OfficialMerchant merchant = MERCHANTS.get(trust);
    String number = "SPOILT_" + trust;
    prepay(merchant, number);
    sandbox.arm(fault, "wechat.query");

    assertThrows(ValidationException.class, () -> query(merchant, number));
    assertEquals(TradeStateEnum.NOTPAY, query(merchant, number).getTradeState());
  }

  /** A probe is no Base64, and a stale time no time: the SDK throws something else for both. */
  @ParameterizedTest
  @CsvSource({
    "CERTIFICATE, SIGNTEST",
    "PUBLIC_KEY, SIGNTEST",
    "CERTIFICATE, STALE_SIGNATURE",
    "PUBLIC_KEY, STALE_SIGNATURE"
  })
  void reply_thatIsAProbeOrStale_isNotBelieved(Trust trust, String fault) {
    OfficialMerchant merchant = MERCHANTS.get(trust);
    String number = "PROBED_" + trust;
    prepay(merchant, number);
    sandbox.arm(fault, "wechat.query");

    assertThrows(IllegalArgumentException.class, () -> query(merchant, number));
  }

  @ParameterizedTest
  @EnumSource
  void reply_thatIsLost_leavesThePaymentBehind(Trust trust) {
    OfficialMerchant merchant = MERCHANTS.get(trust);
    String number = "LOST_" + trust;
    sandbox.arm("TRUNCATED_REPLY", "wechat.pay");

    assertThrows(MalformedMessageException.class, () -> prepay(merchant, number));
    assertEquals(TradeStateEnum.NOTPAY, query(merchant, number).getTradeState());
  }
}
