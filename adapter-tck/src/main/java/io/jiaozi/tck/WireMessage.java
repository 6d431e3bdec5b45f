package io.jiaozi.tck;

import io.jiaozi.notification.InboundRequest;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * A message as bytes on their way, to be altered. The body has one character a byte, so that
 * nothing is decoded. Immutable.
 */
final class WireMessage {

  private final String method;
  private final String path;
  private final String query;
  private final List<Header> headers;
  private final String body;

  record Header(String name, String value) {
    boolean is(String other) {
      return name.equalsIgnoreCase(other);
    }
  }

  WireMessage(String method, String path, String query, List<Header> headers, String body) {
    this.method = method;
    this.path = path;
    this.query = query;
    this.headers = List.copyOf(headers);
    this.body = body;
  }

  /** A notification as the fake made it. */
  static WireMessage of(InboundRequest request) {
    List<Header> headers = new ArrayList<>();
    request
        .headers()
        .forEach((name, values) -> values.forEach(value -> headers.add(new Header(name, value))));
    return new WireMessage(
        request.method(),
        request.path(),
        request.query(),
        headers,
        new String(request.body(), StandardCharsets.ISO_8859_1));
  }

  /** A reply: only headers and body count. */
  static WireMessage of(List<Header> headers, byte[] body) {
    return new WireMessage("", "", "", headers, new String(body, StandardCharsets.ISO_8859_1));
  }

  String body() {
    return body;
  }

  byte[] bytes() {
    return body.getBytes(StandardCharsets.ISO_8859_1);
  }

  List<Header> headers() {
    return headers;
  }

  List<String> header(String name) {
    return headers.stream().filter(header -> header.is(name)).map(Header::value).toList();
  }

  private WireMessage withHeaders(List<Header> changed) {
    return new WireMessage(method, path, query, changed, body);
  }

  /** The header with this value alone, at its place, or at the end. */
  WireMessage withHeader(String name, String value) {
    List<Header> changed = new ArrayList<>();
    boolean placed = false;
    for (Header header : headers) {
      if (!header.is(name)) {
        changed.add(header);
      } else if (!placed) {
        changed.add(new Header(header.name(), value));
        placed = true;
      }
    }
    if (!placed) {
      changed.add(new Header(name, value));
    }
    return withHeaders(changed);
  }

  WireMessage plusHeader(String name, String value) {
    List<Header> changed = new ArrayList<>(headers);
    changed.add(new Header(name, value));
    return withHeaders(changed);
  }

  WireMessage withoutHeader(String name) {
    return withHeaders(headers.stream().filter(header -> !header.is(name)).toList());
  }

  WireMessage renamingHeaders() {
    return withHeaders(
        headers.stream()
            .map(header -> new Header(header.name().toLowerCase(Locale.ROOT), header.value()))
            .toList());
  }

  WireMessage withBody(String other) {
    return new WireMessage(method, path, query, headers, other);
  }

  WireMessage withMethod(String other) {
    return new WireMessage(other, path, query, headers, body);
  }

  WireMessage withQuery(String other) {
    return new WireMessage(method, path, other, headers, body);
  }

  InboundRequest inbound() {
    Map<String, List<String>> grouped = new LinkedHashMap<>();
    for (Header header : headers) {
      grouped.computeIfAbsent(header.name(), name -> new ArrayList<>()).add(header.value());
    }
    return new InboundRequest(method, path, query, grouped, bytes());
  }

  boolean sameAs(WireMessage other) {
    return method.equals(other.method)
        && path.equals(other.path)
        && query.equals(other.query)
        && headers.equals(other.headers)
        && body.equals(other.body);
  }
}
