package io.jiaozi.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SandboxMainTest {
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();

  private SandboxMain.Started run(String... args) {
    return SandboxMain.run(
        args,
        new PrintStream(out, true, StandardCharsets.UTF_8),
        new PrintStream(err, true, StandardCharsets.UTF_8));
  }

  private String err() {
    return err.toString(StandardCharsets.UTF_8).replace(System.lineSeparator(), "\n");
  }

  @Test
  void help_isShownAndNothingStarts() {
    SandboxMain.Started started = run("--port", "1", "--help");

    assertThat(started).isEqualTo(new SandboxMain.Started(0, null));
    assertThat(out.toString(StandardCharsets.UTF_8))
        .contains("java -jar sandbox.jar [--port N] [--export DIR]");
  }

  @ParameterizedTest
  @CsvSource({
    "--colour,'\"--colour\" is not an option of the sandbox.'",
    "--port,'--port needs a value, such as --port 9300.'",
    "--export,'--export needs a value, such as --export target/sandbox-files.'",
    "--port abc,'--port needs a number, but was \"abc\".'",
    "--port 70000,'A port is 0 to 65535, but was 70000.'"
  })
  void wrongArguments_areExplained(String arguments, String sentence) {
    SandboxMain.Started started = run(arguments.split(" ", -1));

    assertThat(started).isEqualTo(new SandboxMain.Started(2, null));
    assertThat(err()).isEqualTo(sentence + "\nSee --help for what can be asked.\n");
  }

  @Test
  void start_tellsWhereEverythingIs(@TempDir Path folder) {
    try (Sandbox sandbox = run("--export", folder.toString()).sandbox()) {
      assertThat(sandbox).isNotNull();
      assertThat(out.toString(StandardCharsets.UTF_8))
          .contains(
              "Channels   " + sandbox.address(),
              "Cashier    " + sandbox.address() + "/_sandbox/",
              "Settings   " + folder.resolve("jiaozi.properties"));
    }
  }

  @Test
  void port_taken_isExplained() throws Exception {
    try (ServerSocket taken = new ServerSocket(0, 1, java.net.InetAddress.getLoopbackAddress())) {
      int port = taken.getLocalPort();

      assertThat(run("--port", Integer.toString(port))).isEqualTo(new SandboxMain.Started(1, null));
      assertThat(err())
          .isEqualTo(
              "The sandbox cannot listen on 127.0.0.1:"
                  + port
                  + ": the port is taken, or not allowed. Choose another one, or 0 for any free"
                  + " port.\n");
    }
  }

  @Test
  void export_intoAForeignFolder_isRefused(@TempDir Path folder) throws Exception {
    Files.writeString(folder.resolve("mine.txt"), "mine");

    assertThat(run("--export", folder.toString())).isEqualTo(new SandboxMain.Started(1, null));
    assertThat(err())
        .isEqualTo(
            "The folder "
                + folder
                + " holds files that no sandbox wrote, so nothing was exported. Choose an empty or a"
                + " new folder, or empty this one yourself.\n");
    try (var files = Files.list(folder)) {
      assertThat(files).containsExactly(folder.resolve("mine.txt"));
    }
  }
}
