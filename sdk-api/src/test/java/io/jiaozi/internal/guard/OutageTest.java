package io.jiaozi.internal.guard;

import static io.jiaozi.fake.FakeChannel.asking;
import static org.assertj.core.api.Assertions.assertThat;

import io.jiaozi.MerchantAccount;
import io.jiaozi.Operation;
import io.jiaozi.error.OpenOutcome;
import io.jiaozi.error.PaymentException;
import io.jiaozi.fake.FakeAdapter;
import io.jiaozi.fake.FakeChannel;
import io.jiaozi.fake.Fakes;
import io.jiaozi.fake.VirtualTime;
import io.jiaozi.money.Money;
import io.jiaozi.notification.InboundRequest;
import io.jiaozi.payment.PaymentRequest;
import io.jiaozi.payment.PaymentResult;
import io.jiaozi.payment.Scene;
import io.jiaozi.spi.ChannelFailure;
import io.jiaozi.spi.OutcomePlan.Repeat;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * An outage of ten minutes with a hundred callers who each call every few seconds: the channel is
 * not beaten while it is down, and everybody is served soon after it is back.
 */
class OutageTest {

  private static final Duration OUTAGE = Duration.ofMinutes(10);
  private static final int CALLERS = 100;
  private static final Money PRICE = Money.of("CNY", "88.00");

  private final VirtualTime time = new VirtualTime();
  private final FakeChannel channel = new FakeChannel();
  private final Instant back = VirtualTime.START.plus(OUTAGE);
  private int requests;
  private boolean paymentsAreDown = true;
  private boolean questionsAreDown = true;

  /** How the channel is dead. */
  enum Death {
    REFUSES,
    SWALLOWS,
    FAILS;

    ChannelFailure failure() {
      return switch (this) {
        case REFUSES -> new ChannelFailure.NotSent("refused the connection", null);
        case SWALLOWS ->
            new ChannelFailure.OutcomeUnknown(OpenOutcome.Cause.NO_REPLY, "did not answer", null);
        case FAILS ->
            new ChannelFailure.OutcomeUnknown(OpenOutcome.Cause.SERVER_ERROR, "failed", null);
      };
    }
  }

  private MerchantAccount shop(Death death, Repeat repeat) {
    channel.plan(asking(repeat, 1, 3));
    FakeChannel.Step pay =
        context -> {
          requests++;
          time.pass(Duration.ofMillis(20));
          if (paymentsAreDown && time.now().isBefore(back)) {
            throw death.failure();
          }
          return new PaymentResult.Paid(FakeAdapter.paid("P1", PRICE));
        };
    FakeChannel.Step query =
        context -> {
          requests++;
          time.pass(Duration.ofMillis(20));
          if (questionsAreDown && time.now().isBefore(back)) {
            throw death.failure();
          }
          return FakeAdapter.paid("P1", PRICE);
        };
    channel.onNext(100_000, Operation.PAY, pay).onNext(100_000, Operation.QUERY, query);
    return Fakes.shop(channel, time);
  }

  private static boolean works(Runnable call) {
    try {
      call.run();
      return true;
    } catch (PaymentException failed) {
      return false;
    }
  }

  private static PaymentRequest payment(Instant now) {
    return PaymentRequest.builder("P1", PRICE, Scene.qrCode(), now).description("x").build();
  }

  @ParameterizedTest
  @EnumSource
  void everythingIsDown_isNotAmplified_andOverSoonAfter(Death death) {
    for (Repeat repeat : Repeat.values()) {
      OutageTest run = new OutageTest();
      run.outage(death, repeat);
    }
  }

  private void outage(Death death, Repeat repeat) {
    MerchantAccount shop = shop(death, repeat);
    int calls = 0;
    while (time.now().isBefore(back)) {
      for (int caller = 0; caller < CALLERS && time.now().isBefore(back); caller++) {
        calls++;
        assertThat(works(() -> shop.pay(payment(time.now())))).isFalse();
        time.pass(Duration.ofMillis(30));
      }
    }
    assertThat(calls).isGreaterThan(1_000);
    assertThat(requests).isLessThanOrEqualTo(calls * 11 / 10);

    while (!works(() -> shop.pay(payment(time.now())))) {
      time.pass(Duration.ofMillis(30));
    }
    Instant first = time.now();
    assertThat(first).isBefore(back.plusSeconds(60));
    int good = 0;
    int all = 0;
    while (time.now().isBefore(first.plusSeconds(60))) {
      all++;
      if (works(() -> shop.pay(payment(time.now())))) {
        good++;
      }
      time.pass(Duration.ofMillis(30));
    }
    assertThat(good).isGreaterThanOrEqualTo(all * 95 / 100);
  }

  @Test
  void deadPayments_blockNothingElse() {
    MerchantAccount shop = shop(Death.SWALLOWS, Repeat.NEVER);
    questionsAreDown = false;
    for (int call = 0; call < 300; call++) {
      works(() -> shop.pay(payment(time.now())));
    }
    paymentsAreDown = true;
    assertThat(works(() -> shop.query(Fakes.P1))).isTrue();
    assertThat(works(() -> shop.refund(Fakes.refund()))).isTrue();
    assertThat(works(() -> shop.close(Fakes.P1))).isTrue();
    assertThat(shop.readNotification(new InboundRequest("POST", "/", "", Map.of(), new byte[] {1})))
        .isNotNull();
  }
}
