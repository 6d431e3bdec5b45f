package io.jiaozi.tck;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jiaozi.Capability;
import io.jiaozi.Operation;
import io.jiaozi.PaymentGateway;
import io.jiaozi.error.OpenOutcome;
import io.jiaozi.error.OutcomeUnknownException;
import io.jiaozi.error.PaymentException;
import io.jiaozi.error.Problem;
import io.jiaozi.payment.PaymentReference;
import io.jiaozi.payment.PaymentRequest;
import io.jiaozi.refund.RefundRequest;
import io.jiaozi.spi.ChannelAdapter;
import io.jiaozi.spi.ChannelFailure;
import io.jiaozi.tck.MessageShape.Role;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Failures say in words what happened, so that what the gateway makes of them can be read. */
final class WordChapter implements Chapter {

  private static final int LONGEST = 400;

  private final Bench bench;

  WordChapter(Bench bench) {
    this.bench = bench;
  }

  @Override
  public String title() {
    return "Words";
  }

  @Override
  public List<Case> cases() {
    List<Case> cases = new ArrayList<>();
    for (SocketFault fault : SocketFault.values()) {
      if (!fault.isAboutSignature() && fault != SocketFault.SILENCE_AFTER_COMMIT) {
        cases.add(
            Case.always("W-01", "a failed call is told in a clause for people", () -> told(fault))
                .in(fault.words()));
      }
    }
    cases.add(Case.always("W-02", "silence is told as no reply", this::silence));
    cases.add(Case.of("W-03", "a refusal has code, reason, and what to do", this::refusal));
    cases.add(Case.always("W-04", "an untrusted message is told in a clause", this::untrusted));
    cases.add(Case.always("W-05", "a problem has a field and a sentence", this::problems));
    cases.add(
        Case.always(
            "W-06",
            "the exception a merchant sees names order, channel and what to do",
            this::seen));
    cases.add(
        Case.always("W-07", "the exception of an open outcome carries the reference", this::open));
    cases.add(
        Case.always(
            "W-08", "a failure tells the status of the reply, if there was one", this::status));
    return cases;
  }

  private @Nullable ChannelFailure failure(Runnable call) {
    try {
      call.run();
      return null;
    } catch (ChannelFailure failure) {
      return failure;
    } finally {
      bench.proxy().heal();
    }
  }

  private ChannelFailure struck(SocketFault fault) {
    PaymentReference reference = bench.open(Bench.number()).payment().reference();
    ChannelAdapter adapter = fault.isAddress() ? bench.adapterAt(fault) : bench.adapter();
    if (!fault.isAddress()) {
      bench.proxy().strike(fault, reply -> reply, bench.deadEnds().redirection(), 1, 99);
    }
    boolean silent = fault == SocketFault.SILENCE_AFTER_COMMIT;
    ChannelFailure failure =
        failure(
            () ->
                adapter.query(
                    reference,
                    silent
                        ? Bench.call(Operation.QUERY, bench.harness().patience())
                        : Bench.call(Operation.QUERY)));
    if (failure == null) {
      throw new AssertionError("no failure");
    }
    return failure;
  }

  private void told(SocketFault fault) {
    clause(struck(fault));
  }

  private static void clause(ChannelFailure failure) {
    String words = String.valueOf(failure.getMessage());
    assertFalse(words.isBlank(), "no words");
    assertTrue(words.length() <= LONGEST, "longer than " + LONGEST + " characters");
    assertEquals(1, words.lines().count(), "more than one line");
    assertFalse(words.endsWith("."), "a full stop at the end of a clause: " + words);
    assertFalse(
        Character.isUpperCase(words.charAt(0))
            && words.length() > 1
            && Character.isLowerCase(words.charAt(1)),
        "begins like a sentence, but stands after the channel's name: " + words);
    for (String strange :
        List.of("Exception", "java.", "javax.", "okhttp", "null", "io.jiaozi", "{", "<html")) {
      assertFalse(words.contains(strange), "\"" + strange + "\" in: " + words);
    }
  }

  private void silence() {
    ChannelFailure failure = struck(SocketFault.SILENCE_AFTER_COMMIT);
    clause(failure);
    if (!(failure instanceof ChannelFailure.OutcomeUnknown unknown)) {
      throw new AssertionError("told as " + failure.getClass().getSimpleName());
    }
    assertEquals(OpenOutcome.Cause.NO_REPLY, unknown.reason());
  }

  /** A refund of more than there is, which every channel refuses in its own words. */
  private void refusal() {
    bench.require(Capability.REFUND);
    Bench.Paid paid = bench.paid();
    RefundRequest whole =
        bench.refund(paid.reference(), Bench.number("R"), paid.amount(), paid.amount());
    bench.adapter().refund(whole, Bench.call(Operation.REFUND));
    RefundRequest more =
        bench.refund(paid.reference(), Bench.number("R"), paid.amount(), paid.amount());
    ChannelFailure failure =
        failure(() -> bench.adapter().refund(more, Bench.call(Operation.REFUND)));
    if (!(failure instanceof ChannelFailure.Rejected rejected)) {
      throw new AssertionError("told as " + failure);
    }
    clause(rejected);
    assertFalse(rejected.channelCode().isBlank(), "channel code");
    assertTrue(
        rejected.remedy().isEmpty() || rejected.remedy().endsWith("."),
        "no sentence: " + rejected.remedy());
  }

  private void untrusted() {
    bench.require(Capability.NOTIFIES_PAYMENT);
    WireMessage genuine =
        WireMessage.of(
            bench
                .harness()
                .paymentNotification(bench.paid().number(), Making.GENUINE)
                .orElseThrow(() -> new AssertionError("the fake makes no notification")));
    Forging forging =
        new Forging(
            bench.harness().messageShape(), genuine, genuine, 3, bench.deadEnds().elsewhere());
    for (WireMessage forged :
        List.of(
            forging.flippedSignature().orElseThrow(),
            forging.without(Role.SIGNATURE).orElseThrow(),
            genuine.withBody(""))) {
      ChannelFailure failure =
          failure(
              () ->
                  bench
                      .adapter()
                      .readNotification(forged.inbound(), Bench.call(Operation.NOTIFICATION)));
      if (!(failure instanceof ChannelFailure.Untrusted)) {
        throw new AssertionError("told as " + failure);
      }
      clause(failure);
    }
  }

  private void problems() {
    List<Problem> problems = new ArrayList<>();
    for (Limit limit : bench.harness().limits(Bench.now())) {
      problems.addAll(bench.adapter().check(bench.withExpiry(limit.beyond())));
    }
    for (Problem problem : problems) {
      assertFalse(problem.field().isBlank(), problem.sentence());
      assertTrue(problem.sentence().endsWith("."), "no sentence: " + problem.sentence());
      assertFalse(problem.sentence().contains("null"), problem.sentence());
    }
  }

  private PaymentException throughGateway(PaymentRequest request) {
    try (PaymentGateway gateway = bench.freshGateway()) {
      bench
          .proxy()
          .strike(
              SocketFault.CLOSE_AFTER_READ,
              reply -> reply,
              bench.deadEnds().redirection(),
              1,
              Integer.MAX_VALUE);
      return assertThrows(
          PaymentException.class, () -> gateway.account(Bench.ACCOUNT).pay(request));
    } finally {
      bench.proxy().heal();
    }
  }

  private PaymentRequest requestThatIsSent() {
    if (bench.harness().steps(Operation.PAY, bench.harness().mainScene()).acting() == 0) {
      throw NotApplicable.because("asking for payment makes no request.");
    }
    return bench.payment(Bench.number());
  }

  private void seen() {
    PaymentRequest request = requestThatIsSent();
    String message = String.valueOf(throughGateway(request).getMessage());
    assertTrue(message.contains(request.orderNumber()), "the order: " + message);
    assertTrue(
        message.contains(bench.harness().provider().displayName()), "the channel: " + message);
    assertTrue(message.endsWith("."), "no sentence: " + message);
    assertFalse(message.contains("null"), message);
  }

  private void open() {
    PaymentRequest request = requestThatIsSent();
    PaymentException failure = throughGateway(request);
    if (!(failure instanceof OutcomeUnknownException unknown)) {
      throw new AssertionError("told as " + failure.getClass().getSimpleName(), failure);
    }
    PaymentReference reference = unknown.open().payment();
    assertTrue(
        reference != null && reference.number().equals(request.orderNumber()), "the reference");
  }

  private void status() {
    assertEquals(500, struck(SocketFault.STATUS_500).httpStatus());
    assertEquals(502, struck(SocketFault.HTML_502).httpStatus());
    assertEquals(null, struck(SocketFault.RESET_AFTER_READ).httpStatus());
  }
}
