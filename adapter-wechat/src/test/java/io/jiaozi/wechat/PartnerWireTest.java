package io.jiaozi.wechat;

import static io.jiaozi.wechat.WechatPayWireTest.unknown;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.jiaozi.Operation;
import io.jiaozi.SubMerchant;
import io.jiaozi.error.OpenOutcome.Cause;
import io.jiaozi.error.Problem;
import io.jiaozi.error.UntrustedReason;
import io.jiaozi.money.Money;
import io.jiaozi.notification.Notification;
import io.jiaozi.payment.NextAction;
import io.jiaozi.payment.Payment;
import io.jiaozi.payment.PaymentRequest;
import io.jiaozi.payment.PaymentResult;
import io.jiaozi.payment.PaymentState;
import io.jiaozi.payment.Scene;
import io.jiaozi.refund.Refund;
import io.jiaozi.refund.RefundReference;
import io.jiaozi.refund.RefundState;
import io.jiaozi.spi.CallContext;
import io.jiaozi.spi.ChannelFailure.Untrusted;
import io.jiaozi.tck.ContractContext;
import java.net.URI;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A service provider acts for the merchants it serves. */
class PartnerWireTest {

  private static final SubMerchant SUB = TestAccount.SUB;
  private static final SubMerchant WITH_APP = TestAccount.SUB_WITH_APP;
  private static final String PREPAID = "{\"prepay_id\":\"wx20\"}";
  private static final String OPENID = "oUpF8uMuAJO_M2pxb1Q9zNjWeS6o";

  private final FakeWechat server = new FakeWechat();
  private final ContractContext context = new ContractContext();
  private final WechatAdapter adapter = TestAccount.open(server.address(), context);

  @AfterEach
  void close() {
    context.close();
    server.close();
  }

  private static PaymentRequest request(Scene scene) {
    return PaymentRequest.builder(
            TestAccount.ORDER.number(), Money.of("CNY", "88.00"), scene, ContractContext.NOW)
        .description("dumplings")
        .build();
  }

  private PaymentResult pay(Scene scene, SubMerchant sub) {
    assertThat(adapter.check(request(scene), sub)).isEmpty();
    return adapter.pay(request(scene), TestAccount.serving(Operation.PAY, sub));
  }

  private Payment query(SubMerchant sub) {
    return adapter.query(TestAccount.ORDER, TestAccount.serving(Operation.QUERY, sub));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "1900", "merchant-1", "19000001090"})
  void subMerchant_notANumber_isAProblem(String id) {
    assertThat(adapter.check(SubMerchant.of(id)))
        .containsExactly(
            new Problem("subMerchant.id", "is not a merchant number (sub_mchid): 8 to 10 digits."));
  }

  @Test
  void subMerchant_theAccountItselfAndOddDetails_areProblems() {
    assertThat(adapter.check(SubMerchant.of(TestAccount.MCHID)))
        .extracting(Problem::field)
        .containsExactly("subMerchant.id");
    assertThat(adapter.check(new SubMerchant(TestAccount.SUB_MCHID, Map.of("sub-app-id", "gh_1"))))
        .containsExactly(
            new Problem(
                "subMerchant.details.sub-app-id",
                "is not an app id: one begins with wx, followed by 16 letters and digits."));
    assertThat(adapter.check(new SubMerchant(TestAccount.SUB_MCHID, Map.of("app-auth-token", "x"))))
        .containsExactly(
            new Problem(
                "subMerchant.details.app-auth-token",
                "is not a detail that WeChat Pay knows. There is: sub-app-id."));
    assertThat(adapter.check(WITH_APP)).isEmpty();
  }

  @Test
  void pay_request_namesProviderAndMerchantServed() {
    server.signed(200, "{\"code_url\":\"weixin://x\"}");

    PaymentResult result = pay(Scene.qrCode(), WITH_APP);

    FakeWechat.Asked asked = server.asked().get(0);
    assertThat(asked.target()).isEqualTo("/v3/pay/partner/transactions/native");
    assertThat(asked.body())
        .isEqualTo(
            "{\"sp_appid\":\"wxd678efh567hg6787\",\"sp_mchid\":\"1900007291\",\"sub_appid\":\"wx0000000000000009\","
                + "\"sub_mchid\":\"1900000109\",\"description\":\"dumplings\",\"out_trade_no\":\"20261124A001\","
                + "\"notify_url\":\"https://shop.example/notify/wechat\",\"amount\":{\"total\":8800,\"currency\":\"CNY\"}}");
    assertThat(asked.header("Authorization")).contains("mchid=\"1900007291\"");
    assertThat(result.payment().subMerchantId()).isEqualTo("1900000109");
  }

  @Test
  void pay_withoutAppOfTheMerchantServed_sendsNone() {
    server.signed(200, "{\"code_url\":\"weixin://x\"}");

    pay(Scene.qrCode(), SUB);

    assertThat(server.asked().get(0).body())
        .startsWith(
            "{\"sp_appid\":\"wxd678efh567hg6787\",\"sp_mchid\":\"1900007291\",\"sub_mchid\":\"1900000109\",\"description\"");
  }

  @Test
  void payInAppPage_buyerInTheProvidersApp_isSpOpenid() {
    server.signed(200, PREPAID);

    PaymentResult result = pay(Scene.inAppPage(OPENID), WITH_APP);

    assertThat(server.asked().get(0).target()).isEqualTo("/v3/pay/partner/transactions/jsapi");
    assertThat(server.asked().get(0).body())
        .endsWith("\"payer\":{\"sp_openid\":\"" + OPENID + "\"}}");
    assertThat(invoke(result).parameters()).containsEntry("appId", TestAccount.APPID);
  }

  @Test
  void payInAppPage_buyerInTheAppOfTheMerchantServed_isSubOpenid() {
    server.signed(200, PREPAID);

    PaymentResult result = pay(new Scene.InAppPage(OPENID, TestAccount.SUB_APPID), WITH_APP);

    assertThat(server.asked().get(0).body())
        .startsWith("{\"sp_appid\":\"wxd678efh567hg6787\"")
        .endsWith("\"payer\":{\"sub_openid\":\"" + OPENID + "\"}}");
    assertThat(invoke(result).parameters()).containsEntry("appId", TestAccount.SUB_APPID);
  }

  @Test
  void payApp_inTheAppOfTheMerchantServed_namesItsMerchant() {
    server.signed(200, PREPAID);

    PaymentResult result = pay(new Scene.App(TestAccount.SUB_APPID), WITH_APP);

    assertThat(server.asked().get(0).target()).isEqualTo("/v3/pay/partner/transactions/app");
    assertThat(invoke(result).parameters())
        .containsEntry("appId", TestAccount.SUB_APPID)
        .containsEntry("partnerId", TestAccount.SUB_MCHID);
  }

  private static NextAction.InvokeClient invoke(PaymentResult result) {
    return (NextAction.InvokeClient) ((PaymentResult.AwaitingCustomer) result).next();
  }

  @Test
  void clientAppId_ofTheMerchantServed_isAProblemUnlessTheDetailsNameIt() {
    PaymentRequest request = request(new Scene.App(TestAccount.SUB_APPID));

    assertThat(adapter.check(request, WITH_APP)).isEmpty();
    assertThat(adapter.check(request, SUB))
        .containsExactly(
            new Problem(
                "scene.clientAppId",
                "is none of the account's app ids. Leave it out, or bind it to the merchant and add it to"
                    + " \"more-app-ids\", or give it as \"sub-app-id\" of the sub-merchant."));
    assertThat(adapter.check(request)).hasSize(1);
  }

  @Test
  void payMobileWeb_goesToThePartnersEndpoint() {
    server.signed(200, "{\"h5_url\":\"https://wx.tenpay.com/x?prepay_id=1\"}");

    pay(Scene.mobileWeb(URI.create("https://shop.example/back"), "203.0.113.7"), SUB);

    assertThat(server.asked().get(0).target()).isEqualTo("/v3/pay/partner/transactions/h5");
  }

  @Test
  void payAtTill_isPaidForTheMerchantServed() {
    server.signed(200, TestAccount.partnerOrder("SUCCESS"));

    PaymentResult result = pay(Scene.buyerCode("130061098828009406", "S1"), SUB);

    assertThat(server.asked().get(0).target()).isEqualTo("/v3/pay/partner/transactions/codepay");
    assertThat(result).isInstanceOf(PaymentResult.Paid.class);
    assertThat(result.payment().subMerchantId()).isEqualTo("1900000109");
    assertThat(result.payment().payerId()).isEqualTo(OPENID);
  }

  @Test
  void query_asksWithBothNumbers() {
    server.signed(200, TestAccount.partnerOrder("SUCCESS"));

    Payment payment = query(SUB);

    assertThat(server.asked().get(0).target())
        .isEqualTo(
            "/v3/pay/partner/transactions/out-trade-no/20261124A001?sp_mchid=1900007291&sub_mchid=1900000109");
    assertThat(payment.state()).isEqualTo(PaymentState.PAID);
    assertThat(payment.subMerchantId()).isEqualTo("1900000109");
  }

  @Test
  void query_notFound_saysForWhom() {
    server.error(404, "ORDER_NOT_EXIST");

    assertThat(query(SUB).subMerchantId()).isEqualTo("1900000109");
  }

  @ParameterizedTest
  @CsvSource({
    "1900000109, 1900000110",
    "1900007291, 1900007292",
    "wxd678efh567hg6787, wx0000000000000002",
    "sub_mchid, unsaid",
    "sp_mchid, unsaid",
    "sp_appid, unsaid"
  })
  void query_answerThatIsNotProvedToBeTheMerchantsServed_isUnknown(String from, String to) {
    server.signed(200, TestAccount.partnerOrder("SUCCESS").replace(from, to));

    assertThat(unknown(() -> query(SUB)).reason()).isEqualTo(Cause.MISMATCHED_REPLY);
  }

  @Test
  void query_answerOfAnotherAppOfTheMerchantServed_isUnknown() {
    server.signed(
        200,
        TestAccount.partnerOrder("SUCCESS")
            .replace("\"sp_appid\"", "\"sub_appid\":\"wx0000000000000008\",\"sp_appid\""));

    assertThat(unknown(() -> query(WITH_APP)).reason()).isEqualTo(Cause.MISMATCHED_REPLY);
  }

  @Test
  void query_answerOfTheAccountsOwnOrder_isUnknownForAMerchantServed() {
    server.signed(200, TestAccount.order("SUCCESS"));

    assertThat(unknown(() -> query(SUB)).reason()).isEqualTo(Cause.MISMATCHED_REPLY);
  }

  @Test
  void query_answerAboutAMerchantServed_isUnknownForTheAccountItself() {
    server.signed(200, TestAccount.partnerOrder("SUCCESS"));

    assertThat(unknown(() -> adapter.query(TestAccount.ORDER, TestAccount.call(Operation.QUERY))))
        .hasMessageEndingWith("tells of a sub-merchant, but the account acted for none");
  }

  @Test
  void close_namesBoth() {
    server.signed(204, "").signed(200, TestAccount.partnerOrder("CLOSED"));

    Payment payment = adapter.close(TestAccount.ORDER, TestAccount.serving(Operation.CLOSE, SUB));

    assertThat(payment.state()).isEqualTo(PaymentState.CLOSED);
    assertThat(server.asked().get(0).target())
        .isEqualTo("/v3/pay/partner/transactions/out-trade-no/20261124A001/close");
    assertThat(server.asked().get(0).body())
        .isEqualTo("{\"sp_mchid\":\"1900007291\",\"sub_mchid\":\"1900000109\"}");
  }

  @Test
  void reverse_namesBoth() {
    server.signed(
        200,
        "{\"sp_mchid\":\"1900007291\",\"sub_mchid\":\"1900000109\",\"out_trade_no\":\"20261124A001\"}");

    Payment payment =
        adapter.reverse(TestAccount.ORDER, TestAccount.serving(Operation.REVERSE, SUB));

    assertThat(payment.state()).isEqualTo(PaymentState.REVERSED);
    assertThat(payment.subMerchantId()).isEqualTo("1900000109");
    assertThat(server.asked().get(0).target())
        .isEqualTo("/v3/pay/partner/transactions/out-trade-no/20261124A001/reverse");
    assertThat(server.asked().get(0).body())
        .isEqualTo(
            "{\"sp_appid\":\"wxd678efh567hg6787\",\"sp_mchid\":\"1900007291\",\"sub_mchid\":\"1900000109\"}");
  }

  @Test
  void refund_namesTheMerchantServed() {
    server.signed(200, TestAccount.refund("PROCESSING"));

    Refund refund =
        adapter.refund(
            TestAccount.refund().paymentAmount(Money.of("CNY", "88.00")).build(),
            TestAccount.serving(Operation.REFUND, SUB));

    assertThat(refund.state()).isEqualTo(RefundState.PROCESSING);
    assertThat(server.asked().get(0).target()).isEqualTo("/v3/refund/domestic/refunds");
    assertThat(server.asked().get(0).body())
        .startsWith("{\"sub_mchid\":\"1900000109\",\"out_refund_no\":\"R20261124A001\"");
  }

  @Test
  void refund_withoutOrderAmount_asksForTheMerchantServed() {
    server
        .signed(200, TestAccount.partnerOrder("SUCCESS"))
        .signed(200, TestAccount.refund("PROCESSING"));

    adapter.refund(TestAccount.refund().build(), TestAccount.serving(Operation.REFUND, SUB));

    assertThat(server.asked().get(0).target()).contains("sub_mchid=1900000109");
  }

  @Test
  void queryRefund_namesTheMerchantServed() {
    server.signed(200, TestAccount.refund("SUCCESS"));

    adapter.queryRefund(
        RefundReference.of(TestAccount.ORDER, "R20261124A001"),
        TestAccount.serving(Operation.QUERY_REFUND, SUB));

    assertThat(server.asked().get(0).target())
        .isEqualTo("/v3/refund/domestic/refunds/R20261124A001?sub_mchid=1900000109");
  }

  @Test
  void refund_answerAboutAnotherMerchantServed_isUnknown() {
    server.signed(
        200,
        TestAccount.refund("PROCESSING")
            .replace("{\"refund_id\"", "{\"sub_mchid\":\"1900000110\",\"refund_id\""));

    assertThat(
            unknown(
                    () ->
                        adapter.refund(
                            TestAccount.refund().paymentAmount(Money.of("CNY", "88.00")).build(),
                            TestAccount.serving(Operation.REFUND, SUB)))
                .reason())
        .isEqualTo(Cause.MISMATCHED_REPLY);
  }

  // ---- notifications

  private Notification read(String event, String content, SubMerchant reader) {
    CallContext call = TestAccount.serving(Operation.NOTIFICATION, reader);
    return adapter.readNotification(new Notices().event(event, content).request(), call);
  }

  private UntrustedReason reason(String event, String content, SubMerchant reader) {
    return catchThrowableOfType(Untrusted.class, () -> read(event, content, reader)).reason();
  }

  private static String partners(String content) {
    return content
        .replace("\"appid\"", "\"sp_appid\"")
        .replace("\"mchid\":", "\"sub_mchid\":\"1900000109\",\"sp_mchid\":")
        .replace("\"openid\"", "\"sub_openid\"");
  }

  private static final String PAID = partners(Notices.PAID);
  private static final String REFUNDED = partners(Notices.REFUNDED);

  @Test
  void notification_paid_saysForWhomAndIsAFactOfThatMerchant() {
    Notification notification = read("TRANSACTION.SUCCESS", PAID, null);

    assertThat(notification).isInstanceOf(Notification.PaymentChanged.class);
    Payment payment = ((Notification.PaymentChanged) notification).payment();
    assertThat(payment.subMerchantId()).isEqualTo("1900000109");
    assertThat(payment.payerId()).isEqualTo(OPENID);
    assertThat(payment.amount()).isEqualTo(Money.of("CNY", "88.00"));
    assertThat(notification.factKey()).isEqualTo("pay/1900000109/20261124A001/SUCCESS");
    assertThat(
            read("TRANSACTION.SUCCESS", PAID.replace("1900000109", "1900000110"), null).factKey())
        .isNotEqualTo(notification.factKey());
  }

  @Test
  void notification_refund_isAFactOfThatMerchant() {
    Notification notification = read("REFUND.SUCCESS", REFUNDED, null);

    assertThat(notification).isInstanceOf(Notification.RefundChanged.class);
    assertThat(notification.factKey()).isEqualTo("refund/1900000109/R20261124A001/SUCCESS");
  }

  @Test
  void notification_readForOneMerchant_othersAreForeign() {
    assertThat(read("TRANSACTION.SUCCESS", PAID, SUB))
        .isInstanceOf(Notification.PaymentChanged.class);
    assertThat(reason("TRANSACTION.SUCCESS", PAID, SubMerchant.of("1900000110")))
        .isEqualTo(UntrustedReason.FOREIGN);
    assertThat(reason("REFUND.SUCCESS", REFUNDED, SubMerchant.of("1900000110")))
        .isEqualTo(UntrustedReason.FOREIGN);
  }

  @ParameterizedTest
  @CsvSource({"1900007291, 1900007292", "wxd678efh567hg6787, wx0000000000000002"})
  void notification_ofAnotherProviderOrApp_isForeign(String from, String to) {
    assertThat(reason("TRANSACTION.SUCCESS", PAID.replace(from, to), null))
        .isEqualTo(UntrustedReason.FOREIGN);
  }

  @ParameterizedTest
  @ValueSource(strings = {"\"sub_mchid\":\"1900000109\",", "\"sp_mchid\":\"1900007291\","})
  void notification_withoutProofOfWhose_isMalformed(String left) {
    assertThat(reason("TRANSACTION.SUCCESS", PAID.replace(left, ""), null))
        .isEqualTo(UntrustedReason.MALFORMED);
    assertThat(reason("REFUND.SUCCESS", REFUNDED.replace(left, ""), null))
        .isEqualTo(UntrustedReason.MALFORMED);
  }
}
