package io.jiaozi.paypal;

import io.jiaozi.Operation;
import io.jiaozi.spi.OutcomePlan;
import io.jiaozi.spi.OutcomePlan.GiveUp;
import io.jiaozi.spi.OutcomePlan.Repeat;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;

/**
 * What may be done about each operation when no trustworthy answer came. Source: API-FIT, section
 * 2; protocol sheet, sections 6.3 and 6.4. PayPal is not to be asked more often than every three
 * seconds.
 */
final class OutcomePlans {

  /**
   * The same create again gives the same order, and an order moves no money. Before its answer is
   * known there is nothing to ask by.
   */
  private static final OutcomePlan CREATE =
      new OutcomePlan(Repeat.FREELY, List.of(), Duration.ZERO, GiveUp.REPORT);

  /** Asking first is also what every attempt at it does by itself. */
  private static final OutcomePlan COMPLETE =
      new OutcomePlan(
          Repeat.ASK_FIRST,
          seconds(3, 8, 20, 60, 300, 900, 3600, 10_800),
          Duration.ZERO,
          GiveUp.REPORT);

  /** The request id makes the same capture harmless for 45 days. */
  private static final OutcomePlan CAPTURE =
      new OutcomePlan(
          Repeat.FREELY, seconds(3, 8, 20, 60, 300, 900, 3600), Duration.ZERO, GiveUp.REPORT);

  /** A hold is released once, however often that is asked for. */
  private static final OutcomePlan VOID =
      new OutcomePlan(Repeat.FREELY, seconds(3, 8, 20, 60, 300), Duration.ZERO, GiveUp.REPORT);

  /** Asking about the old hold does not tell of the new one; the same request does. */
  private static final OutcomePlan REAUTHORIZE =
      new OutcomePlan(Repeat.FREELY, List.of(), Duration.ZERO, GiveUp.REPORT);

  /** The request id makes the same refund harmless for 45 days. */
  private static final OutcomePlan REFUND =
      new OutcomePlan(Repeat.FREELY, seconds(60, 600, 3600), Duration.ZERO, GiveUp.REPORT);

  private static final OutcomePlan NOT_OFFERED =
      new OutcomePlan(Repeat.NEVER, List.of(), Duration.ZERO, GiveUp.REPORT);

  private OutcomePlans() {}

  static OutcomePlan of(Operation operation) {
    return switch (operation) {
      case PAY, AUTHORIZE -> CREATE;
      case COMPLETE -> COMPLETE;
      case CAPTURE -> CAPTURE;
      case VOID -> VOID;
      case REAUTHORIZE -> REAUTHORIZE;
      case REFUND -> REFUND;
      case QUERY, QUERY_REFUND, NOTIFICATION -> OutcomePlan.forQuestions();
      // The caller of the escape hatch says itself whether a call may be repeated.
      case CHANNEL_CALL, CLOSE, REVERSE -> NOT_OFFERED;
    };
  }

  private static List<Duration> seconds(long... counts) {
    return Arrays.stream(counts).mapToObj(Duration::ofSeconds).toList();
  }
}
