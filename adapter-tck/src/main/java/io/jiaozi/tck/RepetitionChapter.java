package io.jiaozi.tck;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jiaozi.Capability;
import io.jiaozi.MerchantAccount;
import io.jiaozi.Operation;
import io.jiaozi.PaymentGateway;
import io.jiaozi.error.InvalidRequestException;
import io.jiaozi.error.PaymentException;
import io.jiaozi.money.Money;
import io.jiaozi.payment.CaptureRequest;
import io.jiaozi.payment.Payment;
import io.jiaozi.payment.PaymentReference;
import io.jiaozi.payment.PaymentRequest;
import io.jiaozi.payment.PaymentResult;
import io.jiaozi.payment.PaymentState;
import io.jiaozi.payment.Scene;
import io.jiaozi.payment.VoidRequest;
import io.jiaozi.refund.Refund;
import io.jiaozi.refund.RefundRequest;
import io.jiaozi.refund.RefundState;
import io.jiaozi.spi.ChannelAdapter;
import io.jiaozi.spi.ChannelFailure;
import io.jiaozi.spi.OutcomePlan;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** Nothing happens twice, whatever is repeated and whatever is lost on the way. */
final class RepetitionChapter implements Chapter {

  private final Bench bench;

  RepetitionChapter(Bench bench) {
    this.bench = bench;
  }

  @Override
  public String title() {
    return "Repetition";
  }

  @Override
  public List<Case> cases() {
    List<Case> cases = new ArrayList<>();
    cases.add(Case.always("I-01", "the same payment twice is booked once", this::payTwice));
    cases.add(
        Case.always(
            "I-02",
            "the same number with another amount never stands for both",
            this::otherAmount));
    cases.add(Case.always("I-03", "the same refund twice is made once", this::refundTwice));
    cases.add(Case.always("I-04", "two refunds of one payment are two", this::twoRefunds));
    cases.add(
        Case.always(
            "I-05",
            "the same refund number with another amount is made once at most",
            this::otherRefundAmount));
    cases.add(Case.always("I-06", "the same hold twice is booked once", this::authorizeTwice));
    cases.add(Case.always("I-07", "the same capture twice is taken once", this::captureTwice));
    cases.add(Case.always("I-08", "the same void twice is harmless", this::voidTwice));
    cases.add(Case.always("I-09", "closing twice is harmless", this::closeTwice));
    cases.add(Case.always("I-10", "reversing twice is harmless", this::reverseTwice));
    cases.add(Case.always("I-11", "completing twice takes the money once", this::completeTwice));
    cases.add(
        Case.always("I-12", "a code at the till twice is booked once", this::payAtTheTillTwice));
    for (SocketFault fault : SocketFault.values()) {
      if (lost(fault)) {
        cases.add(
            Case.always(
                    "I-13",
                    "a payment whose answer is lost is booked once, however often it is repeated",
                    () -> lostPayment(fault))
                .in(fault.words()));
        cases.add(
            Case.always(
                    "I-14",
                    "a refund whose answer is lost is made once, however often it is repeated",
                    () -> lostRefund(fault))
                .in(fault.words()));
        cases.add(
            Case.always(
                    "I-15",
                    "a capture whose answer is lost is taken once, however often it is repeated",
                    () -> lostCapture(fault))
                .in(fault.words()));
        cases.add(
            Case.always(
                    "I-16",
                    "an order whose completion is lost is taken once, however often it is repeated",
                    () -> lostCompletion(fault))
                .in(fault.words()));
      }
    }
    return cases;
  }

  private static boolean lost(SocketFault fault) {
    return switch (fault) {
      case RESET_AFTER_READ,
          STATUS_503,
          RESET_AFTER_COMMIT,
          CLOSE_AFTER_COMMIT,
          TRUNCATED_REPLY,
          GARBAGE,
          HTML_200 ->
          true;
      default -> false;
    };
  }

  private List<Money> booked(String number) {
    return bench.harness().bookedPayments(number);
  }

  /** A repeat may be refused, or its outcome be open; it may not fail in any other way. */
  private static void repeat(Runnable call) {
    try {
      call.run();
    } catch (ChannelFailure.Rejected | ChannelFailure.OutcomeUnknown told) {
      assertTrue(told.getMessage() != null, "a failure without a word");
    }
  }

  private void payTwice() {
    PaymentRequest request = bench.payment(Bench.number());
    bench.adapter().pay(request, Bench.call(Operation.PAY));
    Runnable again = () -> bench.adapter().pay(request, Bench.call(Operation.PAY));
    OutcomePlan plan = bench.adapter().plan(Operation.PAY, request.scene().kind());
    if (plan.repeat() == OutcomePlan.Repeat.FREELY) {
      again.run();
    } else {
      repeat(again);
    }
    assertEquals(List.of(bench.price()), booked(request.orderNumber()), "in the fake's books");
  }

  private void otherAmount() {
    PaymentRequest first = bench.payment(Bench.number());
    bench.adapter().pay(first, Bench.call(Operation.PAY));
    PaymentRequest other =
        bench
            .harness()
            .dress(
                PaymentRequest.builder(
                        first.orderNumber(), bench.part(), first.scene(), first.placedAt())
                    .description(first.description()))
            .build();
    PaymentRequest second =
        first.payBefore() == null ? other : other.withPayBefore(first.payBefore());
    Money answered = answeredAmount(second);
    List<Money> books = booked(first.orderNumber());
    assertEquals(1, books.size(), "entries in the fake's books");
    assertTrue(
        answered == null || answered.equals(books.get(0)),
        "the second request was answered as if " + answered + " had been taken");
  }

  private Money answeredAmount(PaymentRequest request) {
    try {
      PaymentResult result = bench.adapter().pay(request, Bench.call(Operation.PAY));
      Money told = result.payment().amount();
      return told == null ? request.amount() : told;
    } catch (ChannelFailure.Rejected | ChannelFailure.OutcomeUnknown told) {
      return booked(request.orderNumber()).get(0);
    }
  }

  private void refundTwice() {
    bench.require(Capability.REFUND);
    RefundRequest request = bench.refund(bench.paid(), Bench.number("R"));
    bench.adapter().refund(request, Bench.call(Operation.REFUND));
    Runnable again = () -> bench.adapter().refund(request, Bench.call(Operation.REFUND));
    if (bench.adapter().plan(Operation.REFUND, null).repeat() == OutcomePlan.Repeat.FREELY) {
      again.run();
    } else {
      repeat(again);
    }
    assertEquals(
        List.of(request.amount()),
        bench.harness().bookedRefunds(request.refundNumber()),
        "in the fake's books");
  }

  private void twoRefunds() {
    bench.require(Capability.PARTIAL_REFUND);
    Bench.Paid paid = bench.paid();
    for (String number : List.of(Bench.number("R"), Bench.number("R"))) {
      bench
          .adapter()
          .refund(
              bench.refund(paid.reference(), number, bench.part(), paid.amount()),
              Bench.call(Operation.REFUND));
      assertEquals(List.of(bench.part()), bench.harness().bookedRefunds(number));
    }
  }

  private void otherRefundAmount() {
    bench.require(Capability.PARTIAL_REFUND);
    Bench.Paid paid = bench.paid();
    String number = Bench.number("R");
    Money part = bench.part();
    bench
        .adapter()
        .refund(
            bench.refund(paid.reference(), number, part, paid.amount()),
            Bench.call(Operation.REFUND));
    Money more = part.plus(part);
    try {
      Refund second =
          bench
              .adapter()
              .refund(
                  bench.refund(paid.reference(), number, more, paid.amount()),
                  Bench.call(Operation.REFUND));
      assertTrue(
          second.state() != RefundState.SUCCEEDED || !more.equals(second.amount()),
          "answered as if the other amount had gone back");
    } catch (ChannelFailure.Rejected | ChannelFailure.OutcomeUnknown told) {
      assertTrue(told.getMessage() != null, "a failure without a word");
    }
    assertEquals(List.of(part), bench.harness().bookedRefunds(number), "in the fake's books");
  }

  private void authorizeTwice() {
    bench.requireHolds();
    PaymentRequest request = bench.payment(Bench.number("H"), bench.holdScene(), bench.price());
    PaymentResult first = bench.holding().authorize(request, Bench.call(Operation.AUTHORIZE));
    repeat(() -> bench.holding().authorize(request, Bench.call(Operation.AUTHORIZE)));
    bench.harness().buyerPays(request.orderNumber(), Bench.next(first));
    assertEquals(List.of(bench.price()), booked(request.orderNumber()), "in the fake's books");
  }

  private void captureTwice() {
    bench.requireHolds();
    CaptureRequest request = bench.capture(bench.held(), Bench.number("C"));
    bench.holding().capture(request, Bench.call(Operation.CAPTURE));
    repeat(() -> bench.holding().capture(request, Bench.call(Operation.CAPTURE)));
    assertEquals(List.of(request.amount()), booked(request.captureNumber()), "in the fake's books");
  }

  private void voidTwice() {
    bench.require(Capability.VOID_AUTHORIZATION);
    VoidRequest request = bench.voiding(bench.held(), Bench.number("V"));
    Payment first = bench.holding().voidAuthorization(request, Bench.call(Operation.VOID));
    Payment again = bench.holding().voidAuthorization(request, Bench.call(Operation.VOID));
    assertEquals(first.state(), again.state());
    assertEquals(PaymentState.VOIDED, again.state());
  }

  private void closeTwice() {
    bench.require(Capability.CLOSE);
    PaymentReference order = bench.open(Bench.number()).payment().reference();
    ChannelAdapter.Closing closing = (ChannelAdapter.Closing) bench.adapter();
    closing.close(order, Bench.call(Operation.CLOSE));
    assertEquals(PaymentState.CLOSED, closing.close(order, Bench.call(Operation.CLOSE)).state());
  }

  private void reverseTwice() {
    bench.require(Capability.REVERSE);
    PaymentReference order = bench.atTheTill(Bench.number());
    ChannelAdapter.Reversing reversing = (ChannelAdapter.Reversing) bench.adapter();
    Payment first = reversing.reverse(order, Bench.call(Operation.REVERSE));
    Payment again = reversing.reverse(order, Bench.call(Operation.REVERSE));
    assertNotEquals(PaymentState.PAID, first.state());
    assertEquals(first.state(), again.state());
  }

  private void completeTwice() {
    bench.require(Capability.COMPLETE_AFTER_APPROVAL);
    String number = Bench.number();
    PaymentResult asked = bench.open(number);
    bench.harness().buyerPays(number, Bench.next(asked));
    ChannelAdapter.Completing completing = (ChannelAdapter.Completing) bench.adapter();
    PaymentReference order = asked.payment().reference();
    PaymentResult first = completing.complete(order, Bench.call(Operation.COMPLETE));
    PaymentResult again = completing.complete(order, Bench.call(Operation.COMPLETE));
    assertEquals(PaymentResult.Kind.PAID, again.kind());
    assertEquals(
        first.payment().channelPaymentId(),
        again.payment().channelPaymentId(),
        "the same payment both times");
    assertEquals(List.of(bench.price()), booked(number), "in the fake's books");
  }

  private void payAtTheTillTwice() {
    if (!bench.can().pay().contains(Scene.Kind.BUYER_CODE)) {
      throw NotApplicable.because("the account scans no buyers' codes.");
    }
    PaymentRequest request = bench.payment(Bench.number(), Scene.Kind.BUYER_CODE, bench.price());
    bench.adapter().pay(request, Bench.call(Operation.PAY));
    repeat(() -> bench.adapter().pay(request, Bench.call(Operation.PAY)));
    assertEquals(List.of(bench.price()), booked(request.orderNumber()), "in the fake's books");
  }

  // ---- Answers that are lost once, with a gateway in front ----

  /** The call is struck once, then made again in good weather, twice. */
  private void struckOnce(SocketFault fault, Operation operation, Consumer<MerchantAccount> call) {
    Steps steps =
        bench
            .harness()
            .steps(operation, operation == Operation.PAY ? bench.harness().mainScene() : null);
    if (steps.acting() == 0) {
      throw NotApplicable.because("the call makes no request.");
    }
    try (PaymentGateway gateway = bench.freshGateway()) {
      MerchantAccount account = gateway.account(Bench.ACCOUNT);
      bench
          .proxy()
          .strike(fault, reply -> reply, bench.deadEnds().redirection(), steps.acting(), 1);
      made(account, call);
      bench.proxy().heal();
      made(account, call);
      made(account, call);
    }
  }

  private static void made(MerchantAccount account, Consumer<MerchantAccount> call) {
    try {
      call.accept(account);
    } catch (PaymentException told) {
      assertTrue(
          !(told.getMessage() == null || told.getMessage().isBlank()), "a failure without a word");
    } catch (InvalidRequestException refused) {
      throw new AssertionError("The same request was refused as wrong.", refused);
    }
  }

  private void lostPayment(SocketFault fault) {
    PaymentRequest request = bench.payment(Bench.number());
    struckOnce(fault, Operation.PAY, account -> account.pay(request));
    assertEquals(List.of(bench.price()), booked(request.orderNumber()), "in the fake's books");
  }

  private void lostRefund(SocketFault fault) {
    bench.require(Capability.REFUND);
    RefundRequest request = bench.refund(bench.paid(), Bench.number("R"));
    struckOnce(fault, Operation.REFUND, account -> account.refund(request));
    assertEquals(
        List.of(request.amount()),
        bench.harness().bookedRefunds(request.refundNumber()),
        "in the fake's books");
  }

  private void lostCapture(SocketFault fault) {
    bench.requireHolds();
    CaptureRequest request = bench.capture(bench.held(), Bench.number("C"));
    struckOnce(fault, Operation.CAPTURE, account -> account.capture(request));
    assertEquals(List.of(request.amount()), booked(request.captureNumber()), "in the fake's books");
  }

  private void lostCompletion(SocketFault fault) {
    bench.require(Capability.COMPLETE_AFTER_APPROVAL);
    String number = Bench.number();
    PaymentResult asked = bench.open(number);
    bench.harness().buyerPays(number, Bench.next(asked));
    PaymentReference order = asked.payment().reference();
    struckOnce(fault, Operation.COMPLETE, account -> account.complete(order));
    assertEquals(List.of(bench.price()), booked(number), "in the fake's books");
    assertEquals(
        PaymentState.PAID,
        bench.adapter().query(order, Bench.call(Operation.QUERY)).state(),
        "asked afterwards");
  }
}
