package io.jiaozi.proving.contract;

import io.jiaozi.Capabilities;
import io.jiaozi.Capability;
import io.jiaozi.SubMerchant;
import io.jiaozi.error.UntrustedReason;
import io.jiaozi.money.Money;
import io.jiaozi.notification.InboundRequest;
import io.jiaozi.notification.Notification;
import io.jiaozi.notification.NotificationReply;
import io.jiaozi.payment.NextAction;
import io.jiaozi.payment.PaymentRequest;
import io.jiaozi.payment.Scene;
import io.jiaozi.proving.channels.ChannelUnderTest;
import io.jiaozi.proving.message.GenuineMessage;
import io.jiaozi.proving.message.WireMessage;
import io.jiaozi.proving.stage.Stage;
import io.jiaozi.proving.stage.Tables;
import io.jiaozi.sandbox.Sandbox;
import io.jiaozi.sandbox.channel.OutboundMessage;
import io.jiaozi.spi.UrlRule;
import io.jiaozi.tck.ChannelHarness;
import io.jiaozi.tck.Forgery;
import io.jiaozi.tck.Limit;
import io.jiaozi.tck.Verdict;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.Currency;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;

/** What the sandbox's channels have in common. Verdicts on forgeries are those of the tables. */
abstract class SandboxHarness implements ChannelHarness {

  private static final AtomicInteger NUMBERS = new AtomicInteger();

  private final Stage stage = new Stage();
  private final ChannelUnderTest channel;

  SandboxHarness(String id) {
    channel =
        ChannelUnderTest.all().stream()
            .filter(one -> one.channel().equals(id))
            .findFirst()
            .orElseThrow();
  }

  Sandbox sandbox() {
    return stage.sandbox();
  }

  @Override
  public URI address() {
    return sandbox().address();
  }

  String setting(String name) {
    return stage.setting(channel, name);
  }

  @Override
  public Map<String, String> settings(URI baseUrl) {
    Map<String, String> settings = new LinkedHashMap<>();
    String prefix = "jiaozi.accounts." + channel.account() + ".";
    stage
        .settings(channel)
        .forEach((name, value) -> settings.put(name.substring(prefix.length()), value));
    settings.remove("channel");
    settings.put("base-url", baseUrl.toString());
    if (!UrlRule.isLoopback(baseUrl)) {
      settings.computeIfPresent(
          "notification-url", (name, url) -> "https://shop.example/pay/notify");
      settings.putAll(channel.settingsAwayFromHere());
    }
    return settings;
  }

  static Capabilities capabilities(
      Set<Scene.Kind> pay, Set<Scene.Kind> hold, Set<Capability> without, String... currencies) {
    Set<Capability> all = EnumSet.allOf(Capability.class);
    all.removeAll(without);
    return new Capabilities(
        pay,
        hold,
        all,
        Arrays.stream(currencies).map(Currency::getInstance).collect(Collectors.toSet()));
  }

  @Override
  public Money price() {
    return Money.of("CNY", "88.00");
  }

  @Override
  public Optional<SubMerchant> subMerchant() {
    return channel.actsForOthers() ? Optional.of(channel.subMerchant(sandbox())) : Optional.empty();
  }

  // ---- Limits ----

  /** So many characters, never twice. */
  static String number(int length) {
    String start = "L" + NUMBERS.incrementAndGet();
    return length <= start.length()
        ? "L" + start.substring(start.length() - length + 1)
        : start + "x".repeat(length - start.length());
  }

  static String number() {
    return number(20);
  }

  PaymentRequest request(String number, Money amount, String text, Instant placedAt) {
    return dress(
            PaymentRequest.builder(number, amount, scene(mainScene(), number), placedAt)
                .description(text))
        .build();
  }

  Limit numberLimit(String name, String within, String beyond, Instant placedAt) {
    return new Limit(
        name,
        request(within, price(), "dumplings", placedAt),
        request(beyond, price(), "dumplings", placedAt));
  }

  Limit amountLimit(String name, Money within, Money beyond, Instant placedAt) {
    return new Limit(
        name,
        request(number(), within, "dumplings", placedAt),
        request(number(), beyond, "dumplings", placedAt));
  }

  Limit textLimit(String name, String within, String beyond, Instant placedAt) {
    return new Limit(
        name,
        request(number(), price(), within, placedAt),
        request(number(), price(), beyond, placedAt));
  }

  // ---- Messages ----

  static Optional<InboundRequest> arrived(OutboundMessage message) {
    return Optional.of(WireMessage.of("/pay/notify", message).inbound());
  }

  @Override
  public Optional<InboundRequest> unmodelledNotification() {
    return channel.genuine(stage).stream()
        .filter(message -> message.told().kind() == Notification.Kind.UNMAPPED)
        .findFirst()
        .map(GenuineMessage::genuine)
        .map(WireMessage::inbound);
  }

  /** The table beside the corpus; what it does not name is refused as usual. */
  @Override
  public Map<Forgery, Verdict> verdicts() {
    Map<Forgery, Verdict> verdicts = new EnumMap<>(Forgery.class);
    for (List<String> row : Tables.read("forged/" + channel.channel() + ".table", 3)) {
      Arrays.stream(Forgery.values())
          .filter(forgery -> forgery.name().equals(row.get(0)))
          .forEach(forgery -> verdicts.put(forgery, verdict(row.get(1), row.get(2))));
    }
    return verdicts;
  }

  private static Verdict verdict(String expectation, String note) {
    String[] words = expectation.split(" ", 2);
    return switch (words[0]) {
      case "REFUSED" ->
          Verdict.refused(
              Arrays.stream(words[1].split("/"))
                  .map(UntrustedReason::valueOf)
                  .toArray(UntrustedReason[]::new));
      case "EQUIVALENT" -> Verdict.equivalent(note);
      case "DUPLICATE" -> Verdict.duplicate(note);
      default -> Verdict.notApplicable(note);
    };
  }

  static Map<NotificationReply.Kind, NotificationReply> replies(
      NotificationReply accepted, NotificationReply untrusted, NotificationReply tryAgain) {
    return Map.of(
        NotificationReply.Kind.ACCEPTED, accepted,
        NotificationReply.Kind.UNTRUSTED, untrusted,
        NotificationReply.Kind.TRY_AGAIN, tryAgain);
  }

  // ---- Browsers ----

  /** The buyer's browser posts the form, at the sandbox itself. */
  void post(NextAction.SubmitForm form) {
    byte[] body =
        form.fields().entrySet().stream()
            .map(field -> encoded(field.getKey()) + "=" + encoded(field.getValue()))
            .collect(Collectors.joining("&"))
            .getBytes(StandardCharsets.US_ASCII);
    URI made = form.action();
    String query = made.getRawQuery() == null ? "" : "?" + made.getRawQuery();
    try {
      HttpURLConnection browser =
          (HttpURLConnection)
              URI.create(address() + made.getRawPath() + query).toURL().openConnection();
      browser.setInstanceFollowRedirects(false);
      browser.setDoOutput(true);
      browser.setRequestProperty("Content-Type", "application/x-www-form-urlencoded;charset=UTF-8");
      try (OutputStream out = browser.getOutputStream()) {
        out.write(body);
      }
      if (browser.getResponseCode() >= 400) {
        throw new AssertionError("The page was not shown: " + browser.getResponseCode());
      }
      browser.disconnect();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }

  @Override
  public void close() {
    stage.close();
  }
}
