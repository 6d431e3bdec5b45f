package io.jiaozi.tck;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import io.jiaozi.TimeSource;
import io.jiaozi.spi.CallContext;
import io.jiaozi.spi.ChannelAdapter;
import io.jiaozi.spi.ChannelFailure;
import io.jiaozi.tck.CallUnderTest.Act;
import io.jiaozi.tck.Http.Message;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;

/**
 * Every fault strikes every call, over real sockets: the outcome has its class, and one call sends
 * the request that acts once.
 */
final class FaultChapter implements Chapter {

  private static final Duration PATIENCE_OF_THE_MACHINE = Duration.ofSeconds(4);
  private static final int ALWAYS = 1_000;

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
    Act act = call.scenery().prepare(bench);
    bench.proxy().takeSeen();
    if (fault.isAddress()) {
      deadEnd(fault, call, act);
      return;
    }
    int elsewhere = bench.deadEnds().callsElsewhere();
    bench
        .proxy()
        .strike(fault, spoil(fault), bench.deadEnds().redirection(), steps.acting(), ALWAYS);
    boolean silent = fault == SocketFault.SILENCE_AFTER_COMMIT;
    Duration patience = bench.harness().patience();
    CallContext context =
        silent ? Bench.call(call.operation(), patience) : Bench.call(call.operation());
    long started = TimeSource.system().nanos();
    ChannelFailure failure = failure(act, bench.adapter(), context);
    Duration took = Duration.ofNanos(TimeSource.system().nanos() - started);
    bench.proxy().heal();

    requireClass(fault, call, failure);
    assertEquals(
        steps.acting(), bench.proxy().takeSeen().size(), "requests up to the one that was struck");
    assertEquals(elsewhere, bench.deadEnds().callsElsewhere(), "calls to another host");
    if (silent) {
      assertTrue(
          took.compareTo(patience.dividedBy(2)) >= 0
              && took.compareTo(patience.plus(PATIENCE_OF_THE_MACHINE)) <= 0,
          "waited " + took + " of " + patience);
    }
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

  private UnaryOperator<Message> spoil(SocketFault fault) {
    if (!fault.isAboutSignature()) {
      return reply -> reply;
    }
    MessageShape.Place place = bench.harness().replySignature().orElseThrow();
    return reply -> {
      WireMessage message = WireMessage.of(reply.headers(), reply.body());
      List<String> values = place.values(message);
      if (values.isEmpty()) {
        return reply;
      }
      WireMessage spoilt =
          fault == SocketFault.MISSING_SIGNATURE
              ? place.without(message)
              : place.with(message, flipped(values.get(0)));
      return new Message(reply.start(), spoilt.headers(), spoilt.bytes());
    };
  }

  /** Still what it was in kind: Base64 stays Base64. */
  private static String flipped(String signature) {
    int at = signature.length() / 2;
    char c = signature.charAt(at);
    return signature.substring(0, at)
        + (c == 'A' || c == 'a' ? 'b' : 'a')
        + signature.substring(at + 1);
  }
}
