package io.jiaozi.paypal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.jiaozi.Operation;
import io.jiaozi.error.OpenOutcome.Cause;
import io.jiaozi.error.RejectedReason;
import io.jiaozi.money.Money;
import io.jiaozi.payment.PaymentReference;
import io.jiaozi.refund.Refund;
import io.jiaozi.refund.RefundReference;
import io.jiaozi.refund.RefundState;
import io.jiaozi.spi.ChannelFailure.NotSent;
import io.jiaozi.spi.ChannelFailure.OutcomeUnknown;
import io.jiaozi.spi.ChannelFailure.Rejected;
import io.jiaozi.tck.ContractContext;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RefundsWireTest {

  private static final RefundReference BY_NUMBER =
      RefundReference.of(TestAccount.CAPTURE, TestAccount.REFUND_NUMBER);
  private static final RefundReference BY_ID =
      new RefundReference(
          TestAccount.CAPTURE, TestAccount.REFUND_NUMBER, "p1.r." + TestAccount.REFUND_ID);

  private final ContractContext context = new ContractContext();
  private final FakePaypal paypal = new FakePaypal();
  private final PaypalAdapter adapter = TestAccount.open(paypal.address(), context);

  @AfterEach
  void close() {
    context.close();
    paypal.close();
  }

  private Refund refund() {
    return refund(TestAccount.CAPTURE);
  }

  private Refund refund(PaymentReference payment) {
    return adapter.refund(
        TestAccount.refund(payment).reason("one box was cold").build(),
        TestAccount.call(Operation.REFUND));
  }

  private Refund query(RefundReference reference) {
    return adapter.queryRefund(reference, TestAccount.call(Operation.QUERY_REFUND));
  }

  private static String orderWith(String refunds) {
    return TestAccount.order(
        "CAPTURE",
        "COMPLETED",
        "{\"captures\":["
            + TestAccount.capture("PARTIALLY_REFUNDED")
            + "],\"refunds\":["
            + refunds
            + "]}");
  }

  @Test
  void refundOfACapture_isOneCall_withNumbersWherePaypalEchoesThem() {
    paypal.answer(201, TestAccount.refund("COMPLETED", "8.00"));

    Refund refund = refund();

    assertThat(refund.state()).isEqualTo(RefundState.SUCCEEDED);
    assertThat(refund.reference()).isEqualTo(BY_ID);
    assertThat(refund.amount()).isEqualTo(Money.of("USD", "8.00"));
    assertThat(refund.totalRefunded()).isEqualTo(Money.of("USD", "18.00"));
    assertThat(refund.refundedAt()).isEqualTo(Instant.parse("2026-11-24T12:10:01Z"));
    assertThat(refund.channelRefundId()).isEqualTo(TestAccount.REFUND_ID);
    assertThat(refund.channelCode()).isEqualTo("COMPLETED");
    FakePaypal.Asked asked = paypal.asked().get(0);
    assertThat(asked.method() + " " + asked.target())
        .isEqualTo("POST /v2/payments/captures/" + TestAccount.CAPTURE_ID + "/refund");
    assertThat(asked.body())
        .isEqualTo(
            "{\"amount\":{\"currency_code\":\"USD\",\"value\":\"8.00\"},\"invoice_id\":\"JZ-R20261124A001\","
                + "\"custom_id\":\"20261124A001\",\"note_to_payer\":\"one box was cold\"}");
    assertThat(asked.header("PayPal-Request-Id")).matches("[0-9a-f]{32}");
  }

  @Test
  void refundOfAnOrder_asksForItsCaptureFirst() {
    paypal
        .answer(200, TestAccount.completed("COMPLETED"))
        .answer(201, TestAccount.refund("COMPLETED", "8.00"));

    Refund refund = refund(TestAccount.ORDER);

    assertThat(refund.reference().payment()).isEqualTo(TestAccount.ORDER);
    assertThat(paypal.asked().get(1).target())
        .isEqualTo("/v2/payments/captures/" + TestAccount.CAPTURE_ID + "/refund");
  }

  @Test
  void refundOfACaptureKnownByNumber_asksForItFirst() {
    PaymentReference open = adapter.reference(TestAccount.capture().build());
    paypal
        .answer(
            200,
            TestAccount.order(
                "AUTHORIZE",
                "COMPLETED",
                "{\"captures\":[" + TestAccount.captureOfHold("COMPLETED") + "]}"))
        .answer(
            201,
            TestAccount.refund("COMPLETED", "8.00")
                .replace(
                    "custom_id\":\"" + TestAccount.NUMBER,
                    "custom_id\":\"" + TestAccount.CAPTURE_NUMBER));

    assertThat(refund(open).state()).isEqualTo(RefundState.SUCCEEDED);
    assertThat(paypal.asked().get(1).body()).contains("\"custom_id\":\"C20261124A001\"");
  }

  @Test
  void refundOfAnUnpaidOrder_isRefused_withoutAsking() {
    paypal.answer(200, TestAccount.order("APPROVED"));

    assertThat(catchThrowableOfType(Rejected.class, () -> refund(TestAccount.ORDER)).reason())
        .isEqualTo(RejectedReason.WRONG_STATE);
    assertThat(paypal.asked()).hasSize(1);
  }

  @Test
  void captureCannotBeAskedFor_nothingWasSent() {
    paypal.answer(500, "");

    assertThat(catchThrowableOfType(NotSent.class, () -> refund(TestAccount.ORDER)))
        .hasMessageStartingWith("was not asked for the refund");
  }

  @ParameterizedTest
  @CsvSource({
    "COMPLETED, SUCCEEDED",
    "PENDING, PROCESSING",
    "FAILED, FAILED",
    "CANCELLED, FAILED",
    "SOMETHING_NEW, UNKNOWN"
  })
  void states(String theirs, RefundState ours) {
    paypal.answer(201, TestAccount.refund(theirs, "8.00"));

    assertThat(refund().state()).isEqualTo(ours);
  }

  @Test
  void sameRefundAgain_isTheSameRequest() {
    paypal
        .answer(201, TestAccount.refund("COMPLETED", "8.00"))
        .answer(200, TestAccount.refund("COMPLETED", "8.00"));

    refund();
    refund();

    assertThat(paypal.asked().get(1).header("PayPal-Request-Id"))
        .isEqualTo(paypal.asked().get(0).header("PayPal-Request-Id"));
    assertThat(paypal.asked().get(1).body()).isEqualTo(paypal.asked().get(0).body());
  }

  @Test
  void numberReusedWithAnotherAmount_isRefused() {
    paypal.answer(200, TestAccount.refund("COMPLETED", "9.00"));

    assertThat(catchThrowableOfType(Rejected.class, this::refund).reason())
        .isEqualTo(RejectedReason.NUMBER_REUSED);
  }

  @ParameterizedTest
  @CsvSource({
    "JZ-R20261124A001, JZ-R20261124A002",
    "JZ-R20261124A001, R20261124A001",
    "custom_id\":\"20261124A001, custom_id\":\"20261124A009"
  })
  void answerAboutAnotherRefund_isNotTaken(String from, String to) {
    paypal.answer(201, TestAccount.refund("COMPLETED", "8.00").replace(from, to));

    assertThat(catchThrowableOfType(OutcomeUnknown.class, this::refund).reason())
        .isEqualTo(Cause.MISMATCHED_REPLY);
  }

  @Test
  void minimalAnswer_isAskedFor() {
    paypal
        .answer(201, "{\"id\":\"" + TestAccount.REFUND_ID + "\",\"status\":\"COMPLETED\"}")
        .answer(200, TestAccount.refund("COMPLETED", "8.00"));

    assertThat(refund().state()).isEqualTo(RefundState.SUCCEEDED);
    assertThat(paypal.asked().get(1).target())
        .isEqualTo("/v2/payments/refunds/" + TestAccount.REFUND_ID);
  }

  @ParameterizedTest
  @CsvSource({
    "CAPTURE_FULLY_REFUNDED, 422",
    "DUPLICATE_INVOICE_ID, 422",
    "PREVIOUS_REQUEST_IN_PROGRESS, 409"
  })
  void refundThatIsThereAlready_isAdopted(String issue, int status) {
    paypal
        .refuse(status, "X", issue)
        .answer(200, TestAccount.capture("PARTIALLY_REFUNDED"))
        .answer(200, orderWith(TestAccount.refund("COMPLETED", "8.00")));

    Refund refund = refund();

    assertThat(refund.state()).isEqualTo(RefundState.SUCCEEDED);
    assertThat(refund.reference()).isEqualTo(BY_ID);
  }

  @Test
  void refundThatIsThereAlreadyOverAnotherAmount_isNumberReused() {
    paypal
        .unprocessable("DUPLICATE_INVOICE_ID")
        .answer(200, TestAccount.capture("PARTIALLY_REFUNDED"))
        .answer(200, orderWith(TestAccount.refund("COMPLETED", "9.00")));

    assertThat(catchThrowableOfType(Rejected.class, this::refund).reason())
        .isEqualTo(RejectedReason.NUMBER_REUSED);
  }

  @ParameterizedTest
  @CsvSource({"CAPTURE_FULLY_REFUNDED, AMOUNT_EXCEEDED", "DUPLICATE_INVOICE_ID, NUMBER_REUSED"})
  void refundThatIsNotThere_isRefused(String issue, RejectedReason reason) {
    paypal
        .unprocessable(issue)
        .answer(200, TestAccount.capture("REFUNDED"))
        .answer(200, orderWith(""));

    assertThat(catchThrowableOfType(Rejected.class, this::refund).reason()).isEqualTo(reason);
  }

  @Test
  void refusedAndNoAnswerToTheQuestion_isOpen() {
    paypal.unprocessable("DUPLICATE_INVOICE_ID").answer(503, "");

    assertThat(catchThrowableOfType(OutcomeUnknown.class, this::refund).reason())
        .isEqualTo(Cause.SERVER_ERROR);
  }

  @ParameterizedTest
  @CsvSource({
    "REFUND_AMOUNT_EXCEEDED, AMOUNT_EXCEEDED",
    "MAX_NUMBER_OF_REFUNDS_EXCEEDED, AMOUNT_EXCEEDED",
    "REFUND_TIME_LIMIT_EXCEEDED, TOO_LATE",
    "REFUND_NOT_ALLOWED, NOT_PERMITTED",
    "PARTIAL_REFUND_NOT_ALLOWED, NOT_PERMITTED",
    "REFUND_IS_RESTRICTED, NOT_PERMITTED",
    "REFUND_FAILED_INSUFFICIENT_FUNDS, NO_BALANCE",
    "TRANSACTION_DISPUTED, WRONG_STATE",
    "REFUND_NOT_PERMITTED_DUE_TO_CHARGEBACK, WRONG_STATE",
    "PENDING_CAPTURE, WRONG_STATE",
    "REFUND_CAPTURE_CURRENCY_MISMATCH, INVALID"
  })
  void refusals_sayWhy(String issue, RejectedReason reason) {
    paypal.unprocessable(issue);

    Rejected rejected = catchThrowableOfType(Rejected.class, this::refund);

    assertThat(rejected.reason()).isEqualTo(reason);
    assertThat(rejected.channelCode()).isEqualTo(issue);
    assertThat(rejected.remedy()).isNotBlank();
  }

  @Test
  void queryById_isOneCall() {
    paypal.answer(200, TestAccount.refund("COMPLETED", "8.00"));

    Refund refund = query(BY_ID);

    assertThat(refund.state()).isEqualTo(RefundState.SUCCEEDED);
    assertThat(refund.reference()).isEqualTo(BY_ID);
    assertThat(paypal.asked()).hasSize(1);
  }

  @Test
  void queryByIdAlone_tellsTheNumber() {
    paypal.answer(200, TestAccount.refund("PENDING", "8.00"));

    Refund refund = query(new RefundReference(null, null, "p1.r." + TestAccount.REFUND_ID));

    assertThat(refund.reference().number()).isEqualTo(TestAccount.REFUND_NUMBER);
  }

  @Test
  void queryByNumber_looksAmongTheRefundsOfTheOrder() {
    paypal
        .answer(200, TestAccount.capture("PARTIALLY_REFUNDED"))
        .answer(200, orderWith(TestAccount.refund("COMPLETED", "8.00")));

    assertThat(query(BY_NUMBER).reference()).isEqualTo(BY_ID);
  }

  @Test
  void queryByNumberAndOrder_needsNoCapture() {
    paypal.answer(200, orderWith(TestAccount.refund("COMPLETED", "8.00")));

    assertThat(query(RefundReference.of(TestAccount.ORDER, TestAccount.REFUND_NUMBER)).state())
        .isEqualTo(RefundState.SUCCEEDED);
  }

  @Test
  void queryByNumber_notThere_isNotFound() {
    paypal
        .answer(200, TestAccount.capture("PARTIALLY_REFUNDED"))
        .answer(
            200,
            orderWith(
                TestAccount.refund("COMPLETED", "8.00")
                    .replace("JZ-R20261124A001", "JZ-R20261124A002")));

    Refund refund = query(BY_NUMBER);

    assertThat(refund.state()).isEqualTo(RefundState.NOT_FOUND);
    assertThat(refund.reference()).isEqualTo(BY_NUMBER);
  }

  @Test
  void queryByNumber_captureWithoutOrder_isNotFoundOnlyIfUntouched() {
    String alone =
        "{\"id\":\"%s\",\"status\":\"%s\",\"amount\":{\"currency_code\":\"USD\",\"value\":\"88.00\"},"
            + "\"custom_id\":\"20261124A001\",\"invoice_id\":\"JZ-20261124A001\"}";
    paypal
        .answer(200, alone.formatted(TestAccount.CAPTURE_ID, "COMPLETED"))
        .answer(200, alone.formatted(TestAccount.CAPTURE_ID, "PARTIALLY_REFUNDED"));

    assertThat(query(BY_NUMBER).state()).isEqualTo(RefundState.NOT_FOUND);
    assertThat(catchThrowableOfType(OutcomeUnknown.class, () -> query(BY_NUMBER)))
        .hasMessageContaining("its refunds cannot be listed");
  }

  @Test
  void queryById_unknown_isNotFound() {
    paypal.refuse(404, "RESOURCE_NOT_FOUND", "INVALID_RESOURCE_ID");

    assertThat(query(BY_ID).state()).isEqualTo(RefundState.NOT_FOUND);
  }

  @Test
  void queryById_aboutAnother_isNotTaken() {
    paypal.answer(
        200,
        TestAccount.refund("COMPLETED", "8.00")
            .replace(TestAccount.REFUND_ID, "2JU08902781691411"));

    assertThat(catchThrowableOfType(OutcomeUnknown.class, () -> query(BY_ID)).reason())
        .isEqualTo(Cause.MISMATCHED_REPLY);
  }
}
