package io.jiaozi.internal.guard;

import io.jiaozi.Operation;

/**
 * Kinds of calls that must not stop each other. A channel that takes no new payments may still
 * answer questions and give money back.
 */
enum CallClass {
  /** Calls that make money move to the merchant, or prepare it. */
  CREATE("payments", "payments"),
  /** Questions. */
  QUERY("questions", "questions"),
  /** Calls that give back, release or make unpayable. */
  REFUND("refunds and closings", "refunds"),
  /** The escape hatch: what its endpoints do is not known here, so they stop nothing else. */
  OTHER("other calls", "calls");

  private final String words;
  private final String lane;

  CallClass(String words, String lane) {
    this.words = words;
    this.lane = lane;
  }

  /** For messages. */
  String words() {
    return words;
  }

  /** One word, for events and metrics. */
  String lane() {
    return lane;
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
