package io.jiaozi.tck;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;

/**
 * A request of the adapter as it came by on its way to the fake.
 *
 * @param method in capitals
 * @param target path and query as sent
 * @param headers values by lower-case name; copied
 * @param body one character a byte, so that nothing is decoded; hidden in {@code toString}
 */
public record SeenRequest(
    String method, String target, Map<String, List<String>> headers, String body) {

  /** Copies the headers. */
  public SeenRequest {
    Objects.requireNonNull(method, "method");
    Objects.requireNonNull(target, "target");
    Objects.requireNonNull(body, "body");
    headers = Map.copyOf(headers);
  }

  /** Every value of a header; empty if it is absent. */
  public List<String> header(String name) {
    return headers.getOrDefault(name.toLowerCase(Locale.ROOT), List.of());
  }

  /** The body as UTF-8. */
  public String text() {
    return new String(body.getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8);
  }

  @Override
  public String toString() {
    return "SeenRequest[" + method + ", " + body.length() + " bytes]";
  }
}
