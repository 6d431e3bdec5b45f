package io.jiaozi.cli;

import io.jiaozi.MerchantAccount;
import io.jiaozi.money.Money;
import io.jiaozi.payment.PaymentReference;
import io.jiaozi.refund.Refund;
import io.jiaozi.refund.RefundRequest;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code refund FILE ACCOUNT REFERENCE REFUND_NUMBER AMOUNT --currency C --placed-at T --yes}. */
@Command(
    name = "refund",
    mixinStandardHelpOptions = true,
    description = {
      "Gives back all or part of a payment.",
      "Repeating exactly the same command never refunds twice; another REFUND_NUMBER is another"
          + " refund. Without --yes nothing is sent.",
      "PROCESSING is normal: the money is on its way, and query-refund tells how it ended."
    })
@SuppressWarnings("NullAway.Init") // filled by picocli
final class RefundCommand implements Callable<Integer> {

  @Mixin private AccountCall call;

  @Parameters(
      index = "2",
      paramLabel = "REFERENCE",
      description =
          "The payment's reference as the shop stored it; at channels that find payments by number,"
              + " the number is enough.")
  private String reference;

  @Parameters(
      index = "3",
      paramLabel = "REFUND_NUMBER",
      description = "The merchant's own number of this refund, never used before.")
  private String refundNumber;

  @Parameters(index = "4", paramLabel = "AMOUNT", description = "What goes back, such as 8.00.")
  private String amount;

  @Option(
      names = "--currency",
      required = true,
      paramLabel = "CODE",
      description = "ISO 4217, such as CNY. There is no default.")
  private String currency;

  @Option(
      names = "--placed-at",
      required = true,
      paramLabel = "TIME",
      description =
          "When this refund was first asked for, such as 2026-11-25T10:15:00+08:00; the same on"
              + " every repeat. There is no default \"now\".")
  private String placedAt;

  @Option(
      names = "--payment-amount",
      paramLabel = "AMOUNT",
      description = "The amount of the whole payment; spares a question at some channels.")
  private String paymentAmount;

  @Option(names = "--reason", paramLabel = "TEXT", description = "What the buyer may read.")
  private String reason;

  @Option(names = "--yes", description = "Really gives the money back.")
  private boolean yes;

  @Override
  public Integer call() {
    Failures failures = new Failures(call.output());
    PaymentReference payment = AccountCall.reference(reference);
    if (payment == null) {
      return failures.wrong("REFERENCE is no reference of a payment.");
    }
    Instant placed = time(placedAt);
    if (placed == null) {
      return failures.wrong(
          "--placed-at is no time with its offset. Write 2026-11-25T10:15:00+08:00 or"
              + " 2026-11-25T02:15:00Z.");
    }
    RefundRequest request;
    try {
      request = request(payment, placed);
    } catch (IllegalArgumentException wrong) {
      return failures.wrong(String.valueOf(wrong.getMessage()));
    }
    if (!yes) {
      return failures.wrong(
          "Nothing was sent. This would give back "
              + request.amount()
              + " of payment "
              + payment.number()
              + " under refund number "
              + request.refundNumber()
              + ". Repeat the command with --yes to do it.");
    }
    return call.run((account, answers) -> refund(account, request, answers));
  }

  private RefundRequest request(PaymentReference payment, Instant placed) {
    RefundRequest.Builder builder =
        RefundRequest.builder(payment, refundNumber, Money.of(currency, amount), placed);
    if (paymentAmount != null) {
      builder.paymentAmount(Money.of(currency, paymentAmount));
    }
    if (reason != null) {
      builder.reason(reason);
    }
    return builder.build();
  }

  private static int refund(MerchantAccount account, RefundRequest request, Answers answers) {
    Refund refund = account.refund(request);
    answers.print(refund);
    return switch (refund.state()) {
      case SUCCEEDED, PROCESSING -> Exit.DONE;
      case FAILED, NEEDS_ATTENTION -> Exit.BAD_NEWS;
      case NOT_FOUND, UNKNOWN -> Exit.OUTCOME_UNKNOWN;
    };
  }

  private static @Nullable Instant time(String text) {
    try {
      return OffsetDateTime.parse(text).toInstant();
    } catch (DateTimeException none) {
      return null;
    }
  }
}
