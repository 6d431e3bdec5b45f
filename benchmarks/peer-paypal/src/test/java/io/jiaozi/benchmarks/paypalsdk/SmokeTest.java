package io.jiaozi.benchmarks.paypalsdk;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.jiaozi.benchmarks.kit.Counterpart;
import io.jiaozi.benchmarks.kit.Material;
import io.jiaozi.benchmarks.kit.Side;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Everything that is measured does what it claims. Nothing is measured here. */
class SmokeTest {
  private static final Material MATERIAL = Material.fresh();

  @ParameterizedTest
  @ValueSource(strings = {"shipped", "best"})
  void calls_reachTheCounterpart(String setUp) throws Exception {
    try (Counterpart counterpart = Counterpart.start(MATERIAL)) {
      Side.Calls calls = new Main().calls("paypal", setUp, counterpart.address(), MATERIAL);
      calls.create().run();
      calls.query().run();

      assertEquals(3, Counterpart.count(counterpart.address()).requests());
    }
  }
}
