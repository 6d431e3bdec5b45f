package io.jiaozi.spring;

import static org.assertj.core.api.Assertions.assertThat;

import io.jiaozi.MerchantAccount;
import io.jiaozi.Operation;
import io.jiaozi.PaymentGateway;
import io.jiaozi.TimeSource;
import io.jiaozi.error.InvalidConfigurationException;
import io.jiaozi.journal.Journal;
import io.jiaozi.journal.JournalEntry;
import io.jiaozi.journal.JournalKey;
import io.jiaozi.money.Money;
import io.jiaozi.notification.NotificationHandler;
import io.jiaozi.notification.NotificationLog;
import io.jiaozi.payment.Payment;
import io.jiaozi.payment.PaymentReference;
import io.jiaozi.payment.Scene;
import io.jiaozi.refund.Refund;
import java.time.Duration;
import java.time.Instant;
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
        .withPropertyValues("spring.datasource.hikari.maximum-pool-size=6")
        .run(context -> assertThat(context.getBean(Kept.class).messages()).isEqualTo(3));
    withDatabase
        .withPropertyValues("jiaozi.journal=memory")
        .run(context -> assertThat(where(context.getBean(Kept.class))).isEqualTo("memory"));
  }

  @Test
  void whatWouldForgetTooEarly_stopsTheStart() {
    with(Played.account("wechat", "shop"))
        .withPropertyValues("jiaozi.keep.journal=3d")
        .run(
            context ->
                assertThat(new StartRefusedAnalyzer().analyze(context.getStartupFailure()))
                    .isNotNull()
                    .extracting(analysis -> analysis.getDescription())
                    .asString()
                    .contains("less than 15d"));
  }

  @Test
  void whatEndedLongAgo_isForgotten_andNothingElse() {
    Instant now = Instant.parse("2026-03-01T08:00:00Z");
    Journal journal = Journal.inMemory();
    NotificationLog messages = NotificationLog.inMemory();
    try (Housekeeping housekeeping =
        new Housekeeping(
            journal,
            messages,
            new JiaoziProperties.Keep(Duration.ofDays(400), Duration.ofDays(60)),
            at(now))) {
      JournalEntry open = entry("OLD1", now.minus(Duration.ofDays(500)));
      journal.begin(open);
      JournalEntry ended = entry("OLD2", now.minus(Duration.ofDays(500)));
      journal.replace(journal.begin(ended).entry().as(JournalEntry.Phase.DONE, null));
      JournalEntry recent = entry("NEW1", now.minus(Duration.ofDays(300)));
      journal.replace(journal.begin(recent).entry().as(JournalEntry.Phase.DONE, null));

      housekeeping.tidy();

      assertThat(journal.find(open.key())).isPresent();
      assertThat(journal.find(ended.key())).isEmpty();
      assertThat(journal.find(recent.key())).isPresent();
    }
  }

  private static TimeSource at(Instant now) {
    return new TimeSource() {
      @Override
      public Instant now() {
        return now;
      }

      @Override
      public long nanos() {
        return 0;
      }

      @Override
      public void sleep(Duration duration) {}
    };
  }

  private static JournalEntry entry(String number, Instant placedAt) {
    return new JournalEntry(
        new JournalKey("shop", "", Operation.PAY, number),
        placedAt,
        null,
        Scene.Kind.QR_CODE,
        Money.of("CNY", "8.00"),
        "0".repeat(64),
        PaymentReference.ofNumber(number),
        null,
        JournalEntry.Phase.OPEN,
        null,
        null,
        placedAt,
        0,
        placedAt,
        0);
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
