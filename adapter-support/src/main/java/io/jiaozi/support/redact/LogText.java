package io.jiaozi.support.redact;

/** Makes text from outside harmless in a log line. */
public final class LogText {

  private static final int DEFAULT_LENGTH = 500;

  private LogText() {}

  /** {@link #escape(String, int)} to at most 500 characters. */
  public static String escape(String text) {
    return escape(text, DEFAULT_LENGTH);
  }

  /**
   * Writes every character that could break, forge or disguise a line as {@code \}{@code uXXXX}:
   * controls, line and paragraph separators, direction marks and other invisible formats, halves of
   * surrogate pairs. Backslashes are doubled, so that the result is unambiguous.
   *
   * @param length how many characters of the text are shown; the rest is counted
   */
  public static String escape(String text, int length) {
    int shown = Math.min(text.length(), length);
    StringBuilder out = new StringBuilder(shown + 16);
    for (int i = 0; i < shown; ) {
      int c = text.codePointAt(i);
      i += Character.charCount(c);
      append(out, c);
    }
    if (shown < text.length()) {
      out.append("... (").append(text.length() - shown).append(" more)");
    }
    return out.toString();
  }

  private static void append(StringBuilder out, int c) {
    if (c == '\\') {
      out.append("\\\\");
      return;
    }
    switch (Character.getType(c)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR,
          Character.SURROGATE,
          Character.PRIVATE_USE,
          Character.UNASSIGNED -> {
        for (char unit : Character.toChars(c)) {
          out.append(String.format("\\u%04x", (int) unit));
        }
      }
      default -> out.appendCodePoint(c);
    }
  }
}
