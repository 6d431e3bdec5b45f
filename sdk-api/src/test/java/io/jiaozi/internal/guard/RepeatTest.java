package io.jiaozi.internal.guard;

import static io.jiaozi.fake.FakeChannel.after;
import static io.jiaozi.fake.FakeChannel.answers;
import static io.jiaozi.fake.FakeChannel.fails;
import static io.jiaozi.fake.FakeChannel.noReply;
import static io.jiaozi.fake.FakeChannel.notSent;
import static io.jiaozi.fake.FakeChannel.plan;
import static io.jiaozi.fake.FakeChannel.rejected;
import static io.jiaozi.fake.FakeChannel.unknown;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.jiaozi.CallOptions;
import io.jiaozi.ChannelCall;
import io.jiaozi.MerchantAccount;
import io.jiaozi.Operation;
import io.jiaozi.PaymentGateway;
import io.jiaozi.error.NotSentException;
import io.jiaozi.error.OpenOutcome;
import io.jiaozi.error.OutcomeUnknownException;
import io.jiaozi.error.RejectedException;
import io.jiaozi.error.RejectedReason;
import io.jiaozi.fake.FakeAdapter;
import io.jiaozi.fake.FakeChannel;
import io.jiaozi.fake.Fakes;
import io.jiaozi.fake.VirtualTime;
import io.jiaozi.payment.PaymentResult;
import io.jiaozi.refund.RefundReference;
import io.jiaozi.refund.RefundState;
import io.jiaozi.spi.CallContext;
import io.jiaozi.spi.ChannelFailure;
import io.jiaozi.spi.OutcomePlan.Repeat;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class RepeatTest {

  private final VirtualTime time = new VirtualTime();
  private final FakeChannel channel = new FakeChannel();
  private final MerchantAccount shop = Fakes.shop(channel, time);

  private OutcomeUnknownException unknownPay() {
    return catchThrowableOfType(OutcomeUnknownException.class, () -> shop.pay(Fakes.payment()));
  }

  @ParameterizedTest
  @EnumSource(Repeat.class)
  void notSent_underAnyPlan_isRepeatedUpToThreeTimes(Repeat repeat) {
    channel.plan(plan(repeat)).onNext(3, Operation.REFUND, notSent());
    NotSentException failure =
        catchThrowableOfType(NotSentException.class, () -> shop.refund(Fakes.refund()));
    assertThat(failure)
        .hasMessage(
            "Refund R1 of payment P1 on account shop: Fake Pay refused the connection. Nothing was"
                + " sent, so no money can have moved; the same call may be repeated later. Tried 3"
                + " times.");
    assertThat(failure.context().attempts()).isEqualTo(3);
    assertThat(failure.context().number()).isEqualTo("R1");
    assertThat(channel.requests(Operation.REFUND)).isEqualTo(3);
    assertThat(channel.contexts()).extracting(CallContext::attempt).containsExactly(1, 2, 3);
  }

  @Test
  void notSentTwice_thenAnswered_isTheAnswer() {
    channel.onNext(2, Operation.REFUND, notSent());
    assertThat(shop.refund(Fakes.refund()).state()).isEqualTo(RefundState.PROCESSING);
    assertThat(channel.requests(Operation.REFUND)).isEqualTo(3);
  }

  @ParameterizedTest
  @EnumSource(
      value = Repeat.class,
      names = {"ASK_FIRST", "NEVER"})
  void noReply_unlessFreely_isSentOnce(Repeat repeat) {
    channel.plan(plan(repeat)).on(Operation.PAY, noReply());
    OutcomeUnknownException failure = unknownPay();
    String advice =
        repeat == Repeat.ASK_FIRST
            ? "Send the same request again only if it turns out not to be there."
            : "Do not send it again, under this number or another.";
    assertThat(failure)
        .hasMessage(
            "Payment P1 on account shop: Fake Pay did not answer within 5 s, so the payment may or"
                + " may not exist. Ask for it by the reference in open() before anything else. "
                + advice);
    assertThat(channel.requests(Operation.PAY)).isEqualTo(1);
    assertThat(failure.open())
        .isEqualTo(
            new OpenOutcome(
                OpenOutcome.Cause.NO_REPLY,
                Fakes.P1,
                null,
                VirtualTime.START,
                VirtualTime.START.plusSeconds(5),
                false));
  }

  @Test
  void noReply_freely_isRepeatedAndStaysUnknown() {
    channel.onNext(3, Operation.PAY, after(time, Duration.ofSeconds(1), noReply()));
    OutcomeUnknownException failure = unknownPay();
    assertThat(failure)
        .hasMessage(
            "Payment P1 on account shop: Fake Pay did not answer within 5 s, so the payment may or"
                + " may not exist. Ask for it by the reference in open() before anything else."
                + " Sending the same request again is harmless. Tried 3 times.");
    assertThat(failure.open().firstSentAt()).isEqualTo(VirtualTime.START);
    assertThat(failure.open().repeatIsHarmless()).isTrue();
    assertThat(failure.context().attempts()).isEqualTo(3);
    assertThat(channel.requests(Operation.PAY)).isEqualTo(3);
  }

  @Test
  void refund_noReply_carriesBothReferences() {
    channel.plan(plan(Repeat.NEVER)).on(Operation.REFUND, noReply());
    OutcomeUnknownException failure =
        catchThrowableOfType(OutcomeUnknownException.class, () -> shop.refund(Fakes.refund()));
    assertThat(failure.open().payment()).isEqualTo(Fakes.P1);
    assertThat(failure.open().refund()).isEqualTo(RefundReference.of(Fakes.P1, "R1"));
  }

  @Test
  void unknownThenNotSent_staysUnknown() {
    channel.on(Operation.PAY, noReply()).onNext(2, Operation.PAY, notSent());
    assertThat(unknownPay().open().cause()).isEqualTo(OpenOutcome.Cause.NO_REPLY);
  }

  @Test
  void unknownThenRefused_staysUnknownAndSaysSo() {
    channel.on(Operation.PAY, noReply(), rejected(RejectedReason.INVALID, null));
    assertThat(unknownPay())
        .hasMessage(
            "Payment P1 on account shop: Fake Pay did not answer within 5 s, so the payment may or"
                + " may not exist. Ask for it by the reference in open() before anything else."
                + " Sending the same request again is harmless. A repeat was refused (code NO_WAY),"
                + " which does not tell how the first request ended.");
  }

  @Test
  void question_unknownThenRefused_isRefused() {
    channel.on(Operation.QUERY, noReply(), rejected(RejectedReason.NOT_PERMITTED, null));
    RejectedException failure =
        catchThrowableOfType(RejectedException.class, () -> shop.query(Fakes.P1));
    assertThat(failure.reason()).isEqualTo(RejectedReason.NOT_PERMITTED);
  }

  @ParameterizedTest
  @EnumSource(OpenOutcome.Cause.class)
  void unknown_freely_isRepeatedOnlyWhereAnotherTryMayHelp(OpenOutcome.Cause cause) {
    Set<OpenOutcome.Cause> pointless =
        EnumSet.of(
            OpenOutcome.Cause.MISMATCHED_REPLY,
            OpenOutcome.Cause.STILL_PENDING,
            OpenOutcome.Cause.NOT_FOUND_YET,
            OpenOutcome.Cause.ADAPTER_FAULT);
    channel.onNext(3, Operation.PAY, unknown(cause));
    assertThat(unknownPay().open().cause()).isEqualTo(cause);
    assertThat(channel.requests(Operation.PAY)).isEqualTo(pointless.contains(cause) ? 1 : 3);
  }

  @Test
  void stillAtWork_freely_isRepeatedWhenTheChannelSaysWhen() {
    channel.on(
        Operation.PAY,
        fails(
            new ChannelFailure.OutcomeUnknown(
                OpenOutcome.Cause.STILL_PENDING,
                "is still at work on the same request",
                null,
                409,
                null,
                Duration.ofSeconds(2),
                null)));
    assertThat(shop.pay(Fakes.payment()).kind()).isEqualTo(PaymentResult.Kind.PAID);
    assertThat(time.sleeps()).containsExactly(Duration.ofSeconds(2));
  }

  @ParameterizedTest
  @EnumSource(RejectedReason.class)
  void rejected_isFinal_exceptTooManyRequests(RejectedReason reason) {
    channel.on(Operation.PAY, rejected(reason, null));
    if (reason == RejectedReason.TOO_MANY_REQUESTS) {
      assertThat(shop.pay(Fakes.payment()).kind()).isEqualTo(PaymentResult.Kind.PAID);
      assertThat(channel.requests(Operation.PAY)).isEqualTo(2);
      return;
    }
    RejectedException failure =
        catchThrowableOfType(RejectedException.class, () -> shop.pay(Fakes.payment()));
    assertThat(failure)
        .hasMessage("Payment P1 on account shop: Fake Pay refused it (code NO_WAY). Do better.");
    assertThat(failure.reason()).isEqualTo(reason);
    assertThat(failure.context().channelCode()).isEqualTo("NO_WAY");
    assertThat(failure.context().httpStatus()).isEqualTo(400);
    assertThat(failure.context().channelRequestId()).isEqualTo("req-1");
    assertThat(failure.context().attempts()).isEqualTo(1);
    assertThat(channel.requests(Operation.PAY)).isEqualTo(1);
  }

  @Test
  void tooManyRequests_unlessFreely_isFinal() {
    channel
        .plan(plan(Repeat.ASK_FIRST))
        .on(Operation.PAY, rejected(RejectedReason.TOO_MANY_REQUESTS, null));
    assertThatThrownBy(() -> shop.pay(Fakes.payment())).isInstanceOf(RejectedException.class);
    assertThat(channel.requests(Operation.PAY)).isEqualTo(1);
  }

  @Test
  void retryAfter_isALowerBoundOfTheWait() {
    channel.on(Operation.PAY, rejected(RejectedReason.TOO_MANY_REQUESTS, Duration.ofSeconds(4)));
    shop.pay(Fakes.payment());
    assertThat(time.sleeps()).containsExactly(Duration.ofSeconds(4));
  }

  @Test
  void retryAfter_beyondTenSeconds_isTheCallersToWait() {
    channel.on(Operation.PAY, rejected(RejectedReason.TOO_MANY_REQUESTS, Duration.ofSeconds(11)));
    RejectedException failure =
        catchThrowableOfType(
            RejectedException.class,
            () -> shop.with(CallOptions.within(Duration.ofMinutes(5))).pay(Fakes.payment()));
    assertThat(failure.retryAfter()).isEqualTo(Duration.ofSeconds(11));
    assertThat(time.sleeps()).isEmpty();
  }

  @Test
  void backoff_isJitterUnderADoublingBound() {
    MerchantAccount patient = shop.with(CallOptions.within(Duration.ofMinutes(10)));
    for (int call = 0; call < 3; call++) {
      channel.onNext(2, Operation.QUERY, notSent());
      patient.query(Fakes.P1);
    }
    assertThat(time.sleeps()).hasSize(6).doesNotHaveDuplicates();
    for (int i = 0; i < 6; i++) {
      assertThat(time.sleeps().get(i))
          .isLessThanOrEqualTo(Duration.ofMillis(i % 2 == 0 ? 100 : 200));
    }
  }

  @Test
  void backoff_anyNumberOfFailures_staysUnderTwoSeconds() {
    Backoff backoff = new Backoff(new Randomness(new SplittableRandom(3)));
    for (int failed = 1; failed < 2_000; failed++) {
      assertThat(backoff.before(failed, null)).isBetween(Duration.ZERO, Duration.ofSeconds(2));
    }
  }

  @Test
  void budget_drainedInAnOutage_letsEveryCallThroughOnce() {
    MerchantAccount account =
        PaymentGateway.open(Fakes.config(channel, time).setting("max-attempts", "10").build())
            .account("shop")
            .with(CallOptions.within(Duration.ofMinutes(10)));
    channel.onNext(100, Operation.REFUND, rejected(RejectedReason.TOO_MANY_REQUESTS, null));
    assertThatThrownBy(() -> account.refund(Fakes.refund())).isInstanceOf(RejectedException.class);
    assertThat(channel.requests(Operation.REFUND)).isEqualTo(10);
    assertThatThrownBy(() -> account.refund(Fakes.refund())).isInstanceOf(RejectedException.class);
    assertThat(channel.requests(Operation.REFUND)).as("one token was left").isEqualTo(12);
    for (int i = 0; i < 5; i++) {
      assertThatThrownBy(() -> account.refund(Fakes.refund()))
          .isInstanceOf(RejectedException.class);
    }
    assertThat(channel.requests(Operation.REFUND)).as("none was left").isEqualTo(17);

    channel.on(Operation.QUERY, notSent());
    NotSentException failure =
        catchThrowableOfType(NotSentException.class, () -> account.query(Fakes.P1));
    assertThat(failure)
        .hasMessage(
            "Query of payment P1 on account shop: Fake Pay refused the connection. Nothing was"
                + " sent; ask again later. Not repeated: too many calls of this account were"
                + " repeated lately.");
    for (int i = 0; i < 10; i++) {
      account.query(Fakes.P1);
    }
    channel.on(Operation.QUERY, notSent());
    assertThat(account.query(Fakes.P1).state()).as("ten answers paid for a repeat").isNotNull();
  }

  @Test
  void deadline_coversAllAttempts() {
    channel.onNext(3, Operation.PAY, after(time, Duration.ofSeconds(6), noReply()));
    OutcomeUnknownException failure = unknownPay();
    assertThat(channel.requests(Operation.PAY)).isEqualTo(2);
    assertThat(channel.contexts().get(0).timeLeft()).isEqualTo(Duration.ofSeconds(10));
    assertThat(channel.contexts().get(1).timeLeft())
        .isBetween(Duration.ofMillis(3_900), Duration.ofSeconds(4));
    assertThat(failure.getMessage()).endsWith(" Not repeated: the deadline of 10 s is near.");
  }

  @Test
  void deadline_ofTheCall_winsOverTheGateways() {
    channel.on(Operation.PAY, after(time, Duration.ofMillis(450), notSent()));
    NotSentException failure =
        catchThrowableOfType(
            NotSentException.class,
            () -> shop.with(CallOptions.within(Duration.ofMillis(500))).pay(Fakes.payment()));
    assertThat(failure.getMessage()).endsWith(" Not repeated: the deadline of 500 ms is near.");
    assertThat(channel.contexts().get(0).timeLeft()).isEqualTo(Duration.ofMillis(500));
    assertThat(channel.requests(Operation.PAY)).isEqualTo(1);
  }

  @Test
  void interrupted_whileWaiting_keepsTheFlagAndTellsWhatWasSent() {
    channel.on(
        Operation.PAY,
        context -> {
          Thread.currentThread().interrupt();
          throw new ChannelFailure.NotSent("refused the connection", null);
        });
    NotSentException failure =
        catchThrowableOfType(NotSentException.class, () -> shop.pay(Fakes.payment()));
    assertThat(Thread.interrupted()).isTrue();
    assertThat(failure.getMessage()).endsWith(" Not repeated: the thread was interrupted.");
    assertThat(channel.requests(Operation.PAY)).isEqualTo(1);

    channel.on(
        Operation.PAY,
        context -> {
          Thread.currentThread().interrupt();
          throw new ChannelFailure.OutcomeUnknown(
              OpenOutcome.Cause.NO_REPLY, "was interrupted", null);
        });
    OutcomeUnknownException unknown = unknownPay();
    assertThat(Thread.interrupted()).isTrue();
    assertThat(unknown.open().cause()).isEqualTo(OpenOutcome.Cause.NO_REPLY);
  }

  @Test
  void interruptedException_thrownByAnAdapter_keepsTheFlag() {
    channel.on(Operation.PAY, fails(new InterruptedException("x")));
    assertThat(unknownPay().open().cause()).isEqualTo(OpenOutcome.Cause.ADAPTER_FAULT);
    assertThat(Thread.interrupted()).isTrue();
  }

  @Test
  void channelCall_isRepeatedOnlyIfTheCallerSaysItIsHarmless() {
    channel.on(Operation.CHANNEL_CALL, noReply());
    assertThat(shop.channelCalls().send(ChannelCall.get("/v1/x", Map.of())).httpStatus())
        .isEqualTo(200);
    assertThat(channel.requests(Operation.CHANNEL_CALL)).isEqualTo(2);

    channel.on(Operation.CHANNEL_CALL, noReply());
    OutcomeUnknownException failure =
        catchThrowableOfType(
            OutcomeUnknownException.class,
            () -> shop.channelCalls().send(ChannelCall.post("/v1/x", "{}")));
    assertThat(failure)
        .hasMessage(
            "Call POST /v1/x on account shop: Fake Pay did not answer within 5 s, so it may or may"
                + " not have had an effect. Find out before anything else. Do not send it again,"
                + " under this number or another.");
    assertThat(channel.requests(Operation.CHANNEL_CALL)).isEqualTo(3);
  }

  @Test
  void answer_afterARepeat_isAnAnswer() {
    channel.on(
        Operation.PAY,
        noReply(),
        answers(new PaymentResult.Paid(FakeAdapter.paid("P1", Fakes.payment().amount()))));
    assertThat(shop.pay(Fakes.payment()).kind()).isEqualTo(PaymentResult.Kind.PAID);
  }
}
