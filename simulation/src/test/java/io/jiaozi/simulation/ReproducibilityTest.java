package io.jiaozi.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** One seed is one run, to the byte, whatever ran before and whatever the keys are. */
class ReproducibilityTest {

  private static final int SEEDS = 40;

  private final World.Keys keys = World.Keys.number(0);
  private final World.Keys otherKeys = World.Keys.number(1);

  @Test
  void sameSeed_withOtherKeysAndInAnotherOrder_givesTheSameTrace() {
    String[] first = new String[SEEDS];
    for (int seed = 0; seed < SEEDS; seed++) {
      first[seed] = Run.of(keys, Run.Order.of(seed)).trace();
    }
    for (int seed = SEEDS - 1; seed >= 0; seed--) {
      assertThat(Run.of(otherKeys, Run.Order.of(seed)).trace()).isEqualTo(first[seed]);
    }
  }

  @Test
  void otherSeeds_giveOtherTraces() {
    assertThat(Run.of(keys, Run.Order.of(4)).digest())
        .isNotEqualTo(Run.of(keys, Run.Order.of(8)).digest());
  }
}
