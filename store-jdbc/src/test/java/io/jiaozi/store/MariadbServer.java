package io.jiaozi.store;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.Base64;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** Debian's MariaDB as a process of the tests' own, on the loopback and in a folder of its own. */
final class MariadbServer {

  private static final char[] ONLY_HERE = "only-here".toCharArray();

  private static final int STARTS = 4;

  private final int port;
  private final Path certificate;

  /** Started when the first test asks, stopped with the process. */
  private static final class Holder {
    private static final MariadbServer RUNNING = start();
  }

  private MariadbServer(int port, Path certificate) {
    this.port = port;
    this.certificate = certificate;
  }

  String address(String database) {
    return "jdbc:mariadb://127.0.0.1:" + port + "/" + database + "?serverSslCert=" + certificate;
  }

  static MariadbServer running() {
    return Holder.RUNNING;
  }

  static boolean isInstalled() {
    return program("mariadbd").isPresent() && program("mariadb-install-db").isPresent();
  }

  private static MariadbServer start() {
    try {
      Path folder = Files.createTempDirectory("jiaozi-mariadb");
      Path data = folder.resolve("data");
      install(program("mariadb-install-db").orElseThrow(), data);
      certify(folder);
      for (int i = 0; i < STARTS; i++) {
        Optional<MariadbServer> started = start(program("mariadbd").orElseThrow(), data, folder);
        if (started.isPresent()) {
          return started.get();
        }
      }
      throw new IOException("mariadbd did not start");
    } catch (IOException | InterruptedException failed) {
      throw new IllegalStateException(failed);
    }
  }

  /** The driver speaks TLS only, so the server gets a key and a certificate of its own. */
  private static void certify(Path folder) throws IOException, InterruptedException {
    Path store = folder.resolve("server.p12");
    run(
        List.of(
            Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
            "-genkeypair",
            "-alias",
            "server",
            "-keyalg",
            "RSA",
            "-keysize",
            "2048",
            "-dname",
            "CN=127.0.0.1",
            "-ext",
            "san=ip:127.0.0.1",
            "-storetype",
            "PKCS12",
            "-keystore",
            store.toString(),
            "-storepass",
            new String(ONLY_HERE)));
    try (InputStream in = Files.newInputStream(store)) {
      KeyStore keys = KeyStore.getInstance("PKCS12");
      keys.load(in, ONLY_HERE);
      Files.writeString(
          folder.resolve("key.pem"),
          pem("PRIVATE KEY", keys.getKey("server", ONLY_HERE).getEncoded()));
      Files.writeString(
          folder.resolve("certificate.pem"),
          pem("CERTIFICATE", keys.getCertificate("server").getEncoded()));
    } catch (GeneralSecurityException broken) {
      throw new IOException(broken);
    }
  }

  private static String pem(String what, byte[] content) {
    return "-----BEGIN %1$s-----\n%2$s\n-----END %1$s-----\n"
        .formatted(what, Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(content));
  }

  private static void run(List<String> command) throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start();
    if (!process.waitFor(60, TimeUnit.SECONDS) || process.exitValue() != 0) {
      process.destroyForcibly();
      throw new IOException(command.get(0) + " failed");
    }
  }

  private static void install(Path installer, Path data) throws IOException, InterruptedException {
    run(
        List.of(
            installer.toString(),
            "--no-defaults",
            "--datadir=" + data,
            "--auth-root-authentication-method=normal",
            "--skip-test-db",
            "--user=" + System.getProperty("user.name")));
  }

  /** Empty if somebody else has taken the port meanwhile. */
  private static Optional<MariadbServer> start(Path server, Path data, Path folder)
      throws IOException {
    int port = freePort();
    Path certificate = folder.resolve("certificate.pem");
    Process process =
        new ProcessBuilder(
                server.toString(),
                "--no-defaults",
                "--user=" + System.getProperty("user.name"),
                "--datadir=" + data,
                "--socket=" + folder.resolve("socket"),
                "--pid-file=" + folder.resolve("pid"),
                "--ssl-key=" + folder.resolve("key.pem"),
                "--ssl-cert=" + certificate,
                "--bind-address=127.0.0.1",
                "--port=" + port,
                "--max-connections=300",
                "--innodb-buffer-pool-size=64M",
                "--innodb-flush-log-at-trx-commit=0")
            .redirectErrorStream(true)
            .start();
    Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(process, folder)));
    BufferedReader says = process.inputReader(UTF_8);
    String line = says.readLine();
    while (line != null && !line.contains("ready for connections")) {
      line = says.readLine();
    }
    if (line == null) {
      return Optional.empty();
    }
    Thread drain = new Thread(() -> says.lines().forEach(ignored -> {}), "mariadbd");
    drain.setDaemon(true);
    drain.start();
    return Optional.of(new MariadbServer(port, certificate));
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  private static Optional<Path> program(String name) {
    String path = System.getenv().getOrDefault("PATH", "");
    return Stream.concat(
            Stream.of(path.split(File.pathSeparator)), Stream.of("/usr/sbin", "/usr/local/sbin"))
        .filter(folder -> !folder.isEmpty())
        .map(folder -> Path.of(folder, name))
        .filter(Files::isExecutable)
        .findFirst();
  }

  /** Its folder is of no use to anybody, so it need not end well. */
  private static void stop(Process server, Path folder) {
    server.destroyForcibly();
    try {
      server.waitFor(10, TimeUnit.SECONDS);
      try (Stream<Path> files = Files.walk(folder)) {
        for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
          Files.deleteIfExists(file);
        }
      }
    } catch (IOException | InterruptedException left) {
      System.err.println("left behind: " + folder);
    }
  }
}
