package io.jiaozi.refund;

/** How a refund stands. {@link #advance} is the one place where two states are compared. */
public enum RefundState {
  /**
   * The channel does not know the refund: it was never accepted. Knowledge, not a state: overwrites
   * nothing.
   */
  NOT_FOUND(0),
  /** The channel said something that has no known meaning. Overwrites nothing. */
  UNKNOWN(0),
  /** Accepted; the money is on its way. */
  PROCESSING(1),
  /**
   * Stuck until a person acts, under the same number: the buyer's account cannot take the money.
   */
  NEEDS_ATTENTION(1),
  /** This number can never succeed; a new number is allowed. */
  FAILED(2),
  /** The money went back. */
  SUCCEEDED(2);

  /** What a newly learned state means for the stored one. */
  public enum Advance {
    /** Store the new state and act on it. */
    FORWARD,
    /** Nothing new. */
    SAME,
    /** Older news, or no knowledge: acknowledge and ignore. */
    STALE,
    /** The channel took back what it had said for certain: store it and alarm a person. */
    CONTRADICTION
  }

  private static final int OPEN = 1;
  private static final int FINAL = 2;

  private final int rank;

  RefundState(int rank) {
    this.rank = rank;
  }

  /** Compares a newly learned state with this, the stored one. */
  public Advance advance(RefundState next) {
    if (next == this) {
      return Advance.SAME;
    }
    if (next.rank == 0) {
      return Advance.STALE;
    }
    if (rank < FINAL) {
      return Advance.FORWARD;
    }
    boolean takenBack = next.rank == FINAL || (this == SUCCEEDED && next == NEEDS_ATTENTION);
    return takenBack ? Advance.CONTRADICTION : Advance.STALE;
  }

  /** Tells whether the refund has come to an end that is known. */
  public boolean isOutcomeKnown() {
    return rank == FINAL;
  }

  /** Tells whether the channel has it in work: neither ended nor without knowledge. */
  public boolean isOpen() {
    return rank == OPEN;
  }
}
