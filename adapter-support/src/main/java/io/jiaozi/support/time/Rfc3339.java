package io.jiaozi.support.time;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import org.jspecify.annotations.Nullable;

/**
 * Times as channels write them: {@code 2018-06-08T10:34:56+08:00}, sometimes with a fraction,
 * sometimes with {@code Z}. Read by hand, for the JDK's parser makes more garbage than the rest of
 * a notification.
 */
public final class Rfc3339 {

  private static final String SHAPE = "dddd-dd-ddTdd:dd:dd";
  private static final String OFFSET = "dd:dd";

  private Rfc3339() {}

  /** The instant, cut to whole seconds; null if the text is anything else. */
  public static @Nullable Instant parse(String text) {
    int end = SHAPE.length();
    if (!fits(text, 0, SHAPE)) {
      return null;
    }
    int zone = afterFraction(text, end);
    if (zone < 0 || zone >= text.length()) {
      return null;
    }
    char sign = text.charAt(zone);
    boolean utc = sign == 'Z' && zone + 1 == text.length();
    boolean offset =
        (sign == '+' || sign == '-')
            && zone + 1 + OFFSET.length() == text.length()
            && fits(text, zone + 1, OFFSET);
    if (!utc && !offset) {
      return null;
    }
    try {
      LocalDateTime local =
          LocalDateTime.of(
              number(text, 0, 4),
              number(text, 5, 2),
              number(text, 8, 2),
              number(text, 11, 2),
              number(text, 14, 2),
              number(text, 17, 2));
      return local.toInstant(utc ? ZoneOffset.UTC : zoneAt(text, zone));
    } catch (DateTimeException notATime) {
      return null;
    }
  }

  private static ZoneOffset zoneAt(String text, int at) {
    int sign = text.charAt(at) == '-' ? -1 : 1;
    return ZoneOffset.ofHoursMinutes(
        sign * number(text, at + 1, 2), sign * number(text, at + 4, 2));
  }

  /** Where the zone begins; -1 if a point is not followed by digits. */
  private static int afterFraction(String text, int at) {
    if (at >= text.length() || text.charAt(at) != '.') {
      return at;
    }
    int i = at + 1;
    while (i < text.length() && isDigit(text.charAt(i))) {
      i++;
    }
    return i == at + 1 ? -1 : i;
  }

  /** In a shape, d stands for a digit and everything else for itself. */
  private static boolean fits(String text, int from, String shape) {
    if (text.length() < from + shape.length()) {
      return false;
    }
    for (int i = 0; i < shape.length(); i++) {
      char c = text.charAt(from + i);
      if (shape.charAt(i) == 'd' ? !isDigit(c) : c != shape.charAt(i)) {
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
