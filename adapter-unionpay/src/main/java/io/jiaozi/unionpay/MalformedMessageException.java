package io.jiaozi.unionpay;

/** Bytes that are no message of UnionPay. The text quotes nothing of them. */
final class MalformedMessageException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** The clause fits after "a message that". */
  MalformedMessageException(String clause) {
    super(clause, null, false, false);
  }
}
