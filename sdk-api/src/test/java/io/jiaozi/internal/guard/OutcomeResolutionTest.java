package io.jiaozi.internal.guard;

import static io.jiaozi.fake.FakeChannel.after;
import static io.jiaozi.fake.FakeChannel.answers;
import static io.jiaozi.fake.FakeChannel.asking;
import static io.jiaozi.fake.FakeChannel.believing;
import static io.jiaozi.fake.FakeChannel.noReply;
import static io.jiaozi.fake.FakeChannel.notSent;
import static io.jiaozi.fake.FakeChannel.rejected;
import static io.jiaozi.fake.FakeChannel.till;
import static io.jiaozi.fake.FakeChannel.unknown;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.jiaozi.CallOptions;
import io.jiaozi.MerchantAccount;
import io.jiaozi.Operation;
import io.jiaozi.PaymentGateway;
import io.jiaozi.error.OpenOutcome;
import io.jiaozi.error.OutcomeUnknownException;
import io.jiaozi.error.RejectedException;
import io.jiaozi.error.RejectedReason;
import io.jiaozi.fake.FakeAdapter;
import io.jiaozi.fake.FakeChannel;
import io.jiaozi.fake.Fakes;
import io.jiaozi.fake.VirtualTime;
import io.jiaozi.money.Money;
import io.jiaozi.payment.Decline;
import io.jiaozi.payment.Payment;
import io.jiaozi.payment.PaymentReference;
import io.jiaozi.payment.PaymentRequest;
import io.jiaozi.payment.PaymentResult;
import io.jiaozi.payment.PaymentState;
import io.jiaozi.payment.RawReply;
import io.jiaozi.payment.Scene;
import io.jiaozi.payment.VoidRequest;
import io.jiaozi.refund.Refund;
import io.jiaozi.refund.RefundReference;
import io.jiaozi.refund.RefundState;
import io.jiaozi.spi.CallContext;
import io.jiaozi.spi.OutcomePlan;
import io.jiaozi.spi.OutcomePlan.Repeat;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** What becomes of an open outcome: it is asked about, and nothing else is sent without knowing. */
class OutcomeResolutionTest {

  private static final Money PRICE = Money.of("CNY", "88.00");

  private final VirtualTime time = new VirtualTime();
  private final FakeChannel channel = new FakeChannel();
  private final MerchantAccount shop = Fakes.shop(channel, time);

  private static FakeChannel.Step payment(PaymentState state) {
    return answers(FakeAdapter.payment("P1", state, PRICE));
  }

  private static FakeChannel.Step refund(RefundState state) {
    return answers(
        Refund.builder(RefundReference.of(Fakes.P1, "R1"), state, RawReply.none())
            .amount(state == RefundState.NOT_FOUND ? null : Money.of("CNY", "8.00"))
            .build());
  }

  private OutcomeUnknownException unknownPay() {
    return catchThrowableOfType(OutcomeUnknownException.class, () -> shop.pay(Fakes.payment()));
  }

  @ParameterizedTest
  @EnumSource(
      value = RefundState.class,
      names = {"PROCESSING", "NEEDS_ATTENTION", "FAILED", "SUCCEEDED"})
  void refund_lostAnswer_isWhatTheQuestionFinds(RefundState state) {
    channel
        .plan(asking(Repeat.NEVER, 1, 3))
        .on(Operation.REFUND, noReply())
        .on(Operation.QUERY_REFUND, refund(state));
    assertThat(shop.refund(Fakes.refund()).state()).isEqualTo(state);
    assertThat(channel.requests(Operation.REFUND)).isEqualTo(1);
    assertThat(channel.requests(Operation.QUERY_REFUND)).isEqualTo(1);
  }

  @Test
  void pay_lostAnswer_paidInTruth_isPaid() {
    channel.plan(asking(Repeat.ASK_FIRST, 1)).on(Operation.PAY, noReply());
    assertThat(shop.pay(Fakes.payment()).kind()).isEqualTo(PaymentResult.Kind.PAID);
    assertThat(channel.requests(Operation.PAY)).isEqualTo(1);
    assertThat(time.sleeps()).hasSize(1);
    assertThat(time.sleeps().get(0)).isBetween(Duration.ofSeconds(1), Duration.ofMillis(1_200));
  }

  @ParameterizedTest
  @EnumSource(PaymentState.class)
  void pay_lostAnswer_everyStateIsDecided(PaymentState state) {
    channel
        .plan(asking(Repeat.NEVER, 1))
        .on(Operation.PAY, noReply())
        .on(Operation.QUERY, payment(state));
    switch (state) {
      case PAID -> assertThat(kind()).isEqualTo(PaymentResult.Kind.PAID);
      case AUTHORIZED -> assertThat(kind()).isEqualTo(PaymentResult.Kind.AUTHORIZED);
      case APPROVED -> assertThat(kind()).isEqualTo(PaymentResult.Kind.APPROVED);
      case PROCESSING -> assertThat(kind()).isEqualTo(PaymentResult.Kind.PROCESSING);
      case DECLINED, CLOSED, VOIDED -> assertThat(kind()).isEqualTo(PaymentResult.Kind.DECLINED);
      case CAPTURED, REFUND_STARTED, REFUNDED, REVERSED ->
          assertThat(
                  catchThrowableOfType(RejectedException.class, () -> shop.pay(Fakes.payment()))
                      .reason())
              .isEqualTo(RejectedReason.WRONG_STATE);
      case NOT_FOUND ->
          assertThat(unknownPay().open().cause()).isEqualTo(OpenOutcome.Cause.NOT_FOUND_YET);
      case UNKNOWN, AWAITING_CUSTOMER ->
          assertThat(unknownPay().open().cause()).isEqualTo(OpenOutcome.Cause.STILL_PENDING);
    }
    assertThat(channel.requests(Operation.PAY)).isEqualTo(1);
  }

  private PaymentResult.Kind kind() {
    return shop.pay(Fakes.payment()).kind();
  }

  @ParameterizedTest
  @EnumSource(Repeat.class)
  void notFound_insideTheGrace_isNotFailed_andRepeatedOnlyIfHarmless(Repeat repeat) {
    channel
        .plan(asking(repeat, 1, 3, 8, 60))
        .on(Operation.PAY, unknown(OpenOutcome.Cause.ADAPTER_FAULT))
        .onNext(3, Operation.QUERY, payment(PaymentState.NOT_FOUND));
    if (repeat == Repeat.FREELY) {
      assertThat(kind()).isEqualTo(PaymentResult.Kind.PAID);
      assertThat(channel.requests(Operation.PAY)).isEqualTo(2);
      return;
    }
    OutcomeUnknownException failure = unknownPay();
    assertThat(failure.getMessage())
        .startsWith(
            "Payment P1 on account shop: Fake Pay did not answer within 5 s, so the payment")
        .endsWith(" Asked 3 times: Fake Pay does not know it yet.");
    assertThat(failure.open().cause()).isEqualTo(OpenOutcome.Cause.NOT_FOUND_YET);
    assertThat(failure.open().askAgainAt()).isEqualTo(VirtualTime.START.plusSeconds(60));
    assertThat(channel.requests(Operation.PAY)).isEqualTo(1);
    assertThat(channel.requests(Operation.QUERY)).isEqualTo(3);
  }

  @Test
  void notFound_pastTheGrace_isSentAgainWherePlanned() {
    channel
        .plan(believing(Repeat.ASK_FIRST, 1))
        .on(Operation.REFUND, noReply())
        .on(Operation.QUERY_REFUND, refund(RefundState.NOT_FOUND));
    assertThat(shop.refund(Fakes.refund()).state()).isEqualTo(RefundState.PROCESSING);
    assertThat(channel.requests(Operation.REFUND)).isEqualTo(2);
    assertThat(channel.contexts()).extracting(CallContext::attempt).containsExactly(1, 1, 2);
  }

  @Test
  void notFound_pastTheGrace_isNeverSentAgainWhereForbidden() {
    channel
        .plan(believing(Repeat.NEVER, 1))
        .on(Operation.REFUND, noReply())
        .on(Operation.QUERY_REFUND, refund(RefundState.NOT_FOUND));
    OutcomeUnknownException failure =
        catchThrowableOfType(OutcomeUnknownException.class, () -> shop.refund(Fakes.refund()));
    assertThat(failure.open().cause()).isEqualTo(OpenOutcome.Cause.NOT_FOUND_YET);
    assertThat(failure.open().repeatIsHarmless()).isFalse();
    assertThat(channel.requests(Operation.REFUND)).isEqualTo(1);
  }

  @Test
  void repeatAfterAsking_refused_staysUnknownAndSaysSo() {
    channel
        .plan(believing(Repeat.ASK_FIRST, 1))
        .on(Operation.REFUND, noReply(), rejected(RejectedReason.NO_BALANCE, null))
        .on(Operation.QUERY_REFUND, refund(RefundState.NOT_FOUND));
    OutcomeUnknownException failure =
        catchThrowableOfType(OutcomeUnknownException.class, () -> shop.refund(Fakes.refund()));
    assertThat(failure.getMessage())
        .contains(" A repeat was refused (code NO_WAY)")
        .endsWith(" Asked once: Fake Pay does not know it yet.");
  }

  @Test
  void repeatAfterAsking_countsAsAnAttempt() {
    channel
        .plan(believing(Repeat.ASK_FIRST, 1, 2, 3, 4, 5, 6))
        .onNext(9, Operation.REFUND, noReply())
        .onNext(9, Operation.QUERY_REFUND, refund(RefundState.NOT_FOUND));
    assertThat(
            catchThrowableOfType(OutcomeUnknownException.class, () -> shop.refund(Fakes.refund()))
                .context()
                .attempts())
        .isEqualTo(3);
    assertThat(channel.requests(Operation.REFUND)).isEqualTo(3);
    assertThat(channel.requests(Operation.QUERY_REFUND)).isEqualTo(6);
  }

  @Test
  void orderThatWaitsForItsBuyer_codeLost_isAskedForAgainWhereHarmless() {
    channel
        .plan(asking(Repeat.FREELY, 1))
        .on(Operation.PAY, unknown(OpenOutcome.Cause.ADAPTER_FAULT))
        .on(Operation.QUERY, payment(PaymentState.AWAITING_CUSTOMER));
    assertThat(kind()).isEqualTo(PaymentResult.Kind.PAID);
    assertThat(channel.requests(Operation.PAY)).isEqualTo(2);
  }

  @Test
  void orderThatWaitsForItsBuyer_codeLostForGood_isUnknownWithAdvice() {
    channel
        .plan(asking(Repeat.ASK_FIRST, 1))
        .on(Operation.PAY, noReply())
        .on(Operation.QUERY, payment(PaymentState.AWAITING_CUSTOMER));
    assertThat(unknownPay().getMessage())
        .endsWith(
            " Asked once: Fake Pay has the order, but the code or page for its buyer was lost with"
                + " the answer; if nobody can pay it, begin another under a new number.");
    assertThat(channel.requests(Operation.PAY)).isEqualTo(1);
  }

  @Test
  void firstMomentBeyondTheCall_oneQuestionIsAskedAnyway() {
    channel
        .plan(asking(Repeat.NEVER, 300))
        .on(Operation.PAY, after(time, Duration.ofSeconds(2), noReply()))
        .on(Operation.QUERY, payment(PaymentState.NOT_FOUND));
    OutcomeUnknownException failure = unknownPay();
    assertThat(channel.requests(Operation.QUERY)).isEqualTo(1);
    assertThat(time.sleeps()).isEmpty();
    assertThat(failure.open().askAgainAt()).isEqualTo(VirtualTime.START.plusSeconds(300));
  }

  @Test
  void momentsThatPassed_areMadeUpForByOneQuestion() {
    channel
        .plan(asking(Repeat.NEVER, 1, 2, 3, 4, 8))
        .on(Operation.PAY, after(time, Duration.ofMillis(5_500), noReply()))
        .onNext(2, Operation.QUERY, payment(PaymentState.NOT_FOUND));
    unknownPay();
    assertThat(channel.requests(Operation.QUERY)).as("now, and after 8 s").isEqualTo(2);
  }

  @Test
  void timeIsKeptForTheQuestion_whereOnlyThatCanTell() {
    channel
        .plan(asking(Repeat.ASK_FIRST, 1))
        .on(Operation.PAY, after(time, Duration.ofMillis(7_500), noReply()));
    assertThat(kind()).isEqualTo(PaymentResult.Kind.PAID);
    assertThat(channel.contexts())
        .extracting(CallContext::timeLeft)
        .containsExactly(Duration.ofMillis(7_500), Duration.ofMillis(2_500));
  }

  @Test
  void questionAboutAnotherAmount_isNoAnswer_andNotAskedAgain() {
    channel
        .plan(asking(Repeat.ASK_FIRST, 1, 2))
        .on(Operation.PAY, noReply())
        .on(
            Operation.QUERY,
            answers(FakeAdapter.payment("P1", PaymentState.PAID, Money.of("CNY", "0.01"))));
    OutcomeUnknownException failure = unknownPay();
    assertThat(failure.open().cause()).isEqualTo(OpenOutcome.Cause.MISMATCHED_REPLY);
    assertThat(failure.getMessage())
        .endsWith(" Asked once: it answered about CNY 0.01 instead of CNY 88.00.");
    assertThat(channel.requests(Operation.QUERY)).isEqualTo(1);
  }

  @Test
  void questionsThatFail_areAskedAgainAtTheNextMoment() {
    channel
        .plan(asking(Repeat.ASK_FIRST, 1, 2, 3))
        .on(Operation.PAY, noReply())
        .on(Operation.QUERY, noReply(), notSent());
    assertThat(kind()).isEqualTo(PaymentResult.Kind.PAID);
    assertThat(channel.requests(Operation.QUERY)).isEqualTo(3);
  }

  @Test
  void questionsAfterSilence_costTokens_soAnOutageIsNotDoubled() {
    channel.plan(asking(Repeat.NEVER, 1));
    channel.onNext(100, Operation.REFUND, noReply());
    channel.onNext(100, Operation.QUERY_REFUND, noReply());
    for (int call = 0; call < 40; call++) {
      assertThat(catchThrowable(() -> shop.refund(Fakes.refund()))).isNotNull();
      // Minutes apart, so that no breaker opens and the budget alone bounds the questions.
      time.pass(Duration.ofMinutes(5));
    }
    assertThat(channel.requests(Operation.REFUND)).isEqualTo(40);
    assertThat(channel.requests(Operation.QUERY_REFUND)).isEqualTo(10);
    assertThat(
            catchThrowableOfType(OutcomeUnknownException.class, () -> shop.refund(Fakes.refund()))
                .getMessage())
        .endsWith(" Not asked: too many calls of this account were repeated lately.");
  }

  @Test
  void unknownState_isNoAnswer() {
    channel
        .plan(asking(Repeat.NEVER, 1, 2))
        .on(Operation.PAY, noReply())
        .on(Operation.QUERY, payment(PaymentState.UNKNOWN));
    assertThat(kind()).isEqualTo(PaymentResult.Kind.PAID);
    assertThat(channel.requests(Operation.QUERY)).isEqualTo(2);
  }

  @Test
  void complete_stillApproved_isExecutedAgainWherePlanned() {
    channel
        .plan(asking(Repeat.ASK_FIRST, 1))
        .on(Operation.COMPLETE, noReply())
        .on(Operation.QUERY, payment(PaymentState.APPROVED));
    assertThat(shop.complete(Fakes.P1).kind()).isEqualTo(PaymentResult.Kind.PAID);
    assertThat(channel.requests(Operation.COMPLETE)).isEqualTo(2);
  }

  @Test
  void complete_executedInTruth_isAdopted() {
    channel.plan(asking(Repeat.ASK_FIRST, 1)).on(Operation.COMPLETE, noReply());
    assertThat(shop.complete(Fakes.P1).kind()).isEqualTo(PaymentResult.Kind.PAID);
    assertThat(channel.requests(Operation.COMPLETE)).isEqualTo(1);
  }

  @Test
  void voidCloseReverse_undoneInTruth_areAnswered_elseSentAgain() {
    VoidRequest release = new VoidRequest(Fakes.P1, "V1", VirtualTime.START);
    channel
        .plan(asking(Repeat.ASK_FIRST, 1))
        .on(Operation.VOID, noReply(), noReply())
        .on(Operation.CLOSE, noReply(), noReply())
        .on(Operation.REVERSE, noReply(), noReply())
        .on(
            Operation.QUERY,
            payment(PaymentState.VOIDED),
            payment(PaymentState.CLOSED),
            payment(PaymentState.REVERSED),
            payment(PaymentState.AUTHORIZED),
            payment(PaymentState.AWAITING_CUSTOMER),
            payment(PaymentState.PAID));
    assertThat(shop.voidAuthorization(release).state()).isEqualTo(PaymentState.VOIDED);
    assertThat(shop.close(Fakes.P1).state()).isEqualTo(PaymentState.CLOSED);
    assertThat(shop.reverse(Fakes.P1).state()).isEqualTo(PaymentState.REVERSED);
    assertThat(channel.requests(Operation.VOID)).isEqualTo(1);
    assertThat(shop.voidAuthorization(release).state()).isEqualTo(PaymentState.VOIDED);
    assertThat(shop.close(Fakes.P1).state()).isEqualTo(PaymentState.CLOSED);
    assertThat(shop.reverse(Fakes.P1).state()).isEqualTo(PaymentState.REVERSED);
    assertThat(channel.requests(Operation.VOID)).isEqualTo(3);
    assertThat(channel.requests(Operation.CLOSE)).isEqualTo(3);
    assertThat(channel.requests(Operation.REVERSE)).isEqualTo(3);
  }

  private static final VoidRequest RELEASE = new VoidRequest(Fakes.P1, "V1", VirtualTime.START);

  private static FakeChannel.Step voidIs(PaymentState state) {
    return answers(FakeAdapter.payment("V1", state, PRICE));
  }

  @Test
  void void_whereTheHoldNeverShowsIt_isAskedForItself() {
    channel
        .voidsAreTransactions()
        .plan(asking(Repeat.NEVER, 1, 3))
        .on(Operation.VOID, noReply())
        .on(Operation.QUERY, voidIs(PaymentState.PROCESSING), voidIs(PaymentState.VOIDED));

    Payment released = shop.voidAuthorization(RELEASE);

    assertThat(released.state()).isEqualTo(PaymentState.VOIDED);
    assertThat(released.reference()).isEqualTo(Fakes.P1);
    assertThat(released.amount()).isEqualTo(PRICE);
    assertThat(channel.requests(Operation.VOID)).isEqualTo(1);
  }

  @Test
  void void_whereTheHoldNeverShowsIt_unfinished_tellsWhatToAskForLater() {
    channel
        .voidsAreTransactions()
        .plan(asking(Repeat.NEVER, 1))
        .on(Operation.VOID, noReply())
        .on(Operation.QUERY, voidIs(PaymentState.PROCESSING));

    OutcomeUnknownException thrown =
        catchThrowableOfType(OutcomeUnknownException.class, () -> shop.voidAuthorization(RELEASE));

    assertThat(thrown)
        .hasMessageEndingWith("Asked once: Fake Pay is still working on it.")
        .message()
        .doesNotContain("holds the money");
    assertThat(thrown.open().payment()).isEqualTo(new PaymentReference("V1", "f1.v"));
    assertThat(thrown.open().payment()).isEqualTo(shop.reference(RELEASE));
  }

  @Test
  void void_whereTheHoldNeverShowsIt_notThere_isSentAgain() {
    channel
        .voidsAreTransactions()
        .plan(asking(Repeat.FREELY, 1, 3))
        .on(Operation.VOID, unknown(OpenOutcome.Cause.STILL_PENDING))
        .on(Operation.QUERY, voidIs(PaymentState.NOT_FOUND));

    assertThat(shop.voidAuthorization(RELEASE).state()).isEqualTo(PaymentState.VOIDED);
    assertThat(channel.requests(Operation.VOID)).isEqualTo(2);
  }

  @ParameterizedTest
  @CsvSource({
    "DECLINED, WRONG_STATE",
    "CLOSED, WRONG_STATE",
    "PAID, NUMBER_REUSED",
    "AUTHORIZED, NUMBER_REUSED",
    "REFUNDED, NUMBER_REUSED"
  })
  void void_whereTheHoldNeverShowsIt_failedOrOfSomethingElse_isRejected(
      PaymentState state, RejectedReason reason) {
    channel
        .voidsAreTransactions()
        .plan(asking(Repeat.NEVER, 1))
        .on(Operation.VOID, noReply())
        .on(Operation.QUERY, voidIs(state));

    assertThat(
            catchThrowableOfType(RejectedException.class, () -> shop.voidAuthorization(RELEASE))
                .reason())
        .isEqualTo(reason);
  }

  @Test
  void void_elsewhere_isAskedAboutByTheHold() {
    assertThat(shop.reference(RELEASE)).isEqualTo(Fakes.P1);
    channel
        .plan(asking(Repeat.NEVER, 1))
        .on(Operation.VOID, noReply())
        .on(Operation.QUERY, payment(PaymentState.AUTHORIZED));

    assertThat(
            catchThrowableOfType(
                OutcomeUnknownException.class, () -> shop.voidAuthorization(RELEASE)))
        .hasMessageEndingWith("Fake Pay still holds the money.");
  }

  @ParameterizedTest
  @EnumSource(PaymentState.class)
  void everyState_isReadForEveryKindOfCall(PaymentState state) {
    Payment found = FakeAdapter.payment("P1", state, PRICE);
    Set<PaymentState> open =
        EnumSet.of(PaymentState.AWAITING_CUSTOMER, PaymentState.APPROVED, PaymentState.PROCESSING);
    Set<PaymentState> undone =
        EnumSet.of(
            PaymentState.DECLINED,
            PaymentState.CLOSED,
            PaymentState.VOIDED,
            PaymentState.REFUND_STARTED,
            PaymentState.REFUNDED,
            PaymentState.REVERSED);
    Set<PaymentState> wholeUndone = EnumSet.copyOf(undone);
    wholeUndone.remove(PaymentState.REFUND_STARTED);
    boolean known = state != PaymentState.UNKNOWN && state != PaymentState.NOT_FOUND;
    assertThat(Findings.ofReversal(found) instanceof Finding.Settled)
        .as("reversal")
        .isEqualTo(undone.contains(state));
    assertThat(Findings.ofClosing(found) instanceof Finding.Settled)
        .as("closing")
        .isEqualTo(state != PaymentState.UNKNOWN && !open.contains(state));
    assertThat(Findings.ofVoid(found) instanceof Finding.Settled)
        .as("void")
        .isEqualTo(
            known
                && !open.contains(state)
                && state != PaymentState.AUTHORIZED
                && state != PaymentState.PAID);
    assertThat(Findings.afterGivingUp(found, false) instanceof Finding.Settled)
        .as("after giving up")
        .isEqualTo(wholeUndone.contains(state) || state == PaymentState.PAID);
    assertThat(Findings.afterGivingUp(found, true) instanceof Finding.Settled)
        .as("after giving up, past the grace")
        .isEqualTo(
            wholeUndone.contains(state)
                || state == PaymentState.PAID
                || state == PaymentState.NOT_FOUND);
  }

  /** A payment at the till: pay, ask, ask, undo. */
  @Nested
  class AtTheTill {

    private final PaymentRequest request =
        Fakes.payment(Scene.buyerCode("130061098828009406", "S1")).build();

    private FakeChannel.Step typing() {
      return answers(
          new PaymentResult.Processing(
              FakeAdapter.payment("P1", PaymentState.PROCESSING, PRICE), Duration.ofSeconds(5)));
    }

    @Test
    void buyerTypes_thenPays_isPaid() {
      channel
          .plan(till(5, 10, 15, 20, 25, 30))
          .on(Operation.PAY, typing())
          .onNext(3, Operation.QUERY, payment(PaymentState.PROCESSING));
      assertThat(shop.pay(request).kind()).isEqualTo(PaymentResult.Kind.PAID);
      assertThat(channel.requests(Operation.PAY)).isEqualTo(1);
      assertThat(channel.requests(Operation.QUERY)).isEqualTo(4);
      assertThat(channel.requests(Operation.REVERSE)).isZero();
    }

    @Test
    void buyerNeverPays_isUndone_notBeforeTheLastMoment() {
      channel
          .plan(till(5, 10, 15, 20, 25, 30))
          .on(Operation.PAY, typing())
          .onNext(6, Operation.QUERY, payment(PaymentState.PROCESSING));
      PaymentResult.Declined declined = (PaymentResult.Declined) shop.pay(request);
      assertThat(declined.decline())
          .isEqualTo(new Decline(Decline.Reason.TIMED_OUT, "REVERSED", false));
      assertThat(channel.requests(Operation.QUERY)).isEqualTo(6);
      assertThat(channel.requests(Operation.REVERSE)).isEqualTo(1);
      assertThat(Duration.between(VirtualTime.START, time.now()))
          .isBetween(Duration.ofSeconds(30), Duration.ofSeconds(32));
    }

    @Test
    void lostAnswer_isAskedAbout_andUndoneIfItStaysUnknown() {
      channel
          .plan(till(3, 6))
          .on(Operation.PAY, noReply())
          .onNext(2, Operation.QUERY, payment(PaymentState.NOT_FOUND));
      assertThat(shop.pay(request).kind()).isEqualTo(PaymentResult.Kind.DECLINED);
      assertThat(channel.requests(Operation.PAY)).isEqualTo(1);
      assertThat(channel.requests(Operation.REVERSE)).isEqualTo(1);
    }

    @Test
    void notThere_pastTheGrace_isUndone_butTheCodeIsNeverSentAgain() {
      channel
          .plan(
              new OutcomePlan(
                  Repeat.ASK_FIRST,
                  List.of(Duration.ofSeconds(3), Duration.ofSeconds(6)),
                  Duration.ZERO,
                  OutcomePlan.GiveUp.REVERSE))
          .on(Operation.PAY, noReply())
          .onNext(2, Operation.QUERY, payment(PaymentState.NOT_FOUND));
      assertThat(shop.pay(request).kind()).isEqualTo(PaymentResult.Kind.DECLINED);
      assertThat(channel.requests(Operation.PAY)).isEqualTo(1);
      assertThat(channel.requests(Operation.REVERSE)).isEqualTo(1);
    }

    @Test
    void undoingThatOnlyBeganARefund_isNeitherPaidNorUndone() {
      channel
          .plan(till(3))
          .on(Operation.PAY, typing())
          .on(Operation.QUERY, payment(PaymentState.PROCESSING))
          .on(Operation.REVERSE, payment(PaymentState.REFUND_STARTED));
      assertThat(
              catchThrowableOfType(OutcomeUnknownException.class, () -> shop.pay(request))
                  .getMessage())
          .endsWith(" Asked once: Fake Pay has begun a refund of it.");
    }

    @Test
    void buyerFasterThanTheUndoing_isPaid() {
      channel
          .plan(till(3))
          .on(Operation.PAY, typing())
          .on(Operation.QUERY, payment(PaymentState.PROCESSING))
          .on(Operation.REVERSE, payment(PaymentState.PAID));
      assertThat(shop.pay(request).kind()).isEqualTo(PaymentResult.Kind.PAID);
    }

    @Test
    void undoingThatFindsNothing_provesNothingInsideTheGrace() {
      channel
          .plan(till(3))
          .on(Operation.PAY, noReply())
          .on(Operation.QUERY, payment(PaymentState.NOT_FOUND))
          .on(Operation.REVERSE, payment(PaymentState.NOT_FOUND));
      OutcomeUnknownException failure =
          catchThrowableOfType(OutcomeUnknownException.class, () -> shop.pay(request));
      assertThat(failure.getMessage())
          .endsWith(" Asked once: Fake Pay does not know the payment, which proves nothing yet.");
    }

    @Test
    void undoingThatFails_leavesTheOutcomeOpen_andSaysBoth() {
      channel
          .plan(till(3))
          .on(Operation.PAY, typing())
          .on(Operation.QUERY, payment(PaymentState.PROCESSING))
          .on(Operation.REVERSE, rejected(RejectedReason.TOO_LATE, null));
      OutcomeUnknownException failure =
          catchThrowableOfType(OutcomeUnknownException.class, () -> shop.pay(request));
      assertThat(failure.open().cause()).isEqualTo(OpenOutcome.Cause.STILL_PENDING);
      assertThat(failure.open().payment()).isEqualTo(Fakes.P1);
      assertThat(failure)
          .hasMessage(
              "Payment P1 on account shop: Fake Pay still waits for the buyer, so the payment may"
                  + " or may not exist. Ask for it by the reference in open() before anything else."
                  + " Do not send it again, under this number or another. Asked once: undoing it did"
                  + " not work. Reversal of payment P1 on account shop: Fake Pay refused it (code"
                  + " NO_WAY). Do better.");
    }

    @Test
    void notWaiting_isProcessingAtOnce_andNothingIsUndone() {
      channel.plan(till(3, 6)).on(Operation.PAY, typing(), noReply());
      MerchantAccount hasty =
          shop.with(CallOptions.within(Duration.ofSeconds(10)).withoutWaitingForBuyer());
      assertThat(hasty.pay(request).kind()).isEqualTo(PaymentResult.Kind.PROCESSING);
      assertThat(time.sleeps()).isEmpty();
      channel.onNext(2, Operation.QUERY, payment(PaymentState.NOT_FOUND));
      assertThat(catchThrowableOfType(OutcomeUnknownException.class, () -> hasty.pay(request)))
          .isNotNull();
      assertThat(channel.requests(Operation.REVERSE)).isZero();
    }

    @Test
    void interruptedWhileWaiting_undoesNothing_andTellsSo() {
      channel
          .plan(till(3, 6))
          .on(
              Operation.PAY,
              context -> {
                Thread.currentThread().interrupt();
                return typing().play(context);
              });
      OutcomeUnknownException failure =
          catchThrowableOfType(OutcomeUnknownException.class, () -> shop.pay(request));
      assertThat(Thread.interrupted()).isTrue();
      assertThat(failure.getMessage()).endsWith(" Not asked further: the thread was interrupted.");
      assertThat(channel.requests(Operation.REVERSE)).isZero();
    }

    @Test
    void waiting_takesNoPlaceFromOtherPayments() {
      channel.plan(till(3, 6)).on(Operation.PAY, typing());
      try (PaymentGateway gateway =
          PaymentGateway.open(
              Fakes.config(channel, time).setting("max-concurrent-calls", "1").build())) {
        MerchantAccount small = gateway.account("shop");
        channel.on(
            Operation.QUERY,
            context -> {
              assertThat(small.pay(Fakes.payment()).kind()).isEqualTo(PaymentResult.Kind.PAID);
              return payment(PaymentState.PAID).play(context);
            });
        assertThat(small.pay(request).kind()).isEqualTo(PaymentResult.Kind.PAID);
      }
    }
  }
}
