package io.jiaozi.proving.reload;

import static org.assertj.core.api.Assertions.assertThat;

import io.jiaozi.GatewayConfig;
import io.jiaozi.MerchantAccount;
import io.jiaozi.PaymentGateway;
import io.jiaozi.TimeSource;
import io.jiaozi.money.Money;
import io.jiaozi.payment.Payment;
import io.jiaozi.payment.PaymentReference;
import io.jiaozi.payment.PaymentRequest;
import io.jiaozi.payment.PaymentState;
import io.jiaozi.payment.Scene;
import io.jiaozi.proving.stage.Stage;
import io.jiaozi.sandbox.Sandbox;
import io.jiaozi.sandbox.SandboxClock;
import io.jiaozi.sandbox.unionpay.UnionpayTransaction;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * UnionPay shows in no query of a payment that it was undone, and finds the undo only by its number
 * and time. A shop that was restarted remembers neither, and must find it all the same.
 */
class UndoAfterRestartTest {

  /** Noon in Beijing: far from the end of the settlement day. */
  private static final Instant NOON = Instant.parse("2026-11-24T04:00:00Z");

  @ParameterizedTest
  @ValueSource(longs = {0, 149, 150, 600, 1_800})
  void reverse_twice_acrossARestart_isOneUndo(long secondsBetween) {
    String number = Stage.number();
    PaymentRequest payment =
        PaymentRequest.builder(
                number,
                Money.of("CNY", "88.00"),
                Scene.buyerCode("6220485073630469936", "S1"),
                NOON)
            .build();
    try (Sandbox sandbox = Sandbox.builder().clock(Clock.fixed(NOON, ZoneOffset.UTC)).start()) {
      PaymentReference paid = shop(sandbox, shop -> shop.pay(payment).payment()).reference();
      sandbox.clock().advance(Duration.ofSeconds(70));
      assertThat(shop(sandbox, shop -> shop.reverse(paid)).state())
          .isEqualTo(PaymentState.REVERSED);

      sandbox.clock().advance(Duration.ofSeconds(secondsBetween));
      assertThat(shop(sandbox, shop -> shop.query(paid)).state()).isEqualTo(PaymentState.PAID);
      assertThat(shop(sandbox, shop -> shop.reverse(paid)).state())
          .isEqualTo(PaymentState.REVERSED);

      assertThat(sandbox.unionpay().transactions())
          .filteredOn(transaction -> transaction.txnType().equals("31"))
          .extracting(UnionpayTransaction::state)
          .containsExactly("SUCCESS");
    }
  }

  /** A shop that begins for this one call, and ends with it. */
  private static Payment shop(Sandbox sandbox, Function<MerchantAccount, Payment> call) {
    Map<String, String> settings = new LinkedHashMap<>();
    sandbox
        .settings()
        .forEach(
            (name, value) -> {
              if (name.startsWith("jiaozi.accounts.unionpay.")) {
                settings.put(name, value);
              }
            });
    try (PaymentGateway gateway =
        PaymentGateway.open(
            GatewayConfig.of(settings).toBuilder().time(new On(sandbox.clock())).build())) {
      return call.apply(gateway.account("unionpay"));
    }
  }

  /** The sandbox's time; nobody has to wait. */
  private record On(SandboxClock clock) implements TimeSource {
    @Override
    public Instant now() {
      return clock.instant();
    }

    @Override
    public long nanos() {
      return System.nanoTime();
    }

    @Override
    public void sleep(Duration duration) {
      // The first answer settles it.
    }
  }
}
