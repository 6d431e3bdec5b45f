package io.jiaozi.unionpay;

import static io.jiaozi.unionpay.Outcomes.notSent;
import static io.jiaozi.unionpay.Outcomes.rejected;
import static io.jiaozi.unionpay.Outcomes.unknown;
import static org.assertj.core.api.Assertions.assertThat;

import io.jiaozi.Operation;
import io.jiaozi.error.OpenOutcome.Cause;
import io.jiaozi.error.RejectedReason;
import io.jiaozi.money.Money;
import io.jiaozi.payment.NextAction;
import io.jiaozi.payment.Payment;
import io.jiaozi.payment.PaymentReference;
import io.jiaozi.payment.PaymentResult;
import io.jiaozi.payment.PaymentState;
import io.jiaozi.payment.Scene;
import io.jiaozi.payment.VoidRequest;
import io.jiaozi.tck.ContractContext;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Authorize, capture and void. */
class UnionpayHoldWireTest {

  private static final PaymentReference CAPTURE =
      new PaymentReference("C20261124A001", "u1." + TestAccount.NOW);

  private final FakeUnionpay server = new FakeUnionpay();
  private final ContractContext context = new ContractContext();
  private final UnionpayAdapter adapter = TestAccount.open(server.address(), context);

  @AfterEach
  void close() {
    context.close();
    server.close();
  }

  private PaymentResult capture(String amount) {
    return adapter.capture(
        TestAccount.capture(amount).build(), TestAccount.call(Operation.CAPTURE));
  }

  private Payment voidIt() {
    return adapter.voidAuthorization(TestAccount.voiding(), TestAccount.call(Operation.VOID));
  }

  private static Wire captured(String code) {
    return TestAccount.following("03", "C20261124A001", code);
  }

  private static Wire voided(String txnType, String code) {
    return TestAccount.following(txnType, "X20261124A001", code);
  }

  @ParameterizedTest
  @CsvSource({"07", "08"})
  void authorize_isAFormThatTheBrowserPosts(String channelType) {
    Scene scene =
        channelType.equals("07")
            ? Scene.webPage(TestAccount.RETURN)
            : Scene.mobileWeb(TestAccount.RETURN, "203.0.113.7");

    PaymentResult result =
        adapter.authorize(
            TestAccount.payment(scene).build(), TestAccount.call(Operation.AUTHORIZE));

    NextAction.SubmitForm form =
        (NextAction.SubmitForm) ((PaymentResult.AwaitingCustomer) result).next();
    assertThat(form.fields())
        .containsEntry("txnType", "02")
        .containsEntry("txnSubType", "01")
        .containsEntry("bizType", "000201")
        .containsEntry("channelType", channelType);
    assertThat(Wire.isSignedByMerchant(form.fields())).isTrue();
    assertThat(server.asked()).isEmpty();
  }

  @Test
  void capture_accepted_isAPaymentOfItsOwnInProcess() {
    server.says(TestAccount.hold("00")).code("00");

    PaymentResult result = capture("88.00");

    assertThat(result).isInstanceOf(PaymentResult.Processing.class);
    assertThat(result.payment().reference()).isEqualTo(CAPTURE);
    assertThat(result.payment().amount()).isEqualTo(Money.of("CNY", "88.00"));
    FakeUnionpay.Asked asked = server.asked(1);
    assertThat(asked.target()).isEqualTo("/gateway/api/backTransReq.do");
    assertThat(asked.kind()).isEqualTo("03/00/000201/07");
    assertThat(asked.field("orderId")).isEqualTo("C20261124A001");
    assertThat(asked.field("txnAmt")).isEqualTo("8800");
    assertThat(asked.field("origQryId")).isEqualTo(TestAccount.QUERY_ID);
    assertThat(asked.field("backUrl")).isEqualTo(TestAccount.NOTIFY.toString());
    assertThat(asked.field("reqReserved")).isEqualTo("20261124A001.20261124200000");
    assertThat(Wire.isSignedByMerchant(asked.fields())).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"0.01", "101.20"})
  void capture_upTo115Percent_isSent(String amount) {
    server.says(TestAccount.hold("00")).code("00");

    assertThat(capture(amount)).isInstanceOf(PaymentResult.Processing.class);
  }

  @Test
  void capture_beyond115Percent_isRefusedBeforeItIsSent() {
    server.says(TestAccount.hold("00"));

    assertThat(rejected(() -> capture("101.21")).reason())
        .isEqualTo(RejectedReason.AMOUNT_EXCEEDED);
    assertThat(server.asked()).hasSize(1);
  }

  @ParameterizedTest
  @CsvSource({"05, AWAITING_CUSTOMER", "64, AWAITING_CUSTOMER"})
  void capture_ofNoHold_isRejected(String code, PaymentState state) {
    server.says(TestAccount.hold(code));

    assertThat(rejected(() -> capture("88.00")))
        .hasMessage("says that the hold is " + state)
        .satisfies(rejected -> assertThat(rejected.reason()).isEqualTo(RejectedReason.WRONG_STATE));
  }

  @Test
  void capture_holdNotFound_isRejected() {
    server.code("34");

    assertThat(rejected(() -> capture("88.00")).reason()).isEqualTo(RejectedReason.NOT_FOUND);
  }

  @Test
  void capture_askingFails_isNotSent() {
    server.raw(500, "");

    assertThat(notSent(() -> capture("88.00")))
        .hasMessage(
            "was not asked for the capture, because asking how the payment stands failed: it answered 500, which is no answer"
                + " of its gateway");
  }

  @Test
  void capture_again_isFoundByItsNumber() {
    server.says(TestAccount.hold("00")).code("12").says(captured("00"));

    PaymentResult result = capture("88.00");

    assertThat(result).isInstanceOf(PaymentResult.Paid.class);
    assertThat(result.payment().reference()).isEqualTo(CAPTURE);
    assertThat(server.asked(2).field("orderId")).isEqualTo("C20261124A001");
  }

  @Test
  void capture_refusedForItsStateYetThere_isTheCapture() {
    server.says(TestAccount.hold("00")).code("35").says(captured("05"));

    assertThat(capture("88.00")).isInstanceOf(PaymentResult.Processing.class);
  }

  @Test
  void capture_refusedForItsState_isRejected() {
    server.says(TestAccount.hold("00")).code("35").code("34");

    assertThat(rejected(() -> capture("88.00")).reason()).isEqualTo(RejectedReason.WRONG_STATE);
  }

  @Test
  void capture_existsWithAnotherAmount_isNumberReused() {
    server.says(TestAccount.hold("00")).code("12").says(captured("00").with("txnAmt", "1"));

    assertThat(rejected(() -> capture("88.00")).reason()).isEqualTo(RejectedReason.NUMBER_REUSED);
  }

  @Test
  void capture_declined_isAResult() {
    server.says(TestAccount.hold("00")).code("64");

    assertThat(capture("88.00")).isInstanceOf(PaymentResult.Declined.class);
  }

  @Test
  void capture_noTrustworthyAnswer_isUnknown() {
    server.says(TestAccount.hold("00")).raw(200, "");

    assertThat(unknown(() -> capture("88.00")).reason()).isEqualTo(Cause.UNREADABLE_REPLY);
  }

  @Test
  void queryOfACapture_isPaid() {
    server.says(captured("00"));

    assertThat(adapter.query(CAPTURE, TestAccount.call(Operation.QUERY)).state())
        .isEqualTo(PaymentState.PAID);
  }

  @Test
  void void_done_isVoided() {
    server.says(TestAccount.hold("00")).code("00").says(voided("32", "00"));

    Payment payment = voidIt();

    assertThat(payment.state()).isEqualTo(PaymentState.VOIDED);
    assertThat(payment.reference()).isEqualTo(TestAccount.ORDER);
    FakeUnionpay.Asked asked = server.asked(1);
    assertThat(asked.kind()).isEqualTo("32/00/000201/07");
    assertThat(asked.field("orderId")).isEqualTo("X20261124A001");
    assertThat(asked.field("txnAmt")).isEqualTo("8800");
    assertThat(asked.field("origQryId")).isEqualTo(TestAccount.QUERY_ID);
    assertThat(asked.field("backUrl")).isEqualTo(TestAccount.NOTIFY.toString());
    assertThat(server.asked(2).field("orderId")).isEqualTo("X20261124A001");
  }

  @Test
  void void_again_isFoundByItsNumber() {
    server.says(TestAccount.hold("00")).code("12").says(voided("32", "00"));

    assertThat(voidIt().state()).isEqualTo(PaymentState.VOIDED);
  }

  @Test
  void void_ofACapture_isTheOtherKind() {
    server.says(captured("00")).code("00").says(voided("33", "00"));

    Payment payment =
        adapter.voidAuthorization(
            new VoidRequest(CAPTURE, "X20261124A001", ContractContext.NOW),
            TestAccount.call(Operation.VOID));

    assertThat(payment.state()).isEqualTo(PaymentState.REVERSED);
    assertThat(payment.reference()).isEqualTo(CAPTURE);
    assertThat(server.asked(1).kind()).isEqualTo("33/00/000201/07");
    assertThat(server.asked(1).field("reqReserved")).isEqualTo("C20261124A001.20261124200000");
  }

  @Test
  void reverse_ofACapture_isTheSame() {
    server.says(captured("00"));
    server.code("00");
    server.then(
        exchange -> {
          String number = server.asked(1).field("orderId");
          byte[] body =
              TestAccount.following("33", number, "00").reply().getBytes(StandardCharsets.UTF_8);
          exchange.sendResponseHeaders(200, body.length);
          exchange.getResponseBody().write(body);
        });

    assertThat(adapter.reverse(CAPTURE, TestAccount.call(Operation.REVERSE)).state())
        .isEqualTo(PaymentState.REVERSED);
    assertThat(server.asked(1).kind()).isEqualTo("33/00/000201/07");
  }

  @ParameterizedTest
  @ValueSource(strings = {"03", "05"})
  void void_notFinished_isUnknown(String code) {
    server.says(TestAccount.hold("00")).code("00").says(voided("32", code));

    assertThat(unknown(this::voidIt))
        .hasMessage("took it under number X20261124A001 and has not finished it");
  }

  @Test
  void void_takenAndNotFound_isUnknown() {
    server.says(TestAccount.hold("00")).code("05").code("34");

    assertThat(unknown(this::voidIt).reason()).isEqualTo(Cause.NOT_FOUND_YET);
  }

  @Test
  void void_takenAndAskingFails_isUnknown() {
    server.says(TestAccount.hold("00")).code("00").raw(500, "");

    assertThat(unknown(this::voidIt))
        .hasMessage(
            "took it, but asking how it stands failed: it answered 500, which is no answer of its gateway");
  }

  @Test
  void void_failed_isRejected() {
    server.says(TestAccount.hold("00")).code("00").says(voided("32", "35"));

    assertThat(rejected(this::voidIt).channelCode()).isEqualTo("35");
  }

  @Test
  void void_againAfterItFailed_isRejectedForItsOwnReason() {
    server.says(TestAccount.hold("00")).code("12").says(voided("32", "36"));

    assertThat(rejected(this::voidIt).channelCode()).isEqualTo("36");
  }

  @Test
  void void_hasAReferenceOfItsOwn_thatAQueryFinds() {
    PaymentReference reference = adapter.reference(TestAccount.voiding());
    server.says(voided("32", "00"));

    assertThat(reference).isEqualTo(new PaymentReference("X20261124A001", "u1." + TestAccount.NOW));
    assertThat(adapter.query(reference, TestAccount.call(Operation.QUERY)).state())
        .isEqualTo(PaymentState.VOIDED);
  }

  @Test
  void void_refused_isRejected() {
    server.says(TestAccount.hold("00")).code("36").code("34");

    assertThat(rejected(this::voidIt).channelCode()).isEqualTo("36");
  }

  @Test
  void void_numberTakenByACapture_isNumberReused() {
    server.says(TestAccount.hold("00")).code("12").says(voided("03", "00"));

    assertThat(rejected(this::voidIt).reason()).isEqualTo(RejectedReason.NUMBER_REUSED);
  }
}
