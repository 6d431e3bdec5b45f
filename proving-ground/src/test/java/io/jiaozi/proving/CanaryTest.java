package io.jiaozi.proving;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import io.jiaozi.CallOptions;
import io.jiaozi.MerchantAccount;
import io.jiaozi.PaymentGateway;
import io.jiaozi.error.PaymentException;
import io.jiaozi.notification.InboundRequest;
import io.jiaozi.notification.Notification;
import io.jiaozi.payment.Payment;
import io.jiaozi.payment.PaymentReference;
import io.jiaozi.proving.ProvedCall.Act;
import io.jiaozi.sandbox.Fault;
import io.jiaozi.sandbox.Sandbox;
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

  private final Sandbox sandbox = Stages.sandbox();

  @TestFactory
  Stream<DynamicTest> channel_leaksNothing() {
    return ChannelUnderTest.all().stream()
        .map(channel -> dynamicTest(channel.channel(), () -> leaksNothing(channel)));
  }

  private void leaksNothing(ChannelUnderTest channel) {
    Canaries canaries = new Canaries();
    channel.watchSecrets(sandbox.settings(), canaries);
    List<String> shown = new ArrayList<>();
    List<String> logged;
    try (LogCapture capture = new LogCapture()) {
      paidOrder(channel, canaries, shown);
      for (ProvedCall call : channel.calls()) {
        for (Fault fault : Fault.values()) {
          strike(channel, call, fault, shown);
        }
      }
      logged = capture.lines();
    } finally {
      sandbox.faults().clear();
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

  private void paidOrder(ChannelUnderTest channel, Canaries canaries, List<String> shown) {
    String number = Stages.number();
    try (PaymentGateway gateway = Stages.gateway()) {
      MerchantAccount account = gateway.account(channel.channel());
      channel.payFirst(account, number);
      channel.buyerPays(sandbox, number, canaries);

      Payment payment = account.query(PaymentReference.ofNumber(number));
      assertThat(payment.payerId())
          .as("the channel tells who paid, so there is something to hide")
          .isNotNull();
      canaries.watch("the buyer's id", payment.payerId());
      shown.add(payment.toString());

      InboundRequest genuine = channel.genuineNotification(sandbox, number);
      genuine
          .headers()
          .forEach(
              (name, values) ->
                  values.stream()
                      .filter(value -> value.length() >= 40)
                      .forEach(value -> canaries.watch("header " + name, value)));
      Notification notification = account.readNotification(genuine);
      shown.add(notification.toString());
      shown.add(genuine.toString());
      try {
        account.readNotification(channel.forgedNotification(sandbox, number));
      } catch (PaymentException refused) {
        shown.add(Everything.of(refused));
      }
      shown.add(gateway.toString());
      shown.add(account.toString());
    }
  }

  private void strike(ChannelUnderTest channel, ProvedCall call, Fault fault, List<String> shown) {
    Act act;
    try (PaymentGateway healthy = Stages.gateway()) {
      act = call.stage().prepare(healthy.account(channel.channel()), Stages.number());
    }
    if (!fault.isAddress()) {
      sandbox.faults().clear();
      sandbox.faults().arm(fault, call.atSandbox(), 3);
    }
    try (PaymentGateway gateway =
        fault.isAddress()
            ? Stages.gatewayTo(sandbox.faults().deadEnd(fault), channel.channel())
            : Stages.gateway()) {
      MerchantAccount account = gateway.account(channel.channel());
      if (fault == Fault.SILENCE_AFTER_COMMIT) {
        account = account.with(CallOptions.within(SHORT_DEADLINE));
      }
      shown.add(String.valueOf(act.call().make(account)));
    } catch (PaymentException ended) {
      shown.add(Everything.of(ended));
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
