package io.jiaozi.support.keys;

import java.util.Base64;
import java.util.regex.Pattern;

/** Base64 as people paste it: line breaks and indentation forgiven, damage explained. */
final class Base64Text {
  private static final Pattern BLANKS = Pattern.compile("\\s+");
  private static final Pattern SPACE_INSIDE_LINE = Pattern.compile("\\S[ \\t]+\\S");
  private static final Pattern URL_SAFE = Pattern.compile("[A-Za-z0-9_=-]+");

  private final Origin origin;

  Base64Text(Origin origin) {
    this.origin = origin;
  }

  /**
   * Decodes.
   *
   * @param what names the text in a diagnosis: "the text", "the PRIVATE KEY block"
   */
  byte[] decode(String text, String what) {
    String dense = BLANKS.matcher(text).replaceAll("");
    if (dense.isEmpty()) {
      throw origin.problem(what + " has no content", "Download or copy it again.");
    }
    if (dense.indexOf('-') >= 0 || dense.indexOf('_') >= 0) {
      if (URL_SAFE.matcher(dense).matches()) {
        throw origin.problem(
            what + " is written in the URL-safe kind of base64 (with - and _)",
            "Give standard base64, which has + and / in their place.");
      }
    }
    int bad = firstForeign(dense);
    if (bad >= 0) {
      throw origin.problem(
          what + " contains a character that is not base64, after " + bad + " characters that are",
          "Nothing but the key or certificate belongs here; copy it again.");
    }
    if (dense.replace("=", "").length() % 4 == 1 || !hasRightPadding(dense)) {
      if (hasSpaceInsideLine(text)) {
        throw spacesForPlus(origin, what);
      }
      throw origin.problem(
          what + " is not whole base64: characters are missing",
          "Copy it again, from the first to the last character.");
    }
    return Base64.getDecoder().decode(dense);
  }

  /** The sign of a form or URL decoder having been at work. */
  static boolean hasSpaceInsideLine(String text) {
    return SPACE_INSIDE_LINE.matcher(text.strip()).find();
  }

  static KeyMaterialException spacesForPlus(Origin origin, String what) {
    return origin.problem(
        what + " has spaces inside its lines and characters are missing",
        "Every + was probably turned into a space by a form or a URL; copy it again.");
  }

  /** Index of the first character outside the alphabet; "=" counts only as padding at the end. */
  private static int firstForeign(String dense) {
    int end = dense.length();
    while (end > 0 && end > dense.length() - 2 && dense.charAt(end - 1) == '=') {
      end--;
    }
    for (int i = 0; i < end; i++) {
      char c = dense.charAt(i);
      boolean known =
          (c >= 'A' && c <= 'Z')
              || (c >= 'a' && c <= 'z')
              || (c >= '0' && c <= '9')
              || c == '+'
              || c == '/';
      if (!known) {
        return i;
      }
    }
    return -1;
  }

  /** Padding may be left out altogether, but not half. */
  private static boolean hasRightPadding(String dense) {
    return dense.indexOf('=') < 0 || dense.length() % 4 == 0;
  }
}
