package io.jiaozi.cli;

import java.io.PrintWriter;
import picocli.CommandLine;
import picocli.CommandLine.Option;

/** Where a command writes, and in which form. Answers go to stdout, problems to stderr. */
@SuppressWarnings("NullAway.Init") // filled by picocli
final class Output {

  /** The form of every JSON object; raised when a member changes its meaning or goes away. */
  static final int FORMAT = 1;

  @CommandLine.Spec(CommandLine.Spec.Target.MIXEE)
  private CommandLine.Model.CommandSpec spec;

  @Option(
      names = "--json",
      description = "Writes one JSON object to stdout, also when something goes wrong.")
  private boolean json;

  boolean isJson() {
    return json;
  }

  PrintWriter out() {
    return spec.commandLine().getOut();
  }

  PrintWriter err() {
    return spec.commandLine().getErr();
  }

  /** The beginning of every JSON object. */
  static Json json() {
    return new Json().number("format", FORMAT);
  }
}
