package io.jiaozi.alipay;

import io.jiaozi.Operation;
import io.jiaozi.payment.Scene;
import io.jiaozi.spi.OutcomePlan;
import io.jiaozi.spi.OutcomePlan.GiveUp;
import io.jiaozi.spi.OutcomePlan.Repeat;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;

/**
 * What may be done about each operation when no trustworthy answer came. Source: API-FIT, section
 * 2; protocol sheet, section 7.
 */
final class OutcomePlans {

  /**
   * An order exists at Alipay when its buyer comes, not when it is placed, and that may be as late
   * as its expiry: until then "not found" proves nothing.
   */
  private static final Duration UNTIL_EXPIRY = Duration.ofDays(15).plusMinutes(10);

  private static final List<Duration> AT_TILL = every(3, 60);
  private static final List<Duration> FAR_FROM_TILL = minutes(5, 10, 20, 40, 80, 160);

  /** Forms, order texts and codes are made anew by the same request; nothing happens twice. */
  private static final OutcomePlan PAY =
      new OutcomePlan(Repeat.FREELY, FAR_FROM_TILL, UNTIL_EXPIRY, GiveUp.REPORT);

  /** The order of a mini program exists at once. */
  private static final OutcomePlan PAY_IN_APP_PAGE =
      new OutcomePlan(Repeat.FREELY, FAR_FROM_TILL, Duration.ofMinutes(10), GiveUp.REPORT);

  /** Never sent again by itself: asked about, and undone at once after the last question. */
  private static final OutcomePlan PAY_AT_TILL =
      new OutcomePlan(Repeat.NEVER, AT_TILL, Duration.ofSeconds(60), GiveUp.REVERSE);

  private static final OutcomePlan AUTHORIZE =
      new OutcomePlan(Repeat.FREELY, FAR_FROM_TILL, UNTIL_EXPIRY, GiveUp.REPORT);

  /** A hold is not undone like a trade, so giving up is left to the caller: void it. */
  private static final OutcomePlan AUTHORIZE_AT_TILL =
      new OutcomePlan(Repeat.ASK_FIRST, AT_TILL, Duration.ofSeconds(60), GiveUp.REPORT);

  private static final OutcomePlan CAPTURE =
      new OutcomePlan(
          Repeat.ASK_FIRST,
          seconds(1, 3, 10, 30, 60, 300, 600, 1800),
          Duration.ofSeconds(10),
          GiveUp.REPORT);

  private static final OutcomePlan VOID =
      new OutcomePlan(Repeat.FREELY, seconds(2, 10, 30, 60), Duration.ZERO, GiveUp.REPORT);

  private static final OutcomePlan CLOSE =
      new OutcomePlan(Repeat.FREELY, seconds(2, 10), Duration.ZERO, GiveUp.REPORT);

  /** "The same again" is the protocol while the channel asks for it, for about a minute. */
  private static final OutcomePlan REVERSE =
      new OutcomePlan(Repeat.FREELY, seconds(3, 10, 30, 60), Duration.ZERO, GiveUp.REPORT);

  /** Not found proves nothing for ten seconds; then the same refund again is harmless. */
  private static final OutcomePlan REFUND =
      new OutcomePlan(
          Repeat.ASK_FIRST, seconds(10, 30, 120, 600), Duration.ofSeconds(10), GiveUp.REPORT);

  private static final OutcomePlan NOT_OFFERED =
      new OutcomePlan(Repeat.NEVER, List.of(), Duration.ZERO, GiveUp.REPORT);

  private OutcomePlans() {}

  static OutcomePlan of(Operation operation, Scene.@Nullable Kind scene) {
    return switch (operation) {
      case PAY ->
          scene == Scene.Kind.BUYER_CODE
              ? PAY_AT_TILL
              : scene == Scene.Kind.IN_APP_PAGE ? PAY_IN_APP_PAGE : PAY;
      case AUTHORIZE -> scene == Scene.Kind.BUYER_CODE ? AUTHORIZE_AT_TILL : AUTHORIZE;
      case CAPTURE -> CAPTURE;
      case VOID -> VOID;
      case CLOSE -> CLOSE;
      case REVERSE -> REVERSE;
      case REFUND -> REFUND;
      // Nothing is executed after the buyer agreed: complete only asks.
      case QUERY, QUERY_REFUND, COMPLETE, NOTIFICATION -> OutcomePlan.forQuestions();
      // The caller of the escape hatch says itself whether a call may be repeated.
      case CHANNEL_CALL, REAUTHORIZE -> NOT_OFFERED;
    };
  }

  private static List<Duration> every(long step, long last) {
    List<Duration> times = new ArrayList<>();
    for (long second = step; second <= last; second += step) {
      times.add(Duration.ofSeconds(second));
    }
    return List.copyOf(times);
  }

  private static List<Duration> seconds(long... counts) {
    return LongStream.of(counts).mapToObj(Duration::ofSeconds).toList();
  }

  private static List<Duration> minutes(long... counts) {
    return LongStream.of(counts).mapToObj(Duration::ofMinutes).toList();
  }
}
