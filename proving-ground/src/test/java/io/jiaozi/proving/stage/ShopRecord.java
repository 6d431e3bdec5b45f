package io.jiaozi.proving.stage;

import io.jiaozi.notification.Notification;
import io.jiaozi.payment.Payment;
import io.jiaozi.payment.PaymentState;
import io.jiaozi.proving.message.Deal;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * The order table of a shop that does what the documents of the API ask of it: compares number and
 * amount with its own books, moves states by {@link PaymentState#advance} and acts once on a fact.
 */
public final class ShopRecord {

  /** What a notification did to the books. */
  public enum Effect {
    /** The order moved on; whatever hangs on that is done now. */
    APPLIED,
    /** Known already: nothing is done again. */
    SAME_FACT,
    /** About an order the shop does not have. */
    UNKNOWN_ORDER,
    /** About one of its orders, with another amount. */
    OTHER_AMOUNT,
    /** For a merchant the shop does not act for. */
    OTHER_SUB_MERCHANT,
    /** Nothing moved: the order is where it was. */
    NO_ADVANCE,
    /** No news of a payment. */
    NOT_A_PAYMENT
  }

  private final Map<String, Deal> deals = new HashMap<>();
  private final Map<String, PaymentState> states = new HashMap<>();
  private final Set<String> facts = new HashSet<>();
  private int handled;

  /** An order the shop waits for. */
  public ShopRecord expect(Deal deal) {
    deals.put(deal.number(), deal);
    states.put(deal.number(), PaymentState.AWAITING_CUSTOMER);
    return this;
  }

  /** Takes in a notification that was believed. */
  public Effect take(Notification notification) {
    if (!(notification instanceof Notification.PaymentChanged changed)) {
      return remembered(notification, Effect.NOT_A_PAYMENT);
    }
    Payment payment = changed.payment();
    Deal deal = deals.get(payment.reference().number());
    if (payment.subMerchantId() != null) {
      return remembered(notification, Effect.OTHER_SUB_MERCHANT);
    }
    if (deal == null) {
      return remembered(notification, Effect.UNKNOWN_ORDER);
    }
    if (payment.amount() != null && !payment.amount().equals(deal.price())) {
      return Effect.OTHER_AMOUNT;
    }
    PaymentState.Advance advance = state(deal).advance(payment.state());
    boolean moves =
        advance == PaymentState.Advance.FORWARD || advance == PaymentState.Advance.LATE_SUCCESS;
    if (!moves) {
      return facts.contains(notification.factKey()) ? Effect.SAME_FACT : Effect.NO_ADVANCE;
    }
    Effect effect = remembered(notification, Effect.APPLIED);
    if (effect == Effect.APPLIED) {
      states.put(deal.number(), payment.state());
    }
    return effect;
  }

  private Effect remembered(Notification notification, Effect effect) {
    if (!facts.add(notification.factKey())) {
      return Effect.SAME_FACT;
    }
    handled++;
    return effect;
  }

  /** How an order stands in the shop's books. */
  public PaymentState state(Deal deal) {
    return states.get(deal.number());
  }

  /** How often the shop has acted on something. */
  public int handled() {
    return handled;
  }
}
