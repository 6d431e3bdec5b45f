package io.jiaozi.support.redact;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TranscriptTest {

  private final Transcript transcript = Transcript.showing(Set.of("trade_state", "code"));

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private String json(String body) {
    return transcript.reply(200, List.of(), "application/json; charset=utf-8", bytes(body));
  }

  @Test
  void request_showsMethodPathAndNamesOnly() {
    assertThat(
            transcript.request(
                "POST",
                "/v3/refund/domestic/refunds/R20240518A17",
                List.of("Authorization", "Wechatpay-Serial"),
                "application/json",
                bytes("{\"out_refund_no\":\"R20240518A17\",\"amount\":{\"total\":1}}")))
        .isEqualTo(
            "POST /v3/refund/domestic/refunds/*** [Authorization, Wechatpay-Serial] "
                + "{out_refund_no=***, amount={total=***}}");
  }

  @Test
  void reply_showsAllowedValues_whereverTheyStand() {
    assertThat(
            json(
                "{\"trade_state\":\"SUCCESS\",\"payer\":{\"openid\":\"oUpF8uMuAJO_M2pxb1Q9zNjWeS6o\"},"
                    + "\"list\":[{\"code\":\"A\\nB\"},\"x\",null],\"n\":12.5,\"b\":true,\"z\":null}"))
        .isEqualTo(
            "200 [] {trade_state=SUCCESS, payer={openid=***}, list=[{code=A\\u000aB}, ***, null], "
                + "n=***, b=***, z=null}");
  }

  @Test
  void form_showsNamesAndAllowedValues() {
    assertThat(
            transcript.request(
                "POST",
                "/gateway.do",
                List.of(),
                "application/x-www-form-urlencoded;charset=utf-8",
                bytes("sign=abc%2Bdef&code=A1&13800138000=x")))
        .isEqualTo("POST /gateway.do [] {sign=***, code=A1, ***=***}");
  }

  @Test
  void names_thatMayBeData_areMasked() {
    assertThat(json("{\"13800138000\":1,\"a b\":1,\"sk_live_4eC39HqLyjWDarjtT1zdp7dc\":1,\"\":1}"))
        .isEqualTo("200 [] {***=***, ***=***, ***=***, ***=***}");
  }

  @Test
  void body_notWhatItSays_isCountedOnly() {
    assertThat(json("{\"key\":\"sk_live_1\""))
        .isEqualTo("200 [] (18 bytes, not what their content type says)");
    assertThat(transcript.reply(502, List.of("Server"), "text/html", bytes("<b>sk_live_1</b>")))
        .isEqualTo("502 [Server] (16 bytes)");
    assertThat(transcript.reply(200, List.of(), null, bytes("sk_live_1")))
        .isEqualTo("200 [] (9 bytes)");
    assertThat(transcript.reply(204, List.of(), null, new byte[0])).isEqualTo("204 [] (no body)");
  }

  @Test
  void body_ofManyFields_isCut() {
    StringBuilder body = new StringBuilder("{\"f\":0");
    for (int i = 0; i < 5000; i++) {
      body.append(",\"").append("x".repeat(i % 40 + 1)).append(i / 40).append("\":1");
    }

    assertThat(json(body.append('}').toString())).hasSizeLessThan(20_000);
  }

  @ParameterizedTest
  @CsvSource({
    "/v3/pay/transactions/jsapi,                       /v3/pay/transactions/jsapi",
    "/v3/pay/transactions/out-trade-no/20240518A1,     /v3/pay/transactions/out-trade-no/***",
    "/v2/checkout/orders/5O190127TN364715T/capture,    /v2/checkout/orders/***/capture",
    "/gateway/api/frontTransReq.do,                    /gateway/api/frontTransReq.do",
    "/gateway.do,                                      /gateway.do",
    "/user/13800138000,                                /user/***",
    "/t/oUpFuMuAJOMpxbQzNjWeSoAAAAAA,                  /t/***",
    "/a%7Cb/c,                                         /***/c",
    "/,                                                /",
    "/a//b/,                                           /a//b/"
  })
  void path_keepsWords_andMasksWhatMayBeNumbers(String path, String masked) {
    assertThat(Transcript.maskedPath(path)).isEqualTo(masked);
  }
}
