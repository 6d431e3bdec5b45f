package com.example.abacus;

import io.jiaozi.GatewayConfig;
import io.jiaozi.MerchantAccount;
import io.jiaozi.PaymentGateway;
import io.jiaozi.money.Money;
import io.jiaozi.payment.PaymentRequest;
import io.jiaozi.payment.Scene;
import java.net.URI;
import java.time.Instant;

/** An account at the fake, through the gateway, as a shop opens it. */
final class Account implements AutoCloseable {

  static final URI NOTIFY = URI.create("https://shop.example/notify/abacus");

  final FakeAbacus fake = new FakeAbacus();
  private final PaymentGateway gateway =
      PaymentGateway.open(
          GatewayConfig.builder()
              .account(
                  "shop",
                  AbacusConfig.builder(FakeAbacus.MERCHANT, FakeAbacus.KEY_ID)
                      .privateKey(Keys.pem(Keys.MERCHANT.getPrivate()))
                      .channelKey(Keys.pem(Keys.CHANNEL.getPublic()))
                      .notificationUrl(NOTIFY)
                      .baseUrl(fake.address())
                      .build())
              .setting("max-attempts", "1")
              .setting("deadline", "2s")
              .build());
  final MerchantAccount shop = gateway.account("shop");

  static PaymentRequest.Builder payment(String number, Scene scene) {
    return PaymentRequest.builder(number, Money.of("CNY", "88.00"), scene, Instant.now())
        .description("Two boxes of dumplings, 饺子");
  }

  @Override
  public void close() {
    gateway.close();
    fake.close();
  }
}
