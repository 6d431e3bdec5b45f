package io.jiaozi.spring;

import io.jiaozi.metrics.MicrometerListener;
import io.micrometer.core.instrument.MeterRegistry;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Meters, where there is somewhere to register them. */
@Configuration(proxyBeanMethods = false)
@ConditionalOnClass({MicrometerListener.class, MeterRegistry.class})
@ConditionalOnBean(MeterRegistry.class)
class MeterConfiguration {

  @Bean
  @ConditionalOnMissingBean
  MicrometerListener jiaoziMeters(MeterRegistry registry) {
    return new MicrometerListener(registry);
  }
}
