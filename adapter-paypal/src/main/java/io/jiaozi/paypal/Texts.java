package io.jiaozi.paypal;

import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What PayPal's texts and ids may hold, as far as it matters here. */
final class Texts {

  private static final int LONGEST_NUMBER = 64;
  private static final Pattern WORD = Pattern.compile("[0-9A-Za-z_.-]{1,64}");

  private Texts() {}

  /** Whether a reference can hold it; numbers in messages may come from elsewhere. */
  static boolean isNumber(@Nullable String text) {
    if (text == null || text.isEmpty() || text.length() > LONGEST_NUMBER) {
      return false;
    }
    for (int i = 0; i < text.length(); i++) {
      if (text.charAt(i) < 0x21 || text.charAt(i) > 0x7D) {
        return false;
      }
    }
    return true;
  }

  /** Whether it is a plain word such as a state or an event's name. */
  static boolean isWord(@Nullable String text) {
    return text != null && WORD.matcher(text).matches();
  }

  /**
   * What is wrong with a text, a sentence that follows the field's name.
   *
   * @param longest in characters
   */
  static Optional<String> problem(String text, int longest) {
    if (text.isBlank()) {
      return Optional.of("is blank.");
    }
    return text.length() > longest
        ? Optional.of(
            "has "
                + text.length()
                + " characters; PayPal takes at most "
                + longest
                + ". Shorten it.")
        : Optional.empty();
  }
}
