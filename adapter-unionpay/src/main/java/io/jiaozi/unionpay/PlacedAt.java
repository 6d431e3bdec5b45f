package io.jiaozi.unionpay;

import io.jiaozi.error.Problem;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * The time of an attempt is the time of the transaction at UnionPay, which wants it to be now. How
 * far it may be off is UNVERIFIED and therefore a setting. Source: protocol sheet, section 4.2;
 * API-FIT, 5.2.
 */
record PlacedAt(Duration tolerance, Clock clock) {

  /** What to do instead of sending an old payment again. */
  static final String PAYMENT =
      "Query the payment to learn how it ended; a new attempt needs a new number and a new placedAt.";

  /** The same for what follows a payment. */
  static final String FOLLOWING =
      "Ask how it ended; if it turns out not to be there, begin anew with a new number and a new placedAt.";

  void check(Instant placedAt, String remedy, List<Problem> problems) {
    Duration age = Duration.between(placedAt, clock.instant());
    if (age.abs().compareTo(tolerance) > 0) {
      problems.add(
          new Problem(
              "placedAt",
              "is "
                  + placedAt
                  + ", "
                  + inWords(age.abs())
                  + (age.isNegative() ? " ahead of" : " before")
                  + " this machine's clock; UnionPay takes it as the time of the order and wants it to be now. "
                  + (age.isNegative()
                      ? "Check the clocks of both machines; placedAt is the time when the attempt began."
                      : remedy)));
    }
  }

  private static String inWords(Duration duration) {
    long seconds = duration.toSeconds();
    return seconds < 120 ? seconds + " s" : duration.toMinutes() + " minutes";
  }
}
