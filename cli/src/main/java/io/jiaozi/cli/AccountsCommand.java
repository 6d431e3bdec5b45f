package io.jiaozi.cli;

import io.jiaozi.GatewayConfig;
import io.jiaozi.error.InvalidConfigurationException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code accounts FILE [--json]}. */
@Command(
    name = "accounts",
    mixinStandardHelpOptions = true,
    description = "Lists the accounts of a file and their channels. Opens none of them.")
@SuppressWarnings("NullAway.Init") // filled by picocli
final class AccountsCommand implements Callable<Integer> {

  @Parameters(paramLabel = "FILE", description = "The properties file with the accounts.")
  private Path file;

  @Mixin private Output output;

  @Override
  public Integer call() {
    GatewayConfig config;
    try {
      config = GatewayConfig.load(file);
    } catch (InvalidConfigurationException unreadable) {
      return new Failures(output).of(unreadable);
    }
    if (output.isJson()) {
      output
          .out()
          .println(
              Output.json()
                  .list(
                      "accounts",
                      new ArrayList<>(config.accounts().entrySet()),
                      (entry, json) ->
                          json.text("account", entry.getKey())
                              .text("channel", entry.getValue().channel())));
    } else {
      config
          .accounts()
          .forEach((name, account) -> output.out().println(name + "\t" + account.channel()));
    }
    return Exit.DONE;
  }
}
