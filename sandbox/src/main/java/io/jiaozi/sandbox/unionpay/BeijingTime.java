package io.jiaozi.sandbox.unionpay;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.ResolverStyle;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Times as the channel writes and reads them: Beijing time, no separators. Sheet 4.2 and 4.3. */
final class BeijingTime {
  private static final ZoneOffset BEIJING = ZoneOffset.ofHours(8);
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("uuuuMMddHHmmss", Locale.ROOT)
          .withResolverStyle(ResolverStyle.STRICT);
  private static final DateTimeFormatter TRACE =
      DateTimeFormatter.ofPattern("MMddHHmmss", Locale.ROOT).withZone(BEIJING);
  private static final DateTimeFormatter MONTH_DAY =
      DateTimeFormatter.ofPattern("MMdd", Locale.ROOT);

  /** A settlement day runs from 23:00 to 23:00. */
  private static final Duration EVENING = Duration.ofHours(1);

  private BeijingTime() {}

  /** {@code YYYYMMDDhhmmss}. */
  static String format(Instant time) {
    return TIME.format(LocalDateTime.ofInstant(time, BEIJING));
  }

  /** The time of {@code YYYYMMDDhhmmss}, or null when the text is none. */
  static @Nullable Instant parse(String text) {
    try {
      return LocalDateTime.parse(text, TIME).toInstant(BEIJING);
    } catch (DateTimeException notATime) {
      return null;
    }
  }

  /** {@code MMDDhhmmss}. */
  static String trace(Instant time) {
    return TRACE.format(time);
  }

  /** The settlement day that this moment belongs to. */
  static LocalDate settlementDay(Instant time) {
    return LocalDate.ofInstant(time.plus(EVENING), BEIJING);
  }

  /** {@code MMDD}. */
  static String monthDay(LocalDate day) {
    return MONTH_DAY.format(day);
  }
}
