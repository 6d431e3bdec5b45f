package io.jiaozi.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import io.jiaozi.sandbox.channel.Json;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.Signature;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Base64;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Whatever is not the merchant's own, fresh, unaltered request is refused with 401. */
class ForgedRequestTest {
  private static final String PATH = "/v3/pay/transactions/native";
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

  private static byte[] body() {
    return Json.bytes(merchant.order("FORGED0001"));
  }

  private static HttpResponse<byte[]> send(String authorization, byte[] body) throws Exception {
    HttpRequest.Builder request = merchant.unsigned("POST", PATH, body);
    return Merchant.send(
        authorization == null
            ? request.build()
            : request.setHeader("Authorization", authorization).build());
  }

  static Stream<Arguments> alterations() {
    return Stream.of(
        alteration("no header", genuine -> null),
        alteration("other scheme", genuine -> genuine.replace("SHA256-RSA2048", "SM2-WITH-SM3")),
        alteration("no scheme", genuine -> genuine.substring(genuine.indexOf(' ') + 1)),
        alteration("other merchant", genuine -> genuine.replaceFirst("mchid=\".", "mchid=\"X")),
        alteration(
            "other serial", genuine -> genuine.replaceFirst("serial_no=\".", "serial_no=\"0")),
        alteration(
            "other nonce", genuine -> genuine.replaceFirst("nonce_str=\".", "nonce_str=\"Z")),
        alteration("no nonce", genuine -> genuine.replaceFirst("nonce_str=\"[^\"]*\",", "")),
        alteration("twice the nonce", genuine -> genuine + ",nonce_str=\"a\""),
        alteration("a sixth item", genuine -> genuine + ",extra=\"a\""),
        alteration(
            "empty signature",
            genuine -> genuine.replaceFirst("signature=\"[^\"]*", "signature=\"")),
        alteration("not Base64", genuine -> genuine.replaceFirst("signature=\".", "signature=\"!")),
        alteration(
            "not a number", genuine -> genuine.replaceFirst("timestamp=\".", "timestamp=\"x")));
  }

  private static Arguments alteration(String name, UnaryOperator<String> change) {
    return Arguments.of(name, change);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("alterations")
  void authorization_altered_isSignError(String name, UnaryOperator<String> change)
      throws Exception {
    String genuine = merchant.authorization("POST", PATH, body());

    HttpResponse<byte[]> reply = send(change.apply(genuine), body());

    assertThat(Merchant.refusal(reply)).isEqualTo("401 SIGN_ERROR");
    assertThat(sandbox.wechat().orders()).noneMatch(o -> o.outTradeNo().equals("FORGED0001"));
  }

  @Test
  void body_changedByOneByte_isSignError() throws Exception {
    String genuine = merchant.authorization("POST", PATH, body());
    byte[] altered = body();
    altered[altered.length - 2] ^= 1;

    assertThat(Merchant.refusal(send(genuine, altered))).isEqualTo("401 SIGN_ERROR");
  }

  @Test
  void path_otherThanSigned_isSignError() throws Exception {
    String genuine = merchant.authorization("POST", "/v3/pay/transactions/app", body());

    assertThat(Merchant.refusal(send(genuine, body()))).isEqualTo("401 SIGN_ERROR");
  }

  @Test
  void query_notSigned_isSignError() throws Exception {
    String path = "/v3/pay/transactions/out-trade-no/FORGED0001";
    String query = "?mchid=" + merchant.setting("merchant-id");
    HttpRequest request =
        merchant
            .unsigned("GET", path + query, new byte[0])
            .setHeader("Authorization", merchant.authorization("GET", path, new byte[0]))
            .build();

    assertThat(Merchant.refusal(Merchant.send(request))).isEqualTo("401 SIGN_ERROR");
  }

  @Test
  void key_ofSomebodyElse_isSignError() throws Exception {
    KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
    generator.initialize(2048);
    PrivateKey foreign = generator.generateKeyPair().getPrivate();
    Signature signer = Signature.getInstance("SHA256withRSA");
    signer.initSign(foreign);
    signer.update(
        ("POST\n" + PATH + "\n" + NOW.getEpochSecond() + "\nabc\n")
            .getBytes(StandardCharsets.UTF_8));
    signer.update(body());
    signer.update((byte) '\n');
    String forged =
        merchant
            .authorization("POST", PATH, body())
            .replaceFirst("nonce_str=\"[^\"]*", "nonce_str=\"abc")
            .replaceFirst(
                "signature=\"[^\"]*",
                "signature=\"" + Base64.getEncoder().encodeToString(signer.sign()));

    assertThat(Merchant.refusal(send(forged, body()))).isEqualTo("401 SIGN_ERROR");
  }

  @ParameterizedTest
  @org.junit.jupiter.params.provider.CsvSource({"-301,401", "-300,200", "300,200", "301,401"})
  void timestamp_moreThanFiveMinutesOff_isSignError(long offset, int status) throws Exception {
    byte[] body = Json.bytes(merchant.order("FRESH" + (1000 + offset)));
    String authorization =
        merchant.authorization("POST", PATH, body, NOW.getEpochSecond() + offset);

    assertThat(send(authorization, body).statusCode()).isEqualTo(status);
  }

  @Test
  void nonce_usedTwice_isAccepted() throws Exception {
    byte[] body = Json.bytes(merchant.order("NONCE0001"));
    String authorization = merchant.authorization("POST", PATH, body);

    assertThat(send(authorization, body).statusCode()).isEqualTo(200);
    assertThat(send(authorization, body).statusCode()).isEqualTo(200);
  }

  @Test
  void items_inAnotherOrder_areAccepted() throws Exception {
    byte[] body = Json.bytes(merchant.order("ORDER0001"));
    String authorization = merchant.authorization("POST", PATH, body);
    String scheme = authorization.substring(0, authorization.indexOf(' ') + 1);
    String[] items = authorization.substring(scheme.length()).split(",", -1);
    String reversed =
        scheme + items[4] + "," + items[3] + "," + items[2] + "," + items[1] + "," + items[0];

    assertThat(send(reversed, body).statusCode()).isEqualTo(200);
  }

  @Test
  void refusal_tellsWhatWasSigned() throws Exception {
    HttpResponse<byte[]> reply =
        send(merchant.authorization("POST", "/v3/certificates", body()), body());

    assertThat(Merchant.json(reply).path("detail").path("sign_information").path("url").asString())
        .isEqualTo(PATH);
    assertThat(
            Merchant.json(reply)
                .path("detail")
                .path("sign_information")
                .path("truncated_sign_message")
                .asString())
        .startsWith("POST\n" + PATH + "\n" + NOW.getEpochSecond() + "\n");
  }

  @Test
  void contentType_missing_isParamError() throws Exception {
    byte[] body = Json.bytes(merchant.order("HEADER0001"));
    HttpRequest request =
        merchant.signed("POST", PATH, body).setHeader("Content-Type", "text/plain").build();

    HttpResponse<byte[]> reply = Merchant.send(request);

    assertThat(Merchant.refusal(reply)).isEqualTo("400 PARAM_ERROR");
    assertThat(Merchant.json(reply).path("detail").path("field").asString())
        .isEqualTo("Content-Type");
  }

  @Test
  void accept_ofHtmlOnly_isParamError() throws Exception {
    HttpRequest request =
        merchant
            .signed("GET", "/v3/certificates", new byte[0])
            .setHeader("Accept", "text/html")
            .build();

    assertThat(Merchant.refusal(Merchant.send(request))).isEqualTo("400 PARAM_ERROR");
  }
}
