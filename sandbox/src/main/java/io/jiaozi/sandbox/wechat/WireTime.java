package io.jiaozi.sandbox.wechat;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;

/** Times as the platform writes and reads them: RFC 3339, written in Beijing time. */
final class WireTime {
  private static final DateTimeFormatter BEIJING =
      DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ssXXX").withZone(ZoneOffset.ofHours(8));

  private WireTime() {}

  static String format(Instant time) {
    return BEIJING.format(time);
  }

  static Instant parse(String pointer, String text) {
    try {
      return OffsetDateTime.parse(text).toInstant();
    } catch (DateTimeException e) {
      throw WechatError.field(pointer, text, "must be RFC 3339 with an offset");
    }
  }
}
