package io.jiaozi.samples.storefront.shop;

import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What somebody wants to eat.
 *
 * @param number the shop's own number
 * @param visitor whose it is: the cookie's content
 * @param placedAt when it was placed
 * @param quantities how many of which dish, in order
 * @param paidBy the number of the attempt that paid for it; null while nothing has
 * @param paidAt when the shop learned that; null while nothing has
 */
public record Order(
    String number,
    String visitor,
    Instant placedAt,
    Map<String, Integer> quantities,
    @Nullable String paidBy,
    @Nullable Instant paidAt) {

  /** Whether something paid for it, so that the kitchen has it. */
  public boolean isPaid() {
    return paidBy != null;
  }
}
