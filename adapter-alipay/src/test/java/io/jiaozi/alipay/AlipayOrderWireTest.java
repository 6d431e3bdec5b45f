package io.jiaozi.alipay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.jiaozi.Operation;
import io.jiaozi.error.OpenOutcome.Cause;
import io.jiaozi.error.RejectedReason;
import io.jiaozi.payment.Payment;
import io.jiaozi.payment.PaymentReference;
import io.jiaozi.payment.PaymentState;
import io.jiaozi.spi.ChannelFailure.OutcomeUnknown;
import io.jiaozi.spi.ChannelFailure.Rejected;
import io.jiaozi.tck.ContractContext;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AlipayOrderWireTest {

  private static final PaymentReference TILL = Locator.till(TestAccount.ORDER.number());
  private static final String PAID_AT = ",\"send_pay_date\":\"2026-11-24 20:00:03\"";

  private final FakeAlipay server = new FakeAlipay();
  private final ContractContext context = new ContractContext();
  private final AlipayAdapter adapter = TestAccount.open(server.address(), context);

  @AfterEach
  void close() {
    context.close();
    server.close();
  }

  private Payment query(PaymentReference reference) {
    return adapter.query(reference, TestAccount.call(Operation.QUERY));
  }

  @ParameterizedTest
  @CsvSource({
    "WAIT_BUYER_PAY, false, AWAITING_CUSTOMER",
    "TRADE_SUCCESS, true, PAID",
    "TRADE_FINISHED, true, PAID",
    "TRADE_CLOSED, false, CLOSED",
    "TRADE_CLOSED, true, REFUNDED",
    "TRADE_PENDING, true, UNKNOWN",
    "'', false, UNKNOWN"
  })
  void query_state_isTranslated(String status, boolean paid, PaymentState state) {
    server.success(TestAccount.trade(status, paid ? PAID_AT : ""));

    Payment payment = query(TestAccount.ORDER);

    assertThat(payment.state()).isEqualTo(state);
    assertThat(payment.amount()).hasToString("CNY 88.00");
    assertThat(payment.reference()).isEqualTo(TestAccount.ORDER);
    assertThat(payment.channelPaymentId()).isEqualTo(TestAccount.TRADE_NO);
    assertThat(server.last().method()).isEqualTo("alipay.trade.query");
    assertThat(server.last().biz()).isEqualTo("{\"out_trade_no\":\"20261124A001\"}");
    assertThat(server.asked()).hasSize(1);
  }

  @Test
  void query_buyerStillTypingAtTheTill_isProcessing() {
    server.success(TestAccount.trade("WAIT_BUYER_PAY", ""));

    assertThat(query(TILL).state()).isEqualTo(PaymentState.PROCESSING);
  }

  @Test
  void query_paid_tellsWhenAndByWhom() {
    server.success(TestAccount.trade("TRADE_SUCCESS", PAID_AT));

    Payment payment = query(TestAccount.ORDER);

    assertThat(payment.paidAt()).isEqualTo("2026-11-24T12:00:03Z");
    assertThat(payment.payerId()).isEqualTo("2088722003899169");
    assertThat(payment.raw().text()).contains("foo***@sandbox.com");
    assertThat(payment.toString()).doesNotContain("2088722003899169", "foo***");
  }

  @Test
  void query_neitherTradeNorHold_isNotFound() {
    server.failure("40004", "ACQ.TRADE_NOT_EXIST").failure("40004", "AUTH_ORDER_NOT_EXIST");

    assertThat(query(TestAccount.ORDER).state()).isEqualTo(PaymentState.NOT_FOUND);
    assertThat(server.last().method()).isEqualTo("alipay.fund.auth.operation.detail.query");
  }

  @ParameterizedTest
  @CsvSource({"40006, isv.insufficient-isv-permissions", "40004, ACCESS_FORBIDDEN"})
  void query_accountWithoutHolds_isNotFound(String code, String subCode) {
    server.failure("40004", "ACQ.TRADE_NOT_EXIST").failure(code, subCode);

    assertThat(query(TestAccount.ORDER).state()).isEqualTo(PaymentState.NOT_FOUND);
  }

  @Test
  void query_whetherItIsAHoldIsOpen_isOpen() {
    server.failure("40004", "ACQ.TRADE_NOT_EXIST").failure("20000", "aop.unknow-error");

    assertThat(catchThrowableOfType(OutcomeUnknown.class, () -> query(TestAccount.ORDER)).reason())
        .isEqualTo(Cause.SERVER_ERROR);
  }

  /** Only a refusal of the method itself says that there is none. */
  @Test
  void query_notFoundInsideAServerError_isOpen() {
    server.failure("20000", "aop.ACQ.TRADE_NOT_EXIST");

    assertThat(catchThrowableOfType(OutcomeUnknown.class, () -> query(TestAccount.ORDER)).reason())
        .isEqualTo(Cause.SERVER_ERROR);
  }

  @Test
  void query_surelyATrade_asksOnce() {
    server.failure("40004", "ACQ.TRADE_NOT_EXIST");

    assertThat(query(Locator.trade("C1")).state()).isEqualTo(PaymentState.NOT_FOUND);
    assertThat(server.asked()).hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"\"total_amount\":\"88.00\",", "\"out_trade_no\":\"20261124A001\","})
  void query_paidWithoutNumberOrAmount_isNotBelieved(String left) {
    server.success(TestAccount.trade("TRADE_SUCCESS", PAID_AT).replace(left, ""));

    assertThat(catchThrowableOfType(OutcomeUnknown.class, () -> query(TestAccount.ORDER)).reason())
        .isEqualTo(Cause.MISMATCHED_REPLY);
  }

  @Test
  void query_anotherOrder_isNotBelieved() {
    server.success(
        TestAccount.trade("TRADE_SUCCESS", PAID_AT).replace("20261124A001", "20261124A002"));

    assertThat(catchThrowableOfType(OutcomeUnknown.class, () -> query(TestAccount.ORDER)).reason())
        .isEqualTo(Cause.MISMATCHED_REPLY);
  }

  @Test
  void close_unpaid_isClosedByOneCall() {
    server.success(
        "\"out_trade_no\":\"20261124A001\",\"trade_no\":\"2026112422001499160501586202\"");

    Payment payment = adapter.close(TestAccount.ORDER, TestAccount.call(Operation.CLOSE));

    assertThat(payment.state()).isEqualTo(PaymentState.CLOSED);
    assertThat(server.last().method()).isEqualTo("alipay.trade.close");
    assertThat(server.asked()).hasSize(1);
  }

  /** Its buyer may still come: only the expiry ends it. */
  @Test
  void close_unseen_isNotClosed() {
    server.failure("40004", "ACQ.TRADE_NOT_EXIST");

    assertThat(adapter.close(TestAccount.ORDER, TestAccount.call(Operation.CLOSE)).state())
        .isEqualTo(PaymentState.NOT_FOUND);
  }

  @ParameterizedTest
  @CsvSource({
    "ACQ.TRADE_STATUS_ERROR, TRADE_SUCCESS, PAID",
    "ACQ.REASON_TRADE_STATUS_INVALID, TRADE_SUCCESS, PAID",
    "ACQ.REASON_ILLEGAL_STATUS, TRADE_FINISHED, PAID",
    "ACQ.TRADE_HAS_CLOSE, TRADE_CLOSED, REFUNDED"
  })
  void close_ofAnotherState_tellsIt(String code, String status, PaymentState state) {
    server.failure("40004", code).success(TestAccount.trade(status, PAID_AT));

    assertThat(adapter.close(TestAccount.ORDER, TestAccount.call(Operation.CLOSE)).state())
        .isEqualTo(state);
  }

  @ParameterizedTest
  @CsvSource({"close, CLOSED", "refund, REVERSED", "'', NOT_FOUND"})
  void reverse_tellsWhatItDid(String action, PaymentState state) {
    server.success(
        "\"out_trade_no\":\"20261124A001\",\"retry_flag\":\"N\""
            + (action.isEmpty() ? "" : ",\"action\":\"" + action + "\""));

    Payment payment = adapter.reverse(TILL, TestAccount.call(Operation.REVERSE));

    assertThat(payment.state()).isEqualTo(state);
    assertThat(payment.reference()).isEqualTo(TILL);
    assertThat(server.last().method()).isEqualTo("alipay.trade.cancel");
    assertThat(server.last().biz()).isEqualTo("{\"out_trade_no\":\"20261124A001\"}");
  }

  @Test
  void reverse_asksToBeToldAgain_isStillPending() {
    server.success("\"out_trade_no\":\"20261124A001\",\"retry_flag\":\"Y\",\"action\":\"close\"");

    OutcomeUnknown unknown =
        catchThrowableOfType(
            OutcomeUnknown.class, () -> adapter.reverse(TILL, TestAccount.call(Operation.REVERSE)));

    assertThat(unknown.reason()).isEqualTo(Cause.STILL_PENDING);
    assertThat(unknown.retryAfter()).isEqualTo(Duration.ofSeconds(3));
  }

  @Test
  void reverse_unknownAction_isUnknown() {
    server.success("\"out_trade_no\":\"20261124A001\",\"action\":\"vanish\"");

    assertThat(
            catchThrowableOfType(
                    OutcomeUnknown.class,
                    () -> adapter.reverse(TILL, TestAccount.call(Operation.REVERSE)))
                .reason())
        .isEqualTo(Cause.UNKNOWN_CODE);
  }

  @ParameterizedTest
  @CsvSource({
    "ACQ.TRADE_CANCEL_TIME_OUT, TOO_LATE",
    "ACQ.CANCEL_NOT_ALLOWED, NOT_PERMITTED",
    "ACQ.TRADE_HAS_FINISHED, TOO_LATE",
    "ACQ.SELLER_BALANCE_NOT_ENOUGH, NO_BALANCE",
    "ACQ.REASON_TRADE_REFUND_FEE_ERR, AMOUNT_EXCEEDED",
    "ACQ.REASON_TRADE_BEEN_FREEZEN, WRONG_STATE"
  })
  void reverse_refused(String code, RejectedReason reason) {
    server.failure("40004", code);

    assertThat(
            catchThrowableOfType(
                    Rejected.class,
                    () -> adapter.reverse(TILL, TestAccount.call(Operation.REVERSE)))
                .reason())
        .isEqualTo(reason);
  }

  @ParameterizedTest
  @ValueSource(strings = {"AQC.SYSTEM_ERROR", "ACQ.SYSTEM_ERROR"})
  void reverse_systemError_isOpen(String code) {
    server.failure("40004", code);

    assertThat(
            catchThrowableOfType(
                    OutcomeUnknown.class,
                    () -> adapter.reverse(TILL, TestAccount.call(Operation.REVERSE)))
                .reason())
        .isEqualTo(Cause.SERVER_ERROR);
  }

  @Test
  void closeAndReverse_ofAHold_areRefusedWithoutAsking() {
    PaymentReference hold = Locator.hold("20261124A001", null);

    assertThat(
            catchThrowableOfType(
                    Rejected.class, () -> adapter.close(hold, TestAccount.call(Operation.CLOSE)))
                .remedy())
        .isEqualTo("Void the hold instead.");
    assertThat(
            catchThrowableOfType(
                    Rejected.class,
                    () -> adapter.reverse(hold, TestAccount.call(Operation.REVERSE)))
                .reason())
        .isEqualTo(RejectedReason.WRONG_STATE);
    assertThat(server.asked()).isEmpty();
  }
}
