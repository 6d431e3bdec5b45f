package io.jiaozi.proving.forged;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicContainer.dynamicContainer;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import io.jiaozi.proving.channels.Shapes;
import io.jiaozi.proving.forged.Expectation.Kind;
import io.jiaozi.proving.message.Forging;
import io.jiaozi.proving.message.Making;
import io.jiaozi.proving.message.MessageShape;
import io.jiaozi.proving.message.RawForm;
import io.jiaozi.proving.message.WireMessage;
import io.jiaozi.proving.message.WireMessage.Header;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicContainer;
import org.junit.jupiter.api.TestFactory;

/**
 * The operators on every shape a channel has, without any channel: each does what its row in the
 * channel's table takes for granted, and the table is whole. What a row calls equivalent must be
 * the same to a careful reader, and what it calls refused must not.
 */
class ShapesTest {

  private static final String SIGNATURE = signature();

  private record Sample(
      String channel, MessageShape shape, WireMessage message, WireMessage other) {}

  @TestFactory
  Stream<DynamicContainer> operator_doesWhatTheTableTakesForGranted() {
    return samples()
        .map(
            sample -> {
              ExpectationTable table = ExpectationTable.of(sample.channel());
              return dynamicContainer(
                  sample.channel(),
                  Arrays.stream(Operator.values())
                      .filter(operator -> table.of(operator) != null)
                      .filter(operator -> operator.making() == Making.GENUINE)
                      .map(
                          operator ->
                              dynamicTest(
                                  operator.name(),
                                  () -> check(sample, operator, table.of(operator)))));
            });
  }

  private static void check(Sample sample, Operator operator, Expectation row) {
    for (int choice = 0; choice < 200; choice++) {
      Optional<WireMessage> forged = operator.forge(forging(sample, choice));
      if (row.kind() == Kind.NOT_APPLICABLE) {
        assertThat(forged).as("can be done, so it must not be called N/A").isEmpty();
        continue;
      }
      assertThat(forged).as("can be done").isPresent();
      assertThat(forged.orElseThrow().sameAs(sample.message())).as("nothing was done").isFalse();
      assertThat(sample.shape().sameToAReader(forged.orElseThrow(), sample.message()))
          .as("the same to a careful reader")
          .isEqualTo(row.kind() == Kind.EQUIVALENT);
    }
  }

  private static Forging forging(Sample sample, int choice) {
    return new Forging(
        sample.shape(),
        sample.message(),
        sample::other,
        choice,
        URI.create("https://127.0.0.1:1/v1/notifications/certs/CERT-360caa42"));
  }

  private static Stream<Sample> samples() {
    return Stream.of(
        new Sample("wechat", Shapes.WECHAT, wechat("支付成功"), wechat("退款成功")),
        new Sample("alipay", Shapes.ALIPAY, alipay("a+b 100% & 饺子"), alipay("other")),
        new Sample("unionpay", Shapes.UNIONPAY, unionpay("10000"), unionpay("10001")),
        new Sample("paypal", Shapes.PAYPAL, paypal("12.30"), paypal("12.31")));
  }

  private static WireMessage wechat(String summary) {
    return json(
        List.of(
            new Header("Wechatpay-Timestamp", "1764028800"),
            new Header("Wechatpay-Nonce", "fdasflkja484w0XyZ"),
            new Header("Wechatpay-Signature", SIGNATURE),
            new Header("Wechatpay-Serial", "5157F09EFDC096DE15EBE81A47057A7232F1B8E1"),
            new Header("Wechatpay-Signature-Type", "WECHATPAY2-SHA256-RSA2048")),
        "{\"id\":\"EV-1\",\"summary\":\""
            + summary
            + "\",\"resource\":{\"ciphertext\":\"qQ+/\",\"nonce\":\"a{b}c,\\\"\"}}");
  }

  private static WireMessage paypal(String value) {
    return json(
        List.of(
            new Header("PAYPAL-TRANSMISSION-ID", "69cd13f0-d67a-11e5-baa3-778b53f4ae55"),
            new Header("PAYPAL-TRANSMISSION-TIME", "2026-02-18T20:01:35Z"),
            new Header("PAYPAL-TRANSMISSION-SIG", SIGNATURE),
            new Header(
                "PAYPAL-CERT-URL",
                "https://api.paypal.com/v1/notifications/certs/CERT-360caa42-fca2a594-df8cd2d5"),
            new Header("PAYPAL-AUTH-ALGO", "SHA256withRSA"),
            new Header("PAYPAL-AUTH-VERSION", "v2")),
        "{\"id\":\"WH-2\",\"resource\":{\"amount\":{\"value\":\"" + value + "\"}}}");
  }

  private static WireMessage json(List<Header> headers, String body) {
    return WireMessage.of("/notify", headers, body.getBytes(StandardCharsets.UTF_8));
  }

  private static WireMessage alipay(String subject) {
    return form(
        Map.entry("notify_time", "2026-02-18 20:01:35"),
        Map.entry("notify_id", "2026021800222200133099580504"),
        Map.entry("sign_type", "RSA2"),
        Map.entry("alipay_cert_sn", "6bc29aa3b4d406c43483ffea81e08d22"),
        Map.entry("app_id", "2021000122671234"),
        Map.entry("subject", subject),
        Map.entry("fund_bill_list", "[{\"amount\":\"0.01\",\"fundChannel\":\"ALIPAYACCOUNT\"}]"),
        Map.entry("sign", SIGNATURE));
  }

  private static WireMessage unionpay(String amount) {
    return form(
        Map.entry("txnTime", "20260218200135"),
        Map.entry("queryId", "622602182001350000018"),
        Map.entry("signMethod", "01"),
        Map.entry("txnAmt", amount),
        Map.entry("respMsg", "成功[0000000]"),
        Map.entry(
            "signPubKeyCert",
            "-----BEGIN CERTIFICATE-----\r\nMIIEKzCCAxOgAwIBAgIFEpVGZBYwDQ\r\n-----END CERTIFICATE-----"),
        Map.entry("signature", SIGNATURE));
  }

  @SafeVarargs
  private static WireMessage form(Map.Entry<String, String>... fields) {
    List<RawForm.Pair> pairs = new ArrayList<>();
    for (Map.Entry<String, String> field : fields) {
      pairs.add(RawForm.Pair.of(field.getKey(), field.getValue()));
    }
    String body = pairs.stream().map(RawForm.Pair::toString).collect(Collectors.joining("&"));
    return WireMessage.of("/notify", List.of(), body.getBytes(StandardCharsets.US_ASCII));
  }

  /** 256 bytes with both odd characters of Base64 in their text. */
  private static String signature() {
    byte[] bytes = new byte[256];
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] = (byte) (i * 7 + 251);
    }
    return Base64.getEncoder().encodeToString(bytes);
  }
}
