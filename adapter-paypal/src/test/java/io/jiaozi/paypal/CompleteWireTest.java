package io.jiaozi.paypal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.jiaozi.Operation;
import io.jiaozi.error.OpenOutcome.Cause;
import io.jiaozi.error.RejectedReason;
import io.jiaozi.money.Money;
import io.jiaozi.payment.Decline;
import io.jiaozi.payment.NextAction;
import io.jiaozi.payment.PaymentReference;
import io.jiaozi.payment.PaymentResult;
import io.jiaozi.payment.PaymentState;
import io.jiaozi.spi.ChannelFailure.NotSent;
import io.jiaozi.spi.ChannelFailure.OutcomeUnknown;
import io.jiaozi.spi.ChannelFailure.Rejected;
import io.jiaozi.tck.ContractContext;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CompleteWireTest {

  private final ContractContext context = new ContractContext();
  private final FakePaypal paypal = new FakePaypal();
  private final PaypalAdapter adapter = TestAccount.open(paypal.address(), context);

  @AfterEach
  void close() {
    context.close();
    paypal.close();
  }

  private PaymentResult complete() {
    return complete(TestAccount.ORDER);
  }

  private PaymentResult complete(PaymentReference reference) {
    return adapter.complete(reference, TestAccount.call(Operation.COMPLETE));
  }

  private FakePaypal approved() {
    return paypal.answer(200, TestAccount.order("APPROVED"));
  }

  @Test
  void approvedOrder_isCaptured() {
    approved().answer(201, TestAccount.completed("COMPLETED"));

    PaymentResult result = complete();

    assertThat(result).isInstanceOf(PaymentResult.Paid.class);
    assertThat(result.payment().amount()).isEqualTo(Money.of("USD", "88.00"));
    assertThat(result.payment().reference()).isEqualTo(TestAccount.CAPTURE);
    assertThat(result.payment().channelPaymentId()).isEqualTo(TestAccount.CAPTURE_ID);
    assertThat(result.payment().paidAt()).isEqualTo(Instant.parse("2026-11-24T12:00:01Z"));
    assertThat(result.payment().payerId()).isEqualTo("QYR5Z8XDVJNXQ");
    assertThat(result.payment().toString())
        .doesNotContain("QYR5Z8XDVJNXQ")
        .doesNotContain("c4n4ry");
    FakePaypal.Asked asked = paypal.asked().get(1);
    assertThat(asked.method() + " " + asked.target())
        .isEqualTo("POST /v2/checkout/orders/" + TestAccount.ORDER_ID + "/capture");
    assertThat(asked.body()).isEqualTo("{}");
    assertThat(asked.header("Prefer")).isEqualTo("return=representation");
    assertThat(asked.header("PayPal-Request-Id")).matches("[0-9a-f]{32}");
  }

  @Test
  void approvedOrderOfAHold_isAuthorized() {
    paypal
        .answer(200, TestAccount.order("AUTHORIZE", "APPROVED", ""))
        .answer(201, TestAccount.authorized("CREATED"));

    PaymentResult result = complete();

    assertThat(result).isInstanceOf(PaymentResult.Authorized.class);
    assertThat(result.payment().reference()).isEqualTo(TestAccount.HOLD);
    assertThat(result.payment().hold().left()).isEqualTo(Money.of("USD", "88.00"));
    assertThat(result.payment().hold().expiresAt())
        .isEqualTo(Instant.parse("2026-12-23T12:00:00Z"));
    assertThat(paypal.asked().get(1).target()).endsWith("/authorize");
  }

  @ParameterizedTest
  @CsvSource({
    "PENDING, PROCESSING, PROCESSING",
    "DECLINED, DECLINED, DECLINED",
    "FAILED, DECLINED, DECLINED"
  })
  void completedOrderWhoseCaptureIsNot_isNeverPaid(
      String status, PaymentResult.Kind kind, PaymentState state) {
    approved().answer(201, TestAccount.completed(status));

    PaymentResult result = complete();

    assertThat(result.kind()).isEqualTo(kind);
    assertThat(result.payment().state()).isEqualTo(state);
    assertThat(result.payment().paidAt()).isNull();
  }

  @Test
  void pendingCaptureWithAReason_isAskedAboutLater() {
    approved()
        .answer(
            201,
            TestAccount.completed("PENDING")
                .replace(
                    "\"final_capture\":true",
                    "\"status_details\":{\"reason\":\"ECHECK\"},\"final_capture\":true"));

    PaymentResult.Processing processing = (PaymentResult.Processing) complete();

    assertThat(processing.askAgainAfter()).isEqualTo(Duration.ofMinutes(10));
  }

  @Test
  void declinedCapture_tellsWhy() {
    approved()
        .answer(
            201,
            TestAccount.completed("DECLINED")
                .replace(
                    "\"final_capture\":true",
                    "\"status_details\":{\"reason\":\"DECLINED_BY_RISK_FRAUD_FILTERS\"},\"final_capture\":true"));

    PaymentResult.Declined declined = (PaymentResult.Declined) complete();

    assertThat(declined.decline())
        .isEqualTo(new Decline(Decline.Reason.RISK, "DECLINED_BY_RISK_FRAUD_FILTERS", false));
  }

  @Test
  void completedOrderWithoutAnyPayment_isAskedForOnceMore_andNeverPaid() {
    approved()
        .answer(201, TestAccount.order("COMPLETED"))
        .answer(200, TestAccount.order("COMPLETED"));

    OutcomeUnknown unknown = catchThrowableOfType(OutcomeUnknown.class, this::complete);

    assertThat(unknown.reason()).isEqualTo(Cause.UNKNOWN_CODE);
    assertThat(paypal.asked()).hasSize(3);
  }

  @Test
  void minimalAnswer_isAskedFor() {
    approved()
        .answer(201, "{\"id\":\"" + TestAccount.ORDER_ID + "\",\"status\":\"COMPLETED\"}")
        .answer(200, TestAccount.completed("COMPLETED"));

    assertThat(complete()).isInstanceOf(PaymentResult.Paid.class);
  }

  @Test
  void minimalAnswerAndNoAnswerAfterIt_isOpen_notUnsent() {
    approved()
        .answer(201, "{\"id\":\"" + TestAccount.ORDER_ID + "\",\"status\":\"COMPLETED\"}")
        .answer(503, "");

    assertThat(catchThrowableOfType(OutcomeUnknown.class, this::complete).reason())
        .isEqualTo(Cause.SERVER_ERROR);
  }

  @ParameterizedTest
  @ValueSource(strings = {"CREATED", "SAVED", "PAYER_ACTION_REQUIRED"})
  void notApproved_nothingIsExecuted_theBuyerGetsTheSameLink(String status) {
    String page = paypal.address() + "/checkoutnow?token=" + TestAccount.ORDER_ID;
    paypal.answer(200, TestAccount.withLink(TestAccount.order(status), "payer-action", page));

    PaymentResult.AwaitingCustomer awaiting = (PaymentResult.AwaitingCustomer) complete();

    assertThat(((NextAction.Redirect) awaiting.next()).url()).isEqualTo(URI.create(page));
    assertThat(paypal.asked()).hasSize(1);
  }

  @Test
  void completedBefore_isAdoptedWithoutExecutingAgain() {
    paypal.answer(200, TestAccount.completed("COMPLETED"));

    assertThat(complete()).isInstanceOf(PaymentResult.Paid.class);
    assertThat(paypal.asked()).hasSize(1);
  }

  @Test
  void voidedOrder_isDeclined_closed() {
    paypal.answer(200, TestAccount.order("VOIDED"));

    PaymentResult result = complete();

    assertThat(result.kind()).isEqualTo(PaymentResult.Kind.DECLINED);
    assertThat(result.payment().state()).isEqualTo(PaymentState.CLOSED);
  }

  @Test
  void unknownOrderState_isOpen_andNothingIsExecuted() {
    paypal.answer(200, TestAccount.order("SOMETHING_NEW"));

    assertThat(catchThrowableOfType(OutcomeUnknown.class, this::complete).reason())
        .isEqualTo(Cause.UNKNOWN_CODE);
    assertThat(paypal.asked()).hasSize(1);
  }

  @Test
  void refundedAlready_hasNothingToComplete() {
    paypal.answer(200, TestAccount.completed("REFUNDED"));

    assertThat(catchThrowableOfType(Rejected.class, this::complete).reason())
        .isEqualTo(RejectedReason.WRONG_STATE);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "INSTRUMENT_DECLINED",
        "REDIRECT_PAYER_FOR_ALTERNATE_FUNDING",
        "PAYER_ACTION_REQUIRED",
        "ORDER_NOT_APPROVED"
      })
  void buyerHasToChooseAnotherWay_getsTheSameLinkAgain(String issue) {
    approved().unprocessable(issue);

    PaymentResult.AwaitingCustomer awaiting = (PaymentResult.AwaitingCustomer) complete();

    assertThat(awaiting.payment().state()).isEqualTo(PaymentState.AWAITING_CUSTOMER);
    assertThat(awaiting.payment().reference()).isEqualTo(TestAccount.ORDER);
    assertThat(((NextAction.Redirect) awaiting.next()).url())
        .isEqualTo(URI.create(paypal.address() + "/checkoutnow?token=" + TestAccount.ORDER_ID));
  }

  @Test
  void buyerHasToActAgain_linkInTheError_isUsedIfItIsPaypals() {
    String page = paypal.address() + "/checkoutnow?token=other";
    approved()
        .answer(
            422,
            FakePaypal.error("UNPROCESSABLE_ENTITY", "PAYER_ACTION_REQUIRED")
                .replace(
                    "\"links\":[",
                    "\"links\":[{\"href\":\"" + page + "\",\"rel\":\"payer-action\"},"));

    PaymentResult.AwaitingCustomer awaiting = (PaymentResult.AwaitingCustomer) complete();

    assertThat(((NextAction.Redirect) awaiting.next()).url()).isEqualTo(URI.create(page));
  }

  @Test
  void buyerHasToActAgain_foreignLinkInTheError_isNotUsed() {
    approved()
        .answer(
            422,
            FakePaypal.error("UNPROCESSABLE_ENTITY", "PAYER_ACTION_REQUIRED")
                .replace(
                    "\"links\":[",
                    "\"links\":[{\"href\":\"https://evil.example/x\",\"rel\":\"payer-action\"},"));

    PaymentResult.AwaitingCustomer awaiting = (PaymentResult.AwaitingCustomer) complete();

    assertThat(((NextAction.Redirect) awaiting.next()).url().getHost()).isEqualTo("127.0.0.1");
  }

  private List<String> executionKeys() {
    return paypal.asked().stream()
        .filter(asked -> asked.method().equals("POST"))
        .map(asked -> asked.header("PayPal-Request-Id"))
        .toList();
  }

  @Test
  void lostAnswer_isExecutedAgainUnderTheSameKey_onAnotherMachineToo() {
    approved()
        .answer(500, "")
        .answer(200, TestAccount.order("APPROVED"))
        .answer(201, TestAccount.completed("COMPLETED"));

    assertThat(catchThrowableOfType(OutcomeUnknown.class, this::complete)).isNotNull();
    TestAccount.open(paypal.address(), context)
        .complete(TestAccount.ORDER, TestAccount.call(Operation.COMPLETE));

    assertThat(executionKeys()).hasSize(2);
    assertThat(executionKeys().get(1)).isEqualTo(executionKeys().get(0));
  }

  @ParameterizedTest
  @ValueSource(strings = {"2026-11-24T12:05:00Z", "2026-11-24T11:59:30Z"})
  void newApproval_isExecutedUnderANewKey_evenInTheSameSecond(String approvedAt) {
    approved()
        .unprocessable("INSTRUMENT_DECLINED")
        .answer(200, TestAccount.order("PAYER_ACTION_REQUIRED"))
        .answer(200, TestAccount.order("APPROVED").replace("2026-11-24T11:59:30Z", approvedAt))
        .answer(201, TestAccount.completed("COMPLETED"));

    assertThat(complete()).isInstanceOf(PaymentResult.AwaitingCustomer.class);
    assertThat(complete()).isInstanceOf(PaymentResult.Paid.class);

    assertThat(executionKeys()).hasSize(2).doesNotHaveDuplicates();
  }

  @Test
  void buyerHasToChooseAnotherWay_butSomebodyExecutedANewerApproval_isAdopted() {
    approved().unprocessable("INSTRUMENT_DECLINED").answer(200, TestAccount.completed("COMPLETED"));

    assertThat(complete()).isInstanceOf(PaymentResult.Paid.class);
  }

  @ParameterizedTest
  @CsvSource({
    "ORDER_ALREADY_CAPTURED, 422",
    "ORDER_ALREADY_AUTHORIZED, 422",
    "ORDER_COMPLETION_IN_PROGRESS, 422",
    "PREVIOUS_REQUEST_IN_PROGRESS, 409",
    "DUPLICATE_INVOICE_ID, 422"
  })
  void executedBySomebodyElseMeanwhile_isAdopted(String issue, int status) {
    approved().refuse(status, "X", issue).answer(200, TestAccount.completed("COMPLETED"));

    assertThat(complete()).isInstanceOf(PaymentResult.Paid.class);
    assertThat(paypal.asked()).hasSize(3);
  }

  @Test
  void stillBeingExecuted_isOpen_withATimeToWait() {
    approved()
        .refuse(409, "RESOURCE_CONFLICT", "PREVIOUS_REQUEST_IN_PROGRESS")
        .answer(200, TestAccount.order("APPROVED"));

    OutcomeUnknown unknown = catchThrowableOfType(OutcomeUnknown.class, this::complete);

    assertThat(unknown.reason()).isEqualTo(Cause.STILL_PENDING);
    assertThat(unknown.retryAfter()).isEqualTo(Duration.ofSeconds(2));
  }

  @Test
  void invoiceNumberPaidByAnotherOrder_isNumberReused() {
    approved().unprocessable("DUPLICATE_INVOICE_ID").answer(200, TestAccount.order("APPROVED"));

    Rejected rejected = catchThrowableOfType(Rejected.class, this::complete);

    assertThat(rejected.reason()).isEqualTo(RejectedReason.NUMBER_REUSED);
    assertThat(rejected.remedy()).contains("invoice-prefix");
  }

  @Test
  void refusedAndNoAnswerToTheQuestionAfterwards_isOpen() {
    approved().unprocessable("ORDER_ALREADY_CAPTURED").answer(503, "");

    OutcomeUnknown unknown = catchThrowableOfType(OutcomeUnknown.class, this::complete);

    assertThat(unknown)
        .hasMessageStartingWith(
            "did not execute the order anew (422 UNPROCESSABLE_ENTITY, issue ORDER_ALREADY_CAPTURED)");
  }

  @Test
  void payerStillBeingChecked_isProcessing() {
    approved().unprocessable("ORDER_IS_PENDING_APPROVAL");

    assertThat(complete().kind()).isEqualTo(PaymentResult.Kind.PROCESSING);
  }

  @ParameterizedTest
  @CsvSource({
    "PAYER_CANNOT_PAY, BUYER_ACCOUNT, DECLINED",
    "PAYER_ACCOUNT_LOCKED_OR_CLOSED, BUYER_ACCOUNT, DECLINED",
    "CARD_EXPIRED, INSTRUMENT, DECLINED",
    "TRANSACTION_LIMIT_EXCEEDED, LIMIT, DECLINED",
    "MAX_NUMBER_OF_PAYMENT_ATTEMPTS_EXCEEDED, OTHER, DECLINED",
    "TRANSACTION_REFUSED, RISK, DECLINED",
    "COMPLIANCE_VIOLATION, RISK, DECLINED",
    "ORDER_EXPIRED, TIMED_OUT, CLOSED"
  })
  void refusedPayments_areDeclined(String issue, Decline.Reason reason, PaymentState state) {
    approved().unprocessable(issue);

    PaymentResult.Declined declined = (PaymentResult.Declined) complete();

    assertThat(declined.decline()).isEqualTo(new Decline(reason, issue, false));
    assertThat(declined.payment().state()).isEqualTo(state);
  }

  @ParameterizedTest
  @CsvSource({
    "PAYEE_ACCOUNT_LOCKED_OR_CLOSED, NOT_PERMITTED",
    "ACTION_DOES_NOT_MATCH_INTENT, INVALID"
  })
  void refusalsThatAreNotTheBuyers_areExceptions(String issue, RejectedReason reason) {
    approved().unprocessable(issue);

    assertThat(catchThrowableOfType(Rejected.class, this::complete).reason()).isEqualTo(reason);
  }

  @Test
  void issueNobodyKnows_isOpen_forItMightMeanDone() {
    approved().unprocessable("SOMETHING_NEW");

    OutcomeUnknown unknown = catchThrowableOfType(OutcomeUnknown.class, this::complete);

    assertThat(unknown.reason()).isEqualTo(Cause.UNKNOWN_CODE);
    assertThat(unknown.channelCode()).isEqualTo("SOMETHING_NEW");
  }

  @Test
  void orderCannotBeAskedFor_nothingWasExecuted() {
    paypal.answer(503, "");

    assertThat(catchThrowableOfType(NotSent.class, this::complete))
        .hasMessageStartingWith(
            "was not asked to execute the order, because asking how it stands failed: it reports an error");
  }

  @Test
  void orderNobodyKnows_isRefused() {
    paypal.refuse(404, "RESOURCE_NOT_FOUND", "INVALID_RESOURCE_ID");

    assertThat(catchThrowableOfType(Rejected.class, this::complete).reason())
        .isEqualTo(RejectedReason.NOT_FOUND);
  }

  @ParameterizedTest
  @CsvSource({
    "custom_id\":\"20261124A001, custom_id\":\"20261124A002",
    "{\"id\":\"5O190127TN364715T, {\"id\":\"6O190127TN364715T",
    "merchant_id\":\"7LQ6PFZ5UVDVW, merchant_id\":\"8LQ6PFZ5UVDVW"
  })
  void orderOfAnother_isNotExecuted(String from, String to) {
    paypal.answer(200, TestAccount.order("APPROVED").replace(from, to));

    assertThat(catchThrowableOfType(NotSent.class, this::complete))
        .hasMessageContaining("with a message that tells of");
    assertThat(paypal.asked()).hasSize(1);
  }

  @Test
  void captureOverAnotherAmount_isNeverPaid() {
    approved()
        .answer(
            201,
            TestAccount.order(
                "CAPTURE",
                "COMPLETED",
                "{\"captures\":["
                    + TestAccount.capture(
                        TestAccount.CAPTURE_ID, "COMPLETED", TestAccount.NUMBER, "8.80", "")
                    + "]}"));

    OutcomeUnknown unknown = catchThrowableOfType(OutcomeUnknown.class, this::complete);

    assertThat(unknown.reason()).isEqualTo(Cause.MISMATCHED_REPLY);
    assertThat(unknown).hasMessageContaining("USD 8.80 for an order of USD 88.00");
  }

  @Test
  void twoAtOnce_sendTheSameKey_andBothLearnThatItIsPaid() throws Exception {
    CountDownLatch bothAsked = new CountDownLatch(2);
    CountDownLatch secondRefused = new CountDownLatch(1);
    for (int i = 0; i < 2; i++) {
      paypal.then(
          exchange -> {
            bothAsked.countDown();
            bothAsked.await();
            FakePaypal.json(200, TestAccount.order("APPROVED")).to(exchange);
          });
    }
    paypal
        .then(
            exchange -> {
              secondRefused.await();
              FakePaypal.json(201, TestAccount.completed("COMPLETED")).to(exchange);
            })
        .then(
            exchange -> {
              FakePaypal.json(
                      409, FakePaypal.error("RESOURCE_CONFLICT", "PREVIOUS_REQUEST_IN_PROGRESS"))
                  .to(exchange);
              secondRefused.countDown();
            })
        .answer(200, TestAccount.completed("COMPLETED"));

    ExecutorService threads = Executors.newFixedThreadPool(2);
    try {
      Future<PaymentResult> one = threads.submit(() -> complete());
      Future<PaymentResult> other = threads.submit(() -> complete());
      assertThat(one.get(20, TimeUnit.SECONDS)).isInstanceOf(PaymentResult.Paid.class);
      assertThat(other.get(20, TimeUnit.SECONDS)).isInstanceOf(PaymentResult.Paid.class);
    } finally {
      threads.shutdownNow();
    }
    assertThat(
            paypal.asked().stream()
                .filter(asked -> asked.method().equals("POST"))
                .map(asked -> asked.header("PayPal-Request-Id"))
                .distinct())
        .hasSize(1);
  }

  @Test
  void referenceToTheCapture_justAsks() {
    paypal.answer(200, TestAccount.capture("COMPLETED"));

    assertThat(complete(TestAccount.CAPTURE)).isInstanceOf(PaymentResult.Paid.class);
    assertThat(paypal.asked()).hasSize(1);
  }

  @Test
  void referenceToTheHold_justAsks() {
    paypal.answer(200, TestAccount.authorization("CREATED", "88.00"));

    assertThat(complete(TestAccount.HOLD)).isInstanceOf(PaymentResult.Authorized.class);
    assertThat(paypal.asked().get(0).method()).isEqualTo("GET");
  }
}
