package io.jiaozi.unionpay;

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
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** A server that answers as told, in order, and remembers what it was asked. */
final class FakeUnionpay implements AutoCloseable {

  private final HttpServer server;
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final ConcurrentLinkedQueue<Answer> answers = new ConcurrentLinkedQueue<>();
  private final List<Asked> asked = new CopyOnWriteArrayList<>();
  private final CountDownLatch closing = new CountDownLatch(1);

  /** One request as it came over the wire. */
  record Asked(String method, String target, String contentType, String body) {
    Map<String, String> fields() {
      return Wire.decode(body);
    }

    String field(String name) {
      return fields().get(name);
    }

    /** Type, sub-type, product and way of access. */
    String kind() {
      Map<String, String> all = fields();
      return all.get("txnType")
          + "/"
          + all.get("txnSubType")
          + "/"
          + all.get("bizType")
          + "/"
          + all.getOrDefault("channelType", "-");
    }
  }

  /** What to do with a request. */
  interface Answer {
    void to(HttpExchange exchange) throws IOException, InterruptedException;
  }

  FakeUnionpay() {
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
    asked.add(
        new Asked(
            exchange.getRequestMethod(),
            exchange.getRequestURI().toString(),
            String.valueOf(exchange.getRequestHeaders().getFirst("Content-Type")),
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

  Asked asked(int index) {
    return asked.get(index);
  }

  FakeUnionpay then(Answer answer) {
    answers.add(answer);
    return this;
  }

  /** A reply, signed as it should be. */
  FakeUnionpay says(Wire message) {
    return raw(200, message.reply());
  }

  /** A reply to a request, with a code. */
  FakeUnionpay code(String code) {
    return says(Wire.message().with("respCode", code).with("respMsg", "x[" + code + "00000]"));
  }

  FakeUnionpay raw(int status, String body) {
    return then(
        exchange -> {
          byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
          exchange.getResponseHeaders().set("Content-Type", "text/html;charset=UTF-8");
          exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
          if (bytes.length > 0) {
            exchange.getResponseBody().write(bytes);
          }
        });
  }

  /** Takes the request and never answers. */
  FakeUnionpay silence() {
    return then(exchange -> closing.await());
  }

  @Override
  public void close() {
    closing.countDown();
    server.stop(0);
    threads.shutdownNow();
  }
}
