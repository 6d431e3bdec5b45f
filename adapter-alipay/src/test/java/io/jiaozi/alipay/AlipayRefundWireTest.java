package io.jiaozi.alipay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.jiaozi.Operation;
import io.jiaozi.error.OpenOutcome.Cause;
import io.jiaozi.error.RejectedReason;
import io.jiaozi.payment.ChannelExtras;
import io.jiaozi.refund.Refund;
import io.jiaozi.refund.RefundReference;
import io.jiaozi.refund.RefundState;
import io.jiaozi.spi.ChannelFailure.OutcomeUnknown;
import io.jiaozi.spi.ChannelFailure.Rejected;
import io.jiaozi.tck.ContractContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AlipayRefundWireTest {

  private static final RefundReference REFERENCE =
      RefundReference.of(TestAccount.ORDER, "R20261124A001");
  private static final String ACCEPTED =
      "\"out_trade_no\":\"20261124A001\",\"trade_no\":\"2026112422001499160501586202\",\"refund_fee\":\"18.00\","
          + "\"gmt_refund_pay\":\"2026-11-24 20:10:00\",\"fund_change\":\"";

  private final FakeAlipay server = new FakeAlipay();
  private final ContractContext context = new ContractContext();
  private final AlipayAdapter adapter = TestAccount.open(server.address(), context);

  @AfterEach
  void close() {
    context.close();
    server.close();
  }

  private Refund refund() {
    return adapter.refund(TestAccount.refund().build(), TestAccount.call(Operation.REFUND));
  }

  private Refund query() {
    return adapter.queryRefund(REFERENCE, TestAccount.call(Operation.QUERY_REFUND));
  }

  @Test
  void refund_request_isExactlyWhatTheProtocolSays() {
    server.success(ACCEPTED + "Y\"");

    adapter.refund(
        TestAccount.refund()
            .reason("one box was cold")
            .channelExtras(
                ChannelExtras.of("operator_id", "op1")
                    .with("query_options", "[\"deposit_back_info\"]"))
            .build(),
        TestAccount.call(Operation.REFUND));

    assertThat(server.last().method()).isEqualTo("alipay.trade.refund");
    assertThat(server.last().biz())
        .isEqualTo(
            "{\"out_trade_no\":\"20261124A001\",\"refund_amount\":\"8.00\",\"out_request_no\":\"R20261124A001\","
                + "\"refund_reason\":\"one box was cold\",\"operator_id\":\"op1\",\"query_options\":[\"deposit_back_info\"]}");
    assertThat(server.last().parameters()).doesNotContainKey("notify_url");
  }

  @Test
  void refund_fundChangeY_isMade() {
    server.success(ACCEPTED + "Y\"");

    Refund refund = refund();

    assertThat(refund.state()).isEqualTo(RefundState.SUCCEEDED);
    assertThat(refund.amount()).hasToString("CNY 8.00");
    assertThat(refund.totalRefunded()).hasToString("CNY 18.00");
    assertThat(refund.refundedAt()).isEqualTo("2026-11-24T12:10:00Z");
    assertThat(refund.reference()).isEqualTo(REFERENCE);
  }

  /** Accepted is not refunded: also the answer to a repeat of a refund made before. */
  @ParameterizedTest
  @ValueSource(strings = {"N\"", "\"", "y\"", "X\""})
  void refund_acceptedOtherwise_isProcessing(String end) {
    server.success(ACCEPTED + end);

    Refund refund = refund();

    assertThat(refund.state()).isEqualTo(RefundState.PROCESSING);
    assertThat(refund.refundedAt()).isNull();
  }

  @Test
  void refund_amountAsAJsonNumber_isRead() {
    server.success(ACCEPTED.replace("\"18.00\"", "18.00") + "Y\"");

    assertThat(refund().totalRefunded()).hasToString("CNY 18.00");
  }

  @Test
  void refund_lessGivenBackThanAskedFor_isNotBelieved() {
    server.success(ACCEPTED.replace("18.00", "7.99") + "Y\"");

    assertThat(catchThrowableOfType(OutcomeUnknown.class, this::refund).reason())
        .isEqualTo(Cause.MISMATCHED_REPLY);
  }

  @Test
  void refund_ofAnotherOrder_isNotBelieved() {
    server.success(ACCEPTED.replace("20261124A001", "20261124A002") + "Y\"");

    assertThat(catchThrowableOfType(OutcomeUnknown.class, this::refund).reason())
        .isEqualTo(Cause.MISMATCHED_REPLY);
  }

  @ParameterizedTest
  @CsvSource({
    "ACQ.TRADE_HAS_FINISHED, TOO_LATE",
    "ACQ.SELLER_BALANCE_NOT_ENOUGH, NO_BALANCE",
    "ACQ.REFUND_AMT_NOT_EQUAL_TOTAL, INVALID",
    "ACQ.REASON_TRADE_REFUND_FEE_ERR, AMOUNT_EXCEEDED",
    "ACQ.REFUND_FEE_ERROR, AMOUNT_EXCEEDED",
    "ACQ.DISCORDANT_REPEAT_REQUEST, NUMBER_REUSED",
    "ACQ.TRADE_NOT_EXIST, NOT_FOUND",
    "ACQ.TRADE_STATUS_ERROR, WRONG_STATE",
    "ACQ.TRADE_HAS_CLOSE, ORDER_CLOSED",
    "ACQ.TRADE_NOT_ALLOW_REFUND, NOT_PERMITTED",
    "ACQ.NOT_ALLOW_PARTIAL_REFUND, NOT_PERMITTED",
    "ACQ.BUYER_ERROR, OTHER"
  })
  void refund_refused(String code, RejectedReason reason) {
    server.failure("40004", code);

    assertThat(catchThrowableOfType(Rejected.class, this::refund).reason()).isEqualTo(reason);
  }

  @ParameterizedTest
  @CsvSource({"20000, isp.unknow-error", "40004, ACQ.SYSTEM_ERROR", "40004, ACQ.NEW_CODE"})
  void refund_open(String code, String subCode) {
    server.failure(code, subCode);

    assertThat(catchThrowableOfType(OutcomeUnknown.class, this::refund)).isNotNull();
  }

  @Test
  void refund_refusalNobodySigned_isUnknown() {
    server.unsigned(FakeAlipay.error("40004", "ACQ.REASON_TRADE_REFUND_FEE_ERR"));

    assertThat(catchThrowableOfType(OutcomeUnknown.class, this::refund).reason())
        .isEqualTo(Cause.UNTRUSTED_REPLY);
  }

  @Test
  void query_made_tellsAmountAndTime() {
    server.success(
        "\"out_trade_no\":\"20261124A001\",\"out_request_no\":\"R20261124A001\",\"refund_status\":\"REFUND_SUCCESS\","
            + "\"refund_amount\":\"8.00\",\"total_amount\":\"88.00\",\"gmt_refund_pay\":\"2026-11-24 20:10:00.123\"");

    Refund refund = query();

    assertThat(refund.state()).isEqualTo(RefundState.SUCCEEDED);
    assertThat(refund.amount()).hasToString("CNY 8.00");
    assertThat(refund.refundedAt()).isEqualTo("2026-11-24T12:10:00Z");
    assertThat(refund.channelCode()).isEqualTo("REFUND_SUCCESS");
    assertThat(server.last().method()).isEqualTo("alipay.trade.fastpay.refund.query");
    assertThat(server.last().biz())
        .isEqualTo(
            "{\"out_trade_no\":\"20261124A001\",\"out_request_no\":\"R20261124A001\","
                + "\"query_options\":[\"gmt_refund_pay\",\"deposit_back_info\"]}");
  }

  /** "Not there" and "failed" look alike: the same refund again is what helps. */
  @Test
  void query_noStatus_isNotFound() {
    server.success("\"out_trade_no\":\"20261124A001\"");
    server.failure("40004", "ACQ.TRADE_NOT_EXIST");

    assertThat(query().state()).isEqualTo(RefundState.NOT_FOUND);
    assertThat(query().state()).isEqualTo(RefundState.NOT_FOUND);
  }

  @ParameterizedTest
  @CsvSource({
    "REFUND_SUCCESS, F, NEEDS_ATTENTION",
    "REFUND_SUCCESS, S, SUCCEEDED",
    "REFUND_SUCCESS, P, SUCCEEDED",
    "REFUND_PROCESSING, P, PROCESSING",
    "REFUND_FAIL, F, FAILED",
    "ODD, S, UNKNOWN"
  })
  void query_state_isTranslated(String status, String bank, RefundState state) {
    server.success(
        "\"out_trade_no\":\"20261124A001\",\"refund_status\":\""
            + status
            + "\",\"refund_amount\":\"8.00\",\"deposit_back_info\":{\"has_deposit_back\":\"true\",\"dback_status\":\""
            + bank
            + "\"}");

    assertThat(query().state()).isEqualTo(state);
  }

  @ParameterizedTest
  @CsvSource({
    "20261124A001, 20261124A002",
    "R20261124A001, R20261124A002",
    "'\"refund_amount\":\"8.00\",', ''"
  })
  void query_anotherRefundOrWithoutAmount_isNotBelieved(String from, String to) {
    server.success(
        "\"out_trade_no\":\"20261124A001\",\"refund_amount\":\"8.00\",\"out_request_no\":\"R20261124A001\",\"refund_status\":\"REFUND_SUCCESS\""
            .replace(from, to));

    assertThat(catchThrowableOfType(OutcomeUnknown.class, this::query).reason())
        .isEqualTo(Cause.MISMATCHED_REPLY);
  }
}
