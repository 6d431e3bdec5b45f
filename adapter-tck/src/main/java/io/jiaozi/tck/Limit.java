package io.jiaozi.tck;

import io.jiaozi.payment.PaymentRequest;
import java.util.Objects;

/**
 * One limit that the channel's documents state for a payment, from both sides.
 *
 * @param name in a few words, such as "longest description"; stands in the report
 * @param within a request that is just allowed: it is sent, and the fake takes it
 * @param beyond the same with the limit just passed: a problem before anything is sent
 */
public record Limit(String name, PaymentRequest within, PaymentRequest beyond) {

  /** Checks that nothing is missing. */
  public Limit {
    Objects.requireNonNull(name, "name");
    Objects.requireNonNull(within, "within");
    Objects.requireNonNull(beyond, "beyond");
  }
}
