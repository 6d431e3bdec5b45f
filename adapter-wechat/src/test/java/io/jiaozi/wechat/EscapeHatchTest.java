package io.jiaozi.wechat;

import static io.jiaozi.wechat.WechatPayWireTest.unknown;
import static org.assertj.core.api.Assertions.assertThat;

import io.jiaozi.ChannelCall;
import io.jiaozi.Operation;
import io.jiaozi.error.OpenOutcome.Cause;
import io.jiaozi.error.Problem;
import io.jiaozi.payment.RawReply;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EscapeHatchTest {

  private final FakeWechat server = new FakeWechat();
  private final TestContext context = new TestContext();
  private final WechatAdapter adapter = TestAccount.open(server.address(), context);

  @AfterEach
  void close() {
    context.close();
    server.close();
  }

  private RawReply call(ChannelCall call) {
    assertThat(adapter.check(call)).isEmpty();
    return adapter.call(call, TestAccount.call(Operation.CHANNEL_CALL));
  }

  @Test
  void get_withQuery_isSignedAsSent() {
    server.signed(200, "{\"data\":[]}");
    Map<String, String> query = new LinkedHashMap<>();
    query.put("bill_date", "2026-11-23");
    query.put("note", "a b&c=饺");

    RawReply reply = call(ChannelCall.get("/v3/bill/tradebill", query));

    assertThat(reply.httpStatus()).isEqualTo(200);
    assertThat(reply.text()).isEqualTo("{\"data\":[]}");
    FakeWechat.Asked asked = server.asked().get(0);
    assertThat(asked.target())
        .isEqualTo("/v3/bill/tradebill?bill_date=2026-11-23&note=a%20b%26c%3D%E9%A5%BA");
    assertThat(signatureFits(asked)).isTrue();
    assertThat(asked.header("Wechatpay-Serial")).isEqualTo(FakeWechat.PUBLIC_KEY_ID);
  }

  @ParameterizedTest
  @CsvSource({"POST", "PUT", "PATCH", "DELETE"})
  void verbsWithBody_areSentExactlyAsGiven(String verb) {
    server.signed(200, "{}");

    call(
        new ChannelCall(
            verb,
            "/v3/merchant-service/complaint-notifications",
            Map.of(),
            Map.of("Idempotency-Key", "7"),
            "{ \"url\" : \"https://shop.example/饺\" }",
            false));

    FakeWechat.Asked asked = server.asked().get(0);
    assertThat(asked.method()).isEqualTo(verb);
    assertThat(asked.body()).isEqualTo("{ \"url\" : \"https://shop.example/饺\" }");
    assertThat(asked.header("Idempotency-Key")).isEqualTo("7");
    assertThat(asked.header("Content-Type")).isEqualTo("application/json");
    assertThat(signatureFits(asked)).isTrue();
  }

  @Test
  void postWithoutBody_signsAnEmptyLine() {
    server.signed(200, "{}");

    call(ChannelCall.post("/v3/fund-app/mch-transfer/transfer-bills/out-bill-no/1/cancel", ""));

    assertThat(server.asked().get(0).body()).isEmpty();
    assertThat(signatureFits(server.asked().get(0))).isTrue();
  }

  @Test
  void deleteWithoutBody_isSent() {
    server.signed(204, "");

    assertThat(
            call(new ChannelCall(
                    "DELETE",
                    "/v3/merchant-service/complaint-notifications",
                    Map.of(),
                    Map.of(),
                    "",
                    true))
                .httpStatus())
        .isEqualTo(204);
  }

  @Test
  void errorReply_isHandedOver() {
    server.error(404, "RESOURCE_NOT_EXISTS");

    RawReply reply = call(ChannelCall.get("/v3/certificates", Map.of()));

    assertThat(reply.httpStatus()).isEqualTo(404);
    assertThat(reply.text()).contains("RESOURCE_NOT_EXISTS");
    assertThat(reply.channelRequestId()).isEqualTo("08F9-268512771");
  }

  @Test
  void unsignedSuccess_isUnknown() {
    server.unsigned(200, "application/json", "{}");

    assertThat(unknown(() -> call(ChannelCall.get("/v3/certificates", Map.of()))).reason())
        .isEqualTo(Cause.UNTRUSTED_REPLY);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "v3/certificates",
        "/pay/micropay",
        "/v3",
        "/v3/",
        "/v3/../pay/micropay",
        "/v3/a/%2e%2E/b",
        "/v3/a?b=c",
        "/v3/a#b",
        "https://evil.example/v3/a",
        "//evil.example/v3/a",
        "/v3//a",
        "/v3/a b",
        "/v3/a\r\nb"
      })
  void targetOutsideTheApi_isRefused(String target) {
    assertThat(adapter.check(ChannelCall.get(target, Map.of())))
        .containsExactly(
            new Problem(
                "target",
                "must be a path that begins with /v3/, without host and query, such as /v3/certificates."));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Authorization",
        "authorization",
        "Wechatpay-Serial",
        "WECHATPAY-ANYTHING",
        "Content-Type",
        "Accept",
        "User-Agent",
        "Host"
      })
  void headerThatTheSdkSets_isRefused(String name) {
    assertThat(
            adapter.check(
                new ChannelCall("GET", "/v3/certificates", Map.of(), Map.of(name, "x"), "", true)))
        .containsExactly(
            new Problem(
                "headers." + name.toLowerCase(Locale.ROOT),
                "is set by the SDK and cannot be given. Remove it."));
  }

  @Test
  void unknownVerbAndGetWithBody_areRefused() {
    assertThat(adapter.check(new ChannelCall("TRACE", "/v3/a", Map.of(), Map.of(), "", false)))
        .containsExactly(new Problem("verb", "must be one of GET, POST, PUT, PATCH, DELETE."));
    assertThat(adapter.check(new ChannelCall("GET", "/v3/a", Map.of(), Map.of(), "{}", true)))
        .containsExactly(new Problem("body", "cannot go with GET. Use the query."));
  }

  private static boolean signatureFits(FakeWechat.Asked asked) {
    return TestKeys.verifies(
        TestKeys.MERCHANT,
        FakeWechat.signedText(asked),
        Base64.getDecoder().decode(FakeWechat.item(asked.header("Authorization"), "signature")));
  }
}
