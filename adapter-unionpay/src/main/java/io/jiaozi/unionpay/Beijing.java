package io.jiaozi.unionpay;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * UnionPay's times: Beijing's wall clock, {@code yyyyMMddHHmmss}, whatever the zone of this JVM.
 * Source: protocol sheet, sections 4.2 and 4.3; API-FIT, 5.27.
 */
final class Beijing {

  private static final ZoneOffset OFFSET = ZoneOffset.ofHours(8);
  private static final DateTimeFormatter FORMAT =
      DateTimeFormatter.ofPattern("uuuuMMddHHmmss", Locale.ROOT);
  private static final DateTimeFormatter DAY =
      DateTimeFormatter.ofPattern("MMdd", Locale.ROOT).withZone(OFFSET);

  /** The settlement day ends an hour before the calendar's. */
  private static final Duration SETTLEMENT_LEAD = Duration.ofHours(1);

  private Beijing() {}

  static String format(Instant instant) {
    return FORMAT.format(instant.atOffset(OFFSET));
  }

  /** Reads fourteen digits; null for anything else. */
  static @Nullable Instant parse(@Nullable String text) {
    return text == null || text.length() != 14 || !isDigits(text)
        ? null
        : instant(number(text, 0, 4), text, 4);
  }

  /**
   * A time without its year ({@code MMddHHmmss}), in the year that brings it nearest to another.
   */
  static @Nullable Instant nearest(@Nullable String monthToSecond, Instant to) {
    if (monthToSecond == null || monthToSecond.length() != 10 || !isDigits(monthToSecond)) {
      return null;
    }
    int year = to.atOffset(OFFSET).getYear();
    Instant best = null;
    for (int candidate = year - 1; candidate <= year + 1; candidate++) {
      Instant time = instant(candidate, monthToSecond, 0);
      if (time != null && (best == null || isNearer(time, best, to))) {
        best = time;
      }
    }
    return best;
  }

  /** Several times in every message, so without a formatter and its garbage. */
  private static @Nullable Instant instant(int year, String text, int month) {
    try {
      return LocalDateTime.of(
              year,
              number(text, month, 2),
              number(text, month + 2, 2),
              number(text, month + 4, 2),
              number(text, month + 6, 2),
              number(text, month + 8, 2))
          .toInstant(OFFSET);
    } catch (DateTimeException noSuchTime) {
      return null;
    }
  }

  private static int number(String text, int start, int length) {
    int number = 0;
    for (int i = start; i < start + length; i++) {
      number = number * 10 + text.charAt(i) - '0';
    }
    return number;
  }

  private static boolean isNearer(Instant one, Instant other, Instant to) {
    return Duration.between(one, to).abs().compareTo(Duration.between(other, to).abs()) < 0;
  }

  /** The settlement day ({@code MMdd}) in which something at this moment falls. */
  static String settlementDay(Instant instant) {
    return DAY.format(instant.plus(SETTLEMENT_LEAD));
  }

  private static boolean isDigits(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (text.charAt(i) < '0' || text.charAt(i) > '9') {
        return false;
      }
    }
    return true;
  }
}
