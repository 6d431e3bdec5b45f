package io.jiaozi.sandbox;

import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;

/** The command line: {@code java -jar sandbox.jar [--port N] [--export DIR] [--help]}. */
public final class SandboxMain {
  private static final int WRONG_ARGUMENTS = 2;
  private static final int CANNOT_START = 1;
  private static final String HELP =
      """
      Simulates payment channels on this machine. No account, no real money, nothing leaves 127.0.0.1.

        java -jar sandbox.jar [--port N] [--export DIR]

        --port N      listen on 127.0.0.1:N; without it, or with 0, on any free port
        --export DIR  write keys, certificates, jiaozi.properties and credentials.json into DIR
                      (a new or empty folder, or one that a sandbox has written before)
        --help        show this and stop

      Everything is made anew at every start and kept in memory. Stop it with Ctrl+C.
      """;

  private SandboxMain() {}

  /** Starts a sandbox and keeps it until the process is stopped. */
  public static void main(String[] args) {
    try {
      Started started = run(args, System.out, System.err);
      Sandbox sandbox = started.sandbox();
      if (sandbox == null) {
        System.exit(started.exitCode());
        return;
      }
      Runtime.getRuntime().addShutdownHook(new Thread(sandbox::close, "jiaozi-sandbox-stop"));
      new CountDownLatch(1).await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /**
   * What the arguments led to.
   *
   * @param exitCode 0 when all is well, 2 for wrong arguments, 1 when it could not start
   * @param sandbox null when the program is to end now
   */
  record Started(int exitCode, @Nullable Sandbox sandbox) {}

  static Started run(String[] args, PrintStream out, PrintStream err) {
    Sandbox.Builder builder = Sandbox.builder();
    Path export = null;
    Deque<String> left = new ArrayDeque<>(List.of(args));
    try {
      while (!left.isEmpty()) {
        String option = left.pop();
        switch (option) {
          case "--help", "-h" -> {
            out.print(HELP);
            return new Started(0, null);
          }
          case "--port" -> builder.port(port(value(option, left)));
          case "--export" -> {
            export = folder(value(option, left));
            builder.export(export);
          }
          default ->
              throw new IllegalArgumentException(
                  "\"" + option + "\" is not an option of the sandbox.");
        }
      }
    } catch (IllegalArgumentException e) {
      err.println(e.getMessage());
      err.println("See --help for what can be asked.");
      return new Started(WRONG_ARGUMENTS, null);
    }
    try {
      Sandbox sandbox = builder.start();
      out.print(startText(sandbox, export));
      return new Started(0, sandbox);
    } catch (IllegalStateException | UncheckedIOException e) {
      err.println(e.getMessage());
      return new Started(CANNOT_START, null);
    }
  }

  private static String value(String option, Deque<String> left) {
    String value = left.poll();
    if (value == null || value.startsWith("--")) {
      throw new IllegalArgumentException(
          option
              + " needs a value, such as "
              + option
              + (option.equals("--port") ? " 9300" : " target/sandbox-files")
              + ".");
    }
    return value;
  }

  private static int port(String value) {
    try {
      return Integer.parseInt(value);
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException("--port needs a number, but was \"" + value + "\".", e);
    }
  }

  private static Path folder(String value) {
    try {
      return Path.of(value);
    } catch (InvalidPathException e) {
      throw new IllegalArgumentException("--export needs a folder, but was \"" + value + "\".", e);
    }
  }

  private static String startText(Sandbox sandbox, @Nullable Path export) {
    StringBuilder text = new StringBuilder();
    text.append("Jiaozi sandbox is listening.\n\n")
        .append("  Channels   ")
        .append(sandbox.address())
        .append("  (at their real paths)\n")
        .append("  Cashier    ")
        .append(sandbox.landingPage())
        .append("\n")
        .append("  Control    ")
        .append(sandbox.address())
        .append("/_sandbox/api/\n");
    if (export == null) {
      text.append("  Files      none; add --export DIR to get keys, certificates and settings\n");
    } else {
      Path folder = export.toAbsolutePath().normalize();
      text.append("  Settings   ")
          .append(folder.resolve("jiaozi.properties"))
          .append("\n")
          .append("  All else   ")
          .append(folder.resolve("credentials.json"))
          .append("\n");
    }
    return text.append("\nStop it with Ctrl+C.\n").toString();
  }
}
