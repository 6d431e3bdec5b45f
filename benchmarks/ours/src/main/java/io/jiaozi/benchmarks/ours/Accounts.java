package io.jiaozi.benchmarks.ours;

import io.jiaozi.GatewayConfig;
import io.jiaozi.MerchantAccount;
import io.jiaozi.PaymentGateway;
import io.jiaozi.benchmarks.kit.Material;
import io.jiaozi.money.Money;
import io.jiaozi.payment.PaymentRequest;
import io.jiaozi.payment.Scene;
import java.net.URI;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;

/** The merchant of all measurements, as a shop configures it. */
public final class Accounts {
  private Accounts() {}

  /** A gateway with one account of this channel; never closed, the process ends with it. */
  public static MerchantAccount open(String channel, URI address, Material material) {
    Map<String, String> properties = new HashMap<>();
    settings(channel, address, material)
        .forEach((name, value) -> properties.put("jiaozi.accounts.shop." + name, value));
    properties.put("jiaozi.accounts.shop.channel", channel);
    return PaymentGateway.open(GatewayConfig.of(properties)).account("shop");
  }

  /** The account's settings. */
  public static Map<String, String> settings(String channel, URI address, Material material) {
    Map<String, String> settings = new HashMap<>();
    settings.put("base-url", address.toString());
    switch (channel) {
      case "wechat" -> {
        settings.put("merchant-id", Material.WECHAT_MERCHANT);
        settings.put("app-id", Material.WECHAT_APP);
        settings.put("api-v3-key", Material.WECHAT_API_KEY);
        settings.put("private-key", material.merchantKeyPem());
        settings.put("certificate-serial", Material.WECHAT_SERIAL);
        settings.put("public-key", material.platformKeyPem());
        settings.put("public-key-id", Material.WECHAT_KEY_ID);
        settings.put("notification-url", "https://shop.example/notify/wechat");
      }
      case "alipay" -> {
        settings.put("app-id", Material.ALIPAY_APP);
        settings.put("seller-id", Material.ALIPAY_SELLER);
        settings.put("private-key", material.merchantKeyPem());
        settings.put("alipay-public-key", material.platformKeyPem());
        settings.put("notification-url", "https://shop.example/notify/alipay");
      }
      case "paypal" -> {
        settings.put("client-id", Material.PAYPAL_CLIENT);
        settings.put("client-secret", Material.PAYPAL_SECRET);
        settings.put("webhook-id", "8PT597110X687430LKGECATA");
      }
      default -> throw new IllegalArgumentException(channel);
    }
    return settings;
  }

  /** The order. */
  public static PaymentRequest order(String channel, Instant placedAt) {
    boolean paypal = channel.equals("paypal");
    return PaymentRequest.builder(
            Material.ORDER,
            Money.of(paypal ? "USD" : "CNY", "88.00"),
            paypal
                ? new Scene.WebPage(
                    URI.create("https://shop.example/back"),
                    URI.create("https://shop.example/cancelled"))
                : Scene.qrCode(),
            placedAt)
        .description("Two boxes of dumplings")
        .build();
  }
}
