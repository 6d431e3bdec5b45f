package io.jiaozi.support.crypto;

import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

/**
 * A few initialised engines, borrowed and given back without locks. Initialising an SM2 engine
 * costs a point multiplication, nearly as much as signing itself; a {@code ThreadLocal} would keep
 * one per (virtual) thread.
 */
final class EnginePool<T> {
  private final ConcurrentLinkedQueue<T> idle = new ConcurrentLinkedQueue<>();
  private final AtomicInteger idleCount = new AtomicInteger();
  private final int limit = 2 * Runtime.getRuntime().availableProcessors();
  private final Supplier<T> maker;

  EnginePool(Supplier<T> maker) {
    this.maker = maker;
  }

  T borrow() {
    T engine = idle.poll();
    if (engine == null) {
      return maker.get();
    }
    idleCount.decrementAndGet();
    return engine;
  }

  /** Only for engines that finished their work; one that threw may be dirty and is dropped. */
  void giveBack(T engine) {
    if (idleCount.incrementAndGet() > limit) {
      idleCount.decrementAndGet();
      return;
    }
    idle.offer(engine);
  }
}
