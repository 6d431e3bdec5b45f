package io.jiaozi.proving.forged;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicContainer.dynamicContainer;

import io.jiaozi.CallOptions;
import io.jiaozi.MerchantAccount;
import io.jiaozi.PaymentGateway;
import io.jiaozi.error.UntrustedReason;
import io.jiaozi.proving.channels.ChannelUnderTest;
import io.jiaozi.proving.message.AtAddress;
import io.jiaozi.proving.message.MessageShape.Role;
import io.jiaozi.proving.message.Place;
import io.jiaozi.proving.message.WireMessage;
import io.jiaozi.proving.stage.Elsewhere;
import io.jiaozi.proving.stage.Hourglass;
import io.jiaozi.proving.stage.Reading;
import io.jiaozi.proving.stage.Stage;
import io.jiaozi.proving.stage.Stages;
import io.jiaozi.proving.stage.Tables;
import io.jiaozi.sandbox.Fault;
import java.net.URI;
import java.time.Duration;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicContainer;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * Where a message names the address of its key, the forger chooses whom we call. Only the channel's
 * own addresses are called, seldom, not for long and never further than they lead; what is found
 * there is believed only if it is the channel's certificate; and what could not be had is asked for
 * again when there was time to mend it.
 */
class KeyAddressTest {

  private static final Duration REST = Duration.ofSeconds(61);
  private static final Duration SHORT_DEADLINE = Duration.ofMillis(500);
  private static final int FLOOD = 400;
  private static final int AGAIN = 20;

  /** Before any key is looked at. */
  private static final Set<UntrustedReason> UNASKED =
      EnumSet.of(UntrustedReason.UNKNOWN_KEY, UntrustedReason.MISSING_SIGNATURE);

  private static final List<Fault> FAULTS =
      List.of(
          Fault.RESET_AFTER_READ,
          Fault.RESET_AFTER_COMMIT,
          Fault.CLOSE_AFTER_COMMIT,
          Fault.TRUNCATED_REPLY,
          Fault.MALFORMED_CHUNK,
          Fault.GARBAGE,
          Fault.HTML_200,
          Fault.HTML_502,
          Fault.STATUS_503_RETRY_AFTER_0,
          Fault.STATUS_408,
          Fault.STATUS_429,
          Fault.STATUS_500);

  /** A channel's account that has fetched no key so far, and its time. */
  private record Newcomer(
      ChannelUnderTest channel, Stage stage, MerchantAccount account, Hourglass time) {

    Reading read(WireMessage message) {
      return Reading.of(account, message);
    }

    WireMessage keyedBy(AtAddress what) {
      return channel.keyedBy(stage.sandbox(), what).orElseThrow();
    }

    long requests() {
      return stage.sandbox().requests().total();
    }

    Place key() {
      return channel.shape().place(Role.KEY);
    }
  }

  private interface Check {
    void of(Newcomer newcomer);
  }

  @TestFactory
  Stream<DynamicContainer> addressLikeTheRightOne_isNotCalled() {
    return eachChannel(
        channel ->
            Arrays.stream(AddressGame.values())
                .map(game -> test(channel, game.name(), newcomer -> notCalled(newcomer, game))));
  }

  private static void notCalled(Newcomer newcomer, AddressGame game) {
    try (Elsewhere elsewhere = new Elsewhere()) {
      WireMessage right = newcomer.keyedBy(AtAddress.THE_KEY);
      String address = newcomer.key().values(right).get(0);
      String played = game.play(URI.create(address), elsewhere.address());
      assertThat(played).as("nothing was done").isNotEqualTo(address);
      long before = newcomer.requests();

      Reading reading = newcomer.read(newcomer.key().with(right, played));

      assertThat(reading.reason()).as("refused, not %s", reading).isPresent();
      assertThat(reading.reason().orElseThrow()).isIn(UNASKED);
      assertThat(newcomer.requests()).as("requests").isEqualTo(before);
      assertThat(elsewhere.calls()).as("calls to the forger's own address").isZero();
      assertThat(newcomer.read(right).believed()).as("the right one after it").isPresent();
    }
  }

  @TestFactory
  Stream<DynamicContainer> whatIsAtTheAddress_decides_andIsAskedForOnce() {
    return eachChannel(
        channel -> {
          Map<AtAddress, String> table = table(channel);
          return Arrays.stream(AtAddress.values())
              .map(
                  what ->
                      test(
                          channel,
                          what.name(),
                          newcomer -> judge(newcomer, what, table.get(what))));
        });
  }

  private static Map<AtAddress, String> table(ChannelUnderTest channel) {
    Map<AtAddress, String> rows = new EnumMap<>(AtAddress.class);
    Tables.read("addresses/" + channel.channel() + ".table", 3)
        .forEach(row -> rows.put(AtAddress.valueOf(row.get(0)), row.get(1)));
    assertThat(rows).containsOnlyKeys(AtAddress.values());
    return rows;
  }

  private static void judge(Newcomer newcomer, AtAddress what, String expected) {
    WireMessage message = newcomer.keyedBy(what);
    long before = newcomer.requests();

    for (int i = 0; i < AGAIN; i++) {
      assertThat(word(newcomer.read(message))).isEqualTo(expected);
    }
    assertThat(newcomer.requests() - before).as("requests").isEqualTo(1);

    newcomer.time().pass(REST);
    assertThat(word(newcomer.read(message))).as("a minute later").isEqualTo(expected);
    assertThat(newcomer.requests() - before)
        .as("requests, a minute later")
        .isEqualTo(what == AtAddress.THE_KEY ? 1 : 2);
  }

  private static String word(Reading reading) {
    if (reading.believed().isPresent()) {
      return "BELIEVED";
    }
    return reading.isRefusedForNow() ? "LATER" : "REFUSED " + reading.reason().orElseThrow();
  }

  @TestFactory
  Stream<DynamicContainer> keyThatCannotBeHad_isAskedForOnce_andAgainWhenTimeHasPassed() {
    return eachChannel(
        channel ->
            FAULTS.stream()
                .map(fault -> test(channel, fault.name(), newcomer -> mended(newcomer, fault))));
  }

  private static void mended(Newcomer newcomer, Fault fault) {
    WireMessage message = newcomer.keyedBy(AtAddress.THE_KEY);
    newcomer.stage().sandbox().faults().arm(fault, "keys", 1);
    long before = newcomer.requests();

    for (int i = 0; i < AGAIN; i++) {
      assertThat(word(newcomer.read(message))).isEqualTo("LATER");
    }
    assertThat(newcomer.requests() - before).as("requests").isEqualTo(1);

    newcomer.time().pass(REST);
    assertThat(word(newcomer.read(message))).isEqualTo("BELIEVED");
  }

  @TestFactory
  Stream<DynamicTest> keyThatDoesNotCome_holdsUpNobodyForLong() {
    return channels()
        .map(channel -> test(channel, channel.channel(), KeyAddressTest::holdsUpNobody));
  }

  private static void holdsUpNobody(Newcomer newcomer) {
    WireMessage slow = newcomer.keyedBy(AtAddress.THE_KEY);
    WireMessage other = newcomer.keyedBy(AtAddress.EXPIRED);
    MerchantAccount hurried = newcomer.account().with(CallOptions.within(SHORT_DEADLINE));
    newcomer.stage().sandbox().faults().arm(Fault.SILENCE_AFTER_COMMIT, "keys", 1);
    long before = newcomer.requests();
    long started = System.nanoTime();

    List<CompletableFuture<Reading>> waiting =
        IntStream.range(0, 4)
            .mapToObj(i -> CompletableFuture.supplyAsync(() -> Reading.of(hurried, slow)))
            .toList();
    while (newcomer.requests() == before && waiting.stream().noneMatch(Future::isDone)) {
      Thread.onSpinWait();
    }
    assertThat(word(Reading.of(hurried, other))).as("another key meanwhile").isEqualTo("LATER");
    assertThat(waiting).allMatch(reading -> word(reading.join()).equals("LATER"));

    assertThat(Duration.ofNanos(System.nanoTime() - started))
        .isBetween(SHORT_DEADLINE.multipliedBy(8).dividedBy(10), SHORT_DEADLINE.multipliedBy(4));
    assertThat(newcomer.requests() - before).as("requests").isEqualTo(1);
  }

  @TestFactory
  Stream<DynamicTest> floodOfAddresses_isBoundedByTheMinute() {
    return channels().map(channel -> test(channel, channel.channel(), KeyAddressTest::flood));
  }

  private static void flood(Newcomer newcomer) {
    ChannelUnderTest channel = newcomer.channel();
    WireMessage right = newcomer.keyedBy(AtAddress.THE_KEY);
    assertThat(newcomer.read(right).believed()).isPresent();
    long before = newcomer.requests();

    flood(newcomer, right, 0);
    assertThat(newcomer.requests() - before)
        .as("requests of the flood")
        .isBetween(1L, (long) channel.mostKeyRequests());

    for (int minute = 1; minute <= 3; minute++) {
      newcomer.time().pass(REST);
      long then = newcomer.requests();
      flood(newcomer, right, minute);
      assertThat(newcomer.requests() - then)
          .as("requests in the next minute")
          .isBetween(1L, (long) channel.keyRequestsPerMinute());
    }
  }

  /** Many messages at once, each with an address of its own that looks like the channel's. */
  private static void flood(Newcomer newcomer, WireMessage right, int wave) {
    String address = newcomer.key().values(right).get(0);
    String beginning = address.substring(0, address.length() - 8);
    IntStream.range(0, FLOOD)
        .parallel()
        .forEach(
            i -> {
              String other = beginning + String.format("%08X", 0xA000_0000 + wave * FLOOD + i);
              Reading reading = newcomer.read(newcomer.key().with(right, other));
              assertThat(word(reading)).isIn("LATER", "REFUSED UNKNOWN_KEY");
              assertThat(newcomer.read(right).believed()).as("a genuine one meanwhile").isPresent();
            });
  }

  // ---- each channel whose messages make us fetch keys

  private interface Tests {
    Stream<DynamicTest> of(ChannelUnderTest channel);
  }

  private static Stream<DynamicContainer> eachChannel(Tests tests) {
    return channels().map(channel -> dynamicContainer(channel.channel(), tests.of(channel)));
  }

  private static Stream<ChannelUnderTest> channels() {
    return Stages.channels().stream().filter(channel -> channel.mostKeyRequests() > 0);
  }

  private static DynamicTest test(ChannelUnderTest channel, String name, Check check) {
    return Stages.test(
        name,
        stage -> {
          Hourglass time = new Hourglass();
          try (PaymentGateway gateway = stage.gateway(channel, settings -> settings, time)) {
            check.of(new Newcomer(channel, stage, stage.account(gateway, channel), time));
          }
        });
  }
}
