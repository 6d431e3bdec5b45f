package io.jiaozi.internal;

import io.jiaozi.spi.ChannelAdapter;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Everything a gateway has to close: first the adapters, the youngest first, then what they share.
 * One that fails to close keeps no other open.
 */
final class Resources {

  private static final Logger log = LoggerFactory.getLogger(Resources.class);

  private final SharedThings shared = new SharedThings();
  // Filled by one thread while the gateway opens, before anybody can close it.
  private final Deque<ChannelAdapter> adapters = new ArrayDeque<>();
  private final AtomicBoolean closed = new AtomicBoolean();

  SharedThings shared() {
    return shared;
  }

  void add(ChannelAdapter adapter) {
    adapters.push(adapter);
  }

  boolean isClosed() {
    return closed.get();
  }

  void close() {
    if (closed.compareAndSet(false, true)) {
      adapters.forEach(Resources::closeQuietly);
      shared.retire().forEach(Resources::closeQuietly);
    }
  }

  // Thrown, it would hide what the application was doing, perhaps a payment that went well; and
  // there is nothing the caller could do about it.
  private static void closeQuietly(AutoCloseable thing) {
    try {
      thing.close();
    } catch (Throwable failed) {
      if (failed instanceof InterruptedException) {
        Thread.currentThread().interrupt();
      }
      log.warn("{} failed to close: {}", thing.getClass().getName(), failed.getClass().getName());
    }
  }
}
