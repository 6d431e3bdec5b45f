package io.jiaozi.tck;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import io.jiaozi.TimeSource;
import io.jiaozi.spi.CallContext;
import io.jiaozi.spi.ChannelAdapter;
import io.jiaozi.spi.ChannelFailure;
import io.jiaozi.tck.CallUnderTest.Act;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/**
 * Every fault strikes every call, over real sockets: the outcome has its class, and one call sends
 * the request that acts once.
 */
final class FaultChapter implements Chapter {

  private static final Duration PATIENCE_OF_THE_MACHINE = Duration.ofSeconds(4);

  private final Bench bench;

  FaultChapter(Bench bench) {
    this.bench = bench;
  }

  @Override
  public String title() {
    return "Faults at the socket";
  }

  @Override
  public List<Case> cases() {
    List<Case> cases = new ArrayList<>();
    List<CallUnderTest> calls = CallUnderTest.all(bench);
    for (CallUnderTest call : calls) {
      cases.add(
          Case.always(
                  "X-00", "a healthy call makes as many requests as stated", () -> healthy(call))
              .in(call.name()));
    }
    for (SocketFault fault : SocketFault.values()) {
      for (CallUnderTest call : calls) {
        cases.add(
            new Case(
                fault.id(),
                fault.words() + ": " + expectation(fault),
                call.name(),
                fault.isAboutSignature() || fault == SocketFault.HTML_200,
                () -> struck(fault, call)));
      }
    }
    return cases;
  }

  private static String expectation(SocketFault fault) {
    if (fault == SocketFault.RESET_BEFORE_READ) {
      return "not sent, or open";
    }
    return fault.isAddress()
        ? "not sent"
        : "the outcome is open, and nothing is sent again"
            + (fault.status() > 0 ? " (refused where the channel says so)" : "");
  }

  private void healthy(CallUnderTest call) {
    Act act = call.scenery().prepare(bench);
    bench.proxy().takeSeen();
    act.make(bench.adapter(), Bench.call(call.operation()));
    assertEquals(call.steps(bench).requests(), bench.proxy().takeSeen().size(), "requests");
  }

  private void struck(SocketFault fault, CallUnderTest call) {
    Steps steps = call.steps(bench);
    if (steps.acting() == 0) {
      throw NotApplicable.because("What makes no request cannot be struck.");
    }
    if (fault.isAboutSignature() && bench.harness().replySignature().isEmpty()) {
      throw NotApplicable.ask("Replies are not signed.");
    }
    if (fault != SocketFault.SILENCE_AFTER_COMMIT) {
      struck(fault, call, steps, bench.harness().patience());
      return;
    }
    try {
      struck(fault, call, steps, bench.harness().patience());
    } catch (AssertionError tooShort) {
      // On a busy machine even connecting may take that long; the second time counts.
      bench.proxy().heal();
      struck(fault, call, steps, bench.harness().patience().multipliedBy(4));
    }
  }

  private void struck(SocketFault fault, CallUnderTest call, Steps steps, Duration patience) {
    Act act = call.scenery().prepare(bench);
    bench.proxy().takeSeen();
    if (fault.isAddress()) {
      deadEnd(fault, call, act);
      return;
    }
    int elsewhere = bench.deadEnds().callsElsewhere();
    bench
        .proxy()
        .strike(fault, bench.spoil(fault), bench.deadEnds().redirection(), steps.acting(), 1);
    boolean silent = fault == SocketFault.SILENCE_AFTER_COMMIT;
    CallContext context =
        silent ? Bench.call(call.operation(), patience) : Bench.call(call.operation());
    CompletableFuture<Duration> bystander = silent ? bystander(patience) : null;
    long started = TimeSource.system().nanos();
    ChannelFailure failure = failure(act, bench.adapter(), context);
    Duration took = Duration.ofNanos(TimeSource.system().nanos() - started);
    bench.proxy().heal();

    requireClass(fault, call, failure);
    // A refusal that nobody signed may be looked into by a question.
    int most = steps.acting() + (failure instanceof ChannelFailure.Rejected ? 1 : 0);
    int seen = bench.proxy().takeSeen().size();
    assertTrue(
        seen >= steps.acting() && seen <= most,
        "requests, of which number " + steps.acting() + " was struck: " + seen);
    assertEquals(elsewhere, bench.deadEnds().callsElsewhere(), "calls to another host");
    if (bystander != null) {
      Duration latest = bystander.join().plus(PATIENCE_OF_THE_MACHINE);
      assertTrue(
          took.compareTo(patience.dividedBy(2)) >= 0 && took.compareTo(latest) <= 0,
          "waited " + took + " of " + patience);
    }
  }

  /** How long somebody takes here who only waits as long: a busy machine makes all late. */
  private static CompletableFuture<Duration> bystander(Duration patience) {
    long started = TimeSource.system().nanos();
    return CompletableFuture.supplyAsync(
        () -> Duration.ofNanos(TimeSource.system().nanos() - started),
        CompletableFuture.delayedExecutor(patience.toMillis(), TimeUnit.MILLISECONDS));
  }

  private void deadEnd(SocketFault fault, CallUnderTest call, Act act) {
    ChannelFailure failure = failure(act, bench.adapterAt(fault), Bench.call(call.operation()));
    boolean open =
        fault == SocketFault.RESET_BEFORE_READ && failure instanceof ChannelFailure.OutcomeUnknown;
    assertTrue(
        open || failure instanceof ChannelFailure.NotSent,
        "not sent, but told as " + failure.getClass().getSimpleName());
    assertEquals(List.of(), bench.proxy().takeSeen(), "requests that came all the same");
  }

  private static ChannelFailure failure(Act act, ChannelAdapter adapter, CallContext context) {
    try {
      Object result = act.make(adapter, context);
      return fail(
          "No trustworthy answer came, and the adapter told " + result.getClass().getSimpleName());
    } catch (ChannelFailure failure) {
      return failure;
    } catch (RuntimeException other) {
      throw new AssertionError(
          "An adapter fails by ChannelFailure only, but this was " + other.getClass().getName(),
          other);
    }
  }

  private void requireClass(SocketFault fault, CallUnderTest call, ChannelFailure failure) {
    boolean refused =
        fault.status() > 0 && bench.harness().refusesByStatus(fault.status(), call.operation());
    Class<? extends ChannelFailure> expected =
        refused ? ChannelFailure.Rejected.class : ChannelFailure.OutcomeUnknown.class;
    assertTrue(
        expected.isInstance(failure),
        "expected "
            + expected.getSimpleName()
            + ", but it was told as "
            + failure.getClass().getSimpleName()
            + ": "
            + failure.getMessage());
  }
}
