package io.jiaozi.cli;

import io.jiaozi.payment.PaymentReference;
import io.jiaozi.refund.RefundReference;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code query-refund FILE ACCOUNT REFERENCE REFUND_NUMBER [--locator L] [--json]}. */
@Command(
    name = "query-refund",
    mixinStandardHelpOptions = true,
    description = {
      "Asks the channel how a refund stands. Changes nothing.",
      "NOT_FOUND is an answer (exit code 0): it was never accepted."
    })
@SuppressWarnings("NullAway.Init") // filled by picocli
final class QueryRefundCommand implements Callable<Integer> {

  @Mixin private AccountCall call;

  @Parameters(
      index = "2",
      paramLabel = "REFERENCE",
      description = "The payment's reference, or its number.")
  private String reference;

  @Parameters(
      index = "3",
      paramLabel = "REFUND_NUMBER",
      description = "The merchant's number of the refund.")
  private String refundNumber;

  @Option(
      names = "--locator",
      paramLabel = "L",
      description = "The refund's locator, at channels that gave one; \"refund\" tells it.")
  private String locator;

  @Override
  public Integer call() {
    PaymentReference payment = AccountCall.reference(reference);
    if (payment == null) {
      return new Failures(call.output()).wrong("REFERENCE is no reference of a payment.");
    }
    return call.run(
        (account, answers) -> {
          answers.print(account.queryRefund(new RefundReference(payment, refundNumber, locator)));
          return Exit.DONE;
        });
  }
}
