package io.jiaozi.sandbox.unionpay;

import java.time.Duration;
import java.util.List;
import java.util.stream.LongStream;

/**
 * The waits between the five deliveries of a notification. The channel's texts name two (sheet
 * 5.1).
 */
public enum RedeliveryPlan {
  /** 0, 1, 2 and 4 minutes: the texts about gateway and QR codes. */
  GATEWAY,
  /** 1, 2, 4 and 5 minutes: the text about payouts. */
  PAYOUT;

  List<Duration> gaps() {
    LongStream minutes =
        switch (this) {
          case GATEWAY -> LongStream.of(0, 1, 2, 4);
          case PAYOUT -> LongStream.of(1, 2, 4, 5);
        };
    return minutes.mapToObj(Duration::ofMinutes).toList();
  }
}
