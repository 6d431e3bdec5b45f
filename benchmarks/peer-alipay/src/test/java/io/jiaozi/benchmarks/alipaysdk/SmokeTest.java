package io.jiaozi.benchmarks.alipaysdk;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.jiaozi.benchmarks.kit.Counterpart;
import io.jiaozi.benchmarks.kit.Material;
import io.jiaozi.benchmarks.kit.Side;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Everything that is measured does what it claims. Nothing is measured here. */
class SmokeTest {
  private static final Material MATERIAL = Material.fresh();

  @ParameterizedTest
  @ValueSource(strings = {"shipped", "best"})
  void calls_reachTheCounterpart(String setUp) throws Exception {
    try (Counterpart counterpart = Counterpart.start(MATERIAL)) {
      Side.Calls calls = new Main().calls("alipay", setUp, counterpart.address(), MATERIAL);
      calls.create().run();
      calls.query().run();

      assertEquals(2, Counterpart.count(counterpart.address()).requests());
    }
  }

  @Test
  void benchmarks_run() throws Exception {
    Alipay benchmark = new Alipay();

    assertEquals(true, benchmark.verify());
    assertEquals(true, benchmark.notification());
    assertEquals(344, benchmark.sign().length());
    assertEquals("TRADE_SUCCESS", benchmark.query().getTradeStatus());
    new Main().notification("alipay", "shipped", MATERIAL).run();
  }
}
