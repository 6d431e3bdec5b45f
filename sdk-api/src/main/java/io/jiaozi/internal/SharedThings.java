package io.jiaozi.internal;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

/**
 * What the adapters of one gateway share, such as the HTTP client: made once, closed once, the
 * youngest first. Safe for use by many threads.
 */
final class SharedThings {

  // Reentrant, because what is being made may itself need something shared.
  private final ReentrantLock lock = new ReentrantLock();
  private final Map<Class<?>, AutoCloseable> things = new LinkedHashMap<>();
  private boolean closed;

  <T extends AutoCloseable> T get(Class<T> type, Supplier<? extends T> maker) {
    lock.lock();
    try {
      if (closed) {
        throw new IllegalStateException(
            "The gateway is closed, so nothing is shared any more. An adapter asked for "
                + type.getName()
                + ".");
      }
      AutoCloseable existing = things.get(type);
      if (existing == null) {
        existing = Objects.requireNonNull(maker.get(), "shared " + type.getName());
        things.put(type, existing);
      }
      return type.cast(existing);
    } finally {
      lock.unlock();
    }
  }

  /** Hands out everything for closing, the youngest first, and nothing after that. */
  List<AutoCloseable> retire() {
    lock.lock();
    try {
      closed = true;
      List<AutoCloseable> youngestFirst = new ArrayList<>(things.values());
      things.clear();
      Collections.reverse(youngestFirst);
      return youngestFirst;
    } finally {
      lock.unlock();
    }
  }
}
