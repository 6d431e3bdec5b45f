package io.jiaozi.samples.quickstart;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.jiaozi.MerchantAccount;
import io.jiaozi.error.PaymentException;
import io.jiaozi.error.UntrustedMessageException;
import io.jiaozi.notification.InboundRequest;
import io.jiaozi.notification.Notification;
import io.jiaozi.notification.NotificationReply;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/**
 * The shop's page that the channels call: verifies, acts once on each fact, answers exactly as the
 * channel wants.
 */
final class NotificationPage implements AutoCloseable {

  private static final int PATIENCE_SECONDS = 10;

  private final HttpServer server;
  private final ExecutorService threads = Executors.newFixedThreadPool(2);
  private final BlockingQueue<Notification> handled = new LinkedBlockingQueue<>();
  // A real shop keeps the fact keys in its database, in the transaction that acts on the fact.
  private final Set<String> factsSeen = ConcurrentHashMap.newKeySet();

  private NotificationPage(HttpServer server) {
    this.server = server;
    server.setExecutor(threads);
    server.start();
  }

  static NotificationPage start() throws IOException {
    return new NotificationPage(
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0));
  }

  String address() {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  String urlFor(String account) {
    return address() + "/pay/notify/" + account;
  }

  /**
   * One path per account, so that it is known whose keys to verify with before anything in the
   * message is believed.
   */
  void serve(MerchantAccount account) {
    server.createContext("/pay/notify/" + account.name(), exchange -> answer(account, exchange));
  }

  private void answer(MerchantAccount account, HttpExchange exchange) throws IOException {
    String query = exchange.getRequestURI().getRawQuery();
    InboundRequest inbound =
        new InboundRequest(
            exchange.getRequestMethod(),
            exchange.getRequestURI().getRawPath(),
            query == null ? "" : query,
            exchange.getRequestHeaders(),
            exchange.getRequestBody().readAllBytes());

    NotificationReply reply = account.reply(handle(account, inbound));

    byte[] body = reply.body().getBytes(StandardCharsets.UTF_8);
    if (!reply.contentType().isEmpty()) {
      exchange.getResponseHeaders().set("Content-Type", reply.contentType());
    }
    exchange.sendResponseHeaders(reply.status(), body.length == 0 ? -1 : body.length);
    if (body.length > 0) {
      exchange.getResponseBody().write(body);
    }
    exchange.close();
  }

  private NotificationReply.Kind handle(MerchantAccount account, InboundRequest inbound) {
    try {
      Notification notification = account.readNotification(inbound);
      if (factsSeen.add(account.name() + "/" + notification.factKey())) {
        handled.add(notification); // here a shop marks the order paid
      }
      return NotificationReply.Kind.ACCEPTED;
    } catch (UntrustedMessageException forged) {
      return NotificationReply.Kind.UNTRUSTED;
    } catch (PaymentException cannotTellNow) {
      return NotificationReply.Kind.TRY_AGAIN;
    }
  }

  /** The next fact, or an error if none comes. */
  Notification next() throws InterruptedException {
    Notification next = handled.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
    if (next == null) {
      throw new Transcript.NotAsExpected(
          "No notification arrived within " + PATIENCE_SECONDS + " s.");
    }
    return next;
  }

  int factsHandled() {
    return factsSeen.size();
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }
}
