package io.jiaozi.sandbox;

/**
 * Everything that can go wrong between a merchant and a channel. "Commit" means that the channel
 * has changed its state: the order exists, the refund was accepted.
 */
public enum Fault {
  /** Nobody listens. An address: {@link Faults#deadEnd}. */
  CONNECT_REFUSED(Where.ADDRESS),
  /** The host name does not exist. An address: {@link Faults#deadEnd}. */
  DNS_FAILURE(Where.ADDRESS),
  /** The TLS handshake fails. An address: {@link Faults#deadEnd}. */
  TLS_HANDSHAKE_FAILURE(Where.ADDRESS),
  /** The connection is reset before the request was read. An address: {@link Faults#deadEnd}. */
  RESET_BEFORE_READ(Where.ADDRESS),

  /** The request was read, then the connection is reset; nothing was committed. */
  RESET_AFTER_READ(Where.BEFORE_COMMIT),
  /** Committed, then the connection is reset. */
  RESET_AFTER_COMMIT(Where.AFTER_COMMIT),
  /** Committed, then the connection is closed without an answer. */
  CLOSE_AFTER_COMMIT(Where.AFTER_COMMIT),
  /** Committed, then nothing at all, until {@link Faults#release} or the sandbox closes. */
  SILENCE_AFTER_COMMIT(Where.AFTER_COMMIT),

  /** Committed; the answer announces more bytes than it has. */
  TRUNCATED_REPLY(Where.AFTER_COMMIT),
  /** Committed; status and headers are right, then a chunk that is none. */
  MALFORMED_CHUNK(Where.AFTER_COMMIT),
  /** Committed; bytes that are not HTTP, then the end. */
  GARBAGE(Where.AFTER_COMMIT),
  /** Committed; status 200 with an HTML page, as from a hotel's portal. */
  HTML_200(Where.AFTER_COMMIT),
  /** Status 502 with an HTML page; nothing was committed. */
  HTML_502(Where.BEFORE_COMMIT),

  /** Committed; the right answer with a signature that does not match. */
  BAD_SIGNATURE(Where.AFTER_COMMIT),
  /** Committed; the right answer without a signature. */
  MISSING_SIGNATURE(Where.AFTER_COMMIT),
  /** Committed; the right answer with WeChat Pay's deliberate probe value as signature. */
  SIGNTEST(Where.AFTER_COMMIT),
  /** Committed; the right answer, signed ten minutes ago. */
  STALE_SIGNATURE(Where.AFTER_COMMIT),
  /** Committed; the right answer, signed by a key that nobody knows. */
  UNKNOWN_KEY(Where.AFTER_COMMIT),

  /** Status 503 with {@code Retry-After: 0}; nothing committed unless the plan says so. */
  STATUS_503_RETRY_AFTER_0(Where.BEFORE_COMMIT, 503),
  /** Status 408 with {@code Retry-After: 0}; nothing committed unless the plan says so. */
  STATUS_408(Where.BEFORE_COMMIT, 408),
  /** Status 429 with {@code Retry-After: 0}; nothing committed unless the plan says so. */
  STATUS_429(Where.BEFORE_COMMIT, 429),
  /** Status 500 with {@code Retry-After: 0}; nothing committed unless the plan says so. */
  STATUS_500(Where.BEFORE_COMMIT, 500),

  /** The right answer, late: {@link FaultPlan#delayed}. */
  DELAY(Where.AFTER_COMMIT);

  /** When the fault strikes. */
  enum Where {
    ADDRESS,
    BEFORE_COMMIT,
    AFTER_COMMIT
  }

  private final Where where;
  private final int status;

  Fault(Where where) {
    this(where, 0);
  }

  Fault(Where where, int status) {
    this.where = where;
    this.status = status;
  }

  /** Whether this fault is an address to be called instead of the sandbox's own. */
  public boolean isAddress() {
    return where == Where.ADDRESS;
  }

  Where where() {
    return where;
  }

  /** The status answered instead of the right one; 0 when this fault is not about the status. */
  int status() {
    return status;
  }
}
