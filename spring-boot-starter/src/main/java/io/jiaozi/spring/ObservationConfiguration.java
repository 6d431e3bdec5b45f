package io.jiaozi.spring;

import io.micrometer.observation.ObservationRegistry;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Observations, and so traces, where the application observes. */
@Configuration(proxyBeanMethods = false)
@ConditionalOnClass(ObservationRegistry.class)
@ConditionalOnBean(ObservationRegistry.class)
class ObservationConfiguration {

  @Bean
  CallObservations jiaoziObservations(ObservationRegistry registry) {
    return new CallObservations(registry);
  }
}
