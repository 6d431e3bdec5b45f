package io.jiaozi.paypal;

import static org.assertj.core.api.Assertions.assertThat;

import io.jiaozi.ChannelCall;
import io.jiaozi.Operation;
import io.jiaozi.payment.RawReply;
import io.jiaozi.tck.ContractContext;
import java.net.URI;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EscapeHatchTest {

  private final ContractContext context = new ContractContext();
  private final FakePaypal paypal = new FakePaypal();
  private final PaypalAdapter adapter =
      TestAccount.open(
          paypal.address(), context, Map.of(Settings.PARTNER_ATTRIBUTION_ID, "Jiaozi_SP"));

  @AfterEach
  void close() {
    context.close();
    paypal.close();
  }

  private RawReply call(ChannelCall call) {
    assertThat(adapter.check(call)).isEmpty();
    return adapter.call(call, TestAccount.callFor(Operation.CHANNEL_CALL, "SELLER1234567"));
  }

  @Test
  void post_carriesTokenPartnerAndTheCallersKey_andTheBodyAsItIs() {
    paypal.answer(201, "{\"batch_header\":{}}");

    RawReply reply =
        call(
            new ChannelCall(
                "POST",
                "/v1/payments/payouts",
                Map.of("a", "b c"),
                Map.of("PayPal-Request-Id", "P-1", "Prefer", "return=minimal"),
                "{ \"items\" : [] }",
                false));

    FakePaypal.Asked asked = paypal.asked().get(0);
    assertThat(asked.method() + " " + asked.target())
        .isEqualTo("POST /v1/payments/payouts?a=b%20c");
    assertThat(asked.body()).isEqualTo("{ \"items\" : [] }");
    assertThat(asked.header("Authorization")).startsWith("Bearer ");
    assertThat(asked.header("PayPal-Request-Id")).isEqualTo("P-1");
    assertThat(asked.header("Prefer")).isEqualTo("return=minimal");
    assertThat(asked.header("PayPal-Partner-Attribution-Id")).isEqualTo("Jiaozi_SP");
    assertThat(asked.header("PayPal-Auth-Assertion")).endsWith(".");
    assertThat(reply.httpStatus()).isEqualTo(201);
    assertThat(reply.channelRequestId()).isEqualTo(FakePaypal.DEBUG_ID);
  }

  @Test
  void get_carriesNoKey() {
    paypal.answer(200, "{}");

    call(ChannelCall.get("/v1/customer/disputes", Map.of("page_size", "5")));

    assertThat(paypal.asked().get(0).header("PayPal-Request-Id")).isNull();
  }

  @ParameterizedTest
  @CsvSource({"PATCH, {}", "PUT, {}", "DELETE, ''", "DELETE, {}"})
  void otherVerbs(String verb, String body) {
    paypal.answer(204, "");

    assertThat(call(new ChannelCall(verb, "/v1/a/b", Map.of(), Map.of(), body, false)).httpStatus())
        .isEqualTo(204);
    assertThat(paypal.asked().get(0).method()).isEqualTo(verb);
    assertThat(paypal.asked().get(0).body()).isEqualTo(body);
  }

  @Test
  void errors_areHandedOver_afterOneFreshToken() {
    paypal.refuse(401, "AUTHENTICATION_FAILURE", null).refuse(422, "UNPROCESSABLE_ENTITY", "X");

    assertThat(call(ChannelCall.post("/v1/x", "{}")).httpStatus()).isEqualTo(422);
    assertThat(paypal.askedForTokens()).hasSize(2);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "v1/x",
        "/x",
        "/v1",
        "/v1/",
        "/v1/../x",
        "/v1/%2e%2e/x",
        "//evil.example/v1/x",
        "https://evil.example/v1/x",
        "/v1/x?a=b",
        "/v1/x y",
        "/v1/oauth2/token"
      })
  void targetsThatAreNone_areRefused(String target) {
    assertThat(adapter.check(ChannelCall.get(target, Map.of()))).hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Authorization",
        "PayPal-Auth-Assertion",
        "paypal-partner-attribution-id",
        "Host",
        "Content-Type",
        "Content-Length",
        "Cookie"
      })
  void headersOfOurs_areRefused(String name) {
    assertThat(
            adapter.check(
                new ChannelCall("POST", "/v1/x", Map.of(), Map.of(name, "x"), "{}", false)))
        .hasSize(1);
  }

  @Test
  void inventedAnswers_cannotBeAskedForLive() {
    ChannelCall mock =
        new ChannelCall(
            "POST", "/v1/x", Map.of(), Map.of("PayPal-Mock-Response", "{}"), "{}", false);

    assertThat(adapter.check(mock)).isEmpty();
    assertThat(
            TestAccount.open(URI.create("https://api-m.sandbox.paypal.com"), context).check(mock))
        .isEmpty();
    assertThat(TestAccount.open(URI.create("https://api-m.paypal.com"), context).check(mock))
        .hasSize(1);
    assertThat(TestAccount.open(URI.create("https://proxy.example"), context).check(mock))
        .hasSize(1);
  }

  @Test
  void verbsAndBodies() {
    assertThat(adapter.check(new ChannelCall("TRACE", "/v1/x", Map.of(), Map.of(), "", true)))
        .hasSize(1);
    assertThat(adapter.check(new ChannelCall("GET", "/v1/x", Map.of(), Map.of(), "{}", true)))
        .hasSize(1);
  }
}
