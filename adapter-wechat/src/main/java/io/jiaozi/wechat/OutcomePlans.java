package io.jiaozi.wechat;

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
 * 2; times from the protocol sheet, sections 6.3, 7.3 and 8.2, the first two of each other list are
 * ours.
 */
final class OutcomePlans {

  /**
   * The same prepay again gives another code for the same order, so it is repeated. "Not found"
   * proves little while an earlier request may still be on its way.
   */
  private static final OutcomePlan PAY =
      new OutcomePlan(
          Repeat.FREELY, minutes(5, 10, 20, 40, 80, 160), Duration.ofMinutes(10), GiveUp.REPORT);

  /**
   * At the till: asked every five seconds while the buyer may be typing, half a minute long, and
   * then undone. The code works once, so the same request is not sent again; until the end "not
   * found" proves nothing.
   */
  private static final OutcomePlan PAY_AT_TILL =
      new OutcomePlan(
          Repeat.ASK_FIRST, seconds(5, 10, 15, 20, 25, 30), Duration.ofSeconds(30), GiveUp.REVERSE);

  private static final OutcomePlan REVERSE =
      new OutcomePlan(
          Repeat.FREELY, seconds(2, 10, 60, 300), Duration.ofMinutes(10), GiveUp.REPORT);

  private static final OutcomePlan CLOSE =
      new OutcomePlan(Repeat.FREELY, seconds(2, 10), Duration.ofMinutes(10), GiveUp.REPORT);

  /**
   * The same refund again is harmless by the channel's documents; money is at stake, so it is asked
   * about first. "Not found" means that the refund was never accepted.
   */
  private static final OutcomePlan REFUND =
      new OutcomePlan(
          Repeat.ASK_FIRST,
          seconds(1, 3, 60, 120, 180, 240, 300, 600, 1200, 2400, 4200),
          Duration.ZERO,
          GiveUp.REPORT);

  private static final OutcomePlan NOT_OFFERED =
      new OutcomePlan(Repeat.NEVER, List.of(), Duration.ZERO, GiveUp.REPORT);

  private OutcomePlans() {}

  static OutcomePlan of(Operation operation, Scene.@Nullable Kind scene) {
    return switch (operation) {
      case PAY -> scene == Scene.Kind.BUYER_CODE ? PAY_AT_TILL : PAY;
      case REVERSE -> REVERSE;
      case CLOSE -> CLOSE;
      case REFUND -> REFUND;
      // Nothing is executed after the buyer agreed: complete only asks.
      case QUERY, QUERY_REFUND, COMPLETE, NOTIFICATION -> OutcomePlan.forQuestions();
      // The caller of the escape hatch says itself whether a call may be repeated.
      case CHANNEL_CALL, AUTHORIZE, CAPTURE, VOID, REAUTHORIZE -> NOT_OFFERED;
    };
  }

  private static List<Duration> seconds(long... counts) {
    return Arrays.stream(counts).mapToObj(Duration::ofSeconds).toList();
  }

  private static List<Duration> minutes(long... counts) {
    return Arrays.stream(counts).mapToObj(Duration::ofMinutes).toList();
  }
}
