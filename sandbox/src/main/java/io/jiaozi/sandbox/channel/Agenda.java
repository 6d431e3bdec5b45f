package io.jiaozi.sandbox.channel;

import io.jiaozi.sandbox.SandboxClock;
import java.time.Duration;

/**
 * Things the sandbox does later: each runs once, when its real delay is over or when the sandbox
 * clock has been moved past its due time, whichever is first.
 */
public interface Agenda extends AutoCloseable {

  /** An agenda with threads of its own, safe for use by many threads. */
  static Agenda withThreads(SandboxClock clock) {
    return new ThreadedAgenda(clock);
  }

  /** Runs the task at once, on another thread. Does nothing after {@link #close}. */
  void now(Runnable task);

  /**
   * Runs the task after a while.
   *
   * @param delay how long in the sandbox's time
   * @param speed how many sandbox seconds pass in a real one while waiting; 0 waits for {@link
   *     SandboxClock#advance} only
   */
  void later(Duration delay, long speed, Runnable task);

  /** How many tasks still wait for their time. */
  int waiting();

  /** Forgets what was still to be done and ends the threads. */
  @Override
  void close();
}
