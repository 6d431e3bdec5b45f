package io.jiaozi.wechat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jiaozi.spi.ChannelFailure.Untrusted;
import io.jiaozi.spi.SigningAlgorithm;
import io.jiaozi.support.crypto.AesGcm;
import io.jiaozi.support.crypto.RsaVerifier;
import io.jiaozi.support.keys.CertificateSerials;
import io.jiaozi.support.keys.KeyMaterial;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Published examples; their origin stands in {@code vectors/README.md}. */
class KnownAnswersTest {

  private static final ResourceCipher CIPHER =
      new ResourceCipher(
          List.of(AesGcm.of("a7cde1ZJB1kG2e7VfTs3jQzaWizur8Gb".getBytes(StandardCharsets.UTF_8))));

  private static String file(String name) {
    try (InputStream in = KnownAnswersTest.class.getResourceAsStream("/vectors/" + name)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8).strip();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static RsaVerifier key(String name) {
    return RsaVerifier.of(KeyMaterial.inline(name, file(name)).rsaPublicKey());
  }

  @Test
  void a_requestText_isTheOneThatWasSigned() {
    byte[] text =
        RequestSigner.signedText(
            "POST",
            "/v3/pay/transactions/jsapi",
            "1554208460",
            "593BEC0C930BF1AFEB40B4A08C8FB242",
            file("a.body.json").getBytes(StandardCharsets.UTF_8));

    assertThatCode(
            () ->
                key("p1.public-key.txt")
                    .verifyBase64(SigningAlgorithm.RSA_SHA256, file("a.signature.txt"), text))
        .doesNotThrowAnyException();
  }

  @ParameterizedTest
  @CsvSource({
    "b.signature.txt, prepay_id=wx201410272009395522657a690389285100",
    "c.signature.txt, wx201410272009395522657a690389285100"
  })
  void bAndC_clientParameters_areSignedWithTheSameKey(String signature, String last) {
    byte[] text =
        ClientSignature.signedText(
            "wx2421b1c4370ec43b", "1554208460", "593BEC0C930BF1AFEB40B4A08C8FB242", last);

    assertThatCode(
            () ->
                key("p1.public-key.txt")
                    .verifyBase64(SigningAlgorithm.RSA_SHA256, file(signature), text))
        .doesNotThrowAnyException();
  }

  private static void verifyD(String body) {
    PlatformKeys keys =
        PlatformKeys.of(List.of())
            .withPublicKey(
                "PUB_KEY_ID_0000000000000024101100397200000006",
                KeyMaterial.inline("d", file("d.public-key.txt")).rsaPublicKey());
    Clock clock = Clock.fixed(Instant.ofEpochSecond(1722850421L), ZoneOffset.UTC);
    Map<String, String> headers =
        Map.of(
            "Wechatpay-Serial",
            "PUB_KEY_ID_0000000000000024101100397200000006",
            "Wechatpay-Timestamp",
            "1722850421",
            "Wechatpay-Nonce",
            "d824f2e086d3c1df967785d13fcd22ef",
            "Wechatpay-Signature",
            file("d.signature.txt"));
    new MessageVerifier(keys, clock).verify(headers::get, body.getBytes(StandardCharsets.UTF_8));
  }

  @Test
  void d_replySignedWithPublicKey_isBelieved() {
    assertThatCode(() -> verifyD("{\"code_url\":\"weixin://wxpay/bizpayurl?pr=JyC91EIz1\"}"))
        .doesNotThrowAnyException();
    assertThatThrownBy(() -> verifyD("{\"code_url\":\"weixin://wxpay/bizpayurl?pr=JyC91EIz2\"}"))
        .isInstanceOf(Untrusted.class);
  }

  @Test
  void e_ciphertext_isOpened() {
    assertThat(CIPHER.open("uluk4a9R25RW", "associatedData", "ulwSiIajGClcvcOYvOQ7+l+0PAbzzwI="))
        .asString(StandardCharsets.UTF_8)
        .isEqualTo("message");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "transaction"})
  void e2_notificationShaped_isOpenedWithAndWithoutAssociatedData(String associatedData) {
    String head =
        "Y/YEfUnbjBvKjySKXZexHPQB7g82rJu6nKuwHvISC/UZfxhQECIy9VSWea91H7IA3xDMp0hAMTRWOXkkQ73utQumhJaXD1KRIApQhz09ccn5wJr2SWtYarpG9P5D";
    String tail =
        associatedData.isEmpty() ? "vxHzEAJJlf6aUpfGIuREPtI=" : "v9uUzm2ZGETtCE3pVaMnjlw=";

    assertThat(CIPHER.open("fdasflkja484", associatedData, head + tail))
        .asString(StandardCharsets.UTF_8)
        .isEqualTo(
            "{\"mchid\":\"1900007291\",\"out_trade_no\":\"T20240001\",\"trade_state\":\"SUCCESS\",\"amount\":{\"total\":1}}");
  }

  @Test
  void f_encryptedPlatformCertificate_tellsItsOwnSerial() {
    byte[] pem = CIPHER.open("14b16c03dc1b", "certificate", file("f.ciphertext.txt"));

    assertThat(CertificateSerials.hex(KeyMaterial.inline("certificate", pem).certificate()))
        .isEqualTo("5DEA10EF55877E3CF6C33255C2E7DEFFF7E427EC");
  }

  @Test
  void g_signedNotification_isVerifiedAndOpened() {
    String body = file("g.body.json");
    Map<String, String> headers = new LinkedHashMap<>();
    headers.put("Wechatpay-Serial", "D7CE59D1F522D701");
    headers.put("Wechatpay-Timestamp", "1624523846");
    headers.put("Wechatpay-Nonce", "EcZ9Cmy4Xyx1i6RlJQzLcCyEqDa26NBz");
    headers.put("Wechatpay-Signature", file("g.signature.txt"));
    PlatformKeys keys =
        PlatformKeys.of(List.of(KeyMaterial.inline("g", file("g.certificate.txt")).certificate()));
    NotificationOpener opener =
        new NotificationOpener(
            new MessageVerifier(
                keys, Clock.fixed(Instant.ofEpochSecond(1624523846L), ZoneOffset.UTC)),
            new ResourceCipher(
                List.of(AesGcm.ofAes128("testMchAPIv3Key0".getBytes(StandardCharsets.UTF_8)))));

    NotificationOpener.Opened opened =
        opener.open(Notices.request(headers, body), Duration.ofSeconds(4));

    assertThat(opened.eventType()).isEqualTo("PAYSCORE.USER_OPEN_SERVICE");
    assertThat(opened.deliveryId()).isEqualTo("3119dfba-e649-5eec-ab1e-3412bc4d2e17");
    assertThat(opened.content())
        .asString(StandardCharsets.UTF_8)
        .isEqualTo(
            "{\"mchid\":\"1234567890\",\"appid\":\"054aa7d7a2a54ab5898df65bd96f001c\",\"create_time\":\"2020-06-30T12:12:00+08:00\","
                + "\"out_contract_code\":\"21640bdbd08e473e828f3206a2741c6e\"}");
    assertThatThrownBy(
            () ->
                opener.open(
                    Notices.request(headers, body.replace("签约成功", "签约失败")), Duration.ofSeconds(4)))
        .isInstanceOf(Untrusted.class);
  }
}
