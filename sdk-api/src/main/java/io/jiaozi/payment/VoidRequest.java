package io.jiaozi.payment;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Objects;

/**
 * Releases a hold before it is captured.
 *
 * @param authorization the hold to release
 * @param voidNumber the merchant's unique number of this void; not the number of any payment,
 *     capture or refund
 * @param placedAt when this void was first asked for; the same on every repeat. Cut to whole
 *     seconds
 */
public record VoidRequest(PaymentReference authorization, String voidNumber, Instant placedAt) {
  /** Checks that nothing required is missing. */
  public VoidRequest {
    Objects.requireNonNull(authorization, "authorization");
    Objects.requireNonNull(voidNumber, "voidNumber");
    placedAt = Objects.requireNonNull(placedAt, "placedAt").truncatedTo(ChronoUnit.SECONDS);
  }
}
