package io.jiaozi.samples.storefront.shop;

import io.jiaozi.money.Money;
import io.jiaozi.payment.NextAction;
import io.jiaozi.payment.PaymentReference;
import io.jiaozi.payment.PaymentState;
import io.jiaozi.payment.Scene;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One attempt to pay for an order: another account, scene or amount is another attempt with a
 * number of its own.
 *
 * @param number what the channel knows as the merchant's number
 * @param orderNumber the order it is to pay for
 * @param account the account's name
 * @param scene how the buyer pays
 * @param amount what is to be paid
 * @param placedAt when it began; the same on every repeat
 * @param payBefore until when it can be paid, where the channel was told
 * @param reference finds it at the channel
 * @param state how it stands, as far as the shop knows
 * @param open why its outcome is not known; null when it is not in doubt
 * @param trouble the channel's code of what went wrong last; null when nothing did
 * @param next what the buyer has to do; null when nothing
 */
public record Attempt(
    String number,
    String orderNumber,
    String account,
    Scene.Kind scene,
    Money amount,
    Instant placedAt,
    @Nullable Instant payBefore,
    PaymentReference reference,
    PaymentState state,
    @Nullable String open,
    @Nullable String trouble,
    @Nullable NextAction next) {

  /** Whether the buyer may still pay with it. */
  public boolean isWaiting() {
    return state == PaymentState.AWAITING_CUSTOMER
        || state == PaymentState.APPROVED
        || state == PaymentState.PROCESSING;
  }

  /** Whether it is not known yet what becomes of it. */
  public boolean isUndecided() {
    return !state.isOutcomeKnown();
  }

  /** Whether it brought money, given back or not. */
  public boolean broughtMoney() {
    return state == PaymentState.PAID
        || state == PaymentState.REFUND_STARTED
        || state == PaymentState.REFUNDED;
  }
}
