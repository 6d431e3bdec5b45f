package io.jiaozi.spring;

import static org.assertj.core.api.Assertions.assertThat;

import io.jiaozi.GatewayConfig;
import io.jiaozi.PaymentGateway;
import io.jiaozi.sandbox.Sandbox;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

class SandboxSwitchTest {

  private final ApplicationContextRunner application =
      new ApplicationContextRunner()
          .withConfiguration(AutoConfigurations.of(JiaoziAutoConfiguration.class))
          .withPropertyValues("jiaozi.sandbox.enabled=true", "server.port=18080");

  @Test
  void withoutAnyAccount_everyChannelIsPlayed() {
    application
        .withPropertyValues("server.servlet.context-path=/shop", "jiaozi.notifications.path=/n/*")
        .run(
            context -> {
              assertThat(context).hasNotFailed();
              assertThat(context.getBean(PaymentGateway.class).accounts())
                  .extracting(account -> account.name())
                  .containsExactlyInAnyOrder("wechat", "alipay", "unionpay", "paypal");
              assertThat(context.getBean(GatewayConfig.class).accounts().get("wechat").values())
                  .containsEntry("notification-url", "http://127.0.0.1:18080/shop/n/wechat")
                  .containsEntry("base-url", context.getBean(Sandbox.class).address().toString());
            });
  }

  @Test
  void accountsOfOneChannel_getWhatTheyLack_andKeepWhatTheySay() {
    application
        .withPropertyValues(
            "jiaozi.accounts.north.channel=wechat",
            "jiaozi.accounts.south.channel=wechat",
            "jiaozi.accounts.south.notification-url=http://127.0.0.1:9/x")
        .run(
            context -> {
              assertThat(context).hasNotFailed();
              var accounts = context.getBean(GatewayConfig.class).accounts();
              assertThat(accounts).containsKeys("north", "south").doesNotContainKey("wechat");
              assertThat(accounts.get("north").values())
                  .containsEntry("notification-url", "http://127.0.0.1:18080/pay/notify/north");
              assertThat(accounts.get("south").values())
                  .containsEntry("notification-url", "http://127.0.0.1:9/x");
            });
  }

  @ParameterizedTest
  @ValueSource(strings = {"prod", "production", "live", "PROD"})
  void production_refuses(String profile) {
    application
        .withPropertyValues("spring.profiles.active=" + profile)
        .run(
            context ->
                assertThat(refusal(context.getStartupFailure()).getDescription())
                    .isEqualTo(
                        "jiaozi.sandbox.enabled is true while the profile \""
                            + profile
                            + "\" is active: payments of the sandbox are not money."));
  }

  @Test
  void aPortThatIsNotKnown_isSaid() {
    application
        .withPropertyValues("server.port=0")
        .run(
            context ->
                assertThat(refusal(context.getStartupFailure()).getDescription())
                    .contains("server.port is 0"));
  }

  @Test
  void aSandboxThatIsNotThere_isSaid() {
    application
        .withClassLoader(new FilteredClassLoader("io.jiaozi.sandbox"))
        .run(
            context ->
                assertThat(refusal(context.getStartupFailure()).getAction())
                    .contains("io.jiaozi:jiaozi-sandbox"));
  }

  @Test
  void switchedOff_nothingIsPlayed_andAccountsAreAskedFor() {
    new ApplicationContextRunner()
        .withConfiguration(AutoConfigurations.of(JiaoziAutoConfiguration.class))
        .run(
            context ->
                assertThat(context)
                    .getFailure()
                    .rootCause()
                    .hasMessageContaining("Give at least jiaozi.accounts.<account>.channel"));
  }

  private static FailureAnalysis refusal(@Nullable Throwable failure) {
    assertThat(failure).isNotNull();
    FailureAnalysis analysis = new StartRefusedAnalyzer().analyze(failure);
    assertThat(analysis).isNotNull();
    return analysis;
  }
}
