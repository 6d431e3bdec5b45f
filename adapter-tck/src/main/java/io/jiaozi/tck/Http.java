package io.jiaozi.tck;

import io.jiaozi.tck.WireMessage.Header;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** As much of HTTP/1.1 as a proxy needs that reads each message whole. */
final class Http {

  /** Meant for the next hop only, or for a protocol this proxy does not speak. */
  private static final List<String> HOP_BY_HOP =
      List.of(
          "connection",
          "keep-alive",
          "transfer-encoding",
          "content-length",
          "upgrade",
          "http2-settings",
          "expect");

  private static final int LONGEST_HEAD = 256 * 1024;

  private Http() {}

  /** A request or a reply. */
  static final class Message {
    private final String start;
    private final List<Header> headers;
    private final byte[] body;

    /**
     * Holds one.
     *
     * @param start its first line
     */
    Message(String start, List<Header> headers, byte[] body) {
      this.start = start;
      this.headers = List.copyOf(headers);
      this.body = body;
    }

    String start() {
      return start;
    }

    List<Header> headers() {
      return headers;
    }

    byte[] body() {
      return body;
    }

    @Nullable String header(String name) {
      return headers.stream()
          .filter(header -> header.is(name))
          .map(Header::value)
          .findFirst()
          .orElse(null);
    }

    /** The status of a reply. */
    int status() {
      return Integer.parseInt(start.split(" ", 3)[1]);
    }
  }

  /** Reads a request; null if the connection was closed before one began. */
  static @Nullable Message readRequest(InputStream in, OutputStream out) throws IOException {
    Message head = readHead(in);
    if (head == null) {
      return null;
    }
    if ("100-continue".equalsIgnoreCase(head.header("Expect"))) {
      out.write("HTTP/1.1 100 Continue\r\n\r\n".getBytes(StandardCharsets.ISO_8859_1));
      out.flush();
    }
    return new Message(head.start(), head.headers(), readBody(in, head, false));
  }

  /** Reads a reply. */
  static Message readReply(InputStream in) throws IOException {
    while (true) {
      Message head = readHead(in);
      if (head == null) {
        throw new EOFException("The fake closed the connection without a reply.");
      }
      int status = head.status();
      if (status >= 200) {
        boolean empty = status == 204 || status == 304;
        return new Message(
            head.start(), head.headers(), empty ? new byte[0] : readBody(in, head, true));
      }
    }
  }

  private static @Nullable Message readHead(InputStream in) throws IOException {
    ByteArrayOutputStream head = new ByteArrayOutputStream();
    int matched = 0;
    while (matched < 4) {
      int b = in.read();
      if (b < 0) {
        if (head.size() == 0) {
          return null;
        }
        throw new EOFException("The head of a message broke off.");
      }
      head.write(b);
      matched = b == (matched % 2 == 0 ? '\r' : '\n') ? matched + 1 : b == '\r' ? 1 : 0;
      if (head.size() > LONGEST_HEAD) {
        throw new IOException("The head of a message is too long.");
      }
    }
    String[] lines = head.toString(StandardCharsets.ISO_8859_1).split("\r\n", -1);
    List<Header> headers = new ArrayList<>();
    for (int i = 1; i < lines.length; i++) {
      int colon = lines[i].indexOf(':');
      if (colon > 0) {
        headers.add(
            new Header(lines[i].substring(0, colon), lines[i].substring(colon + 1).strip()));
      }
    }
    return new Message(lines[0], headers, new byte[0]);
  }

  private static byte[] readBody(InputStream in, Message head, boolean untilEnd)
      throws IOException {
    String coding = head.header("Transfer-Encoding");
    if (coding != null && coding.toLowerCase(Locale.ROOT).contains("chunked")) {
      return readChunks(in);
    }
    String length = head.header("Content-Length");
    if (length != null) {
      return exactly(in, Integer.parseInt(length.strip()));
    }
    return untilEnd ? in.readAllBytes() : new byte[0];
  }

  private static byte[] readChunks(InputStream in) throws IOException {
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    while (true) {
      int size = Integer.parseInt(line(in).split(";", 2)[0].strip(), 16);
      if (size == 0) {
        while (!line(in).isEmpty()) {
          // Trailers mean nothing here.
        }
        return body.toByteArray();
      }
      body.write(exactly(in, size));
      line(in);
    }
  }

  private static String line(InputStream in) throws IOException {
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    for (int b = in.read(); b != '\n'; b = in.read()) {
      if (b < 0) {
        throw new EOFException("A chunk broke off.");
      }
      line.write(b);
    }
    return line.toString(StandardCharsets.ISO_8859_1).strip();
  }

  private static byte[] exactly(InputStream in, int length) throws IOException {
    byte[] bytes = in.readNBytes(length);
    if (bytes.length < length) {
      throw new EOFException("A body broke off.");
    }
    return bytes;
  }

  /** The request on its last way, in a connection of its own and without compression. */
  static byte[] forwarded(Message request) {
    List<Header> headers = endToEnd(request.headers());
    headers.removeIf(header -> header.is("Accept-Encoding"));
    headers.add(new Header("Connection", "close"));
    if (request.body().length > 0 || !request.start().startsWith("GET ")) {
      headers.add(new Header("Content-Length", Integer.toString(request.body().length)));
    }
    return bytes(request.start(), headers, request.body());
  }

  /** The reply on its way back, in a connection that stays open. */
  static byte[] returned(Message reply) {
    return bytes(reply.start(), lengthAdded(reply, reply.body().length), reply.body());
  }

  /** The reply as far as its head, announcing a body of another length. */
  static byte[] announcing(Message reply, int length) {
    List<Header> headers = endToEnd(reply.headers());
    headers.add(new Header("Content-Length", Integer.toString(length)));
    return bytes(reply.start(), headers, reply.body());
  }

  /** The reply's head, then a chunk that is none. */
  static byte[] badlyChunked(Message reply) {
    List<Header> headers = endToEnd(reply.headers());
    headers.add(new Header("Transfer-Encoding", "chunked"));
    return bytes(
        reply.start(), headers, "zz\r\nnot a chunk\r\n".getBytes(StandardCharsets.US_ASCII));
  }

  private static List<Header> lengthAdded(Message reply, int length) {
    List<Header> headers = endToEnd(reply.headers());
    if (reply.status() != 204 && reply.status() != 304) {
      headers.add(new Header("Content-Length", Integer.toString(length)));
    }
    return headers;
  }

  private static List<Header> endToEnd(List<Header> headers) {
    List<Header> kept = new ArrayList<>(headers);
    kept.removeIf(header -> HOP_BY_HOP.stream().anyMatch(header::is));
    return kept;
  }

  private static byte[] bytes(String start, List<Header> headers, byte[] body) {
    StringBuilder head = new StringBuilder(start).append("\r\n");
    headers.forEach(
        header -> head.append(header.name()).append(": ").append(header.value()).append("\r\n"));
    head.append("\r\n");
    byte[] first = head.toString().getBytes(StandardCharsets.ISO_8859_1);
    byte[] all = new byte[first.length + body.length];
    System.arraycopy(first, 0, all, 0, first.length);
    System.arraycopy(body, 0, all, first.length, body.length);
    return all;
  }
}
