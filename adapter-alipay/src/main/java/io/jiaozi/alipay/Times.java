package io.jiaozi.alipay;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import org.jspecify.annotations.Nullable;

/**
 * Times as Alipay writes them: {@code 2026-11-24 20:00:00}, always Beijing's, sometimes with a
 * fraction. Read by hand, for the JDK's parser makes more garbage than the rest of a notification.
 */
final class Times {

  private static final ZoneOffset BEIJING = ZoneOffset.ofHours(8);
  private static final DateTimeFormatter FORM =
      DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss").withZone(BEIJING);
  private static final String SHAPE = "dddd-dd-dd dd:dd:dd";

  private Times() {}

  static String format(Instant instant) {
    return FORM.format(instant);
  }

  /** The instant, cut to whole seconds; null if the text is anything else. */
  static @Nullable Instant parse(@Nullable String text) {
    if (text == null || !fits(text) || !endsInFraction(text)) {
      return null;
    }
    try {
      return LocalDateTime.of(
              number(text, 0, 4),
              number(text, 5, 2),
              number(text, 8, 2),
              number(text, 11, 2),
              number(text, 14, 2),
              number(text, 17, 2))
          .toInstant(BEIJING);
    } catch (DateTimeException notATime) {
      return null;
    }
  }

  /** In the shape, d stands for a digit and everything else for itself. */
  private static boolean fits(String text) {
    if (text.length() < SHAPE.length()) {
      return false;
    }
    for (int i = 0; i < SHAPE.length(); i++) {
      char c = text.charAt(i);
      if (SHAPE.charAt(i) == 'd' ? !isDigit(c) : c != SHAPE.charAt(i)) {
        return false;
      }
    }
    return true;
  }

  private static boolean endsInFraction(String text) {
    int end = SHAPE.length();
    if (text.length() == end) {
      return true;
    }
    if (text.charAt(end) != '.' || text.length() == end + 1 || text.length() > end + 10) {
      return false;
    }
    for (int i = end + 1; i < text.length(); i++) {
      if (!isDigit(text.charAt(i))) {
        return false;
      }
    }
    return true;
  }

  private static boolean isDigit(char c) {
    return c >= '0' && c <= '9';
  }

  private static int number(String text, int from, int digits) {
    int value = 0;
    for (int i = from; i < from + digits; i++) {
      value = value * 10 + (text.charAt(i) - '0');
    }
    return value;
  }
}
