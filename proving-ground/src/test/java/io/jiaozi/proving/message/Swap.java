package io.jiaozi.proving.message;

/**
 * One thing in a message that is not as the shop's own books have it, under a signature that is
 * right: a signature proves who speaks, not what about.
 */
public enum Swap {
  /** Another order than the one the shop waits for. */
  ORDER,
  /** One smallest unit more. */
  AMOUNT_UP,
  /** One smallest unit less. */
  AMOUNT_DOWN,
  /** The same digits in another currency. */
  CURRENCY,
  /** Another app of this or another merchant. */
  APP,
  /** Another merchant. */
  MERCHANT,
  /** Another receiver of the money. */
  SELLER,
  /** A merchant on whose behalf nobody acts here. */
  SUB_MERCHANT,
  /** Another environment of the channel. */
  ENVIRONMENT,
  /** A state in which no money has moved. */
  STATUS,
  /** Signed for a time ahead. */
  TIME,
  /** The same message again. */
  DUPLICATE,
  /** Signed long ago. */
  STALE
}
