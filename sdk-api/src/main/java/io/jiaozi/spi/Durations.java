package io.jiaozi.spi;

import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads the times of a configuration. */
public final class Durations {

  private static final Pattern SHORT = Pattern.compile("([0-9]{1,9})(ms|s|m|h|d)");

  private Durations() {}

  /**
   * Reads {@code 500ms}, {@code 10s}, {@code 5m}, {@code 1h}, {@code 2d} or an ISO 8601 time such
   * as {@code PT10S}.
   *
   * @throws IllegalArgumentException if the text is anything else or negative
   */
  public static Duration parse(String text) {
    Matcher plain = SHORT.matcher(text);
    if (plain.matches()) {
      long count = Long.parseLong(plain.group(1));
      return switch (plain.group(2)) {
        case "ms" -> Duration.ofMillis(count);
        case "s" -> Duration.ofSeconds(count);
        case "m" -> Duration.ofMinutes(count);
        case "h" -> Duration.ofHours(count);
        default -> Duration.ofDays(count);
      };
    }
    try {
      Duration iso = Duration.parse(text);
      if (!iso.isNegative()) {
        return iso;
      }
    } catch (DateTimeParseException notIsoEither) {
      // The sentence below says what is accepted; the parser's own text would not help.
    }
    throw new IllegalArgumentException(
        "\"" + text + "\" is not a time. Write 500ms, 10s, 5m, 1h or 2d.");
  }
}
