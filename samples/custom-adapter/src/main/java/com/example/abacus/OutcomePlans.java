package com.example.abacus;

import io.jiaozi.Operation;
import io.jiaozi.spi.OutcomePlan;
import io.jiaozi.spi.OutcomePlan.GiveUp;
import io.jiaozi.spi.OutcomePlan.Repeat;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;

/** What may be done about each operation when no trustworthy answer came. */
final class OutcomePlans {

  /** Longer than the channel lets a request wait; before that "not found" proves nothing. */
  private static final Duration ON_ITS_WAY = Duration.ofSeconds(30);

  /** The same number with the same contents is the same order, by the channel's documents. */
  private static final OutcomePlan PAY =
      new OutcomePlan(Repeat.FREELY, seconds(2, 10, 60, 600), ON_ITS_WAY, GiveUp.REPORT);

  private static final OutcomePlan CLOSE =
      new OutcomePlan(Repeat.FREELY, seconds(2, 10, 60), ON_ITS_WAY, GiveUp.REPORT);

  /** Harmless too, by the same documents; but money leaves, so it is asked about first. */
  private static final OutcomePlan REFUND =
      new OutcomePlan(Repeat.ASK_FIRST, seconds(1, 5, 60, 600), ON_ITS_WAY, GiveUp.REPORT);

  private static final OutcomePlan NOT_OFFERED =
      new OutcomePlan(Repeat.NEVER, List.of(), Duration.ZERO, GiveUp.REPORT);

  private OutcomePlans() {}

  static OutcomePlan of(Operation operation) {
    return switch (operation) {
      case PAY -> PAY;
      case CLOSE -> CLOSE;
      case REFUND -> REFUND;
      // Nothing is executed after the buyer agreed: complete only asks.
      case QUERY, QUERY_REFUND, COMPLETE, NOTIFICATION -> OutcomePlan.forQuestions();
      // The caller of the escape hatch says itself whether a call may be repeated.
      case CHANNEL_CALL, AUTHORIZE, CAPTURE, VOID, REAUTHORIZE, REVERSE -> NOT_OFFERED;
    };
  }

  private static List<Duration> seconds(long... counts) {
    return Arrays.stream(counts).mapToObj(Duration::ofSeconds).toList();
  }
}
