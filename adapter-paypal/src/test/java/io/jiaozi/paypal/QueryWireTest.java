package io.jiaozi.paypal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.jiaozi.Operation;
import io.jiaozi.error.OpenOutcome.Cause;
import io.jiaozi.money.Money;
import io.jiaozi.payment.Payment;
import io.jiaozi.payment.PaymentReference;
import io.jiaozi.payment.PaymentState;
import io.jiaozi.spi.ChannelFailure.OutcomeUnknown;
import io.jiaozi.tck.ContractContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class QueryWireTest {

  private final ContractContext context = new ContractContext();
  private final FakePaypal paypal = new FakePaypal();
  private final PaypalAdapter adapter = TestAccount.open(paypal.address(), context);

  @AfterEach
  void close() {
    context.close();
    paypal.close();
  }

  private Payment query(PaymentReference reference) {
    return adapter.query(reference, TestAccount.call(Operation.QUERY));
  }

  @ParameterizedTest
  @CsvSource({
    "CREATED, AWAITING_CUSTOMER",
    "SAVED, AWAITING_CUSTOMER",
    "PAYER_ACTION_REQUIRED, AWAITING_CUSTOMER",
    "APPROVED, APPROVED",
    "VOIDED, CLOSED",
    "COMPLETED, UNKNOWN",
    "SOMETHING_NEW, UNKNOWN"
  })
  void orderStates(String theirs, PaymentState ours) {
    paypal.answer(200, TestAccount.order(theirs));

    Payment payment = query(TestAccount.ORDER);

    assertThat(payment.state()).isEqualTo(ours);
    assertThat(payment.reference()).isEqualTo(TestAccount.ORDER);
    assertThat(payment.amount()).isEqualTo(Money.of("USD", "88.00"));
  }

  @ParameterizedTest
  @CsvSource({
    "COMPLETED, PAID",
    "PENDING, PROCESSING",
    "DECLINED, DECLINED",
    "FAILED, DECLINED",
    "PARTIALLY_REFUNDED, REFUND_STARTED",
    "REFUNDED, REFUNDED",
    "SOMETHING_NEW, UNKNOWN"
  })
  void completedOrders_areWhatTheirCaptureIs(String theirs, PaymentState ours) {
    paypal.answer(200, TestAccount.completed(theirs)).answer(200, TestAccount.capture(theirs));

    Payment byOrder = query(TestAccount.ORDER);
    Payment byCapture = query(TestAccount.CAPTURE);

    assertThat(byOrder.state()).isEqualTo(ours);
    assertThat(byCapture.state()).isEqualTo(ours);
    assertThat(byCapture.reference()).isEqualTo(byOrder.reference()).isEqualTo(TestAccount.CAPTURE);
  }

  @Test
  void refusedCaptureBesideAGoodOne_theGoodOneCounts() {
    String refused =
        TestAccount.capture("2C679366HH908993F", "DECLINED", TestAccount.NUMBER, "88.00", "");
    paypal
        .answer(
            200,
            TestAccount.order(
                "CAPTURE",
                "COMPLETED",
                "{\"captures\":[" + refused + "," + TestAccount.capture("COMPLETED") + "]}"))
        .answer(
            200,
            TestAccount.order(
                "CAPTURE",
                "COMPLETED",
                "{\"captures\":[" + TestAccount.capture("COMPLETED") + "," + refused + "]}"));

    assertThat(query(TestAccount.ORDER).state()).isEqualTo(PaymentState.PAID);
    assertThat(query(TestAccount.ORDER).state()).isEqualTo(PaymentState.PAID);
  }

  @Test
  void unknownOrderOrCapture_isNotFound() {
    paypal
        .refuse(404, "RESOURCE_NOT_FOUND", "INVALID_RESOURCE_ID")
        .refuse(404, "RESOURCE_NOT_FOUND", "INVALID_RESOURCE_ID");

    assertThat(query(TestAccount.ORDER).state()).isEqualTo(PaymentState.NOT_FOUND);
    assertThat(query(TestAccount.CAPTURE).state()).isEqualTo(PaymentState.NOT_FOUND);
  }

  @Test
  void expiredOrder_isClosed() {
    paypal.unprocessable("ORDER_EXPIRED");

    assertThat(query(TestAccount.ORDER).state()).isEqualTo(PaymentState.CLOSED);
  }

  @Test
  void notFoundWithoutAnErrorDocument_isNoAnswer() {
    paypal.answer(404, "text/html", "<html/>");

    assertThat(catchThrowableOfType(OutcomeUnknown.class, () -> query(TestAccount.ORDER)).reason())
        .isEqualTo(Cause.SERVER_ERROR);
  }

  @ParameterizedTest
  @CsvSource({
    "invoice_id\":\"JZ-20261124A001, invoice_id\":\"JZ-20261124A002",
    "invoice_id\":\"JZ-20261124A001, invoice_id\":\"20261124A001",
    "{\"id\":\"3C679366HH908993F, {\"id\":\"4C679366HH908993F",
    "value\":\"88.00, value\":\"-88.00",
    "value\":\"88.00, value\":\"8.8e1"
  })
  void captureOfAnother_isNotTaken(String from, String to) {
    paypal.answer(200, TestAccount.capture("COMPLETED").replace(from, to));

    assertThat(
            catchThrowableOfType(OutcomeUnknown.class, () -> query(TestAccount.CAPTURE)).reason())
        .isEqualTo(Cause.MISMATCHED_REPLY);
  }

  @Test
  void orderOfSeveralUnits_isNotOurs() {
    paypal.answer(
        200,
        TestAccount.order("APPROVED")
            .replace(
                "\"purchase_units\":[",
                "\"purchase_units\":[" + TestAccount.unit("1.00", "") + ","));

    assertThat(catchThrowableOfType(OutcomeUnknown.class, () -> query(TestAccount.ORDER)))
        .hasMessageContaining("not exactly one purchase unit");
  }

  @Test
  void authorizedOrder_becomesItsHold() {
    paypal.answer(200, TestAccount.authorized("CREATED"));

    Payment payment = query(TestAccount.ORDER);

    assertThat(payment.state()).isEqualTo(PaymentState.AUTHORIZED);
    assertThat(payment.reference()).isEqualTo(TestAccount.HOLD);
  }
}
