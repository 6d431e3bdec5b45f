package io.jiaozi.proving.stage;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.IThrowableProxy;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import ch.qos.logback.core.AppenderBase;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.logging.Handler;
import java.util.logging.LogManager;
import java.util.logging.LogRecord;
import org.slf4j.LoggerFactory;

/**
 * Everything that any library logs while it is open: SLF4J at TRACE and java.util.logging at ALL.
 * Puts all levels back.
 */
public final class LogCapture implements AutoCloseable {

  private final Queue<String> lines = new ConcurrentLinkedQueue<>();
  private final LoggerContext slf4j = (LoggerContext) LoggerFactory.getILoggerFactory();
  private final Logger slf4jRoot = slf4j.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
  private final Level slf4jLevel = slf4jRoot.getLevel();
  private final java.util.logging.Logger julRoot = LogManager.getLogManager().getLogger("");
  private final java.util.logging.Level julLevel = julRoot.getLevel();
  private final Appender appender = new Appender();
  private final Keeper keeper = new Keeper();
  // Detached while open: nothing that is captured may reach the console and so the reports.
  private final List<ch.qos.logback.core.Appender<ILoggingEvent>> parked = new ArrayList<>();
  private final List<Handler> parkedHandlers = List.of(julRoot.getHandlers());

  public LogCapture() {
    slf4jRoot.iteratorForAppenders().forEachRemaining(parked::add);
    parked.forEach(slf4jRoot::detachAppender);
    appender.setContext(slf4j);
    appender.start();
    slf4jRoot.addAppender(appender);
    slf4jRoot.setLevel(Level.TRACE);
    parkedHandlers.forEach(julRoot::removeHandler);
    keeper.setLevel(java.util.logging.Level.ALL);
    julRoot.addHandler(keeper);
    julRoot.setLevel(java.util.logging.Level.ALL);
  }

  public List<String> lines() {
    return List.copyOf(lines);
  }

  @Override
  public void close() {
    slf4jRoot.detachAppender(appender);
    slf4jRoot.setLevel(slf4jLevel);
    parked.forEach(slf4jRoot::addAppender);
    julRoot.removeHandler(keeper);
    julRoot.setLevel(julLevel);
    parkedHandlers.forEach(julRoot::addHandler);
  }

  private final class Appender extends AppenderBase<ILoggingEvent> {
    @Override
    protected void append(ILoggingEvent event) {
      IThrowableProxy thrown = event.getThrowableProxy();
      lines.add(
          event.getLoggerName()
              + " "
              + event.getFormattedMessage()
              + " "
              + event.getMDCPropertyMap()
              + (thrown == null ? "" : ThrowableProxyUtil.asString(thrown)));
    }
  }

  private final class Keeper extends Handler {
    @Override
    public void publish(LogRecord record) {
      lines.add(
          record.getLoggerName()
              + " "
              + new java.util.logging.SimpleFormatter().formatMessage(record)
              + (record.getThrown() == null ? "" : Everything.of(record.getThrown())));
    }

    @Override
    public void flush() {}

    @Override
    public void close() {}
  }
}
