package io.jiaozi.spring;

import io.jiaozi.GatewayConfig;
import io.jiaozi.spi.AccountConfig;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.boot.context.properties.source.ConfigurationPropertySource;
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.core.ResolvableType;
import org.springframework.core.env.Environment;
import org.springframework.core.env.SystemEnvironmentPropertySource;

/**
 * What stands under {@code jiaozi.} in the application's environment, in whatever relaxed form, as
 * the gateway takes it.
 *
 * @param gateway gateway-wide settings by their names
 * @param accounts accounts, each with its settings by their names; values may be secrets
 */
record BoundSettings(Map<String, String> gateway, Map<String, Map<String, String>> accounts) {

  private static final String CHANNEL = "channel";
  private static final List<String> GATEWAY_WIDE =
      List.of("deadline", "max-concurrent-calls", "max-attempts", "expiry-warning");

  /** The starter's own, and the accounts. */
  private static final List<String> NOT_THE_GATEWAYS =
      List.of("accounts.", "notifications.", "sandbox.", "sweep.", "journal.");

  static BoundSettings read(Environment environment, Names names) {
    Binder binder = Binder.get(environment);
    return new BoundSettings(gateway(environment, binder), accounts(binder, names));
  }

  private static Map<String, Map<String, String>> accounts(Binder binder, Names names) {
    ResolvableType texts =
        ResolvableType.forClassWithGenerics(Map.class, String.class, String.class);
    Bindable<Map<String, Map<String, String>>> type =
        Bindable.of(
            ResolvableType.forClassWithGenerics(
                Map.class, ResolvableType.forClass(String.class), texts));
    Map<String, Map<String, String>> bound = binder.bind("jiaozi.accounts", type).orElse(Map.of());
    // To Spring, shop-cn and the SHOPCN of an environment variable, which cannot hold a hyphen, are
    // one name: both entries hold everything. The spelling with hyphens is the account's name.
    Map<String, String> spelling = new HashMap<>();
    bound.keySet().forEach(name -> spelling.merge(Names.uniform(name), name, Names::longer));
    Map<String, Map<String, String>> accounts = new LinkedHashMap<>();
    bound.forEach(
        (name, values) -> {
          if (spelling.containsValue(name)) {
            accounts.put(name, names.account(values));
          }
        });
    return accounts;
  }

  private static Map<String, String> gateway(Environment environment, Binder binder) {
    Map<String, String> bound =
        binder.bind("jiaozi", Bindable.mapOf(String.class, String.class)).orElse(Map.of());
    Map<String, String> known = new HashMap<>();
    GATEWAY_WIDE.forEach(name -> known.put(Names.uniform(name), name));
    Map<String, String> settings = new LinkedHashMap<>();
    Names.canonical(bound, known)
        .forEach(
            (name, value) -> {
              boolean others =
                  NOT_THE_GATEWAYS.stream().anyMatch(group -> (name + ".").startsWith(group));
              if (!others && (known.containsValue(name) || isWritten(name, environment))) {
                settings.put(name, value);
              }
            });
    return settings;
  }

  /**
   * Whether somebody wrote this for us. A container platform puts variables of its own beside a
   * service that is called jiaozi ({@code JIAOZI_PORT}), and they must not keep it from starting.
   */
  private static boolean isWritten(String name, Environment environment) {
    ConfigurationPropertyName full = ConfigurationPropertyName.adapt("jiaozi." + name, '.');
    for (ConfigurationPropertySource source : ConfigurationPropertySources.get(environment)) {
      if (!(source.getUnderlyingSource() instanceof SystemEnvironmentPropertySource)
          && source.getConfigurationProperty(full) != null) {
        return true;
      }
    }
    return false;
  }

  /** The same as the gateway takes it. Placeholders are resolved already, by Spring. */
  GatewayConfig.Builder toBuilder() {
    GatewayConfig.Builder builder = GatewayConfig.builder();
    gateway.forEach(builder::setting);
    accounts.forEach((name, values) -> builder.account(name, Account.of(values)));
    return builder;
  }

  @Override
  public String toString() {
    return "BoundSettings[accounts=" + accounts.keySet() + ", settings=" + gateway.keySet() + "]";
  }

  /**
   * One account.
   *
   * @param channel empty if no property names it; refused when the gateway opens
   * @param values may be secrets
   */
  private record Account(String channel, Map<String, String> values) implements AccountConfig {

    static Account of(Map<String, String> settings) {
      Map<String, String> values = new LinkedHashMap<>(settings);
      String channel = values.remove(CHANNEL);
      return new Account(channel == null ? "" : channel.strip(), values);
    }

    @Override
    public String toString() {
      return "Account[channel=" + channel + ", settings=" + values.keySet() + "]";
    }
  }
}
