package io.jiaozi.tck.teahouse;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.jiaozi.TimeSource;
import io.jiaozi.money.Money;
import io.jiaozi.notification.InboundRequest;
import io.jiaozi.tck.Making;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** The fake of the teahouse: books in memory behind one HTTP address. */
final class FakeTeahouse implements AutoCloseable {

  static final String MERCHANT = "tea-merchant-1";
  static final String KEY_ID = "teakey-2026-1";
  static final String GUEST = "guest-of-the-teahouse-77";

  private final byte[] key = new byte[32];
  private final HttpServer server;
  private final ExecutorService threads = Executors.newFixedThreadPool(16);
  private final Map<String, Entry> entries = new HashMap<>();
  private final Map<String, Back> refunds = new HashMap<>();
  private final Map<String, List<Money>> again = new HashMap<>();
  private final Map<String, String> keys = new HashMap<>();
  private int nonces;

  private static final class Entry {
    private final Money amount;
    private final boolean hold;
    private final String scene;
    private String state = "OPEN";
    private Money refunded;
    private Money captured;
    private String paidAt = "";

    Entry(Money amount, boolean hold, String scene) {
      this.amount = amount;
      this.hold = hold;
      this.scene = scene;
      this.refunded = none(amount);
      this.captured = none(amount);
    }
  }

  private record Back(String payment, Money amount) {}

  private static Money none(Money like) {
    return Money.ofMinor(like.currency().getCurrencyCode(), 0);
  }

  FakeTeahouse() {
    new SecureRandom().nextBytes(key);
    try {
      server =
          HttpServer.create(
              new InetSocketAddress(InetAddress.getByAddress(new byte[] {127, 0, 0, 1}), 0), 100);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    server.setExecutor(threads);
    server.createContext("/", this::serve);
    server.start();
  }

  URI address() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
  }

  String keyAsText() {
    return Base64.getEncoder().encodeToString(key);
  }

  private void serve(HttpExchange exchange) throws IOException {
    try (exchange) {
      String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
      String nonce = exchange.getRequestHeaders().getFirst(Tea.NONCE);
      boolean genuine =
          nonce != null
              && Tea.sign(key, "", nonce, body)
                  .equals(exchange.getRequestHeaders().getFirst(Tea.SIGNATURE));
      Map<String, String> reply =
          genuine ? answer(Tea.read(body)) : new LinkedHashMap<>(Map.of("code", "BAD_SIGNATURE"));
      byte[] bytes = Tea.write(reply).getBytes(StandardCharsets.UTF_8);
      exchange
          .getResponseHeaders()
          .add(Tea.SIGNATURE, Tea.sign(key, String.valueOf(nonce) + Tea.write(reply)));
      exchange.sendResponseHeaders(200, bytes.length);
      exchange.getResponseBody().write(bytes);
    }
  }

  private synchronized Map<String, String> answer(Map<String, String> asked) {
    Map<String, String> reply = new LinkedHashMap<>();
    reply.put("code", "OK");
    String number = asked.getOrDefault("number", "");
    Entry entry = entries.get(number);
    if (asked.containsKey("key")) {
      // The same request is one with the same key; another key is another one.
      String what = asked.get("op") + " " + asked.getOrDefault("refund", number);
      String before = keys.putIfAbsent(what, asked.getOrDefault("key", ""));
      if (before != null && !before.equals(asked.get("key"))) {
        again
            .computeIfAbsent(asked.getOrDefault("refund", number), absent -> new ArrayList<>())
            .add(asked.containsKey("amount") ? money(asked) : entry.amount);
      }
    }
    switch (asked.getOrDefault("op", "")) {
      case "pay", "authorize" -> placed(asked, reply);
      case "query" -> {
        if (entry == null) {
          reply.put("code", "NOT_FOUND");
        } else {
          told(number, entry, reply);
        }
      }
      case "complete" -> {
        if (entry != null && entry.state.equals("APPROVED")) {
          entry.state = entry.hold ? "HELD" : "PAID";
          entry.paidAt = now();
        }
        told(number, entry, reply);
      }
      case "close" -> {
        if (entry != null && (entry.state.equals("OPEN") || entry.state.equals("APPROVED"))) {
          entry.state = "CLOSED";
        }
        told(number, entry, reply);
      }
      case "reverse" -> {
        if (entry != null && !entry.state.equals("UNDONE")) {
          entry.state = "UNDONE";
        }
        told(number, entry, reply);
      }
      case "capture" -> captured(asked, reply);
      case "void" -> {
        if (entry != null && entry.state.equals("HELD") && entry.captured.isZero()) {
          entry.state = "RELEASED";
        }
        told(number, entry, reply);
      }
      case "renew" -> {
        if (entry == null || !entry.state.equals("HELD")) {
          reply.put("code", "WRONG_STATE");
        } else {
          told(number, entry, reply);
        }
      }
      case "refund" -> refunded(asked, reply);
      case "queryRefund" -> {
        Back back = refunds.get(asked.getOrDefault("refund", ""));
        if (back == null) {
          reply.put("code", "NOT_FOUND");
        } else {
          back(asked.getOrDefault("refund", ""), back, reply);
        }
      }
      case "ping" -> reply.put("pong", "yes");
      default -> reply.put("code", "WHAT");
    }
    return reply;
  }

  private void placed(Map<String, String> asked, Map<String, String> reply) {
    String number = asked.getOrDefault("number", "");
    Money amount = money(asked);
    boolean hold = "authorize".equals(asked.get("op"));
    Entry entry = entries.get(number);
    if (entry == null) {
      entry = new Entry(amount, hold, asked.getOrDefault("scene", ""));
      entries.put(number, entry);
      if (entry.scene.equals("BUYER_CODE")) {
        entry.state = "PAID";
        entry.paidAt = now();
      }
    } else if (!entry.amount.equals(amount) || entry.hold != hold) {
      reply.put("code", "NUMBER_REUSED");
      return;
    }
    told(number, entry, reply);
    reply.put("qr", "tea://" + number);
  }

  private void captured(Map<String, String> asked, Map<String, String> reply) {
    String number = asked.getOrDefault("number", "");
    Money amount = money(asked);
    Entry before = entries.get(number);
    if (before != null) {
      reply.put("code", before.amount.equals(amount) ? "OK" : "NUMBER_REUSED");
      told(number, before, reply);
      return;
    }
    Entry hold = entries.get(asked.getOrDefault("hold", ""));
    if (hold == null || !hold.state.equals("HELD")) {
      reply.put("code", "WRONG_STATE");
      return;
    }
    Money taken = hold.captured.plus(amount);
    if (taken.compareTo(hold.amount) > 0) {
      reply.put("code", "TOO_MUCH");
      return;
    }
    hold.captured = taken;
    if ("yes".equals(asked.get("last"))) {
      hold.state = "TAKEN";
    }
    Entry capture = new Entry(amount, false, "");
    capture.state = "PAID";
    capture.paidAt = now();
    entries.put(number, capture);
    told(number, capture, reply);
  }

  private void refunded(Map<String, String> asked, Map<String, String> reply) {
    String refund = asked.getOrDefault("refund", "");
    Money amount = money(asked);
    Back before = refunds.get(refund);
    if (before != null) {
      if (!before.amount().equals(amount)) {
        reply.put("code", "NUMBER_REUSED");
      } else {
        back(refund, before, reply);
      }
      return;
    }
    Entry paid = entries.get(asked.getOrDefault("number", ""));
    if (paid == null || !paid.state.equals("PAID")) {
      reply.put("code", "WRONG_STATE");
    } else if (paid.refunded.plus(amount).compareTo(paid.amount) > 0) {
      reply.put("code", "TOO_MUCH");
    } else {
      paid.refunded = paid.refunded.plus(amount);
      Back back = new Back(asked.getOrDefault("number", ""), amount);
      refunds.put(refund, back);
      back(refund, back, reply);
    }
  }

  private static Money money(Map<String, String> asked) {
    return Money.of(asked.getOrDefault("currency", ""), asked.getOrDefault("amount", ""));
  }

  private static void put(Map<String, String> reply, Money amount) {
    reply.put("amount", amount.toDecimalString());
    reply.put("currency", amount.currency().getCurrencyCode());
  }

  private static void told(String number, Entry entry, Map<String, String> reply) {
    if (entry == null) {
      reply.put("code", "NOT_FOUND");
      return;
    }
    reply.put("number", number);
    reply.put("state", entry.state);
    put(reply, entry.amount);
    reply.put("refunded", entry.refunded.toDecimalString());
    reply.put("left", entry.amount.minus(entry.captured).toDecimalString());
    reply.put("id", "TEA" + number);
    reply.put("paidAt", entry.paidAt);
    reply.put("guest", GUEST);
  }

  private static void back(String refund, Back back, Map<String, String> reply) {
    reply.put("refund", refund);
    reply.put("number", back.payment());
    put(reply, back.amount());
    reply.put("id", "BACK" + refund);
    reply.put("state", "DONE");
  }

  private static String now() {
    return Tea.seconds(TimeSource.system().now().getEpochSecond());
  }

  // ---- People ----

  /** A page that the buyer's browser brings. */
  synchronized void page(Map<String, String> fields) {
    if (!Tea.sign(key, "", "page", fields.get("body")).equals(fields.get("signature"))) {
      throw new IllegalStateException("The page is not the merchant's.");
    }
    placed(Tea.read(fields.get("body")), new LinkedHashMap<>());
  }

  synchronized void approves(String number) {
    Entry entry = entries.get(number);
    if (entry.state.equals("OPEN")) {
      entry.state = "APPROVED";
    }
  }

  synchronized void declines(String number) {
    entries.get(number).state = "DECLINED";
  }

  // ---- Books ----

  synchronized List<Money> payments(String number) {
    Entry entry = entries.get(number);
    return entry == null ? List.of() : withMore(number, entry.amount);
  }

  synchronized List<Money> backs(String refund) {
    Back back = refunds.get(refund);
    return back == null ? List.of() : withMore(refund, back.amount());
  }

  private List<Money> withMore(String number, Money first) {
    List<Money> all = new ArrayList<>(List.of(first));
    all.addAll(again.getOrDefault(number, List.of()));
    return all;
  }

  // ---- Messages ----

  synchronized Optional<InboundRequest> message(String number, Making how) {
    Map<String, String> fields = new LinkedHashMap<>();
    fields.put("event", "payment");
    fields.put("merchant", how == Making.OTHER_MERCHANT ? "tea-merchant-2" : MERCHANT);
    told(number, entries.get(number), fields);
    return signed(fields, how);
  }

  synchronized InboundRequest refundMessage(String refund) {
    Map<String, String> fields = new LinkedHashMap<>();
    fields.put("event", "refund");
    fields.put("merchant", MERCHANT);
    back(refund, refunds.get(refund), fields);
    return signed(fields, Making.GENUINE).orElseThrow();
  }

  InboundRequest otherMessage() {
    Map<String, String> fields = new LinkedHashMap<>();
    fields.put("event", "tea-is-out");
    fields.put("merchant", MERCHANT);
    fields.put("id", "E1");
    return signed(fields, Making.GENUINE).orElseThrow();
  }

  InboundRequest returned(String number) {
    String query =
        "number="
            + number
            + "&signature="
            + URLEncoder.encode(Tea.sign(key, number), StandardCharsets.UTF_8);
    return new InboundRequest("GET", "/back", query, Map.of(), new byte[0]);
  }

  private synchronized Optional<InboundRequest> signed(Map<String, String> fields, Making how) {
    Duration off =
        switch (how) {
          case STALE -> Duration.ofDays(-1);
          case FUTURE -> Duration.ofDays(1);
          default -> Duration.ZERO;
        };
    byte[] signing = key.clone();
    String keyId = KEY_ID;
    switch (how) {
      case FOREIGN_KEY -> {
        keyId = "teakey-1999-9";
        signing[0] ^= 1;
      }
      case OWN_KEY_SAME_NAME -> signing[0] ^= 1;
      case EXPIRED_CERTIFICATE, OTHER_AUTHORITY, TEST_CERTIFICATE -> {
        return Optional.empty();
      }
      default -> {
        // As it should be.
      }
    }
    String body = Tea.write(fields);
    String time = Tea.seconds(TimeSource.system().now().plus(off).getEpochSecond());
    String nonce = "n0nce" + ++nonces;
    Map<String, List<String>> headers = new LinkedHashMap<>();
    headers.put(Tea.TIME, List.of(time));
    headers.put(Tea.NONCE, List.of(nonce));
    headers.put(Tea.KEY, List.of(keyId));
    headers.put(Tea.ALGORITHM, List.of(Tea.HMAC));
    headers.put(Tea.SIGNATURE, List.of(Tea.sign(signing, time, nonce, body)));
    return Optional.of(
        new InboundRequest("POST", "/notify", "", headers, body.getBytes(StandardCharsets.UTF_8)));
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }
}
