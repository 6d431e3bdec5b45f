package io.jiaozi.support.http;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import okhttp3.Headers;
import org.jspecify.annotations.Nullable;

/**
 * What came back: status, headers and the raw bytes, of any status. Safe for use by many threads as
 * long as nobody modifies the body.
 */
public final class Reply {

  private static final Duration LONGEST_WAIT = Duration.ofHours(1);
  private static final DateTimeFormatter HTTP_DATE =
      DateTimeFormatter.RFC_1123_DATE_TIME.withLocale(Locale.ROOT);

  private final int status;
  private final Headers headers;
  private final byte[] body;

  Reply(int status, Headers headers, byte[] body) {
    this.status = status;
    this.headers = headers;
    this.body = body;
  }

  /**
   * Makes a reply by hand, to test a verification or a reader without a server.
   *
   * @param body not copied
   */
  public static Reply of(int status, Map<String, String> headers, byte[] body) {
    return new Reply(status, Headers.of(headers), body);
  }

  /** The HTTP status, 200 to 599 in practice. */
  public int status() {
    return status;
  }

  /**
   * A header that must be unambiguous.
   *
   * @param name upper and lower case do not matter
   * @return its value; null if it is absent or came more than once, for then nobody knows which one
   *     counts
   */
  public @Nullable String header(String name) {
    List<String> values = headers.values(name);
    return values.size() == 1 ? values.get(0) : null;
  }

  /**
   * The bytes of the body, transport compression undone; what a signature over the body covers.
   * Empty if there was none.
   *
   * @return not copied; do not modify
   */
  public byte[] body() {
    return body;
  }

  /**
   * How long the server asks to wait, from {@code Retry-After} in seconds or as a date.
   *
   * @return zero to one hour, longer wishes are cut to one hour; null if it asks nothing or writes
   *     nonsense
   */
  public @Nullable Duration retryAfter(Instant now) {
    String text = header("Retry-After");
    if (text == null) {
      return null;
    }
    if (isDigits(text)) {
      return text.length() > 9 ? LONGEST_WAIT : capped(Duration.ofSeconds(Long.parseLong(text)));
    }
    try {
      return capped(Duration.between(now, ZonedDateTime.parse(text, HTTP_DATE).toInstant()));
    } catch (DateTimeException | ArithmeticException notADate) {
      return null;
    }
  }

  /** A date as HTTP writes it; null if it is none. */
  static @Nullable Instant parseDate(String text) {
    try {
      return ZonedDateTime.parse(text, HTTP_DATE).toInstant();
    } catch (DateTimeException notADate) {
      return null;
    }
  }

  private static boolean isDigits(String text) {
    return !text.isEmpty() && text.chars().allMatch(c -> c >= '0' && c <= '9');
  }

  private static Duration capped(Duration wish) {
    if (wish.isNegative()) {
      return Duration.ZERO;
    }
    return wish.compareTo(LONGEST_WAIT) > 0 ? LONGEST_WAIT : wish;
  }

  Set<String> headerNames() {
    return headers.names();
  }

  /** Shows status and size; headers and body may hold anything. */
  @Override
  public String toString() {
    return "Reply[" + status + ", " + body.length + " bytes]";
  }
}
