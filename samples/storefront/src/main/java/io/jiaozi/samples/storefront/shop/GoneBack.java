package io.jiaozi.samples.storefront.shop;

import io.jiaozi.money.Money;
import io.jiaozi.refund.RefundState;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A refund the shopkeeper asked for.
 *
 * @param number what the channel knows as the merchant's refund number
 * @param attemptNumber the attempt whose money goes back
 * @param amount how much
 * @param reason for the buyer
 * @param placedAt when it was asked for; the same on every repeat
 * @param locator the adapter's text that finds it at the channel; null where the number is enough
 * @param state how it stands, as far as the shop knows
 * @param open why its outcome is not known; null when it is not in doubt
 */
public record GoneBack(
    String number,
    String attemptNumber,
    Money amount,
    String reason,
    Instant placedAt,
    @Nullable String locator,
    RefundState state,
    @Nullable String open) {

  /** Whether it counts against what can still be refunded: everything but a certain failure. */
  public boolean counts() {
    return state != RefundState.FAILED && state != RefundState.NOT_FOUND;
  }
}
