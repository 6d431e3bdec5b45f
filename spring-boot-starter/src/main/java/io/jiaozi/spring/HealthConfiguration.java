package io.jiaozi.spring;

import io.jiaozi.MerchantAccount;
import io.jiaozi.PaymentGateway;
import java.util.LinkedHashMap;
import java.util.Map;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.health.autoconfigure.contributor.ConditionalOnEnabledHealthIndicator;
import org.springframework.boot.health.contributor.CompositeHealthContributor;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The accounts in the application's health, one entry each. */
@Configuration(proxyBeanMethods = false)
@ConditionalOnClass({HealthIndicator.class, ConditionalOnEnabledHealthIndicator.class})
@ConditionalOnEnabledHealthIndicator("jiaozi")
class HealthConfiguration {

  @Bean
  @ConditionalOnMissingBean(name = "jiaoziHealthContributor")
  CompositeHealthContributor jiaoziHealthContributor(PaymentGateway gateway) {
    Map<String, HealthIndicator> accounts = new LinkedHashMap<>();
    for (MerchantAccount account : gateway.accounts()) {
      accounts.put(account.name(), new AccountHealth(account));
    }
    return CompositeHealthContributor.fromMap(accounts);
  }
}
