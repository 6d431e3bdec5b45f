package io.jiaozi.proving.canary;

import static org.assertj.core.api.Assertions.assertThat;

import io.jiaozi.CallOptions;
import io.jiaozi.MerchantAccount;
import io.jiaozi.PaymentGateway;
import io.jiaozi.error.PaymentException;
import io.jiaozi.payment.Payment;
import io.jiaozi.proving.channels.ChannelUnderTest;
import io.jiaozi.proving.channels.ProvedCall;
import io.jiaozi.proving.channels.ProvedCall.Act;
import io.jiaozi.proving.message.Deal;
import io.jiaozi.proving.message.Forging;
import io.jiaozi.proving.message.MessageShape.Role;
import io.jiaozi.proving.message.WireMessage;
import io.jiaozi.proving.stage.Canaries;
import io.jiaozi.proving.stage.Everything;
import io.jiaozi.proving.stage.LogCapture;
import io.jiaozi.proving.stage.Reading;
import io.jiaozi.proving.stage.Stage;
import io.jiaozi.proving.stage.Stages;
import io.jiaozi.sandbox.Fault;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.slf4j.LoggerFactory;

/**
 * Secrets of the account, texts of requests, and personal data of replies and notifications are
 * looked for in everything that any library logs at its loudest, in every exception of every fault,
 * and in everything that a caller might print.
 */
class CanaryTest {

  private static final Duration SHORT_DEADLINE = Duration.ofMillis(400);

  @TestFactory
  Stream<DynamicTest> channel_leaksNothing() {
    return Stages.eachChannel(CanaryTest::leaksNothing);
  }

  private static void leaksNothing(ChannelUnderTest channel, Stage stage) {
    Canaries canaries = new Canaries();
    channel.watchSecrets(stage.settings(channel), canaries);
    List<String> shown = new ArrayList<>();
    List<String> logged;
    try (LogCapture capture = new LogCapture()) {
      paidOrder(channel, stage, canaries, shown);
      for (ProvedCall call : channel.calls()) {
        for (Fault fault : Fault.values()) {
          strike(channel, stage, call, fault, shown);
        }
      }
      logged = capture.lines();
    }

    assertThat(canaries.size()).as("values watched").isGreaterThan(10);
    assertThat(shown).as("texts shown to the caller").hasSizeGreaterThan(100);
    assertThat(logged).as("lines logged at the loudest").hasSizeGreaterThan(1_000);
    assertThat(logged)
        .as("our own lines among them")
        .anyMatch(line -> line.startsWith("io.jiaozi."));
    assertThat(firstLeak(canaries, shown)).as("leak to the caller").isEmpty();
    assertThat(firstLeak(canaries, logged)).as("leak to a log").isEmpty();
  }

  /**
   * Names what leaked and where it was logged, so that the report of this test does not leak in its
   * turn.
   */
  private static Optional<String> firstLeak(Canaries canaries, List<String> texts) {
    return texts.stream()
        .flatMap(
            text ->
                canaries
                    .findIn(text)
                    .map(what -> what + " in a text that begins with " + firstWord(text))
                    .stream())
        .findFirst();
  }

  private static String firstWord(String text) {
    return text.split("[\\s\\[:]", 2)[0];
  }

  private static void paidOrder(
      ChannelUnderTest channel, Stage stage, Canaries canaries, List<String> shown) {
    try (PaymentGateway gateway = stage.gateway(channel)) {
      MerchantAccount account = gateway.account(channel.account());
      Deal deal = channel.order(account, Stage.number());
      channel.buyerPays(stage.sandbox(), deal, canaries);
      channel.merchantFinishes(account, deal);

      Payment payment = account.query(deal.reference());
      assertThat(payment.payerId() != null)
          .as("the channel tells who paid, so there is something to hide")
          .isEqualTo(channel.tellsWhoPaid());
      if (payment.payerId() != null) {
        canaries.watch("the buyer's id", payment.payerId());
      }
      shown.add(payment.toString());
      notifications(channel, account, channel.notification(stage.sandbox(), deal), canaries, shown);
      shown.add(gateway.toString());
      shown.add(account.toString());
    }
  }

  private static void notifications(
      ChannelUnderTest channel,
      MerchantAccount account,
      WireMessage genuine,
      Canaries canaries,
      List<String> shown) {
    for (WireMessage.Header header : genuine.headers()) {
      if (header.value().length() >= 40 && !isAddressOfKey(channel, genuine, header)) {
        canaries.watch("header " + header.name(), header.value());
      }
    }
    channel
        .shape()
        .place(Role.SIGNATURE)
        .values(genuine)
        .forEach(signature -> canaries.watch("the signature", signature));
    shown.add(Reading.of(account, genuine).believed().orElseThrow().toString());
    shown.add(genuine.inbound().toString());
    Forging forging =
        new Forging(
            channel.shape(), genuine, () -> genuine, 7, URI.create("https://elsewhere.example"));
    for (WireMessage forged :
        List.of(
            forging.flippedBody().orElseThrow(),
            forging.flippedSignature().orElseThrow(),
            forging.without(Role.SIGNATURE).orElseThrow())) {
      Reading reading = Reading.of(account, forged);
      assertThat(reading.reason()).as("a forgery: %s", reading).isPresent();
      shown.add(Everything.of(reading.refused().orElseThrow()));
    }
  }

  /** Called in the open, and logged as every address that is called. */
  private static boolean isAddressOfKey(
      ChannelUnderTest channel, WireMessage message, WireMessage.Header header) {
    return channel.mostKeyRequests() > 0
        && channel.shape().place(Role.KEY).values(message).contains(header.value());
  }

  private static void strike(
      ChannelUnderTest channel, Stage stage, ProvedCall call, Fault fault, List<String> shown) {
    Act act = call.scenery().prepare(stage, stage.healthy(channel), Stage.number());
    if (!fault.isAddress()) {
      stage.sandbox().faults().clear();
      stage.sandbox().faults().arm(fault, call.atSandbox(), 3);
    }
    try (PaymentGateway gateway =
        fault.isAddress()
            ? stage.gatewayTo(stage.sandbox().faults().deadEnd(fault), channel, call.change())
            : stage.gateway(channel, call.change())) {
      MerchantAccount account = gateway.account(channel.account());
      if (fault == Fault.SILENCE_AFTER_COMMIT) {
        account = account.with(CallOptions.within(SHORT_DEADLINE));
      }
      shown.add(String.valueOf(act.call().make(account)));
    } catch (PaymentException ended) {
      shown.add(Everything.of(ended));
    } finally {
      stage.sandbox().faults().clear();
    }
  }

  /** The test of the test. */
  @Test
  void plantedLeak_isFound() {
    Canaries canaries = new Canaries();
    String secret = canaries.plant("a key");
    List<String> logged;
    try (LogCapture capture = new LogCapture()) {
      LoggerFactory.getLogger("okhttp3.planted").trace("sending {}", secret);
      java.util.logging.Logger.getLogger("okhttp3.planted").finest("sending " + secret);
      logged = capture.lines();
    }

    assertThat(logged.stream().filter(line -> canaries.findIn(line).isPresent())).hasSize(2);
    assertThat(
            canaries.findIn(
                Everything.of(new IllegalStateException("x", new IllegalStateException(secret)))))
        .contains("a key");
    assertThat(canaries.findIn("nothing here")).isEmpty();
  }
}
