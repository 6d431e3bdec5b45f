package io.jiaozi.spring;

import static org.assertj.core.api.Assertions.assertThat;

import io.jiaozi.MerchantAccount;
import io.jiaozi.PaymentGateway;
import io.jiaozi.error.InvalidConfigurationException;
import io.jiaozi.notification.NotificationHandler;
import io.jiaozi.payment.Payment;
import io.jiaozi.refund.Refund;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.health.contributor.CompositeHealthContributor;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.boot.health.contributor.Status;
import org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.DataSourceTransactionManagerAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.SystemEnvironmentPropertySource;

class StarterTest {

  private final ApplicationContextRunner application =
      new ApplicationContextRunner()
          .withConfiguration(AutoConfigurations.of(JiaoziAutoConfiguration.class))
          .withUserConfiguration(Shop.class);

  @Configuration(proxyBeanMethods = false)
  static class Shop {
    @PaymentListener
    void paid(Payment payment) {}
  }

  private ApplicationContextRunner with(Map<String, Object> properties) {
    return application.withInitializer(
        context ->
            context
                .getEnvironment()
                .getPropertySources()
                .addFirst(new MapPropertySource("accounts", properties)));
  }

  @ParameterizedTest
  @ValueSource(strings = {"wechat", "alipay", "alipay-cert", "unionpay", "paypal"})
  void eachKindOfAccount_starts(String offered) {
    with(Played.account(offered, "shop"))
        .run(
            context -> {
              assertThat(context).hasNotFailed();
              assertThat(context.getBean(PaymentGateway.class).account("shop").channel())
                  .isEqualTo(offered.replace("-cert", ""));
              assertThat(context).hasSingleBean(NotificationHandler.class);
            });
  }

  @Test
  void twoAccountsOfOneChannel() {
    Map<String, Object> both = Played.account("wechat", "north");
    both.putAll(Played.account("wechat", "south"));
    with(both)
        .run(
            context ->
                assertThat(context.getBean(PaymentGateway.class).accounts())
                    .extracting(MerchantAccount::name)
                    .containsExactlyInAnyOrder("north", "south"));
  }

  @Test
  void everyRelaxedForm_isTheSameSetting() {
    Map<String, Object> relaxed = new HashMap<>();
    Played.account("wechat", "shop-cn")
        .forEach(
            (key, value) -> {
              String setting = key.substring("jiaozi.accounts.shop-cn.".length());
              relaxed.put("jiaozi.accounts.shop-cn." + camelCase(setting), value);
            });
    Object key = relaxed.remove("jiaozi.accounts.shop-cn.privateKey");
    relaxed.remove("jiaozi.accounts.shop-cn.moreAppIds");
    relaxed.put("jiaozi.accounts.shop-cn.more-app-ids[0]", "wx1111111111111111");
    relaxed.put("jiaozi.accounts.shop-cn.more-app-ids[1]", "wx2222222222222222");
    relaxed.put("jiaozi.maxAttempts", "2");
    assertThat(key).isNotNull();
    with(relaxed)
        .withInitializer(
            context ->
                context
                    .getEnvironment()
                    .getPropertySources()
                    .addFirst(
                        new SystemEnvironmentPropertySource(
                            "variables-systemEnvironment",
                            Map.of(
                                "JIAOZI_ACCOUNTS_SHOPCN_PRIVATE_KEY",
                                key,
                                "JIAOZI_DEADLINE",
                                "7s",
                                "JIAOZI_PORT",
                                "tcp://10.0.0.1:80"))))
        .run(
            context -> {
              assertThat(context).hasNotFailed();
              var config = context.getBean(io.jiaozi.GatewayConfig.class);
              assertThat(config.settings())
                  .isEqualTo(Map.of("max-attempts", "2", "deadline", "7s"));
              assertThat(config.accounts()).containsOnlyKeys("shop-cn");
              var values = config.accounts().get("shop-cn").values();
              assertThat(values)
                  .containsEntry("private-key", (String) key)
                  .containsEntry("more-app-ids", "wx1111111111111111,wx2222222222222222");
              var expected = new TreeSet<String>();
              Played.account("wechat", "x")
                  .keySet()
                  .forEach(name -> expected.add(name.substring("jiaozi.accounts.x.".length())));
              expected.add("more-app-ids");
              expected.remove("channel");
              assertThat(values.keySet()).isEqualTo(expected);
            });
  }

  private static String camelCase(String kebab) {
    StringBuilder text = new StringBuilder();
    for (String word : kebab.split("-", -1)) {
      text.append(
          text.isEmpty() ? word : Character.toUpperCase(word.charAt(0)) + word.substring(1));
    }
    return text.toString();
  }

  @Test
  void wrongConfiguration_stopsTheStart_withEveryProblem() {
    Map<String, Object> wrong = Played.account("wechat", "shop");
    wrong.remove("jiaozi.accounts.shop.merchant-id");
    wrong.put("jiaozi.accounts.shop.privat-key", "x");
    wrong.put("jiaozi.accounts.other.channel", "wechatt");
    wrong.put("jiaozi.dedline", "1s");
    with(wrong)
        .run(
            context -> {
              assertThat(context)
                  .getFailure()
                  .rootCause()
                  .isInstanceOf(InvalidConfigurationException.class);
              var analysis =
                  new InvalidConfigurationAnalyzer(environment(wrong))
                      .analyze(context.getStartupFailure());
              assertThat(analysis).isNotNull();
              assertThat(analysis.getDescription())
                  .contains("jiaozi.accounts.shop.merchant-id: is missing.")
                  .contains("jiaozi.accounts.shop.privat-key")
                  .contains("private-key")
                  .contains("jiaozi.accounts.other")
                  .contains("jiaozi.dedline");
              assertThat(analysis.getAction())
                  .contains("jiaozi.accounts.shop.privat-key: Did you mean \"private-key\"?");
            });
  }

  private static org.springframework.core.env.Environment environment(Map<String, Object> map) {
    var environment = new org.springframework.core.env.StandardEnvironment();
    environment.getPropertySources().addFirst(new MapPropertySource("accounts", map));
    return environment;
  }

  @Configuration(proxyBeanMethods = false)
  static class OddShop {
    @RefundListener
    String refunded(Refund refund, String more) {
      return more + refund;
    }
  }

  @Test
  void aListenerThatCannotBeCalled_stopsTheStart() {
    with(Played.account("wechat", "shop"))
        .withUserConfiguration(OddShop.class)
        .run(
            context -> {
              var analysis = new StartRefusedAnalyzer().analyze(context.getStartupFailure());
              assertThat(analysis).isNotNull();
              assertThat(analysis.getDescription())
                  .isEqualTo(
                      "The method OddShop.refunded has @RefundListener, but not a signature that can"
                          + " be called.");
              assertThat(analysis.getAction()).contains("take a Refund");
            });
  }

  @Test
  void journal_isWhereItIsWanted() {
    var shop = with(Played.account("wechat", "shop"));
    shop.run(context -> assertThat(where(context.getBean(Kept.class))).isEqualTo("memory"));
    shop.withPropertyValues("jiaozi.journal=none")
        .run(context -> assertThat(where(context.getBean(Kept.class))).isEqualTo("none"));
    shop.withPropertyValues("jiaozi.journal=jdbc")
        .run(
            context ->
                assertThat(new StartRefusedAnalyzer().analyze(context.getStartupFailure()))
                    .isNotNull()
                    .extracting(analysis -> analysis.getDescription())
                    .isEqualTo(
                        "jiaozi.journal is jdbc, and the application has no single DataSource."));
    var withDatabase =
        shop.withConfiguration(
            AutoConfigurations.of(
                DataSourceAutoConfiguration.class,
                DataSourceTransactionManagerAutoConfiguration.class));
    withDatabase.run(
        context -> assertThat(context.getBean(Kept.class).where()).contains("one transaction"));
    withDatabase
        .withPropertyValues("jiaozi.journal=memory")
        .run(context -> assertThat(where(context.getBean(Kept.class))).isEqualTo("memory"));
  }

  private static String where(Kept kept) {
    return kept.journal() == null ? "none" : kept.where().startsWith("in memory") ? "memory" : "db";
  }

  @Test
  void health_hasAnEntryPerAccount() {
    Map<String, Object> both = Played.account("wechat", "north");
    both.putAll(Played.account("unionpay", "south"));
    with(both)
        .run(
            context -> {
              var health = context.getBean(CompositeHealthContributor.class);
              var north = (@Nullable HealthIndicator) health.getContributor("north");
              var south = (@Nullable HealthIndicator) health.getContributor("south");
              assertThat(north).isNotNull();
              assertThat(south).isNotNull();
              var details = south.health(true);
              assertThat(details).isNotNull();
              assertThat(details.getStatus()).isEqualTo(Status.UP);
              assertThat(details.getDetails())
                  .containsEntry("channel", "unionpay")
                  .containsKeys("certificatesUntil", "calls");
            });
  }
}
