package io.jiaozi.internal.report;

import java.util.Locale;

/** Makes text of unknown origin fit for one line of a message or log. */
public final class SafeText {

  private static final int LONGEST = 300;

  private SafeText() {}

  /**
   * The text with everything invisible written as an escape ({@code \n}, an escape in hex digits),
   * cut after 300 characters.
   */
  public static String oneLine(String text) {
    int end = Math.min(text.length(), LONGEST);
    int clean = 0;
    while (clean < end && !isInvisible(text.charAt(clean))) {
      clean++;
    }
    if (clean == text.length()) {
      return text;
    }
    StringBuilder out = new StringBuilder(end + 16).append(text, 0, clean);
    for (int i = clean; i < end; i++) {
      char c = text.charAt(i);
      if (isInvisible(c)) {
        out.append(escaped(c));
      } else {
        out.append(c);
      }
    }
    return end < text.length() ? out.append("...").toString() : out.toString();
  }

  /** Tells whether any character is a control, a line separator or reorders its neighbours. */
  public static boolean hasInvisible(String text) {
    return text.chars().anyMatch(c -> isInvisible((char) c));
  }

  private static String escaped(char c) {
    return switch (c) {
      case '\n' -> "\\n";
      case '\r' -> "\\r";
      case '\t' -> "\\t";
      default -> String.format(Locale.ROOT, "\\u%04x", (int) c);
    };
  }

  // Besides controls: the two separators that some log viewers break lines at, and the marks that
  // turn text around, by which a message can be made to look like another.
  private static boolean isInvisible(char c) {
    return Character.isISOControl(c)
        || c == '\u2028'
        || c == '\u2029'
        || (c >= '\u202a' && c <= '\u202e')
        || (c >= '\u2066' && c <= '\u2069');
  }
}
