package io.jiaozi.samples.storefront.shop;

import io.jiaozi.money.Money;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A line of the cash book: written once, never changed.
 *
 * @param at when the shop wrote it
 * @param orderNumber the order it is about
 * @param number the attempt's or refund's number
 * @param kind what happened
 * @param amount how much money it is about; null if none
 * @param note more, for people; empty if nothing
 */
public record MoneyEvent(
    Instant at, String orderNumber, String number, Kind kind, @Nullable Money amount, String note) {

  /** What can happen. */
  public enum Kind {
    /** An attempt began. */
    ATTEMPT,
    /** Money came. */
    PAID,
    /** The kitchen began, because money came. Once for each order. */
    TO_KITCHEN,
    /** Money came for an order that was paid already. */
    PAID_TWICE,
    /** Money came after the attempt had been given up. */
    LATE,
    /** Another amount came than was asked for. */
    WRONG_AMOUNT,
    /** The channel took money back. */
    TAKEN_BACK,
    /** An attempt ended without money. */
    ENDED,
    /** A refund was asked for. */
    REFUND,
    /** The money went back. */
    REFUNDED,
    /** A refund failed for certain. */
    REFUND_FAILED,
    /** A person decided. */
    DECIDED
  }

  /** Whether a person has to decide what becomes of it. */
  public boolean needsDecision() {
    return kind == Kind.PAID_TWICE
        || kind == Kind.LATE
        || kind == Kind.WRONG_AMOUNT
        || kind == Kind.TAKEN_BACK;
  }
}
