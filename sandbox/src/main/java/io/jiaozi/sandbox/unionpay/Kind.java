package io.jiaozi.sandbox.unionpay;

import org.jspecify.annotations.Nullable;

/** What a transaction does with money: {@code txnType}. Sheet 4.1. */
enum Kind {
  PURCHASE("01", "pay"),
  PREAUTHORISATION("02", "authorize"),
  COMPLETION("03", "capture"),
  REFUND("04", "refund"),
  PURCHASE_UNDO("31", "reverse"),
  PREAUTHORISATION_VOID("32", "void"),
  COMPLETION_VOID("33", "void");

  private final String txnType;
  private final String operation;

  Kind(String txnType, String operation) {
    this.txnType = txnType;
    this.operation = operation;
  }

  static @Nullable Kind of(String txnType) {
    for (Kind kind : values()) {
      if (kind.txnType.equals(txnType)) {
        return kind;
      }
    }
    return null;
  }

  String txnType() {
    return txnType;
  }

  /** The word that all channels share. */
  String operation() {
    return operation;
  }

  /** Whether a buyer is needed, so that the merchant cannot end it alone. */
  boolean needsBuyer() {
    return this == PURCHASE || this == PREAUTHORISATION;
  }
}
