package io.jiaozi.alipay;

import org.jspecify.annotations.Nullable;

/**
 * Numbers as Alipay takes them. Source: protocol sheet, sections 1.1, 4 and 7. Checked by hand, for
 * some are checked in every message.
 */
final class Numbers {

  private static final int LONGEST = 64;
  private static final String SELLER = "2088";
  private static final int SELLER_LENGTH = 16;

  private Numbers() {}

  /** Numbers of orders, holds, captures and voids: 1 to 64 letters, digits and underscores. */
  static boolean isOrder(@Nullable String text) {
    return Words.isWord(text, LONGEST)
        && text != null
        && text.indexOf('-') < 0
        && text.indexOf('.') < 0;
  }

  /** Refund numbers; the sources give only the length. Hyphens are let through beside. */
  static boolean isRefund(@Nullable String text) {
    return Words.isWord(text, LONGEST) && text != null && text.indexOf('.') < 0;
  }

  /** A user or merchant at Alipay: 2088 and 12 digits. */
  static boolean isSellerId(@Nullable String text) {
    return text != null
        && text.length() == SELLER_LENGTH
        && text.startsWith(SELLER)
        && isDigits(text);
  }

  static boolean isDigits(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (text.charAt(i) < '0' || text.charAt(i) > '9') {
        return false;
      }
    }
    return !text.isEmpty();
  }

  /** Whether a reference can hold it; numbers in messages may come from elsewhere. */
  static boolean isNumber(@Nullable String text) {
    if (text == null || text.isEmpty() || text.length() > LONGEST) {
      return false;
    }
    for (int i = 0; i < text.length(); i++) {
      if (text.charAt(i) < 0x21 || text.charAt(i) > 0x7D) {
        return false;
      }
    }
    return true;
  }
}
