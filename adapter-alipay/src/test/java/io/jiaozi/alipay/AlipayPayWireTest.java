package io.jiaozi.alipay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.jiaozi.Operation;
import io.jiaozi.error.OpenOutcome.Cause;
import io.jiaozi.error.RejectedReason;
import io.jiaozi.payment.ChannelExtras;
import io.jiaozi.payment.Decline;
import io.jiaozi.payment.NextAction;
import io.jiaozi.payment.PaymentRequest;
import io.jiaozi.payment.PaymentResult;
import io.jiaozi.payment.PaymentState;
import io.jiaozi.payment.Scene;
import io.jiaozi.spi.ChannelFailure;
import io.jiaozi.spi.ChannelFailure.NotSent;
import io.jiaozi.spi.ChannelFailure.OutcomeUnknown;
import io.jiaozi.spi.ChannelFailure.Rejected;
import io.jiaozi.spi.Signer;
import io.jiaozi.spi.SigningAlgorithm;
import io.jiaozi.support.crypto.RsaSigner;
import io.jiaozi.tck.ContractContext;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AlipayPayWireTest {

  private static final String MADE =
      "\"out_trade_no\":\"20261124A001\",\"qr_code\":\"https:\\/\\/qr.alipay.com\\/bavh4wjlxf12tper3a\"";
  private static final String PAID =
      "\"out_trade_no\":\"20261124A001\",\"trade_no\":\"2026112422001499160501586202\",\"total_amount\":\"88.00\","
          + "\"receipt_amount\":\"87.00\",\"gmt_payment\":\"2026-11-24 20:00:03\",\"buyer_user_id\":\"2088722003899169\","
          + "\"fund_bill_list\":[{\"fund_channel\":\"ALIPAYACCOUNT\",\"amount\":\"88.00\"}]";

  private final FakeAlipay server = new FakeAlipay();
  private final ContractContext context = new ContractContext();
  private final AlipayAdapter adapter = TestAccount.open(server.address(), context);

  @AfterEach
  void close() {
    context.close();
    server.close();
  }

  private PaymentResult pay(Scene scene) {
    return adapter.pay(TestAccount.payment(scene).build(), TestAccount.call(Operation.PAY));
  }

  private <T extends ChannelFailure> T failure(Class<T> type, Scene scene) {
    return catchThrowableOfType(type, () -> pay(scene));
  }

  @Test
  void pay_qrCode_asksForTheCodeToShow() {
    server.success(MADE);

    PaymentResult.AwaitingCustomer waiting = (PaymentResult.AwaitingCustomer) pay(Scene.qrCode());

    assertThat(waiting.next())
        .isEqualTo(
            new NextAction.ShowQrCode(
                "https://qr.alipay.com/bavh4wjlxf12tper3a", ContractContext.NOW.plusSeconds(1800)));
    assertThat(waiting.payment().state()).isEqualTo(PaymentState.AWAITING_CUSTOMER);
    assertThat(waiting.payment().reference()).isEqualTo(TestAccount.ORDER);
    assertThat(waiting.payment().raw().channelRequestId()).isEqualTo("0b1a7f2316957");
  }

  @Test
  void pay_request_isExactlyWhatTheProtocolSays() {
    server.success(MADE);
    PaymentRequest request =
        TestAccount.payment(Scene.qrCode())
            .channelExtras(
                ChannelExtras.of("body", "soup")
                    .with("extend_params.hb_fq_num", "3")
                    .with(
                        "goods_detail", "[{\"goods_id\":\"1\",\"quantity\":2,\"price\":\"44.00\"}]")
                    .with("product_code", "QR_CODE_OFFLINE"))
            .build();

    assertThat(adapter.check(request)).isEmpty();
    adapter.pay(request, TestAccount.call(Operation.PAY));

    FakeAlipay.Asked asked = server.last();
    assertThat(asked.verb()).isEqualTo("POST");
    assertThat(asked.target()).isEqualTo("/gateway.do?charset=utf-8");
    assertThat(asked.header("Content-Type"))
        .isEqualTo("application/x-www-form-urlencoded;charset=utf-8");
    TreeMap<String, String> rest = new TreeMap<>(asked.parameters());
    rest.remove("sign");
    rest.remove("biz_content");
    assertThat(rest)
        .containsExactlyInAnyOrderEntriesOf(
            Map.of(
                "app_id", "2021000122682882",
                "method", "alipay.trade.precreate",
                "format", "JSON",
                "charset", "utf-8",
                "sign_type", "RSA2",
                "timestamp", "2026-11-24 20:00:00",
                "version", "1.0",
                "notify_url", "https://shop.example/notify/alipay"));
    assertThat(asked.biz())
        .isEqualTo(
            "{\"out_trade_no\":\"20261124A001\",\"total_amount\":\"88.00\",\"subject\":\"Two boxes of dumplings, 饺子\","
                + "\"time_expire\":\"2026-11-24 20:30:00\",\"body\":\"soup\",\"extend_params\":{\"hb_fq_num\":\"3\"},"
                + "\"goods_detail\":[{\"goods_id\":\"1\",\"quantity\":2,\"price\":\"44.00\"}],\"product_code\":\"QR_CODE_OFFLINE\"}");
    assertThat(asked.isSigned()).isTrue();
  }

  @Test
  void pay_again_isSignedAnewWithTheSameContent() {
    server.success(MADE).success(MADE);

    pay(Scene.qrCode());
    context.forward(Duration.ofSeconds(2));
    pay(Scene.qrCode());

    assertThat(server.asked().get(1).biz()).isEqualTo(server.asked().get(0).biz());
    assertThat(server.asked().get(1).parameters())
        .containsEntry("timestamp", "2026-11-24 20:00:02");
    assertThat(server.asked().get(1).isSigned()).isTrue();
  }

  @Test
  void pay_webPage_isAFormMadeHere() {
    PaymentResult.AwaitingCustomer waiting =
        (PaymentResult.AwaitingCustomer) pay(Scene.webPage(TestAccount.BACK));

    assertThat(server.asked()).isEmpty();
    NextAction.SubmitForm form = (NextAction.SubmitForm) waiting.next();
    assertThat(form.action()).isEqualTo(server.address().resolve("/gateway.do?charset=utf-8"));
    assertThat(form.validUntil()).isEqualTo(ContractContext.NOW.plusSeconds(1800));
    assertThat(form.fields())
        .containsEntry("method", "alipay.trade.page.pay")
        .containsEntry("return_url", "https://shop.example/back?shop=1")
        .containsEntry("notify_url", "https://shop.example/notify/alipay")
        .containsEntry(
            "biz_content",
            "{\"out_trade_no\":\"20261124A001\",\"total_amount\":\"88.00\",\"subject\":\"Two boxes of dumplings, 饺子\","
                + "\"product_code\":\"FAST_INSTANT_TRADE_PAY\",\"time_expire\":\"2026-11-24 20:30:00\"}")
        .doesNotContainKey("charset");
    assertThat(signedByBrowser(form.fields())).isTrue();
    assertThat(waiting.payment().raw().httpStatus()).isZero();
    // The same as an address.
    assertThat(form.toUrl().getRawPath()).isEqualTo("/gateway.do");
    Map<String, String> asked = FakeAlipay.form(form.toUrl().getRawQuery());
    assertThat(asked).containsEntry("charset", "utf-8").containsAllEntriesOf(form.fields());
    assertThat(signedByBrowser(asked)).isTrue();
  }

  /** What the gateway will see: query and form together. */
  private static boolean signedByBrowser(Map<String, String> fields) {
    TreeMap<String, String> all = new TreeMap<>(fields);
    all.put("charset", "utf-8");
    return new FakeAlipay.Asked("POST", "", Map.of(), "", all).isSigned();
  }

  @Test
  void pay_webPage_everythingInTheFormIsEscaped() {
    PaymentRequest request =
        TestAccount.payment(Scene.webPage(TestAccount.BACK))
            .description("5 > 3 \"&quot;\" <b> 'x'")
            .build();

    String html =
        ((NextAction.SubmitForm)
                ((PaymentResult.AwaitingCustomer)
                        adapter.pay(request, TestAccount.call(Operation.PAY)))
                    .next())
            .toHtml();

    assertThat(html)
        .contains("5 &gt; 3 \\&quot;&amp;quot;\\&quot; &lt;b&gt; &#39;x&#39;")
        .doesNotContain("<b>");
  }

  @Test
  void pay_mobileWeb_isAFormWithTheWayOut() {
    Scene scene =
        new Scene.MobileWeb(
            TestAccount.BACK, URI.create("https://shop.example/cart"), "203.0.113.7");

    NextAction.SubmitForm form =
        (NextAction.SubmitForm) ((PaymentResult.AwaitingCustomer) pay(scene)).next();

    assertThat(form.fields()).containsEntry("method", "alipay.trade.wap.pay");
    assertThat(form.fields().get("biz_content"))
        .contains("\"product_code\":\"QUICK_WAP_WAY\"")
        .contains("\"quit_url\":\"https://shop.example/cart\"");
    assertThat(signedByBrowser(form.fields())).isTrue();
    assertThat(server.asked()).isEmpty();
  }

  @Test
  void pay_app_isASignedTextMadeHere() {
    NextAction.InvokeClient next =
        (NextAction.InvokeClient) ((PaymentResult.AwaitingCustomer) pay(Scene.app())).next();

    assertThat(next.client()).isEqualTo("AlipaySDK");
    SortedMap<String, String> order = FakeAlipay.form(next.parameters().get("orderString"));
    assertThat(order)
        .containsEntry("method", "alipay.trade.app.pay")
        .containsEntry("charset", "utf-8")
        .doesNotContainKey("return_url");
    assertThat(order.get("biz_content")).contains("\"product_code\":\"QUICK_MSECURITY_PAY\"");
    assertThat(new FakeAlipay.Asked("", "", Map.of(), "", order).isSigned()).isTrue();
    assertThat(server.asked()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "2088722003899169, '\"buyer_id\":\"2088722003899169\"'",
    "074a1CcTG1LelxKe4xQC0zgNdId0nxi95b5lsNpazWYoCo5, '\"buyer_open_id\":\"074a1CcTG1LelxKe4xQC0zgNdId0nxi95b5lsNpazWYoCo5\"'"
  })
  void pay_inAppPage_makesTheTradeTheMiniProgramPays(String payer, String field) {
    server.success(
        "\"out_trade_no\":\"20261124A001\",\"trade_no\":\"2026112422001499160501586202\"");

    NextAction next =
        ((PaymentResult.AwaitingCustomer) pay(new Scene.InAppPage(payer, "2021000000000009")))
            .next();

    assertThat(next)
        .isEqualTo(
            new NextAction.InvokeClient(
                "my.tradePay",
                Map.of("tradeNO", "2026112422001499160501586202"),
                ContractContext.NOW.plusSeconds(1800)));
    assertThat(server.last().method()).isEqualTo("alipay.trade.create");
    assertThat(server.last().biz())
        .contains("\"product_code\":\"JSAPI_PAY\"")
        .contains(field)
        .contains("\"op_app_id\":\"2021000000000009\"");
  }

  @Test
  void pay_buyerCode_10000_isPaid() {
    server.success(PAID);

    PaymentResult result = pay(TestAccount.till());

    assertThat(result).isInstanceOf(PaymentResult.Paid.class);
    assertThat(result.payment().amount()).hasToString("CNY 88.00");
    assertThat(result.payment().paidAt()).isEqualTo("2026-11-24T12:00:03Z");
    assertThat(result.payment().channelPaymentId()).isEqualTo("2026112422001499160501586202");
    assertThat(result.payment().payerId()).isEqualTo("2088722003899169");
    assertThat(result.payment().reference().encode()).isEqualTo("20261124A001~a1.b");
    assertThat(server.last().biz())
        .contains(
            "\"auth_code\":\"281234567890123456\",\"scene\":\"bar_code\",\"store_id\":\"S1\"");
  }

  @Test
  void pay_buyerCode_10003_isPendingAndNeverPaid() {
    server.signed("{\"code\":\"10003\",\"msg\":\"order success pay inprocess\"," + PAID + "}");

    PaymentResult result = pay(TestAccount.till());

    assertThat(result).isInstanceOf(PaymentResult.Processing.class);
    assertThat(((PaymentResult.Processing) result).askAgainAfter())
        .isEqualTo(Duration.ofSeconds(3));
    assertThat(result.payment().state()).isEqualTo(PaymentState.PROCESSING);
  }

  @Test
  void pay_buyerCode_successWithoutTimeOfPayment_isAskedAboutBeforeItIsBelieved() {
    server.success(PAID.replace("\"gmt_payment\":\"2026-11-24 20:00:03\",", ""));

    assertThat(pay(TestAccount.till())).isInstanceOf(PaymentResult.Processing.class);
  }

  @ParameterizedTest
  @CsvSource({
    "'88.00', '88.01'",
    "'20261124A001', '20261124A002'",
    "'\"out_trade_no\":\"20261124A001\",', ''"
  })
  void pay_buyerCode_otherNumberOrAmount_isNotPaid(String from, String to) {
    server.success(
        PAID.replace("\"total_amount\":\"88.00\"", "\"total_amount\":\"88.00\"").replace(from, to));

    assertThat(failure(OutcomeUnknown.class, TestAccount.till()).reason())
        .isEqualTo(Cause.MISMATCHED_REPLY);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "1e9", "+88.00", "-88.00", "88.005", "٨٨.٠٠", "88,00", " 88.00", "088.00", "88.", ".5",
        "0x58", "NaN"
      })
  void pay_buyerCode_amountThatIsNone_isUnreadable(String amount) {
    server.success(PAID.replace("\"88.00\",\"receipt", "\"" + amount + "\",\"receipt"));

    assertThat(failure(OutcomeUnknown.class, TestAccount.till()).reason())
        .isEqualTo(Cause.UNREADABLE_REPLY);
  }

  @ParameterizedTest
  @CsvSource({
    "ACQ.BUYER_BALANCE_NOT_ENOUGH, FUNDS, true",
    "ACQ.BUYER_BANKCARD_BALANCE_NOT_ENOUGH, FUNDS, true",
    "ACQ.BUYER_PAYMENT_AMOUNT_DAY_LIMIT_ERROR, LIMIT, true",
    "ACQ.BUYER_PAYMENT_AMOUNT_MONTH_LIMIT_ERROR, LIMIT, true",
    "ACQ.BEYOND_PAY_RESTRICTION, LIMIT, true",
    "ACQ.BEYOND_PER_RECEIPT_RESTRICTION, LIMIT, true",
    "ACQ.PAYMENT_AUTH_CODE_INVALID, CODE_INVALID, false",
    "ACQ.ERROR_BALANCE_PAYMENT_DISABLE, INSTRUMENT, true",
    "ACQ.MOBILE_PAYMENT_SWITCH_OFF, BUYER_ACCOUNT, true",
    "ACQ.TRADE_BUYER_NOT_MATCH, BUYER_ACCOUNT, true",
    "ACQ.BUYER_SELLER_EQUAL, BUYER_ACCOUNT, false",
    "ACQ.PAYMENT_REQUEST_HAS_RISK, RISK, true",
    "ACQ.PULL_MOBILE_CASHIER_FAIL, OTHER, true",
    "ACQ.PAYMENT_FAIL, OTHER, true"
  })
  void pay_buyerCode_buyersMatters_areDeclines(String code, Decline.Reason reason, boolean open) {
    server.failure("40004", code);

    PaymentResult result = pay(TestAccount.till());

    assertThat(result).isInstanceOf(PaymentResult.Declined.class);
    assertThat(((PaymentResult.Declined) result).decline())
        .isEqualTo(new Decline(reason, code, open));
    assertThat(result.payment().state()).isEqualTo(PaymentState.DECLINED);
  }

  @Test
  void pay_buyerCode_declineNobodySigned_isUnknown() {
    server.unsigned(FakeAlipay.error("40004", "ACQ.BUYER_BALANCE_NOT_ENOUGH"));

    assertThat(failure(OutcomeUnknown.class, TestAccount.till()).reason())
        .isEqualTo(Cause.UNTRUSTED_REPLY);
  }

  @Test
  void pay_buyerCode_faceCode_isSentAsOne() {
    server.success(PAID);
    String code = "fp" + "a".repeat(33);
    PaymentRequest request =
        TestAccount.payment(Scene.buyerCode(code, "S1"))
            .channelExtras(ChannelExtras.of("scene", "security_code"))
            .build();

    assertThat(adapter.check(request)).isEmpty();
    adapter.pay(request, TestAccount.call(Operation.PAY));

    assertThat(server.last().biz())
        .contains("\"scene\":\"security_code\"")
        .contains("\"auth_code\":\"" + code + "\"");
  }

  @ParameterizedTest
  @ValueSource(strings = {"QR", "TILL"})
  void pay_alreadyPaid_isAdoptedIfNumberAndAmountFit(String where) {
    Scene scene = where.equals("QR") ? Scene.qrCode() : TestAccount.till();
    server
        .failure("40004", "ACQ.TRADE_HAS_SUCCESS")
        .success(TestAccount.trade("TRADE_SUCCESS", ",\"send_pay_date\":\"2026-11-24 20:00:03\""));

    PaymentResult result = pay(scene);

    assertThat(result).isInstanceOf(PaymentResult.Paid.class);
    assertThat(server.last().method()).isEqualTo("alipay.trade.query");
  }

  @Test
  void pay_alreadyPaidWithAnotherAmount_isANumberUsedBefore() {
    server
        .failure("40004", "ACQ.TRADE_HAS_SUCCESS")
        .success(
            TestAccount.trade("TRADE_SUCCESS", ",\"send_pay_date\":\"2026-11-24 20:00:03\"")
                .replace("88.00", "88.01"));

    Rejected rejected = failure(Rejected.class, Scene.qrCode());

    assertThat(rejected.reason()).isEqualTo(RejectedReason.NUMBER_REUSED);
    assertThat(rejected.channelCode()).isEqualTo("ACQ.TRADE_HAS_SUCCESS");
  }

  @Test
  void pay_alreadyPaidAndTheQuestionFails_isUnknown() {
    server.failure("40004", "ACQ.TRADE_HAS_SUCCESS").raw(502, "<html>");

    assertThat(failure(OutcomeUnknown.class, Scene.qrCode()).reason())
        .isEqualTo(Cause.SERVER_ERROR);
  }

  @ParameterizedTest
  @CsvSource({
    "20000, aop.ACQ.SYSTEM_ERROR, SERVER_ERROR",
    "20000, isp.unknow-error, SERVER_ERROR",
    "20000, aop.ACQ.PAYMENT_FAIL, SERVER_ERROR",
    "20000, ACQ.TRADE_HAS_SUCCESS, SERVER_ERROR",
    "40004, ACQ.SYSTEM_ERROR, SERVER_ERROR",
    "40004, AQC.SYSTEM_ERROR, SERVER_ERROR",
    "40004, SYSTEM_ERROR, SERVER_ERROR",
    "40004, ACQ.SOMETHING_NEW, UNKNOWN_CODE",
    "49999, x, UNKNOWN_CODE"
  })
  void pay_outcomeIsOpen(String code, String subCode, Cause cause) {
    server.failure(code, subCode);

    OutcomeUnknown unknown = failure(OutcomeUnknown.class, TestAccount.till());

    assertThat(unknown.reason()).isEqualTo(cause);
    assertThat(unknown.channelCode()).isEqualTo(subCode);
    assertThat(unknown.getMessage()).doesNotContain("c4n4ry");
  }

  @ParameterizedTest
  @CsvSource({
    "40004, ACQ.CONTEXT_INCONSISTENT, NUMBER_REUSED",
    "40004, ACQ.TRADE_HAS_CLOSE, ORDER_CLOSED",
    "40004, ACQ.INVALID_PARAMETER, INVALID",
    "40004, ACQ.EXIST_FORBIDDEN_WORD, INVALID",
    "40004, ACQ.TOTAL_FEE_EXCEED, AMOUNT_EXCEEDED",
    "40004, ACQ.ACCESS_FORBIDDEN, NOT_PERMITTED",
    "40004, ACQ.SELLER_BEEN_BLOCKED, NOT_PERMITTED",
    "40004, ACQ.PARTNER_ERROR, BAD_CREDENTIALS",
    "40002, isv.invalid-signature, BAD_CREDENTIALS",
    "40002, isv.invalid-app-id, BAD_CREDENTIALS",
    "40002, isv.app-cert-not-exist, BAD_CREDENTIALS",
    "40002, isv.invalid-timestamp, BAD_CREDENTIALS",
    "40002, isv.invalid-parameter, INVALID",
    "40002, isv.something-else, INVALID",
    "40001, isv.missing-app-cert-sn, BAD_CREDENTIALS",
    "40001, isv.decryption-error-missing-encrypt-type, BAD_CREDENTIALS",
    "40001, isv.missing-method, INVALID",
    "40003, isv.missing-signature-config, BAD_CREDENTIALS",
    "40005, isv.app-call-limited, TOO_MANY_REQUESTS",
    "40006, isv.insufficient-isv-permissions, NOT_PERMITTED",
    "20001, aop.invalid-app-auth-token, BAD_CREDENTIALS",
    "20001, aop.app-auth-token-time-out, BAD_CREDENTIALS"
  })
  void pay_refused(String code, String subCode, RejectedReason reason) {
    server.failure(code, subCode);

    Rejected rejected = failure(Rejected.class, Scene.qrCode());

    assertThat(rejected.reason()).isEqualTo(reason);
    assertThat(rejected.channelCode()).isEqualTo(subCode);
    assertThat(rejected.remedy()).isNotBlank();
    assertThat(rejected.getMessage() + rejected.remedy()).doesNotContain("c4n4ry");
  }

  /** The gateway turned the request away before anything was executed, so nobody need sign it. */
  @ParameterizedTest
  @ValueSource(strings = {"40001", "40002", "40003", "40005", "40006", "20001"})
  void pay_turnedAwayUnsigned_isRefused(String code) {
    server.unsigned(FakeAlipay.error(code, "isv.whatever"));

    assertThat(failure(Rejected.class, TestAccount.till())).isNotNull();
  }

  @ParameterizedTest
  @CsvSource({"40004, ACQ.TRADE_HAS_CLOSE", "20000, isp.unknow-error", "49999, x"})
  void pay_otherFailureUnsigned_isUnknown(String code, String subCode) {
    server.unsigned(FakeAlipay.error(code, subCode));

    assertThat(failure(OutcomeUnknown.class, TestAccount.till()).reason())
        .isEqualTo(Cause.UNTRUSTED_REPLY);
  }

  @Test
  void pay_keyOutsideTheProcess_isAskedOnceForEachCallOrForm() {
    AtomicInteger signatures = new AtomicInteger();
    Signer inside = RsaSigner.of(TestKeys.APP.getPrivate());
    Signer counting =
        new Signer() {
          @Override
          public boolean supports(SigningAlgorithm algorithm) {
            return inside.supports(algorithm);
          }

          @Override
          public byte[] sign(SigningAlgorithm algorithm, byte[] message) {
            signatures.incrementAndGet();
            return inside.sign(algorithm, message);
          }
        };
    AlipayAdapter external =
        TestAccount.open(
            server.address(),
            context,
            TestAccount.values(),
            Map.of(Settings.PRIVATE_KEY, counting));
    assertThat(signatures).hasValue(0);
    server.success(MADE);

    external.pay(TestAccount.payment(Scene.qrCode()).build(), TestAccount.call(Operation.PAY));
    external.pay(
        TestAccount.payment(Scene.webPage(TestAccount.BACK)).build(),
        TestAccount.call(Operation.PAY));

    assertThat(signatures).hasValue(2);
    assertThat(server.last().isSigned()).isTrue();
  }

  @Test
  void pay_keyOutsideTheProcessIsDown_nothingWasSent() {
    Signer down =
        new Signer() {
          @Override
          public boolean supports(SigningAlgorithm algorithm) {
            return true;
          }

          @Override
          public byte[] sign(SigningAlgorithm algorithm, byte[] message) {
            throw new IllegalStateException("session lost");
          }
        };
    AlipayAdapter external =
        TestAccount.open(
            server.address(), context, TestAccount.values(), Map.of(Settings.PRIVATE_KEY, down));

    NotSent notSent =
        catchThrowableOfType(
            NotSent.class,
            () ->
                external.pay(
                    TestAccount.payment(Scene.qrCode()).build(), TestAccount.call(Operation.PAY)));

    assertThat(notSent.getMessage())
        .isEqualTo(
            "was not asked: the key in \"private-key\" could not sign now; check the service or device that holds it");
    assertThat(server.asked()).isEmpty();
  }

  @Test
  void pay_serverRefusesConnections_nothingWasSent() throws IOException {
    int port;
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = socket.getLocalPort();
    }
    AlipayAdapter nobody = TestAccount.open(URI.create("http://127.0.0.1:" + port), context);

    assertThat(
            catchThrowableOfType(
                NotSent.class,
                () ->
                    nobody.pay(
                        TestAccount.payment(Scene.qrCode()).build(),
                        TestAccount.call(Operation.PAY))))
        .isNotNull();
  }

  @Test
  void pay_silence_isUnknownWithinTheTimeGiven() {
    server.silence();

    OutcomeUnknown unknown =
        catchThrowableOfType(
            OutcomeUnknown.class,
            () ->
                adapter.pay(
                    TestAccount.payment(Scene.qrCode()).build(),
                    TestAccount.within(Operation.PAY, Duration.ofMillis(300))));

    assertThat(unknown.reason()).isEqualTo(Cause.NO_REPLY);
    assertThat(server.asked()).hasSize(1);
  }

  @Test
  void pay_forAMerchant_carriesTheTokenSigned() {
    server.success(MADE);

    PaymentResult result =
        adapter.pay(TestAccount.payment(Scene.qrCode()).build(), TestAccount.acting(Operation.PAY));

    assertThat(server.last().parameters())
        .containsEntry("app_auth_token", "202611BBsub00000000000000001");
    assertThat(server.last().isSigned()).isTrue();
    assertThat(result.payment().subMerchantId()).isEqualTo("2088000000000001");
    NextAction.SubmitForm form =
        (NextAction.SubmitForm)
            ((PaymentResult.AwaitingCustomer)
                    adapter.pay(
                        TestAccount.payment(Scene.webPage(TestAccount.BACK)).build(),
                        TestAccount.acting(Operation.PAY)))
                .next();
    assertThat(form.fields()).containsEntry("app_auth_token", "202611BBsub00000000000000001");
  }

  @Test
  void pay_withContentKey_isEncryptedThenSigned() {
    Map<String, String> values = TestAccount.values();
    values.put(Settings.CONTENT_KEY, TestAccount.CONTENT_KEY);
    AlipayAdapter encrypting = TestAccount.open(server.address(), context, values);
    ContentCipher cipher = new ContentCipher(Base64.getDecoder().decode(TestAccount.CONTENT_KEY));
    String sealed =
        cipher.seal(
            ("{\"code\":\"10000\",\"msg\":\"Success\"," + MADE + "}")
                .getBytes(StandardCharsets.UTF_8));
    server.signed("\"" + sealed.replace("/", "\\/") + "\"").failure("40004", "ACQ.TRADE_HAS_CLOSE");

    PaymentResult result =
        encrypting.pay(
            TestAccount.payment(Scene.qrCode()).build(), TestAccount.call(Operation.PAY));

    assertThat(result).isInstanceOf(PaymentResult.AwaitingCustomer.class);
    assertThat(server.last().parameters()).containsEntry("encrypt_type", "AES");
    assertThat(cipher.open(server.last().biz()))
        .asString(StandardCharsets.UTF_8)
        .startsWith("{\"out_trade_no\":\"20261124A001\"");
    assertThat(server.last().isSigned()).isTrue();
    // Failures may come in clear.
    assertThat(
            catchThrowableOfType(
                    Rejected.class,
                    () ->
                        encrypting.pay(
                            TestAccount.payment(Scene.qrCode()).build(),
                            TestAccount.call(Operation.PAY)))
                .reason())
        .isEqualTo(RejectedReason.ORDER_CLOSED);
  }
}
