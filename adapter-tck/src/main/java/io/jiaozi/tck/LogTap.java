package io.jiaozi.tck;

import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogManager;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.logging.SimpleFormatter;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;

/**
 * Everything that any library logs while it is open, at its loudest: java.util.logging, and SLF4J
 * where it is bound to Logback or to java.util.logging. Puts all levels back.
 */
final class LogTap implements AutoCloseable {

  private final Queue<String> lines = new ConcurrentLinkedQueue<>();
  private final Logger root = LogManager.getLogManager().getLogger("");
  private final @Nullable Level level = root.getLevel();
  private final List<Handler> parked = new ArrayList<>(List.of(root.getHandlers()));
  private final Keeper keeper = new Keeper();
  private final @Nullable LogbackTap logback;

  LogTap() {
    // Nothing that is heard may reach the console and so the reports.
    parked.forEach(root::removeHandler);
    keeper.setLevel(Level.ALL);
    root.addHandler(keeper);
    root.setLevel(Level.ALL);
    logback = isBoundTo("ch.qos.logback.") ? new LogbackTap(lines) : null;
  }

  private static boolean isBoundTo(String packages) {
    return LoggerFactory.getILoggerFactory().getClass().getName().startsWith(packages);
  }

  /** Whether what goes to SLF4J can be heard at all. */
  static boolean hears() {
    return isBoundTo("ch.qos.logback.") || isBoundTo("org.slf4j.jul.");
  }

  List<String> lines() {
    return List.copyOf(lines);
  }

  @Override
  public void close() {
    if (logback != null) {
      logback.close();
    }
    root.removeHandler(keeper);
    root.setLevel(level);
    parked.forEach(root::addHandler);
  }

  private final class Keeper extends Handler {
    @Override
    public void publish(LogRecord record) {
      lines.add(
          record.getLoggerName()
              + " "
              + new SimpleFormatter().formatMessage(record)
              + (record.getThrown() == null ? "" : Canaries.everything(record.getThrown())));
    }

    @Override
    public void flush() {}

    @Override
    public void close() {}
  }
}
