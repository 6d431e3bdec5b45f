package io.jiaozi.notification;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A raw HTTP request as it arrived: a notification, or the buyer's browser coming back. Nothing in
 * it is trusted.
 *
 * <p>Give the body bytes exactly as received: signatures are checked on them. Header names are
 * looked up without regard to case. Immutable; {@code toString} shows neither values nor body.
 */
public final class InboundRequest {

  private final String method;
  private final String path;
  private final String query;
  private final Map<String, List<String>> headers;
  private final byte[] body;

  /**
   * Takes what a server framework hands over.
   *
   * @param method in capitals, {@code "POST"}
   * @param path undecoded path
   * @param query undecoded query without {@code ?}; empty if there is none
   * @param headers every header with every value, copied
   * @param body exact bytes, copied; empty if there is none
   */
  public InboundRequest(
      String method, String path, String query, Map<String, List<String>> headers, byte[] body) {
    this.method = Objects.requireNonNull(method, "method");
    this.path = Objects.requireNonNull(path, "path");
    this.query = Objects.requireNonNull(query, "query");
    TreeMap<String, List<String>> copy = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    headers.forEach(
        (name, values) -> {
          // Servers disagree on whether names that differ only in case are one header.
          if (name != null && values != null) {
            copy.merge(name, List.copyOf(values), InboundRequest::joined);
          }
        });
    this.headers = Collections.unmodifiableMap(copy);
    this.body = Objects.requireNonNull(body, "body").clone();
  }

  private static List<String> joined(List<String> one, List<String> other) {
    List<String> all = new ArrayList<>(one);
    all.addAll(other);
    return List.copyOf(all);
  }

  /** The method, in capitals. */
  public String method() {
    return method;
  }

  /** The undecoded path. */
  public String path() {
    return path;
  }

  /** The undecoded query; empty if there is none. */
  public String query() {
    return query;
  }

  /** All headers; the map looks names up without regard to case. */
  public Map<String, List<String>> headers() {
    return headers;
  }

  /** Every value of one header; empty if it is absent. */
  public List<String> header(String name) {
    return headers.getOrDefault(name, List.of());
  }

  /**
   * The value of a header that must stand once. A header given twice is no value at all: which of
   * two signatures was meant must not be guessed.
   *
   * @return null if it is absent or stands more than once
   */
  public @Nullable String singleHeader(String name) {
    List<String> values = header(name);
    return values.size() == 1 ? values.get(0) : null;
  }

  /** How many bytes the body has; costs nothing, unlike {@link #body()}. */
  public int bodyLength() {
    return body.length;
  }

  /** A copy of the body. */
  public byte[] body() {
    return body.clone();
  }

  @Override
  public String toString() {
    return "InboundRequest["
        + method
        + ", "
        + headers.size()
        + " headers, "
        + body.length
        + " bytes]";
  }
}
