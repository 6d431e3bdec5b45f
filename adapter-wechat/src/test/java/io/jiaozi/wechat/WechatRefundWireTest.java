package io.jiaozi.wechat;

import static io.jiaozi.wechat.WechatPayWireTest.rejected;
import static io.jiaozi.wechat.WechatPayWireTest.unknown;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jiaozi.Operation;
import io.jiaozi.error.OpenOutcome.Cause;
import io.jiaozi.error.Problem;
import io.jiaozi.error.RejectedReason;
import io.jiaozi.money.Money;
import io.jiaozi.refund.Refund;
import io.jiaozi.refund.RefundReference;
import io.jiaozi.refund.RefundState;
import io.jiaozi.spi.ChannelFailure.NotSent;
import io.jiaozi.tck.ContractContext;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WechatRefundWireTest {

  private final FakeWechat server = new FakeWechat();
  private final ContractContext context = new ContractContext();
  private final WechatAdapter adapter = TestAccount.open(server.address(), context);

  @AfterEach
  void close() {
    context.close();
    server.close();
  }

  private Refund refund() {
    return adapter.refund(
        TestAccount.refund()
            .paymentAmount(Money.of("CNY", "88.00"))
            .reason("one box was cold")
            .build(),
        TestAccount.call(Operation.REFUND));
  }

  private Refund queryRefund() {
    return adapter.queryRefund(
        RefundReference.of(TestAccount.ORDER, "R20261124A001"),
        TestAccount.call(Operation.QUERY_REFUND));
  }

  @Test
  void refund_accepted_isProcessing() {
    server.signed(200, TestAccount.refund("PROCESSING"));

    Refund refund = refund();

    assertThat(refund.state()).isEqualTo(RefundState.PROCESSING);
    assertThat(refund.amount()).isEqualTo(Money.of("CNY", "8.00"));
    assertThat(refund.channelRefundId()).isEqualTo("50000000382019052709732678859");
    assertThat(refund.reference())
        .isEqualTo(RefundReference.of(TestAccount.ORDER, "R20261124A001"));
    assertThat(server.asked()).hasSize(1);
    assertThat(server.asked().get(0).target()).isEqualTo("/v3/refund/domestic/refunds");
    assertThat(server.asked().get(0).body())
        .isEqualTo(
            "{\"out_refund_no\":\"R20261124A001\",\"reason\":\"one box was cold\",\"notify_url\":\"https://shop.example/notify/wechat\","
                + "\"amount\":{\"refund\":800,\"total\":8800,\"currency\":\"CNY\"},\"out_trade_no\":\"20261124A001\"}");
  }

  @Test
  void refund_withoutPaymentAmount_asksForItFirst() {
    server.signed(200, TestAccount.order("SUCCESS")).signed(200, TestAccount.refund("PROCESSING"));

    adapter.refund(TestAccount.refund().build(), TestAccount.call(Operation.REFUND));

    assertThat(server.asked()).hasSize(2);
    assertThat(server.asked().get(1).body()).contains("\"total\":8800");
  }

  @Test
  void refund_paymentAmountCannotBeAsked_isNotSent() {
    server.error(500, "SYSTEM_ERROR");

    assertThatThrownBy(
            () -> adapter.refund(TestAccount.refund().build(), TestAccount.call(Operation.REFUND)))
        .isInstanceOf(NotSent.class)
        .hasMessage(
            "was not asked for the refund, because asking for the order's amount failed: it reports an error of its own"
                + " system (status 500, code SYSTEM_ERROR)");
  }

  @Test
  void refund_orderUnknown_isRejected() {
    server.error(404, "ORDER_NOT_EXIST");

    assertThat(
            rejected(
                    () ->
                        adapter.refund(
                            TestAccount.refund().build(), TestAccount.call(Operation.REFUND)))
                .reason())
        .isEqualTo(RejectedReason.NOT_FOUND);
  }

  @Test
  void refund_rightAfterPaymentNotFoundByNumber_isAskedByTransactionId() {
    server
        .error(404, "RESOURCE_NOT_EXISTS")
        .signed(200, TestAccount.order("SUCCESS"))
        .signed(200, TestAccount.refund("PROCESSING"));

    assertThat(refund().state()).isEqualTo(RefundState.PROCESSING);
    assertThat(server.asked()).hasSize(3);
    assertThat(server.asked().get(2).body())
        .contains("\"transaction_id\":\"4200001234202611240000000001\"")
        .contains("\"out_refund_no\":\"R20261124A001\"")
        .doesNotContain("out_trade_no");
  }

  @Test
  void refund_notFoundAndUnpaid_isRejected() {
    server
        .error(404, "RESOURCE_NOT_EXISTS")
        .signed(200, TestAccount.order("NOTPAY"))
        .error(404, "RESOURCE_NOT_EXISTS");

    assertThat(rejected(this::refund).reason()).isEqualTo(RejectedReason.NOT_FOUND);
    assertThat(server.asked().get(2).target())
        .isEqualTo("/v3/refund/domestic/refunds/R20261124A001");
  }

  @ParameterizedTest
  @CsvSource({
    "400, PARAM_ERROR, INVALID",
    "400, INVALID_REQUEST, INVALID",
    "403, NOT_ENOUGH, NO_BALANCE",
    "403, NOTENOUGH, NO_BALANCE",
    "403, USER_ACCOUNT_ABNORMAL, OTHER",
    "401, SIGN_ERROR, BAD_CREDENTIALS"
  })
  void refund_refused_isBelievedOnlyAfterAsking(int status, String code, RejectedReason reason) {
    server.error(status, code).error(404, "RESOURCE_NOT_EXISTS");

    assertThat(rejected(this::refund).reason()).isEqualTo(reason);
    assertThat(server.asked()).hasSize(2);
  }

  @Test
  void refund_refusedYetThere_isTheRefund() {
    server.error(400, "INVALID_REQUEST").signed(200, TestAccount.refund("SUCCESS"));

    assertThat(refund().state()).isEqualTo(RefundState.SUCCEEDED);
  }

  @Test
  void refund_refusedAndAnotherUnderTheNumber_isNumberReused() {
    server
        .error(400, "INVALID_REQUEST")
        .signed(200, TestAccount.refund("SUCCESS").replace(":800,", ":900,"));

    assertThat(rejected(this::refund).reason()).isEqualTo(RejectedReason.NUMBER_REUSED);
  }

  @Test
  void refund_refusedAndAskingFails_isUnknown() {
    server.error(403, "NOT_ENOUGH").unsigned(502, "text/html", "<html>");

    assertThat(unknown(this::refund))
        .hasMessage(
            "refused with NOT_ENOUGH in a reply that nobody signed, and asking about it failed: it answered 502 without an"
                + " error document");
  }

  @Test
  void refund_tooMany_isUnknownForAMinute() {
    server.error(429, "FREQUENCY_LIMITED");

    var unknown = unknown(this::refund);

    assertThat(unknown.retryAfter()).isEqualTo(Duration.ofMinutes(1));
    assertThat(server.asked()).hasSize(1);
  }

  @ParameterizedTest
  @CsvSource({"500, SYSTEM_ERROR", "502, SERVICE_UNAVAILABLE"})
  void refund_serverFails_isUnknown(int status, String code) {
    server.error(status, code);

    assertThat(unknown(this::refund).reason()).isEqualTo(Cause.SERVER_ERROR);
  }

  @Test
  void refund_noAnswer_isUnknownAndSentOnce() {
    server.silence();

    assertThat(
            unknown(
                    () ->
                        adapter.refund(
                            TestAccount.refund().paymentAmount(Money.of("CNY", "88.00")).build(),
                            TestAccount.within(Operation.REFUND, Duration.ofMillis(300))))
                .reason())
        .isEqualTo(Cause.NO_REPLY);
    assertThat(server.asked()).hasSize(1);
  }

  @Test
  void refund_unsignedReply_isUnknown() {
    server.unsigned(200, "application/json", TestAccount.refund("SUCCESS"));

    assertThat(unknown(this::refund).reason()).isEqualTo(Cause.UNTRUSTED_REPLY);
  }

  @Test
  void refund_signedReplyThatIsNoJson_isUnknown() {
    server.signed(200, "ok");

    assertThat(unknown(this::refund).reason()).isEqualTo(Cause.UNREADABLE_REPLY);
  }

  @ParameterizedTest
  @CsvSource({
    "R20261124A001, R20261124A002",
    "'\"out_trade_no\":\"20261124A001\"', '\"out_trade_no\":\"20261124A009\"'",
    "':800,', ':801,'",
    "':8800,', ':8801,'"
  })
  void refund_genuineReplyAboutSomethingElse_isMismatched(String from, String to) {
    server.signed(200, TestAccount.refund("PROCESSING").replace(from, to));

    assertThat(unknown(this::refund).reason()).isEqualTo(Cause.MISMATCHED_REPLY);
  }

  @ParameterizedTest
  @CsvSource({
    "PROCESSING, PROCESSING",
    "SUCCESS, SUCCEEDED",
    "CLOSED, FAILED",
    "ABNORMAL, NEEDS_ATTENTION",
    "SOMETHING_NEW, UNKNOWN"
  })
  void queryRefund_state_isMapped(String theirs, RefundState ours) {
    server.signed(200, TestAccount.refund(theirs));

    Refund refund = queryRefund();

    assertThat(refund.state()).isEqualTo(ours);
    assertThat(refund.channelCode()).isEqualTo(theirs);
    assertThat(refund.refundedAt()).isEqualTo(Instant.parse("2026-11-24T12:10:00Z"));
  }

  @Test
  void queryRefund_byNumberAlone_tellsThePayment() {
    server.signed(200, TestAccount.refund("SUCCESS"));

    Refund refund =
        adapter.queryRefund(
            new RefundReference(null, "R20261124A001", null),
            TestAccount.call(Operation.QUERY_REFUND));

    assertThat(refund.reference().payment()).isEqualTo(TestAccount.ORDER);
  }

  @Test
  void queryRefund_unknown_isNotFound() {
    server.error(404, "RESOURCE_NOT_EXISTS");

    assertThat(queryRefund().state()).isEqualTo(RefundState.NOT_FOUND);
  }

  @Test
  void queryRefund_aboutAnotherRefund_isMismatched() {
    server.signed(200, TestAccount.refund("SUCCESS").replace("R20261124A001", "R20261124A009"));

    assertThat(unknown(this::queryRefund).reason()).isEqualTo(Cause.MISMATCHED_REPLY);
  }

  @Test
  void queryRefund_serverFails_isUnknown() {
    server.unsigned(503, "text/html", "<html>");

    assertThat(unknown(this::queryRefund).reason()).isEqualTo(Cause.SERVER_ERROR);
  }

  @Test
  void refundReference_withForeignLocator_isAProblem() {
    assertThat(adapter.check(new RefundReference(null, null, "p1.r.1")))
        .containsExactly(
            new Problem(
                "reference",
                "is none that WeChat Pay can have given. Use the reference that this account gave for the refund."));
    assertThat(adapter.check(new RefundReference(null, "R20261124A001", null))).isEmpty();
  }
}
