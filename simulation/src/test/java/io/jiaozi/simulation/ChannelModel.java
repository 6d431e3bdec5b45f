package io.jiaozi.simulation;

import io.jiaozi.money.Money;
import io.jiaozi.payment.NextAction;
import io.jiaozi.payment.Scene;
import io.jiaozi.sandbox.SteppedSandbox;
import io.jiaozi.sandbox.channel.Channel;
import io.jiaozi.sandbox.channel.OutboundMessage;
import io.jiaozi.sandbox.channel.WireRequest;
import io.jiaozi.spi.AccountConfig;
import io.jiaozi.spi.ChannelAdapterProvider;
import io.jiaozi.spi.Signer;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** One channel as the simulation needs it: what buyers do there, and what its books say. */
abstract class ChannelModel {

  /** What the person does whose code is scanned. */
  enum Typist {
    PAYS,
    TYPES,
    HESITATES,
    IS_POOR
  }

  final World world;

  ChannelModel(World world) {
    this.world = world;
  }

  static final List<String> CHANNELS = List.of("wechat", "alipay", "unionpay", "paypal");

  static ChannelModel of(String channel, World world) {
    return switch (channel) {
      case "wechat" -> new WechatModel(world);
      case "alipay" -> new AlipayModel(world);
      case "unionpay" -> new UnionpayModel(world);
      case "paypal" -> new PaypalModel(world);
      default -> throw new IllegalArgumentException(channel);
    };
  }

  /** What is sold there. */
  static List<Product> productsOf(String channel) {
    return of(channel, null).products();
  }

  final SteppedSandbox channels() {
    return world.channels();
  }

  abstract String channel();

  abstract ChannelAdapterProvider provider();

  abstract List<Product> products();

  Money money(long minor) {
    return Money.ofMinor("CNY", minor);
  }

  /** Anything that has to be set at the channel before it is used. */
  void open() {}

  /** What the channel's documents allow it to do otherwise in this run. */
  abstract void mood(Chance chance);

  /**
   * The account's settings. Its private key is behind a signer: checking a key anew at each start
   * takes longer than the whole rest of a run.
   */
  final AccountConfig account() {
    Map<String, String> own = new LinkedHashMap<>();
    String prefix = "jiaozi.accounts." + channel() + ".";
    channels()
        .settings()
        .forEach(
            (name, value) -> {
              if (name.startsWith(prefix)) {
                own.put(name.substring(prefix.length()), value);
              }
            });
    own.remove("channel");
    Map<String, Signer> signers = signers(own);
    return new Account(channel(), Map.copyOf(own), signers);
  }

  /** What signs instead of a key, by the setting it replaces; the settings are made to fit. */
  abstract Map<String, Signer> signers(Map<String, String> settings);

  private record Account(String channel, Map<String, String> values, Map<String, Signer> signers)
      implements AccountConfig {}

  Scene scene(Product product, String number) {
    return switch (product) {
      case QR -> Scene.qrCode();
      case TILL -> Scene.buyerCode(buyerCode(number), "S1");
      case PAGE, HOLD -> Scene.webPage(URI.create("https://shop.example/back"));
      case WALLET -> Scene.inAppPage("2088722003899169");
      case APP -> Scene.app();
    };
  }

  abstract String buyerCode(String number);

  /** Digits that stand for a number. */
  static String digits(String number, int count) {
    String digits = number.replaceAll("[^0-9]", "");
    return "0".repeat(Math.max(0, count - digits.length()))
        + digits.substring(Math.max(0, digits.length() - count));
  }

  /** The next person whose code is scanned. */
  abstract void nextAtTill(Typist typist);

  /** The buyer's device gets what the shop shows. */
  void shown(String number, NextAction next) {
    if (next instanceof NextAction.SubmitForm form) {
      post(form);
    }
  }

  private void post(NextAction.SubmitForm form) {
    String body =
        form.fields().entrySet().stream()
            .map(field -> encoded(field.getKey()) + "=" + encoded(field.getValue()))
            .collect(Collectors.joining("&"));
    String query = form.action().getRawQuery();
    WireRequest request =
        new WireRequest(
            "POST",
            form.action().getRawPath() + (query == null ? "" : "?" + query),
            Map.of("Content-Type", List.of("application/x-www-form-urlencoded")),
            body.getBytes(StandardCharsets.US_ASCII));
    int status = channels().answer(request, null, true).reply().status();
    world.say("the buyer's browser posts the form: " + status);
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }

  /** The buyer pays or agrees; false if it cannot be paid. */
  final boolean pays(String number) {
    return tries(() -> pay(number));
  }

  final boolean declines(String number) {
    return tries(() -> decline(number));
  }

  private static boolean tries(Runnable attempt) {
    try {
      attempt.run();
      return true;
    } catch (IllegalStateException | Channel.NotFound | IllegalArgumentException impossible) {
      return false;
    }
  }

  abstract void pay(String number);

  abstract void decline(String number);

  /** What an attacker may have overheard; empty if there is nothing to tell. */
  final Optional<OutboundMessage> overheard(String number) {
    try {
      return Optional.of(told(number));
    } catch (IllegalStateException | Channel.NotFound nothing) {
      return Optional.empty();
    }
  }

  abstract OutboundMessage told(String number);

  /** A message about a number that only looks as if it came from the channel. */
  abstract OutboundMessage forged(String number);

  abstract Books books(String number);

  /** Whether an end told by the channel excludes that the order is paid afterwards. */
  boolean endsAreCertain() {
    return true;
  }

  /** Whether an order ends by itself when its time is over. */
  Duration longestLife() {
    return Duration.ofMinutes(45);
  }

  static void add(Map<String, Long> refunds, boolean[] twice, String number, long amount) {
    if (refunds.merge(number, amount, Long::sum) != amount) {
      twice[0] = true;
    }
  }

  static Map<String, Long> sums() {
    return new TreeMap<>();
  }

  static OutboundMessage altered(OutboundMessage genuine) {
    byte[] body = genuine.body();
    for (int i = body.length - 1; i >= 0; i--) {
      if (body[i] >= '1' && body[i] <= '8') {
        body[i]++;
        break;
      }
    }
    return OutboundMessage.of(genuine.headers(), body);
  }
}
