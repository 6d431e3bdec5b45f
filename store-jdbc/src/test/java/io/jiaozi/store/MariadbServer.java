package io.jiaozi.store;

import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** Debian's MariaDB as a process of the tests' own, on the loopback and in a folder of its own. */
final class MariadbServer {

  private static final List<String> FOLDERS = List.of("/usr/sbin", "/usr/bin", "/usr/local/bin");
  private static final int STEPS = 600;

  private final int port;

  /** Started when the first test asks, stopped with the process. */
  private static final class Holder {
    private static final MariadbServer RUNNING = start();
  }

  private MariadbServer(int port) {
    this.port = port;
  }

  static MariadbServer running() {
    return Holder.RUNNING;
  }

  static boolean isInstalled() {
    return program("mariadbd").isPresent() && program("mariadb-install-db").isPresent();
  }

  private static Optional<Path> program(String name) {
    String path = System.getenv().getOrDefault("PATH", "");
    return Stream.concat(Stream.of(path.split(File.pathSeparator)), FOLDERS.stream())
        .map(folder -> Path.of(folder, name))
        .filter(Files::isExecutable)
        .findFirst();
  }

  String address(String database) {
    // The driver wants TLS; this server, which nobody but the tests reaches, has no certificate.
    return "jdbc:mariadb://127.0.0.1:" + port + "/" + database + "?sslMode=disable";
  }

  private static MariadbServer start() {
    try {
      Path home = Files.createTempDirectory("jiaozi-mariadb");
      Path data = home.resolve("data");
      String user = System.getProperty("user.name");
      run(
          home,
          List.of(
              program("mariadb-install-db").orElseThrow().toString(),
              "--no-defaults",
              "--datadir=" + data,
              "--auth-root-authentication-method=normal",
              "--skip-test-db",
              "--user=" + user));
      int port = freePort();
      Process server =
          new ProcessBuilder(
                  program("mariadbd").orElseThrow().toString(),
                  "--no-defaults",
                  "--datadir=" + data,
                  "--socket=" + home.resolve("socket"),
                  "--pid-file=" + home.resolve("pid"),
                  "--bind-address=127.0.0.1",
                  "--port=" + port,
                  "--max-connections=300",
                  "--user=" + user)
              .redirectErrorStream(true)
              .redirectOutput(home.resolve("log").toFile())
              .start();
      Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(server, home)));
      MariadbServer started = new MariadbServer(port);
      started.awaitAnswer(server, home);
      return started;
    } catch (IOException | InterruptedException failed) {
      throw new IllegalStateException(failed);
    }
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  private static void run(Path home, List<String> command)
      throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(home.resolve("install-log").toFile())
            .start();
    if (process.waitFor() != 0) {
      throw new IllegalStateException(Files.readString(home.resolve("install-log")));
    }
  }

  /** Waits by the process, not by the clock: it ends early if the server does. */
  private void awaitAnswer(Process server, Path home) throws IOException, InterruptedException {
    SQLException last = null;
    for (int step = 0; step < STEPS; step++) {
      try (Connection connection = DriverManager.getConnection(address(""), "root", "")) {
        if (connection.isValid(1)) {
          return;
        }
      } catch (SQLException notYet) {
        last = notYet;
        if (server.waitFor(100, TimeUnit.MILLISECONDS)) {
          break;
        }
      }
    }
    throw new IllegalStateException(Files.readString(home.resolve("log")), last);
  }

  private static void stop(Process server, Path home) {
    try {
      server.destroy();
      if (!server.waitFor(10, TimeUnit.SECONDS)) {
        server.destroyForcibly();
      }
      try (Stream<Path> all = Files.walk(home)) {
        all.sorted(java.util.Comparator.reverseOrder()).map(Path::toFile).forEach(File::delete);
      }
    } catch (IOException | InterruptedException failed) {
      // The process ends; what is left lies in the folder for temporary files.
      assert failed != null;
    }
  }
}
