package io.jiaozi.paypal;

import org.jspecify.annotations.Nullable;

/** PayPal's ids of orders, authorizations, captures and refunds: capitals and digits. */
final class Ids {

  /** Source: protocol sheet, section 2.1. Seen: 17 characters. */
  private static final int LONGEST = 36;

  private Ids() {}

  static boolean isId(@Nullable String text) {
    if (text == null || text.isEmpty() || text.length() > LONGEST) {
      return false;
    }
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if ((c < '0' || c > '9') && (c < 'A' || c > 'Z')) {
        return false;
      }
    }
    return true;
  }
}
