package io.jiaozi.tck;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.IThrowableProxy;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import ch.qos.logback.core.Appender;
import ch.qos.logback.core.AppenderBase;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import org.slf4j.LoggerFactory;

/** Logback's part of {@link LogTap}, apart, for Logback may be absent. */
final class LogbackTap implements AutoCloseable {

  private final Logger root =
      ((LoggerContext) LoggerFactory.getILoggerFactory())
          .getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
  private final Level level = root.getLevel();
  private final List<Appender<ILoggingEvent>> parked = new ArrayList<>();
  private final Keeper keeper;

  LogbackTap(Queue<String> lines) {
    keeper = new Keeper(lines);
    root.iteratorForAppenders().forEachRemaining(parked::add);
    parked.forEach(root::detachAppender);
    keeper.setContext(root.getLoggerContext());
    keeper.start();
    root.addAppender(keeper);
    root.setLevel(Level.TRACE);
  }

  @Override
  public void close() {
    root.detachAppender(keeper);
    root.setLevel(level);
    parked.forEach(root::addAppender);
  }

  private static final class Keeper extends AppenderBase<ILoggingEvent> {
    private final Queue<String> lines;

    Keeper(Queue<String> lines) {
      this.lines = lines;
    }

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
}
