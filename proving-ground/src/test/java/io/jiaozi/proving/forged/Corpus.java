package io.jiaozi.proving.forged;

import static org.assertj.core.api.Assertions.assertThat;

import io.jiaozi.MerchantAccount;
import io.jiaozi.PaymentGateway;
import io.jiaozi.error.OutcomeUnknownException;
import io.jiaozi.error.UntrustedMessageException;
import io.jiaozi.notification.InboundRequest;
import io.jiaozi.notification.Notification;
import io.jiaozi.proving.channels.ChannelUnderTest;
import io.jiaozi.proving.forged.Expectation.Kind;
import io.jiaozi.proving.message.Forging;
import io.jiaozi.proving.message.GenuineMessage;
import io.jiaozi.proving.message.MessageShape.Role;
import io.jiaozi.proving.message.WireMessage;
import io.jiaozi.proving.stage.Canaries;
import io.jiaozi.proving.stage.Elsewhere;
import io.jiaozi.proving.stage.Everything;
import io.jiaozi.proving.stage.LogCapture;
import io.jiaozi.proving.stage.Reading;
import io.jiaozi.proving.stage.ShopRecord;
import io.jiaozi.proving.stage.Stage;
import io.jiaozi.sandbox.RequestLog;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** One channel's genuine messages, its table, and the court that both meet in. */
final class Corpus implements AutoCloseable {

  static final int BASES = 25;

  private final ChannelUnderTest channel;
  private final Stage stage;
  private final ExpectationTable table;
  private final List<GenuineMessage> bases;
  private final Canaries canaries = new Canaries();
  private final Elsewhere elsewhere = new Elsewhere();
  private MerchantAccount account;
  private long keyRequestsBefore;
  private long since;

  Corpus(ChannelUnderTest channel, Stage stage) {
    this.channel = channel;
    this.stage = stage;
    this.table = ExpectationTable.of(channel.channel());
    this.bases = channel.genuine(stage).subList(0, BASES);
    this.account = stage.healthy(channel);
    channel.watchSecrets(stage.settings(channel), canaries);
    // Whatever a genuine message makes the adapter fetch is fetched now.
    read(bases.get(0).genuine());
    countKeyRequests();
  }

  private void countKeyRequests() {
    keyRequestsBefore = keyRequests();
    since = System.nanoTime();
  }

  ExpectationTable table() {
    return table;
  }

  List<GenuineMessage> bases() {
    return bases;
  }

  Reading read(WireMessage message) {
    return Reading.of(account, message);
  }

  /**
   * Whether a message was not believed only because its key must not be fetched now: so ends a
   * flood of messages that each name another key.
   */
  boolean isLeftForLater(Reading reading) {
    return channel.mostKeyRequests() > 0 && reading.isRefusedForNow();
  }

  /** Hands over a message that must be refused. */
  void requireRefused(InboundRequest arriving) {
    try {
      account.readNotification(arriving);
    } catch (UntrustedMessageException refused) {
      return;
    } catch (OutcomeUnknownException forNow) {
      if (channel.mostKeyRequests() > 0) {
        return;
      }
      throw forNow;
    }
    throw new AssertionError("A forgery was believed.");
  }

  /** A message in the forger's hands. */
  Forging forging(WireMessage start, int base, int choice) {
    GenuineMessage donor = bases.get((base + 1) % BASES);
    return new Forging(channel.shape(), start, donor::genuine, choice, elsewhere.address());
  }

  /** Does one thing to one message; empty where it cannot be done. */
  Optional<WireMessage> forge(Operator operator, int base) {
    return forge(operator, base, bases.get(base).genuine());
  }

  /** The same case is always done at the same place of the message. */
  private Optional<WireMessage> forge(Operator operator, int base, WireMessage genuine) {
    int choice = 31 * base + operator.name().hashCode();
    return operator.forge(bases.get(base), forging(genuine, base, choice));
  }

  /**
   * One pinned case; where messages cause requests for keys, before an account of its own, for one
   * case must not use up what another needs.
   */
  void judge(Operator operator, int base) {
    if (channel.mostKeyRequests() == 0) {
      judgeHere(operator, base);
      return;
    }
    MerchantAccount shared = account;
    try (PaymentGateway own = stage.gateway(channel)) {
      account = stage.account(own, channel);
      countKeyRequests();
      judgeHere(operator, base);
    } finally {
      account = shared;
      countKeyRequests();
    }
  }

  private void judgeHere(Operator operator, int base) {
    Expectation expected = table.of(operator);
    WireMessage genuine = bases.get(base).genuine();
    watch(genuine, bases.get(base));
    Notification original = read(genuine).believed().orElseThrow();
    WireMessage forged =
        forge(operator, base, genuine)
            .orElseThrow(() -> new AssertionError(operator + " cannot be done; say N/A"));
    assertThat(forged.sameAs(genuine) && expected.kind() != Kind.DUPLICATE)
        .as("nothing was done to the message")
        .isFalse();
    judge(original, forged, expected);
  }

  /** Reads a message in front of witnesses and compares what came of it. */
  void judge(Notification original, WireMessage forged, Expectation expected) {
    long before = otherRequests();
    Reading reading;
    List<String> logged;
    try (LogCapture capture = new LogCapture()) {
      reading = read(forged);
      logged = capture.lines();
    }
    if (expected.kind() == Kind.REFUSED) {
      assertThat(reading.reason()).as("refused, not %s", reading).isPresent();
      assertThat(reading.reason().orElseThrow()).as("why").isIn(expected.reasons());
      assertThat(canaries.findIn(Everything.of(reading.refused().orElseThrow())))
          .as("shown by the exception")
          .isEmpty();
    } else {
      assertThat(reading.believed()).as("believed, not %s", reading).isPresent();
      assertSameFact(original, reading.believed().orElseThrow());
    }
    assertThat(logged.stream().flatMap(line -> canaries.findIn(line).stream()))
        .as("shown by a log")
        .isEmpty();
    assertNobodyCalled(before);
  }

  private static void assertSameFact(Notification original, Notification again) {
    assertThat(again.factKey()).as("fact key").isEqualTo(original.factKey());
    ShopRecord shop = new ShopRecord();
    shop.take(original);
    assertThat(shop.take(again)).isEqualTo(ShopRecord.Effect.SAME_FACT);
    assertThat(shop.handled()).as("times handled").isEqualTo(1);
  }

  /** No forgery makes us call anybody, but for the bounded refresh of keys. */
  void assertNobodyCalled(long otherRequestsBefore) {
    assertThat(otherRequests()).as("requests caused").isEqualTo(otherRequestsBefore);
    assertThat(keyRequests() - keyRequestsBefore)
        .as("requests for keys caused by all forgeries so far")
        .isLessThanOrEqualTo(mostKeyRequests());
    assertThat(elsewhere.calls()).as("calls to the forger's own address").isZero();
  }

  private long mostKeyRequests() {
    long minutes = Duration.ofNanos(System.nanoTime() - since).toMinutes() + 1;
    return channel.mostKeyRequests() + minutes * channel.keyRequestsPerMinute();
  }

  /** Requests seen so far that were not for keys. */
  long otherRequests() {
    return stage.sandbox().requests().total() - keyRequests();
  }

  private long keyRequests() {
    return stage.sandbox().requests().count(Corpus::isForKeys);
  }

  private static boolean isForKeys(RequestLog.Entry entry) {
    return entry.operation().equals("keys");
  }

  private void watch(WireMessage genuine, GenuineMessage base) {
    channel.shape().place(Role.SIGNATURE).values(genuine).stream()
        .filter(value -> value.length() >= 40)
        .forEach(value -> canaries.watch("a signature", value));
    base.told().payerId().ifPresent(payer -> canaries.watch("the buyer's id", payer));
  }

  boolean sameToAReader(WireMessage one, WireMessage other) {
    return channel.shape().sameToAReader(one, other);
  }

  @Override
  public void close() {
    elsewhere.close();
  }

  @Override
  public String toString() {
    return channel.channel();
  }
}
