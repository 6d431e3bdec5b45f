package io.jiaozi.interop.wechat;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.wechat.pay.java.core.certificate.AutoCertificateService;
import com.wechat.pay.java.core.exception.ServiceException;
import com.wechat.pay.java.service.partnerpayments.app.AppServiceExtension;
import com.wechat.pay.java.service.partnerpayments.h5.H5Service;
import com.wechat.pay.java.service.partnerpayments.jsapi.JsapiServiceExtension;
import com.wechat.pay.java.service.partnerpayments.jsapi.model.Payer;
import com.wechat.pay.java.service.partnerpayments.nativepay.NativePayService;
import com.wechat.pay.java.service.partnerpayments.nativepay.model.Amount;
import com.wechat.pay.java.service.partnerpayments.nativepay.model.CloseOrderRequest;
import com.wechat.pay.java.service.partnerpayments.nativepay.model.PrepayRequest;
import com.wechat.pay.java.service.partnerpayments.nativepay.model.QueryOrderByIdRequest;
import com.wechat.pay.java.service.partnerpayments.nativepay.model.QueryOrderByOutTradeNoRequest;
import com.wechat.pay.java.service.partnerpayments.nativepay.model.Transaction;
import com.wechat.pay.java.service.partnerpayments.nativepay.model.Transaction.TradeStateEnum;
import com.wechat.pay.java.service.refund.RefundService;
import com.wechat.pay.java.service.refund.model.AmountReq;
import com.wechat.pay.java.service.refund.model.CreateRequest;
import com.wechat.pay.java.service.refund.model.QueryByOutRefundNoRequest;
import com.wechat.pay.java.service.refund.model.Refund;
import com.wechat.pay.java.service.refund.model.Status;
import io.jiaozi.interop.HttpMessage;
import io.jiaozi.interop.Json;
import io.jiaozi.interop.SandboxProcess;
import io.jiaozi.interop.wechat.OfficialMerchant.Trust;
import java.util.EnumMap;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The official SDK's partner services, for a merchant that the sandbox's merchant serves. */
class OfficialSdkAsServiceProviderTest {
  private static final String NOTIFY = "https://shop.example/pay/notify";

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

  private static NativePayService service(OfficialMerchant merchant) {
    return new NativePayService.Builder()
        .config(merchant.config())
        .httpClient(merchant.http())
        .build();
  }

  private static PrepayRequest order(OfficialMerchant merchant, String number) {
    PrepayRequest order = new PrepayRequest();
    order.setSpAppid(merchant.know("appid"));
    order.setSpMchid(merchant.know("mchid"));
    order.setSubAppid(merchant.know("subAppid"));
    order.setSubMchid(merchant.know("subMchid"));
    order.setDescription("两盒饺子");
    order.setOutTradeNo(number);
    order.setNotifyUrl(NOTIFY);
    Amount amount = new Amount();
    amount.setTotal(8800);
    order.setAmount(amount);
    return order;
  }

  private static Transaction query(OfficialMerchant merchant, String number) {
    QueryOrderByOutTradeNoRequest query = new QueryOrderByOutTradeNoRequest();
    query.setSpMchid(merchant.know("mchid"));
    query.setSubMchid(merchant.know("subMchid"));
    query.setOutTradeNo(number);
    return service(merchant).queryOrderByOutTradeNo(query);
  }

  private static void paid(OfficialMerchant merchant, String number) {
    service(merchant).prepay(order(merchant, number));
    sandbox.post("wechat/orders/" + number + "/pay", "");
  }

  @ParameterizedTest
  @EnumSource
  void native_isPlacedPaidAndAskedAbout(Trust trust) {
    OfficialMerchant merchant = MERCHANTS.get(trust);
    String number = "SP_NATIVE_" + trust;

    paid(merchant, number);
    Transaction paid = query(merchant, number);
    QueryOrderByIdRequest byId = new QueryOrderByIdRequest();
    byId.setSpMchid(merchant.know("mchid"));
    byId.setSubMchid(merchant.know("subMchid"));
    byId.setTransactionId(paid.getTransactionId());

    assertEquals(TradeStateEnum.SUCCESS, paid.getTradeState());
    assertEquals(merchant.know("subMchid"), paid.getSubMchid());
    assertEquals(merchant.know("mchid"), paid.getSpMchid());
    assertEquals(8800, paid.getAmount().getTotal());
    assertEquals(number, service(merchant).queryOrderById(byId).getOutTradeNo());
  }

  @ParameterizedTest
  @EnumSource
  void jsapi_inTheServedMerchantsApp_opensTheCashier(Trust trust) {
    OfficialMerchant merchant = MERCHANTS.get(trust);
    var order = new com.wechat.pay.java.service.partnerpayments.jsapi.model.PrepayRequest();
    order.setSpAppid(merchant.know("appid"));
    order.setSpMchid(merchant.know("mchid"));
    order.setSubAppid(merchant.know("subAppid"));
    order.setSubMchid(merchant.know("subMchid"));
    order.setDescription("两盒饺子");
    order.setOutTradeNo("SP_JSAPI_" + trust);
    order.setNotifyUrl(NOTIFY);
    var amount = new com.wechat.pay.java.service.partnerpayments.jsapi.model.Amount();
    amount.setTotal(8800);
    order.setAmount(amount);
    Payer payer = new Payer();
    payer.setSubOpenid("oUpF8uMuAJO_M2pxb1Q9zNjWeS6o");
    order.setPayer(payer);

    var client =
        new JsapiServiceExtension.Builder()
            .config(merchant.config())
            .httpClient(merchant.http())
            .build()
            .prepayWithRequestPayment(order, merchant.know("subAppid"));

    assertEquals(merchant.know("subAppid"), client.getAppId());
    assertOpens(
        "{\"appId\":"
            + Json.quoted(client.getAppId())
            + ",\"timeStamp\":"
            + Json.quoted(client.getTimeStamp())
            + ",\"nonceStr\":"
            + Json.quoted(client.getNonceStr())
            + ",\"package\":"
            + Json.quoted(client.getPackageVal())
            + ",\"signType\":\"RSA\",\"paySign\":"
            + Json.quoted(client.getPaySign())
            + "}");
  }

  private static void assertOpens(String clientParameters) {
    String cashier = sandbox.post("wechat/client", clientParameters).at("cashier").text();
    assertTrue(cashier.contains("/cashier/"), cashier);
  }

  @ParameterizedTest
  @EnumSource
  void app_isPlacedAndOpensTheCashier(Trust trust) {
    OfficialMerchant merchant = MERCHANTS.get(trust);
    var order = new com.wechat.pay.java.service.partnerpayments.app.model.PrepayRequest();
    order.setSpAppid(merchant.know("appid"));
    order.setSpMchid(merchant.know("mchid"));
    order.setSubMchid(merchant.know("subMchid"));
    order.setDescription("两盒饺子");
    order.setOutTradeNo("SP_APP_" + trust);
    order.setNotifyUrl(NOTIFY);
    var amount = new com.wechat.pay.java.service.partnerpayments.app.model.Amount();
    amount.setTotal(8800);
    order.setAmount(amount);

    var client =
        new AppServiceExtension.Builder()
            .config(merchant.config())
            .httpClient(merchant.http())
            .build()
            .prepayWithRequestPayment(order, merchant.know("appid"));

    assertOpens(
        "{\"appId\":"
            + Json.quoted(client.getAppid())
            + ",\"partnerId\":"
            + Json.quoted(client.getPartnerId())
            + ",\"prepayId\":"
            + Json.quoted(client.getPrepayId())
            + ",\"packageValue\":"
            + Json.quoted(client.getPackageVal())
            + ",\"nonceStr\":"
            + Json.quoted(client.getNonceStr())
            + ",\"timeStamp\":"
            + Json.quoted(client.getTimestamp())
            + ",\"sign\":"
            + Json.quoted(client.getSign())
            + "}");
  }

  @ParameterizedTest
  @EnumSource
  void h5_isPlaced(Trust trust) {
    OfficialMerchant merchant = MERCHANTS.get(trust);
    var order = new com.wechat.pay.java.service.partnerpayments.h5.model.PrepayRequest();
    order.setSpAppid(merchant.know("appid"));
    order.setSpMchid(merchant.know("mchid"));
    order.setSubMchid(merchant.know("subMchid"));
    order.setDescription("两盒饺子");
    order.setOutTradeNo("SP_H5_" + trust);
    order.setNotifyUrl(NOTIFY);
    var amount = new com.wechat.pay.java.service.partnerpayments.h5.model.Amount();
    amount.setTotal(8800);
    order.setAmount(amount);
    var info = new com.wechat.pay.java.service.partnerpayments.h5.model.H5Info();
    info.setType("Wap");
    var scene = new com.wechat.pay.java.service.partnerpayments.h5.model.SceneInfo();
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

    assertTrue(url.startsWith("https://wx.tenpay.com/"), url);
  }

  @ParameterizedTest
  @EnumSource
  void close_makesAnOrderUnpayable(Trust trust) {
    OfficialMerchant merchant = MERCHANTS.get(trust);
    String number = "SP_CLOSE_" + trust;
    service(merchant).prepay(order(merchant, number));
    CloseOrderRequest close = new CloseOrderRequest();
    close.setSpMchid(merchant.know("mchid"));
    close.setSubMchid(merchant.know("subMchid"));
    close.setOutTradeNo(number);

    service(merchant).closeOrder(close);

    assertEquals(TradeStateEnum.CLOSED, query(merchant, number).getTradeState());
  }

  @ParameterizedTest
  @EnumSource
  void refund_isAcceptedAskedAboutAndEnded(Trust trust) {
    OfficialMerchant merchant = MERCHANTS.get(trust);
    String number = "SP_REFUND_" + trust;
    paid(merchant, number);
    RefundService refunds =
        new RefundService.Builder().config(merchant.config()).httpClient(merchant.http()).build();
    CreateRequest refund = new CreateRequest();
    refund.setSubMchid(merchant.know("subMchid"));
    refund.setOutTradeNo(number);
    refund.setOutRefundNo("R" + number);
    AmountReq amount = new AmountReq();
    amount.setRefund(800L);
    amount.setTotal(8800L);
    amount.setCurrency("CNY");
    refund.setAmount(amount);

    Refund accepted = refunds.create(refund);
    sandbox.post("wechat/refunds/R" + number + "/settle", "{\"status\":\"SUCCESS\"}");
    QueryByOutRefundNoRequest query = new QueryByOutRefundNoRequest();
    query.setOutRefundNo("R" + number);
    query.setSubMchid(merchant.know("subMchid"));

    assertEquals(Status.PROCESSING, accepted.getStatus());
    assertEquals(Status.SUCCESS, refunds.queryByOutRefundNo(query).getStatus());
  }

  @ParameterizedTest
  @EnumSource
  void notification_isReadWithBothMerchants(Trust trust) {
    OfficialMerchant merchant = MERCHANTS.get(trust);
    String number = "SP_TOLD_" + trust;
    paid(merchant, number);
    HttpMessage message = sandbox.notification("wechat/orders/" + number + "/notification");

    Transaction told = merchant.read(message, Transaction.class);

    assertEquals(number, told.getOutTradeNo());
    assertEquals(merchant.know("mchid"), told.getSpMchid());
    assertEquals(merchant.know("subMchid"), told.getSubMchid());
  }

  @ParameterizedTest
  @EnumSource
  void merchantThatIsNotServed_isRefused(Trust trust) {
    OfficialMerchant merchant = MERCHANTS.get(trust);
    PrepayRequest order = order(merchant, "SP_STRANGER_" + trust);
    order.setSubMchid("1900000001");

    ServiceException refusal =
        assertThrows(ServiceException.class, () -> service(merchant).prepay(order));

    assertEquals("403 NO_AUTH", refusal.getHttpStatusCode() + " " + refusal.getErrorCode());
  }
}
