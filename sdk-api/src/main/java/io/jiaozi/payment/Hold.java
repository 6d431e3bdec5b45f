package io.jiaozi.payment;

import io.jiaozi.money.Money;
import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Money that is held for the merchant and not yet taken.
 *
 * @param left what can still be captured or released
 * @param expiresAt when the hold ends by itself; null if the channel does not say
 */
public record Hold(Money left, @Nullable Instant expiresAt) {
  /** Checks that nothing required is missing. */
  public Hold {
    Objects.requireNonNull(left, "left");
  }
}
