package io.jiaozi.proving.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.jiaozi.MerchantAccount;
import io.jiaozi.PaymentGateway;
import io.jiaozi.error.NotSentException;
import io.jiaozi.proving.channels.ChannelUnderTest;
import io.jiaozi.proving.channels.ChannelUnderTest.Access;
import io.jiaozi.proving.channels.ProvedCall;
import io.jiaozi.proving.channels.ProvedCall.Act;
import io.jiaozi.proving.stage.Hourglass;
import io.jiaozi.proving.stage.Stage;
import io.jiaozi.proving.stage.Stages;
import io.jiaozi.sandbox.Fault;
import io.jiaozi.sandbox.FaultPlan;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * A key or token that calls need is fetched by one of them at a time, kept while it serves, and
 * left alone for a while when it cannot be had. What a fault does to one fetch is told by {@link
 * FaultMatrixTest}.
 */
class AccessTest {

  private static final int AT_ONCE = 8;
  private static final int MANY = 20;
  private static final long MOST_FETCHES = 2;
  private static final Duration LEFT_ALONE = Duration.ofSeconds(31);
  private static final Duration USUAL_LIFE = Duration.ofHours(9);

  /** A call that needs it, and how often it was fetched. */
  private record Need(
      Stage stage, ProvedCall call, Act act, MerchantAccount account, Hourglass time) {

    long fetches() {
      return stage.sandbox().requests().count(entry -> entry.operation().equals(call.atSandbox()));
    }

    void make() {
      assertThat(act.call().make(account)).isNotNull();
    }

    void makeAtOnce() {
      ExecutorService threads = Executors.newFixedThreadPool(AT_ONCE);
      try {
        List<CompletableFuture<Void>> running =
            IntStream.range(0, AT_ONCE)
                .mapToObj(i -> CompletableFuture.runAsync(this::make, threads))
                .toList();
        running.forEach(CompletableFuture::join);
      } finally {
        threads.shutdown();
      }
    }
  }

  @TestFactory
  Stream<DynamicTest> callsAtOnce_fetchOnce() {
    return eachFetch(
        need -> {
          long before = need.fetches();
          // Late enough for all of them to be there.
          need.stage()
              .sandbox()
              .faults()
              .arm(
                  FaultPlan.of(Fault.DELAY)
                      .on(need.call().atSandbox())
                      .delayed(Duration.ofMillis(200)));

          need.makeAtOnce();
          need.make();

          assertThat(need.fetches() - before).as("fetches").isEqualTo(1);
        });
  }

  @TestFactory
  Stream<DynamicTest> whatCannotBeFetched_isLeftAlone_andTriedAgainLater() {
    return eachFetch(
        need -> {
          long before = need.fetches();
          need.stage().sandbox().faults().arm(Fault.STATUS_500, need.call().atSandbox(), 1_000);
          for (int i = 0; i < MANY; i++) {
            assertThatThrownBy(need::make)
                .isInstanceOf(NotSentException.class)
                .hasMessageContaining("Nothing was sent");
          }
          assertThat(need.fetches() - before).as("fetches").isEqualTo(MOST_FETCHES);

          need.stage().sandbox().faults().clear();
          need.time().pass(LEFT_ALONE);
          need.make();
          assertThat(need.fetches() - before).as("fetches").isEqualTo(MOST_FETCHES + 1);
        });
  }

  @TestFactory
  Stream<DynamicTest> accessThatIsOverAtOnce_isNoAccess() {
    return eachAccess(
        (need, access) -> {
          access.lives(Duration.ZERO);
          long before = need.fetches();
          for (int i = 0; i < MANY; i++) {
            NotSentException ended = catchThrowableOfType(NotSentException.class, need::make);
            assertThat(ended).hasMessageContaining("Nothing was sent");
            // Later the channel as a whole counts as down.
            assertThat(i > 1 || ended.getMessage().contains("access")).isTrue();
          }
          assertThat(need.fetches() - before).as("fetches").isEqualTo(MOST_FETCHES);
        });
  }

  @TestFactory
  Stream<DynamicTest> accessThatEnds_isFetchedAnewInTime() {
    return eachAccess(
        (need, access) -> {
          access.lives(Duration.ofHours(1));
          long before = need.fetches();
          need.make();
          need.make();
          assertThat(need.fetches() - before).as("fetches").isEqualTo(1);

          need.time().pass(Duration.ofMinutes(56));
          need.makeAtOnce();
          assertThat(need.fetches() - before).as("fetches").isEqualTo(2);
        });
  }

  @TestFactory
  Stream<DynamicTest> accessThatWasWithdrawn_isFetchedAnew_once() {
    return eachAccess(
        (need, access) -> {
          need.make();
          long before = need.fetches();
          access.withdraw();

          need.makeAtOnce();

          assertThat(need.fetches() - before).as("fetches").isEqualTo(1);
        });
  }

  @TestFactory
  Stream<DynamicTest> callWhoseAccessWasWithdrawn_isSentOnceMore_andDoneOnce() {
    return Stages.channels().stream()
        .filter(ChannelUnderTest::givesAccess)
        .flatMap(
            channel ->
                channel.calls().stream()
                    .filter(call -> !call.fetch())
                    .map(
                        call ->
                            Stages.test(
                                channel.channel() + " " + call,
                                stage -> sentOnceMore(stage, channel, call))));
  }

  private static void sentOnceMore(Stage stage, ChannelUnderTest channel, ProvedCall call) {
    MerchantAccount account = stage.healthy(channel);
    // Has access now, whatever the scenery asks for.
    channel.order(account, Stage.number());
    String number = Stage.number();
    Act act = call.scenery().prepare(stage, account, number);
    channel.access(stage.sandbox()).withdraw();
    long before = stage.sandbox().requests().total();

    assertThat(act.call().make(account)).isNotNull();

    assertThat(stage.sandbox().requests().total() - before)
        .as("requests: those of the call, the one that was not taken, the fetch")
        .isEqualTo(call.requests() + 2L);
    assertThat(channel.paymentsBooked(stage.sandbox(), number))
        .as("orders in the channel's books")
        .isEqualTo(1);
    assertThat(channel.refundsBooked(stage.sandbox(), number))
        .as("refunds in the channel's books")
        .isLessThanOrEqualTo(1);
  }

  private interface Check {
    void of(Need need);
  }

  private interface AccessCheck {
    void of(Need need, Access access);
  }

  private static Stream<DynamicTest> eachFetch(Check check) {
    return Stages.channels().stream()
        .flatMap(
            channel ->
                channel.calls().stream()
                    .filter(ProvedCall::fetch)
                    .map(
                        call ->
                            Stages.test(
                                channel.channel() + " " + call,
                                stage -> prove(stage, channel, call, check))));
  }

  private static Stream<DynamicTest> eachAccess(AccessCheck check) {
    return Stages.channels().stream()
        .filter(ChannelUnderTest::givesAccess)
        .map(
            channel ->
                Stages.test(
                    channel.channel(),
                    stage -> {
                      Access access = channel.access(stage.sandbox());
                      ProvedCall call =
                          channel.calls().stream()
                              .filter(ProvedCall::fetch)
                              .findFirst()
                              .orElseThrow();
                      try {
                        prove(stage, channel, call, need -> check.of(need, access));
                      } finally {
                        access.lives(USUAL_LIFE);
                      }
                    }));
  }

  private static void prove(Stage stage, ChannelUnderTest channel, ProvedCall call, Check check) {
    Act act = call.scenery().prepare(stage, stage.healthy(channel), Stage.number());
    Hourglass time = new Hourglass();
    try (PaymentGateway gateway = stage.gateway(channel, call.change(), time)) {
      check.of(new Need(stage, call, act, stage.account(gateway, channel), time));
    }
  }
}
