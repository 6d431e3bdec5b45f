package io.jiaozi.proving.message;

import io.jiaozi.notification.InboundRequest;
import io.jiaozi.sandbox.channel.OutboundMessage;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

/** A notification as bytes on their way to the shop, to be altered by a forger. Immutable. */
public final class WireMessage {

  private final String path;
  private final String query;
  private final List<Header> headers;
  private final byte[] body;

  /** One header line. */
  public record Header(String name, String value) {
    boolean is(String other) {
      return name.equalsIgnoreCase(other);
    }
  }

  private WireMessage(String path, String query, List<Header> headers, byte[] body) {
    this.path = path;
    this.query = query;
    this.headers = List.copyOf(headers);
    this.body = body.clone();
  }

  /** What a sandbox would send, arriving at this path. */
  public static WireMessage of(String path, OutboundMessage message) {
    List<Header> headers = new ArrayList<>();
    message.headers().forEach((name, value) -> headers.add(new Header(name, value)));
    return new WireMessage(path, "", headers, message.body());
  }

  /** A message made by hand. */
  public static WireMessage of(String path, List<Header> headers, byte[] body) {
    return new WireMessage(path, "", headers, body);
  }

  public byte[] body() {
    return body.clone();
  }

  /** One character a byte, so that nothing is decoded. */
  public String bodyAsBytes() {
    return new String(body, StandardCharsets.ISO_8859_1);
  }

  public List<Header> headers() {
    return headers;
  }

  /** Every value of a header. */
  public List<String> header(String name) {
    return headers.stream().filter(header -> header.is(name)).map(Header::value).toList();
  }

  /** The header with this value alone, at its place, or at the end. */
  public WireMessage withHeader(String name, String value) {
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
    return new WireMessage(path, query, changed, body);
  }

  /** One more header line, before all others or after them. */
  public WireMessage plusHeader(String name, String value, boolean first) {
    List<Header> changed = new ArrayList<>(headers);
    changed.add(first ? 0 : changed.size(), new Header(name, value));
    return new WireMessage(path, query, changed, body);
  }

  public WireMessage withoutHeader(String name) {
    return new WireMessage(
        path, query, headers.stream().filter(header -> !header.is(name)).toList(), body);
  }

  /** Every header name put differently. */
  public WireMessage renamingHeaders(UnaryOperator<String> rename) {
    return new WireMessage(
        path,
        query,
        headers.stream()
            .map(header -> new Header(rename.apply(header.name()), header.value()))
            .toList(),
        body);
  }

  public WireMessage withBody(byte[] other) {
    return new WireMessage(path, query, headers, other);
  }

  /** The body from text with one character a byte. */
  public WireMessage withBodyAsBytes(String other) {
    return withBody(other.getBytes(StandardCharsets.ISO_8859_1));
  }

  public WireMessage withQuery(String other) {
    return new WireMessage(path, other, headers, body);
  }

  /** As a server hands it to the shop. */
  public InboundRequest inbound() {
    Map<String, List<String>> grouped = new LinkedHashMap<>();
    for (Header header : headers) {
      grouped.computeIfAbsent(header.name(), name -> new ArrayList<>()).add(header.value());
    }
    return new InboundRequest("POST", path, query, grouped, body);
  }

  /** Whether not a byte differs. */
  public boolean sameAs(WireMessage other) {
    return path.equals(other.path)
        && query.equals(other.query)
        && headers.equals(other.headers)
        && Arrays.equals(body, other.body);
  }

  /** Shows no value. */
  @Override
  public String toString() {
    return "WireMessage[" + headers.size() + " headers, " + body.length + " bytes]";
  }
}
