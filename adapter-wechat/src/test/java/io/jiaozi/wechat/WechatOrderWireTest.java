package io.jiaozi.wechat;

import static io.jiaozi.wechat.WechatPayWireTest.rejected;
import static io.jiaozi.wechat.WechatPayWireTest.unknown;
import static org.assertj.core.api.Assertions.assertThat;

import io.jiaozi.Operation;
import io.jiaozi.error.OpenOutcome.Cause;
import io.jiaozi.error.Problem;
import io.jiaozi.error.RejectedReason;
import io.jiaozi.money.Money;
import io.jiaozi.payment.Payment;
import io.jiaozi.payment.PaymentReference;
import io.jiaozi.payment.PaymentState;
import io.jiaozi.tck.ContractContext;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class WechatOrderWireTest {

  private final FakeWechat server = new FakeWechat();
  private final ContractContext context = new ContractContext();
  private final WechatAdapter adapter = TestAccount.open(server.address(), context);

  @AfterEach
  void close() {
    context.close();
    server.close();
  }

  private Payment query() {
    return adapter.query(TestAccount.ORDER, TestAccount.call(Operation.QUERY));
  }

  @Test
  void close_orderOfTheTill_isTheWrongVerb() {
    server.then(
        exchange -> {
          byte[] body = "{\"code\":\"INVALID_REQUEST\"}".getBytes(StandardCharsets.UTF_8);
          exchange.getResponseHeaders().set("Request-ID", "08F9-268449641");
          exchange.sendResponseHeaders(400, body.length);
          exchange.getResponseBody().write(body);
        });

    var rejected = rejected(this::closeOrder);

    assertThat(rejected.reason()).isEqualTo(RejectedReason.WRONG_STATE);
    assertThat(rejected.remedy()).isEqualTo("Call reverse instead.");
  }

  private Payment closeOrder() {
    return adapter.close(TestAccount.ORDER, TestAccount.call(Operation.CLOSE));
  }

  @Test
  void query_paid_tellsEverything() {
    server.signed(200, TestAccount.order("SUCCESS"));

    Payment payment = query();

    assertThat(payment.state()).isEqualTo(PaymentState.PAID);
    assertThat(payment.amount()).isEqualTo(Money.of("CNY", "88.00"));
    assertThat(payment.paidAt()).isEqualTo(Instant.parse("2026-11-24T12:00:00Z"));
    assertThat(payment.channelPaymentId()).isEqualTo("4200001234202611240000000001");
    assertThat(payment.payerId()).isEqualTo("oUpF8uMuAJO_M2pxb1Q9zNjWeS6o");
    assertThat(payment.refunded()).isNull();
    FakeWechat.Asked asked = server.asked().get(0);
    assertThat(asked.method()).isEqualTo("GET");
    assertThat(asked.target())
        .isEqualTo("/v3/pay/transactions/out-trade-no/20261124A001?mchid=1900007291");
    assertThat(asked.body()).isEmpty();
    assertThat(asked.header("Content-Type")).isNull();
    assertThat(
            TestKeys.verifies(
                TestKeys.MERCHANT,
                FakeWechat.signedText(asked),
                Base64.getDecoder()
                    .decode(FakeWechat.item(asked.header("Authorization"), "signature"))))
        .isTrue();
  }

  @Test
  void query_numberWithSpecialCharacters_isSignedAsSent() {
    server.error(404, "ORDER_NOT_EXIST");

    adapter.query(PaymentReference.ofNumber("A|b*_-12"), TestAccount.call(Operation.QUERY));

    FakeWechat.Asked asked = server.asked().get(0);
    assertThat(asked.target())
        .isEqualTo("/v3/pay/transactions/out-trade-no/A%7Cb%2A_-12?mchid=1900007291");
    assertThat(new String(FakeWechat.signedText(asked), StandardCharsets.UTF_8))
        .startsWith("GET\n/v3/pay/transactions/out-trade-no/A%7Cb%2A_-12?mchid=1900007291\n");
    assertThat(
            TestKeys.verifies(
                TestKeys.MERCHANT,
                FakeWechat.signedText(asked),
                Base64.getDecoder()
                    .decode(FakeWechat.item(asked.header("Authorization"), "signature"))))
        .isTrue();
  }

  @ParameterizedTest
  @CsvSource({
    "NOTPAY, AWAITING_CUSTOMER",
    "USERPAYING, PROCESSING",
    "ACCEPT, PROCESSING",
    "SUCCESS, PAID",
    "REFUND, REFUND_STARTED",
    "CLOSED, CLOSED",
    "REVOKED, REVERSED",
    "PAYERROR, DECLINED",
    "SOMETHING_NEW, UNKNOWN"
  })
  void query_state_isMapped(String theirs, PaymentState ours) {
    server.signed(200, TestAccount.order(theirs));

    assertThat(query().state()).isEqualTo(ours);
  }

  @Test
  void query_unpaidOrderWithFewFields_isAwaitingCustomer() {
    server.signed(
        200,
        "{\"appid\":\"wxd678efh567hg6787\",\"mchid\":\"1900007291\",\"out_trade_no\":\"20261124A001\","
            + "\"payer\":{},\"trade_state\":\"NOTPAY\",\"trade_state_desc\":\"x\"}");

    assertThat(query().state()).isEqualTo(PaymentState.AWAITING_CUSTOMER);
  }

  @ParameterizedTest
  @ValueSource(strings = {"ORDER_NOT_EXIST", "ORDERNOTEXIST"})
  void query_unknownOrder_isNotFound(String code) {
    server.error(404, code);

    assertThat(query().state()).isEqualTo(PaymentState.NOT_FOUND);
  }

  @ParameterizedTest
  @CsvSource({
    "wxd678efh567hg6787, wx0000000000000000, tells of another app id than the account's",
    "1900007291, 1900007292, tells of another merchant than the account's",
    "20261124A001, 20261124A002, tells of another order number than the one asked for",
    "CNY, USD, tells of an amount in another currency than CNY",
    "'\"total\":8800,', '', 'tells of a paid order without its merchant, app id, number or amount'",
    "'\"mchid\":\"1900007291\",', '', 'tells of a paid order without its merchant, app id, number or amount'",
    "'\"appid\":\"wxd678efh567hg6787\",', '', 'tells of a paid order without its merchant, app id, number or amount'"
  })
  void query_genuineReplyAboutSomethingElse_isMismatched(String from, String to, String clause) {
    server.signed(200, TestAccount.order("SUCCESS").replace(from, to == null ? "" : to));

    var unknown = unknown(this::query);

    assertThat(unknown.reason()).isEqualTo(Cause.MISMATCHED_REPLY);
    assertThat(unknown).hasMessage("answered 200 with a message that " + clause);
  }

  @Test
  void query_replyIsOld_isUntrusted() {
    server.signed(200, TestAccount.order("SUCCESS"));
    context.forward(Duration.ofMinutes(5));

    assertThat(unknown(this::query).reason()).isEqualTo(Cause.UNTRUSTED_REPLY);
  }

  @Test
  void query_replyIsFromTheFuture_isUntrusted() {
    server.signed(200, TestAccount.order("SUCCESS"));
    context.forward(Duration.ofMinutes(-5));

    assertThat(unknown(this::query).reason()).isEqualTo(Cause.UNTRUSTED_REPLY);
  }

  @Test
  void query_serverFails_isUnknown() {
    server.error(500, "SYSTEM_ERROR");

    assertThat(unknown(this::query))
        .hasMessage("reports an error of its own system (status 500, code SYSTEM_ERROR)");
  }

  @Test
  void query_refused_isRejected() {
    server.error(401, "SIGN_ERROR");

    assertThat(rejected(this::query).reason()).isEqualTo(RejectedReason.BAD_CREDENTIALS);
  }

  @Test
  void reference_withForeignLocator_isAProblem() {
    assertThat(adapter.check(PaymentReference.parse("20261124A001~p1.o.5O190127TN364715T")))
        .containsExactly(
            new Problem(
                "reference",
                "is none that WeChat Pay can have given. Use the reference that this account gave for the payment."));
    assertThat(adapter.check(PaymentReference.ofNumber("20261124A001"))).isEmpty();
  }

  @Test
  void close_unpaid_isClosed() {
    server.signed(204, "").signed(200, TestAccount.order("CLOSED"));

    assertThat(closeOrder().state()).isEqualTo(PaymentState.CLOSED);
    FakeWechat.Asked asked = server.asked().get(0);
    assertThat(asked.method()).isEqualTo("POST");
    assertThat(asked.target()).isEqualTo("/v3/pay/transactions/out-trade-no/20261124A001/close");
    assertThat(asked.body()).isEqualTo("{\"mchid\":\"1900007291\"}");
  }

  @ParameterizedTest
  @CsvSource({"400, ORDER_PAID, SUCCESS, PAID", "400, ORDER_CLOSED, CLOSED, CLOSED"})
  void close_ordersThatEndedAlready_areAskedAbout(
      int status, String code, String theirs, PaymentState ours) {
    server.error(status, code).signed(200, TestAccount.order(theirs));

    assertThat(closeOrder().state()).isEqualTo(ours);
  }

  @Test
  void close_unknownOrder_isNotFound() {
    server.error(404, "ORDER_NOT_EXIST").error(404, "ORDER_NOT_EXIST");

    assertThat(closeOrder().state()).isEqualTo(PaymentState.NOT_FOUND);
  }

  @Test
  void close_unsigned204_isUnknown() {
    server.unsigned(204, "application/json", "");

    assertThat(unknown(this::closeOrder).reason()).isEqualTo(Cause.UNTRUSTED_REPLY);
  }

  @Test
  void close_takenButTheQuestionFails_isUnknown() {
    server.signed(204, "").error(500, "SYSTEM_ERROR");

    assertThat(unknown(this::closeOrder))
        .hasMessage(
            "took the close, but asking how the order now stands failed: it reports an error of its own system (status 500,"
                + " code SYSTEM_ERROR)");
  }

  @Test
  void close_refused_isRejected() {
    server.error(403, "NO_AUTH");

    assertThat(rejected(this::closeOrder).reason()).isEqualTo(RejectedReason.NOT_PERMITTED);
  }

  @Test
  void close_page_isUnknown() {
    server.unsigned(502, "text/html", "<html>");

    assertThat(unknown(this::closeOrder).reason()).isEqualTo(Cause.SERVER_ERROR);
  }

  @Test
  void query_anotherAppOfTheSameMerchant_isTakenOnlyWhereConfigured() {
    String order = TestAccount.order("SUCCESS").replace(TestAccount.APPID, TestAccount.OTHER_APPID);
    server.signed(200, order).signed(200, order);
    WechatAdapter several =
        TestAccount.open(
            Map.of(Settings.MORE_APP_IDS, TestAccount.OTHER_APPID), server.address(), context);

    assertThat(several.query(TestAccount.ORDER, TestAccount.call(Operation.QUERY)).state())
        .isEqualTo(PaymentState.PAID);
    assertThat(unknown(this::query).reason()).isEqualTo(Cause.MISMATCHED_REPLY);
  }
}
