package io.jiaozi.sandbox.wechat;

import static org.assertj.core.api.Assertions.assertThat;

import io.jiaozi.sandbox.Merchant;
import io.jiaozi.sandbox.Sandbox;
import io.jiaozi.sandbox.channel.Json;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.node.ObjectNode;

/** The platform's rules for what is in a request; protocol sheet 6.1, 6.5 and 9. */
class FieldRulesTest {
  private static final String NATIVE = "/v3/pay/transactions/native";
  private static final Instant NOW = Instant.parse("2026-05-18T08:00:00Z");

  private static Sandbox sandbox;
  private static Merchant merchant;

  @BeforeAll
  static void start() {
    sandbox = Sandbox.builder().clock(Clock.fixed(NOW, ZoneOffset.UTC)).start();
    merchant = new Merchant(sandbox);
  }

  @AfterAll
  static void stop() {
    sandbox.close();
  }

  private static void assertParamError(HttpResponse<byte[]> reply, String field) {
    assertThat(Merchant.refusal(reply)).isEqualTo("400 PARAM_ERROR");
    assertThat(Merchant.json(reply).path("detail").path("field").asString()).isEqualTo(field);
  }

  @ParameterizedTest
  @ValueSource(strings = {"description", "out_trade_no", "notify_url", "amount", "appid", "mchid"})
  void field_required_missing(String field) throws Exception {
    ObjectNode order = merchant.order("FIELDS0001");
    order.remove(field);

    assertParamError(merchant.pay(order), "/" + field);
  }

  @ParameterizedTest
  @ValueSource(strings = {"short", "has space 1", "中文订单号码12", "abcdefghijklmnopqrstuvwxyz0123456"})
  void outTradeNo_outsideItsGrammar(String number) throws Exception {
    assertParamError(merchant.pay(merchant.order(number)), "/out_trade_no");
  }

  @ParameterizedTest
  @ValueSource(strings = {"0", "-1", "1.0", "\"100\"", "9223372036854775808"})
  void amount_notAPositiveInteger(String total) throws Exception {
    String order =
        new String(Json.bytes(merchant.order("FIELDS0002")), StandardCharsets.UTF_8)
            .replace("8800", total);
    byte[] body = order.getBytes(StandardCharsets.UTF_8);

    assertParamError(Merchant.send(merchant.signed("POST", NATIVE, body).build()), "/amount/total");
  }

  @Test
  void currency_otherThanYuan() throws Exception {
    ObjectNode order = merchant.order("FIELDS0003");
    order.set("amount", Json.object().put("total", 1).put("currency", "USD"));

    assertParamError(merchant.pay(order), "/amount/currency");
  }

  @ParameterizedTest
  @CsvSource({
    "ftp://shop.example/a",
    "/notify",
    "https://shop.example/a?b=c",
    "https://shop.example/a#b",
    "http://10.0.0.1/a",
    "http://192.168.1.2/a",
    "http://172.16.0.1/a"
  })
  void notifyUrl_notAllowed(String url) throws Exception {
    assertParamError(
        merchant.pay(merchant.order("FIELDS0004").put("notify_url", url)), "/notify_url");
  }

  @ParameterizedTest
  @ValueSource(strings = {"http://127.0.0.1:8080/a", "http://localhost/a", "http://[::1]:80/a"})
  void notifyUrl_loopback_isAllowedHere(String url) throws Exception {
    ObjectNode order = merchant.order("LOOP" + Integer.toHexString(url.hashCode()));

    assertThat(merchant.pay(order.put("notify_url", url)).statusCode()).isEqualTo(200);
  }

  @Test
  void description_countsCharactersNotBytes() throws Exception {
    ObjectNode longest = merchant.order("FIELDS0005").put("description", "饺".repeat(127));
    ObjectNode tooLong = merchant.order("FIELDS0006").put("description", "饺".repeat(128));

    assertThat(merchant.pay(longest).statusCode()).isEqualTo(200);
    assertParamError(merchant.pay(tooLong), "/description");
  }

  @Test
  void emoji_isRefused() throws Exception {
    assertParamError(
        merchant.pay(merchant.order("FIELDS0007").put("description", "🥟")), "/description");
  }

  @Test
  void nullValue_isRefused() throws Exception {
    assertParamError(merchant.pay(merchant.order("FIELDS0008").putNull("attach")), "/attach");
  }

  @Test
  void unknownField_isRefused() throws Exception {
    assertParamError(merchant.pay(merchant.order("FIELDS0009").put("payee", "me")), "/payee");
  }

  @Test
  void body_withADuplicateName_isRefused() throws Exception {
    byte[] body = "{\"appid\":\"a\",\"appid\":\"b\"}".getBytes(StandardCharsets.UTF_8);

    assertParamError(Merchant.send(merchant.signed("POST", NATIVE, body).build()), "/");
  }

  @Test
  void body_notUtf8_isRefused() throws Exception {
    byte[] body = "{\"description\":\"é\"}".getBytes(StandardCharsets.ISO_8859_1);

    assertParamError(Merchant.send(merchant.signed("POST", NATIVE, body).build()), "/");
  }

  @ParameterizedTest
  @CsvSource({"appid,wx0000000000000000", "mchid,1000000000"})
  void identity_notBound(String field, String value) throws Exception {
    assertThat(Merchant.refusal(merchant.pay(merchant.order("FIELDS0010").put(field, value))))
        .isEqualTo("400 APPID_MCHID_NOT_MATCH");
  }

  @ParameterizedTest
  @ValueSource(strings = {"2026-05-18 16:00:00", "2026-05-18T16:30:00", "2026-05-18T07:59:59Z"})
  void timeExpire_notReadableOrPast(String time) throws Exception {
    assertParamError(
        merchant.pay(merchant.order("FIELDS0011").put("time_expire", time)), "/time_expire");
  }

  @Test
  void timeExpire_endsTheOrder() throws Exception {
    try (Sandbox own = Sandbox.start()) {
      Merchant shop = new Merchant(own);
      String deadline =
          own.clock().instant().plus(Duration.ofMinutes(10)).atOffset(ZoneOffset.UTC).toString();
      ObjectNode order = shop.order("FIELDS0012").put("time_expire", deadline);
      shop.pay(order);
      own.clock().advance(Duration.ofMinutes(10));

      assertThat(Merchant.refusal(shop.pay(order))).isIn("400 INVALID_REQUEST", "400 PARAM_ERROR");
      assertThat(Merchant.json(shop.query("FIELDS0012")).path("trade_state").asString())
          .isEqualTo("NOTPAY");
      org.assertj.core.api.Assertions.assertThatThrownBy(() -> own.wechat().pay("FIELDS0012"))
          .hasMessage("Order FIELDS0012 cannot be paid or declined now: EXPIRED.");
    }
  }

  @Test
  void jsapi_withoutOpenid_isRefused() throws Exception {
    assertParamError(
        merchant.post("/v3/pay/transactions/jsapi", merchant.order("FIELDS0013")), "/payer");
  }

  @Test
  void refund_namingTheOrderTwice_isRefused() throws Exception {
    ObjectNode refund = merchant.refund("FIELDS0014", "F-R1", 1).put("transaction_id", "4200");

    assertParamError(merchant.refund(refund), "/transaction_id");
  }

  @Test
  void refund_withoutCurrency_isRefused() throws Exception {
    ObjectNode refund = merchant.refund("FIELDS0014", "F-R2", 1);
    refund.set("amount", Json.object().put("refund", 1).put("total", 8800));

    assertParamError(merchant.refund(refund), "/amount/currency");
  }
}
