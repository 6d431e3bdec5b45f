package io.jiaozi.survival;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** A shop's process as the test sees it. */
final class ChildProcess implements AutoCloseable {

  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final Process process;
  private final OutputStream commands;
  private final BlockingQueue<String> said = new LinkedBlockingQueue<>();
  private final StringBuilder everything = new StringBuilder();

  private ChildProcess(Process process) {
    this.process = process;
    this.commands = process.getOutputStream();
    Thread reader = new Thread(this::read, "lines-of-" + process.pid());
    reader.setDaemon(true);
    reader.start();
  }

  static ChildProcess start(Path settings, String database, Duration ahead, KillPoint point)
      throws IOException {
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-cp",
                System.getProperty("java.class.path", "").replace("/", File.separator),
                ShopProcess.class.getName(),
                settings.toString(),
                database,
                Long.toString(ahead.toSeconds()),
                point.name())
            .redirectErrorStream(true)
            .start();
    ChildProcess child = new ChildProcess(process);
    child.await("READY");
    return child;
  }

  private void read() {
    try (BufferedReader lines =
        new BufferedReader(
            new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        said.add(line);
      }
    } catch (IOException killed) {
      said.add("GONE");
    }
  }

  void tell(String command) throws IOException {
    commands.write((command + "\n").getBytes(StandardCharsets.UTF_8));
    commands.flush();
  }

  /** The next line that begins like this; the others are kept for the report of a failure. */
  String await(String beginning) {
    long end = System.nanoTime() + PATIENCE.toNanos();
    try {
      while (System.nanoTime() < end) {
        String line = said.poll(end - System.nanoTime(), TimeUnit.NANOSECONDS);
        if (line == null) {
          break;
        }
        everything.append(line).append('\n');
        if (line.startsWith(beginning)) {
          return line;
        }
      }
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
    throw new AssertionError("No \"" + beginning + "\" from the process, but:\n" + everything);
  }

  /** SIGKILL: no hook runs, nothing is flushed. */
  void kill() throws InterruptedException {
    process.destroyForcibly();
    if (!process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
      throw new AssertionError("Process " + process.pid() + " survives a kill.");
    }
  }

  @Override
  public void close() throws IOException {
    try {
      commands.close();
      if (!process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
        kill();
      }
    } catch (InterruptedException interrupted) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }
}
