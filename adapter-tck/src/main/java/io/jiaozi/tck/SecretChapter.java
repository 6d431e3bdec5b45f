package io.jiaozi.tck;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jiaozi.Capability;
import io.jiaozi.MerchantAccount;
import io.jiaozi.Operation;
import io.jiaozi.PaymentGateway;
import io.jiaozi.error.PaymentException;
import io.jiaozi.notification.InboundRequest;
import io.jiaozi.payment.PaymentRequest;
import io.jiaozi.spi.ChannelFailure;
import io.jiaozi.tck.CallUnderTest.Act;
import io.jiaozi.tck.MessageShape.Role;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.slf4j.LoggerFactory;

/** Nothing secret or personal is shown: in logs at their loudest, in failures, in toString. */
final class SecretChapter implements Chapter {

  private final Bench bench;

  SecretChapter(Bench bench) {
    this.bench = bench;
  }

  @Override
  public String title() {
    return "Secrets";
  }

  @Override
  public List<Case> cases() {
    List<Case> cases = new ArrayList<>();
    cases.add(Case.always("R-01", "the harness names secrets to look for", this::secrets));
    cases.add(Case.always("R-02", "the kit can hear the logs", this::hears));
    for (CallUnderTest call : CallUnderTest.all(bench)) {
      cases.add(
          Case.always("R-03", "calls that work show nothing in logs and results", () -> call(call))
              .in(call.name()));
      cases.add(
          Case.always(
                  "R-04", "calls that fail show nothing in logs and failures", () -> failing(call))
              .in(call.name()));
    }
    cases.add(
        Case.always("R-05", "reading messages shows nothing in logs and results", this::reading));
    cases.add(
        Case.always(
            "R-06", "refusing messages shows nothing in logs and failures", this::refusing));
    cases.add(
        Case.always("R-07", "opening shows nothing in logs, nor do the objects", this::opening));
    cases.add(
        Case.always(
            "R-08", "what a gateway makes of it shows nothing either", this::throughGateway));
    return cases;
  }

  private void secrets() {
    assertFalse(bench.harness().secrets().isEmpty(), "secrets() is empty");
  }

  private void hears() {
    assertTrue(
        LogTap.hears(),
        "SLF4J is bound to nothing the kit can listen to: add logback-classic or slf4j-jdk14 to"
            + " the tests");
    try (LogTap tap = new LogTap()) {
      LoggerFactory.getLogger("planted").trace("planted line");
      assertTrue(
          tap.lines().stream().anyMatch(line -> line.contains("planted line")),
          "a planted line was not heard");
    }
  }

  /** Runs it at the loudest; what it returns and what is logged must show nothing. */
  private void unseen(java.util.function.Supplier<List<String>> shows) {
    List<String> shown;
    List<String> logged;
    try (LogTap tap = new LogTap()) {
      shown = shows.get();
      logged = tap.lines();
    }
    for (String text : shown) {
      assertEquals(Optional.empty(), bench.canaries().findIn(text), "shown to the caller");
    }
    for (String line : logged) {
      assertEquals(
          Optional.empty(),
          bench.canaries().findIn(line),
          () -> "logged by " + line.split(" ", 2)[0]);
    }
  }

  private void call(CallUnderTest call) {
    unseen(
        () -> {
          Act act = call.scenery().prepare(bench);
          return List.of(String.valueOf(act.make(bench.adapter(), Bench.call(call.operation()))));
        });
  }

  private void failing(CallUnderTest call) {
    Steps steps = call.steps(bench);
    if (steps.acting() == 0) {
      throw NotApplicable.because("What makes no request does not fail on the way.");
    }
    unseen(
        () -> {
          List<String> shown = new ArrayList<>();
          for (SocketFault fault :
              List.of(
                  SocketFault.RESET_AFTER_COMMIT,
                  SocketFault.TRUNCATED_REPLY,
                  SocketFault.STATUS_500,
                  SocketFault.HTML_502,
                  SocketFault.BAD_SIGNATURE)) {
            if (fault.isAboutSignature() && bench.harness().replySignature().isEmpty()) {
              continue;
            }
            Act act = call.scenery().prepare(bench);
            bench
                .proxy()
                .strike(
                    fault, bench.spoil(fault), bench.deadEnds().redirection(), steps.acting(), 99);
            try {
              shown.add(String.valueOf(act.make(bench.adapter(), Bench.call(call.operation()))));
            } catch (ChannelFailure failure) {
              shown.add(Canaries.everything(failure));
            } finally {
              bench.proxy().heal();
            }
          }
          return shown;
        });
  }

  private InboundRequest genuine() {
    return bench
        .harness()
        .paymentNotification(bench.paid().number(), Making.GENUINE)
        .orElseThrow(() -> new AssertionError("the fake makes no genuine notification"));
  }

  private void reading() {
    bench.require(Capability.NOTIFIES_PAYMENT);
    InboundRequest message = genuine();
    unseen(
        () ->
            List.of(
                bench
                    .adapter()
                    .readNotification(message, Bench.call(Operation.NOTIFICATION))
                    .toString(),
                bench.adapter().ownership(message).toString()));
  }

  private void refusing() {
    bench.require(Capability.NOTIFIES_PAYMENT);
    WireMessage genuine = WireMessage.of(genuine());
    Forging forging =
        new Forging(
            bench.harness().messageShape(), genuine, genuine, 7, bench.deadEnds().elsewhere());
    List<Optional<WireMessage>> forged =
        List.of(forging.flippedBody(), forging.flippedSignature(), forging.without(Role.SIGNATURE));
    unseen(
        () -> {
          List<String> shown = new ArrayList<>();
          for (Optional<WireMessage> one : forged) {
            try {
              shown.add(
                  bench
                      .adapter()
                      .readNotification(
                          one.orElseThrow().inbound(), Bench.call(Operation.NOTIFICATION))
                      .toString());
            } catch (ChannelFailure refused) {
              shown.add(Canaries.everything(refused));
            }
          }
          return shown;
        });
  }

  private void opening() {
    unseen(
        () -> {
          try (Opened opened = bench.open(bench.proxy().address())) {
            return List.of(
                opened.adapter().toString(),
                bench.harness().provider().toString(),
                bench.harness().provider().settings().toString(),
                opened.adapter().capabilities().toString());
          }
        });
  }

  private void throughGateway() {
    PaymentRequest request = bench.payment(Bench.number());
    unseen(
        () -> {
          List<String> shown = new ArrayList<>();
          try (PaymentGateway gateway = bench.freshGateway()) {
            MerchantAccount account = gateway.account(Bench.ACCOUNT);
            shown.add(gateway.toString());
            shown.add(account.toString());
            shown.add(account.pay(request).toString());
            bench
                .proxy()
                .strike(
                    SocketFault.GARBAGE,
                    reply -> reply,
                    bench.deadEnds().redirection(),
                    1,
                    Integer.MAX_VALUE);
            shown.add(account.query(bench.adapter().reference(request)).toString());
          } catch (PaymentException | IllegalArgumentException failure) {
            shown.add(Canaries.everything(failure));
          } finally {
            bench.proxy().heal();
          }
          return shown;
        });
  }
}
