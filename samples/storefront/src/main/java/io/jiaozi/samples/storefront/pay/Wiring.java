package io.jiaozi.samples.storefront.pay;

import io.jiaozi.samples.storefront.ShopSettings;
import io.jiaozi.sandbox.Sandbox;
import java.time.Clock;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * What the starter does not bring: it makes the gateway of {@code jiaozi.accounts}, the endpoint
 * that channels call, journal and log in the shop's database, and the sandbox.
 */
@Configuration(proxyBeanMethods = false)
class Wiring {

  @Bean
  static Clock clock() {
    return Clock.systemUTC();
  }

  /** Where buyers' phones are played, if the channels are simulated. */
  @Bean
  static SimulatedChannels simulatedChannels(
      ObjectProvider<Sandbox> sandbox, ShopSettings settings) {
    Sandbox here = sandbox.getIfAvailable();
    return new SimulatedChannels(here == null ? settings.sandboxUrl() : here.address());
  }
}
