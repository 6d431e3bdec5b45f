package io.jiaozi.proving.handler;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.jiaozi.MerchantAccount;
import io.jiaozi.PaymentGateway;
import io.jiaozi.notification.ExpectedPayment;
import io.jiaozi.notification.InboundRequest;
import io.jiaozi.notification.MerchantHandler;
import io.jiaozi.notification.Notification;
import io.jiaozi.notification.NotificationHandler;
import io.jiaozi.notification.NotificationLog;
import io.jiaozi.notification.NotificationReply;
import io.jiaozi.payment.Payment;
import io.jiaozi.payment.PaymentState;
import io.jiaozi.proving.channels.ChannelUnderTest;
import io.jiaozi.proving.message.Deal;
import io.jiaozi.proving.stage.Stage;
import io.jiaozi.refund.Refund;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;

/**
 * A shop with an address of its own: books, a handler of notifications, and an HTTP server that the
 * sandbox delivers to.
 */
final class Shop implements MerchantHandler, AutoCloseable {

  /** What the shop does while it takes note of something. */
  interface During {
    void happens() throws Exception;
  }

  final Map<String, PaymentState> books = new ConcurrentHashMap<>();
  final List<String> shipped = new CopyOnWriteArrayList<>();
  final List<Payment> heard = new CopyOnWriteArrayList<>();
  final List<String> strangers = new CopyOnWriteArrayList<>();
  final CountDownLatch paid = new CountDownLatch(1);
  final NotificationLog log = NotificationLog.inMemory();
  volatile During during = () -> {};

  private final Map<String, Deal> deals = new ConcurrentHashMap<>();
  private final ChannelUnderTest channel;
  private final Stage stage;
  private final HttpServer server;
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final PaymentGateway gateway;
  private final NotificationHandler handler;

  Shop(ChannelUnderTest channel, Stage stage, Duration budget) throws IOException {
    this.channel = channel;
    this.stage = stage;
    this.server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    URI address =
        URI.create(
            "http://127.0.0.1:"
                + server.getAddress().getPort()
                + "/pay/notify/"
                + channel.account());
    this.gateway =
        stage.gateway(
            channel,
            settings -> {
              settings.computeIfPresent(
                  "jiaozi.accounts." + channel.account() + ".notification-url",
                  (name, url) -> address.toString());
              return settings;
            });
    this.handler = handler(budget);
    stage.sandbox().paypal().webhookUrl(address);
    server.createContext("/", this::serve);
    server.setExecutor(threads);
    server.start();
  }

  /** One more instance of this shop, which shares its log. */
  NotificationHandler handler(Duration budget) {
    return handler(budget, this, log);
  }

  /** An instance whose news somebody else hears. */
  NotificationHandler handler(Duration budget, MerchantHandler listener, NotificationLog facts) {
    return NotificationHandler.builder(gateway, listener)
        .log(facts)
        .expecting(
            (account, reference) ->
                Optional.ofNullable(deals.get(reference.number()))
                    .map(deal -> ExpectedPayment.of(deal.price())))
        .budget(budget)
        .build();
  }

  MerchantAccount account() {
    return gateway.account(channel.account());
  }

  NotificationHandler handler() {
    return handler;
  }

  /** An order that waits for its buyer. */
  Deal order() {
    String number = Stage.number();
    books.put(number, PaymentState.AWAITING_CUSTOMER);
    Deal deal = channel.order(account(), number);
    deals.put(number, deal);
    return deal;
  }

  private void serve(HttpExchange exchange) throws IOException {
    try (exchange) {
      URI uri = exchange.getRequestURI();
      NotificationReply reply =
          handler.handle(
              new InboundRequest(
                  exchange.getRequestMethod(),
                  uri.getRawPath(),
                  uri.getRawQuery() == null ? "" : uri.getRawQuery(),
                  exchange.getRequestHeaders(),
                  exchange.getRequestBody().readAllBytes()));
      byte[] body = reply.body().getBytes(StandardCharsets.UTF_8);
      if (!reply.contentType().isEmpty()) {
        exchange.getResponseHeaders().set("Content-Type", reply.contentType());
      }
      exchange.sendResponseHeaders(reply.status(), body.length == 0 ? -1 : body.length);
      exchange.getResponseBody().write(body);
    }
  }

  @Override
  public void paymentChanged(MerchantAccount account, Payment payment) throws Exception {
    heard.add(payment);
    during.happens();
    String number = payment.reference().number();
    books.compute(
        number,
        (key, stored) -> {
          PaymentState before = stored == null ? PaymentState.AWAITING_CUSTOMER : stored;
          if (before.advance(payment.state()) != PaymentState.Advance.FORWARD) {
            return before;
          }
          if (payment.state() == PaymentState.PAID) {
            shipped.add(number);
          }
          return payment.state();
        });
    if (payment.state() == PaymentState.PAID) {
      paid.countDown();
    }
  }

  @Override
  public void refundChanged(MerchantAccount account, Refund refund, @Nullable Payment payment) {
    strangers.add("refund " + refund.reference().number());
  }

  @Override
  public void unmapped(MerchantAccount account, Notification.Unmapped notification) {
    strangers.add(notification.channelType());
  }

  @Override
  public void amountMismatch(MerchantAccount account, Payment payment, ExpectedPayment expected) {
    strangers.add("mismatch " + payment.reference().number());
  }

  @Override
  public void close() {
    stage.sandbox().paypal().webhookUrl(null);
    handler.close();
    server.stop(0);
    threads.shutdownNow();
    gateway.close();
  }
}
