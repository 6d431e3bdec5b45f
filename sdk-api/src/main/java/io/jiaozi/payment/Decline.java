package io.jiaozi.payment;

import java.util.Objects;

/**
 * Why a payment was refused.
 *
 * @param reason in common words
 * @param channelCode the channel's own code, for its documents and its support
 * @param orderStillOpen whether the buyer may still pay the same order in another way. If false,
 *     the number is used up
 */
public record Decline(Reason reason, String channelCode, boolean orderStillOpen) {

  /** Checks that nothing required is missing. */
  public Decline {
    Objects.requireNonNull(reason, "reason");
    Objects.requireNonNull(channelCode, "channelCode");
  }

  /** Reasons that all channels share. */
  public enum Reason {
    /** Not enough money. */
    FUNDS,
    /** A limit of the buyer, the bank or the channel. */
    LIMIT,
    /** The buyer's code is wrong, used or too old: ask for a fresh one. */
    CODE_INVALID,
    /** The card or account behind it was refused. */
    INSTRUMENT,
    /** The buyer's account cannot pay. */
    BUYER_ACCOUNT,
    /** The buyer said no. */
    BUYER_CANCELLED,
    /** Wrong password or code. */
    WRONG_SECRET,
    /** Refused by risk control. */
    RISK,
    /** The buyer did not finish in time. */
    TIMED_OUT,
    /** Anything else; see the channel's code. */
    OTHER
  }
}
