package io.jiaozi.alipay;

import org.jspecify.annotations.Nullable;

/** Texts of others that may stand in our messages and keys: short, and of harmless characters. */
final class Words {

  private Words() {}

  /** Letters, digits and {@code - _ .}, at least one and at most so many. */
  static boolean isWord(@Nullable String text, int longest) {
    if (text == null || text.isEmpty() || text.length() > longest) {
      return false;
    }
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      boolean plain =
          (c >= '0' && c <= '9')
              || (c >= 'A' && c <= 'Z')
              || (c >= 'a' && c <= 'z')
              || c == '-'
              || c == '_'
              || c == '.';
      if (!plain) {
        return false;
      }
    }
    return true;
  }
}
