package io.jiaozi.alipay;

import io.jiaozi.money.Money;
import org.jspecify.annotations.Nullable;

/**
 * Amounts as Alipay writes them: yuan in plain digits with at most two decimals. Source: protocol
 * sheet, sections 0 and 4.
 *
 * <p>Read by hand: no exponent, sign, blank, other digits or third decimal can slip in, an absurdly
 * long text is refused before it is looked at, and nothing is rounded.
 */
final class Amounts {

  static final String CNY = "CNY";

  /** The most Alipay takes in one order: CNY 100,000,000.00. */
  static final long MOST_FEN = 10_000_000_000L;

  /** Thirteen digits before the point are more than any sum of orders. */
  private static final int LONGEST = 16;

  private Amounts() {}

  /** A text that should be an amount is none. Quotes nothing: the text may be anything. */
  static final class NotAnAmountException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    NotAnAmountException() {
      super("A text that should be an amount of yuan is none.");
    }
  }

  /** How an amount goes out: always two decimals. */
  static String format(Money amount) {
    return amount.toDecimalString();
  }

  /**
   * Reads an amount; an absent one is null.
   *
   * @throws NotAnAmountException if the text is anything else
   */
  static @Nullable Money parse(@Nullable String text) {
    return text == null ? null : Money.ofMinor(CNY, fen(text));
  }

  private static long fen(String text) {
    int length = text.length();
    if (length == 0 || length > LONGEST) {
      throw new NotAnAmountException();
    }
    int point = text.indexOf('.');
    int whole = point < 0 ? length : point;
    int decimals = point < 0 ? 0 : length - point - 1;
    boolean leadingZero = whole > 1 && text.charAt(0) == '0';
    if (whole == 0 || leadingZero || (point >= 0 && (decimals == 0 || decimals > 2))) {
      throw new NotAnAmountException();
    }
    long value = 0;
    for (int i = 0; i < length; i++) {
      if (i != point) {
        value = value * 10 + digit(text.charAt(i));
      }
    }
    return decimals == 2 ? value : value * (decimals == 1 ? 10 : 100);
  }

  private static int digit(char c) {
    if (c < '0' || c > '9') {
      throw new NotAnAmountException();
    }
    return c - '0';
  }
}
