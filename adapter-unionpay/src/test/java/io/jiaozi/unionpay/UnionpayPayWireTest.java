package io.jiaozi.unionpay;

import static io.jiaozi.unionpay.Outcomes.notSent;
import static io.jiaozi.unionpay.Outcomes.rejected;
import static io.jiaozi.unionpay.Outcomes.unknown;
import static org.assertj.core.api.Assertions.assertThat;

import io.jiaozi.Operation;
import io.jiaozi.error.OpenOutcome.Cause;
import io.jiaozi.error.RejectedReason;
import io.jiaozi.money.Money;
import io.jiaozi.payment.ChannelExtras;
import io.jiaozi.payment.Decline;
import io.jiaozi.payment.NextAction;
import io.jiaozi.payment.PaymentResult;
import io.jiaozi.payment.PaymentState;
import io.jiaozi.payment.Scene;
import io.jiaozi.tck.ContractContext;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class UnionpayPayWireTest {

  private static final Scene TILL =
      new Scene.BuyerCode("62000000012345678", "s1", "12345678", null);

  private final FakeUnionpay server = new FakeUnionpay();
  private final ContractContext context = new ContractContext();
  private final UnionpayAdapter adapter = TestAccount.open(server.address(), context);

  @AfterEach
  void close() {
    context.close();
    server.close();
  }

  private PaymentResult pay(Scene scene) {
    return adapter.pay(TestAccount.payment(scene).build(), TestAccount.call(Operation.PAY));
  }

  private static NextAction.SubmitForm form(PaymentResult result) {
    return (NextAction.SubmitForm) ((PaymentResult.AwaitingCustomer) result).next();
  }

  @Test
  void webPage_isAFormThatTheBrowserPosts() {
    PaymentResult result = pay(Scene.webPage(TestAccount.RETURN));

    assertThat(server.asked()).isEmpty();
    assertThat(result.payment().state()).isEqualTo(PaymentState.AWAITING_CUSTOMER);
    assertThat(result.payment().reference()).isEqualTo(TestAccount.ORDER);
    assertThat(result.payment().amount()).isEqualTo(Money.of("CNY", "88.00"));
    NextAction.SubmitForm form = form(result);
    assertThat(form.action()).isEqualTo(server.address().resolve("/gateway/api/frontTransReq.do"));
    assertThat(form.validUntil()).isEqualTo(TestAccount.PAY_BEFORE);
    assertThat(form.fields())
        .containsAllEntriesOf(
            Map.ofEntries(
                Map.entry("version", "5.1.0"),
                Map.entry("encoding", "UTF-8"),
                Map.entry("signMethod", "01"),
                Map.entry("certId", TestAccount.CERT_ID),
                Map.entry("merId", TestAccount.MERID),
                Map.entry("accessType", "0"),
                Map.entry("txnType", "01"),
                Map.entry("txnSubType", "01"),
                Map.entry("bizType", "000201"),
                Map.entry("channelType", "07"),
                Map.entry("orderId", "20261124A001"),
                Map.entry("txnTime", TestAccount.NOW),
                Map.entry("txnAmt", "8800"),
                Map.entry("currencyCode", "156"),
                Map.entry("frontUrl", "https://shop.example/return"),
                Map.entry("backUrl", "https://shop.example/notify/unionpay"),
                Map.entry("payTimeout", "20261124201500"),
                Map.entry("reqReserved", "J1.07.20261124201500"),
                Map.entry("riskRateInfo", "{commodityName=Two boxes of dumplings, 饺子}")))
        .hasSize(20)
        .containsKey("signature");
    assertThat(Wire.isSignedByMerchant(form.fields())).isTrue();
  }

  @Test
  void mobileWeb_differsByItsWayOfAccess() {
    Map<String, String> fields =
        form(pay(Scene.mobileWeb(TestAccount.RETURN, "203.0.113.7"))).fields();

    assertThat(fields)
        .containsEntry("channelType", "08")
        .containsEntry("reqReserved", "J1.08.20261124201500");
    assertThat(fields.values()).noneMatch(value -> value.contains("203.0.113.7"));
  }

  @Test
  void webPage_shownAgainLater_isTheSameForm() {
    Map<String, String> first = form(pay(Scene.webPage(TestAccount.RETURN))).fields();
    context.forward(Duration.ofMinutes(4));

    assertThat(form(pay(Scene.webPage(TestAccount.RETURN))).fields()).isEqualTo(first);
  }

  @Test
  void webPage_requestsOwnUrlAndExtras_areSent() {
    var request =
        TestAccount.payment(Scene.webPage(TestAccount.RETURN))
            .notificationUrl(URI.create("https://shop.example/other"))
            .channelExtras(
                ChannelExtras.of("riskRateInfo", "{commodityQty=2}")
                    .with("reserved", "{cardNumberLock=1}"))
            .build();

    assertThat(form(adapter.pay(request, TestAccount.call(Operation.PAY))).fields())
        .containsEntry("backUrl", "https://shop.example/other")
        .containsEntry("riskRateInfo", "{commodityQty=2}")
        .containsEntry("reserved", "{cardNumberLock=1}");
  }

  @Test
  void app_givesTheOrderNumberOfTheControl() {
    server.says(Wire.message().with("tn", "512345678901234567890"));

    PaymentResult result = pay(Scene.app());

    NextAction.InvokeClient next =
        (NextAction.InvokeClient) ((PaymentResult.AwaitingCustomer) result).next();
    assertThat(next.client()).isEqualTo("UPPaymentControl");
    assertThat(next.parameters()).isEqualTo(Map.of("tn", "512345678901234567890"));
    assertThat(next.validUntil()).isEqualTo(TestAccount.PAY_BEFORE);
    FakeUnionpay.Asked asked = server.asked(0);
    assertThat(asked.target()).isEqualTo("/gateway/api/appTransReq.do");
    assertThat(asked.method()).isEqualTo("POST");
    assertThat(asked.contentType())
        .isEqualToIgnoringCase("application/x-www-form-urlencoded;charset=UTF-8");
    assertThat(asked.kind()).isEqualTo("01/01/000201/08");
    assertThat(asked.fields()).doesNotContainKey("frontUrl");
    assertThat(Wire.isSignedByMerchant(asked.fields())).isTrue();
  }

  @Test
  void qrCode_givesTheTextToShow() {
    server.says(Wire.message().with("qrCode", "https://qr.95516.com/00010000/62012345"));

    PaymentResult result = pay(Scene.qrCode());

    NextAction.ShowQrCode next =
        (NextAction.ShowQrCode) ((PaymentResult.AwaitingCustomer) result).next();
    assertThat(next.content()).isEqualTo("https://qr.95516.com/00010000/62012345");
    FakeUnionpay.Asked asked = server.asked(0);
    assertThat(asked.target()).isEqualTo("/gateway/api/backTransReq.do");
    assertThat(asked.kind()).isEqualTo("01/07/000000/08");
    assertThat(asked.field("payTimeout")).isEqualTo("20261124201500");
    assertThat(asked.fields()).doesNotContainKey("riskRateInfo");
  }

  @ParameterizedTest
  @ValueSource(strings = {"tn", "qrCode"})
  void appAndQrCode_acceptedWithoutWhatIsNeeded_isUnknown(String field) {
    server.says(Wire.message());

    assertThat(unknown(() -> pay(field.equals("tn") ? Scene.app() : Scene.qrCode())))
        .hasMessage(
            "accepted the order, but its answer lacks " + field + ", without which nobody can pay");
  }

  @Test
  void buyerCode_accepted_isProcessing() {
    server.code("00");

    PaymentResult result = pay(TILL);

    assertThat(result).isInstanceOf(PaymentResult.Processing.class);
    assertThat(((PaymentResult.Processing) result).askAgainAfter())
        .isEqualTo(Duration.ofSeconds(1));
    FakeUnionpay.Asked asked = server.asked(0);
    assertThat(asked.target()).isEqualTo("/gateway/api/backTransReq.do");
    assertThat(asked.kind()).isEqualTo("01/06/000000/08");
    assertThat(asked.field("qrNo")).isEqualTo("62000000012345678");
    assertThat(asked.field("termId")).isEqualTo("12345678");
    assertThat(asked.field("reqReserved")).isEqualTo("J1.08");
    assertThat(asked.fields()).doesNotContainKey("payTimeout");
  }

  @ParameterizedTest
  @ValueSource(strings = {"03", "04", "05", "70", "83"})
  void buyerCode_pending_isProcessing(String code) {
    server.code(code);

    assertThat(pay(TILL)).isInstanceOf(PaymentResult.Processing.class);
  }

  @ParameterizedTest
  @CsvSource({
    "64, FUNDS",
    "61, INSTRUMENT",
    "65, WRONG_SECRET",
    "86, CODE_INVALID",
    "87, CODE_INVALID",
    "88, CODE_INVALID",
    "90, FUNDS",
    "38, RISK",
    "33, LIMIT",
    "81, LIMIT",
    "69, TIMED_OUT",
    "01, OTHER"
  })
  void buyerCode_declined_isAResult(String code, Decline.Reason reason) {
    server.code(code);

    PaymentResult result = pay(TILL);

    assertThat(result).isInstanceOf(PaymentResult.Declined.class);
    assertThat(((PaymentResult.Declined) result).decline())
        .isEqualTo(new Decline(reason, code, false));
    assertThat(result.payment().state()).isEqualTo(PaymentState.DECLINED);
  }

  @ParameterizedTest
  @CsvSource({
    "10, INVALID",
    "11, BAD_CREDENTIALS",
    "13, INVALID",
    "31, NOT_PERMITTED",
    "32, NOT_PERMITTED",
    "43, NOT_PERMITTED",
    "34, NOT_FOUND"
  })
  void pay_refused_isRejected(String code, RejectedReason reason) {
    server.code(code).code(code);

    assertThat(rejected(() -> pay(Scene.qrCode())).reason()).isEqualTo(reason);
    assertThat(rejected(() -> pay(TILL)).channelCode()).isEqualTo(code);
  }

  @ParameterizedTest
  @CsvSource({
    "02, SERVER_ERROR",
    "06, SERVER_ERROR",
    "37, SERVER_ERROR",
    "99, SERVER_ERROR",
    "03, STILL_PENDING",
    "05, STILL_PENDING",
    "ZZ, UNKNOWN_CODE",
    "7, UNKNOWN_CODE"
  })
  void qrCode_neitherYesNorNo_isUnknown(String code, Cause cause) {
    server.code(code);

    assertThat(unknown(() -> pay(Scene.qrCode())).reason()).isEqualTo(cause);
  }

  @Test
  void pay_existsAndIsPaid_isPaid() {
    server.code("12").says(TestAccount.scanned("00"));

    PaymentResult result = pay(TILL);

    assertThat(result).isInstanceOf(PaymentResult.Paid.class);
    assertThat(result.payment().channelPaymentId()).isEqualTo(TestAccount.QUERY_ID);
    assertThat(server.asked(1).target()).isEqualTo("/gateway/api/queryTrans.do");
    assertThat(server.asked(1).kind()).isEqualTo("00/00/000000/-");
    assertThat(server.asked(1).field("orderId")).isEqualTo(TestAccount.ORDER.number());
    assertThat(server.asked(1).field("txnTime")).isEqualTo(TestAccount.NOW);
  }

  @Test
  void pay_existsAndIsOpenAtTheTill_isProcessing() {
    server.code("12").says(TestAccount.scanned("05"));

    assertThat(pay(TILL)).isInstanceOf(PaymentResult.Processing.class);
  }

  @Test
  void pay_existsAndWasDeclined_isDeclined() {
    server.code("12").says(TestAccount.scanned("64"));

    assertThat(((PaymentResult.Declined) pay(TILL)).decline().reason())
        .isEqualTo(Decline.Reason.FUNDS);
  }

  @Test
  void qrCode_existsAndWaits_isUnknownForItsCodeIsLost() {
    server.code("12").says(TestAccount.told("01", "07", TestAccount.ORDER.number(), "05"));

    assertThat(unknown(() -> pay(Scene.qrCode())))
        .hasMessage(
            "has the order already, and gives its code once only; without it nobody can pay, so after its expiry begin a new"
                + " attempt with a new number");
  }

  @Test
  void pay_existsWithAnotherAmount_isNumberReused() {
    server.code("12").says(TestAccount.scanned("00").with("txnAmt", "8801"));

    assertThat(rejected(() -> pay(TILL)).reason()).isEqualTo(RejectedReason.NUMBER_REUSED);
  }

  @Test
  void pay_existsAsARefund_isNumberReused() {
    server.code("12").says(TestAccount.told("04", "00", TestAccount.ORDER.number(), "00"));

    assertThat(rejected(() -> pay(TILL)).reason()).isEqualTo(RejectedReason.NUMBER_REUSED);
  }

  @Test
  void pay_existsAndIsNotFound_isUnknown() {
    server.code("12").code("34");

    assertThat(unknown(() -> pay(TILL)).reason()).isEqualTo(Cause.NOT_FOUND_YET);
  }

  @Test
  void pay_existsAndAskingFails_isUnknown() {
    server.code("12").raw(502, "<html>");

    assertThat(unknown(() -> pay(TILL)))
        .hasMessage(
            "says that the number exists already (code 12), but asking how it stands failed: it answered 502, which is no"
                + " answer of its gateway");
  }

  @Test
  void pay_noAnswer_isUnknownAndSentOnce() {
    server.silence();

    assertThat(
            unknown(
                    () ->
                        adapter.pay(
                            TestAccount.payment(TILL).build(),
                            TestAccount.within(Operation.PAY, Duration.ofMillis(600))))
                .reason())
        .isEqualTo(Cause.NO_REPLY);
    assertThat(server.asked()).hasSize(1);
  }

  @Test
  void pay_nobodyThere_isNotSent() {
    UnionpayAdapter alone = TestAccount.open(URI.create("http://127.0.0.1:1"), context);

    assertThat(
            notSent(
                () ->
                    alone.pay(TestAccount.payment(TILL).build(), TestAccount.call(Operation.PAY))))
        .isNotNull();
  }

  @ParameterizedTest
  @CsvSource({
    "200, '', 'answered 200 with a message that is empty'",
    "200, '   ', 'answered 200 with a message that is empty'",
    "200, '<html><body>busy</body></html>', 'answered 200 with a message that is a page'",
    "200, 'Service unavailable', 'answered 200 with a message that holds a field whose name is none'",
    "200, 'a=1&a=2', 'answered 200 with a message that holds a field twice'",
    "302, '', 'answered 302, which is no answer of its gateway'",
    "500, 'respCode=00', 'answered 500, which is no answer of its gateway'"
  })
  void pay_noMessage_isUnknown(int status, String body, String message) {
    server.raw(status, body);

    assertThat(unknown(() -> pay(Scene.qrCode()))).hasMessage(message);
  }

  @Test
  void pay_unsignedRefusal_isUnknownAndTellsTheCode() {
    server.raw(200, Wire.message().with("respCode", "11").unsignedReply());

    var unknown = unknown(() -> pay(Scene.qrCode()));

    assertThat(unknown.reason()).isEqualTo(Cause.UNTRUSTED_REPLY);
    assertThat(unknown.channelCode()).isEqualTo("11");
    assertThat(unknown)
        .hasMessage(
            "answered with a message that carries no signature, so nothing proves who sent it");
  }

  @Test
  void pay_replyOfAnotherMerchant_isUnknown() {
    server.says(Wire.message().with("merId", "777290058110097").with("qrCode", "x"));

    assertThat(unknown(() -> pay(Scene.qrCode())).reason()).isEqualTo(Cause.UNTRUSTED_REPLY);
  }

  @Test
  void pay_replySignedByAnyMerchant_isUnknown() {
    server.says(
        Wire.message()
            .with("qrCode", "https://evil.example/")
            .signedBy(TestCa.MERCHANT_KEY, TestCa.MERCHANT));

    assertThat(unknown(() -> pay(Scene.qrCode())))
        .hasMessage(
            "answered with a message that is signed with a certificate that is not UnionPay's (environment test): any"
                + " merchant of the same authority can have such a one");
  }
}
