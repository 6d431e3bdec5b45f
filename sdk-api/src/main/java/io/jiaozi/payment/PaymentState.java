package io.jiaozi.payment;

/**
 * How a payment stands. States are ranked; {@link #advance} is the one place where two of them are
 * compared.
 *
 * <p>Ship on {@link #PAID} only.
 */
public enum PaymentState {
  /**
   * The channel does not know the payment. Normal before the buyer arrives at some channels.
   * Knowledge, not a state: overwrites nothing.
   */
  NOT_FOUND(0),
  /** The channel said something that has no known meaning. Overwrites nothing. */
  UNKNOWN(0),
  /** The buyer has still to act. */
  AWAITING_CUSTOMER(1),
  /** The buyer agreed and no money has moved: {@code complete} executes it. */
  APPROVED(1),
  /** The channel or a bank is working on it. */
  PROCESSING(1),
  /** Money is held, not taken. */
  AUTHORIZED(2),
  /** Refused for good. */
  DECLINED(3),
  /** Can no longer be paid. */
  CLOSED(3),
  /** A hold that was released. */
  VOIDED(3),
  /** The money is the merchant's. */
  PAID(4),
  /** A hold of which nothing is held any more; the money sits in its captures. */
  CAPTURED(4),
  /** Paid, and at least one refund was asked for; how much has gone back is told by the refunds. */
  REFUND_STARTED(5),
  /** Paid, and all of it went back. */
  REFUNDED(6),
  /** Undone as a whole by {@code reverse} or by the channel. */
  REVERSED(6);

  /** What a newly learned state means for the stored one. */
  public enum Advance {
    /** Store the new state and act on it. */
    FORWARD,
    /** Nothing new. */
    SAME,
    /** Older news, or no knowledge: acknowledge and ignore. */
    STALE,
    /**
     * Money arrived after the payment was given up: store it, and let a person or a rule decide
     * whether to refund or to ship.
     */
    LATE_SUCCESS
  }

  private static final int OPEN = 1;
  private static final int ENDED = 3;
  private static final int REFUND_BEGUN = 5;

  private final int rank;

  PaymentState(int rank) {
    this.rank = rank;
  }

  /**
   * Compares a newly learned state with this, the stored one. Open states move both ways among
   * themselves; everything else only moves up in rank.
   */
  public Advance advance(PaymentState next) {
    if (next == this) {
      return Advance.SAME;
    }
    if (next.rank == 0) {
      return Advance.STALE;
    }
    if (rank == OPEN && next.rank == OPEN) {
      return Advance.FORWARD;
    }
    if (next.rank <= rank) {
      return Advance.STALE;
    }
    return rank == ENDED && next.rank <= REFUND_BEGUN ? Advance.LATE_SUCCESS : Advance.FORWARD;
  }

  /**
   * Tells whether the payment has come to an end that is known: paid, ended without money, or given
   * back.
   */
  public boolean isOutcomeKnown() {
    return rank >= ENDED;
  }
}
