package io.jiaozi.tck;

import io.jiaozi.Capability;
import io.jiaozi.Operation;
import io.jiaozi.payment.CaptureRequest;
import io.jiaozi.payment.PaymentReference;
import io.jiaozi.payment.PaymentRequest;
import io.jiaozi.payment.Scene;
import io.jiaozi.payment.VoidRequest;
import io.jiaozi.refund.RefundReference;
import io.jiaozi.refund.RefundRequest;
import io.jiaozi.spi.CallContext;
import io.jiaozi.spi.ChannelAdapter;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * One thing an adapter can be asked for, ready to be struck by faults.
 *
 * @param name in a few words, unique
 * @param operation what is asked
 * @param scene in which scene, for payments and holds
 * @param scenery brings the channel into the state the call needs, with a healthy adapter
 */
record CallUnderTest(
    String name, Operation operation, Scene.@Nullable Kind scene, Scenery scenery) {

  interface Scenery {
    Act prepare(Bench bench);
  }

  /** Makes the call; may be made again, and is then the very same request. */
  interface Act {
    Object make(ChannelAdapter adapter, CallContext context);
  }

  Steps steps(Bench bench) {
    return bench.harness().steps(operation, scene);
  }

  boolean isQuestion() {
    return operation == Operation.QUERY || operation == Operation.QUERY_REFUND;
  }

  /** Every call that an account with the expected capabilities has. */
  static List<CallUnderTest> all(Bench bench) {
    List<CallUnderTest> calls = new ArrayList<>();
    for (Scene.Kind kind : EnumSet.allOf(Scene.Kind.class)) {
      if (bench.can().pay().contains(kind)) {
        calls.add(pay(kind));
      }
    }
    for (Scene.Kind kind : EnumSet.allOf(Scene.Kind.class)) {
      if (bench.can().authorize().contains(kind)) {
        calls.add(authorize(kind));
      }
    }
    calls.add(new CallUnderTest("query", Operation.QUERY, null, CallUnderTest::query));
    if (bench.can(Capability.COMPLETE_AFTER_APPROVAL)) {
      calls.add(new CallUnderTest("complete", Operation.COMPLETE, null, CallUnderTest::complete));
    }
    if (bench.holds()) {
      calls.add(new CallUnderTest("capture", Operation.CAPTURE, null, CallUnderTest::capture));
    }
    if (bench.can(Capability.VOID_AUTHORIZATION)) {
      calls.add(new CallUnderTest("void", Operation.VOID, null, CallUnderTest::release));
    }
    if (bench.can(Capability.REAUTHORIZE)) {
      calls.add(
          new CallUnderTest("reauthorize", Operation.REAUTHORIZE, null, CallUnderTest::renew));
    }
    if (bench.can(Capability.CLOSE)) {
      calls.add(new CallUnderTest("close", Operation.CLOSE, null, CallUnderTest::close));
    }
    if (bench.can(Capability.REVERSE)) {
      calls.add(new CallUnderTest("reverse", Operation.REVERSE, null, CallUnderTest::reverse));
    }
    if (bench.can(Capability.REFUND)) {
      calls.add(new CallUnderTest("refund", Operation.REFUND, null, CallUnderTest::refund));
      calls.add(
          new CallUnderTest(
              "query refund", Operation.QUERY_REFUND, null, CallUnderTest::queryRefund));
    }
    return calls;
  }

  private static String words(Scene.Kind kind) {
    return kind.name().toLowerCase(Locale.ROOT).replace('_', ' ');
  }

  private static CallUnderTest pay(Scene.Kind kind) {
    return new CallUnderTest(
        "pay by " + words(kind),
        Operation.PAY,
        kind,
        bench -> {
          PaymentRequest request = bench.payment(Bench.number(), kind, bench.price());
          return (adapter, context) -> adapter.pay(request, context);
        });
  }

  private static CallUnderTest authorize(Scene.Kind kind) {
    return new CallUnderTest(
        "authorize by " + words(kind),
        Operation.AUTHORIZE,
        kind,
        bench -> {
          PaymentRequest request = bench.payment(Bench.number("H"), kind, bench.price());
          return (adapter, context) ->
              ((ChannelAdapter.Authorizing) adapter).authorize(request, context);
        });
  }

  private static Act query(Bench bench) {
    PaymentReference reference = bench.open(Bench.number()).payment().reference();
    return (adapter, context) -> adapter.query(reference, context);
  }

  private static Act complete(Bench bench) {
    String number = Bench.number();
    var asked = bench.open(number);
    bench.harness().buyerPays(number, Bench.next(asked));
    PaymentReference reference = asked.payment().reference();
    return (adapter, context) -> ((ChannelAdapter.Completing) adapter).complete(reference, context);
  }

  private static Act capture(Bench bench) {
    CaptureRequest request = bench.capture(bench.held(), Bench.number("C"));
    return (adapter, context) -> ((ChannelAdapter.Authorizing) adapter).capture(request, context);
  }

  private static Act release(Bench bench) {
    VoidRequest request = bench.voiding(bench.held(), Bench.number("V"));
    return (adapter, context) ->
        ((ChannelAdapter.Authorizing) adapter).voidAuthorization(request, context);
  }

  private static Act renew(Bench bench) {
    PaymentReference hold = bench.held();
    return (adapter, context) ->
        ((ChannelAdapter.Reauthorizing) adapter).reauthorize(hold, bench.price(), context);
  }

  private static Act close(Bench bench) {
    PaymentReference reference = bench.open(Bench.number()).payment().reference();
    return (adapter, context) -> ((ChannelAdapter.Closing) adapter).close(reference, context);
  }

  private static Act reverse(Bench bench) {
    PaymentReference reference = bench.atTheTill(Bench.number());
    return (adapter, context) -> ((ChannelAdapter.Reversing) adapter).reverse(reference, context);
  }

  private static Act refund(Bench bench) {
    RefundRequest request = bench.refund(bench.paid(), Bench.number("R"));
    return (adapter, context) -> adapter.refund(request, context);
  }

  private static Act queryRefund(Bench bench) {
    RefundRequest request = bench.refund(bench.paid(), Bench.number("R"));
    RefundReference reference =
        bench.adapter().refund(request, Bench.call(Operation.REFUND)).reference();
    return (adapter, context) -> adapter.queryRefund(reference, context);
  }
}
