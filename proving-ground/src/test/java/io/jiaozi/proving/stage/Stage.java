package io.jiaozi.proving.stage;

import io.jiaozi.GatewayConfig;
import io.jiaozi.MerchantAccount;
import io.jiaozi.PaymentGateway;
import io.jiaozi.TimeSource;
import io.jiaozi.proving.channels.ChannelUnderTest;
import io.jiaozi.sandbox.Sandbox;
import io.jiaozi.spi.AccountConfig;
import io.jiaozi.spi.Signer;
import java.net.URI;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.UnaryOperator;

/**
 * A sandbox, and gateways towards it as the tests need them. Many tests may read notifications on
 * one stage at the same time; whoever arms faults or counts requests needs a stage to itself, from
 * {@link Stages}.
 */
public final class Stage implements AutoCloseable {

  private static final AtomicLong NUMBERS = new AtomicLong(System.currentTimeMillis() * 1_000);

  private final Sandbox sandbox = Sandbox.start();
  private final Map<String, PaymentGateway> healthy = new ConcurrentHashMap<>();

  /** 8 to 32 letters and digits, never twice. */
  public static String number() {
    return "P" + NUMBERS.incrementAndGet();
  }

  public Sandbox sandbox() {
    return sandbox;
  }

  /** The settings of one channel's account and of no other: opening those costs time. */
  public Map<String, String> settings(ChannelUnderTest channel) {
    Map<String, String> settings = new LinkedHashMap<>();
    sandbox
        .settings()
        .forEach(
            (name, value) -> {
              if (name.startsWith(prefix(channel))) {
                settings.put(name, value);
              }
            });
    channel.settings(sandbox).forEach((name, value) -> settings.put(prefix(channel) + name, value));
    return settings;
  }

  private static String prefix(ChannelUnderTest channel) {
    return "jiaozi.accounts." + channel.account() + ".";
  }

  /** One setting of the channel's account. */
  public String setting(ChannelUnderTest channel, String name) {
    return settings(channel).get(prefix(channel) + name);
  }

  /** The account of a gateway that no fault strikes; the same for as long as the stage stands. */
  public MerchantAccount healthy(ChannelUnderTest channel) {
    return healthy
        .computeIfAbsent(channel.account(), name -> gateway(channel))
        .account(channel.account());
  }

  /** The channel's account of a gateway. */
  public MerchantAccount account(PaymentGateway gateway, ChannelUnderTest channel) {
    return gateway.account(channel.account());
  }

  /** A gateway of its own: breakers, budget and connections of one test do not touch another's. */
  public PaymentGateway gateway(ChannelUnderTest channel) {
    return gateway(channel, settings -> settings);
  }

  /** The same with some settings changed. */
  public PaymentGateway gateway(
      ChannelUnderTest channel, UnaryOperator<Map<String, String>> change) {
    return gateway(channel, change, new Hourglass());
  }

  /** The same in a time of its own. */
  public PaymentGateway gateway(
      ChannelUnderTest channel, UnaryOperator<Map<String, String>> change, TimeSource time) {
    return PaymentGateway.open(
        GatewayConfig.of(change.apply(settings(channel))).toBuilder().time(time).build());
  }

  /** The same, but the channel is looked for elsewhere. */
  public PaymentGateway gatewayTo(
      URI address, ChannelUnderTest channel, UnaryOperator<Map<String, String>> change) {
    return gateway(
        channel,
        settings -> {
          Map<String, String> moved = change.apply(settings);
          moved.put(prefix(channel) + "base-url", address.toString());
          channel
              .settingsAwayFromHere()
              .forEach((name, value) -> moved.put(prefix(channel) + name, value));
          // Not on this machine any more, says the URL rule, so the shop's own address may not be
          // either.
          moved.computeIfPresent(
              prefix(channel) + "notification-url",
              (name, url) -> "https://shop.example/pay/notify");
          return moved;
        });
  }

  /** The same, but the private key of the channel's account is kept behind a signer. */
  public PaymentGateway gatewayWith(ChannelUnderTest channel, String setting, Signer signer) {
    GatewayConfig plain = GatewayConfig.of(settings(channel));
    AccountConfig account = plain.accounts().get(channel.account());
    Map<String, String> values = new LinkedHashMap<>(account.values());
    values.remove(setting);
    values.putAll(channel.settingsBesideSigner(sandbox));
    return PaymentGateway.open(
        plain.toBuilder()
            .time(new Hourglass())
            .account(
                channel.account(),
                new AccountConfig() {
                  @Override
                  public String channel() {
                    return account.channel();
                  }

                  @Override
                  public Map<String, String> values() {
                    return values;
                  }

                  @Override
                  public Map<String, Signer> signers() {
                    return Map.of(setting, signer);
                  }
                })
            .build());
  }

  @Override
  public void close() {
    healthy.values().forEach(PaymentGateway::close);
    sandbox.close();
  }
}
