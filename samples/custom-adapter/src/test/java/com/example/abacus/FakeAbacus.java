package com.example.abacus;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.jiaozi.notification.InboundRequest;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.security.KeyPair;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Abacus Pay on this machine, written from its documents with the JDK's classes and nothing of the
 * adapter's: a mistake that both share would not be found. Safe for use by many threads.
 */
final class FakeAbacus implements AutoCloseable {

  static final String MERCHANT = "AB12345678";
  static final String KEY_ID = "K1";
  static final String PAYER = "c4n4ry-payer-77";

  private final HttpServer server;
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final Map<String, Map<String, Object>> payments = new LinkedHashMap<>();
  private final Map<String, Map<String, Object>> refunds = new LinkedHashMap<>();
  private final ConcurrentLinkedQueue<Answer> scripted = new ConcurrentLinkedQueue<>();
  private final List<String> asked = new ArrayList<>();
  private URI shownAddress;
  private int events;

  /**
   * An answer in place of the proper one.
   *
   * @param signer null for none
   */
  record Answer(int status, String body, KeyPair signer) {}

  FakeAbacus() {
    try {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    shownAddress = address();
    server.setExecutor(threads);
    server.createContext("/", this::handle);
    server.start();
  }

  URI address() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
  }

  /** Where buyers find the channel's pages. */
  synchronized void showAddress(URI address) {
    shownAddress = address;
  }

  /** The next request gets this answer. */
  FakeAbacus then(Answer answer) {
    scripted.add(answer);
    return this;
  }

  /** Method and target of every request so far. */
  synchronized List<String> asked() {
    return List.copyOf(asked);
  }

  // ---- The wire ----

  private void handle(HttpExchange exchange) throws IOException {
    byte[] body = exchange.getRequestBody().readAllBytes();
    Answer answer;
    synchronized (this) {
      asked.add(exchange.getRequestMethod() + " " + exchange.getRequestURI());
      Answer told = scripted.poll();
      answer = told == null ? answer(exchange, body) : told;
    }
    try (exchange) {
      byte[] bytes = answer.body().getBytes(UTF_8);
      if (answer.signer() != null) {
        proof(answer.signer(), Keys.name(answer.signer()), Instant.now(), answer.body())
            .forEach((name, value) -> exchange.getResponseHeaders().set(name, value));
      }
      exchange.getResponseHeaders().set("Content-Type", "application/json");
      exchange.getResponseHeaders().set("Abacus-Request", "req-1");
      exchange.sendResponseHeaders(answer.status(), bytes.length == 0 ? -1 : bytes.length);
      if (bytes.length > 0) {
        exchange.getResponseBody().write(bytes);
      }
    }
  }

  private Answer answer(HttpExchange exchange, byte[] body) {
    if (!isSigned(exchange, body)) {
      return error(401, "SIGNATURE_REFUSED");
    }
    String target = exchange.getRequestMethod() + " " + exchange.getRequestURI().getPath();
    String last = target.substring(target.lastIndexOf('/') + 1);
    if (target.equals("POST /v1/payments")) {
      return pay(new String(body, UTF_8));
    }
    if (target.equals("POST /v1/refunds")) {
      return refund(new String(body, UTF_8));
    }
    if (target.startsWith("GET /v1/payments/")) {
      return found(payments.get(last), "PAYMENT_UNKNOWN");
    }
    if (target.startsWith("GET /v1/refunds/")) {
      return found(refunds.get(last), "REFUND_UNKNOWN");
    }
    if (target.startsWith("POST /v1/payments/") && last.equals("close")) {
      Map<String, Object> order = payments.get(target.split("/", -1)[3]);
      if (order != null && order.get("state").equals("CREATED")) {
        order.put("state", "CLOSED");
      }
      return found(order, "PAYMENT_UNKNOWN");
    }
    return target.equals("GET /v1/balances")
        ? good(200, Map.of("merchant", MERCHANT))
        : error(404, "NOT_ALLOWED");
  }

  private static boolean isSigned(HttpExchange exchange, byte[] body) {
    Headers headers = exchange.getRequestHeaders();
    String time = String.valueOf(headers.getFirst("Abacus-Time"));
    String nonce = String.valueOf(headers.getFirst("Abacus-Nonce"));
    ByteArrayOutputStream text = new ByteArrayOutputStream();
    text.writeBytes(
        (exchange.getRequestMethod() + "\n" + exchange.getRequestURI() + "\n").getBytes(UTF_8));
    text.writeBytes((time + "\n" + nonce + "\n").getBytes(UTF_8));
    text.writeBytes(body);
    text.write('\n');
    return MERCHANT.equals(headers.getFirst("Abacus-Merchant"))
        && KEY_ID.equals(headers.getFirst("Abacus-Key"))
        && Math.abs(Instant.now().getEpochSecond() - Long.parseLong(time)) < 300
        && Keys.verifies(Keys.MERCHANT, text.toByteArray(), headers.getFirst("Abacus-Signature"));
  }

  /** Headers that prove a body, as of this time. */
  static Map<String, String> proof(KeyPair signer, String keyName, Instant time, String body) {
    String seconds = Long.toString(time.getEpochSecond());
    String nonce = "9f86d081884c7d65";
    byte[] text = (seconds + "\n" + nonce + "\n" + body + "\n").getBytes(UTF_8);
    Map<String, String> headers = new LinkedHashMap<>();
    headers.put("Abacus-Key", keyName);
    headers.put("Abacus-Time", seconds);
    headers.put("Abacus-Nonce", nonce);
    headers.put("Abacus-Signature", Keys.sign(signer, text));
    return headers;
  }

  // ---- The books ----

  private Answer pay(String body) {
    String number = text(body, "number");
    Map<String, Object> known = payments.get(number);
    if (known != null) {
      return known.get("asked").equals(body)
          ? found(known, "PAYMENT_UNKNOWN")
          : error(409, "NUMBER_TAKEN");
    }
    Map<String, Object> order = new LinkedHashMap<>();
    order.put("asked", body);
    order.put("merchant", text(body, "merchant"));
    order.put("number", number);
    order.put("payment_id", "P-" + (payments.size() + 1));
    order.put("state", "CREATED");
    order.put("amount", number(body, "amount"));
    order.put("currency", text(body, "currency"));
    if (text(body, "scene").equals("qr")) {
      order.put("qr_text", "abacus://pay/" + number);
    } else {
      order.put("checkout_url", shownAddress + "/checkout/" + number);
    }
    payments.put(number, order);
    return good(201, order);
  }

  private Answer refund(String body) {
    String number = text(body, "number");
    Map<String, Object> known = refunds.get(number);
    if (known != null) {
      return known.get("asked").equals(body)
          ? found(known, "REFUND_UNKNOWN")
          : error(409, "NUMBER_TAKEN");
    }
    Map<String, Object> order = payments.get(text(body, "payment"));
    if (order == null) {
      return error(404, "PAYMENT_UNKNOWN");
    }
    if (!order.get("state").equals("PAID")) {
      return error(409, "NOT_PAID");
    }
    long refunded = (Long) order.getOrDefault("refunded", 0L) + number(body, "amount");
    if (refunded > (Long) order.get("amount")) {
      return error(409, "AMOUNT_EXCEEDED");
    }
    order.put("refunded", refunded);
    Map<String, Object> refund = new LinkedHashMap<>();
    refund.put("asked", body);
    refund.put("merchant", text(body, "merchant"));
    refund.put("number", number);
    refund.put("payment", text(body, "payment"));
    refund.put("refund_id", "R-" + (refunds.size() + 1));
    refund.put("state", "DONE");
    refund.put("amount", number(body, "amount"));
    refund.put("currency", text(body, "currency"));
    refund.put("done_at", Instant.now().truncatedTo(ChronoUnit.SECONDS).toString());
    refunds.put(number, refund);
    return good(201, refund);
  }

  private static Answer found(Map<String, Object> thing, String codeIfNone) {
    return thing == null ? error(404, codeIfNone) : good(200, thing);
  }

  private static Answer good(int status, Map<String, Object> thing) {
    return new Answer(status, json(thing), Keys.CHANNEL);
  }

  static Answer error(int status, String code) {
    return new Answer(
        status, "{\"code\":\"" + code + "\",\"text\":\"c4n4ry free text\"}", Keys.CHANNEL);
  }

  private static String json(Map<String, Object> thing) {
    StringBuilder out = new StringBuilder("{");
    thing.forEach(
        (name, value) -> {
          if (!name.equals("asked")) {
            out.append(out.length() == 1 ? "\"" : ",\"").append(name).append("\":");
            out.append(value instanceof String ? "\"" + value + "\"" : value.toString());
          }
        });
    return out.append('}').toString();
  }

  private static String text(String json, String field) {
    Matcher found = Pattern.compile("\"" + field + "\":\"([^\"]*)\"").matcher(json);
    return found.find() ? found.group(1) : "";
  }

  private static long number(String json, String field) {
    Matcher found = Pattern.compile("\"" + field + "\":([0-9]+)").matcher(json);
    return found.find() ? Long.parseLong(found.group(1)) : -1;
  }

  // ---- What people do, and what the channel then tells ----

  synchronized void buyerPays(String number) {
    Map<String, Object> order = payments.get(number);
    order.put("state", "PAID");
    order.put("paid_at", Instant.now().truncatedTo(ChronoUnit.SECONDS).toString());
    order.put("payer", PAYER);
  }

  synchronized void buyerFails(String number) {
    payments.get(number).put("state", "FAILED");
  }

  synchronized List<Map<String, Object>> bookedPayments(String number) {
    return payments.containsKey(number) ? List.of(payments.get(number)) : List.of();
  }

  synchronized List<Map<String, Object>> bookedRefunds(String number) {
    return refunds.containsKey(number) ? List.of(refunds.get(number)) : List.of();
  }

  /** The body of an event. */
  synchronized String event(String type, String merchant, String member) {
    return "{\"event\":\"E-"
        + ++events
        + "\",\"type\":\""
        + type
        + "\",\"merchant\":\""
        + merchant
        + "\""
        + (member.isEmpty() ? "" : "," + member)
        + "}";
  }

  synchronized String paymentEvent(String number, String merchant) {
    Map<String, Object> order = new LinkedHashMap<>(payments.get(number));
    order.put("merchant", merchant);
    return event("payment.changed", merchant, "\"payment\":" + json(order));
  }

  synchronized String refundEvent(String number) {
    return event("refund.changed", MERCHANT, "\"refund\":" + json(refunds.get(number)));
  }

  /** The request with which the channel would deliver an event. */
  static InboundRequest delivery(String body, Map<String, String> headers) {
    Map<String, List<String>> all = new LinkedHashMap<>();
    all.put("Abacus-Merchant", List.of(text(body, "merchant")));
    headers.forEach((name, value) -> all.put(name, List.of(value)));
    return new InboundRequest("POST", "/notify/abacus", "", all, body.getBytes(UTF_8));
  }

  /** A genuine delivery, now. */
  static InboundRequest genuine(String body) {
    return delivery(body, proof(Keys.CHANNEL, Keys.name(Keys.CHANNEL), Instant.now(), body));
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }
}
