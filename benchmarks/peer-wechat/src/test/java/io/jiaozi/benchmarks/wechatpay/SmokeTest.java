package io.jiaozi.benchmarks.wechatpay;

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
      Side.Calls calls = new Main().calls("wechat", setUp, counterpart.address(), MATERIAL);
      calls.create().run();
      calls.query().run();

      assertEquals(2, Counterpart.count(counterpart.address()).requests());
    }
  }

  @Test
  void benchmarks_run() throws Exception {
    Wechat benchmark = new Wechat();

    assertEquals(true, benchmark.verify());
    assertEquals("WECHATPAY2-SHA256-RSA2048", benchmark.sign().split(" ")[0]);
    assertEquals(Material.ORDER, benchmark.notification().getOutTradeNo());
    new Main().notification("wechat", "shipped", MATERIAL).run();
  }
}
