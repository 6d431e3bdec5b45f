package io.jiaozi.cli;

import io.jiaozi.payment.PaymentReference;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code query FILE ACCOUNT REFERENCE [--json]}. */
@Command(
    name = "query",
    mixinStandardHelpOptions = true,
    description = {
      "Asks the channel how a payment stands. Changes nothing.",
      "NOT_FOUND is an answer (exit code 0): the channel does not know it."
    })
@SuppressWarnings("NullAway.Init") // filled by picocli
final class QueryCommand implements Callable<Integer> {

  @Mixin private AccountCall call;

  @Parameters(
      index = "2",
      paramLabel = "REFERENCE",
      description =
          "The payment's reference as the shop stored it; at channels that find payments by number,"
              + " the number is enough.")
  private String reference;

  @Override
  public Integer call() {
    PaymentReference payment = AccountCall.reference(reference);
    if (payment == null) {
      return new Failures(call.output()).wrong("REFERENCE is no reference of a payment.");
    }
    return call.run(
        (account, answers) -> {
          answers.print(account.query(payment));
          return Exit.DONE;
        });
  }
}
