package io.jiaozi;

/** What can be asked of a channel. */
public enum Operation {
  /** Be paid. */
  PAY,
  /** Hold money. */
  AUTHORIZE,
  /** Execute what the buyer approved; elsewhere ask. */
  COMPLETE,
  /** Take held money. */
  CAPTURE,
  /** Release a hold. */
  VOID,
  /** Renew a hold. */
  REAUTHORIZE,
  /** Ask how a payment stands. */
  QUERY,
  /** Make an unpaid order unpayable. */
  CLOSE,
  /** Undo a payment whose outcome the till could not wait for. */
  REVERSE,
  /** Give money back. */
  REFUND,
  /** Ask how a refund stands. */
  QUERY_REFUND,
  /** Read a message of the channel. */
  NOTIFICATION,
  /** Any endpoint of the channel that is not modelled. */
  CHANNEL_CALL
}
