package io.jiaozi.tck;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jiaozi.Capability;
import io.jiaozi.Operation;
import io.jiaozi.TimeSource;
import io.jiaozi.notification.InboundRequest;
import io.jiaozi.payment.Payment;
import io.jiaozi.payment.PaymentReference;
import io.jiaozi.payment.PaymentRequest;
import io.jiaozi.payment.PaymentResult;
import io.jiaozi.payment.PaymentState;
import io.jiaozi.spi.ChannelAdapter;
import io.jiaozi.spi.ChannelFailure;
import io.jiaozi.tck.CallUnderTest.Act;
import io.jiaozi.tck.MessageShape.Role;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.BooleanSupplier;

/** Many threads at once, and nothing left behind. */
final class LoadChapter implements Chapter {

  private static final int THREADS = 16;
  private static final int ROUNDS = 12;
  private static final Duration LONGEST_WAIT = Duration.ofSeconds(5);

  private final Bench bench;

  LoadChapter(Bench bench) {
    this.bench = bench;
  }

  @Override
  public String title() {
    return "Load";
  }

  @Override
  public List<Case> cases() {
    return List.of(
        Case.always("T-01", "payments at once do not mix", this::payments),
        Case.always("T-02", "one payment asked for by many at once is booked once", this::one),
        Case.always("T-03", "questions at once do not mix", this::questions),
        Case.always("T-04", "one refund asked for by many at once is made once", this::oneRefund),
        Case.always(
            "T-05", "genuine messages are believed while forged ones pour in", this::messages),
        Case.always("T-06", "failing calls leave no connection behind", this::connections),
        Case.always("T-07", "a closed adapter leaves no thread behind", this::threads),
        Case.always("T-08", "a call that failed does not spoil the next", this::recovers));
  }

  /** All at once; the first failure fails. */
  private static <T> List<T> atOnce(int count, java.util.function.IntFunction<Callable<T>> work)
      throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(count);
    try {
      CyclicBarrier start = new CyclicBarrier(count);
      List<Future<T>> running = new ArrayList<>();
      for (int i = 0; i < count; i++) {
        Callable<T> one = work.apply(i);
        running.add(
            threads.submit(
                () -> {
                  start.await();
                  return one.call();
                }));
      }
      List<T> results = new ArrayList<>();
      for (Future<T> one : running) {
        results.add(one.get());
      }
      return results;
    } finally {
      threads.shutdownNow();
    }
  }

  private void payments() throws Exception {
    List<PaymentRequest> requests = new ArrayList<>();
    for (int i = 0; i < THREADS * ROUNDS; i++) {
      requests.add(bench.payment(Bench.number()));
    }
    ChannelAdapter adapter = bench.adapter();
    List<List<String>> numbers =
        atOnce(
            THREADS,
            thread ->
                () -> {
                  List<String> own = new ArrayList<>();
                  for (PaymentRequest request : share(requests, thread)) {
                    own.add(
                        adapter
                            .pay(request, Bench.call(Operation.PAY))
                            .payment()
                            .reference()
                            .number());
                  }
                  return own;
                });
    for (int thread = 0; thread < THREADS; thread++) {
      assertEquals(
          share(requests, thread).stream().map(PaymentRequest::orderNumber).toList(),
          numbers.get(thread));
    }
    for (PaymentRequest request : requests) {
      assertEquals(List.of(bench.price()), bench.harness().bookedPayments(request.orderNumber()));
    }
  }

  private static <T> List<T> share(List<T> all, int thread) {
    return all.subList(thread * ROUNDS, (thread + 1) * ROUNDS);
  }

  private void one() throws Exception {
    PaymentRequest request = bench.payment(Bench.number());
    ChannelAdapter adapter = bench.adapter();
    List<Boolean> answered =
        atOnce(
            THREADS,
            thread -> () -> answered(() -> adapter.pay(request, Bench.call(Operation.PAY))));
    assertTrue(answered.contains(true), "nobody got an answer");
    assertEquals(List.of(bench.price()), bench.harness().bookedPayments(request.orderNumber()));
  }

  private static boolean answered(Runnable call) {
    try {
      call.run();
      return true;
    } catch (ChannelFailure.Rejected | ChannelFailure.OutcomeUnknown told) {
      return false;
    }
  }

  private void questions() throws Exception {
    List<PaymentReference> references = new ArrayList<>();
    for (int i = 0; i < THREADS; i++) {
      references.add(bench.open(Bench.number()).payment().reference());
    }
    ChannelAdapter adapter = bench.adapter();
    List<Set<String>> told =
        atOnce(
            THREADS,
            thread ->
                () -> {
                  Set<String> numbers = new HashSet<>();
                  for (int round = 0; round < ROUNDS; round++) {
                    Payment found =
                        adapter.query(references.get(thread), Bench.call(Operation.QUERY));
                    numbers.add(found.reference().number());
                  }
                  return numbers;
                });
    for (int thread = 0; thread < THREADS; thread++) {
      assertEquals(Set.of(references.get(thread).number()), told.get(thread));
    }
  }

  private void oneRefund() throws Exception {
    bench.require(Capability.REFUND);
    var request = bench.refund(bench.paid(), Bench.number("R"));
    ChannelAdapter adapter = bench.adapter();
    List<Boolean> answered =
        atOnce(
            THREADS,
            thread -> () -> answered(() -> adapter.refund(request, Bench.call(Operation.REFUND))));
    assertTrue(answered.contains(true), "nobody got an answer");
    assertEquals(List.of(request.amount()), bench.harness().bookedRefunds(request.refundNumber()));
  }

  private void messages() throws Exception {
    bench.require(Capability.NOTIFIES_PAYMENT);
    String number = bench.paid().number();
    WireMessage genuine =
        WireMessage.of(
            bench
                .harness()
                .paymentNotification(number, Making.GENUINE)
                .orElseThrow(() -> new AssertionError("the fake makes no notification")));
    InboundRequest good = genuine.inbound();
    Forging forging =
        new Forging(
            bench.harness().messageShape(), genuine, genuine, 5, bench.deadEnds().elsewhere());
    List<InboundRequest> bad =
        List.of(
            forging.flippedBody().orElseThrow().inbound(),
            forging.flippedSignature().orElseThrow().inbound(),
            forging.without(Role.SIGNATURE).orElseThrow().inbound());
    ChannelAdapter adapter = bench.adapter();
    String fact = adapter.readNotification(good, Bench.call(Operation.NOTIFICATION)).factKey();
    atOnce(
        THREADS,
        thread ->
            () -> {
              for (int round = 0; round < ROUNDS; round++) {
                assertEquals(
                    fact,
                    adapter.readNotification(good, Bench.call(Operation.NOTIFICATION)).factKey());
                for (InboundRequest forged : bad) {
                  assertTrue(isRefused(adapter, forged), "a forgery was believed");
                }
              }
              return thread;
            });
  }

  private static boolean isRefused(ChannelAdapter adapter, InboundRequest forged) {
    try {
      adapter.readNotification(forged, Bench.call(Operation.NOTIFICATION));
      return false;
    } catch (ChannelFailure.Untrusted refused) {
      return true;
    }
  }

  private void connections() {
    try (FaultProxy proxy = new FaultProxy(bench.harness().address(), bench.harness()::isFetch)) {
      PaymentReference reference = bench.open(Bench.number()).payment().reference();
      try (Opened opened = bench.open(proxy.address())) {
        for (SocketFault fault :
            List.of(
                SocketFault.GARBAGE,
                SocketFault.TRUNCATED_REPLY,
                SocketFault.HTML_502,
                SocketFault.STATUS_503,
                SocketFault.CLOSE_AFTER_COMMIT)) {
          proxy.strike(fault, reply -> reply, bench.deadEnds().redirection(), 1, 20);
          for (int i = 0; i < 20; i++) {
            answered(() -> opened.adapter().query(reference, Bench.call(Operation.QUERY)));
          }
        }
        soon(() -> proxy.openConnections() <= 8, "connections left open by 100 failing calls");
      }
      soon(() -> proxy.openConnections() == 0, "connections left open by a closed adapter");
    }
  }

  /** Waits without sleeping. */
  private static void soon(BooleanSupplier condition, String what) {
    long end = TimeSource.system().nanos() + LONGEST_WAIT.toNanos();
    while (!condition.getAsBoolean()) {
      assertTrue(TimeSource.system().nanos() < end, what);
      Thread.onSpinWait();
    }
  }

  private void threads() {
    PaymentReference reference = bench.open(Bench.number()).payment().reference();
    Set<Thread> before = Thread.getAllStackTraces().keySet();
    for (int i = 0; i < 3; i++) {
      try (Opened opened = bench.open(bench.proxy().address())) {
        opened.adapter().query(reference, Bench.call(Operation.QUERY));
      }
    }
    soon(() -> left(before).size() < 3, "threads left behind by three closed adapters");
  }

  /** One of a library's own that serves all does no harm: fewer than the adapters is enough. */
  private static Set<Thread> left(Set<Thread> before) {
    Set<Thread> left = new HashSet<>(Thread.getAllStackTraces().keySet());
    left.removeAll(before);
    left.removeIf(thread -> thread.getName().startsWith(FaultProxy.THREADS));
    left.removeIf(thread -> !thread.isAlive());
    return left;
  }

  private void recovers() {
    String number = Bench.number();
    PaymentRequest request = bench.payment(number);
    PaymentResult asked = bench.adapter().pay(request, Bench.call(Operation.PAY));
    PaymentReference reference = asked.payment().reference();
    Act question = (adapter, context) -> adapter.query(reference, context);
    for (SocketFault fault : SocketFault.values()) {
      if (fault.isAddress() || fault == SocketFault.SILENCE_AFTER_COMMIT) {
        continue;
      }
      bench.proxy().strike(fault, reply -> reply, bench.deadEnds().redirection(), 1, 1);
      answered(() -> question.make(bench.adapter(), Bench.call(Operation.QUERY)));
      bench.proxy().heal();
      PaymentState state = bench.adapter().query(reference, Bench.call(Operation.QUERY)).state();
      assertTrue(state != PaymentState.UNKNOWN, "after " + fault.words());
    }
  }
}
