package io.jiaozi.sandbox.channel;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One HTTP request exactly as it came over the wire: nothing decoded, nothing re-encoded, because
 * signatures cover these very bytes. Immutable.
 */
public final class WireRequest {
  private final String method;
  private final String target;
  private final Map<String, List<String>> headers;
  private final byte[] body;

  /**
   * @param method upper-case HTTP method
   * @param target path and query as sent, still percent-encoded
   * @param headers values by header name; names are compared without regard to case
   * @param body the raw bytes, empty when there was no body
   */
  public WireRequest(String method, String target, Map<String, List<String>> headers, byte[] body) {
    this.method = method;
    this.target = target;
    Map<String, List<String>> lowerCase = new LinkedHashMap<>();
    headers.forEach(
        (name, values) -> lowerCase.put(name.toLowerCase(Locale.ROOT), List.copyOf(values)));
    this.headers = lowerCase;
    this.body = body.clone();
  }

  public String method() {
    return method;
  }

  /** Path and query as sent. */
  public String target() {
    return target;
  }

  /** The path as sent, still percent-encoded. */
  public String path() {
    int question = target.indexOf('?');
    return question < 0 ? target : target.substring(0, question);
  }

  /** The query as sent, without the question mark; empty when there is none. */
  public String query() {
    int question = target.indexOf('?');
    return question < 0 ? "" : target.substring(question + 1);
  }

  /** The first value of a header, or null. */
  public @Nullable String header(String name) {
    List<String> values = headers.get(name.toLowerCase(Locale.ROOT));
    return values == null || values.isEmpty() ? null : values.get(0);
  }

  /** Every value of a header, in the order sent; empty when there is none. */
  public List<String> headers(String name) {
    return headers.getOrDefault(name.toLowerCase(Locale.ROOT), List.of());
  }

  public byte[] body() {
    return body.clone();
  }

  public boolean hasBody() {
    return body.length > 0;
  }
}
