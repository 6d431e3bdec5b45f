package io.jiaozi.tck;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jiaozi.Capability;
import io.jiaozi.Operation;
import io.jiaozi.payment.Scene;
import io.jiaozi.spi.OutcomePlan;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What the adapter lets the gateway do when no trustworthy answer came. */
final class PlanChapter implements Chapter {

  private final Bench bench;

  PlanChapter(Bench bench) {
    this.bench = bench;
  }

  @Override
  public String title() {
    return "Plans for open outcomes";
  }

  @Override
  public List<Case> cases() {
    return List.of(
        Case.always("P-01", "questions are repeated freely, and not asked about", this::questions),
        Case.always("P-02", "a plan is constant, for every call and scene", this::constant),
        Case.always("P-03", "moments to ask at follow one another", this::ascending),
        Case.always("P-04", "only a payment at the till is undone unasked", this::undone),
        Case.always("P-05", "a buyer's code is not sent again blindly", this::till),
        Case.always("P-06", "what is not repeated freely can be asked about", this::askable),
        Case.always("P-07", "\"not found\" has a grace that is no less than nothing", this::grace));
  }

  private OutcomePlan plan(Operation operation, Scene.@Nullable Kind scene) {
    return bench.adapter().plan(operation, scene);
  }

  private List<OutcomePlan> all() {
    List<OutcomePlan> plans = new ArrayList<>();
    for (Operation operation : Operation.values()) {
      plans.add(plan(operation, null));
      if (operation == Operation.PAY || operation == Operation.AUTHORIZE) {
        for (Scene.Kind kind : Scene.Kind.values()) {
          plans.add(plan(operation, kind));
        }
      }
    }
    return plans;
  }

  private void questions() {
    for (Operation question : List.of(Operation.QUERY, Operation.QUERY_REFUND)) {
      assertEquals(OutcomePlan.Repeat.FREELY, plan(question, null).repeat(), question.name());
      assertEquals(List.of(), plan(question, null).askAfter(), question.name());
      assertEquals(OutcomePlan.GiveUp.REPORT, plan(question, null).giveUp(), question.name());
    }
  }

  private void constant() {
    assertEquals(all(), all());
  }

  private void ascending() {
    for (OutcomePlan plan : all()) {
      Duration before = Duration.ZERO;
      for (Duration moment : plan.askAfter()) {
        assertTrue(moment.compareTo(before) >= 0, plan.askAfter().toString());
        before = moment;
      }
    }
  }

  private void undone() {
    for (Operation operation : Operation.values()) {
      assertEquals(OutcomePlan.GiveUp.REPORT, plan(operation, null).giveUp(), operation.name());
    }
    for (Scene.Kind kind : Scene.Kind.values()) {
      boolean allowed = kind == Scene.Kind.BUYER_CODE && bench.can(Capability.REVERSE);
      assertFalse(
          plan(Operation.PAY, kind).giveUp() == OutcomePlan.GiveUp.REVERSE && !allowed,
          kind.name());
    }
  }

  private void till() {
    if (!bench.can().pay().contains(Scene.Kind.BUYER_CODE)) {
      throw NotApplicable.because("the account scans no buyers' codes.");
    }
    OutcomePlan plan = plan(Operation.PAY, Scene.Kind.BUYER_CODE);
    assertNotEquals(OutcomePlan.Repeat.FREELY, plan.repeat());
    assertFalse(plan.askAfter().isEmpty(), "nobody asks how it ended");
  }

  private void askable() {
    for (Operation operation : List.of(Operation.REFUND, Operation.CAPTURE)) {
      OutcomePlan plan = plan(operation, null);
      boolean can = operation == Operation.REFUND ? bench.can(Capability.REFUND) : bench.holds();
      if (can && plan.repeat() != OutcomePlan.Repeat.FREELY) {
        assertFalse(plan.askAfter().isEmpty(), operation + " is never asked about");
      }
    }
  }

  private void grace() {
    for (OutcomePlan plan : all()) {
      assertFalse(plan.notFoundGrace().isNegative(), plan.toString());
    }
  }
}
