package io.jiaozi.sandbox.alipay;

import java.math.BigDecimal;

/** Amounts: yuan with two decimals on the wire, fen in the books. */
final class Fen {
  private Fen() {}

  static String yuan(long fen) {
    return BigDecimal.valueOf(fen, 2).toPlainString();
  }
}
