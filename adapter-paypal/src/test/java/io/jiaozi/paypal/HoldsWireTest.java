package io.jiaozi.paypal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.jiaozi.Operation;
import io.jiaozi.error.OpenOutcome.Cause;
import io.jiaozi.error.RejectedReason;
import io.jiaozi.money.Money;
import io.jiaozi.payment.CaptureRequest;
import io.jiaozi.payment.Decline;
import io.jiaozi.payment.Payment;
import io.jiaozi.payment.PaymentReference;
import io.jiaozi.payment.PaymentResult;
import io.jiaozi.payment.PaymentState;
import io.jiaozi.payment.VoidRequest;
import io.jiaozi.spi.ChannelFailure.OutcomeUnknown;
import io.jiaozi.spi.ChannelFailure.Rejected;
import io.jiaozi.tck.ContractContext;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HoldsWireTest {

  private static final String NEW_ID = "9XY218444810833ZZ";
  private static final PaymentReference CAPTURED =
      new PaymentReference(TestAccount.CAPTURE_NUMBER, "p1.c." + TestAccount.CAPTURE_ID);
  private static final PaymentReference RENEWED =
      new PaymentReference(
          TestAccount.NUMBER,
          "p1.o." + TestAccount.ORDER_ID + ".a." + NEW_ID + ".p." + TestAccount.AUTHORIZATION_ID);

  private final ContractContext context = new ContractContext();
  private final FakePaypal paypal = new FakePaypal();
  private final PaypalAdapter adapter = TestAccount.open(paypal.address(), context);

  @AfterEach
  void close() {
    context.close();
    paypal.close();
  }

  private PaymentResult capture() {
    return adapter.capture(TestAccount.capture().build(), TestAccount.call(Operation.CAPTURE));
  }

  private Payment release() {
    return adapter.voidAuthorization(TestAccount.voiding(), TestAccount.call(Operation.VOID));
  }

  private PaymentResult renew(Money amount) {
    return adapter.reauthorize(TestAccount.HOLD, amount, TestAccount.call(Operation.REAUTHORIZE));
  }

  private static String orderWith(String captures) {
    return TestAccount.order(
        "AUTHORIZE",
        "COMPLETED",
        "{\"authorizations\":["
            + TestAccount.authorization("PARTIALLY_CAPTURED", "88.00")
            + "],\"captures\":["
            + captures
            + "]}");
  }

  @Test
  void capture_takesWhatWasAsked_underItsOwnNumber() {
    paypal.answer(201, TestAccount.captureOfHold("COMPLETED"));

    PaymentResult result = capture();

    assertThat(result).isInstanceOf(PaymentResult.Paid.class);
    assertThat(result.payment().reference()).isEqualTo(CAPTURED);
    assertThat(result.payment().amount()).isEqualTo(Money.of("USD", "80.00"));
    FakePaypal.Asked asked = paypal.asked().get(0);
    assertThat(asked.method() + " " + asked.target())
        .isEqualTo("POST /v2/payments/authorizations/" + TestAccount.AUTHORIZATION_ID + "/capture");
    assertThat(asked.body())
        .isEqualTo(
            "{\"amount\":{\"currency_code\":\"USD\",\"value\":\"80.00\"},\"invoice_id\":\"JZ-C20261124A001\",\"final_capture\":true}");
    assertThat(asked.header("PayPal-Request-Id")).matches("[0-9a-f]{32}");
  }

  @Test
  void captureInParts_keepsTheRest() {
    paypal.answer(201, TestAccount.captureOfHold("COMPLETED"));
    CaptureRequest request = TestAccount.capture().moreToFollow().build();

    adapter.capture(request, TestAccount.call(Operation.CAPTURE));

    assertThat(paypal.asked().get(0).body()).contains("\"final_capture\":false");
  }

  @ParameterizedTest
  @CsvSource({"PENDING, PROCESSING", "DECLINED, DECLINED", "FAILED, DECLINED"})
  void captureThatIsNotCompleted_isNeverPaid(String status, PaymentResult.Kind kind) {
    paypal.answer(201, TestAccount.captureOfHold(status));

    assertThat(capture().kind()).isEqualTo(kind);
  }

  @Test
  void captureRepeatedWithAnotherAmount_isNumberReused() {
    paypal.answer(200, TestAccount.captureOfHold("COMPLETED").replace("80.00", "70.00"));

    assertThat(catchThrowableOfType(Rejected.class, this::capture).reason())
        .isEqualTo(RejectedReason.NUMBER_REUSED);
  }

  @Test
  void captureAnsweredWithAnotherNumber_isNotTaken() {
    paypal.answer(201, TestAccount.captureOfHold("COMPLETED").replace("JZ-C2026", "JZ-D2026"));

    assertThat(catchThrowableOfType(OutcomeUnknown.class, this::capture).reason())
        .isEqualTo(Cause.MISMATCHED_REPLY);
  }

  @Test
  void captureAnsweredMinimally_isAskedFor() {
    paypal
        .answer(201, "{\"id\":\"" + TestAccount.CAPTURE_ID + "\",\"status\":\"COMPLETED\"}")
        .answer(200, TestAccount.captureOfHold("COMPLETED"));

    assertThat(capture()).isInstanceOf(PaymentResult.Paid.class);
  }

  @ParameterizedTest
  @CsvSource({
    "AUTHORIZATION_ALREADY_CAPTURED, 422",
    "PREVIOUSLY_CAPTURED, 422",
    "DUPLICATE_INVOICE_ID, 422",
    "PREVIOUS_REQUEST_IN_PROGRESS, 409"
  })
  void captureThatIsThereAlready_isAdopted(String issue, int status) {
    paypal
        .refuse(status, "X", issue)
        .answer(200, orderWith(TestAccount.captureOfHold("COMPLETED")));

    PaymentResult result = capture();

    assertThat(result).isInstanceOf(PaymentResult.Paid.class);
    assertThat(result.payment().reference()).isEqualTo(CAPTURED);
  }

  @Test
  void captureThatIsThereAlreadyOverAnotherAmount_isNumberReused() {
    paypal
        .unprocessable("DUPLICATE_INVOICE_ID")
        .answer(200, orderWith(TestAccount.captureOfHold("COMPLETED").replace("80.00", "70.00")));

    assertThat(catchThrowableOfType(Rejected.class, this::capture).reason())
        .isEqualTo(RejectedReason.NUMBER_REUSED);
  }

  @ParameterizedTest
  @CsvSource({
    "AUTHORIZATION_ALREADY_CAPTURED, WRONG_STATE",
    "AUTHORIZATION_VOIDED, WRONG_STATE",
    "DUPLICATE_INVOICE_ID, NUMBER_REUSED"
  })
  void captureThatIsNotThere_isRefused(String issue, RejectedReason reason) {
    paypal.unprocessable(issue).answer(200, orderWith(""));

    assertThat(catchThrowableOfType(Rejected.class, this::capture).reason()).isEqualTo(reason);
  }

  @ParameterizedTest
  @CsvSource({
    "MAX_CAPTURE_AMOUNT_EXCEEDED, AMOUNT_EXCEEDED",
    "AUTHORIZATION_EXPIRED, TOO_LATE",
    "DECIMAL_PRECISION, INVALID"
  })
  void captureRefused_saysWhy(String issue, RejectedReason reason) {
    paypal.unprocessable(issue);

    assertThat(catchThrowableOfType(Rejected.class, this::capture).reason()).isEqualTo(reason);
  }

  @Test
  void captureDeclined_isAResult() {
    paypal.unprocessable("TRANSACTION_REFUSED");

    PaymentResult.Declined declined = (PaymentResult.Declined) capture();

    assertThat(declined.decline())
        .isEqualTo(new Decline(Decline.Reason.RISK, "TRANSACTION_REFUSED", false));
  }

  @ParameterizedTest
  @ValueSource(ints = {500, 503})
  void captureWithoutAnAnswer_isOpen_andFoundByItsReference(int status) {
    paypal.answer(status, "").answer(200, orderWith(TestAccount.captureOfHold("COMPLETED")));
    PaymentReference reference = adapter.reference(TestAccount.capture().build());

    assertThat(catchThrowableOfType(OutcomeUnknown.class, this::capture)).isNotNull();
    Payment found = adapter.query(reference, TestAccount.call(Operation.QUERY));

    assertThat(reference.locator())
        .isEqualTo("p1.o." + TestAccount.ORDER_ID + ".a." + TestAccount.AUTHORIZATION_ID + ".c");
    assertThat(found.state()).isEqualTo(PaymentState.PAID);
    assertThat(found.reference()).isEqualTo(CAPTURED);
  }

  @Test
  void captureOfWhichNothingIsThere_isNotFound() {
    paypal.answer(200, orderWith(""));

    Payment found =
        adapter.query(
            adapter.reference(TestAccount.capture().build()), TestAccount.call(Operation.QUERY));

    assertThat(found.state()).isEqualTo(PaymentState.NOT_FOUND);
  }

  @ParameterizedTest
  @CsvSource({
    "CREATED, AUTHORIZED",
    "CAPTURED, CAPTURED",
    "VOIDED, VOIDED",
    "EXPIRED, VOIDED",
    "DENIED, DECLINED",
    "PENDING, PROCESSING",
    "SOMETHING_NEW, UNKNOWN"
  })
  void query_tellsHowTheHoldStands(String theirs, PaymentState ours) {
    paypal.answer(200, TestAccount.authorization(theirs, "88.00"));

    Payment payment = adapter.query(TestAccount.HOLD, TestAccount.call(Operation.QUERY));

    assertThat(payment.state()).isEqualTo(ours);
    assertThat(payment.reference()).isEqualTo(TestAccount.HOLD);
  }

  @Test
  void query_ofAHoldCapturedInPart_tellsWhatIsLeft() {
    paypal
        .answer(200, TestAccount.authorization("PARTIALLY_CAPTURED", "88.00"))
        .answer(200, orderWith(TestAccount.captureOfHold("COMPLETED")));

    Payment payment = adapter.query(TestAccount.HOLD, TestAccount.call(Operation.QUERY));

    assertThat(payment.state()).isEqualTo(PaymentState.AUTHORIZED);
    assertThat(payment.hold().left()).isEqualTo(Money.of("USD", "8.00"));
    assertThat(payment.hold().expiresAt()).isEqualTo(Instant.parse("2026-12-23T12:00:00Z"));
  }

  @Test
  void query_ofAHoldCapturedInPart_whoseOrderIsGone_stillTellsTheHold() {
    paypal
        .answer(200, TestAccount.authorization("PARTIALLY_CAPTURED", "88.00"))
        .refuse(404, "RESOURCE_NOT_FOUND", "INVALID_RESOURCE_ID");

    Payment payment = adapter.query(TestAccount.HOLD, TestAccount.call(Operation.QUERY));

    assertThat(payment.state()).isEqualTo(PaymentState.AUTHORIZED);
    assertThat(payment.hold()).isNull();
  }

  @Test
  void query_ofAnUnknownHold_isNotFound() {
    paypal.refuse(404, "RESOURCE_NOT_FOUND", "INVALID_RESOURCE_ID");

    assertThat(adapter.query(TestAccount.HOLD, TestAccount.call(Operation.QUERY)).state())
        .isEqualTo(PaymentState.NOT_FOUND);
  }

  @Test
  void release_withoutContent_isVoided() {
    paypal.answer(204, "");

    Payment payment = release();

    assertThat(payment.state()).isEqualTo(PaymentState.VOIDED);
    assertThat(payment.reference()).isEqualTo(TestAccount.HOLD);
    FakePaypal.Asked asked = paypal.asked().get(0);
    assertThat(asked.method() + " " + asked.target())
        .isEqualTo("POST /v2/payments/authorizations/" + TestAccount.AUTHORIZATION_ID + "/void");
    assertThat(asked.header("PayPal-Request-Id")).matches("[0-9a-f]{32}");
  }

  @Test
  void release_withTheHoldAsAnswer_isVoided() {
    paypal.answer(200, TestAccount.authorization("VOIDED", "88.00"));

    assertThat(release().state()).isEqualTo(PaymentState.VOIDED);
  }

  @ParameterizedTest
  @CsvSource({
    "PREVIOUSLY_VOIDED, VOIDED, VOIDED",
    "AUTHORIZATION_VOIDED, VOIDED, VOIDED",
    "PREVIOUSLY_CAPTURED, CAPTURED, CAPTURED"
  })
  void releaseDoneBefore_returnsWhatItFinds(String issue, String theirs, PaymentState ours) {
    paypal.unprocessable(issue).answer(200, TestAccount.authorization(theirs, "88.00"));

    assertThat(release().state()).isEqualTo(ours);
  }

  @Test
  void releaseStillInProgress_isOpen() {
    paypal
        .refuse(409, "RESOURCE_CONFLICT", "PREVIOUS_REQUEST_IN_PROGRESS")
        .answer(200, TestAccount.authorization("CREATED", "88.00"));

    assertThat(catchThrowableOfType(OutcomeUnknown.class, this::release).reason())
        .isEqualTo(Cause.STILL_PENDING);
  }

  @Test
  void releaseRefused_saysWhy() {
    paypal.unprocessable("CANNOT_BE_VOIDED");

    Rejected rejected = catchThrowableOfType(Rejected.class, this::release);

    assertThat(rejected.reason()).isEqualTo(RejectedReason.WRONG_STATE);
    assertThat(rejected.remedy()).contains("before it was renewed");
  }

  @Test
  void renew_givesAHoldOfItsOwn_thatRemembersItsParent() {
    paypal.answer(201, TestAccount.authorization(NEW_ID, "CREATED", "90.00"));

    PaymentResult result = renew(Money.of("USD", "90.00"));

    assertThat(result).isInstanceOf(PaymentResult.Authorized.class);
    assertThat(result.payment().reference()).isEqualTo(RENEWED);
    assertThat(paypal.asked().get(0).body())
        .isEqualTo("{\"amount\":{\"currency_code\":\"USD\",\"value\":\"90.00\"}}");
  }

  @Test
  void renewedHold_isReleasedThroughItsParent_andAskedForByItself() {
    paypal.answer(204, "").answer(200, TestAccount.authorization(NEW_ID, "VOIDED", "90.00"));

    adapter.voidAuthorization(
        new VoidRequest(RENEWED, "V2", ContractContext.NOW), TestAccount.call(Operation.VOID));
    Payment found = adapter.query(RENEWED, TestAccount.call(Operation.QUERY));

    assertThat(paypal.asked().get(0).target()).contains(TestAccount.AUTHORIZATION_ID);
    assertThat(paypal.asked().get(1).target()).contains(NEW_ID);
    assertThat(found.reference()).isEqualTo(RENEWED);
  }

  @Test
  void renewRepeatedWithAnotherAmount_isNumberReused_underTheSameKey() {
    paypal
        .answer(201, TestAccount.authorization(NEW_ID, "CREATED", "90.00"))
        .answer(200, TestAccount.authorization(NEW_ID, "CREATED", "90.00"));
    renew(Money.of("USD", "90.00"));

    Rejected rejected = catchThrowableOfType(Rejected.class, () -> renew(Money.of("USD", "91.00")));

    assertThat(rejected.reason()).isEqualTo(RejectedReason.NUMBER_REUSED);
    assertThat(paypal.asked().get(1).header("PayPal-Request-Id"))
        .isEqualTo(paypal.asked().get(0).header("PayPal-Request-Id"));
  }

  @Test
  void renewRefused_saysWhy() {
    paypal.unprocessable("REAUTHORIZATION_NOT_SUPPORTED");

    assertThat(catchThrowableOfType(Rejected.class, () -> renew(Money.of("USD", "88.00"))).reason())
        .isEqualTo(RejectedReason.WRONG_STATE);
  }

  @Test
  void renewAnsweredMinimally_isAskedFor() {
    paypal
        .answer(201, "{\"id\":\"" + NEW_ID + "\",\"status\":\"CREATED\"}")
        .answer(200, TestAccount.authorization(NEW_ID, "CREATED", "88.00"));

    assertThat(renew(Money.of("USD", "88.00"))).isInstanceOf(PaymentResult.Authorized.class);
  }
}
