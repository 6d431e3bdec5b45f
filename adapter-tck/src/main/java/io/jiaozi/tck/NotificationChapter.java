package io.jiaozi.tck;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import io.jiaozi.Capability;
import io.jiaozi.Operation;
import io.jiaozi.TimeSource;
import io.jiaozi.notification.CustomerReturn;
import io.jiaozi.notification.InboundRequest;
import io.jiaozi.notification.Notification;
import io.jiaozi.notification.NotificationReply;
import io.jiaozi.payment.Payment;
import io.jiaozi.payment.PaymentReference;
import io.jiaozi.payment.PaymentState;
import io.jiaozi.payment.Scene;
import io.jiaozi.spi.ChannelAdapter;
import io.jiaozi.spi.ChannelFailure;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Genuine messages are read to the last character; what is none is refused without harm. */
final class NotificationChapter implements Chapter {

  private static final int LONG = 2 * 1024 * 1024;

  private final Bench bench;

  NotificationChapter(Bench bench) {
    this.bench = bench;
  }

  @Override
  public String title() {
    return "Notifications";
  }

  @Override
  public List<Case> cases() {
    List<Case> cases = new ArrayList<>();
    cases.add(
        Case.always(
            "N-01", "a genuine notification tells number, state and amount", this::payment));
    cases.add(Case.always("N-02", "the same notification again is the same fact", this::same));
    cases.add(Case.always("N-03", "another order's notification is another fact", this::other));
    cases.add(Case.always("N-04", "a fact key is at most 200 ASCII characters", this::key));
    cases.add(
        Case.always(
            "N-05", "a refund's notification tells the refund and its state", this::refund));
    cases.add(
        Case.always("N-06", "a refund and its payment are two facts", this::refundIsAnotherFact));
    cases.add(
        Case.of("N-07", "what the API does not model is Unmapped, not an error", this::unmodelled));
    cases.add(Case.always("N-08", "reading asks nobody but for keys", this::asksNobody));
    cases.add(
        Case.always(
            "N-09", "a payment is found by the reference its notification tells", this::found));
    for (NotificationReply.Kind kind : NotificationReply.Kind.values()) {
      cases.add(
          Case.always("N-10", "answers are exactly those of the channel", () -> reply(kind))
              .in(kind.name()));
    }
    cases.add(
        Case.always("N-11", "ownership does not disown a message to the account", this::mine));
    cases.add(
        Case.of("N-12", "ownership does not claim another merchant's message", this::notMine));
    cases.add(Case.always("N-13", "ownership survives any message", this::ownershipOfNoise));
    noise(cases);
    cases.add(
        Case.always(
            "N-20", "what the browser brings back is a hint and asks nobody", this::returns));
    cases.add(
        Case.always(
            "N-21", "what the browser brings back altered is no proof", this::alteredReturn));
    cases.add(Case.always("N-22", "reading does not depend on header case", this::headerCase));
    return cases;
  }

  private void noise(List<Case> cases) {
    String deep = "{\"a\":".repeat(20_000) + "1" + "}".repeat(20_000);
    Map<String, String> bodies =
        Map.of(
            "N-14", "",
            "N-15", "\u0000\u0001\u00ff\u00fe noise \u0080",
            "N-16", deep,
            "N-17", "a".repeat(LONG),
            "N-18", "{\"amount\":1e100000000,\"total\":\"1e100000000\"}",
            "N-19",
                "<?xml version=\"1.0\"?><!DOCTYPE a [<!ENTITY b SYSTEM \"file:///x\">]><a>&b;</a>");
    Map<String, String> words =
        Map.of(
            "N-14", "a message without anything is refused",
            "N-15", "noise is refused",
            "N-16", "depth without end is refused",
            "N-17", "length without end is refused",
            "N-18", "numbers without end are refused",
            "N-19", "entities are not resolved");
    bodies.keySet().stream()
        .sorted()
        .forEach(
            id ->
                cases.add(
                    Case.always(
                        id, words.getOrDefault(id, ""), () -> noise(bodies.getOrDefault(id, "")))));
  }

  private Notification read(InboundRequest request) {
    return bench.adapter().readNotification(request, Bench.call(Operation.NOTIFICATION));
  }

  private InboundRequest genuine(String number) {
    return bench
        .harness()
        .paymentNotification(number, Making.GENUINE)
        .orElseThrow(() -> new AssertionError("the fake makes no genuine notification"));
  }

  private static Payment told(Notification notification) {
    if (notification instanceof Notification.PaymentChanged changed) {
      return changed.payment();
    }
    return fail("read as " + notification.kind());
  }

  private void payment() {
    bench.require(Capability.NOTIFIES_PAYMENT);
    Bench.Paid paid = bench.paid();
    Payment told = told(read(genuine(paid.number())));
    assertEquals(paid.number(), told.reference().number());
    assertEquals(PaymentState.PAID, told.state());
    assertEquals(paid.amount(), told.amount());
  }

  private void same() {
    bench.require(Capability.NOTIFIES_PAYMENT);
    Bench.Paid paid = bench.paid();
    String first = read(genuine(paid.number())).factKey();
    assertEquals(first, read(genuine(paid.number())).factKey(), "delivered again");
    InboundRequest once = genuine(paid.number());
    byte[] before = once.body();
    assertEquals(read(once).factKey(), read(once).factKey(), "read twice");
    assertArrayEquals(before, once.body(), "the message itself");
  }

  private void other() {
    bench.require(Capability.NOTIFIES_PAYMENT);
    String one = read(genuine(bench.paid().number())).factKey();
    String other = read(genuine(bench.paid().number())).factKey();
    assertNotEquals(one, other);
  }

  private void key() {
    bench.require(Capability.NOTIFIES_PAYMENT);
    String key = read(genuine(bench.paid().number())).factKey();
    assertTrue(
        !key.isEmpty() && key.length() <= 200 && key.chars().allMatch(c -> c >= ' ' && c < 127),
        key);
  }

  private record Refunded(Bench.Paid paid, String number, Notification told) {}

  private Refunded refunded() {
    bench.require(Capability.NOTIFIES_REFUND);
    Bench.Paid paid = bench.paid();
    String number = Bench.number("R");
    bench.adapter().refund(bench.refund(paid, number), Bench.call(Operation.REFUND));
    return new Refunded(
        paid,
        number,
        read(
            bench
                .harness()
                .refundNotification(paid.number(), number)
                .orElseThrow(() -> new AssertionError("the fake makes no such notification"))));
  }

  private void refund() {
    Refunded refunded = refunded();
    if (!(refunded.told() instanceof Notification.RefundChanged changed)) {
      throw new AssertionError("read as " + refunded.told().kind());
    }
    assertEquals(refunded.number(), changed.refund().reference().number());
    assertTrue(
        changed.refund().state().name().matches("SUCCEEDED|PROCESSING"),
        changed.refund().state().toString());
  }

  private void refundIsAnotherFact() {
    Refunded refunded = refunded();
    bench.require(Capability.NOTIFIES_PAYMENT);
    assertNotEquals(read(genuine(refunded.paid().number())).factKey(), refunded.told().factKey());
  }

  private void unmodelled() {
    InboundRequest message =
        bench
            .harness()
            .unmodelledNotification()
            .orElseThrow(() -> NotApplicable.ask("The fake sends nothing that is not modelled."));
    Notification told = read(message);
    assertEquals(Notification.Kind.UNMAPPED, told.kind());
    assertFalse(told.factKey().isBlank(), "fact key");
  }

  private void asksNobody() {
    bench.require(Capability.NOTIFIES_PAYMENT);
    Bench.Paid paid = bench.paid();
    InboundRequest message = genuine(paid.number());
    bench.proxy().takeSeen();
    long fetches = bench.proxy().fetches();
    read(message);
    read(message);
    assertEquals(List.of(), bench.proxy().takeSeen(), "requests caused");
    assertTrue(
        bench.proxy().fetches() - fetches <= bench.harness().keyRequestsPerMessage(),
        "keys fetched for two readings of one message: " + (bench.proxy().fetches() - fetches));
  }

  private void found() {
    bench.require(Capability.NOTIFIES_PAYMENT);
    Bench.Paid paid = bench.paid();
    PaymentReference reference = told(read(genuine(paid.number()))).reference();
    Payment found = bench.adapter().query(reference, Bench.call(Operation.QUERY));
    assertEquals(PaymentState.PAID, found.state());
    assertEquals(paid.amount(), found.amount());
  }

  private void reply(NotificationReply.Kind kind) {
    NotificationReply expected = bench.harness().replies().get(kind);
    if (expected == null) {
      throw new AssertionError("The harness does not say what the channel wants for " + kind);
    }
    assertEquals(expected, bench.adapter().reply(kind));
  }

  private void mine() {
    bench.require(Capability.NOTIFIES_PAYMENT);
    assertNotEquals(
        ChannelAdapter.Ownership.NOT_MINE,
        bench.adapter().ownership(genuine(bench.paid().number())));
  }

  private void notMine() {
    bench.require(Capability.NOTIFIES_PAYMENT);
    InboundRequest other =
        bench
            .harness()
            .paymentNotification(bench.paid().number(), Making.OTHER_MERCHANT)
            .orElseThrow(() -> NotApplicable.ask("The fake knows one merchant only."));
    ChannelAdapter.Ownership told = bench.adapter().ownership(other);
    if (told == ChannelAdapter.Ownership.MINE) {
      // Where the message names its merchant in the clear, claiming it sends it to the wrong
      // account; where it does not, MINE would be a guess.
      fail("claimed as MINE");
    }
  }

  private void ownershipOfNoise() {
    for (String body : List.of("", "\u0000\u00ff", "{", "a=1&a=2&=&&", "[[[[", "null")) {
      assertNotEquals(null, bench.adapter().ownership(post(body)));
    }
  }

  private static InboundRequest post(String body) {
    return new InboundRequest(
        "POST", "/notify", "", Map.of(), body.getBytes(StandardCharsets.ISO_8859_1));
  }

  /** Noise alone, and noise under everything else of a genuine message. */
  private void noise(String body) {
    refused(post(body));
    refused(new InboundRequest("GET", "/notify", "", Map.of(), new byte[0]));
    if (bench.can(Capability.NOTIFIES_PAYMENT)) {
      WireMessage genuine = WireMessage.of(genuine(bench.paid().number()));
      refused(genuine.withBody(body).inbound());
    }
  }

  private void refused(InboundRequest message) {
    bench.proxy().takeSeen();
    long started = TimeSource.system().nanos();
    ChannelFailure.Untrusted untrusted = null;
    try {
      read(message);
    } catch (ChannelFailure.Untrusted told) {
      untrusted = told;
    } catch (RuntimeException | StackOverflowError other) {
      throw new AssertionError(
          "A message that is none must be Untrusted, but this was " + other.getClass().getName(),
          other);
    }
    assertTrue(untrusted != null, "noise was believed");
    assertEquals(List.of(), bench.proxy().takeSeen(), "requests caused");
    long took = TimeSource.system().nanos() - started;
    assertTrue(took < 5_000_000_000L, "took " + took / 1_000_000 + " ms");
  }

  private ChannelAdapter.ReadingReturns returning() {
    if (bench.adapter() instanceof ChannelAdapter.ReadingReturns returning) {
      return returning;
    }
    throw NotApplicable.because("the channel's browsers bring nothing back that is read.");
  }

  /** In a scene from which a browser comes back, where there is one. */
  private Bench.Paid paidByBrowser() {
    Scene.Kind kind =
        Stream.of(Scene.Kind.WEB_PAGE, Scene.Kind.MOBILE_WEB)
            .filter(bench.can().pay()::contains)
            .findFirst()
            .orElse(bench.harness().mainScene());
    return bench.paid(Bench.number(), kind, bench.price());
  }

  private InboundRequest returnPage(ChannelAdapter.ReadingReturns returning, String number) {
    return bench
        .harness()
        .returnPage(number)
        .orElseThrow(
            () ->
                new AssertionError(
                    returning.getClass().getSimpleName()
                        + " reads returns, but the harness has no page that comes back."));
  }

  private void returns() {
    ChannelAdapter.ReadingReturns returning = returning();
    Bench.Paid paid = paidByBrowser();
    InboundRequest page = returnPage(returning, paid.number());
    bench.proxy().takeSeen();
    CustomerReturn told = returning.readReturn(page);
    assertEquals(List.of(), bench.proxy().takeSeen(), "requests caused");
    PaymentReference reference = told.reference();
    if (reference != null) {
      assertEquals(paid.number(), reference.number());
    }
    CustomerReturn nothing =
        returning.readReturn(new InboundRequest("GET", "/back", "", Map.of(), new byte[0]));
    assertFalse(nothing.signed(), "an empty return was called signed");
  }

  private void alteredReturn() {
    ChannelAdapter.ReadingReturns returning = returning();
    InboundRequest page = returnPage(returning, paidByBrowser().number());
    WireMessage altered = WireMessage.of(page);
    WireMessage changed =
        page.query().isEmpty()
            ? altered.withBody(altered.body() + "&total_amount=0.01")
            : altered.withQuery(page.query() + "&total_amount=0.01");
    CustomerReturn told = readOrNull(returning, changed.inbound());
    assertFalse(told != null && told.signed(), "an altered return was called signed");
  }

  private static @Nullable CustomerReturn readOrNull(
      ChannelAdapter.ReadingReturns returning, InboundRequest page) {
    try {
      return returning.readReturn(page);
    } catch (ChannelFailure.Untrusted untrusted) {
      return null;
    }
  }

  private void headerCase() {
    bench.require(Capability.NOTIFIES_PAYMENT);
    Bench.Paid paid = bench.paid();
    WireMessage message = WireMessage.of(genuine(paid.number()));
    assertEquals(
        paid.number(), told(read(message.renamingHeaders().inbound())).reference().number());
  }
}
