package io.jiaozi.wechat;

import static io.jiaozi.wechat.WechatPayWireTest.rejected;
import static io.jiaozi.wechat.WechatPayWireTest.unknown;
import static org.assertj.core.api.Assertions.assertThat;

import io.jiaozi.Operation;
import io.jiaozi.error.OpenOutcome.Cause;
import io.jiaozi.error.Problem;
import io.jiaozi.error.RejectedReason;
import io.jiaozi.money.Money;
import io.jiaozi.payment.Decline;
import io.jiaozi.payment.Payment;
import io.jiaozi.payment.PaymentRequest;
import io.jiaozi.payment.PaymentResult;
import io.jiaozi.payment.PaymentState;
import io.jiaozi.payment.Scene;
import io.jiaozi.tck.ContractContext;
import java.net.URI;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The shop scans the buyer's code: pay and reverse over the wire. */
class TillWireTest {

  private static final String CODE = "130061098828009406";

  private final FakeWechat server = new FakeWechat();
  private final ContractContext context = new ContractContext();
  private final WechatAdapter adapter = TestAccount.open(server.address(), context);

  @AfterEach
  void close() {
    context.close();
    server.close();
  }

  private static PaymentRequest.Builder request(Scene scene) {
    return PaymentRequest.builder(
            TestAccount.ORDER.number(), Money.of("CNY", "88.00"), scene, ContractContext.NOW)
        .description("dumplings");
  }

  private PaymentResult pay() {
    PaymentRequest request =
        request(Scene.buyerCode(CODE, "S1"))
            .payBefore(ContractContext.NOW.plusSeconds(1800))
            .build();
    assertThat(adapter.check(request)).isEmpty();
    return adapter.pay(request, TestAccount.call(Operation.PAY));
  }

  private Payment reverse() {
    return adapter.reverse(TestAccount.ORDER, TestAccount.call(Operation.REVERSE));
  }

  @Test
  void payAtTill_request_hasCodeAndStoreAndNeitherExpiryNorNotificationUrl() {
    server.signed(200, TestAccount.order("SUCCESS"));

    adapter.pay(
        request(new Scene.BuyerCode(CODE, "S1", "T7", "203.0.113.9"))
            .payBefore(ContractContext.NOW.plusSeconds(1800))
            .build(),
        TestAccount.call(Operation.PAY));

    FakeWechat.Asked asked = server.asked().get(0);
    assertThat(asked.method()).isEqualTo("POST");
    assertThat(asked.target()).isEqualTo("/v3/pay/transactions/codepay");
    assertThat(asked.body())
        .isEqualTo(
            "{\"appid\":\"wxd678efh567hg6787\",\"mchid\":\"1900007291\",\"description\":\"dumplings\","
                + "\"out_trade_no\":\"20261124A001\",\"amount\":{\"total\":8800,\"currency\":\"CNY\"},"
                + "\"payer\":{\"auth_code\":\"130061098828009406\"},\"scene_info\":{\"store_info\":{\"out_id\":\"S1\"},"
                + "\"device_id\":\"T7\",\"device_ip\":\"203.0.113.9\"}}");
  }

  @Test
  void payAtTill_success_isPaidByOneExchange() {
    server.signed(200, TestAccount.order("SUCCESS"));

    PaymentResult result = pay();

    assertThat(result).isInstanceOf(PaymentResult.Paid.class);
    assertThat(result.payment().amount()).isEqualTo(Money.of("CNY", "88.00"));
    assertThat(result.payment().channelPaymentId()).isEqualTo("4200001234202611240000000001");
    assertThat(server.asked()).hasSize(1);
  }

  @ParameterizedTest
  @CsvSource({"USERPAYING, PROCESSING", "ACCEPT, PROCESSING", "NOTPAY, AWAITING_CUSTOMER"})
  void payAtTill_notPaidYet_isProcessingAndAskedForInFiveSeconds(String theirs, PaymentState ours) {
    server.signed(200, TestAccount.order(theirs));

    PaymentResult result = pay();

    assertThat(result).isInstanceOf(PaymentResult.Processing.class);
    assertThat(result.payment().state()).isEqualTo(ours);
    assertThat(((PaymentResult.Processing) result).askAgainAfter())
        .isEqualTo(Duration.ofSeconds(5));
    assertThat(server.asked()).hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "{}", "{\"code\":\"USERPAYING\",\"message\":\"x\"}"})
  void payAtTill_accepted202_isProcessing(String body) {
    server.signed(202, body);

    PaymentResult result = pay();

    assertThat(result).isInstanceOf(PaymentResult.Processing.class);
    assertThat(result.payment().state()).isEqualTo(PaymentState.PROCESSING);
  }

  @Test
  void payAtTill_userPayingInAnErrorReply_isProcessing() {
    server.error(400, "USER_PAYING");

    assertThat(pay()).isInstanceOf(PaymentResult.Processing.class);
    assertThat(server.asked()).hasSize(1);
  }

  @ParameterizedTest
  @CsvSource({"PAYERROR, DECLINED", "REVOKED, REVERSED", "CLOSED, CLOSED"})
  void payAtTill_endedUnpaid_isDeclinedAndTheNumberUsedUp(String theirs, PaymentState ours) {
    server.signed(200, TestAccount.order(theirs));

    PaymentResult result = pay();

    assertThat(result).isInstanceOf(PaymentResult.Declined.class);
    assertThat(result.payment().state()).isEqualTo(ours);
    assertThat(((PaymentResult.Declined) result).decline())
        .isEqualTo(new Decline(Decline.Reason.OTHER, theirs, false));
  }

  @Test
  void payAtTill_refundedSince_isAlreadyPaid() {
    server.signed(200, TestAccount.order("REFUND"));

    assertThat(rejected(this::pay).reason()).isEqualTo(RejectedReason.ALREADY_PAID);
  }

  @Test
  void payAtTill_unknownState_isUnknown() {
    server.signed(200, TestAccount.order("SOMETHING_NEW"));

    assertThat(unknown(this::pay).reason()).isEqualTo(Cause.UNKNOWN_CODE);
  }

  @ParameterizedTest
  @CsvSource({
    "1900007291, 1900007292",
    "wxd678efh567hg6787, wx0000000000000002",
    "20261124A001, 20261124A002",
    "8800, 8801"
  })
  void payAtTill_answerAboutSomethingElse_isUnknown(String from, String to) {
    server.signed(200, TestAccount.order("SUCCESS").replace(from, to));

    assertThat(unknown(this::pay).reason()).isEqualTo(Cause.MISMATCHED_REPLY);
  }

  @ParameterizedTest
  @CsvSource({
    "403, NOT_ENOUGH, FUNDS",
    "403, NOTENOUGH, FUNDS",
    "403, RULE_LIMIT, LIMIT",
    "400, AUTHCODEEXPIRE, CODE_INVALID",
    "400, AUTH_CODE_ERROR, CODE_INVALID",
    "400, AUTH_CODE_INVALID, CODE_INVALID",
    "400, NOTSUPORTCARD, INSTRUMENT",
    "403, ACCOUNT_ERROR, BUYER_ACCOUNT",
    "403, USER_ACCOUNT_ABNORMAL, BUYER_ACCOUNT",
    "403, TRADE_ERROR, OTHER",
    "400, ORDERREVERSED, OTHER",
    "400, ORDER_CLOSED, OTHER"
  })
  void payAtTill_refusalOfTheBuyer_isDeclinedOnceTheQueryFindsNothingPaid(
      int status, String code, Decline.Reason reason) {
    server.error(status, code).error(404, "ORDER_NOT_EXIST");

    PaymentResult result = pay();

    assertThat(result).isInstanceOf(PaymentResult.Declined.class);
    assertThat(result.payment().state()).isEqualTo(PaymentState.DECLINED);
    assertThat(((PaymentResult.Declined) result).decline())
        .isEqualTo(new Decline(reason, code, false));
    assertThat(server.asked().get(1).target())
        .isEqualTo("/v3/pay/transactions/out-trade-no/20261124A001?mchid=1900007291");
  }

  @Test
  void payAtTill_refusedButTheQuerySaysPaid_isPaid() {
    server.error(403, "TRADE_ERROR").signed(200, TestAccount.order("SUCCESS"));

    assertThat(pay()).isInstanceOf(PaymentResult.Paid.class);
  }

  @Test
  void payAtTill_refusedButTheBuyerIsStillTyping_isProcessing() {
    server.error(403, "TRADE_ERROR").signed(200, TestAccount.order("USERPAYING"));

    assertThat(pay()).isInstanceOf(PaymentResult.Processing.class);
  }

  @ParameterizedTest
  @CsvSource({
    "400, PARAM_ERROR, INVALID",
    "400, INVALID_REQUEST, INVALID",
    "401, SIGN_ERROR, BAD_CREDENTIALS",
    "403, NO_AUTH, NOT_PERMITTED",
    "403, OUT_TRADE_NO_USED, NUMBER_REUSED",
    "403, BUYER_MISMATCH, NUMBER_REUSED",
    "429, FREQUENCY_LIMITED, TOO_MANY_REQUESTS"
  })
  void payAtTill_refusalOfTheRequest_isRejectedOnceTheQueryFindsNothingPaid(
      int status, String code, RejectedReason reason) {
    server.error(status, code).error(404, "ORDER_NOT_EXIST");

    assertThat(rejected(this::pay).reason()).isEqualTo(reason);
    assertThat(server.asked()).hasSize(2);
  }

  @Test
  void payAtTill_refusedAndTheQueryFails_isUnknown() {
    server.error(403, "NOT_ENOUGH").unsigned(502, "text/html", "<html>");

    assertThat(unknown(this::pay))
        .hasMessage(
            "says NOT_ENOUGH without proof, and asking how the order stands failed: it answered 502 without an error"
                + " document");
  }

  @Test
  void payAtTill_numberOfAnotherAmount_isNumberReused() {
    server
        .error(403, "OUT_TRADE_NO_USED")
        .signed(200, TestAccount.order("SUCCESS").replace("8800", "9900"));

    assertThat(rejected(this::pay).reason()).isEqualTo(RejectedReason.NUMBER_REUSED);
  }

  @ParameterizedTest
  @CsvSource({
    "500, SYSTEM_ERROR, SERVER_ERROR",
    "500, BANKERROR, SERVER_ERROR",
    "400, SOMETHING_NEW, UNKNOWN_CODE"
  })
  void payAtTill_errorThatSettlesNothing_isUnknownAndNotAskedAboutHere(
      int status, String code, Cause cause) {
    server.error(status, code);

    assertThat(unknown(this::pay).reason()).isEqualTo(cause);
    assertThat(server.asked()).hasSize(1);
  }

  @Test
  void payAtTill_unsignedSuccess_isUnknown() {
    server.unsigned(200, "application/json", TestAccount.order("SUCCESS"));

    assertThat(unknown(this::pay).reason()).isEqualTo(Cause.UNTRUSTED_REPLY);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "13006109882800940",
        "1300610988280094061",
        "160061098828009406",
        "28006109882800940a"
      })
  void payAtTill_codeOfAnotherShape_isAProblemThatHidesIt(String code) {
    assertThat(adapter.check(request(Scene.buyerCode(code, "S1")).build()))
        .containsExactly(
            new Problem(
                "scene.code",
                "is not the code of a WeChat Pay wallet: 18 digits, the first two from 10 to 15. Scan the buyer's code"
                    + " again."));
  }

  @Test
  void payAtTill_notificationUrlGiven_isAProblem() {
    assertThat(
            adapter.check(
                request(Scene.buyerCode(CODE, "S1"))
                    .notificationUrl(URI.create("https://shop.example/n"))
                    .build()))
        .containsExactly(
            new Problem(
                "notificationUrl",
                "cannot go with a payment at the till: WeChat Pay sends no notification about those. Leave it out."));
  }

  @Test
  void payAtTill_terminalIpThatIsNone_isAProblem() {
    assertThat(adapter.check(request(new Scene.BuyerCode(CODE, "S1", null, "till-7")).build()))
        .containsExactly(
            new Problem(
                "scene.terminalIp",
                "is not an IP address. Give the till's IPv4 or IPv6 address, or leave it out."));
  }

  @Test
  void payAtTill_storeTooLong_isAProblem() {
    assertThat(adapter.check(request(Scene.buyerCode(CODE, "S".repeat(33))).build()))
        .containsExactly(
            new Problem(
                "scene.storeId", "has 33 characters; WeChat Pay takes at most 32. Shorten it."));
  }

  @Test
  void reverse_done_isReversed() {
    server.signed(
        200,
        "{\"appid\":\"wxd678efh567hg6787\",\"mchid\":\"1900007291\",\"out_trade_no\":\"20261124A001\"}");

    Payment payment = reverse();

    assertThat(payment.state()).isEqualTo(PaymentState.REVERSED);
    assertThat(payment.reference()).isEqualTo(TestAccount.ORDER);
    FakeWechat.Asked asked = server.asked().get(0);
    assertThat(asked.method()).isEqualTo("POST");
    assertThat(asked.target()).isEqualTo("/v3/pay/transactions/out-trade-no/20261124A001/reverse");
    assertThat(asked.body())
        .isEqualTo("{\"appid\":\"wxd678efh567hg6787\",\"mchid\":\"1900007291\"}");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        "{\"mchid\":\"1900007292\",\"out_trade_no\":\"20261124A001\"}",
        "{\"mchid\":\"1900007291\",\"out_trade_no\":\"20261124A002\"}"
      })
  void reverse_answerAboutSomethingElse_isUnknown(String body) {
    server.signed(200, body);

    assertThat(unknown(this::reverse).reason()).isEqualTo(Cause.MISMATCHED_REPLY);
  }

  @Test
  void reverse_orderNeverArrived_isNotFound() {
    server.error(404, "ORDER_NOT_EXIST").error(404, "ORDER_NOT_EXIST");

    assertThat(reverse().state()).isEqualTo(PaymentState.NOT_FOUND);
  }

  @Test
  void reverse_closedAlready_isWhatTheQueryFinds() {
    server.error(400, "ORDER_CLOSED").signed(200, TestAccount.order("REVOKED"));

    assertThat(reverse().state()).isEqualTo(PaymentState.REVERSED);
  }

  @Test
  void reverse_refused_isRejected() {
    server.error(400, "INVALID_REQUEST");

    assertThat(rejected(this::reverse).reason()).isEqualTo(RejectedReason.INVALID);
  }

  @ParameterizedTest
  @ValueSource(ints = {202, 204})
  void reverse_otherSuccess_isStillPending(int status) {
    server.signed(status, "");

    assertThat(unknown(this::reverse).reason()).isEqualTo(Cause.STILL_PENDING);
  }

  @Test
  void reverse_serverError_isUnknown() {
    server.error(500, "SYSTEMERROR");

    assertThat(unknown(this::reverse).reason()).isEqualTo(Cause.SERVER_ERROR);
  }
}
