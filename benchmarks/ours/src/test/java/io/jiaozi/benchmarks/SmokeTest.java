package io.jiaozi.benchmarks;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.jiaozi.benchmarks.kit.Counterpart;
import io.jiaozi.benchmarks.kit.Material;
import io.jiaozi.benchmarks.kit.Side;
import io.jiaozi.notification.Notification;
import io.jiaozi.payment.PaymentResult;
import io.jiaozi.payment.PaymentState;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Each benchmark does what it claims to measure. Nothing is measured here. */
class SmokeTest {

  @ParameterizedTest
  @EnumSource(GuardBenchmark.Kept.class)
  void guard_answersWhateverKeepsItsIntents(GuardBenchmark.Kept journal) throws Exception {
    GuardBenchmark benchmark = new GuardBenchmark();
    benchmark.journal = journal;
    benchmark.open();
    try {
      assertThat(benchmark.adapterAlone().kind()).isEqualTo(PaymentResult.Kind.PAID);
      assertThat(benchmark.pay().kind()).isEqualTo(PaymentResult.Kind.PAID);
      assertThat(benchmark.query().state()).isEqualTo(PaymentState.PAID);
      assertThat(benchmark.readNotification().kind()).isEqualTo(Notification.Kind.PAYMENT_CHANGED);
    } finally {
      benchmark.close();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"wechat", "alipay", "paypal"})
  void calls_reachTheCounterpart(String channel) throws Exception {
    Material material = Material.fresh();
    for (Side side :
        new Side[] {new io.jiaozi.benchmarks.ours.Main(), new io.jiaozi.benchmarks.floor.Main()}) {
      try (Counterpart counterpart = Counterpart.start(material)) {
        Side.Calls calls = side.calls(channel, "", counterpart.address(), material);
        calls.create().run();
        calls.query().run();

        assertThat(Counterpart.count(counterpart.address()).requests()).isBetween(2L, 3L);
      }
    }
  }

  @Test
  void wechat_doesWhatItMeasures() throws Exception {
    io.jiaozi.benchmarks.ours.Wechat ours = new io.jiaozi.benchmarks.ours.Wechat();
    io.jiaozi.benchmarks.floor.Wechat floor = new io.jiaozi.benchmarks.floor.Wechat();

    assertThat(ours.sign().header("Authorization")).startsWith("WECHATPAY2-SHA256-RSA2048 ");
    assertThat(ours.verify().status()).isEqualTo(200);
    assertThat(ours.notification().kind()).isEqualTo(Notification.Kind.PAYMENT_CHANGED);
    assertThat(floor.sign()).hasSize(344);
    assertThat(floor.verify()).isNotEmpty();
    assertThat(floor.notification()).isEqualTo(Material.wechatOrder().getBytes(UTF_8));
  }

  @Test
  void alipay_doesWhatItMeasures() throws Exception {
    io.jiaozi.benchmarks.ours.Alipay ours = new io.jiaozi.benchmarks.ours.Alipay();
    io.jiaozi.benchmarks.floor.Alipay floor = new io.jiaozi.benchmarks.floor.Alipay();

    assertThat(ours.sign().get("sign")).hasSize(344);
    assertThat(ours.verify()).isTrue();
    assertThat(ours.notification().kind()).isEqualTo(Notification.Kind.PAYMENT_CHANGED);
    assertThat(ours.query().state()).isEqualTo(PaymentState.PAID);
    assertThat(floor.sign()).hasSize(344);
    assertThat(floor.query()).hasSize(344);
    assertThat(floor.notification()).isNotEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"wechat", "alipay"})
  void notification_isRead(String channel) throws Exception {
    Material material = Material.fresh();

    new io.jiaozi.benchmarks.ours.Main().notification(channel, "", material).run();
    new io.jiaozi.benchmarks.floor.Main().notification(channel, "", material).run();
  }
}
