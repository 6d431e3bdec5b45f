package io.jiaozi.unionpay;

import static org.assertj.core.api.Assertions.assertThat;

import io.jiaozi.Operation;
import io.jiaozi.payment.Scene;
import io.jiaozi.spi.OutcomePlan;
import io.jiaozi.spi.OutcomePlan.GiveUp;
import io.jiaozi.spi.OutcomePlan.Repeat;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class OutcomePlansTest {

  @ParameterizedTest
  @EnumSource(value = Scene.Kind.class, names = "BUYER_CODE", mode = EnumSource.Mode.EXCLUDE)
  void orders_areAskedAboutByTheFrontSchedule(Scene.Kind scene) {
    for (Operation operation : new Operation[] {Operation.PAY, Operation.AUTHORIZE}) {
      OutcomePlan plan = OutcomePlans.of(operation, scene);
      assertThat(plan.repeat()).isEqualTo(Repeat.ASK_FIRST);
      assertThat(plan.askAfter())
          .extracting(Duration::toMinutes)
          .containsExactly(5L, 10L, 30L, 60L, 120L);
      assertThat(plan.giveUp()).isEqualTo(GiveUp.REPORT);
    }
  }

  @Test
  void till_isAskedSixTimesWithDoublingGaps_thenReversed() {
    OutcomePlan plan = OutcomePlans.of(Operation.PAY, Scene.Kind.BUYER_CODE);

    assertThat(plan.askAfter())
        .extracting(Duration::toSeconds)
        .containsExactly(1L, 3L, 7L, 15L, 31L, 63L);
    assertThat(plan.giveUp()).isEqualTo(GiveUp.REVERSE);
  }

  @Test
  void refund_isNeverRepeatedByItself() {
    OutcomePlan plan = OutcomePlans.of(Operation.REFUND, null);

    assertThat(plan.repeat()).isEqualTo(Repeat.NEVER);
    assertThat(plan.askAfter()).hasSize(6);
    assertThat(plan.notFoundGrace()).isEqualTo(Duration.ofMinutes(10));
  }

  @ParameterizedTest
  @EnumSource(
      value = Operation.class,
      names = {"VOID", "REVERSE"})
  void undoing_isSentAgain_whichAsksForItself(Operation operation) {
    OutcomePlan plan = OutcomePlans.of(operation, null);

    assertThat(plan.repeat()).isEqualTo(Repeat.FREELY);
    assertThat(plan.askAfter()).hasSize(6);
  }

  @ParameterizedTest
  @EnumSource(Operation.class)
  void everyOperation_hasAPlan(Operation operation) {
    assertThat(OutcomePlans.of(operation, null)).isNotNull();
  }
}
