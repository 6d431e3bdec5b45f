package io.jiaozi.sandbox.alipay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jiaozi.sandbox.Fault;
import io.jiaozi.sandbox.FaultPlan;
import io.jiaozi.sandbox.Sandbox;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The sandbox's faults at the gateway. */
class AlipayFaultsTest {
  private static final String PAY = "alipay.trade.pay";

  private static Sandbox sandbox;
  private static Shop shop;

  @BeforeAll
  static void start() {
    sandbox = Sandbox.start();
    shop = Shop.keyMode(sandbox);
  }

  @AfterAll
  static void stop() {
    sandbox.close();
  }

  @AfterEach
  void reset() {
    sandbox.faults().clear();
  }

  @ParameterizedTest
  @EnumSource(
      value = Fault.class,
      names = {"BAD_SIGNATURE", "MISSING_SIGNATURE", "SIGNTEST", "UNKNOWN_KEY"})
  void signature_isWrong_theTradeExists(Fault fault) throws Exception {
    String number = Shop.number();
    sandbox.faults().arm(fault, "alipay.pay");

    Result result = shop.call(PAY, Shop.codeOrder(number));

    assertThat(result.code()).isEqualTo("10000");
    assertThat(result.verifies()).isFalse();
    assertThat(result.isSigned()).isEqualTo(fault != Fault.MISSING_SIGNATURE);
    assertThat(shop.state(number)).isEqualTo("TRADE_SUCCESS");
  }

  @Test
  void unknownKey_inCertificateMode_namesAnUnknownCertificate() throws Exception {
    Shop certificates = Shop.certificateMode(sandbox);
    sandbox.faults().arm(Fault.UNKNOWN_KEY, "query");

    Result result = certificates.call("alipay.trade.query", Shop.named("A1"));

    assertThat(result.certificate())
        .matches("[0-9a-f]{32}")
        .isNotEqualTo(certificates.app.alipayCertSn());
    assertThat(result.verifies()).isFalse();
  }

  @ParameterizedTest
  @CsvSource({
    "RESET_AFTER_READ,ACQ.TRADE_NOT_EXIST",
    "RESET_AFTER_COMMIT,TRADE_SUCCESS",
    "CLOSE_AFTER_COMMIT,TRADE_SUCCESS",
    "TRUNCATED_REPLY,TRADE_SUCCESS"
  })
  void connection_breaks_beforeOrAfterTheDeed(Fault fault, String state) throws Exception {
    String number = Shop.number();
    sandbox.faults().arm(fault, "pay");

    assertThatThrownBy(() -> shop.call(PAY, Shop.codeOrder(number)))
        .isInstanceOf(IOException.class);
    assertThat(shop.state(number)).isEqualTo(state);
    assertThat(sandbox.requests().count("pay", number)).isEqualTo(1);
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void status_ofTheGateway_isUnsigned(boolean committed) throws Exception {
    String number = Shop.number();
    FaultPlan plan = FaultPlan.of(Fault.STATUS_500).on("pay");
    sandbox.faults().arm(committed ? plan.committed() : plan);

    HttpResponse<byte[]> response =
        Shop.send(shop.gateway(shop.signed(shop.parameters(PAY, Shop.codeOrder(number)))));

    assertThat(response.statusCode()).isEqualTo(500);
    assertThat(new String(response.body(), StandardCharsets.UTF_8))
        .contains("\"code\":\"20000\"", "isp.unknow-error")
        .doesNotContain("\"sign\"");
    assertThat(shop.state(number)).isEqualTo(committed ? "TRADE_SUCCESS" : "ACQ.TRADE_NOT_EXIST");
  }
}
