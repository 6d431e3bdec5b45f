package io.jiaozi.proving.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicContainer.dynamicContainer;

import io.jiaozi.CallOptions;
import io.jiaozi.MerchantAccount;
import io.jiaozi.PaymentGateway;
import io.jiaozi.error.PaymentException;
import io.jiaozi.proving.channels.ChannelUnderTest;
import io.jiaozi.proving.channels.ProvedCall;
import io.jiaozi.proving.channels.ProvedCall.Act;
import io.jiaozi.proving.stage.Outcome;
import io.jiaozi.proving.stage.Stage;
import io.jiaozi.proving.stage.Stages;
import io.jiaozi.sandbox.Fault;
import io.jiaozi.sandbox.RequestLog;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicContainer;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/**
 * Every fault strikes every call of every channel, over real sockets; where a channel lets an
 * account act for others, every call is made for them too. Proved are the outcome class, the exact
 * number of requests the channel saw and the deadline: nothing is sent twice for one logical call
 * unless the channel's documents make that harmless.
 */
@Execution(ExecutionMode.CONCURRENT)
class FaultMatrixTest {

  private static final Duration SHORT_DEADLINE = Duration.ofSeconds(2);
  private static final int ALWAYS = 1_000;
  private static final long MOST_CONNECTIONS = 16;

  /** Nothing wrong with the reply but that it is late: not a failure here. */
  private static final Set<Fault> HARMLESS = EnumSet.of(Fault.DELAY);

  /** How replies are signed is all that the modes of a channel differ in. */
  private static final Set<Fault> SIGNATURES =
      EnumSet.of(Fault.BAD_SIGNATURE, Fault.MISSING_SIGNATURE, Fault.UNKNOWN_KEY);

  /** The fourteen faults of the programme, each with its variants. */
  private static final List<Set<Fault>> PROGRAMME =
      List.of(
          EnumSet.of(Fault.CONNECT_REFUSED),
          EnumSet.of(Fault.DNS_FAILURE),
          EnumSet.of(Fault.TLS_HANDSHAKE_FAILURE),
          EnumSet.of(Fault.RESET_BEFORE_READ),
          EnumSet.of(Fault.RESET_AFTER_READ),
          EnumSet.of(Fault.RESET_AFTER_COMMIT),
          EnumSet.of(Fault.CLOSE_AFTER_COMMIT),
          EnumSet.of(Fault.SILENCE_AFTER_COMMIT),
          EnumSet.of(Fault.TRUNCATED_REPLY),
          EnumSet.of(Fault.MALFORMED_CHUNK),
          EnumSet.of(Fault.GARBAGE),
          EnumSet.of(Fault.HTML_200, Fault.HTML_502),
          EnumSet.of(
              Fault.BAD_SIGNATURE,
              Fault.MISSING_SIGNATURE,
              Fault.SIGNTEST,
              Fault.STALE_SIGNATURE,
              Fault.UNKNOWN_KEY),
          EnumSet.of(
              Fault.STATUS_503_RETRY_AFTER_0,
              Fault.STATUS_408,
              Fault.STATUS_429,
              Fault.STATUS_500));

  @Test
  void programme_hasFourteenFaults_andEveryFaultOfTheSandbox() {
    assertThat(PROGRAMME).hasSize(14);
    assertThat(PROGRAMME.stream().flatMap(Set::stream))
        .containsExactlyInAnyOrderElementsOf(faults().toList());
  }

  @TestFactory
  Stream<DynamicContainer> fault_always_endsInItsClass_withCountedRequests() {
    return eachCall(
        (channel, call) ->
            struck(channel, call)
                .map(
                    fault ->
                        Stages.test(
                            fault.name(), stage -> strikeAlways(stage, channel, call, fault))));
  }

  @TestFactory
  Stream<DynamicContainer> fault_once_isSurvivedExactlyWhereRepeatingIsHarmless() {
    return eachCall(
        (channel, call) ->
            struck(channel, call)
                .filter(fault -> !fault.isAddress())
                .map(
                    fault ->
                        Stages.test(
                            fault.name(), stage -> strikeOnce(stage, channel, call, fault))));
  }

  private static void strikeAlways(
      Stage stage, ChannelUnderTest channel, ProvedCall call, Fault fault) {
    ExpectedOutcome expected = new ExpectedOutcome(channel, call, fault);
    Act act = call.scenery().prepare(stage, stage.healthy(channel), Stage.number());
    long resetBefore = stage.sandbox().faults().connectionsReset();
    try (PaymentGateway gateway = struck(stage, channel, call, fault, ALWAYS)) {
      MerchantAccount account = account(gateway, channel, expected);
      long before = seen(stage, call, act);

      long started = System.nanoTime();
      Outcome outcome = outcome(act, account);
      Duration took = Duration.ofNanos(System.nanoTime() - started);

      assertThat(outcome).as("outcome").isIn(expected.always());
      if (fault == Fault.RESET_BEFORE_READ) {
        // Questions about it go the same way.
        assertThat(stage.sandbox().faults().connectionsReset() - resetBefore)
            .as("connections")
            .isBetween(1L, MOST_CONNECTIONS);
      }
      assertThat(seen(stage, call, act) - before)
          .as("requests seen")
          .isEqualTo(fault.isAddress() ? 0 : expected.attemptsAlways());
      if (expected.silent()) {
        assertThat(took)
            .as("time against the deadline")
            .isBetween(percent(expected.leastOfDeadline(outcome)), percent(120));
      }
    }
  }

  private static void strikeOnce(
      Stage stage, ChannelUnderTest channel, ProvedCall call, Fault fault) {
    ExpectedOutcome expected = new ExpectedOutcome(channel, call, fault);
    String number = Stage.number();
    Act act = call.scenery().prepare(stage, stage.healthy(channel), number);
    try (PaymentGateway gateway = struck(stage, channel, call, fault, 1)) {
      MerchantAccount account = account(gateway, channel, expected);
      long before = seen(stage, call, act);

      Outcome outcome = outcome(act, account);

      assertThat(outcome).as("outcome").isIn(expected.once());
      assertThat(seen(stage, call, act) - before)
          .as("requests seen")
          .isEqualTo(expected.attemptsOnce());

      // The network is well again: the same request once more, and the channel's books hold one of
      // each.
      stage.sandbox().faults().clear();
      assertThat(outcome(act, account)).as("the same request again").isIn(expected.again());
      assertThat(channel.paymentsBooked(stage.sandbox(), number))
          .as("orders in the channel's books")
          .isBetween(expected.leastBooked(), 1L);
      assertThat(channel.refundsBooked(stage.sandbox(), number))
          .as("refunds in the channel's books")
          .isLessThanOrEqualTo(1);
    }
  }

  private static PaymentGateway struck(
      Stage stage, ChannelUnderTest channel, ProvedCall call, Fault fault, int times) {
    if (fault.isAddress()) {
      return stage.gatewayTo(stage.sandbox().faults().deadEnd(fault), channel, call.change());
    }
    stage.sandbox().faults().arm(fault, call.atSandbox(), times);
    return stage.gateway(channel, call.change());
  }

  private static MerchantAccount account(
      PaymentGateway gateway, ChannelUnderTest channel, ExpectedOutcome expected) {
    MerchantAccount account = gateway.account(channel.account());
    return expected.silent() ? account.with(CallOptions.within(SHORT_DEADLINE)) : account;
  }

  /** A fetch has no business number, and some calls make theirs up. */
  private static long seen(Stage stage, ProvedCall call, Act act) {
    RequestLog requests = stage.sandbox().requests();
    return call.fetch() || act.number().isEmpty()
        ? requests.count(entry -> entry.operation().equals(call.atSandbox()))
        : requests.count(call.atSandbox(), act.number());
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

  private static Stream<Fault> struck(ChannelUnderTest channel, ProvedCall call) {
    return faults()
        .filter(fault -> !channel.isFurtherMode() || SIGNATURES.contains(fault))
        .filter(fault -> channel.strikes(fault, call));
  }

  private interface Cases {
    Stream<DynamicTest> of(ChannelUnderTest channel, ProvedCall call);
  }

  private static Stream<DynamicContainer> eachCall(Cases cases) {
    return Stages.modes().stream()
        .flatMap(
            channel ->
                calls(channel).stream()
                    .map(
                        call ->
                            dynamicContainer(
                                channel.account() + " " + call, cases.of(channel, call))));
  }

  /** The calls of a channel, and all of them again for a sub-merchant where there can be one. */
  private static List<ProvedCall> calls(ChannelUnderTest channel) {
    List<ProvedCall> calls = new ArrayList<>(channel.calls());
    if (channel.actsForOthers() && !channel.isFurtherMode()) {
      for (ProvedCall call : channel.calls()) {
        calls.add(
            call.seenAs(
                "for a sub-merchant",
                (stage, account) -> account.actingFor(channel.subMerchant(stage.sandbox()))));
      }
    }
    return calls;
  }
}
