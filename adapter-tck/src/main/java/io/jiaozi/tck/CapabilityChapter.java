package io.jiaozi.tck;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jiaozi.Capability;
import io.jiaozi.ChannelCall;
import io.jiaozi.MerchantAccount;
import io.jiaozi.Operation;
import io.jiaozi.SubMerchant;
import io.jiaozi.error.InvalidRequestException;
import io.jiaozi.money.Money;
import io.jiaozi.notification.Notification;
import io.jiaozi.payment.Payment;
import io.jiaozi.payment.PaymentReference;
import io.jiaozi.payment.PaymentRequest;
import io.jiaozi.payment.PaymentResult;
import io.jiaozi.payment.PaymentState;
import io.jiaozi.payment.Scene;
import io.jiaozi.refund.Refund;
import io.jiaozi.refund.RefundReference;
import io.jiaozi.refund.RefundRequest;
import io.jiaozi.refund.RefundState;
import io.jiaozi.spi.ChannelAdapter;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The account can do what it says, says what it can do, and is asked for nothing else. */
final class CapabilityChapter implements Chapter {

  private final Bench bench;

  CapabilityChapter(Bench bench) {
    this.bench = bench;
  }

  @Override
  public String title() {
    return "Capabilities";
  }

  @Override
  public List<Case> cases() {
    List<Case> cases = new ArrayList<>();
    cases.add(
        Case.always(
            "C-01",
            "the scenes it is paid in are those of the channel's documents",
            () -> assertEquals(bench.can().pay(), bench.adapter().capabilities().pay())));
    cases.add(
        Case.always(
            "C-02",
            "the scenes it holds money in are those of the channel's documents",
            () ->
                assertEquals(bench.can().authorize(), bench.adapter().capabilities().authorize())));
    cases.add(
        Case.always(
            "C-03",
            "its capabilities are those of the channel's documents",
            () -> assertEquals(bench.can().all(), bench.adapter().capabilities().all())));
    cases.add(
        Case.always(
            "C-04",
            "its currencies are those of the channel's documents",
            () ->
                assertEquals(
                    bench.can().currencies(), bench.adapter().capabilities().currencies())));
    cases.add(
        Case.always(
            "C-05",
            "capabilities are constant",
            () -> assertEquals(bench.adapter().capabilities(), bench.adapter().capabilities())));
    agreements(cases);
    int id = 12;
    for (Scene.Kind kind : Scene.Kind.values()) {
      cases.add(
          Case.always(
              id(id++),
              "is paid in " + kind + " if it says so; else that is refused before the network",
              () -> pay(kind)));
    }
    for (Scene.Kind kind : Scene.Kind.values()) {
      cases.add(
          Case.always(
              id(id++),
              "holds money in " + kind + " if it says so; else that is refused before the network",
              () -> authorize(kind)));
    }
    for (Capability capability : Capability.values()) {
      cases.add(
          Case.always(
              id(id++),
              "keeps " + capability + " if it says so; else that is refused before the network",
              () -> keeps(capability)));
    }
    return cases;
  }

  private static String id(int number) {
    return String.format(Locale.ROOT, "C-%02d", number);
  }

  private void agreements(List<Case> cases) {
    agreement(cases, 6, Capability.CLOSE, ChannelAdapter.Closing.class);
    agreement(cases, 7, Capability.REVERSE, ChannelAdapter.Reversing.class);
    agreement(cases, 8, Capability.COMPLETE_AFTER_APPROVAL, ChannelAdapter.Completing.class);
    agreement(cases, 9, Capability.REAUTHORIZE, ChannelAdapter.Reauthorizing.class);
    agreement(cases, 10, Capability.CHANNEL_CALLS, ChannelAdapter.Calling.class);
    cases.add(
        Case.always(
            "C-11",
            "implements Authorizing exactly if it holds money",
            () ->
                assertEquals(
                    !bench.adapter().capabilities().authorize().isEmpty(),
                    bench.adapter() instanceof ChannelAdapter.Authorizing)));
  }

  private void agreement(List<Case> cases, int id, Capability capability, Class<?> type) {
    cases.add(
        Case.always(
            id(id),
            "implements " + type.getSimpleName() + " exactly if it has " + capability,
            () ->
                assertEquals(
                    bench.adapter().capabilities().has(capability),
                    type.isInstance(bench.adapter()))));
  }

  // ---- Scenes ----

  private void pay(Scene.Kind kind) {
    String number = Bench.number();
    if (!bench.can().pay().contains(kind)) {
      PaymentRequest request = bench.payment(number, anyScene(kind), bench.price());
      refusedBeforeNetwork(() -> bench.account().pay(request));
      return;
    }
    PaymentResult asked =
        bench.adapter().pay(bench.payment(number, kind, bench.price()), Bench.call(Operation.PAY));
    if (kind == Scene.Kind.BUYER_CODE) {
      assertTrue(
          asked.kind() == PaymentResult.Kind.PAID || asked.kind() == PaymentResult.Kind.PROCESSING,
          "at the till nobody is shown anything: " + asked.kind());
    } else {
      assertEquals(PaymentResult.Kind.AWAITING_CUSTOMER, asked.kind());
    }
    bench.harness().buyerPays(number, Bench.next(asked));
    PaymentReference reference = bench.finished(bench.adapter(), asked.payment().reference());
    Payment found = bench.adapter().query(reference, Bench.call(Operation.QUERY));
    assertEquals(PaymentState.PAID, found.state());
    assertEquals(bench.price(), found.amount());
  }

  private void authorize(Scene.Kind kind) {
    String number = Bench.number("H");
    if (!bench.can().authorize().contains(kind)) {
      PaymentRequest request = bench.payment(number, anyScene(kind), bench.price());
      refusedBeforeNetwork(() -> bench.account().authorize(request));
      return;
    }
    PaymentReference hold = bench.held(number, kind, bench.price());
    Payment found = bench.adapter().query(hold, Bench.call(Operation.QUERY));
    assertEquals(PaymentState.AUTHORIZED, found.state());
    assertEquals(bench.price(), found.amount());
  }

  /** For scenes in which the channel's buyers never are. */
  private Scene anyScene(Scene.Kind kind) {
    URI back = URI.create("https://shop.example/back");
    return switch (kind) {
      case QR_CODE -> Scene.qrCode();
      case BUYER_CODE -> Scene.buyerCode("134567890123456789", "S1");
      case WEB_PAGE -> Scene.webPage(back);
      case MOBILE_WEB -> Scene.mobileWeb(back, "203.0.113.7");
      case APP -> Scene.app();
      case IN_APP_PAGE -> Scene.inAppPage("buyer-1");
    };
  }

  private void refusedBeforeNetwork(Runnable call) {
    bench.account();
    bench.proxy().takeSeen();
    InvalidRequestException refused =
        assertThrows(InvalidRequestException.class, call::run, "asked for what it cannot do");
    assertFalse(refused.problems().isEmpty(), "problems told");
    assertEquals(List.of(), bench.proxy().takeSeen(), "requests sent all the same");
  }

  // ---- Everything else ----

  private void keeps(Capability capability) {
    switch (capability) {
      case FIND_BY_NUMBER -> findByNumber();
      case FIND_REFUND_BY_NUMBER -> findRefundByNumber();
      case SET_EXPIRY -> setExpiry();
      case CLOSE -> close();
      case REVERSE -> reverse();
      case COMPLETE_AFTER_APPROVAL -> complete();
      case PARTIAL_CAPTURE -> partialCapture();
      case SEVERAL_CAPTURES -> severalCaptures();
      case VOID_AUTHORIZATION -> voidAuthorization();
      case REAUTHORIZE -> reauthorize();
      case REFUND -> refund();
      case PARTIAL_REFUND -> partialRefund();
      case NOTIFIES_PAYMENT -> notifiesPayment();
      case NOTIFIES_REFUND -> notifiesRefund();
      case ACT_FOR_SUB_MERCHANT -> actForSubMerchant();
      case CHANNEL_CALLS -> channelCalls();
    }
  }

  private void findByNumber() {
    Bench.Paid paid = bench.paid();
    PaymentReference number = PaymentReference.ofNumber(paid.number());
    if (!bench.can(Capability.FIND_BY_NUMBER)) {
      refusedBeforeNetwork(() -> bench.account().query(number));
      return;
    }
    assertEquals(
        PaymentState.PAID, bench.adapter().query(number, Bench.call(Operation.QUERY)).state());
  }

  private Refund refunded(Bench.Paid paid, String refundNumber) {
    return bench.adapter().refund(bench.refund(paid, refundNumber), Bench.call(Operation.REFUND));
  }

  private void findRefundByNumber() {
    String number = Bench.number("R");
    RefundReference alone = new RefundReference(null, number, null);
    if (!bench.can(Capability.FIND_REFUND_BY_NUMBER)) {
      refusedBeforeNetwork(() -> bench.account().queryRefund(alone));
      return;
    }
    refunded(bench.paid(), number);
    RefundState state =
        bench.adapter().queryRefund(alone, Bench.call(Operation.QUERY_REFUND)).state();
    assertTrue(state == RefundState.SUCCEEDED || state == RefundState.PROCESSING, state.toString());
  }

  private void setExpiry() {
    String number = Bench.number();
    Scene.Kind kind = bench.harness().mainScene();
    PaymentRequest request =
        bench
            .payment(number, kind, bench.price())
            .withPayBefore(Bench.now().plus(Duration.ofMinutes(20)));
    if (!bench.can(Capability.SET_EXPIRY) && kind != Scene.Kind.BUYER_CODE) {
      refusedBeforeNetwork(() -> bench.account().pay(request));
      return;
    }
    assertEquals(List.of(), bench.adapter().check(request), "problems with an expiry");
    assertEquals(number, bench.account().pay(request).payment().reference().number());
  }

  private void close() {
    PaymentReference reference = bench.open(Bench.number()).payment().reference();
    if (!bench.can(Capability.CLOSE)) {
      refusedBeforeNetwork(() -> bench.account().close(reference));
      return;
    }
    Payment closed =
        ((ChannelAdapter.Closing) bench.adapter()).close(reference, Bench.call(Operation.CLOSE));
    assertEquals(PaymentState.CLOSED, closed.state());
    assertEquals(
        PaymentState.CLOSED,
        bench.adapter().query(reference, Bench.call(Operation.QUERY)).state(),
        "asked afterwards");
  }

  private void reverse() {
    if (!bench.can(Capability.REVERSE)) {
      PaymentReference reference = bench.open(Bench.number()).payment().reference();
      refusedBeforeNetwork(() -> bench.account().reverse(reference));
      return;
    }
    PaymentReference reference = bench.atTheTill(Bench.number());
    Payment undone =
        ((ChannelAdapter.Reversing) bench.adapter())
            .reverse(reference, Bench.call(Operation.REVERSE));
    assertTrue(
        undone.state() == PaymentState.REVERSED || undone.state() == PaymentState.CLOSED,
        undone.state().toString());
  }

  private void complete() {
    String number = Bench.number();
    PaymentResult asked = bench.open(number);
    PaymentReference reference = asked.payment().reference();
    if (!bench.can(Capability.COMPLETE_AFTER_APPROVAL)) {
      PaymentResult.Kind early = bench.account().complete(reference).kind();
      assertNotEquals(PaymentResult.Kind.PAID, early, "before the buyer has paid");
      return;
    }
    bench.harness().buyerPays(number, Bench.next(asked));
    PaymentResult done =
        ((ChannelAdapter.Completing) bench.adapter())
            .complete(reference, Bench.call(Operation.COMPLETE));
    assertEquals(PaymentResult.Kind.PAID, done.kind());
  }

  private void partialCapture() {
    if (!bench.holds()) {
      refusedCapture();
      return;
    }
    if (!bench.can(Capability.PARTIAL_CAPTURE)) {
      throw NotApplicable.because("the whole hold is captured at once.");
    }
    captured(bench.held(), bench.part(), true);
  }

  private void refusedCapture() {
    PaymentReference reference = bench.paid().reference();
    refusedBeforeNetwork(
        () -> bench.account().capture(bench.capture(reference, Bench.number("C"))));
  }

  private Payment captured(PaymentReference hold, Money amount, boolean last) {
    PaymentResult taken =
        bench
            .holding()
            .capture(
                bench.capture(hold, Bench.number("C"), amount, last),
                Bench.call(Operation.CAPTURE));
    Payment found = bench.adapter().query(taken.payment().reference(), Bench.call(Operation.QUERY));
    assertEquals(PaymentState.PAID, found.state(), "the capture, asked afterwards");
    assertEquals(amount, found.amount(), "what was captured");
    return found;
  }

  private void severalCaptures() {
    if (!bench.holds()) {
      refusedCapture();
      return;
    }
    PaymentReference hold = bench.held();
    if (!bench.can(Capability.SEVERAL_CAPTURES)) {
      refusedBeforeNetwork(
          () ->
              bench.account().capture(bench.capture(hold, Bench.number("C"), bench.part(), false)));
      return;
    }
    captured(hold, bench.part(), false);
    captured(hold, bench.part(), true);
  }

  private void voidAuthorization() {
    if (!bench.can(Capability.VOID_AUTHORIZATION)) {
      PaymentReference reference = bench.paid().reference();
      refusedBeforeNetwork(
          () -> bench.account().voidAuthorization(bench.voiding(reference, Bench.number("V"))));
      return;
    }
    Payment released =
        bench
            .holding()
            .voidAuthorization(
                bench.voiding(bench.held(), Bench.number("V")), Bench.call(Operation.VOID));
    assertEquals(PaymentState.VOIDED, released.state());
  }

  private void reauthorize() {
    if (!bench.can(Capability.REAUTHORIZE)) {
      PaymentReference reference = bench.open(Bench.number()).payment().reference();
      refusedBeforeNetwork(() -> bench.account().reauthorize(reference, bench.price()));
      return;
    }
    PaymentReference hold = bench.held();
    PaymentResult renewed =
        ((ChannelAdapter.Reauthorizing) bench.adapter())
            .reauthorize(hold, bench.price(), Bench.call(Operation.REAUTHORIZE));
    assertEquals(PaymentResult.Kind.AUTHORIZED, renewed.kind());
  }

  private void refund() {
    Bench.Paid paid = bench.paid();
    String number = Bench.number("R");
    if (!bench.can(Capability.REFUND)) {
      refusedBeforeNetwork(() -> bench.account().refund(bench.refund(paid, number)));
      return;
    }
    RefundRequest whole = bench.refund(paid.reference(), number, paid.amount(), paid.amount());
    assertEquals(List.of(), bench.adapter().check(whole), "problems");
    Refund made = bench.adapter().refund(whole, Bench.call(Operation.REFUND));
    assertTrue(
        made.state() == RefundState.SUCCEEDED || made.state() == RefundState.PROCESSING,
        made.state().toString());
    assertEquals(List.of(paid.amount()), bench.harness().bookedRefunds(number));
  }

  private void partialRefund() {
    Bench.Paid paid = bench.paid();
    String number = Bench.number("R");
    RefundRequest part = bench.refund(paid.reference(), number, bench.part(), paid.amount());
    if (!bench.can(Capability.PARTIAL_REFUND)) {
      refusedBeforeNetwork(() -> bench.account().refund(part));
      return;
    }
    assertEquals(List.of(), bench.adapter().check(part), "problems");
    bench.adapter().refund(part, Bench.call(Operation.REFUND));
    assertEquals(List.of(bench.part()), bench.harness().bookedRefunds(number));
  }

  private void notifiesPayment() {
    bench.require(Capability.NOTIFIES_PAYMENT);
    Bench.Paid paid = bench.paid();
    Notification told =
        bench
            .adapter()
            .readNotification(
                bench
                    .harness()
                    .paymentNotification(paid.number(), Making.GENUINE)
                    .orElseThrow(() -> new AssertionError("the fake has no notification")),
                Bench.call(Operation.NOTIFICATION));
    assertEquals(Notification.Kind.PAYMENT_CHANGED, told.kind());
  }

  private void notifiesRefund() {
    bench.require(Capability.NOTIFIES_REFUND);
    Bench.Paid paid = bench.paid();
    String number = Bench.number("R");
    refunded(paid, number);
    Notification told =
        bench
            .adapter()
            .readNotification(
                bench
                    .harness()
                    .refundNotification(paid.number(), number)
                    .orElseThrow(() -> new AssertionError("the fake has no notification")),
                Bench.call(Operation.NOTIFICATION));
    assertEquals(Notification.Kind.REFUND_CHANGED, told.kind());
  }

  private void actForSubMerchant() {
    MerchantAccount account = bench.account();
    if (!bench.can(Capability.ACT_FOR_SUB_MERCHANT)) {
      refusedBeforeNetwork(
          () -> account.actingFor(SubMerchant.of("1900000001")).pay(bench.payment(Bench.number())));
      return;
    }
    SubMerchant other =
        bench
            .harness()
            .subMerchant()
            .orElseThrow(() -> new AssertionError("the harness names no sub-merchant"));
    String number = Bench.number();
    PaymentResult asked = account.actingFor(other).pay(bench.payment(number));
    assertEquals(number, asked.payment().reference().number());
    assertEquals(List.of(bench.price()), bench.harness().bookedPayments(number));
  }

  private void channelCalls() {
    if (!bench.can(Capability.CHANNEL_CALLS)) {
      refusedBeforeNetwork(
          () -> bench.account().channelCalls().send(ChannelCall.post("/anything", "{}")));
      return;
    }
    ChannelCall call =
        bench
            .harness()
            .channelCall()
            .orElseThrow(() -> new AssertionError("the harness names no call"));
    bench.proxy().takeSeen();
    assertTrue(bench.account().channelCalls().send(call).httpStatus() > 0, "status");
    assertEquals(1, bench.proxy().takeSeen().size(), "requests");
  }
}
