package io.jiaozi.spring;

import io.jiaozi.sandbox.Sandbox;
import java.net.URI;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;

/** The simulated channels in this process, while developing. */
@Configuration(proxyBeanMethods = false)
@ConditionalOnClass(Sandbox.class)
@ConditionalOnProperty(name = "jiaozi.sandbox.enabled", havingValue = "true")
class SandboxConfiguration {

  private static final Logger log = LoggerFactory.getLogger(SandboxConfiguration.class);
  private static final String PREFIX = "jiaozi.accounts.";

  @Bean(destroyMethod = "close")
  @ConditionalOnMissingBean
  Sandbox jiaoziSandbox(Environment environment, JiaoziProperties properties) {
    SandboxRule.check(environment);
    Sandbox sandbox = Sandbox.builder().port(properties.sandbox().port()).start();
    log.warn(
        "The sandbox plays the payment channels; no money moves. Orders are at {}",
        sandbox.landingPage());
    return sandbox;
  }

  @Bean
  SandboxAccounts jiaoziSandboxAccounts(
      Sandbox sandbox, Environment environment, JiaoziProperties properties) {
    SandboxRule.check(environment);
    return new InProcess(sandbox, environment, properties);
  }

  private record InProcess(Sandbox sandbox, Environment environment, JiaoziProperties properties)
      implements SandboxAccounts {

    @Override
    public BoundSettings complete(BoundSettings settings, Set<String> channels) {
      Map<String, Map<String, String>> accounts =
          SandboxAccounts.merge(settings.accounts(), offered(), channels, this::notificationUrl);
      accounts.values().stream()
          .filter(account -> "paypal".equals(account.get("channel")))
          .map(account -> account.get("notification-url"))
          .filter(url -> url != null)
          .findFirst()
          // The one channel that is not told the address with each order.
          .ifPresent(url -> sandbox.paypal().webhookUrl(URI.create(url)));
      return new BoundSettings(settings.gateway(), accounts);
    }

    private Map<String, Map<String, String>> offered() {
      Map<String, Map<String, String>> accounts = new LinkedHashMap<>();
      sandbox
          .settings()
          .forEach(
              (key, value) -> {
                if (key.startsWith(PREFIX)) {
                  String rest = key.substring(PREFIX.length());
                  int dot = rest.indexOf('.');
                  accounts
                      .computeIfAbsent(rest.substring(0, dot), name -> new LinkedHashMap<>())
                      .put(rest.substring(dot + 1), value);
                }
              });
      return accounts;
    }

    private @Nullable String notificationUrl(String account) {
      int port = environment.getProperty("server.port", Integer.class, 8080);
      if (port < 0) {
        return null;
      }
      if (port == 0) {
        throw new StartRefused(
            "The sandbox has to know where this application listens, and server.port is 0.",
            "Give server.port a fixed number, or every account a notification-url.");
      }
      String context = environment.getProperty("server.servlet.context-path", "");
      return "http://127.0.0.1:"
          + port
          + (context.equals("/") ? "" : context)
          + properties.notifications().prefix()
          + "/"
          + account;
    }
  }
}
