package io.jiaozi.tck;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import io.jiaozi.Capability;
import io.jiaozi.Operation;
import io.jiaozi.notification.InboundRequest;
import io.jiaozi.notification.Notification;
import io.jiaozi.spi.ChannelAdapter;
import io.jiaozi.spi.ChannelFailure;
import io.jiaozi.tck.MessageShape.Role;
import io.jiaozi.tck.Verdict.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Everything that can be done to a message, and what must come of it. */
final class ForgeryChapter implements Chapter {

  /** How many no channel may believe. */
  static final int LEAST_REFUSED = 24;

  /** Where in a message it is altered: each is tried at several places. */
  private static final int[] PLACES = {7, 1_000, 123_457};

  private final Bench bench;
  private @Nullable String one;
  private @Nullable String other;

  ForgeryChapter(Bench bench) {
    this.bench = bench;
  }

  @Override
  public String title() {
    return "Forged notifications";
  }

  @Override
  public List<Case> cases() {
    List<Case> cases = new ArrayList<>();
    for (Forgery forgery : Forgery.values()) {
      Verdict verdict = verdict(forgery);
      cases.add(
          Case.always(forgery.id(), forgery.words() + ": " + words(verdict), () -> judge(forgery)));
    }
    cases.add(
        Case.always(
            "F-99", "at least " + LEAST_REFUSED + " of these are refused", this::enoughRefused));
    return cases;
  }

  private static String words(Verdict verdict) {
    String note = verdict.note().isEmpty() ? "" : " (" + verdict.note() + ")";
    return switch (verdict.kind()) {
          case REFUSED -> "refused";
          case EQUIVALENT -> "the same fact";
          case DUPLICATE -> "genuine if old, the same fact";
          case NOT_APPLICABLE -> "cannot be done";
        }
        + note;
  }

  private Verdict verdict(Forgery forgery) {
    Verdict own = bench.harness().verdicts().get(forgery);
    return own == null ? forgery.usualVerdict() : own;
  }

  private void enoughRefused() {
    bench.require(Capability.NOTIFIES_PAYMENT);
    long refused = 0;
    for (Forgery forgery : Forgery.values()) {
      if (verdict(forgery).kind() == Kind.REFUSED) {
        refused++;
      }
    }
    assertTrue(refused >= LEAST_REFUSED, "refused by the harness's own verdicts: " + refused);
  }

  /** Two orders that are paid: one is told of, the other lends its words. */
  private String oneNumber() {
    if (one == null) {
      one = bench.paid().number();
    }
    return one;
  }

  private String otherNumber() {
    if (other == null) {
      other = bench.paid().number();
    }
    return other;
  }

  private WireMessage genuine(String number) {
    return WireMessage.of(
        bench
            .harness()
            .paymentNotification(number, Making.GENUINE)
            .orElseThrow(() -> new AssertionError("the fake makes no genuine notification")));
  }

  private void judge(Forgery forgery) {
    bench.require(Capability.NOTIFIES_PAYMENT);
    Verdict verdict = verdict(forgery);
    boolean done = false;
    for (int place : PLACES) {
      WireMessage genuine = genuine(oneNumber());
      Optional<WireMessage> forged = forge(forgery, genuine, place);
      if (forged.isEmpty()) {
        break;
      }
      if (verdict.kind() == Kind.NOT_APPLICABLE) {
        fail("It is said that this cannot be done to the channel's messages, but it can.");
      }
      if (forgery.making() == Making.GENUINE && forged.get().sameAs(genuine)) {
        // Nothing to do it to in this message, such as padding; another may have it.
        continue;
      }
      done = true;
      judge(genuine, forged.get(), verdict, forgery);
    }
    if (verdict.kind() == Kind.NOT_APPLICABLE) {
      throw NotApplicable.because(verdict.note() + ".");
    }
    if (!done) {
      throw NotApplicable.ask("It cannot be done to the messages of the fake.");
    }
  }

  private Optional<WireMessage> forge(Forgery forgery, WireMessage genuine, int place) {
    if (forgery.making() != Making.GENUINE) {
      return bench
          .harness()
          .paymentNotification(oneNumber(), forgery.making())
          .map(WireMessage::of);
    }
    return forgery.forge(
        new Forging(
            bench.harness().messageShape(),
            genuine,
            genuine(otherNumber()),
            place,
            bench.deadEnds().elsewhere()));
  }

  private void judge(WireMessage genuine, WireMessage forged, Verdict verdict, Forgery forgery) {
    // Where messages cause requests for keys, one must not use up what the next needs.
    boolean own = bench.harness().keyRequestsPerMessage() > 0;
    Opened opened = own ? bench.open(bench.proxy().address()) : null;
    try {
      ChannelAdapter adapter = opened == null ? bench.adapter() : opened.adapter();
      String fact = read(adapter, genuine.inbound()).factKey();
      bench.proxy().takeSeen();
      long fetches = bench.proxy().fetches();
      int elsewhere = bench.deadEnds().callsElsewhere();
      read(adapter, forged, verdict, fact);
      assertEquals(List.of(), bench.proxy().takeSeen(), "requests caused");
      assertTrue(
          bench.proxy().fetches() - fetches <= bench.harness().keyRequestsPerMessage(),
          "requests for keys caused: " + (bench.proxy().fetches() - fetches));
      assertEquals(
          elsewhere,
          bench.deadEnds().callsElsewhere(),
          "calls to an address of the forger's, by " + forgery);
    } finally {
      if (opened != null) {
        opened.close();
      }
    }
  }

  private static Notification read(ChannelAdapter adapter, InboundRequest request) {
    return adapter.readNotification(request, Bench.call(Operation.NOTIFICATION));
  }

  private void read(ChannelAdapter adapter, WireMessage forged, Verdict verdict, String fact) {
    Notification believed;
    try {
      believed = read(adapter, forged.inbound());
    } catch (ChannelFailure.Untrusted refused) {
      requireRefused(verdict, refused, forged);
      return;
    } catch (RuntimeException other) {
      throw new AssertionError(
          "A forgery must be Untrusted, but this was " + other.getClass().getName(), other);
    }
    assertTrue(verdict.kind() != Kind.REFUSED, "a forgery was believed");
    assertEquals(fact, believed.factKey(), "fact key");
  }

  private void requireRefused(
      Verdict verdict, ChannelFailure.Untrusted refused, WireMessage forged) {
    assertTrue(
        verdict.kind() == Kind.REFUSED,
        "believed by the channel's rules, but refused as " + refused.reason());
    if (!verdict.reasons().isEmpty()) {
      assertTrue(
          verdict.reasons().contains(refused.reason()),
          "refused as " + refused.reason() + ", not as " + verdict.reasons());
    }
    String shown = Canaries.everything(refused);
    assertEquals(Optional.empty(), bench.canaries().findIn(shown), "a secret shown by the refusal");
    for (String signature : bench.harness().messageShape().values(Role.SIGNATURE, forged)) {
      assertFalse(signature.length() >= 40 && shown.contains(signature), "the signature is shown");
    }
  }
}
