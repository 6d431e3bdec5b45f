package io.jiaozi.sandbox;

import io.jiaozi.sandbox.channel.Operation;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Makes things go wrong on purpose. A plan strikes its next matching requests and is then used up;
 * of several matching plans the oldest strikes. Safe for use by many threads.
 */
public final class Faults {
  /** Nobody stays silent longer than this, so that a forgotten fault does not keep its thread. */
  private static final Duration LONGEST_SILENCE = Duration.ofMinutes(10);

  private final List<Armed> armed = new ArrayList<>();
  private final Object silence = new Object();
  private final DeadEnds deadEnds;
  private long releases;
  private boolean closed;

  Faults(DeadEnds deadEnds) {
    this.deadEnds = deadEnds;
  }

  /**
   * Arms a fault for the next matching request.
   *
   * @param target see {@link FaultPlan#target}
   */
  public void arm(Fault fault, String target) {
    arm(FaultPlan.of(fault).on(target));
  }

  /** Arms a fault for the next {@code times} matching requests. */
  public void arm(Fault fault, String target, int times) {
    arm(FaultPlan.of(fault).on(target).times(times));
  }

  /** Arms a fault. */
  public void arm(FaultPlan plan) {
    synchronized (armed) {
      armed.add(new Armed(plan));
    }
  }

  /** The plans that have not struck as often as they should, oldest first. */
  public List<FaultPlan> armed() {
    synchronized (armed) {
      return armed.stream().map(Armed::left).toList();
    }
  }

  /** Forgets every armed fault and ends every silence. */
  public void clear() {
    synchronized (armed) {
      armed.clear();
    }
    release();
  }

  /** Ends every {@link Fault#SILENCE_AFTER_COMMIT} and every delay that is going on. */
  public void release() {
    synchronized (silence) {
      releases++;
      silence.notifyAll();
    }
  }

  /**
   * The address of a place where calls fail before any request reaches the sandbox. It stays so
   * until the sandbox closes.
   *
   * @throws IllegalArgumentException if the fault is not an address
   */
  public URI deadEnd(Fault fault) {
    return deadEnds.address(fault);
  }

  /** How many connections {@link Fault#RESET_BEFORE_READ} has reset. */
  public long connectionsReset() {
    return deadEnds.connectionsReset();
  }

  @Nullable FaultPlan take(Operation operation, String path) {
    synchronized (armed) {
      for (Iterator<Armed> plans = armed.iterator(); plans.hasNext(); ) {
        Armed candidate = plans.next();
        if (!candidate.plan.matches(operation, path)) {
          continue;
        }
        if (candidate.skip > 0) {
          candidate.skip--;
          continue;
        }
        candidate.times--;
        if (candidate.times == 0) {
          plans.remove();
        }
        return candidate.plan;
      }
      return null;
    }
  }

  void staySilent() {
    pause(LONGEST_SILENCE);
  }

  /** Keeps the calling thread waiting in real time, unless released. */
  void pause(Duration duration) {
    long end = System.nanoTime() + duration.toNanos();
    synchronized (silence) {
      long before = releases;
      try {
        for (long left = end - System.nanoTime();
            left > 0 && !closed && releases == before;
            left = end - System.nanoTime()) {
          TimeUnit.NANOSECONDS.timedWait(silence, left);
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }

  void close() {
    synchronized (silence) {
      closed = true;
      silence.notifyAll();
    }
    deadEnds.close();
  }

  private static final class Armed {
    private final FaultPlan plan;
    private int skip;
    private int times;

    private Armed(FaultPlan plan) {
      this.plan = plan;
      this.skip = plan.skip();
      this.times = plan.times();
    }

    private FaultPlan left() {
      return plan.after(skip).times(times);
    }
  }
}
