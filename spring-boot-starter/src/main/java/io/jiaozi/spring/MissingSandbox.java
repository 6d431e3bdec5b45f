package io.jiaozi.spring;

import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;

/** The switch is on, and there is nothing to switch on. */
@Configuration(proxyBeanMethods = false)
@ConditionalOnMissingClass("io.jiaozi.sandbox.Sandbox")
@ConditionalOnProperty(name = "jiaozi.sandbox.enabled", havingValue = "true")
class MissingSandbox {

  @Bean
  SandboxAccounts jiaoziSandboxAccounts(Environment environment) {
    SandboxRule.check(environment);
    throw new StartRefused(
        "jiaozi.sandbox.enabled is true, and the sandbox is not on the class path.",
        "Add the dependency io.jiaozi:jiaozi-sandbox for development, or switch it off.");
  }
}
