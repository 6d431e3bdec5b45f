package io.jiaozi.sandbox.alipay;

import java.math.BigDecimal;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Reads a request's business fields by the platform's rules (protocol sheet 4); whatever breaks one
 * is an {@link AlipayError}. Fields that nobody asks for are ignored, as by the platform.
 */
final class Fields {
  private static final BigDecimal HUNDRED = BigDecimal.valueOf(100);
  private static final long LEAST = 1;
  private static final long MOST = 10_000_000_000L;
  private static final Duration SHORTEST = Duration.ofMinutes(1);
  private static final Duration LONGEST = Duration.ofDays(15);
  private static final Pattern NUMBER = Pattern.compile("[0-9A-Za-z_]{1,64}");
  private static final Pattern SPAN = Pattern.compile("([1-9][0-9]{0,4})([mhd])");
  private static final int LONGEST_URL = 256;

  private final ObjectNode object;
  private final String refusal;

  /**
   * @param refusal the sub code for a field that breaks a rule
   */
  Fields(ObjectNode object, String refusal) {
    this.object = object;
    this.refusal = refusal;
  }

  ObjectNode json() {
    return object;
  }

  AlipayError invalid(String field, String why) {
    return AlipayError.business(refusal, "参数无效: " + field + " " + why);
  }

  /** The text of a field, or null when it is absent or empty. */
  @Nullable String text(String name) {
    JsonNode value = object.get(name);
    if (value == null || value.isNull() || value.isContainer()) {
      return null;
    }
    String text = value.asString();
    return text.isEmpty() ? null : text;
  }

  @Nullable String text(String name, int max) {
    String text = text(name);
    if (text != null && text.codePointCount(0, text.length()) > max) {
      throw invalid(name, "must have at most " + max + " characters");
    }
    return text;
  }

  String required(String name, int max) {
    String text = text(name, max);
    if (text == null) {
      throw invalid(name, "is required");
    }
    return text;
  }

  /** A number the merchant has chosen. */
  String number(String name) {
    String number = required(name, 64);
    if (!NUMBER.matcher(number).matches()) {
      throw invalid(name, "must be 1 to 64 letters, digits or underscores");
    }
    return number;
  }

  /** {@code subject}: at most 256 characters, none of {@code / = &}, no control characters. */
  String subject() {
    String subject = required("subject", 256);
    if (subject.chars().anyMatch(c -> c == '/' || c == '=' || c == '&' || c < ' ')) {
      throw invalid("subject", "must have none of / = & and no control characters");
    }
    return subject;
  }

  /** Yuan with at most two decimals, 0.01 to 100000000, as fen. */
  long amount(String name) {
    String text = required(name, 12);
    try {
      long fen = new BigDecimal(text).multiply(HUNDRED).longValueExact();
      if (text.matches("[0-9]+(\\.[0-9]{1,2})?") && fen >= LEAST && fen <= MOST) {
        return fen;
      }
    } catch (ArithmeticException | NumberFormatException notAnAmount) {
      throw invalid(name, "must be yuan with at most two decimals");
    }
    throw invalid(name, "must be 0.01 to 100000000 with at most two decimals");
  }

  void requireOneOf(String name, Set<String> allowed) {
    String value = text(name);
    if (value != null && !allowed.contains(value)) {
      throw invalid(name, "must be one of " + allowed);
    }
  }

  boolean asksFor(String option) {
    for (JsonNode value : object.path("query_options")) {
      if (option.equals(value.asString())) {
        return true;
      }
    }
    return false;
  }

  /**
   * When the order ends: {@code time_expire} wins over {@code timeout_express}.
   *
   * @param now the present
   * @param start when the clock of {@code timeout_express} begins for this product
   */
  Instant deadline(Instant now, Instant start, Duration otherwise) {
    String absolute = text("time_expire");
    if (absolute != null) {
      Instant end = WireTime.parse(absolute);
      if (end == null) {
        throw invalid("time_expire", "must be yyyy-MM-dd HH:mm:ss");
      }
      if (!end.isAfter(now)) {
        throw AlipayError.business("ACQ.NOW_TIME_AFTER_EXPIRE_TIME_ERROR", "当前时间已超过允许支付的时间");
      }
      // A minute is rounded down by whoever cuts the seconds off: that is not refused.
      if (end.isAfter(now.plus(LONGEST).plusSeconds(60))) {
        throw invalid("time_expire", "must be within 15 days");
      }
      return end;
    }
    String relative = text("timeout_express");
    if (relative == null) {
      relative = text("pay_timeout");
    }
    return start.plus(relative == null ? otherwise : span("timeout_express", relative));
  }

  private Duration span(String name, String text) {
    if (text.equals("1c")) {
      return Duration.ofDays(1);
    }
    Matcher matcher = SPAN.matcher(text);
    if (matcher.matches()) {
      long count = Long.parseLong(matcher.group(1));
      Duration span =
          switch (matcher.group(2)) {
            case "m" -> Duration.ofMinutes(count);
            case "h" -> Duration.ofHours(count);
            default -> Duration.ofDays(count);
          };
      if (span.compareTo(SHORTEST) >= 0 && span.compareTo(LONGEST) <= 0) {
        return span;
      }
    }
    throw invalid(name, "must be 1m to 15d, or 1c");
  }

  /** An address of the merchant: absolute http or https, at most 256 characters. */
  @Nullable URI address(String name, @Nullable String text, boolean queryAllowed) {
    if (text == null || text.isEmpty()) {
      return null;
    }
    try {
      URI address = new URI(text);
      String scheme = address.getScheme();
      if (text.length() <= LONGEST_URL
          && ("http".equalsIgnoreCase(scheme) || "https".equalsIgnoreCase(scheme))
          && address.getHost() != null
          && (queryAllowed || address.getRawQuery() == null)) {
        return address;
      }
    } catch (URISyntaxException e) {
      throw invalid(name, "is not a URL");
    }
    throw invalid(
        name,
        "must be an absolute http or https URL of at most 256 characters"
            + (queryAllowed ? "" : " without a query"));
  }
}
