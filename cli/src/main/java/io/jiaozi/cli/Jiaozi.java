package io.jiaozi.cli;

import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** {@code java -jar jiaozi.jar doctor|accounts|query|query-refund|refund ...}. */
@Command(
    name = "jiaozi",
    mixinStandardHelpOptions = true,
    versionProvider = Jiaozi.Version.class,
    description = "Asks payment accounts how they are, asks for payments, and gives money back.",
    synopsisSubcommandLabel = "COMMAND",
    subcommands = {
      DoctorCommand.class,
      AccountsCommand.class,
      QueryCommand.class,
      QueryRefundCommand.class,
      RefundCommand.class
    },
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:what was asked was done, or all is well",
      "1:bad news: something is broken, refused, or failed for certain",
      "2:wrong arguments; nothing was done",
      "3:the configuration cannot be used; nothing was done",
      "4:nothing was sent; the same command may be repeated later",
      "5:outcome unknown: it may have happened; ask before anything else",
      "70:a fault of this program"
    })
public final class Jiaozi implements Runnable {

  @CommandLine.Spec private CommandLine.Model.CommandSpec spec;

  /** Made by the command line. */
  @SuppressWarnings("NullAway.Init") // filled by picocli
  public Jiaozi() {}

  /** Runs one command and ends the process with its exit code. */
  public static void main(String[] args) {
    System.exit(run(args, System.out, System.err));
  }

  /** Runs one command on any streams. */
  static int run(String[] args, PrintStream out, PrintStream err) {
    CommandLine line = new CommandLine(new Jiaozi());
    line.setOut(new PrintWriter(out, true, StandardCharsets.UTF_8));
    line.setErr(new PrintWriter(err, true, StandardCharsets.UTF_8));
    line.setParameterExceptionHandler(Jiaozi::wrongArguments);
    line.setExecutionExceptionHandler(
        (thrown, command, parsed) -> {
          command
              .getErr()
              .println(
                  "This program failed with "
                      + thrown.getClass().getName()
                      + ". If money was to move, ask how it stands before anything else.");
          return Exit.FAULT;
        });
    return line.execute(args);
  }

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "Which command?");
  }

  /** Says what is wrong without repeating what was typed: it may be a secret in a wrong place. */
  private static int wrongArguments(ParameterException wrong, String[] args) {
    CommandLine command = wrong.getCommandLine();
    command
        .getErr()
        .println(
            wrong instanceof UnmatchedArgumentException unmatched
                ? unknown(unmatched.getUnmatched())
                : wrong.getMessage());
    command.usage(command.getErr());
    return Exit.WRONG_ARGUMENTS;
  }

  private static String unknown(List<String> unmatched) {
    String first = unmatched.isEmpty() ? "" : unmatched.get(0);
    int value = first.indexOf('=');
    return first.startsWith("-")
        ? "There is no option " + (value < 0 ? first : first.substring(0, value)) + " here."
        : "There are more arguments than this command takes, or the command is none.";
  }

  /** The version of the jar. */
  static final class Version implements CommandLine.IVersionProvider {
    @Override
    public String[] getVersion() {
      String version = Jiaozi.class.getPackage().getImplementationVersion();
      return new String[] {"jiaozi " + (version == null ? "(not packaged)" : version)};
    }
  }
}
