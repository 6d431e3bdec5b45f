package io.jiaozi.simulation;

import java.time.Duration;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;

/** Everything that a seed decides. */
final class Chance {
  private final RandomGenerator random;

  Chance(long seed) {
    random = generator(seed);
  }

  /** The same numbers from the same seed, on every machine. */
  static RandomGenerator generator(long seed) {
    return RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
  }

  int below(int bound) {
    return random.nextInt(bound);
  }

  boolean percent(int percent) {
    return random.nextInt(100) < percent;
  }

  int between(int least, int most) {
    return least + random.nextInt(most - least + 1);
  }

  Duration seconds(int least, int most) {
    return Duration.ofMillis(1_000L * least + random.nextInt(1_000 * (most - least) + 1));
  }

  Duration millis(int least, int most) {
    return Duration.ofMillis(between(least, most));
  }

  <T> T pick(List<T> choices) {
    return choices.get(random.nextInt(choices.size()));
  }

  long anything() {
    return random.nextLong();
  }
}
