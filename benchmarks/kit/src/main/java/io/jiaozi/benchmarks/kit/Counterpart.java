package io.jiaozi.benchmarks.kit;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;

/**
 * The channels' side on loopback: answers with bytes made beforehand, so that the client is what is
 * measured. WeChat Pay's answers are signed anew every half minute, because clients look at their
 * age. Counts connections and requests. HTTP/1.1 with {@code Content-Length} only.
 */
public final class Counterpart implements AutoCloseable {
  private static final long SIGNED_AGAIN_AFTER_NANOS = 30_000_000_000L;
  private static final int LONGEST_HEAD = 16 * 1024;

  private final Material material;
  private final ServerSocket socket;
  private final AtomicLong connections = new AtomicLong();
  private final AtomicLong requests = new AtomicLong();
  private final Map<String, Prepared> answers = new ConcurrentHashMap<>();

  private record Prepared(byte[] bytes, long madeAt) {}

  /** How many connections were opened and requests answered so far. */
  public record Count(long connections, long requests) {}

  private Counterpart(Material material, ServerSocket socket) {
    this.material = material;
    this.socket = socket;
  }

  /** Starts on a free port of 127.0.0.1. */
  public static Counterpart start(Material material) {
    try {
      Counterpart counterpart =
          new Counterpart(material, new ServerSocket(0, 512, InetAddress.getByName("127.0.0.1")));
      daemon(counterpart::accept);
      return counterpart;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Runs until standard input ends. The first argument is the folder of the keys. */
  public static void main(String[] arguments) throws IOException {
    try (Counterpart counterpart = start(Material.read(Path.of(arguments[0])))) {
      System.out.println(counterpart.address());
      while (System.in.read() >= 0) {
        // Until the one who started it ends it.
      }
    }
  }

  /** Where it listens. */
  public URI address() {
    return URI.create("http://127.0.0.1:" + socket.getLocalPort());
  }

  /** What a counterpart in any process has counted. */
  public static Count count(URI address) {
    try (Socket connection = new Socket(address.getHost(), address.getPort())) {
      connection
          .getOutputStream()
          .write(
              "GET /_count HTTP/1.1\r\nConnection: close\r\n\r\n"
                  .getBytes(StandardCharsets.US_ASCII));
      String answer =
          new String(connection.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
      String[] numbers = answer.substring(answer.indexOf("\r\n\r\n") + 4).split(" ");
      return new Count(Long.parseLong(numbers[0]), Long.parseLong(numbers[1]));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void accept() {
    try {
      while (!socket.isClosed()) {
        Socket connection = socket.accept();
        connection.setTcpNoDelay(true);
        daemon(() -> serve(connection));
      }
    } catch (IOException closed) {
      // The end.
    }
  }

  private static void daemon(Runnable work) {
    Thread thread = new Thread(work, "counterpart");
    thread.setDaemon(true);
    thread.start();
  }

  private void serve(Socket connection) {
    try (connection) {
      InputStream in = connection.getInputStream();
      OutputStream out = new BufferedOutputStream(connection.getOutputStream(), 8192);
      byte[] buffer = new byte[LONGEST_HEAD];
      int filled = 0;
      boolean counted = false;
      while (true) {
        int head;
        while ((head = endOfHead(buffer, filled)) < 0) {
          int read = in.read(buffer, filled, buffer.length - filled);
          if (read <= 0) {
            return;
          }
          filled += read;
        }
        String text = new String(buffer, 0, head, StandardCharsets.ISO_8859_1);
        int length = contentLength(text);
        byte[] body = new byte[length];
        int there = Math.min(length, filled - head);
        System.arraycopy(buffer, head, body, 0, there);
        in.readNBytes(body, there, length - there);
        System.arraycopy(buffer, head + there, buffer, 0, filled - head - there);
        filled -= head + there;
        String line = text.substring(0, text.indexOf('\r'));
        if (line.contains("/_count")) {
          out.write(answer("200 OK", "text/plain", Map.of(), connections + " " + requests + " "));
          out.flush();
          return;
        }
        if (!counted) {
          counted = true;
          connections.incrementAndGet();
        }
        requests.incrementAndGet();
        out.write(answer(line, body));
        out.flush();
        if (text.toLowerCase(Locale.ROOT).contains("\nconnection: close")) {
          return;
        }
      }
    } catch (IOException gone) {
      // The client has hung up.
    }
  }

  private static int endOfHead(byte[] buffer, int filled) {
    for (int i = 3; i < filled; i++) {
      if (buffer[i] == '\n' && buffer[i - 1] == '\r' && buffer[i - 2] == '\n') {
        return i + 1;
      }
    }
    return -1;
  }

  private static int contentLength(String head) {
    String name = "\ncontent-length:";
    int at = head.toLowerCase(Locale.ROOT).indexOf(name);
    return at < 0
        ? 0
        : Integer.parseInt(
            head.substring(at + name.length(), head.indexOf('\r', at + name.length())).trim());
  }

  private byte[] answer(String line, byte[] body) {
    if (line.contains("/v3/pay/transactions/out-trade-no/")) {
      return prepared("wechat query", () -> wechat(Material.wechatOrder()));
    }
    if (line.contains("/v3/pay/transactions/native")) {
      return prepared("wechat create", () -> wechat(Material.wechatCreated()));
    }
    if (line.contains("/gateway.do")) {
      return isAbout("alipay.trade.query", line, body)
          ? prepared("alipay query", () -> json("200 OK", material.alipayOrder()))
          : prepared("alipay create", () -> json("200 OK", material.alipayCreated()));
    }
    if (line.contains("/v1/oauth2/token")) {
      return prepared("paypal token", () -> json("200 OK", Material.paypalToken()));
    }
    if (line.contains("/v2/checkout/orders")) {
      return line.startsWith("POST")
          ? prepared("paypal create", () -> json("201 Created", Material.paypalOrder(address())))
          : prepared("paypal query", () -> json("200 OK", Material.paypalOrder(address())));
    }
    return json("404 Not Found", "{}");
  }

  private static boolean isAbout(String method, String line, byte[] body) {
    return line.contains(method) || new String(body, StandardCharsets.ISO_8859_1).contains(method);
  }

  private byte[] prepared(String name, Supplier<byte[]> maker) {
    Prepared known = answers.get(name);
    if (known == null || System.nanoTime() - known.madeAt() > SIGNED_AGAIN_AFTER_NANOS) {
      known = new Prepared(maker.get(), System.nanoTime());
      answers.put(name, known);
    }
    return known.bytes();
  }

  private byte[] wechat(String body) {
    return answer("200 OK", "application/json", material.wechatHeaders(body), body);
  }

  private static byte[] json(String status, String body) {
    return answer(status, "application/json;charset=utf-8", Map.of(), body);
  }

  private static byte[] answer(
      String status, String type, Map<String, String> headers, String body) {
    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
    StringBuilder head = new StringBuilder("HTTP/1.1 ").append(status).append("\r\n");
    head.append("Content-Type: ").append(type).append("\r\n");
    headers.forEach((name, value) -> head.append(name).append(": ").append(value).append("\r\n"));
    head.append("Content-Length: ").append(bytes.length).append("\r\n\r\n");
    byte[] first = head.toString().getBytes(StandardCharsets.US_ASCII);
    byte[] all = Arrays.copyOf(first, first.length + bytes.length);
    System.arraycopy(bytes, 0, all, first.length, bytes.length);
    return all;
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
