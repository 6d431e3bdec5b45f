package io.jiaozi;

/** What an account can do besides paying in its scenes. */
public enum Capability {
  /** The merchant's number alone finds a payment. */
  FIND_BY_NUMBER,
  /** The merchant's refund number alone finds a refund. */
  FIND_REFUND_BY_NUMBER,
  /** A request can carry its own expiry. */
  SET_EXPIRY,
  /** An unpaid order can be made unpayable. */
  CLOSE,
  /** A payment at the till can be undone as a whole. */
  REVERSE,
  /** An approved order has to be executed by {@code complete}. */
  COMPLETE_AFTER_APPROVAL,
  /** Less than the whole hold can be captured. */
  PARTIAL_CAPTURE,
  /** A hold can be captured in several parts. */
  SEVERAL_CAPTURES,
  /** A hold can be released. */
  VOID_AUTHORIZATION,
  /** A hold can be renewed. */
  REAUTHORIZE,
  /** A payment can be refunded. */
  REFUND,
  /** A part of a payment can be refunded. */
  PARTIAL_REFUND,
  /** The channel notifies of payments. */
  NOTIFIES_PAYMENT,
  /** The channel notifies of refunds. */
  NOTIFIES_REFUND,
  /** Payments can be made on behalf of sub-merchants. */
  ACT_FOR_SUB_MERCHANT,
  /** Endpoints that are not modelled can be called. */
  CHANNEL_CALLS
}
