package io.jiaozi.fake;

import io.jiaozi.GatewayConfig;
import io.jiaozi.MerchantAccount;
import io.jiaozi.PaymentGateway;
import io.jiaozi.money.Money;
import io.jiaozi.payment.PaymentReference;
import io.jiaozi.payment.PaymentRequest;
import io.jiaozi.payment.Scene;
import io.jiaozi.refund.RefundRequest;
import io.jiaozi.spi.AccountConfig;
import java.util.Map;
import java.util.SplittableRandom;

/** What most tests of the gateway begin with. */
public final class Fakes {

  /** A payment of 88 yuan, made by the fake channel. */
  public static final PaymentReference P1 = new PaymentReference("P1", "f1.x");

  private Fakes() {}

  /** A configuration with one account, {@code shop}, at this channel. */
  public static GatewayConfig.Builder config(FakeChannel channel, VirtualTime time) {
    return GatewayConfig.builder()
        .provider(channel)
        .account("shop", account(channel.channel(), Map.of()))
        .time(time)
        .random(new SplittableRandom(7));
  }

  /** The account of a gateway opened with {@link #config}. */
  public static MerchantAccount shop(FakeChannel channel, VirtualTime time) {
    return PaymentGateway.open(config(channel, time).build()).account("shop");
  }

  /** An account as a typed builder would give it. */
  public static AccountConfig account(String channel, Map<String, String> values) {
    return new AccountConfig() {
      @Override
      public String channel() {
        return channel;
      }

      @Override
      public Map<String, String> values() {
        return values;
      }
    };
  }

  /** A payment of 88 yuan by QR code. */
  public static PaymentRequest payment() {
    return payment(Scene.qrCode()).build();
  }

  /** A payment of 88 yuan, to be completed by the test. */
  public static PaymentRequest.Builder payment(Scene scene) {
    return PaymentRequest.builder("P1", Money.of("CNY", "88.00"), scene, VirtualTime.START)
        .description("Two boxes of dumplings");
  }

  /** A refund of 8 yuan. */
  public static RefundRequest refund() {
    return refund("8.00").build();
  }

  /** A refund, to be completed by the test. */
  public static RefundRequest.Builder refund(String amount) {
    return RefundRequest.builder(P1, "R1", Money.of("CNY", amount), VirtualTime.START);
  }
}
