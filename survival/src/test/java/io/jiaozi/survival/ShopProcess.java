package io.jiaozi.survival;

import io.jiaozi.GatewayConfig;
import io.jiaozi.MerchantAccount;
import io.jiaozi.PaymentGateway;
import io.jiaozi.journal.RecoveryReport;
import io.jiaozi.money.Money;
import io.jiaozi.notification.MerchantHandler;
import io.jiaozi.payment.Payment;
import io.jiaozi.payment.PaymentReference;
import io.jiaozi.payment.PaymentRequest;
import io.jiaozi.payment.Scene;
import io.jiaozi.refund.Refund;
import io.jiaozi.refund.RefundRequest;
import io.jiaozi.store.JdbcStore;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A shop's process. Its first argument is the configuration, the second the database, the third how
 * far its clock is ahead in seconds, the fourth where it is to stand still; commands come on
 * standard input, a line each.
 */
public final class ShopProcess {

  private ShopProcess() {}

  /** Runs until its input ends, or until it is killed. */
  public static void main(String[] args) throws Exception {
    MovedTime time = new MovedTime(Duration.ofSeconds(Long.parseLong(args[2])));
    try (JdbcStore store = JdbcStore.open(args[1], "postgres", "postgres");
        PaymentGateway gateway =
            PaymentGateway.open(
                GatewayConfig.load(Path.of(args[0])).toBuilder()
                    .setting("deadline", "3s")
                    .journal(new StoppingJournal(store.journal(), KillPoint.valueOf(args[3])))
                    .time(time)
                    .build());
        BufferedReader in =
            new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8))) {
      Lines.say("READY");
      for (String line = in.readLine(); line != null; line = in.readLine()) {
        obey(List.of(line.split(" ")), gateway, time);
      }
    }
  }

  private static void obey(List<String> words, PaymentGateway gateway, MovedTime time) {
    switch (words.get(0)) {
      case "advance" -> {
        time.advance(Duration.ofSeconds(Long.parseLong(words.get(1))));
        Lines.say("ADVANCED");
      }
      case "sweep" -> {
        RecoveryReport report = gateway.recover(new Telling());
        Lines.say("SWEPT " + report.looked() + " " + (report.nextQuestionAt() != null));
      }
      case "pay" -> {
        Lines.say("GO");
        Lines.say(
            "ANSWER "
                + gateway
                    .account(words.get(1))
                    .pay(
                        PaymentRequest.builder(
                                words.get(2),
                                Money.of("CNY", words.get(3)),
                                Scene.buyerCode(words.get(4), "S1"),
                                Instant.ofEpochSecond(Long.parseLong(words.get(5))))
                            .description("Two boxes of dumplings")
                            .build())
                    .payment()
                    .state());
      }
      case "refund" -> {
        Lines.say("GO");
        Lines.say(
            "ANSWER "
                + gateway
                    .account(words.get(1))
                    .refund(
                        RefundRequest.builder(
                                PaymentReference.parse(words.get(2)),
                                words.get(3),
                                Money.of("CNY", words.get(4)),
                                Instant.ofEpochSecond(Long.parseLong(words.get(5))))
                            .build())
                    .state());
      }
      default -> throw new IllegalArgumentException(words.get(0));
    }
  }

  /** Tells what the shop is told. */
  private static final class Telling implements MerchantHandler {
    @Override
    public void paymentChanged(MerchantAccount account, Payment payment) {
      Lines.say("TOLD " + payment.reference().number() + " " + payment.state());
    }

    @Override
    public void refundChanged(MerchantAccount account, Refund refund, @Nullable Payment payment) {
      Lines.say("TOLD " + refund.reference().number() + " " + refund.state());
    }
  }
}
