package io.jiaozi.wechat;

import static io.jiaozi.wechat.WechatPayWireTest.unknown;
import static org.assertj.core.api.Assertions.assertThat;

import io.jiaozi.ChannelCall;
import io.jiaozi.Operation;
import io.jiaozi.error.OpenOutcome.Cause;
import io.jiaozi.error.Problem;
import io.jiaozi.payment.RawReply;
import io.jiaozi.spi.AccountSettings;
import io.jiaozi.spi.Decryptor;
import io.jiaozi.spi.Signer;
import io.jiaozi.support.crypto.RsaDecryptor;
import io.jiaozi.support.crypto.RsaPadding;
import io.jiaozi.support.crypto.RsaSigner;
import io.jiaozi.tck.ContractContext;
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
  private final ContractContext context = new ContractContext();
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
  void encrypt_namedFields_areEncryptedForTheKeyThatIsNamed() {
    server.signed(200, "{}");

    call(
        new ChannelCall(
            "POST",
            "/v3/fund-app/mch-transfer/transfer-bills",
            Map.of(),
            Map.of("Jiaozi-Encrypt", "user_name, receivers.name"),
            "{ \"amount\": 1.50, \"user_name\":\"饺子 c4n4ry\",\"receivers\":[{\"name\":\"a\\\"b\",\"type\":\"X\"},"
                + "{\"type\":\"Y\",\"name\":\"c\"}],\"name\":\"clear\",\"none\":null}",
            false));

    FakeWechat.Asked asked = server.asked().get(0);
    assertThat(asked.header("Wechatpay-Serial")).isEqualTo(FakeWechat.PUBLIC_KEY_ID);
    assertThat(asked.header("Jiaozi-Encrypt")).isNull();
    assertThat(asked.body())
        .doesNotContain("c4n4ry")
        .startsWith("{\"amount\":1.50,\"user_name\":\"")
        .endsWith(",\"name\":\"clear\",\"none\":null}");
    String[] parts = asked.body().split("\"", -1);
    assertThat(TestKeys.opened(TestKeys.PLATFORM, parts[5])).isEqualTo("饺子 c4n4ry");
    assertThat(TestKeys.opened(TestKeys.PLATFORM, parts[11])).isEqualTo("a\"b");
    assertThat(TestKeys.opened(TestKeys.PLATFORM, parts[23])).isEqualTo("c");
    assertThat(signatureFits(asked)).isTrue();
  }

  @Test
  void encrypt_byCertificate_namesItsSerial() {
    WechatAdapter downloading =
        TestAccount.open(
            Map.of(Settings.PUBLIC_KEY, "", Settings.PUBLIC_KEY_ID, ""), server.address(), context);
    server
        .signedBy(
            TestKeys.PLATFORM,
            PlatformList.OLD,
            ContractContext.NOW,
            200,
            new PlatformList().with(TestKeys.PLATFORM, PlatformList.OLD).body())
        .signedBy(TestKeys.PLATFORM, PlatformList.OLD, ContractContext.NOW, 200, "{}");

    downloading.call(
        new ChannelCall(
            "POST", "/v3/a", Map.of(), Map.of("jiaozi-encrypt", "name"), "{\"name\":\"x\"}", false),
        TestAccount.call(Operation.CHANNEL_CALL));

    assertThat(server.asked().get(1).header("Wechatpay-Serial")).isEqualTo(PlatformList.OLD);
    assertThat(TestKeys.opened(TestKeys.PLATFORM, server.asked().get(1).body().split("\"", -1)[3]))
        .isEqualTo("x");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "name, other; {\"name\":\"x\"}; names what the body does not hold as text: other.",
        "name; {\"name\":7}; names what the body does not hold as text: name.",
        "name; []; names fields of a body that is no JSON object.",
        "name; ''; names fields of a body that is no JSON object.",
        "na me; {\"na me\":\"x\"}; 'is not a list of fields. Write names with points between objects and commas between fields, such as payer.identity.name, user_name.'",
        "name,; {\"name\":\"x\"}; 'is not a list of fields. Write names with points between objects and commas between fields, such as payer.identity.name, user_name.'"
      })
  void encrypt_whatIsNotThere_isAProblemBeforeItGoesOutInClear(
      String fields, String body, String sentence) {
    assertThat(
            adapter.check(
                new ChannelCall(
                    "POST", "/v3/a", Map.of(), Map.of("Jiaozi-Encrypt", fields), body, false)))
        .containsExactly(new Problem("headers.jiaozi-encrypt", sentence));
  }

  @Test
  void encrypt_tooLong_isAProblemThatHidesIt() {
    assertThat(
            adapter.check(
                new ChannelCall(
                    "POST",
                    "/v3/a",
                    Map.of(),
                    Map.of("Jiaozi-Encrypt", "name"),
                    "{\"name\":\"" + "饺".repeat(72) + "\"}",
                    false)))
        .containsExactly(
            new Problem(
                "headers.jiaozi-encrypt",
                "names a text of more than 214 bytes, which cannot be encrypted."));
  }

  @Test
  void instruction_thatIsNone_isAProblem() {
    assertThat(
            adapter.check(
                new ChannelCall("GET", "/v3/a", Map.of(), Map.of("Jiaozi-Seal", "x"), "", true)))
        .containsExactly(
            new Problem(
                "headers.jiaozi-seal",
                "is no instruction. There are: Jiaozi-Encrypt, Jiaozi-Decrypt."));
  }

  private static ChannelCall decrypting(String fields) {
    return new ChannelCall(
        "GET",
        "/v3/merchant-service/complaints-v2/1",
        Map.of(),
        Map.of("Jiaozi-Decrypt", fields),
        "",
        true);
  }

  @Test
  void decrypt_namedFields_areOpenedWithTheMerchantsKey() {
    server.signed(
        200,
        "{\"payer_phone\":\""
            + TestKeys.sealed(TestKeys.MERCHANT, "139\n00000000")
            + "\",\"list\":[{\"n\":\""
            + TestKeys.sealed(TestKeys.MERCHANT, "饺子")
            + "\"},{\"n\":\"\"}],\"amount\":12}");

    RawReply reply = call(decrypting("payer_phone,list.n,absent"));

    assertThat(reply.text())
        .isEqualTo(
            "{\"payer_phone\":\"139\\u000a00000000\",\"list\":[{\"n\":\"饺子\"},{\"n\":\"\"}],\"amount\":12}");
  }

  @Test
  void decrypt_errorReplyAndEmptyReply_areHandedOverAsTheyAre() {
    server.error(404, "RESOURCE_NOT_EXISTS").signed(204, "");

    assertThat(call(decrypting("payer_phone")).text()).contains("RESOURCE_NOT_EXISTS");
    assertThat(call(decrypting("payer_phone")).httpStatus()).isEqualTo(204);
  }

  @ParameterizedTest
  @ValueSource(strings = {"c4n4ry", "AAAA", "c4n4ry=="})
  void decrypt_whatIsNotEncrypted_isUnreadableAndNotShown(String value) {
    server.signed(200, "{\"payer_phone\":\"" + value + "\"}");

    var unknown = unknown(() -> call(decrypting("payer_phone")));

    assertThat(unknown.reason()).isEqualTo(Cause.UNREADABLE_REPLY);
    assertThat(unknown.getMessage()).doesNotContain("c4n4ry").doesNotContain("AAAA");
  }

  @Test
  void decrypt_encryptedForAnotherKey_isUnreadable() {
    server.signed(200, "{\"payer_phone\":\"" + TestKeys.sealed(TestKeys.STRANGER, "1") + "\"}");

    assertThat(unknown(() -> call(decrypting("payer_phone"))))
        .hasMessage(
            "answered 200 with an encrypted field that \"private-key\" does not open; it belongs to the certificate that"
                + " signed the request");
  }

  @Test
  void decrypt_keyOutsideTheProcess_needsADecryptor() {
    Signer outside = RsaSigner.of(TestKeys.MERCHANT.getPrivate());
    Decryptor opener = RsaDecryptor.of(TestKeys.MERCHANT.getPrivate(), RsaPadding.OAEP_SHA1);
    Map<String, String> values = TestAccount.values();
    values.remove(Settings.PRIVATE_KEY);
    values.put(Settings.BASE_URL, server.address().toString());
    WechatAdapter signing = external(values, outside, Map.of());
    WechatAdapter opening = external(values, outside, Map.of(Settings.PRIVATE_KEY, opener));
    server.signed(200, "{\"payer_phone\":\"" + TestKeys.sealed(TestKeys.MERCHANT, "139") + "\"}");

    assertThat(signing.check(decrypting("payer_phone")))
        .containsExactly(
            new Problem(
                "headers.jiaozi-decrypt",
                "needs the merchant's private key, which is outside the process and only signs. Give a Decryptor for"
                    + " \"private-key\"."));
    assertThat(opening.check(decrypting("payer_phone"))).isEmpty();
    assertThat(
            opening
                .call(decrypting("payer_phone"), TestAccount.call(Operation.CHANNEL_CALL))
                .text())
        .isEqualTo("{\"payer_phone\":\"139\"}");
  }

  private WechatAdapter external(
      Map<String, String> values, Signer signer, Map<String, Decryptor> decryptors) {
    return (WechatAdapter)
        new WechatAdapterProvider()
            .open(
                new AccountSettings(
                    "shop",
                    "wechat",
                    TestAccount.NOTIFY,
                    values,
                    Map.of(Settings.PRIVATE_KEY, signer),
                    decryptors),
                context);
  }

  @Test
  void partnersEndpoint_isCalledAlike() {
    server.signed(200, "{}");

    call(ChannelCall.get("/v3/pay/partner/transactions/id/1", Map.of("sp_mchid", "1")));

    assertThat(server.asked().get(0).target())
        .isEqualTo("/v3/pay/partner/transactions/id/1?sp_mchid=1");
    assertThat(signatureFits(server.asked().get(0))).isTrue();
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
