package io.jiaozi.interop;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/**
 * A server on {@code 127.0.0.1} that keeps every request byte for byte and answers as told: a shop
 * that is notified, or a channel that is asked. Safe for use by many threads.
 */
public final class LoopbackServer implements AutoCloseable {
  private final HttpServer server;
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final BlockingQueue<HttpMessage> received = new LinkedBlockingQueue<>();
  private final Function<HttpMessage, Answer> answers;

  /**
   * What to answer.
   *
   * @param headers by name
   * @param body empty for none
   */
  public record Answer(int status, Map<String, String> headers, byte[] body) {
    /** An answer without headers and body. */
    public static Answer empty(int status) {
      return new Answer(status, Map.of(), new byte[0]);
    }
  }

  public LoopbackServer(Function<HttpMessage, Answer> answers) {
    this.answers = answers;
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
    try (exchange) {
      Map<String, String> headers = new TreeMap<>();
      exchange
          .getRequestHeaders()
          .forEach((name, values) -> headers.put(name, String.join(",", values)));
      HttpMessage message =
          new HttpMessage(
              exchange.getRequestMethod(),
              exchange.getRequestURI().toString(),
              headers,
              exchange.getRequestBody().readAllBytes());
      received.add(message);
      Answer answer = answers.apply(message);
      answer.headers().forEach((name, value) -> exchange.getResponseHeaders().set(name, value));
      exchange.sendResponseHeaders(
          answer.status(), answer.body().length == 0 ? -1 : answer.body().length);
      if (answer.body().length > 0) {
        exchange.getResponseBody().write(answer.body());
      }
    }
  }

  /** Where it listens, without a path. */
  public URI address() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
  }

  /**
   * The next request that nobody has taken yet.
   *
   * @throws IllegalStateException if none comes in time
   */
  public HttpMessage take(Duration patience) throws InterruptedException {
    HttpMessage message = received.poll(patience.toMillis(), TimeUnit.MILLISECONDS);
    if (message == null) {
      throw new IllegalStateException("Nobody called within " + patience + ".");
    }
    return message;
  }

  /** Forgets the requests that nobody has taken. */
  public void forget() {
    received.clear();
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }
}
