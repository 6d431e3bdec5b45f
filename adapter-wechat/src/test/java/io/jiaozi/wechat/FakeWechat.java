package io.jiaozi.wechat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.jiaozi.tck.ContractContext;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.KeyPair;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** A server that answers as told, in order, and remembers what it was asked. */
final class FakeWechat implements AutoCloseable {

  static final String PUBLIC_KEY_ID = "PUB_KEY_ID_0100000000000000000000000000000001";

  private final HttpServer server;
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final ConcurrentLinkedQueue<Answer> answers = new ConcurrentLinkedQueue<>();
  private final List<Asked> asked = new CopyOnWriteArrayList<>();
  private final CountDownLatch closing = new CountDownLatch(1);

  /** One request as it came over the wire. */
  record Asked(String method, String target, Map<String, String> headers, String body) {
    String header(String name) {
      return headers.get(name);
    }
  }

  /** What to do with a request. */
  interface Answer {
    void to(HttpExchange exchange) throws IOException, InterruptedException;
  }

  FakeWechat() {
    try {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    server.setExecutor(threads);
    server.createContext("/", this::handle);
    server.start();
  }

  private void handle(HttpExchange exchange) throws IOException {
    Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    exchange
        .getRequestHeaders()
        .forEach((name, values) -> headers.put(name, String.join("|", values)));
    asked.add(
        new Asked(
            exchange.getRequestMethod(),
            exchange.getRequestURI().toString(),
            headers,
            new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8)));
    Answer answer = answers.poll();
    try (exchange) {
      if (answer == null) {
        exchange.sendResponseHeaders(599, -1);
      } else {
        answer.to(exchange);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  URI address() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
  }

  List<Asked> asked() {
    return asked;
  }

  FakeWechat then(Answer answer) {
    answers.add(answer);
    return this;
  }

  /** A success, signed as it should be. */
  FakeWechat signed(int status, String body) {
    return then(
        exchange -> {
          signature(TestKeys.PLATFORM, PUBLIC_KEY_ID, ContractContext.NOW, body)
              .forEach((name, value) -> exchange.getResponseHeaders().set(name, value));
          reply(exchange, status, "application/json", body);
        });
  }

  /** A success, signed by another of the channel's keys. */
  FakeWechat signedBy(KeyPair key, String serial, Instant time, int status, String body) {
    return then(
        exchange -> {
          signature(key, serial, time, body)
              .forEach((name, value) -> exchange.getResponseHeaders().set(name, value));
          reply(exchange, status, "application/json", body);
        });
  }

  /** An error document, unsigned as the channel's are. */
  FakeWechat error(int status, String code) {
    return unsigned(
        status,
        "application/json",
        "{\"code\":\""
            + code
            + "\",\"message\":\"c4n4ry00 free text\",\"detail\":{\"field\":\"x\"}}");
  }

  FakeWechat unsigned(int status, String type, String body) {
    return then(exchange -> reply(exchange, status, type, body));
  }

  /** Takes the request and never answers. */
  FakeWechat silence() {
    return then(exchange -> closing.await());
  }

  static void reply(HttpExchange exchange, int status, String type, String body)
      throws IOException {
    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().set("Request-ID", "08F9-268512771");
    exchange.getResponseHeaders().set("Content-Type", type);
    exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
    if (bytes.length > 0) {
      exchange.getResponseBody().write(bytes);
    }
  }

  static Map<String, String> signature(KeyPair key, String serial, Instant time, String body) {
    String timestamp = Long.toString(time.getEpochSecond());
    String nonce = "c5ac7061fccab6bf3e254dcf98995b8c";
    byte[] text = (timestamp + "\n" + nonce + "\n" + body + "\n").getBytes(StandardCharsets.UTF_8);
    Map<String, String> headers = new TreeMap<>();
    headers.put("Wechatpay-Timestamp", timestamp);
    headers.put("Wechatpay-Nonce", nonce);
    headers.put("Wechatpay-Serial", serial);
    headers.put(
        "Wechatpay-Signature", Base64.getEncoder().encodeToString(TestKeys.sign(key, text)));
    return headers;
  }

  /** The five lines the request should have signed, by its own headers. */
  static byte[] signedText(Asked asked) {
    String authorization = asked.header("Authorization");
    ByteArrayOutputStream text = new ByteArrayOutputStream();
    text.writeBytes(
        (asked.method()
                + "\n"
                + asked.target()
                + "\n"
                + item(authorization, "timestamp")
                + "\n"
                + item(authorization, "nonce_str")
                + "\n"
                + asked.body()
                + "\n")
            .getBytes(StandardCharsets.UTF_8));
    return text.toByteArray();
  }

  static String item(String authorization, String name) {
    int start = authorization.indexOf(name + "=\"") + name.length() + 2;
    return authorization.substring(start, authorization.indexOf('"', start));
  }

  @Override
  public void close() {
    closing.countDown();
    server.stop(0);
    threads.shutdownNow();
  }
}
