package io.jiaozi.internal.guard;

import static io.jiaozi.fake.FakeChannel.answers;
import static io.jiaozi.fake.FakeChannel.fails;
import static io.jiaozi.fake.FakeChannel.plan;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.jiaozi.Capability;
import io.jiaozi.MerchantAccount;
import io.jiaozi.Operation;
import io.jiaozi.SubMerchant;
import io.jiaozi.error.OpenOutcome;
import io.jiaozi.error.OutcomeUnknownException;
import io.jiaozi.error.RejectedException;
import io.jiaozi.error.RejectedReason;
import io.jiaozi.error.UntrustedReason;
import io.jiaozi.fake.FakeAdapter;
import io.jiaozi.fake.FakeChannel;
import io.jiaozi.fake.Fakes;
import io.jiaozi.fake.VirtualTime;
import io.jiaozi.internal.report.ScrubbedFault;
import io.jiaozi.money.Money;
import io.jiaozi.payment.CaptureRequest;
import io.jiaozi.payment.Decline;
import io.jiaozi.payment.Payment;
import io.jiaozi.payment.PaymentReference;
import io.jiaozi.payment.PaymentResult;
import io.jiaozi.payment.PaymentState;
import io.jiaozi.payment.RawReply;
import io.jiaozi.refund.Refund;
import io.jiaozi.refund.RefundReference;
import io.jiaozi.refund.RefundState;
import io.jiaozi.spi.ChannelFailure;
import io.jiaozi.spi.OutcomePlan.Repeat;
import java.io.IOException;
import java.time.Duration;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.assertj.core.util.Throwables;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class AnswerChecksTest {

  private static final Money PRICE = Money.of("CNY", "88.00");
  private static final PaymentReference OTHER = new PaymentReference("P2", "f1.x");

  private final FakeChannel channel = new FakeChannel();
  private final MerchantAccount shop = Fakes.shop(channel, new VirtualTime());

  private OutcomeUnknownException mismatch(
      Operation operation, Object answer, ThrowingCallable call) {
    channel.on(operation, answers(answer));
    OutcomeUnknownException failure = catchThrowableOfType(OutcomeUnknownException.class, call);
    assertThat(failure.open().cause()).isEqualTo(OpenOutcome.Cause.MISMATCHED_REPLY);
    assertThat(channel.requests(operation)).as("never repeated").isEqualTo(1);
    return failure;
  }

  @Test
  void pay_answeredAboutAnotherNumber_isUnknown() {
    assertThat(
            mismatch(
                Operation.PAY,
                new PaymentResult.Paid(FakeAdapter.paid("P2", PRICE)),
                () -> shop.pay(Fakes.payment())))
        .hasMessage(
            "Payment P1 on account shop: Fake Pay answered about payment P2 instead, so the payment"
                + " may or may not exist. Ask for it by the reference in open() before anything"
                + " else. Sending the same request again is harmless.");
  }

  @Test
  void pay_answeredWithAnotherAmount_isUnknown() {
    OutcomeUnknownException failure =
        mismatch(
            Operation.PAY,
            new PaymentResult.Paid(FakeAdapter.paid("P1", Money.of("CNY", "87.99"))),
            () -> shop.pay(Fakes.payment()));
    assertThat(failure.getMessage())
        .contains("Fake Pay answered about CNY 87.99 instead of CNY 88.00,");
  }

  @Test
  void pay_answeredInAnotherCurrency_isUnknown() {
    OutcomeUnknownException failure =
        mismatch(
            Operation.PAY,
            new PaymentResult.Paid(FakeAdapter.paid("P1", Money.ofMinor("JPY", 8800))),
            () -> shop.pay(Fakes.payment()));
    assertThat(failure.getMessage())
        .contains("Fake Pay answered about JPY 8800 instead of CNY 88.00,");
  }

  @Test
  void authorize_answeredWithAnotherAmount_isUnknown() {
    mismatch(
        Operation.AUTHORIZE,
        new PaymentResult.Authorized(
            FakeAdapter.payment("P1", PaymentState.AUTHORIZED, Money.of("CNY", "8.80"))),
        () -> shop.authorize(Fakes.payment()));
  }

  @Test
  void capture_answeredAboutTheAuthorization_isUnknown() {
    mismatch(
        Operation.CAPTURE,
        new PaymentResult.Paid(FakeAdapter.paid("P1", PRICE)),
        () ->
            shop.capture(CaptureRequest.builder(Fakes.P1, "C1", PRICE, VirtualTime.START).build()));
  }

  @Test
  void query_close_reverse_complete_answeredAboutAnotherNumber_areUnknown() {
    Payment other = FakeAdapter.paid("P2", PRICE);
    mismatch(Operation.QUERY, other, () -> shop.query(Fakes.P1));
    mismatch(Operation.CLOSE, other, () -> shop.close(Fakes.P1));
    mismatch(Operation.REVERSE, other, () -> shop.reverse(Fakes.P1));
    mismatch(Operation.COMPLETE, new PaymentResult.Paid(other), () -> shop.complete(Fakes.P1));
  }

  @Test
  void refund_anotherNumberAmountOrPayment_isUnknown() {
    Refund.Builder fits =
        Refund.builder(RefundReference.of(Fakes.P1, "R1"), RefundState.SUCCEEDED, RawReply.none());
    OutcomeUnknownException amount =
        mismatch(
            Operation.REFUND,
            fits.amount(Money.of("CNY", "80.00")).build(),
            () -> shop.refund(Fakes.refund()));
    assertThat(amount)
        .hasMessage(
            "Refund R1 of payment P1 on account shop: Fake Pay answered about CNY 80.00 instead of"
                + " CNY 8.00, so the refund may or may not exist. Ask for it by the reference in"
                + " open() before anything else. Sending the same request again is harmless.");
  }

  @Test
  void refund_anotherNumber_isUnknown() {
    mismatch(
        Operation.REFUND,
        Refund.builder(RefundReference.of(Fakes.P1, "R2"), RefundState.SUCCEEDED, RawReply.none())
            .build(),
        () -> shop.refund(Fakes.refund()));
  }

  @Test
  void refund_withoutAnyNumber_isUnknown() {
    mismatch(
        Operation.REFUND,
        Refund.builder(
                new RefundReference(Fakes.P1, null, "f1.r"), RefundState.SUCCEEDED, RawReply.none())
            .build(),
        () -> shop.refund(Fakes.refund()));
  }

  @Test
  void refund_ofAnotherPayment_isUnknown() {
    mismatch(
        Operation.REFUND,
        Refund.builder(RefundReference.of(OTHER, "R1"), RefundState.SUCCEEDED, RawReply.none())
            .build(),
        () -> shop.refund(Fakes.refund()));
  }

  @Test
  void queryRefund_anotherNumber_isUnknown() {
    OutcomeUnknownException failure =
        mismatch(
            Operation.QUERY_REFUND,
            Refund.builder(RefundReference.of(Fakes.P1, "R2"), RefundState.FAILED, RawReply.none())
                .build(),
            () -> shop.queryRefund(RefundReference.of(Fakes.P1, "R1")));
    assertThat(failure)
        .hasMessage(
            "Query of refund R1 of payment P1 on account shop: Fake Pay answered about another"
                + " refund number, so what was asked is not known. Ask again later.");
  }

  @Test
  void actingFor_answeredAboutAnotherMerchant_isUnknown() {
    Payment ofAnother =
        Payment.builder(Fakes.P1, PaymentState.PAID, RawReply.none())
            .amount(PRICE)
            .subMerchantId("19002")
            .build();
    mismatch(
        Operation.QUERY, ofAnother, () -> shop.actingFor(SubMerchant.of("19001")).query(Fakes.P1));
  }

  @Test
  void answerThatTellsNoAmount_isAnAnswer() {
    Payment silent = Payment.builder(Fakes.P1, PaymentState.DECLINED, RawReply.none()).build();
    channel.on(
        Operation.PAY,
        answers(
            new PaymentResult.Declined(
                silent, new Decline(Decline.Reason.FUNDS, "NOTENOUGH", true))));
    assertThat(shop.pay(Fakes.payment()).kind()).isEqualTo(PaymentResult.Kind.DECLINED);
  }

  // ---- what adapters must not do, and do

  @Test
  void adapterThatThrows_leavesTheOutcomeOpenAndTellsNoSecret() {
    channel
        .plan(plan(Repeat.ASK_FIRST))
        .on(Operation.PAY, fails(new IllegalStateException("body: {card: CANARY}")));
    OutcomeUnknownException failure =
        catchThrowableOfType(OutcomeUnknownException.class, () -> shop.pay(Fakes.payment()));
    assertThat(failure)
        .hasMessage(
            "Payment P1 on account shop: Fake Pay may have been asked before its adapter failed with"
                + " java.lang.IllegalStateException, so the payment may or may not exist. Ask for it"
                + " by the reference in open() before anything else. Send the same request again"
                + " only if it turns out not to be there.");
    assertThat(failure.open().cause()).isEqualTo(OpenOutcome.Cause.ADAPTER_FAULT);
    assertThat(failure).hasRootCauseInstanceOf(ScrubbedFault.class);
    assertThat(Throwables.getStackTrace(failure))
        .doesNotContain("CANARY")
        .contains("AnswerChecksTest");
  }

  @Test
  void adapterThatThrowsAnError_leavesTheOutcomeOpen() {
    for (Throwable thrown :
        new Throwable[] {
          new NoClassDefFoundError("x/Y"),
          new StackOverflowError(),
          new AssertionError("CANARY"),
          new OutOfMemoryError("x"),
          new IOException("CANARY")
        }) {
      channel.on(Operation.REFUND, fails(thrown));
      OutcomeUnknownException failure =
          catchThrowableOfType(OutcomeUnknownException.class, () -> shop.refund(Fakes.refund()));
      assertThat(failure.open().cause()).isEqualTo(OpenOutcome.Cause.ADAPTER_FAULT);
      assertThat(failure.getMessage()).contains(thrown.getClass().getName());
      assertThat(Throwables.getStackTrace(failure)).doesNotContain("CANARY");
    }
  }

  @Test
  void adapterThatReturnsNull_leavesTheOutcomeOpen() {
    channel.on(Operation.PAY, answers(null));
    OutcomeUnknownException failure =
        catchThrowableOfType(OutcomeUnknownException.class, () -> shop.pay(Fakes.payment()));
    assertThat(failure.open().cause()).isEqualTo(OpenOutcome.Cause.ADAPTER_FAULT);
  }

  @Test
  void adapterThatCallsAReplyUntrusted_leavesTheOutcomeOpen() {
    channel
        .plan(plan(Repeat.NEVER))
        .on(
            Operation.PAY,
            fails(
                new ChannelFailure.Untrusted(
                    UntrustedReason.BAD_SIGNATURE, "has a wrong signature", null)));
    OutcomeUnknownException failure =
        catchThrowableOfType(OutcomeUnknownException.class, () -> shop.pay(Fakes.payment()));
    assertThat(failure.open().cause()).isEqualTo(OpenOutcome.Cause.UNTRUSTED_REPLY);
    assertThat(failure.getMessage())
        .contains("Fake Pay answered, but the answer has a wrong signature, so the payment");
  }

  @Test
  void keyServerThatIsDead_whileAReplyIsVerified_isNeverNotSent() {
    channel
        .plan(plan(Repeat.NEVER))
        .on(
            Operation.PAY,
            context ->
                channel
                    .context()
                    .fetchKeys(
                        () -> {
                          throw new ChannelFailure.NotSent("refused the connection", null);
                        }));
    OutcomeUnknownException failure =
        catchThrowableOfType(OutcomeUnknownException.class, () -> shop.pay(Fakes.payment()));
    assertThat(failure.open().cause()).isEqualTo(OpenOutcome.Cause.UNTRUSTED_REPLY);
    assertThat(failure.getMessage())
        .contains(
            "Fake Pay cannot be verified, because its keys could not be fetched (its key server"
                + " refused the connection), so the payment may or may not exist.");
  }

  // ---- complete where there is nothing to execute

  @ParameterizedTest
  @EnumSource(PaymentState.class)
  void complete_byAsking_mapsEveryState(PaymentState state) {
    channel.without(Capability.COMPLETE_AFTER_APPROVAL);
    MerchantAccount asking = Fakes.shop(channel, new VirtualTime());
    Payment payment = FakeAdapter.payment("P1", state, PRICE);
    channel.onNext(3, Operation.QUERY, answers(payment));
    switch (state) {
      case PAID -> assertThat(asking.complete(Fakes.P1)).isEqualTo(new PaymentResult.Paid(payment));
      case AUTHORIZED ->
          assertThat(asking.complete(Fakes.P1)).isEqualTo(new PaymentResult.Authorized(payment));
      case APPROVED ->
          assertThat(asking.complete(Fakes.P1)).isEqualTo(new PaymentResult.Approved(payment));
      case PROCESSING, AWAITING_CUSTOMER, NOT_FOUND ->
          assertThat(asking.complete(Fakes.P1))
              .isEqualTo(new PaymentResult.Processing(payment, Duration.ofSeconds(5)));
      case DECLINED, CLOSED, VOIDED ->
          assertThat(asking.complete(Fakes.P1))
              .isEqualTo(
                  new PaymentResult.Declined(
                      payment, new Decline(Decline.Reason.OTHER, state.name(), false)));
      case UNKNOWN -> {
        OutcomeUnknownException failure =
            catchThrowableOfType(OutcomeUnknownException.class, () -> asking.complete(Fakes.P1));
        assertThat(failure.open().cause()).isEqualTo(OpenOutcome.Cause.UNKNOWN_CODE);
      }
      case CAPTURED, REFUND_STARTED, REFUNDED, REVERSED -> {
        RejectedException failure =
            catchThrowableOfType(RejectedException.class, () -> asking.complete(Fakes.P1));
        assertThat(failure.reason()).isEqualTo(RejectedReason.WRONG_STATE);
        assertThat(failure)
            .hasMessage(
                "Completion of payment P1 on account shop: Fake Pay has nothing left to complete,"
                    + " because the payment is past that (code "
                    + state
                    + "). Query the payment and act on its state.");
      }
    }
    assertThat(channel.requests(Operation.COMPLETE)).isZero();
  }
}
