package io.jiaozi.alipay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jiaozi.Capability;
import io.jiaozi.Operation;
import io.jiaozi.money.Money;
import io.jiaozi.payment.PaymentReference;
import io.jiaozi.payment.Scene;
import io.jiaozi.spi.OutcomePlan;
import io.jiaozi.tck.ContractContext;
import java.net.URI;
import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SmallPartsTest {

  @ParameterizedTest
  @CsvSource({
    "0.01, 1",
    "0.1, 10",
    "88, 8800",
    "88.00, 8800",
    "88.5, 8850",
    "100000000.00, 10000000000",
    "9999999999999.99, 999999999999999",
    "0, 0",
    "0.00, 0"
  })
  void amount_isRead(String text, long fen) {
    assertThat(Amounts.parse(text)).isEqualTo(Money.ofMinor("CNY", fen));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "1e9",
        "1E2",
        "+1.00",
        "-1.00",
        "1.005",
        "1.",
        ".5",
        "01.00",
        "00",
        "1,00",
        "1 00",
        "١٢",
        "１",
        "0x1",
        "NaN",
        "Infinity",
        "1..0",
        "1.0.0",
        "99999999999999999",
        "1_0"
      })
  void amount_thatIsNone_isRefused(String text) {
    assertThatThrownBy(() -> Amounts.parse(text))
        .isInstanceOf(Amounts.NotAnAmountException.class)
        .hasMessage("A text that should be an amount of yuan is none.");
  }

  @Test
  void amount_absurdlyLong_isRefusedAtOnce() {
    assertThatThrownBy(() -> Amounts.parse("9".repeat(300)))
        .isInstanceOf(Amounts.NotAnAmountException.class);
    assertThatThrownBy(() -> Amounts.parse("9".repeat(50_000_000)))
        .isInstanceOf(Amounts.NotAnAmountException.class);
  }

  @Test
  void amount_writtenAndRead_isTheSame() {
    long seed = 20261124;
    Random random = new Random(seed);
    for (int i = 0; i < 2000; i++) {
      Money amount = Money.ofMinor("CNY", random.nextInt(Integer.MAX_VALUE));
      String text = Amounts.format(amount);
      assertThat(text).as("seed %d", seed).matches("[0-9]+\\.[0-9]{2}");
      assertThat(Amounts.parse(text)).as("seed %d", seed).isEqualTo(amount);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "2026-11-24 20:00:00, 2026-11-24T12:00:00Z",
    "2026-11-24 20:00:00.123, 2026-11-24T12:00:00Z",
    "2026-01-01 00:00:00, 2025-12-31T16:00:00Z"
  })
  void time_isBeijings(String text, String instant) {
    assertThat(Times.parse(text)).isEqualTo(instant);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "2026-11-24",
        "2026-11-24T20:00:00",
        "2026-13-24 20:00:00",
        "2026-11-24 20:00:00Z",
        "2026-11-24 20:00:00.",
        "2026-11-24 20:00:00.x",
        "２０２６-11-24 20:00:00",
        "2026-11-24 20:00:00.12345678901"
      })
  void time_thatIsNone_isLeftOut(String text) {
    assertThat(Times.parse(text)).isNull();
  }

  @Test
  void time_isWrittenAsBeijings() {
    assertThat(Times.format(ContractContext.NOW)).isEqualTo("2026-11-24 20:00:00");
  }

  @Test
  void locator_isReadAsItIsWritten() {
    assertThat(Locator.of(PaymentReference.parse(Locator.trade("1").encode())).kind())
        .isEqualTo(Locator.Kind.TRADE);
    assertThat(Locator.of(PaymentReference.parse(Locator.till("1").encode())).isTill()).isTrue();
    assertThat(Locator.of(PaymentReference.parse(Locator.hold("1", "22").encode())))
        .isEqualTo(new Locator(Locator.Kind.HOLD, "22"));
    assertThat(Locator.of(Locator.hold("1", "a/b")).authNo()).isNull();
    assertThat(Locator.of(Locator.hold("1", "1".repeat(64))).authNo()).isNull();
    assertThat(Locator.of(Locator.hold("1", "1".repeat(58))).authNo()).hasSize(58);
    assertThat(Locator.of(PaymentReference.ofNumber("1")).kind()).isEqualTo(Locator.Kind.ANY);
  }

  @Test
  void plan_atTheTill_asksEveryThreeSecondsForAMinuteThenUndoes() {
    OutcomePlan plan = OutcomePlans.of(Operation.PAY, Scene.Kind.BUYER_CODE);

    assertThat(plan.repeat()).isEqualTo(OutcomePlan.Repeat.NEVER);
    assertThat(plan.giveUp()).isEqualTo(OutcomePlan.GiveUp.REVERSE);
    assertThat(plan.askAfter())
        .hasSize(20)
        .startsWith(Duration.ofSeconds(3), Duration.ofSeconds(6))
        .endsWith(Duration.ofSeconds(60));
  }

  @Test
  void plan_everythingElse() {
    assertThat(OutcomePlans.of(Operation.PAY, Scene.Kind.WEB_PAGE).repeat())
        .isEqualTo(OutcomePlan.Repeat.FREELY);
    assertThat(OutcomePlans.of(Operation.PAY, Scene.Kind.QR_CODE).notFoundGrace())
        .isGreaterThan(Duration.ofDays(15));
    OutcomePlan refund = OutcomePlans.of(Operation.REFUND, null);
    assertThat(refund.repeat()).isEqualTo(OutcomePlan.Repeat.ASK_FIRST);
    assertThat(refund.askAfter())
        .containsExactly(
            Duration.ofSeconds(10),
            Duration.ofSeconds(30),
            Duration.ofMinutes(2),
            Duration.ofMinutes(10));
    assertThat(refund.notFoundGrace()).isEqualTo(Duration.ofSeconds(10));
    assertThat(OutcomePlans.of(Operation.CAPTURE, null).repeat())
        .isEqualTo(OutcomePlan.Repeat.ASK_FIRST);
    assertThat(OutcomePlans.of(Operation.CHANNEL_CALL, null).repeat())
        .isEqualTo(OutcomePlan.Repeat.NEVER);
    for (Operation operation : Operation.values()) {
      if (operation != Operation.PAY) {
        assertThat(OutcomePlans.of(operation, Scene.Kind.BUYER_CODE).giveUp())
            .isEqualTo(OutcomePlan.GiveUp.REPORT);
      }
    }
  }

  @Test
  void capabilities_areThoseOfTheChannel() {
    try (ContractContext context = new ContractContext()) {
      AlipayAdapter adapter = TestAccount.open(URI.create("https://openapi.alipay.com"), context);

      assertThat(adapter.capabilities().pay()).containsExactlyInAnyOrder(Scene.Kind.values());
      assertThat(adapter.capabilities().authorize())
          .containsExactlyInAnyOrder(Scene.Kind.APP, Scene.Kind.QR_CODE, Scene.Kind.BUYER_CODE);
      assertThat(adapter.capabilities().has(Capability.FIND_REFUND_BY_NUMBER)).isFalse();
      assertThat(adapter.reference(TestAccount.payment(Scene.qrCode()).build()))
          .isEqualTo(TestAccount.ORDER);
      assertThat(adapter.reference(TestAccount.payment(TestAccount.till()).build()).encode())
          .isEqualTo("20261124A001~a1.b");
    }
  }
}
