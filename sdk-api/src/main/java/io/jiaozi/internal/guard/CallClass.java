package io.jiaozi.internal.guard;

import io.jiaozi.Operation;

/**
 * Kinds of calls that must not stop each other. A channel that takes no new payments may still
 * answer questions and give money back.
 */
enum CallClass {
  /** Calls that make money move to the merchant, or prepare it. */
  CREATE("payments"),
  /** Questions. */
  QUERY("questions"),
  /** Calls that give back, release or make unpayable. */
  REFUND("refunds and closings"),
  /** The escape hatch: what its endpoints do is not known here, so they stop nothing else. */
  OTHER("other calls");

  private final String words;

  CallClass(String words) {
    this.words = words;
  }

  /** For messages. */
  String words() {
    return words;
  }

  static CallClass of(Operation operation) {
    return switch (operation) {
      case PAY, AUTHORIZE, COMPLETE, CAPTURE, REAUTHORIZE -> CREATE;
      case QUERY, QUERY_REFUND, NOTIFICATION -> QUERY;
      case VOID, CLOSE, REVERSE, REFUND -> REFUND;
      case CHANNEL_CALL -> OTHER;
    };
  }
}
