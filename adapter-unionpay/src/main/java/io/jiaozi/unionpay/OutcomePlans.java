package io.jiaozi.unionpay;

import io.jiaozi.Operation;
import io.jiaozi.payment.Scene;
import io.jiaozi.spi.OutcomePlan;
import io.jiaozi.spi.OutcomePlan.GiveUp;
import io.jiaozi.spi.OutcomePlan.Repeat;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What may be done about each operation when no trustworthy answer came. Source: API-FIT, section
 * 2; schedules from the protocol sheet, section 5.3.
 */
final class OutcomePlans {

  /** "Not found" proves nothing while the request may still be on its way. */
  private static final Duration GRACE = Duration.ofMinutes(10);

  private static final List<Duration> FRONT = minutes(5, 10, 30, 60, 120);

  /** Six questions with gaps of 1, 2, 4, 8, 16 and 32 seconds. */
  private static final List<Duration> BACK = seconds(1, 3, 7, 15, 31, 63);

  /** The same number and time again is refused as a duplicate, which is then asked about. */
  private static final OutcomePlan ORDER =
      new OutcomePlan(Repeat.ASK_FIRST, FRONT, GRACE, GiveUp.REPORT);

  /** At the till nobody waits longer: the buyer who has not confirmed by then is let go. */
  private static final OutcomePlan TILL =
      new OutcomePlan(Repeat.ASK_FIRST, BACK, GRACE, GiveUp.REVERSE);

  private static final OutcomePlan CAPTURE =
      new OutcomePlan(Repeat.ASK_FIRST, BACK, GRACE, GiveUp.REPORT);

  private static final OutcomePlan REFUND =
      new OutcomePlan(Repeat.NEVER, BACK, GRACE, GiveUp.REPORT);

  /**
   * The query of a payment never shows what voided or undid it: "not done" means no more than "ask
   * again by sending again". The same number and time is refused as a duplicate, which the adapter
   * turns into a question for exactly those.
   */
  private static final OutcomePlan UNDOING =
      new OutcomePlan(Repeat.FREELY, BACK, GRACE, GiveUp.REPORT);

  private static final OutcomePlan NOT_OFFERED =
      new OutcomePlan(Repeat.NEVER, List.of(), Duration.ZERO, GiveUp.REPORT);

  private OutcomePlans() {}

  static OutcomePlan of(Operation operation, Scene.@Nullable Kind scene) {
    return switch (operation) {
      case PAY -> scene == Scene.Kind.BUYER_CODE ? TILL : ORDER;
      case AUTHORIZE -> ORDER;
      case CAPTURE -> CAPTURE;
      case REFUND -> REFUND;
      case VOID, REVERSE -> UNDOING;
      // Nothing is executed after the buyer agreed: complete only asks.
      case QUERY, QUERY_REFUND, COMPLETE, NOTIFICATION -> OutcomePlan.forQuestions();
      // The caller of the escape hatch says itself whether a call may be repeated.
      case CHANNEL_CALL, CLOSE, REAUTHORIZE -> NOT_OFFERED;
    };
  }

  private static List<Duration> seconds(long... counts) {
    return Arrays.stream(counts).mapToObj(Duration::ofSeconds).toList();
  }

  private static List<Duration> minutes(long... counts) {
    return Arrays.stream(counts).mapToObj(Duration::ofMinutes).toList();
  }
}
