package io.jiaozi.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import io.jiaozi.notification.Notification;
import io.jiaozi.payment.PaymentResult;
import io.jiaozi.payment.PaymentState;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

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
}
