package io.jiaozi.simulation;

import java.security.SecureRandom;
import java.security.SecureRandomSpi;
import java.util.random.RandomGenerator;

/** A random source of the type that cryptography wants, whose numbers a seed decides. */
final class SeededRandom extends SecureRandom {
  private static final long serialVersionUID = 1L;

  SeededRandom(long seed) {
    super(new Numbers(seed), null);
  }

  private static final class Numbers extends SecureRandomSpi {
    private static final long serialVersionUID = 1L;

    private final transient RandomGenerator random;

    Numbers(long seed) {
      random = Chance.generator(seed);
    }

    @Override
    protected void engineSetSeed(byte[] seed) {
      // Whoever wants to add to it does not get to.
    }

    @Override
    protected void engineNextBytes(byte[] bytes) {
      random.nextBytes(bytes);
    }

    @Override
    protected byte[] engineGenerateSeed(int count) {
      byte[] bytes = new byte[count];
      random.nextBytes(bytes);
      return bytes;
    }
  }
}
