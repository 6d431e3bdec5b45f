package io.jiaozi.unionpay;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.ResolverStyle;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * UnionPay's times: Beijing's wall clock, {@code yyyyMMddHHmmss}, whatever the zone of this JVM.
 * Source: protocol sheet, sections 4.2 and 4.3; API-FIT, 5.27.
 */
final class Beijing {

  private static final ZoneOffset OFFSET = ZoneOffset.ofHours(8);
  private static final DateTimeFormatter FORMAT =
      DateTimeFormatter.ofPattern("uuuuMMddHHmmss", Locale.ROOT)
          .withResolverStyle(ResolverStyle.STRICT);
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
    if (text == null || text.length() != 14 || !isDigits(text)) {
      return null;
    }
    try {
      return LocalDateTime.parse(text, FORMAT).toInstant(OFFSET);
    } catch (DateTimeException noSuchTime) {
      return null;
    }
  }

  /**
   * A time without its year ({@code MMddHHmmss}), in the year that brings it nearest to another.
   */
  static @Nullable Instant nearest(@Nullable String monthToSecond, Instant to) {
    if (monthToSecond == null || monthToSecond.length() != 10) {
      return null;
    }
    int year = to.atOffset(OFFSET).getYear();
    Instant best = null;
    for (int candidate = year - 1; candidate <= year + 1; candidate++) {
      Instant time = parse(String.format(Locale.ROOT, "%04d", candidate) + monthToSecond);
      if (time != null && (best == null || isNearer(time, best, to))) {
        best = time;
      }
    }
    return best;
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
