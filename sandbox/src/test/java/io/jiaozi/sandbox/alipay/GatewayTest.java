package io.jiaozi.sandbox.alipay;

import static org.assertj.core.api.Assertions.assertThat;

import io.jiaozi.sandbox.Sandbox;
import io.jiaozi.sandbox.channel.Json;
import java.io.ByteArrayInputStream;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.Base64;
import java.util.Map;
import javax.crypto.Cipher;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.node.ObjectNode;

/** What the gateway checks, and how it signs what it answers. */
class GatewayTest {
  private static final String QUERY = "alipay.trade.query";
  private static final String PRECREATE = "alipay.trade.precreate";

  private static Sandbox sandbox;
  private static Shop shop;
  private static Shop certificates;

  @BeforeAll
  static void start() {
    sandbox = Sandbox.start();
    shop = Shop.keyMode(sandbox);
    certificates = Shop.certificateMode(sandbox);
  }

  @AfterAll
  static void stop() {
    sandbox.close();
  }

  @AfterEach
  void reset() {
    sandbox.alipay().signFirst(false);
    sandbox.faults().clear();
  }

  @Test
  void answer_isSignedOverItsRawCharactersWithEscapedSlashes() throws Exception {
    Result result = shop.call(PRECREATE, Shop.order(Shop.number()));

    assertThat(result.node()).isEqualTo("alipay_trade_precreate_response");
    assertThat(result.raw()).contains("https:\\/\\/qr.alipay.com\\/");
    assertThat(result.verifies()).isTrue();
    assertThat(result.text("qr_code")).startsWith("https://qr.alipay.com/");
    assertThat(result.body()).matches("\\{\"alipay_trade_precreate_response\":.*,\"sign\":.*");
  }

  @Test
  void answer_membersInEitherOrder() throws Exception {
    sandbox.alipay().signFirst(true);

    Result result = shop.call(PRECREATE, Shop.order(Shop.number()));

    assertThat(result.body()).startsWith("{\"sign\":");
    assertThat(result.verifies()).isTrue();
  }

  @Test
  void answer_chineseText_isNotEscaped() throws Exception {
    Result result = shop.call(QUERY, Shop.named("NOSUCH1"));

    assertThat(result.refusal()).isEqualTo("40004 ACQ.TRADE_NOT_EXIST");
    assertThat(result.raw()).contains("交易不存在");
    assertThat(result.verifies()).isTrue();
  }

  @ParameterizedTest
  @CsvSource({
    "app_id,40001 isv.missing-app-id,false",
    "sign_type,40001 isv.missing-signature-type,false",
    "sign,40001 isv.missing-signature,true",
    "timestamp,40001 isv.missing-timestamp,true",
    "version,40001 isv.missing-version,true",
    "method,40001 isv.missing-method,true"
  })
  void missing_commonParameter_isRefused(String name, String refusal, boolean signed)
      throws Exception {
    Map<String, String> parameters = shop.parameters(QUERY, Shop.named("A1"));
    parameters.remove(name);
    Map<String, String> all = shop.signed(parameters);
    all.remove(name);

    Result result = shop.exchange(all);

    assertThat(result.refusal()).isEqualTo(refusal);
    assertThat(result.isSigned()).isEqualTo(signed);
    assertThat(result.verifies()).isEqualTo(signed);
  }

  @ParameterizedTest
  @CsvSource({
    "app_id,9021000000000000,40002 isv.invalid-app-id,false",
    "sign_type,RSA,40002 isv.invalid-signature-type,false",
    "timestamp,2026/11/24,40002 isv.invalid-timestamp,true",
    "version,2.0,40002 isv.invalid-version,true",
    "format,xml,40002 isv.invalid-format,true",
    "method,alipay.trade.moon,40002 isv.invalid-method,true",
    "encrypt_type,SM4,40002 isv.invalid-encrypt-type,true",
    "app_auth_token,nobodys,20001 aop.invalid-app-auth-token,true",
    "biz_content,not json,40002 isv.illegal-json,true",
    "biz_content,'{\"a\":1,\"a\":2}',40002 isv.illegal-json,true"
  })
  void wrong_commonParameter_isRefused(String name, String value, String refusal, boolean signed)
      throws Exception {
    Map<String, String> parameters = shop.parameters(QUERY, Shop.named("A1"));
    parameters.put(name, value);

    Result result = shop.exchange(shop.signed(parameters));

    assertThat(result.refusal()).isEqualTo(refusal);
    assertThat(result.isSigned()).isEqualTo(signed);
  }

  @Test
  void signature_thatDoesNotMatch_isRefusedWithTheTextTheGatewayMade() throws Exception {
    Map<String, String> all = shop.signed(shop.parameters(QUERY, Shop.named("A1")));
    all.put("biz_content", "{\"out_trade_no\":\"A2\"}");

    Result result = shop.exchange(all);

    assertThat(result.refusal()).isEqualTo("40002 isv.invalid-signature");
    assertThat(result.text("sub_msg"))
        .contains("app_id=" + shop.app.appId() + "&amp;biz_content={&quot;out_trade_no&quot;");
  }

  @Test
  void signature_coversSignTypeAndLeavesEmptyValuesOut() throws Exception {
    Map<String, String> parameters = shop.parameters(QUERY, Shop.named("A1"));
    parameters.put("notify_url", "");

    assertThat(shop.exchange(shop.signed(parameters)).refusal())
        .isEqualTo("40004 ACQ.TRADE_NOT_EXIST");
  }

  @Test
  void signature_ofAnotherMerchant_isRefused() throws Exception {
    Map<String, String> parameters = shop.parameters(QUERY, Shop.named("A1"));

    assertThat(shop.exchange(certificates.signed(parameters)).refusal())
        .isEqualTo("40002 isv.invalid-signature");
  }

  @ParameterizedTest
  @ValueSource(ints = {-8, 8})
  void timestamp_ofAnotherTimeZone_isRefused(int hours) throws Exception {
    Map<String, String> parameters = shop.parameters(QUERY, Shop.named("A1"));
    parameters.put(
        "timestamp", Shop.timestamp(sandbox.clock().instant().plus(Duration.ofHours(hours))));

    assertThat(shop.exchange(shop.signed(parameters)).refusal())
        .isEqualTo("40002 isv.invalid-timestamp");
  }

  @Test
  void parameter_twice_isRefused() throws Exception {
    String form = Shop.form(shop.signed(shop.parameters(QUERY, Shop.named("A1"))));
    HttpResponse<byte[]> response = Shop.send(shop.gateway(form + "&version=1.0"));

    assertThat(new Result(shop, new String(response.body(), StandardCharsets.UTF_8)).refusal())
        .isEqualTo("40002 isv.invalid-parameter");
  }

  @Test
  void request_inGbk_isUnderstood() throws Exception {
    Charset gbk = Charset.forName("GBK");
    Map<String, String> parameters = shop.parameters(PRECREATE, Shop.order(Shop.number()));
    parameters.put("charset", "GBK");
    HttpRequest request =
        HttpRequest.newBuilder(sandbox.address().resolve("/gateway.do"))
            .header("Content-Type", "application/x-www-form-urlencoded;charset=GBK")
            .POST(HttpRequest.BodyPublishers.ofString(Shop.form(shop.signed(parameters), gbk)))
            .build();

    HttpResponse<byte[]> response = Shop.send(request);

    assertThat(new Result(shop, new String(response.body(), StandardCharsets.UTF_8)).code())
        .isEqualTo("10000");
  }

  @Test
  void request_byGetAndByQuery_isTheSame() throws Exception {
    String form = Shop.form(shop.signed(shop.parameters(QUERY, Shop.named("A1"))));
    HttpResponse<byte[]> response =
        Shop.send(HttpRequest.newBuilder(sandbox.address().resolve("/gateway.do?" + form)).build());

    assertThat(new Result(shop, new String(response.body(), StandardCharsets.UTF_8)).refusal())
        .isEqualTo("40004 ACQ.TRADE_NOT_EXIST");
  }

  @Test
  void encrypted_isSignedWithItsQuotesAndOpensWithTheContentKey() throws Exception {
    String number = shop.paid();

    Result result = encrypted(QUERY, Shop.named(number));

    assertThat(result.isEncrypted()).isTrue();
    assertThat(result.verifies()).isTrue();
    assertThat(result.text("trade_status")).isEqualTo("TRADE_SUCCESS");
  }

  @Test
  void encrypted_refusalOfTheBusiness_isEncrypted() throws Exception {
    Result result = encrypted(QUERY, Shop.named("NOSUCH2"));

    assertThat(result.isEncrypted()).isTrue();
    assertThat(result.refusal()).isEqualTo("40004 ACQ.TRADE_NOT_EXIST");
  }

  @Test
  void encrypted_refusalOfTheGateway_isPlain() throws Exception {
    Map<String, String> parameters = shop.parameters(QUERY, Json.object());
    parameters.put("encrypt_type", "AES");
    parameters.put("biz_content", "bm90IGVuY3J5cHRlZA==");

    Result result = shop.exchange(shop.signed(parameters));

    assertThat(result.isEncrypted()).isFalse();
    assertThat(result.refusal()).isEqualTo("40002 isv.decryption-error-unknown");
    assertThat(result.verifies()).isTrue();
  }

  private static Result encrypted(String method, ObjectNode business) throws Exception {
    Cipher cipher = Cipher.getInstance("AES/CBC/PKCS5Padding");
    cipher.init(
        Cipher.ENCRYPT_MODE,
        new SecretKeySpec(Base64.getDecoder().decode(shop.app.contentKey()), "AES"),
        new IvParameterSpec(new byte[16]));
    Map<String, String> parameters = shop.parameters(method, business);
    parameters.put("encrypt_type", "AES");
    parameters.put(
        "biz_content", Base64.getEncoder().encodeToString(cipher.doFinal(Json.bytes(business))));
    return shop.exchange(shop.signed(parameters));
  }

  @Test
  void certificateMode_answersNameTheirCertificate() throws Exception {
    Result result = certificates.call(PRECREATE, Shop.order(Shop.number()));

    assertThat(result.code()).isEqualTo("10000");
    assertThat(result.certificate()).isEqualTo(certificates.app.alipayCertSn());
    assertThat(result.verifies()).isTrue();
  }

  @ParameterizedTest
  @CsvSource({
    "app_cert_sn,'',40001 isv.missing-app-cert-sn",
    "app_cert_sn,00,40002 isv.app-cert-not-exist",
    "alipay_root_cert_sn,'',40001 isv.missing-alipay-root-cert-sn",
    "alipay_root_cert_sn,00,40002 isv.invalid-alipay-root-cert-sn"
  })
  void certificateMode_needsBothSerials(String name, String value, String refusal)
      throws Exception {
    assertThat(certificates.call(QUERY, Shop.named("A1"), name, value).refusal())
        .isEqualTo(refusal);
  }

  @Test
  void certificateMode_rotatedCertificate_isDownloaded() throws Exception {
    try (Sandbox fresh = Sandbox.start()) {
      Shop merchant = Shop.certificateMode(fresh);
      String before = merchant.app.alipayCertSn();
      fresh.alipay().rotateAlipayCertificate();

      Result result = merchant.call(QUERY, Shop.named("A1"));
      assertThat(result.certificate()).isNotEqualTo(before);
      Result download =
          merchant.call(
              "alipay.open.app.alipaycert.download",
              Json.object().put("alipay_cert_sn", result.certificate()));

      byte[] pem = Base64.getDecoder().decode(download.text("alipay_cert_content"));
      X509Certificate leaf =
          (X509Certificate)
              CertificateFactory.getInstance("X.509")
                  .generateCertificates(new ByteArrayInputStream(pem))
                  .iterator()
                  .next();
      java.security.Signature verifier = java.security.Signature.getInstance("SHA256withRSA");
      verifier.initVerify(leaf.getPublicKey());
      verifier.update(result.raw().getBytes(StandardCharsets.UTF_8));
      String sign =
          Json.parseObject(result.body().getBytes(StandardCharsets.UTF_8)).path("sign").asString();
      assertThat(verifier.verify(Base64.getDecoder().decode(sign))).isTrue();
    }
  }

  @Test
  void certificate_thatDoesNotExist_isNotGivenOut() throws Exception {
    assertThat(
            certificates
                .call(
                    "alipay.open.app.alipaycert.download",
                    Json.object().put("alipay_cert_sn", "0".repeat(32)))
                .refusal())
        .isEqualTo("40002 isv.alipay-cert-not-exist");
  }

  @Test
  void isv_actsForAnotherMerchant() throws Exception {
    String number = Shop.number();
    String token = shop.app.appAuthToken();

    Result paid = shop.call("alipay.trade.pay", Shop.codeOrder(number), "app_auth_token", token);

    assertThat(paid.code()).isEqualTo("10000");
    assertThat(shop.state(number)).isEqualTo("ACQ.TRADE_NOT_EXIST");
    assertThat(shop.call(QUERY, Shop.named(number), "app_auth_token", token).text("trade_status"))
        .isEqualTo("TRADE_SUCCESS");
    assertThat(sandbox.alipay().order(number).sellerId()).isEqualTo(shop.app.subMerchantId());
  }

  @Test
  void isv_asksWhatItsTokenIsWorth() throws Exception {
    Result result =
        shop.call(
            "alipay.open.auth.token.app.query",
            Json.object().put("app_auth_token", shop.app.appAuthToken()));

    assertThat(result.text("status")).isEqualTo("valid");
    assertThat(result.text("user_id")).isEqualTo(shop.app.subMerchantId());
    assertThat(result.text("auth_app_id")).isEqualTo(shop.app.subMerchantAppId());
  }

  @ParameterizedTest
  @CsvSource({"false,ACQ.TRADE_NOT_EXIST", "true,TRADE_SUCCESS"})
  void plannedAnswer_beforeOrAfterTheDeed(boolean committed, String state) throws Exception {
    String number = Shop.number();
    sandbox.alipay().answerNext("pay", "20000", "isp.unknow-error", committed, false);

    Result result = shop.call("alipay.trade.pay", Shop.codeOrder(number));

    assertThat(result.refusal()).isEqualTo("20000 isp.unknow-error");
    assertThat(result.isSigned()).isFalse();
    assertThat(shop.state(number)).isEqualTo(state);
  }

  @Test
  void plannedAnswer_strikesOnlyItsOperation() throws Exception {
    sandbox.alipay().answerNext("reverse", "40004", "AQC.SYSTEM_ERROR");
    String number = shop.paid();

    Result first = shop.call("alipay.trade.cancel", Shop.named(number));
    Result second = shop.call("alipay.trade.cancel", Shop.named(number));

    assertThat(first.refusal()).isEqualTo("40004 AQC.SYSTEM_ERROR");
    assertThat(first.verifies()).isTrue();
    assertThat(second.text("action")).isEqualTo("refund");
  }
}
