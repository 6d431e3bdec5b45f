package io.jiaozi.sandbox.alipay;

import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import org.jspecify.annotations.Nullable;

/** Times as the platform writes and reads them: {@code yyyy-MM-dd HH:mm:ss}, always GMT+8. */
final class WireTime {
  private static final ZoneOffset BEIJING = ZoneOffset.ofHours(8);
  private static final DateTimeFormatter SECONDS =
      DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss");
  private static final DateTimeFormatter MILLIS =
      DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss.SSS");
  private static final DateTimeFormatter DAY = DateTimeFormatter.ofPattern("uuuuMMdd");

  private WireTime() {}

  static String format(Instant time) {
    return SECONDS.format(time.atOffset(BEIJING));
  }

  /** {@code gmt_refund} is written so in notifications. */
  static String withMillis(Instant time) {
    return MILLIS.format(time.atOffset(BEIJING));
  }

  /** {@code yyyyMMdd}: how ids begin. */
  static String day(Instant time) {
    return DAY.format(time.atOffset(BEIJING));
  }

  /** Null when the text has another form. */
  static @Nullable Instant parse(String text) {
    try {
      return LocalDateTime.parse(text, SECONDS).toInstant(BEIJING);
    } catch (DateTimeParseException e) {
      return null;
    }
  }
}
