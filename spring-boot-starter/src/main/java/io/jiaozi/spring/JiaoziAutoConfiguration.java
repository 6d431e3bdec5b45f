package io.jiaozi.spring;

import io.jiaozi.GatewayConfig;
import io.jiaozi.PaymentGateway;
import io.jiaozi.SubMerchantLookup;
import io.jiaozi.TimeSource;
import io.jiaozi.event.GatewayListener;
import io.jiaozi.journal.Journal;
import io.jiaozi.notification.ApprovalHook;
import io.jiaozi.notification.ExpectedPayments;
import io.jiaozi.notification.NotificationHandler;
import io.jiaozi.notification.NotificationLog;
import io.jiaozi.spi.ChannelAdapterProvider;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.core.env.Environment;

/**
 * A {@link PaymentGateway} of the accounts under {@code jiaozi.accounts}, and a {@link
 * NotificationHandler} that tells the application's handlers. Beans of the application take the
 * place of every part: {@link GatewayConfig}, {@link PaymentGateway}, {@link Journal}, {@link
 * NotificationLog}, {@link NotificationHandler}; {@link ExpectedPayments}, {@link ApprovalHook},
 * {@link SubMerchantLookup}, {@link GatewayListener} and {@link ChannelAdapterProvider} beans are
 * used if there are any.
 */
@AutoConfiguration(
    afterName = {
      "org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration",
      "org.springframework.boot.jdbc.autoconfigure.DataSourceTransactionManagerAutoConfiguration",
      "org.springframework.boot.hibernate.autoconfigure.HibernateJpaAutoConfiguration",
      "org.springframework.boot.micrometer.metrics.autoconfigure.CompositeMeterRegistryAutoConfiguration",
      "org.springframework.boot.micrometer.observation.autoconfigure.ObservationAutoConfiguration"
    })
@EnableConfigurationProperties(JiaoziProperties.class)
@Import({
  JdbcKept.class,
  MemoryKept.class,
  SandboxConfiguration.class,
  MissingSandbox.class,
  MeterConfiguration.class,
  ObservationConfiguration.class,
  EndpointConfiguration.class,
  HealthConfiguration.class
})
public class JiaoziAutoConfiguration {

  /** Made by Spring Boot. */
  public JiaoziAutoConfiguration() {}

  @Bean
  ShopHandler jiaoziShopHandler() {
    return new ShopHandler();
  }

  @Bean
  static ListenerSearch jiaoziListenerSearch(
      ConfigurableListableBeanFactory beans, ShopHandler shop) {
    return new ListenerSearch(beans, shop);
  }

  @Bean
  @ConditionalOnMissingBean({GatewayConfig.class, PaymentGateway.class})
  GatewayConfig jiaoziGatewayConfig(
      Environment environment,
      Kept kept,
      ObjectProvider<SandboxAccounts> sandbox,
      ObjectProvider<ChannelAdapterProvider> providers,
      ObjectProvider<Journal> journal,
      ObjectProvider<GatewayListener> listeners,
      ObjectProvider<SubMerchantLookup> subMerchants,
      ObjectProvider<TimeSource> time) {
    List<ChannelAdapterProvider> chosen = providers.orderedStream().toList();
    List<ChannelAdapterProvider> all = new ArrayList<>(Names.onClassPath());
    all.addAll(chosen);
    Names names = Names.of(all);
    BoundSettings settings = BoundSettings.read(environment, names);
    SandboxAccounts played = sandbox.getIfAvailable();
    if (played != null) {
      settings = played.complete(settings, names.channels());
    }
    GatewayConfig.Builder builder = settings.toBuilder();
    chosen.forEach(builder::provider);
    Journal keeper = journal.getIfAvailable(kept::journal);
    if (keeper != null) {
      builder.journal(keeper);
    }
    listeners.orderedStream().forEach(builder::listener);
    subMerchants.ifAvailable(builder::subMerchants);
    time.ifAvailable(builder::time);
    return builder.build();
  }

  @Bean(destroyMethod = "close")
  @ConditionalOnMissingBean
  PaymentGateway jiaoziGateway(GatewayConfig config) {
    return PaymentGateway.open(config);
  }

  @Bean(destroyMethod = "close")
  @ConditionalOnMissingBean
  NotificationHandler jiaoziNotificationHandler(
      PaymentGateway gateway,
      ShopHandler shop,
      Kept kept,
      JiaoziProperties properties,
      ObjectProvider<NotificationLog> log,
      ObjectProvider<ExpectedPayments> expected,
      ObjectProvider<ApprovalHook> approval,
      ObjectProvider<SubMerchantLookup> subMerchants) {
    NotificationHandler.Builder builder =
        NotificationHandler.builder(gateway, shop.asHandler())
            .log(log.getIfAvailable(kept::log))
            .budget(properties.notifications().budget())
            .grace(properties.notifications().grace())
            .concurrent(properties.notifications().concurrent(kept.messages()));
    expected.ifAvailable(builder::expecting);
    approval.ifAvailable(builder::approving);
    subMerchants.ifAvailable(builder::subMerchants);
    return builder.build();
  }

  @Bean(destroyMethod = "close")
  Housekeeping jiaoziHousekeeping(
      Kept kept,
      JiaoziProperties properties,
      ObjectProvider<GatewayConfig> config,
      ObjectProvider<NotificationLog> log,
      ObjectProvider<TimeSource> time) {
    GatewayConfig known = config.getIfAvailable();
    return new Housekeeping(
        known == null ? null : known.journal().orElse(null),
        log.getIfAvailable(kept::log),
        properties.keep(),
        time.getIfAvailable(TimeSource::system));
  }

  @Bean
  GatewayLifecycle jiaoziLifecycle(
      ConfigurableApplicationContext context,
      PaymentGateway gateway,
      NotificationHandler notifications,
      ShopHandler shop,
      Kept kept,
      Housekeeping housekeeping,
      ObjectProvider<GatewayConfig> config,
      JiaoziProperties properties) {
    Duration every = properties.sweep().every();
    if (every.compareTo(Duration.ofMillis(100)) < 0) {
      throw new StartRefused(
          "jiaozi.sweep.every is less than 100ms.", "Write 10s, or another time of some seconds.");
    }
    GatewayConfig known = config.getIfAvailable();
    return new GatewayLifecycle(
        context,
        gateway,
        notifications,
        shop,
        known != null && known.journal().isPresent(),
        kept.where(),
        housekeeping,
        every);
  }
}
