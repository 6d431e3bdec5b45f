package io.jiaozi.spi;

import io.jiaozi.Operation;
import io.jiaozi.SubMerchant;
import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What the gateway tells an adapter about one attempt.
 *
 * @param operation what was asked
 * @param timeLeft how long this attempt may take, connecting and reading included; more than zero.
 *     Several requests within one attempt share it
 * @param attempt 1 for the first
 * @param actingFor the merchant for whom the partner acts; null for the account's own
 */
public record CallContext(
    Operation operation, Duration timeLeft, int attempt, @Nullable SubMerchant actingFor) {
  /** Checks that nothing required is missing. */
  public CallContext {
    Objects.requireNonNull(operation, "operation");
    Objects.requireNonNull(timeLeft, "timeLeft");
  }
}
