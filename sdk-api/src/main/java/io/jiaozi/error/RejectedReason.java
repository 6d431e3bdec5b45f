package io.jiaozi.error;

/** Why a channel said no, in common words. The channel's own code is in the context. */
public enum RejectedReason {
  /** The channel finds the request malformed. */
  INVALID,
  /** The number was used before with other contents. */
  NUMBER_REUSED,
  /** The order is paid already. */
  ALREADY_PAID,
  /** The order can no longer be paid. */
  ORDER_CLOSED,
  /** Not possible in the state it is in. */
  WRONG_STATE,
  /** More than there is left. */
  AMOUNT_EXCEEDED,
  /** The time for this has passed. */
  TOO_LATE,
  /** The merchant's balance does not cover it: top up, then repeat with the same number. */
  NO_BALANCE,
  /** The channel does not know what the call is about. */
  NOT_FOUND,
  /** The contract does not allow it. */
  NOT_PERMITTED,
  /** The channel does not accept our identity, key or signature: mend the configuration. */
  BAD_CREDENTIALS,
  /** Too many calls: slow down. */
  TOO_MANY_REQUESTS,
  /** Anything else; see the channel's code. */
  OTHER
}
