package io.jiaozi.interop;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/**
 * One HTTP request as it goes over the wire, byte for byte. As a file it looks as it would on the
 * wire too: method and target on the first line, one header a line, an empty line, the body.
 * Immutable.
 */
public final class HttpMessage {
  private final String method;
  private final String target;
  private final Map<String, String> headers;
  private final byte[] body;

  /**
   * @param target path and query, percent-encoded as sent
   * @param headers one value a name; found whatever the case of the letters
   */
  public HttpMessage(String method, String target, Map<String, String> headers, byte[] body) {
    Map<String, String> all = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    all.putAll(headers);
    this.method = method;
    this.target = target;
    this.headers = Collections.unmodifiableMap(all);
    this.body = body.clone();
  }

  public String method() {
    return method;
  }

  /** Path and query, percent-encoded as sent. */
  public String target() {
    return target;
  }

  public Map<String, String> headers() {
    return headers;
  }

  /** A header that must be there. */
  public String header(String name) {
    String value = headers.get(name);
    if (value == null) {
      throw new IllegalArgumentException(
          "The message " + method + " " + target + " has no header " + name + ".");
    }
    return value;
  }

  public byte[] body() {
    return body.clone();
  }

  /** The body as UTF-8. */
  public String text() {
    return new String(body, StandardCharsets.UTF_8);
  }

  /** Writes or replaces a file. */
  public void write(Path file) throws IOException {
    StringBuilder head = new StringBuilder(method + " " + target + "\n");
    headers.forEach((name, value) -> head.append(name).append(": ").append(value).append('\n'));
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    bytes.writeBytes(head.append('\n').toString().getBytes(StandardCharsets.UTF_8));
    bytes.writeBytes(body);
    Files.write(file, bytes.toByteArray());
  }

  /** Reads what {@link #write} wrote. */
  public static HttpMessage read(Path file) throws IOException {
    byte[] bytes = Files.readAllBytes(file);
    int end = endOfHead(bytes);
    if (end < 0) {
      throw new IOException("The file " + file + " holds no message: its head has no end.");
    }
    String[] lines = new String(bytes, 0, end, StandardCharsets.UTF_8).split("\n", -1);
    int blank = lines[0].indexOf(' ');
    Map<String, String> headers = new TreeMap<>();
    for (String line : Arrays.asList(lines).subList(1, lines.length)) {
      int colon = line.indexOf(": ");
      if (colon > 0) {
        headers.put(line.substring(0, colon), line.substring(colon + 2));
      }
    }
    return new HttpMessage(
        lines[0].substring(0, blank),
        lines[0].substring(blank + 1),
        headers,
        Arrays.copyOfRange(bytes, end + 1, bytes.length));
  }

  /** The place of the empty line's own line end. */
  private static int endOfHead(byte[] bytes) {
    for (int i = 1; i < bytes.length; i++) {
      if (bytes[i] == '\n' && bytes[i - 1] == '\n') {
        return i;
      }
    }
    return -1;
  }
}
