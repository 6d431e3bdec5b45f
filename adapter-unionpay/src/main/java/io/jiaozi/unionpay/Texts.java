package io.jiaozi.unionpay;

import java.util.Optional;

/**
 * What a value may hold so that it survives UnionPay's message format, where nothing is escaped.
 * Sent exactly as given or refused. Source: protocol sheet, sections 2.1, 3 and 4.2.
 */
final class Texts {

  private Texts() {}

  /** What is wrong with a value of a field, a sentence that follows the field's name. */
  static Optional<String> problemWithValue(String value) {
    if (value.isBlank()) {
      return Optional.of("is blank.");
    }
    if (!value.equals(value.strip())) {
      return Optional.of("begins or ends with a blank, which UnionPay drops. Remove it.");
    }
    return isBalanced(value)
        ? Optional.empty()
        : Optional.of(
            "holds a bracket without its other half, which breaks UnionPay's messages. Close it, or use Base64.");
  }

  /** What is wrong with a text that stands inside brackets. */
  static Optional<String> problemInside(String text) {
    for (int i = 0; i < text.length(); i++) {
      if ("&={}[]".indexOf(text.charAt(i)) >= 0) {
        return Optional.of("holds one of & = { } [ ], which break UnionPay's messages. Remove it.");
      }
    }
    return Optional.empty();
  }

  private static boolean isBalanced(String value) {
    int depth = 0;
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      if (c == '{' || c == '[') {
        depth++;
      } else if (c == '}' || c == ']') {
        depth--;
        if (depth < 0) {
          return false;
        }
      }
    }
    return depth == 0;
  }
}
