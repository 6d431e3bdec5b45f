package io.jiaozi.unionpay;

import static io.jiaozi.unionpay.Outcomes.notSent;
import static io.jiaozi.unionpay.Outcomes.rejected;
import static io.jiaozi.unionpay.Outcomes.unknown;
import static org.assertj.core.api.Assertions.assertThat;

import io.jiaozi.Operation;
import io.jiaozi.error.OpenOutcome.Cause;
import io.jiaozi.error.RejectedReason;
import io.jiaozi.money.Money;
import io.jiaozi.refund.Refund;
import io.jiaozi.refund.RefundReference;
import io.jiaozi.refund.RefundState;
import io.jiaozi.tck.ContractContext;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class UnionpayRefundWireTest {

  private static final RefundReference REFUND =
      new RefundReference(TestAccount.ORDER, "R20261124A001", "u1." + TestAccount.NOW);

  private final FakeUnionpay server = new FakeUnionpay();
  private final ContractContext context = new ContractContext();
  private final UnionpayAdapter adapter = TestAccount.open(server.address(), context);

  @AfterEach
  void close() {
    context.close();
    server.close();
  }

  private Refund refund() {
    return adapter.refund(
        TestAccount.refund().reason("one box was cold").build(),
        TestAccount.call(Operation.REFUND));
  }

  private Refund queryRefund(RefundReference reference) {
    return adapter.queryRefund(reference, TestAccount.call(Operation.QUERY_REFUND));
  }

  @Test
  void reference_holdsNumberAndTime() {
    assertThat(adapter.reference(TestAccount.refund().build())).isEqualTo(REFUND);
  }

  @ParameterizedTest
  @ValueSource(strings = {"00", "03", "05"})
  void refund_accepted_isProcessing(String code) {
    server.says(TestAccount.order("00")).code(code);

    Refund refund = refund();

    assertThat(refund.state()).isEqualTo(RefundState.PROCESSING);
    assertThat(refund.amount()).isEqualTo(Money.of("CNY", "8.00"));
    assertThat(refund.reference()).isEqualTo(REFUND);
    assertThat(server.asked()).hasSize(2);
    FakeUnionpay.Asked asked = server.asked(1);
    assertThat(asked.target()).isEqualTo("/gateway/api/backTransReq.do");
    assertThat(asked.kind()).isEqualTo("04/00/000201/07");
    assertThat(asked.field("orderId")).isEqualTo("R20261124A001");
    assertThat(asked.field("txnTime")).isEqualTo(TestAccount.NOW);
    assertThat(asked.field("txnAmt")).isEqualTo("800");
    assertThat(asked.field("currencyCode")).isEqualTo("156");
    assertThat(asked.field("origQryId")).isEqualTo(TestAccount.QUERY_ID);
    assertThat(asked.field("backUrl")).isEqualTo(TestAccount.NOTIFY.toString());
    assertThat(asked.field("reqReserved")).isEqualTo("20261124A001.20261124200000");
    assertThat(Wire.isSignedByMerchant(asked.fields())).isTrue();
  }

  @ParameterizedTest
  @CsvSource({
    "01, 000000, J1.08.20261124201500, 04/00/000201/08",
    "01, 000201, J1.07.20261124201500, 04/00/000201/07",
    "01, 000202, J1.07.20261124201500, 04/00/000202/07",
    "06, 000000, J1.08, 04/00/000000/08",
    "07, 000000, J1.08.20261124201500, 04/00/000000/08",
    "07, 000000, somebody elses, 04/00/000000/08",
    "01, 000000, somebody elses, 04/00/000201/07"
  })
  void refund_namesProductAndWayOfAccessOfThePayment(
      String subType, String bizType, String echo, String kind) {
    server
        .says(
            TestAccount.told("01", subType, TestAccount.ORDER.number(), "00")
                .with("bizType", bizType)
                .with("reqReserved", echo))
        .code("00");

    refund();

    assertThat(server.asked(1).kind()).isEqualTo(kind);
  }

  @Test
  void refund_ofACapture_isTheSame() {
    server.says(TestAccount.following("03", TestAccount.ORDER.number(), "00")).code("00");

    assertThat(refund().state()).isEqualTo(RefundState.PROCESSING);
    assertThat(server.asked(1).kind()).isEqualTo("04/00/000201/07");
  }

  @Test
  void refund_moreThanWasPaid_isRefusedBeforeItIsSent() {
    server.says(TestAccount.order("00").with("txnAmt", "799"));

    assertThat(rejected(this::refund).reason()).isEqualTo(RejectedReason.AMOUNT_EXCEEDED);
    assertThat(server.asked()).hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"05", "64", "99"})
  void refund_ofAnUnpaidPayment_isRejected(String code) {
    server.says(TestAccount.order(code));

    assertThat(rejected(this::refund).reason()).isEqualTo(RejectedReason.WRONG_STATE);
  }

  @Test
  void refund_paymentNotFound_isRejected() {
    server.code("34");

    assertThat(rejected(this::refund).reason()).isEqualTo(RejectedReason.NOT_FOUND);
  }

  @Test
  void refund_askingFails_isNotSent() {
    server.raw(503, "");

    assertThat(notSent(this::refund))
        .hasMessage(
            "was not asked for the refund, because asking how the payment stands failed: it answered 503, which is no answer"
                + " of its gateway");
  }

  @Test
  void refund_again_isFoundByItsNumber() {
    server.says(TestAccount.order("00")).code("12").says(TestAccount.refunded("00"));

    Refund refund = refund();

    assertThat(refund.state()).isEqualTo(RefundState.SUCCEEDED);
    assertThat(server.asked(2).field("orderId")).isEqualTo("R20261124A001");
    assertThat(server.asked(2).field("txnTime")).isEqualTo(TestAccount.NOW);
  }

  @Test
  void refund_againAndNotFound_isUnknown() {
    server.says(TestAccount.order("00")).code("12").code("34");

    assertThat(unknown(this::refund).reason()).isEqualTo(Cause.NOT_FOUND_YET);
  }

  @ParameterizedTest
  @CsvSource({"txnAmt, 801", "txnType, 31"})
  void refund_againAndOtherwise_isNumberReused(String field, String value) {
    server
        .says(TestAccount.order("00"))
        .code("12")
        .says(TestAccount.refunded("00").with(field, value));

    assertThat(rejected(this::refund).reason()).isEqualTo(RejectedReason.NUMBER_REUSED);
  }

  @ParameterizedTest
  @CsvSource({
    "10, INVALID",
    "11, BAD_CREDENTIALS",
    "32, NOT_PERMITTED",
    "39, TOO_LATE",
    "62, OTHER",
    "33, AMOUNT_EXCEEDED"
  })
  void refund_refused_isRejected(String code, RejectedReason reason) {
    server.says(TestAccount.order("00")).code(code);

    assertThat(rejected(this::refund).reason()).isEqualTo(reason);
  }

  @ParameterizedTest
  @CsvSource({"35, WRONG_STATE", "36, INVALID", "45, WRONG_STATE"})
  void refund_refusedForTheOriginal_isRejectedAfterAsking(String code, RejectedReason reason) {
    server.says(TestAccount.order("00")).code(code).code("34");

    assertThat(rejected(this::refund).reason()).isEqualTo(reason);
  }

  @Test
  void refund_refusedAndTheRefusalStandsUnderItsNumber_isRejected() {
    server.says(TestAccount.order("00")).code("45").says(TestAccount.refunded("45"));

    assertThat(rejected(this::refund).channelCode()).isEqualTo("45");
  }

  @ParameterizedTest
  @CsvSource({"02, SERVER_ERROR", "06, SERVER_ERROR", "99, SERVER_ERROR", "QQ, UNKNOWN_CODE"})
  void refund_neitherYesNorNo_isUnknown(String code, Cause cause) {
    server.says(TestAccount.order("00")).code(code);

    assertThat(unknown(this::refund).reason()).isEqualTo(cause);
  }

  @Test
  void refund_forgedAcceptance_isUnknown() {
    server
        .says(TestAccount.order("00"))
        .says(Wire.message().signedBy(TestCa.MERCHANT_KEY, TestCa.MERCHANT));

    assertThat(unknown(this::refund).reason()).isEqualTo(Cause.UNTRUSTED_REPLY);
  }

  @ParameterizedTest
  @CsvSource({
    "00, SUCCEEDED",
    "A6, SUCCEEDED",
    "03, PROCESSING",
    "04, PROCESSING",
    "05, PROCESSING",
    "35, FAILED",
    "62, FAILED",
    "99, UNKNOWN",
    "ZZ, UNKNOWN"
  })
  void queryRefund_states(String code, RefundState state) {
    server.says(TestAccount.refunded(code));

    Refund refund = queryRefund(REFUND);

    assertThat(refund.state()).isEqualTo(state);
    assertThat(refund.channelCode()).isEqualTo(code);
    assertThat(refund.amount()).isEqualTo(Money.of("CNY", "8.00"));
  }

  @Test
  void queryRefund_done_tellsWhenAndWhat() {
    server.says(TestAccount.refunded("00"));

    Refund refund = queryRefund(REFUND);

    assertThat(refund.refundedAt()).isEqualTo(Instant.parse("2026-11-24T12:01:30Z"));
    assertThat(refund.channelRefundId()).isEqualTo("612611242001001234568");
    assertThat(server.asked(0).field("orderId")).isEqualTo("R20261124A001");
    assertThat(server.asked(0).field("txnTime")).isEqualTo(TestAccount.NOW);
  }

  @Test
  void queryRefund_withoutThePayment_leadsBackToIt() {
    server.says(TestAccount.refunded("00"));

    Refund refund =
        queryRefund(new RefundReference(null, "R20261124A001", "u1." + TestAccount.NOW));

    assertThat(refund.reference()).isEqualTo(REFUND);
  }

  @Test
  void queryRefund_unknown_isNotFound() {
    server.code("34");

    assertThat(queryRefund(REFUND).state()).isEqualTo(RefundState.NOT_FOUND);
  }

  @ParameterizedTest
  @CsvSource({
    "txnType, 01, tells of something else than a refund",
    "reqReserved, 20261124A002.20261124200000, tells of a refund of another payment",
    "orderId, R20261124A002, tells of another number than the one asked for"
  })
  void queryRefund_answerOfSomethingElse_isAMismatch(String field, String value, String clause) {
    server.says(TestAccount.refunded("00").with(field, value));

    assertThat(unknown(() -> queryRefund(REFUND)))
        .hasMessage("answered with a message that " + clause);
  }
}
