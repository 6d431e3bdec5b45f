package io.jiaozi.internal.guard;

import java.security.SecureRandom;
import java.util.concurrent.locks.ReentrantLock;
import java.util.random.RandomGenerator;

/**
 * The gateway's one source of randomness. A secure one is safe for many threads by itself; any
 * other that tests bring is guarded here.
 */
public final class Randomness {

  private static final int MOST_BYTES = 1024;

  private final RandomGenerator generator;
  private final boolean shareable;
  private final ReentrantLock lock = new ReentrantLock();

  /** Draws from the given generator. */
  public Randomness(RandomGenerator generator) {
    this.generator = generator;
    this.shareable = generator instanceof SecureRandom;
  }

  /**
   * Unpredictable bytes.
   *
   * @param count 1 to 1024
   */
  public byte[] bytes(int count) {
    if (count < 1 || count > MOST_BYTES) {
      throw new IllegalArgumentException("Ask for 1 to 1024 random bytes, not " + count + ".");
    }
    byte[] bytes = new byte[count];
    if (shareable) {
      generator.nextBytes(bytes);
      return bytes;
    }
    lock.lock();
    try {
      generator.nextBytes(bytes);
      return bytes;
    } finally {
      lock.unlock();
    }
  }

  /** A number from 0 to the bound, the bound included. */
  long upTo(long bound) {
    if (shareable) {
      return generator.nextLong(bound + 1);
    }
    lock.lock();
    try {
      return generator.nextLong(bound + 1);
    } finally {
      lock.unlock();
    }
  }
}
