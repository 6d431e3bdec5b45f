package io.jiaozi.tck;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jiaozi.Capability;
import io.jiaozi.Operation;
import io.jiaozi.money.Money;
import io.jiaozi.payment.Payment;
import io.jiaozi.payment.PaymentReference;
import io.jiaozi.payment.PaymentRequest;
import io.jiaozi.payment.PaymentResult;
import io.jiaozi.payment.PaymentState;
import io.jiaozi.refund.Refund;
import io.jiaozi.refund.RefundReference;
import io.jiaozi.refund.RefundRequest;
import io.jiaozi.refund.RefundState;
import io.jiaozi.spi.ChannelAdapter;
import io.jiaozi.spi.ChannelFailure;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** States are told as they are, and nothing that is not money is called money. */
final class StateChapter implements Chapter {

  private static final Set<PaymentState> OPEN =
      Set.of(
          PaymentState.AWAITING_CUSTOMER,
          PaymentState.PROCESSING,
          PaymentState.APPROVED,
          PaymentState.NOT_FOUND);

  private final Bench bench;

  StateChapter(Bench bench) {
    this.bench = bench;
  }

  @Override
  public String title() {
    return "References and states";
  }

  @Override
  public List<Case> cases() {
    return List.of(
        Case.always("S-01", "a result carries the order's number", this::number),
        Case.always("S-02", "the reference of a request is known before it is sent", this::pure),
        Case.always("S-03", "references survive being stored as one text", this::stored),
        Case.always("S-04", "an order whose buyer has not come is open", this::open),
        Case.always("S-05", "a paid order is PAID, with amount, time and channel id", this::paid),
        Case.of("S-06", "an order the channel does not know is NOT_FOUND", this::unknown),
        Case.of("S-07", "a buyer who is declined is told as the channel tells it", this::declined),
        Case.always("S-08", "a paid order cannot be closed", this::closePaid),
        Case.of("S-09", "what was reversed is not paid any more", this::reversed),
        Case.always("S-10", "a refund is found under its number", this::refund),
        Case.of("S-11", "a refund the channel does not know is NOT_FOUND", this::unknownRefund),
        Case.always("S-12", "more than was paid is not refunded", this::tooMuch),
        Case.of("S-13", "what is not paid is not refunded", this::refundUnpaid),
        Case.always("S-14", "a hold is no payment", this::hold),
        Case.always(
            "S-15", "what was captured cannot be captured again beyond it", this::overCapture),
        Case.always("S-16", "a released hold cannot be captured", this::captureReleased),
        Case.always("S-17", "an order is not paid before its buyer approved it", this::early),
        Case.always("S-18", "a wholly refunded payment is not PAID without a word", this::refunded),
        Case.always("S-19", "the channel's own text is kept and not shown", this::raw));
  }

  private Payment query(PaymentReference reference) {
    return bench.adapter().query(reference, Bench.call(Operation.QUERY));
  }

  private void number() {
    String number = Bench.number();
    assertEquals(number, bench.open(number).payment().reference().number());
  }

  private void pure() {
    PaymentRequest request = bench.payment(Bench.number());
    bench.proxy().takeSeen();
    PaymentReference before = bench.adapter().reference(request);
    assertEquals(before, bench.adapter().reference(request), "asked twice");
    assertEquals(List.of(), bench.proxy().takeSeen(), "requests");
    assertEquals(request.orderNumber(), before.number());
    PaymentReference after =
        bench.adapter().pay(request, Bench.call(Operation.PAY)).payment().reference();
    if (before.locator() != null) {
      assertEquals(before, after, "the reference of the result");
    }
  }

  private void stored() {
    PaymentReference order = bench.open(Bench.number()).payment().reference();
    PaymentReference paid = bench.paid().reference();
    for (PaymentReference reference : List.of(order, paid)) {
      assertEquals(reference, PaymentReference.parse(reference.encode()));
      assertNotEquals(
          PaymentState.NOT_FOUND, query(PaymentReference.parse(reference.encode())).state());
    }
  }

  private void open() {
    PaymentState state = query(bench.open(Bench.number()).payment().reference()).state();
    assertTrue(OPEN.contains(state), state.toString());
  }

  private void paid() {
    Payment paid = query(bench.paid().reference());
    assertEquals(PaymentState.PAID, paid.state());
    assertEquals(bench.price(), paid.amount());
    assertNotNull(paid.channelPaymentId(), "channelPaymentId");
    Instant at = paid.paidAt();
    if (at != null) {
      assertTrue(
          Duration.between(at, Bench.now()).abs().compareTo(Duration.ofHours(1)) < 0,
          "paidAt is hours away: a time zone is wrong: " + at);
    }
  }

  private void unknown() {
    PaymentReference reference = bench.adapter().reference(bench.payment(Bench.number()));
    if (reference.locator() == null && !bench.can(Capability.FIND_BY_NUMBER)) {
      throw NotApplicable.because(
          "nothing can be asked for before the channel has given it a name.");
    }
    assertEquals(PaymentState.NOT_FOUND, query(reference).state());
  }

  private void declined() {
    String number = Bench.number();
    PaymentResult asked = bench.open(number);
    Optional<PaymentState> expected = bench.harness().buyerDeclines(number, Bench.next(asked));
    if (expected.isEmpty()) {
      throw NotApplicable.ask("The fake's buyers are never declined.");
    }
    assertEquals(expected.get(), query(asked.payment().reference()).state());
  }

  /** What came of a call that must not work: nothing, or a refusal. */
  private static <T> @Nullable T refusedOr(java.util.function.Supplier<T> call) {
    try {
      return call.get();
    } catch (ChannelFailure.Rejected rejected) {
      return null;
    }
  }

  private void closePaid() {
    bench.require(Capability.CLOSE);
    Bench.Paid paid = bench.paid();
    Payment after =
        refusedOr(
            () ->
                ((ChannelAdapter.Closing) bench.adapter())
                    .close(paid.reference(), Bench.call(Operation.CLOSE)));
    if (after != null) {
      assertEquals(PaymentState.PAID, after.state());
    }
    assertEquals(PaymentState.PAID, query(paid.reference()).state(), "asked afterwards");
  }

  private void reversed() {
    bench.require(Capability.REVERSE);
    PaymentReference reference = bench.atTheTill(Bench.number());
    ((ChannelAdapter.Reversing) bench.adapter()).reverse(reference, Bench.call(Operation.REVERSE));
    assertNotEquals(PaymentState.PAID, query(reference).state());
  }

  private void refund() {
    bench.require(Capability.REFUND);
    String number = Bench.number("R");
    RefundRequest request = bench.refund(bench.paid(), number);
    RefundReference before = bench.adapter().reference(request);
    assertEquals(number, before.number(), "the reference before sending");
    Refund made = bench.adapter().refund(request, Bench.call(Operation.REFUND));
    assertEquals(number, made.reference().number(), "the result's reference");
    Refund found =
        bench.adapter().queryRefund(made.reference(), Bench.call(Operation.QUERY_REFUND));
    assertTrue(
        found.state() == RefundState.SUCCEEDED || found.state() == RefundState.PROCESSING,
        found.state().toString());
    Money amount = found.amount();
    if (amount != null) {
      assertEquals(request.amount(), amount);
    }
  }

  private void unknownRefund() {
    bench.require(Capability.REFUND);
    RefundRequest request = bench.refund(bench.paid(), Bench.number("R"));
    RefundReference reference = bench.adapter().reference(request);
    assertEquals(
        RefundState.NOT_FOUND,
        bench.adapter().queryRefund(reference, Bench.call(Operation.QUERY_REFUND)).state());
  }

  private void tooMuch() {
    bench.require(Capability.REFUND);
    Bench.Paid paid = bench.paid();
    Money more = paid.amount().plus(bench.part());
    String number = Bench.number("R");
    RefundRequest request = bench.refund(paid.reference(), number, more, more);
    if (bench.adapter().check(request).isEmpty()) {
      Refund refund =
          refusedOr(() -> bench.adapter().refund(request, Bench.call(Operation.REFUND)));
      if (refund != null) {
        assertFalse(
            refund.state() == RefundState.SUCCEEDED || refund.state() == RefundState.PROCESSING,
            "told to be " + refund.state());
      }
    }
    assertEquals(List.of(), bench.harness().bookedRefunds(number), "in the fake's books");
  }

  private void refundUnpaid() {
    bench.require(Capability.REFUND);
    PaymentReference order = bench.open(Bench.number()).payment().reference();
    String number = Bench.number("R");
    RefundRequest request = bench.refund(order, number, bench.price(), bench.price());
    if (bench.adapter().check(request).isEmpty()) {
      Refund refund =
          refusedOr(() -> bench.adapter().refund(request, Bench.call(Operation.REFUND)));
      if (refund != null) {
        assertNotEquals(RefundState.SUCCEEDED, refund.state());
      }
    }
    assertEquals(List.of(), bench.harness().bookedRefunds(number), "in the fake's books");
  }

  private void hold() {
    bench.requireHolds();
    Payment hold = query(bench.held());
    assertEquals(PaymentState.AUTHORIZED, hold.state());
    assertEquals(bench.price(), hold.amount());
  }

  private void overCapture() {
    bench.requireHolds();
    PaymentReference hold = bench.held();
    Money more = bench.price().plus(bench.price());
    String number = Bench.number("C");
    var request = bench.capture(hold, number, more, true);
    if (bench.holding().check(request).isEmpty()) {
      PaymentResult taken =
          refusedOr(() -> bench.holding().capture(request, Bench.call(Operation.CAPTURE)));
      if (taken != null) {
        assertNotEquals(PaymentResult.Kind.PAID, taken.kind());
      }
    }
    assertEquals(List.of(), bench.harness().bookedPayments(number), "in the fake's books");
  }

  private void captureReleased() {
    bench.require(Capability.VOID_AUTHORIZATION);
    PaymentReference hold = bench.held();
    bench
        .holding()
        .voidAuthorization(bench.voiding(hold, Bench.number("V")), Bench.call(Operation.VOID));
    String number = Bench.number("C");
    PaymentResult taken =
        refusedOr(
            () ->
                bench
                    .holding()
                    .capture(bench.capture(hold, number), Bench.call(Operation.CAPTURE)));
    if (taken != null) {
      assertNotEquals(PaymentResult.Kind.PAID, taken.kind());
    }
    assertEquals(List.of(), bench.harness().bookedPayments(number), "in the fake's books");
  }

  private void early() {
    bench.require(Capability.COMPLETE_AFTER_APPROVAL);
    PaymentReference order = bench.open(Bench.number()).payment().reference();
    PaymentResult early =
        refusedOr(
            () ->
                ((ChannelAdapter.Completing) bench.adapter())
                    .complete(order, Bench.call(Operation.COMPLETE)));
    if (early != null) {
      assertNotEquals(PaymentResult.Kind.PAID, early.kind());
    }
    assertNotEquals(PaymentState.PAID, query(order).state(), "asked afterwards");
  }

  private void refunded() {
    bench.require(Capability.REFUND);
    Bench.Paid paid = bench.paid();
    RefundRequest whole =
        bench.refund(paid.reference(), Bench.number("R"), paid.amount(), paid.amount());
    bench.adapter().refund(whole, Bench.call(Operation.REFUND));
    Payment after = query(paid.reference());
    assertTrue(
        after.state() != PaymentState.PAID || after.refunded() == null,
        "told to be PAID with nothing refunded, though the channel tells refunds");
  }

  private void raw() {
    Payment paid = query(bench.paid().reference());
    String text = paid.raw().text();
    assertFalse(text.isEmpty(), "the raw reply");
    assertFalse(paid.toString().contains(text), "shown by toString");
    assertFalse(paid.raw().toString().contains(text), "shown by toString of the raw reply");
  }
}
