package io.jiaozi.sandbox.paypal;

import java.time.Instant;
import java.time.temporal.ChronoUnit;

/** Times as the platform writes them: UTC, whole seconds, {@code 2026-11-24T09:00:00Z}. */
final class WireTime {
  private WireTime() {}

  static String format(Instant time) {
    return time.truncatedTo(ChronoUnit.SECONDS).toString();
  }
}
