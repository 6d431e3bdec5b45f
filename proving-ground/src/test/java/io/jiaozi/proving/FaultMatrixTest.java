package io.jiaozi.proving;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicContainer.dynamicContainer;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import io.jiaozi.CallOptions;
import io.jiaozi.MerchantAccount;
import io.jiaozi.PaymentGateway;
import io.jiaozi.error.PaymentException;
import io.jiaozi.proving.ProvedCall.Act;
import io.jiaozi.proving.ProvedCall.Repeats;
import io.jiaozi.sandbox.Fault;
import io.jiaozi.sandbox.Sandbox;
import java.time.Duration;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DynamicContainer;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * Every fault strikes every call of every channel, over real sockets. Proved are the outcome class
 * and the exact number of requests the channel saw: nothing is sent twice for one logical call
 * unless the channel's documents make that harmless.
 */
class FaultMatrixTest {

  /** What the gateway tries at most, by its default settings. */
  private static final int MOST_ATTEMPTS = 3;

  private static final Duration SHORT_DEADLINE = Duration.ofMillis(1_500);
  private static final int ALWAYS = 1_000;

  private static final Set<Fault> SETTLED_BY_STATUS =
      EnumSet.of(
          Fault.STATUS_503_RETRY_AFTER_0, Fault.STATUS_408, Fault.STATUS_429, Fault.STATUS_500);

  /** Nothing wrong with the reply but that it is late: not a failure here. */
  private static final Set<Fault> HARMLESS = EnumSet.of(Fault.DELAY);

  private final Sandbox sandbox = Stages.sandbox();

  @AfterEach
  void disarm() {
    sandbox.faults().clear();
  }

  @TestFactory
  Stream<DynamicContainer> fault_always_endsInItsClass_withCountedRequests() {
    return eachCall(
        (channel, call) ->
            faults().map(fault -> test(fault, () -> strikeAlways(channel, call, fault))));
  }

  @TestFactory
  Stream<DynamicContainer> fault_once_isSurvivedExactlyWhereRepeatingIsHarmless() {
    return eachCall(
        (channel, call) ->
            faults()
                .filter(fault -> !fault.isAddress())
                .map(fault -> test(fault, () -> strikeOnce(channel, call, fault))));
  }

  private void strikeAlways(ChannelUnderTest channel, ProvedCall call, Fault fault) {
    String number = Stages.number();
    Act act = prepare(channel, call, number);
    boolean silent = fault == Fault.SILENCE_AFTER_COMMIT;
    long resetBefore = sandbox.faults().connectionsReset();
    try (PaymentGateway gateway = struck(channel, call, fault, ALWAYS)) {
      MerchantAccount account = gateway.account(channel.channel());
      if (silent) {
        account = account.with(CallOptions.within(SHORT_DEADLINE));
      }
      long before = seen(call, act);

      long started = System.nanoTime();
      Outcome outcome = outcome(act, account);
      Duration took = Duration.ofNanos(System.nanoTime() - started);

      assertThat(outcome).as("outcome").isIn(expectedAlways(channel, call, fault));
      long attempts = call.repeats() == Repeats.FREELY && !silent ? MOST_ATTEMPTS : 1;
      if (fault == Fault.RESET_BEFORE_READ) {
        assertThat(sandbox.faults().connectionsReset() - resetBefore)
            .as("connections")
            .isBetween(attempts, (long) MOST_ATTEMPTS);
      } else if (!fault.isAddress()) {
        assertThat(seen(call, act) - before).as("requests seen").isEqualTo(attempts);
      } else {
        assertThat(seen(call, act) - before).as("requests seen").isZero();
      }
      if (silent) {
        assertThat(took).as("time against the deadline").isBetween(percent(80), percent(120));
      }
    }
  }

  private void strikeOnce(ChannelUnderTest channel, ProvedCall call, Fault fault) {
    String number = Stages.number();
    Act act = prepare(channel, call, number);
    boolean silent = fault == Fault.SILENCE_AFTER_COMMIT;
    try (PaymentGateway gateway = struck(channel, call, fault, 1)) {
      MerchantAccount account = gateway.account(channel.channel());
      if (silent) {
        account = account.with(CallOptions.within(SHORT_DEADLINE));
      }
      long before = seen(call, act);

      Outcome outcome = outcome(act, account);

      boolean repeated = call.repeats() == Repeats.FREELY && !silent;
      assertThat(outcome)
          .as("outcome")
          .isIn(repeated ? Set.of(Outcome.ANSWERED) : expectedAlways(channel, call, fault));
      assertThat(seen(call, act) - before).as("requests seen").isEqualTo(repeated ? 2 : 1);

      // The network is well again: the same request once more, and the channel's books hold one of
      // each.
      sandbox.faults().clear();
      assertThat(outcome(act, account)).as("the same request again").isEqualTo(Outcome.ANSWERED);
      assertThat(channel.paymentsBooked(sandbox, number))
          .as("orders in the channel's books")
          .isEqualTo(1);
      assertThat(channel.refundsBooked(sandbox, number))
          .as("refunds in the channel's books")
          .isLessThanOrEqualTo(1);
    }
  }

  private static Set<Outcome> expectedAlways(
      ChannelUnderTest channel, ProvedCall call, Fault fault) {
    if (SETTLED_BY_STATUS.contains(fault)) {
      return Set.of(channel.outcomeOfStatus(fault, call));
    }
    return switch (fault) {
      case CONNECT_REFUSED, DNS_FAILURE, TLS_HANDSHAKE_FAILURE -> Set.of(Outcome.NOT_SENT);
      // A race of the network's own: the reset is noticed before the first byte is written, or
      // after.
      case RESET_BEFORE_READ -> Set.of(Outcome.NOT_SENT, Outcome.UNKNOWN);
      default -> Set.of(Outcome.UNKNOWN);
    };
  }

  private static Act prepare(ChannelUnderTest channel, ProvedCall call, String number) {
    try (PaymentGateway healthy = Stages.gateway()) {
      return call.stage().prepare(healthy.account(channel.channel()), number);
    }
  }

  private PaymentGateway struck(ChannelUnderTest channel, ProvedCall call, Fault fault, int times) {
    if (fault.isAddress()) {
      return Stages.gatewayTo(sandbox.faults().deadEnd(fault), channel.channel());
    }
    sandbox.faults().arm(fault, call.atSandbox(), times);
    return Stages.gateway();
  }

  private long seen(ProvedCall call, Act act) {
    return sandbox.requests().count(call.atSandbox(), act.number());
  }

  private static Outcome outcome(Act act, MerchantAccount account) {
    try {
      act.call().make(account);
      return Outcome.ANSWERED;
    } catch (PaymentException ended) {
      return Outcome.of(ended);
    }
  }

  private static Duration percent(int percent) {
    return SHORT_DEADLINE.multipliedBy(percent).dividedBy(100);
  }

  private static Stream<Fault> faults() {
    return Arrays.stream(Fault.values()).filter(fault -> !HARMLESS.contains(fault));
  }

  private DynamicTest test(Fault fault, Runnable strike) {
    return dynamicTest(
        fault.name(),
        () -> {
          sandbox.faults().clear();
          strike.run();
        });
  }

  private interface Cases {
    Stream<DynamicTest> of(ChannelUnderTest channel, ProvedCall call);
  }

  private static Stream<DynamicContainer> eachCall(Cases cases) {
    List<ChannelUnderTest> channels = ChannelUnderTest.all();
    return channels.stream()
        .flatMap(
            channel ->
                channel.calls().stream()
                    .map(
                        call ->
                            dynamicContainer(
                                channel.channel() + " " + call, cases.of(channel, call))));
  }
}
