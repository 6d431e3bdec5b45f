package io.jiaozi.proving;

import io.jiaozi.GatewayConfig;
import io.jiaozi.PaymentGateway;
import io.jiaozi.TimeSource;
import io.jiaozi.sandbox.Sandbox;
import io.jiaozi.spi.AccountConfig;
import io.jiaozi.spi.Signer;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;

/** One sandbox for all tests of the module, and gateways as the tests need them. */
final class Stages {

  private static final Sandbox SANDBOX = started();
  private static final AtomicLong NUMBERS = new AtomicLong(System.currentTimeMillis() * 1_000);

  private Stages() {}

  private static Sandbox started() {
    Sandbox sandbox = Sandbox.start();
    Runtime.getRuntime().addShutdownHook(new Thread(sandbox::close));
    return sandbox;
  }

  static Sandbox sandbox() {
    return SANDBOX;
  }

  /** 8 to 32 letters and digits, never twice. */
  static String number() {
    return "P" + NUMBERS.incrementAndGet();
  }

  /** A gateway of its own: breakers, budget and connections of one test do not touch another's. */
  static PaymentGateway gateway() {
    return PaymentGateway.open(
        GatewayConfig.of(SANDBOX.settings()).toBuilder().time(new Impatient()).build());
  }

  /** The same, but one channel is looked for elsewhere. */
  static PaymentGateway gatewayTo(URI address, String channel) {
    Map<String, String> settings = new LinkedHashMap<>(SANDBOX.settings());
    settings.put("jiaozi.accounts." + channel + ".base-url", address.toString());
    // Not on this machine any more, says the URL rule, so the shop's own address may not be either.
    settings.put(
        "jiaozi.accounts." + channel + ".notification-url", "https://shop.example/pay/notify");
    return PaymentGateway.open(
        GatewayConfig.of(settings).toBuilder().time(new Impatient()).build());
  }

  /** The same, but the private key of one channel's account is kept behind a signer. */
  static PaymentGateway gatewayWith(String channel, String setting, Signer signer) {
    GatewayConfig plain = GatewayConfig.of(SANDBOX.settings());
    AccountConfig account = plain.accounts().get(channel);
    Map<String, String> values = new LinkedHashMap<>(account.values());
    values.remove(setting);
    return PaymentGateway.open(
        plain.toBuilder()
            .time(new Impatient())
            .account(
                channel,
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

  /** Real time, except that waiting between attempts takes none. */
  private static final class Impatient implements TimeSource {
    private final TimeSource real = TimeSource.system();

    @Override
    public Instant now() {
      return real.now();
    }

    @Override
    public long nanos() {
      return real.nanos();
    }

    @Override
    public void sleep(Duration duration) throws InterruptedException {
      if (Thread.interrupted()) {
        throw new InterruptedException();
      }
    }
  }
}
