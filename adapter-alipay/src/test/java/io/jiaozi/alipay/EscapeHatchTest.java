package io.jiaozi.alipay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.sun.net.httpserver.HttpExchange;
import io.jiaozi.ChannelCall;
import io.jiaozi.Operation;
import io.jiaozi.error.OpenOutcome.Cause;
import io.jiaozi.error.Problem;
import io.jiaozi.payment.RawReply;
import io.jiaozi.spi.ChannelFailure.OutcomeUnknown;
import io.jiaozi.tck.ContractContext;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.KeyPair;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EscapeHatchTest {

  private static final String TRANSFER = "{\"out_biz_no\":\"T1\",\"trans_amount\":\"1.00\"}";

  private final FakeAlipay server = new FakeAlipay();
  private final ContractContext context = new ContractContext();
  private final AlipayAdapter adapter = TestAccount.open(server.address(), context);

  @AfterEach
  void close() {
    context.close();
    server.close();
  }

  private RawReply call(AlipayAdapter with, ChannelCall call) {
    assertThat(with.check(call)).isEmpty();
    return with.call(call, TestAccount.call(Operation.CHANNEL_CALL));
  }

  private RawReply call(ChannelCall call) {
    return call(adapter, call);
  }

  private static ChannelCall of(String verb, String target) {
    return new ChannelCall(verb, target, Map.of(), Map.of(), "", false);
  }

  @Test
  void method_isSignedSentAndVerified() {
    server.success("\"order_id\":\"20261124110070000002150000657610\",\"status\":\"SUCCESS\"");

    RawReply reply =
        call(
            new ChannelCall(
                "POST",
                "alipay.fund.trans.uni.transfer",
                Map.of("notify_url", "https://shop.example/t"),
                Map.of(),
                TRANSFER,
                false));

    assertThat(reply.text()).contains("\"status\":\"SUCCESS\"");
    assertThat(reply.channelRequestId()).isEqualTo("0b1a7f2316957");
    assertThat(server.last().method()).isEqualTo("alipay.fund.trans.uni.transfer");
    assertThat(server.last().biz()).isEqualTo(TRANSFER);
    assertThat(server.last().parameters()).containsEntry("notify_url", "https://shop.example/t");
    assertThat(server.last().isSigned()).isTrue();
  }

  @Test
  void method_withoutContent_hasNone() {
    server.success("");

    call(of("POST", "alipay.open.auth.token.app.query"));

    assertThat(server.last().parameters()).doesNotContainKey("biz_content");
  }

  @Test
  void method_failure_isHandedOver() {
    server.failure("40004", "PAYEE_NOT_EXIST").unsigned(FakeAlipay.error("40004", "X"));

    assertThat(call(ChannelCall.post("alipay.fund.trans.uni.transfer", TRANSFER)).text())
        .contains("PAYEE_NOT_EXIST");
    assertThat(call(ChannelCall.post("alipay.fund.trans.uni.transfer", TRANSFER)).text())
        .contains("40004");
  }

  @Test
  void method_successUnsigned_isUnknown() {
    server.unsigned("{\"code\":\"10000\",\"msg\":\"Success\"}");

    assertThat(
            catchThrowableOfType(
                    OutcomeUnknown.class,
                    () -> call(ChannelCall.post("alipay.fund.trans.uni.transfer", TRANSFER)))
                .reason())
        .isEqualTo(Cause.UNTRUSTED_REPLY);
  }

  private static void restReply(
      HttpExchange exchange, KeyPair key, int status, String type, String body) throws IOException {
    String text = "1795521600000\nabcdef0123456789\n" + body + "\n";
    exchange.getResponseHeaders().set("alipay-timestamp", "1795521600000");
    exchange.getResponseHeaders().set("alipay-nonce", "abcdef0123456789");
    exchange
        .getResponseHeaders()
        .set("alipay-signature", TestKeys.sign(key, text.getBytes(StandardCharsets.UTF_8)));
    FakeAlipay.reply(exchange, status, type, body);
  }

  private void rest(KeyPair key, int status, String body) {
    server.then((asked, exchange) -> restReply(exchange, key, status, "application/json", body));
  }

  /** The text a request of version 3 must have signed, by its own headers. */
  private static boolean isSigned(FakeAlipay.Asked asked, String token) {
    String authorization = asked.header("Authorization");
    assertThat(authorization).startsWith("ALIPAY-SHA256withRSA app_id=2021000122682882,");
    String items = authorization.substring(21, authorization.indexOf(",sign="));
    String sign = authorization.substring(authorization.indexOf(",sign=") + 6);
    String text =
        items
            + "\n"
            + asked.verb()
            + "\n"
            + asked.target()
            + "\n"
            + asked.body()
            + "\n"
            + (token == null ? "" : token + "\n");
    return TestKeys.verifies(TestKeys.APP, text.getBytes(StandardCharsets.UTF_8), sign);
  }

  @Test
  void rest_post_isSignedSentAndVerified() {
    rest(TestKeys.ALIPAY, 200, "{\"trade_status\":\"TRADE_SUCCESS\"}");

    RawReply reply = call(ChannelCall.post("/v3/alipay/trade/query", "{\"out_trade_no\":\"饺子1\"}"));

    assertThat(reply.text()).isEqualTo("{\"trade_status\":\"TRADE_SUCCESS\"}");
    FakeAlipay.Asked asked = server.last();
    assertThat(asked.target()).isEqualTo("/v3/alipay/trade/query");
    assertThat(asked.body()).isEqualTo("{\"out_trade_no\":\"饺子1\"}");
    assertThat(asked.header("Authorization"))
        .startsWith(
            "ALIPAY-SHA256withRSA app_id=2021000122682882,nonce=02020202-0202-0202-0202-020202020202,timestamp=1795521600000,sign=");
    assertThat(asked.header("Content-Type")).isEqualTo("application/json");
    assertThat(asked.header("alipay-request-id")).isEqualTo("01".repeat(16));
    assertThat(isSigned(asked, null)).isTrue();
  }

  @Test
  void rest_get_signsTheQueryAsItIsSent() {
    rest(TestKeys.ALIPAY, 200, "{}");
    Map<String, String> query = new LinkedHashMap<>();
    query.put("agreement_no", "2017 0322&45");
    query.put("b", "饺");

    call(ChannelCall.get("/v3/alipay/user/agreement/query", query));

    assertThat(server.last().target())
        .isEqualTo("/v3/alipay/user/agreement/query?agreement_no=2017%200322%2645&b=%E9%A5%BA");
    assertThat(isSigned(server.last(), null)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"PUT", "PATCH", "DELETE"})
  void rest_otherVerbs_areSignedToo(String verb) {
    rest(TestKeys.ALIPAY, 200, "{}");

    call(new ChannelCall(verb, "/v3/alipay/x", Map.of(), Map.of(), "{\"a\":1}", true));

    assertThat(server.last().verb()).isEqualTo(verb);
    assertThat(isSigned(server.last(), null)).isTrue();
  }

  @Test
  void rest_forAMerchant_signsTheToken() {
    rest(TestKeys.ALIPAY, 200, "{}");

    adapter.call(
        ChannelCall.post("/v3/alipay/trade/query", "{}"),
        TestAccount.acting(Operation.CHANNEL_CALL));

    assertThat(server.last().header("alipay-app-auth-token"))
        .isEqualTo("202611BBsub00000000000000001");
    assertThat(isSigned(server.last(), "202611BBsub00000000000000001")).isTrue();
  }

  @Test
  void rest_certificateMode_namesTheCertificates() {
    AlipayAdapter certified =
        TestAccount.open(server.address(), context, TestAccount.certificateValues());
    rest(TestKeys.ALIPAY, 200, "{}");

    call(certified, ChannelCall.post("/v3/alipay/trade/query", "{}"));

    assertThat(server.last().header("Authorization"))
        .contains(",app_cert_sn=" + CertificateSns.of(TestKeys.APP_CERTIFICATE) + ",nonce=");
    assertThat(server.last().header("alipay-root-cert-sn")).hasSize(65);
    assertThat(isSigned(server.last(), null)).isTrue();
  }

  @Test
  void rest_error_isHandedOverSignedOrNot() {
    server.raw(400, "{\"code\":\"ACQ.TRADE_NOT_EXIST\"}");
    rest(TestKeys.ALIPAY, 400, "{\"code\":\"ACQ.TRADE_NOT_EXIST\"}");

    for (int i = 0; i < 2; i++) {
      RawReply reply = call(ChannelCall.post("/v3/alipay/trade/query", "{}"));
      assertThat(reply.httpStatus()).isEqualTo(400);
      assertThat(reply.text()).isEqualTo("{\"code\":\"ACQ.TRADE_NOT_EXIST\"}");
    }
  }

  @ParameterizedTest
  @CsvSource({"200, true", "200, false", "400, true"})
  void rest_unproved_isUnknown(int status, boolean signedByStranger) {
    if (signedByStranger) {
      rest(TestKeys.STRANGER, status, "{}");
    } else {
      server.raw(status, "{}");
    }

    assertThat(
            catchThrowableOfType(
                    OutcomeUnknown.class,
                    () -> call(ChannelCall.post("/v3/alipay/trade/query", "{}")))
                .reason())
        .isEqualTo(Cause.UNTRUSTED_REPLY);
  }

  @Test
  void rest_withContentKey_isEncryptedBothWays() {
    Map<String, String> values = TestAccount.values();
    values.put(Settings.CONTENT_KEY, TestAccount.CONTENT_KEY);
    AlipayAdapter encrypting = TestAccount.open(server.address(), context, values);
    ContentCipher cipher = new ContentCipher(Base64.getDecoder().decode(TestAccount.CONTENT_KEY));
    String sealed = cipher.seal("{\"a\":1}".getBytes(StandardCharsets.UTF_8));
    server.then(
        (asked, exchange) -> restReply(exchange, TestKeys.ALIPAY, 200, "text/plain", sealed));
    rest(TestKeys.ALIPAY, 200, "bm90IG91cnM=");

    RawReply reply = call(encrypting, ChannelCall.post("/v3/alipay/trade/query", "{\"b\":2}"));

    assertThat(reply.text()).isEqualTo("{\"a\":1}");
    assertThat(server.last().header("Content-Type")).isEqualTo("text/plain");
    assertThat(server.last().header("alipay-encrypt-type")).isEqualTo("AES");
    assertThat(cipher.open(server.last().body()))
        .asString(StandardCharsets.UTF_8)
        .isEqualTo("{\"b\":2}");
    assertThat(isSigned(server.last(), null)).isTrue();
    assertThat(
            catchThrowableOfType(
                    OutcomeUnknown.class,
                    () -> call(encrypting, ChannelCall.post("/v3/alipay/trade/query", "{}")))
                .reason())
        .isEqualTo(Cause.UNREADABLE_REPLY);
  }

  private List<String> fields(ChannelCall call) {
    return adapter.check(call).stream().map(Problem::field).toList();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/gateway.do",
        "/v3",
        "/v3/",
        "/v3//x",
        "/v3/../x",
        "/v3/%2e%2e/x",
        "/v3/a?b=1",
        "/v3/a#b",
        "https://evil.example/v3/x",
        "//evil.example/v3/x",
        "alipay",
        "ALIPAY.TRADE.QUERY",
        "alipay..query",
        "alipay.trade.query&method=x",
        "alipay.trade.page.pay",
        "alipay.trade.app.pay",
        "alipay.user.agreement.page.sign"
      })
  void check_oddTargets_areRefused(String target) {
    assertThat(fields(of("POST", target))).containsExactly("target");
  }

  @Test
  void check_whatTheSdkSets_isRefused() {
    assertThat(
            fields(
                new ChannelCall(
                    "POST",
                    "/v3/alipay/x",
                    Map.of(),
                    Map.of("Authorization", "x", "Alipay-Request-Id", "x", "X-Other", "x"),
                    "",
                    false)))
        .containsExactlyInAnyOrder("headers.authorization", "headers.alipay-request-id");
    assertThat(
            fields(
                new ChannelCall(
                    "POST",
                    "alipay.trade.query",
                    Map.of(
                        "sign", "x", "app_auth_token", "x", "biz_content", "x", "auth_token", "x"),
                    Map.of(),
                    "",
                    false)))
        .containsExactlyInAnyOrder("query.sign", "query.app_auth_token", "query.biz_content");
  }

  @Test
  void check_verbHeadersAndBody() {
    assertThat(fields(of("GET", "alipay.trade.query"))).containsExactly("verb");
    assertThat(fields(of("TRACE", "/v3/alipay/x"))).containsExactly("verb");
    assertThat(fields(new ChannelCall("GET", "/v3/alipay/x", Map.of(), Map.of(), "{}", true)))
        .containsExactly("body");
    assertThat(
            fields(
                new ChannelCall(
                    "POST", "alipay.trade.query", Map.of(), Map.of("X-A", "b"), "[]", true)))
        .containsExactlyInAnyOrder("headers", "body");
  }
}
