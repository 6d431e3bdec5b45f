package io.jiaozi.sandbox.wechat;

/** What the buyer does whose code is scanned at the till. */
public enum TillBuyer {
  /** Has nothing to type: the payment is made in the same exchange. */
  PAYS,
  /** Has to type a password: the order waits as {@code USERPAYING} until told how it ends. */
  TYPES_PASSWORD,
  /** Has too little money: refused with {@code NOT_ENOUGH}, the order is {@code PAYERROR}. */
  HAS_NO_MONEY,
  /** Shows a code that has been replaced already: refused, there is no order. */
  SHOWS_OLD_CODE
}
