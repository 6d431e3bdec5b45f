package io.jiaozi.cli;

import io.jiaozi.GatewayConfig;
import io.jiaozi.MerchantAccount;
import io.jiaozi.PaymentGateway;
import io.jiaozi.error.InvalidConfigurationException;
import io.jiaozi.error.InvalidRequestException;
import io.jiaozi.error.PaymentException;
import io.jiaozi.payment.PaymentReference;
import io.jiaozi.spi.AccountConfig;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/**
 * What every command on one account shares: its file, its name, and how it ends. Only that account
 * is opened, so that a broken one beside it does not matter.
 */
@SuppressWarnings("NullAway.Init") // filled by picocli
final class AccountCall {

  @Parameters(index = "0", paramLabel = "FILE", description = "The properties file.")
  private Path file;

  @Parameters(index = "1", paramLabel = "ACCOUNT", description = "The account's name in it.")
  private String account;

  @Mixin private Output output;

  /** What is done with the open account; returns the exit code. */
  interface Work {
    int with(MerchantAccount account, Answers answers);
  }

  Output output() {
    return output;
  }

  int run(Work work) {
    Failures failures = new Failures(output);
    try {
      GatewayConfig config = GatewayConfig.load(file);
      AccountConfig chosen = config.accounts().get(account);
      if (chosen == null) {
        return failures.wrong(
            "There is no account of that name in the file. There are: "
                + String.join(", ", config.accounts().keySet())
                + ".");
      }
      try (PaymentGateway gateway = PaymentGateway.open(alone(config, chosen))) {
        return work.with(gateway.account(account), new Answers(output));
      }
    } catch (InvalidConfigurationException unusable) {
      return failures.of(unusable);
    } catch (InvalidRequestException wrong) {
      return failures.of(wrong);
    } catch (PaymentException failed) {
      return failures.of(failed);
    }
  }

  private GatewayConfig alone(GatewayConfig config, AccountConfig chosen) {
    GatewayConfig.Builder builder = GatewayConfig.builder().account(account, chosen);
    config.settings().forEach(builder::setting);
    return builder.build();
  }

  /** A number or the whole reference; null if it is neither. */
  static @Nullable PaymentReference reference(String text) {
    try {
      return PaymentReference.parse(text);
    } catch (IllegalArgumentException neither) {
      return null;
    }
  }
}
