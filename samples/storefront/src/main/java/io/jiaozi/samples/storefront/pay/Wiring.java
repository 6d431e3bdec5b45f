package io.jiaozi.samples.storefront.pay;

import io.jiaozi.GatewayConfig;
import io.jiaozi.PaymentGateway;
import io.jiaozi.journal.Journal;
import io.jiaozi.notification.NotificationHandler;
import io.jiaozi.samples.storefront.ShopSettings;
import io.jiaozi.sandbox.Sandbox;
import java.time.Clock;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;

/** The gateway, and the simulated channels while no account is configured. */
@Configuration(proxyBeanMethods = false)
class Wiring {
  private static final Duration SWEEP = Duration.ofSeconds(10);

  @Bean
  static Clock clock() {
    return Clock.systemUTC();
  }

  /** The channels on this machine, for a shop without accounts of its own. */
  @Bean(destroyMethod = "close")
  static SimulatedChannels simulatedChannels(Environment environment, ShopSettings settings) {
    boolean ownAccounts = !accounts(environment).isEmpty();
    return ownAccounts
        ? SimulatedChannels.none(settings.sandboxUrl())
        : SimulatedChannels.start(Sandbox.start(), settings.publicUrl());
  }

  private static Map<String, String> accounts(Environment environment) {
    Map<String, String> found = new LinkedHashMap<>();
    Binder.get(environment)
        .bind("jiaozi", Bindable.mapOf(String.class, String.class))
        .ifBound(values -> values.forEach((name, value) -> found.put("jiaozi." + name, value)));
    return found;
  }

  @Bean(destroyMethod = "close")
  static PaymentGateway gateway(
      Environment environment, SimulatedChannels simulated, ObjectProvider<Watch> watch) {
    Map<String, String> properties = accounts(environment);
    properties.putAll(simulated.settings());
    return PaymentGateway.open(
        GatewayConfig.of(properties).toBuilder()
            .journal(Journal.inMemory())
            .listener(watch.getObject())
            .build());
  }

  @Bean(destroyMethod = "close")
  static NotificationHandler notifications(PaymentGateway gateway, Bookkeeper bookkeeper) {
    gateway.sweep(SWEEP, bookkeeper);
    return NotificationHandler.builder(gateway, bookkeeper)
        .expecting(bookkeeper)
        .approving(bookkeeper)
        .build();
  }
}
