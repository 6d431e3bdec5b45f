package io.jiaozi.paypal;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A server that answers as told, in order, and remembers what it was asked. Tokens and certificates
 * have answers of their own; a token is given to whoever asks unless told otherwise.
 */
final class FakePaypal implements AutoCloseable {

  static final String DEBUG_ID = "f1d8a7c0b2e34";
  static final String CERTS = "/v1/notifications/certs/";

  private static final String TOKEN_PATH = "/v1/oauth2/token";

  private final HttpServer server;
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final ConcurrentLinkedQueue<Answer> answers = new ConcurrentLinkedQueue<>();
  private final ConcurrentLinkedQueue<Answer> tokenAnswers = new ConcurrentLinkedQueue<>();
  private final Map<String, Answer> certificates = new ConcurrentHashMap<>();
  private final List<Asked> asked = new CopyOnWriteArrayList<>();
  private final List<Asked> askedForTokens = new CopyOnWriteArrayList<>();
  private final List<String> askedForCertificates = new CopyOnWriteArrayList<>();
  private final CountDownLatch closing = new CountDownLatch(1);
  private final AtomicInteger tokens = new AtomicInteger();

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

  FakePaypal() {
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
    String target = exchange.getRequestURI().toString();
    Asked one =
        new Asked(
            exchange.getRequestMethod(),
            target,
            headers,
            new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
    Answer answer;
    if (target.equals(TOKEN_PATH)) {
      askedForTokens.add(one);
      answer = tokenAnswers.poll();
      if (answer == null) {
        answer = token("A21AAc4n4ry-" + tokens.incrementAndGet(), 32_400);
      }
    } else if (target.startsWith(CERTS)) {
      askedForCertificates.add(target);
      answer = certificates.get(target.substring(CERTS.length()));
      if (answer == null) {
        answer = json(404, error("RESOURCE_NOT_FOUND", "INVALID_RESOURCE_ID"));
      }
    } else {
      asked.add(one);
      answer = answers.poll();
    }
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

  /** Requests other than for tokens and certificates. */
  List<Asked> asked() {
    return asked;
  }

  List<Asked> askedForTokens() {
    return askedForTokens;
  }

  List<String> askedForCertificates() {
    return askedForCertificates;
  }

  FakePaypal then(Answer answer) {
    answers.add(answer);
    return this;
  }

  FakePaypal answer(int status, String body) {
    return then(json(status, body));
  }

  FakePaypal answer(int status, String type, String body) {
    return then(exchange -> reply(exchange, status, type, body));
  }

  FakePaypal refuse(int status, String name, String issue) {
    return answer(status, error(name, issue));
  }

  FakePaypal unprocessable(String issue) {
    return refuse(422, "UNPROCESSABLE_ENTITY", issue);
  }

  FakePaypal tokenAnswer(Answer answer) {
    tokenAnswers.add(answer);
    return this;
  }

  FakePaypal certificate(String id, Answer answer) {
    certificates.put(id, answer);
    return this;
  }

  /** Takes the request and never answers. */
  Answer silence() {
    return exchange -> closing.await();
  }

  static Answer json(int status, String body) {
    return exchange -> reply(exchange, status, "application/json", body);
  }

  static Answer token(String text, long seconds) {
    return json(
        200,
        "{\"scope\":\"https://uri.paypal.com/services/payments/payment\",\"access_token\":\""
            + text
            + "\",\"token_type\":\"Bearer\",\"app_id\":\"APP-80W284485P519543T\",\"expires_in\":"
            + seconds
            + ",\"nonce\":\"2026\"}");
  }

  /** An error document as the channel's are. */
  static String error(String name, String issue) {
    return "{\"name\":\""
        + name
        + "\",\"message\":\"c4n4ry free text\",\"debug_id\":\""
        + DEBUG_ID
        + "\",\"details\":["
        + (issue == null
            ? ""
            : "{\"issue\":\""
                + issue
                + "\",\"description\":\"c4n4ry free text\",\"value\":\"c4n4ry\"}")
        + "],\"links\":[{\"href\":\"https://developer.paypal.com/x\",\"rel\":\"information_link\"}]}";
  }

  static void reply(HttpExchange exchange, int status, String type, String body)
      throws IOException {
    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().set("PayPal-Debug-Id", DEBUG_ID);
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
