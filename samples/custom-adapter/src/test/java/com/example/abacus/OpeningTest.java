package com.example.abacus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jiaozi.Capability;
import io.jiaozi.GatewayConfig;
import io.jiaozi.PaymentGateway;
import io.jiaozi.error.InvalidConfigurationException;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** From settings to an open account. */
class OpeningTest {

  private static Map<String, String> properties() {
    Map<String, String> all = new LinkedHashMap<>();
    all.put("jiaozi.accounts.shop.channel", "abacus");
    all.put("jiaozi.accounts.shop.merchant-id", FakeAbacus.MERCHANT);
    all.put("jiaozi.accounts.shop.key-id", FakeAbacus.KEY_ID);
    all.put("jiaozi.accounts.shop.private-key", Keys.pem(Keys.MERCHANT.getPrivate()));
    all.put("jiaozi.accounts.shop.channel-key", Keys.pem(Keys.CHANNEL.getPublic()));
    return all;
  }

  @Test
  void foundOnTheClassPath_byItsChannelAlone() {
    try (PaymentGateway gateway = PaymentGateway.open(GatewayConfig.of(properties()))) {
      assertThat(gateway.account("shop").capabilities().has(Capability.CLOSE)).isTrue();
    }
  }

  @Test
  void allProblems_comeAtOnce_withoutAnyValue() {
    Map<String, String> all = properties();
    all.put("jiaozi.accounts.shop.merchant-id", "c4n4ry");
    all.put("jiaozi.accounts.shop.key-id", "-");
    all.put("jiaozi.accounts.shop.private-key", Keys.pem(Keys.CHANNEL.getPublic()));
    all.put("jiaozi.accounts.shop.channel-key", "c4n4ry");
    assertThatThrownBy(() -> PaymentGateway.open(GatewayConfig.of(all)))
        .isInstanceOf(InvalidConfigurationException.class)
        .hasMessageContaining("4 problems")
        .hasMessageContaining(
            "jiaozi.accounts.shop.merchant-id: is not a merchant number: AB and 8 digits.")
        .hasMessageContaining("jiaozi.accounts.shop.key-id: is not a key id")
        .hasMessageContaining("jiaozi.accounts.shop.private-key: ")
        .hasMessageContaining("jiaozi.accounts.shop.channel-key: ")
        .hasMessageNotContaining("c4n4ry");
  }
}
