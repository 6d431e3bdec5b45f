package io.jiaozi.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.jiaozi.MerchantAccount;
import io.jiaozi.PaymentGateway;
import io.jiaozi.fake.FakeChannel;
import io.jiaozi.fake.Fakes;
import io.jiaozi.fake.VirtualTime;
import io.jiaozi.payment.PaymentResult;
import org.junit.jupiter.api.Test;

class GatewayOpenerTest {

  @Test
  void gateway_opened_paysAndRefunds() {
    FakeChannel channel = new FakeChannel();
    try (PaymentGateway gateway =
        PaymentGateway.open(Fakes.config(channel, new VirtualTime()).build())) {
      MerchantAccount shop = gateway.account("shop");
      assertThat(shop.pay(Fakes.payment()).kind()).isEqualTo(PaymentResult.Kind.PAID);
      assertThat(shop.refund(Fakes.refund()).amount()).isEqualTo(Fakes.refund().amount());
    }
    assertThat(channel.closed()).containsExactly("shop");
  }
}
