package io.jiaozi.internal.guard;

import static io.jiaozi.fake.FakeChannel.noReply;
import static io.jiaozi.fake.FakeChannel.notSent;
import static io.jiaozi.fake.FakeChannel.plan;
import static io.jiaozi.fake.FakeChannel.rejected;
import static io.jiaozi.fake.FakeChannel.unknown;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

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
import io.jiaozi.notification.InboundRequest;
import io.jiaozi.notification.Notification;
import io.jiaozi.payment.PaymentReference;
import io.jiaozi.payment.PaymentResult;
import io.jiaozi.payment.PaymentState;
import io.jiaozi.refund.RefundState;
import io.jiaozi.spi.OutcomePlan.Repeat;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class BreakerTest {

  private static final String OPEN =
      "Payment P1 on account shop: too many payments of this account failed lately, so none is sent"
          + " for some seconds. Nothing was sent, so no money can have moved; the same call may be"
          + " repeated later.";

  private final VirtualTime time = new VirtualTime();
  private final FakeChannel channel = new FakeChannel().plan(plan(Repeat.NEVER));
  private final MerchantAccount shop = Fakes.shop(channel, time);

  private void killPayments() {
    channel.onNext(10, Operation.PAY, noReply());
    for (int i = 0; i < 10; i++) {
      assertThatThrownBy(() -> shop.pay(Fakes.payment()))
          .isInstanceOf(OutcomeUnknownException.class);
    }
  }

  private void assertPaymentsHeldBack() {
    long before = channel.requests(Operation.PAY);
    NotSentException failure =
        catchThrowableOfType(NotSentException.class, () -> shop.pay(Fakes.payment()));
    assertThat(failure).hasMessage(OPEN);
    assertThat(failure.context().attempts()).isZero();
    assertThat(channel.requests(Operation.PAY)).isEqualTo(before);
  }

  @Test
  void tenFailures_openTheBreaker() {
    killPayments();
    assertPaymentsHeldBack();
  }

  @Test
  void deadPayments_stopNothingElse() {
    killPayments();
    assertPaymentsHeldBack();
    assertThat(shop.query(Fakes.P1).state()).isEqualTo(PaymentState.PAID);
    assertThat(shop.refund(Fakes.refund()).state()).isEqualTo(RefundState.PROCESSING);
    assertThat(shop.close(Fakes.P1).state()).isEqualTo(PaymentState.CLOSED);
    assertThat(shop.reverse(Fakes.P1).state()).isEqualTo(PaymentState.REVERSED);
    assertThat(shop.channelCalls().send(ChannelCall.get("/v1", Map.of())).httpStatus())
        .isEqualTo(200);
    InboundRequest message = new InboundRequest("POST", "/n", "", Map.of(), new byte[0]);
    assertThat(shop.readNotification(message).kind()).isEqualTo(Notification.Kind.PAYMENT_CHANGED);
  }

  @Test
  void deadPayments_ofOneAccount_stopNoOtherAccount() {
    try (PaymentGateway gateway =
        PaymentGateway.open(
            Fakes.config(channel, time).account("till", Fakes.account("fake", Map.of())).build())) {
      channel.onNext(10, Operation.PAY, noReply());
      for (int i = 0; i < 10; i++) {
        assertThatThrownBy(() -> gateway.account("shop").pay(Fakes.payment()))
            .isInstanceOf(OutcomeUnknownException.class);
      }
      assertThatThrownBy(() -> gateway.account("shop").pay(Fakes.payment())).hasMessage(OPEN);
      assertThat(gateway.account("till").pay(Fakes.payment()).kind())
          .isEqualTo(PaymentResult.Kind.PAID);
    }
  }

  @Test
  void afterTenSeconds_probesThatSucceed_closeTheBreaker() {
    killPayments();
    time.pass(Duration.ofMillis(9_900));
    assertPaymentsHeldBack();
    time.pass(Duration.ofMillis(200));
    for (int i = 0; i < 20; i++) {
      assertThat(shop.pay(Fakes.payment()).kind()).isEqualTo(PaymentResult.Kind.PAID);
    }
  }

  @Test
  void afterTenSeconds_probesThatFail_openItAgain() {
    killPayments();
    time.pass(Duration.ofSeconds(11));
    channel.onNext(3, Operation.PAY, noReply());
    for (int i = 0; i < 3; i++) {
      assertThatThrownBy(() -> shop.pay(Fakes.payment()))
          .isInstanceOf(OutcomeUnknownException.class);
    }
    assertPaymentsHeldBack();
  }

  @Test
  void failuresOfMinutesAgo_countNoMore() {
    channel.onNext(9, Operation.PAY, noReply());
    for (int i = 0; i < 9; i++) {
      assertThatThrownBy(() -> shop.pay(Fakes.payment()))
          .isInstanceOf(OutcomeUnknownException.class);
    }
    time.pass(Duration.ofMinutes(2));
    channel.on(Operation.PAY, noReply());
    assertThatThrownBy(() -> shop.pay(Fakes.payment())).isInstanceOf(OutcomeUnknownException.class);
    assertThat(shop.pay(Fakes.payment()).kind()).isEqualTo(PaymentResult.Kind.PAID);
  }

  @ParameterizedTest
  @EnumSource(
      value = OpenOutcome.Cause.class,
      names = {"STILL_PENDING", "NOT_FOUND_YET", "UNKNOWN_CODE"})
  void channelThatAnswers_isNotSick(OpenOutcome.Cause cause) {
    channel.onNext(20, Operation.PAY, unknown(cause));
    for (int i = 0; i < 20; i++) {
      assertThatThrownBy(() -> shop.pay(Fakes.payment()))
          .isInstanceOf(OutcomeUnknownException.class);
    }
    assertThat(shop.pay(Fakes.payment()).kind()).isEqualTo(PaymentResult.Kind.PAID);
  }

  @Test
  void refusals_areAnswers() {
    channel.onNext(20, Operation.PAY, rejected(RejectedReason.INVALID, null));
    for (int i = 0; i < 20; i++) {
      assertThatThrownBy(() -> shop.pay(Fakes.payment())).isInstanceOf(RejectedException.class);
    }
    assertThat(shop.pay(Fakes.payment()).kind()).isEqualTo(PaymentResult.Kind.PAID);
  }

  @Test
  void breakerThatOpensBetweenAttempts_reportsWhatWasTried() {
    channel.onNext(12, Operation.PAY, notSent());
    for (int i = 0; i < 3; i++) {
      assertThatThrownBy(() -> shop.pay(Fakes.payment())).isInstanceOf(NotSentException.class);
    }
    NotSentException failure =
        catchThrowableOfType(NotSentException.class, () -> shop.pay(Fakes.payment()));
    assertThat(failure)
        .hasMessage(
            "Payment P1 on account shop: Fake Pay refused the connection. Nothing was sent, so no"
                + " money can have moved; the same call may be repeated later. Not repeated: too"
                + " many payments of this account failed lately, so none is sent for some"
                + " seconds.");
    assertThat(failure.context().attempts()).isEqualTo(1);
  }

  @Test
  void placesTaken_oneMoreCall_isRefusedAtOnce() throws Exception {
    try (PaymentGateway gateway =
        PaymentGateway.open(
            Fakes.config(channel, time).setting("max-concurrent-calls", "2").build())) {
      MerchantAccount account = gateway.account("shop");
      CountDownLatch inside = new CountDownLatch(2);
      CountDownLatch release = new CountDownLatch(1);
      channel.onNext(
          2,
          Operation.PAY,
          context -> {
            inside.countDown();
            release.await();
            return new PaymentResult.Paid(FakeAdapter.paid("P1", Fakes.payment().amount()));
          });
      ExecutorService threads = Executors.newFixedThreadPool(2);
      try {
        List<Future<PaymentResult>> results =
            List.of(
                threads.submit(() -> account.pay(Fakes.payment())),
                threads.submit(() -> account.pay(Fakes.payment())));
        assertThat(inside.await(30, TimeUnit.SECONDS)).isTrue();
        NotSentException failure =
            catchThrowableOfType(NotSentException.class, () -> account.pay(Fakes.payment()));
        assertThat(failure)
            .hasMessage(
                "Payment P1 on account shop: all 2 places for payments of this account are taken."
                    + " Nothing was sent, so no money can have moved; the same call may be repeated"
                    + " later.");
        assertThat(failure.context().attempts()).isZero();
        assertThat(account.query(Fakes.P1).state()).isEqualTo(PaymentState.PAID);
        release.countDown();
        for (Future<PaymentResult> result : results) {
          assertThat(result.get(30, TimeUnit.SECONDS).kind()).isEqualTo(PaymentResult.Kind.PAID);
        }
      } finally {
        release.countDown();
        threads.shutdownNow();
      }
      assertThat(account.pay(Fakes.payment()).kind()).as("places are given back").isNotNull();
    }
  }

  @Test
  void manyThreads_onOneAccount_getTheirOwnAnswers() throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(8);
    try {
      List<Future<String>> answers =
          IntStream.range(0, 400)
              .mapToObj(
                  i ->
                      threads.submit(
                          () ->
                              shop.query(PaymentReference.parse("N" + i + "~f1.x"))
                                  .reference()
                                  .number()))
              .toList();
      for (int i = 0; i < answers.size(); i++) {
        assertThat(answers.get(i).get(30, TimeUnit.SECONDS)).isEqualTo("N" + i);
      }
    } finally {
      threads.shutdownNow();
    }
    assertThat(channel.requests(Operation.QUERY)).isEqualTo(400);
  }
}
