package io.jiaozi.alipay;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.security.KeyPair;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** A gateway that answers as told, in order, and remembers what it was asked. */
final class FakeAlipay implements AutoCloseable {

  private final HttpServer server;
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final ConcurrentLinkedQueue<Answer> answers = new ConcurrentLinkedQueue<>();
  private final List<Asked> asked = new CopyOnWriteArrayList<>();
  private final CountDownLatch closing = new CountDownLatch(1);

  /** One request as it came over the wire; parameters of query and form together. */
  record Asked(
      String verb,
      String target,
      Map<String, String> headers,
      String body,
      SortedMap<String, String> parameters) {

    String method() {
      return parameters.get("method");
    }

    String biz() {
      return parameters.get("biz_content");
    }

    String header(String name) {
      return headers.get(name);
    }

    /** What the request should have signed, by its own parameters; made apart from the product. */
    byte[] signedText() {
      StringBuilder text = new StringBuilder();
      for (Map.Entry<String, String> entry : parameters.entrySet()) {
        if (!entry.getKey().equals("sign") && !entry.getValue().isEmpty()) {
          text.append(text.length() == 0 ? "" : "&")
              .append(entry.getKey())
              .append('=')
              .append(entry.getValue());
        }
      }
      return text.toString().getBytes(StandardCharsets.UTF_8);
    }

    boolean isSigned() {
      return TestKeys.verifies(TestKeys.APP, signedText(), parameters.get("sign"));
    }
  }

  /** What to do with a request. */
  interface Answer {
    void to(Asked asked, HttpExchange exchange) throws IOException, InterruptedException;
  }

  FakeAlipay() {
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
    String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
    String query = exchange.getRequestURI().getRawQuery();
    TreeMap<String, String> parameters = new TreeMap<>();
    if (query != null) {
      parameters.putAll(form(query));
    }
    if (String.valueOf(headers.get("Content-Type")).startsWith("application/x-www-form")) {
      form(body)
          .forEach(
              (name, value) -> {
                if (parameters.put(name, value) != null) {
                  throw new AssertionError(name + " came twice");
                }
              });
    }
    Asked request =
        new Asked(
            exchange.getRequestMethod(),
            exchange.getRequestURI().toString(),
            headers,
            body,
            parameters);
    asked.add(request);
    Answer answer = answers.poll();
    try (exchange) {
      if (answer == null) {
        exchange.sendResponseHeaders(599, -1);
      } else {
        answer.to(request, exchange);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  static SortedMap<String, String> form(String encoded) {
    SortedMap<String, String> fields = new TreeMap<>();
    for (String part : encoded.split("&", -1)) {
      int equals = part.indexOf('=');
      fields.put(
          URLDecoder.decode(part.substring(0, equals), StandardCharsets.UTF_8),
          URLDecoder.decode(part.substring(equals + 1), StandardCharsets.UTF_8));
    }
    return fields;
  }

  URI address() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
  }

  List<Asked> asked() {
    return asked;
  }

  Asked last() {
    return asked.get(asked.size() - 1);
  }

  FakeAlipay then(Answer answer) {
    answers.add(answer);
    return this;
  }

  /** A genuine success with these fields beside code and msg. */
  FakeAlipay success(String fields) {
    return signed(
        "{\"code\":\"10000\",\"msg\":\"Success\"" + (fields.isEmpty() ? "" : ",") + fields + "}");
  }

  /** A genuine failure. */
  FakeAlipay failure(String code, String subCode) {
    return signed(error(code, subCode));
  }

  static String error(String code, String subCode) {
    return "{\"code\":\""
        + code
        + "\",\"msg\":\"c4n4ry00 free text\",\"sub_code\":\""
        + subCode
        + "\",\"sub_msg\":\"c4n4ry00 more\"}";
  }

  /** An answer signed as it should be. */
  FakeAlipay signed(String node) {
    return signed(node, TestKeys.ALIPAY, null);
  }

  FakeAlipay signed(String node, KeyPair key, String certificateSn) {
    return then(
        (request, exchange) ->
            reply(
                exchange,
                200,
                "application/json",
                envelope(
                    request.method(),
                    node,
                    TestKeys.sign(key, node.getBytes(StandardCharsets.UTF_8)),
                    certificateSn)));
  }

  static String envelope(String method, String node, String sign, String certificateSn) {
    return "{\""
        + method.replace('.', '_')
        + "_response\":"
        + node
        + (certificateSn == null ? "" : ",\"alipay_cert_sn\":\"" + certificateSn + "\"")
        + (sign == null ? "" : ",\"sign\":\"" + sign + "\"")
        + "}";
  }

  FakeAlipay unsigned(String node) {
    return then(
        (request, exchange) ->
            reply(exchange, 200, "application/json", envelope(request.method(), node, null, null)));
  }

  FakeAlipay raw(int status, String body) {
    return then((request, exchange) -> reply(exchange, status, "text/html", body));
  }

  /** Takes the request and never answers. */
  FakeAlipay silence() {
    return then((request, exchange) -> closing.await());
  }

  static void reply(HttpExchange exchange, int status, String type, String body)
      throws IOException {
    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().set("trace_id", "0b1a7f2316957");
    exchange.getResponseHeaders().set("Content-Type", type);
    exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
    if (bytes.length > 0) {
      exchange.getResponseBody().write(bytes);
    }
  }

  @Override
  public void close() {
    closing.countDown();
    server.stop(0);
    threads.shutdownNow();
  }
}
