package io.jiaozi.sandbox.unionpay;

/** How the buyer's card number appears in notifications and query replies ({@code accNo}). */
public enum CardNumbers {
  /** Not at all. */
  LEFT_OUT,
  /** The first four and the last four digits. */
  MASKED,
  /** In full: a public test number. */
  CLEAR,
  /** Masked, then encrypted for the merchant's signing certificate (sheet 4.5, KA-3). */
  ENCRYPTED
}
