package io.jiaozi.sandbox.wechat;

import static org.assertj.core.api.Assertions.assertThat;

import io.jiaozi.sandbox.Merchant;
import io.jiaozi.sandbox.Sandbox;
import java.io.ByteArrayInputStream;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.Signature;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.X509EncodedKeySpec;
import java.util.Base64;
import java.util.Locale;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

class VerificationMaterialTest {
  private static final String CERTIFICATES = "/v3/certificates";

  private Sandbox sandbox;
  private Merchant merchant;

  @BeforeEach
  void start() {
    sandbox = Sandbox.start();
    merchant = new Merchant(sandbox);
  }

  @AfterEach
  void stop() {
    sandbox.close();
  }

  @Test
  void certificates_areDecryptedWithTheApiKeyAndVerifyTheirOwnAnswer() throws Exception {
    HttpResponse<byte[]> reply = merchant.get(CERTIFICATES);

    JsonNode entry = Merchant.json(reply).path("data").get(0);
    X509Certificate certificate = decrypt(entry.path("encrypt_certificate"));
    assertThat(serial(certificate))
        .isEqualTo(entry.path("serial_no").asString())
        .isEqualTo(reply.headers().firstValue("Wechatpay-Serial").orElseThrow());
    certificate.checkValidity();
    assertThat(verifies(reply, certificate.getPublicKey())).isTrue();
  }

  @Test
  void rotation_listsBothAndSignsWithTheNewOne() throws Exception {
    String before = sandbox.wechat().credentials().platformSerial();
    sandbox.wechat().rotatePlatformCertificate();

    HttpResponse<byte[]> reply = merchant.get(CERTIFICATES);

    assertThat(Merchant.json(reply).path("data").size()).isEqualTo(2);
    assertThat(reply.headers().firstValue("Wechatpay-Serial").orElseThrow())
        .isNotEqualTo(before)
        .isEqualTo(sandbox.wechat().credentials().platformSerial());
  }

  @Test
  void publicKeyNamedInTheRequest_signsTheAnswer() throws Exception {
    String id = merchant.setting("public-key-id");
    HttpRequest request =
        merchant.signed("GET", CERTIFICATES, new byte[0]).setHeader("Wechatpay-Serial", id).build();

    HttpResponse<byte[]> reply = Merchant.send(request);

    assertThat(id).matches("PUB_KEY_ID_[0-9]+");
    assertThat(reply.headers().firstValue("Wechatpay-Serial")).hasValue(id);
    assertThat(verifies(reply, publicKey())).isTrue();
  }

  @Test
  void certificatesUnavailable_isNotFoundAndThePublicKeySigns() throws Exception {
    sandbox.wechat().certificatesUnavailable(true);

    HttpResponse<byte[]> reply = merchant.get(CERTIFICATES);

    assertThat(Merchant.refusal(reply)).isEqualTo("404 RESOURCE_NOT_EXISTS");
    assertThat(verifies(reply, publicKey())).isTrue();
  }

  @Test
  void refusals_areSignedToo() throws Exception {
    sandbox.wechat().certificatesUnavailable(true);

    HttpResponse<byte[]> reply = merchant.query("NOWHERE01");

    assertThat(reply.statusCode()).isEqualTo(404);
    assertThat(verifies(reply, publicKey())).isTrue();
  }

  @Test
  void noContent_isSignedOverAnEmptyBody() throws Exception {
    sandbox.wechat().certificatesUnavailable(true);
    merchant.pay("EMPTY0001");

    HttpResponse<byte[]> reply = merchant.close("EMPTY0001");

    assertThat(reply.statusCode()).isEqualTo(204);
    assertThat(verifies(reply, publicKey())).isTrue();
  }

  /** Vector E of the protocol sheet, through the test's own cipher: the test side is right. */
  @Test
  void testSide_agreesWithThePublishedVector() throws Exception {
    Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
    cipher.init(
        Cipher.DECRYPT_MODE,
        new SecretKeySpec(
            "a7cde1ZJB1kG2e7VfTs3jQzaWizur8Gb".getBytes(StandardCharsets.UTF_8), "AES"),
        new GCMParameterSpec(128, "uluk4a9R25RW".getBytes(StandardCharsets.UTF_8)));
    cipher.updateAAD("associatedData".getBytes(StandardCharsets.UTF_8));

    assertThat(cipher.doFinal(Base64.getDecoder().decode("ulwSiIajGClcvcOYvOQ7+l+0PAbzzwI=")))
        .asString(StandardCharsets.UTF_8)
        .isEqualTo("message");
  }

  private PublicKey publicKey() throws Exception {
    return KeyFactory.getInstance("RSA")
        .generatePublic(new X509EncodedKeySpec(Merchant.der(merchant.setting("public-key"))));
  }

  private static String serial(X509Certificate certificate) {
    return certificate.getSerialNumber().toString(16).toUpperCase(Locale.ROOT);
  }

  private X509Certificate decrypt(JsonNode encrypted) throws Exception {
    Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
    cipher.init(
        Cipher.DECRYPT_MODE,
        new SecretKeySpec(merchant.setting("api-v3-key").getBytes(StandardCharsets.UTF_8), "AES"),
        new GCMParameterSpec(
            128, encrypted.path("nonce").asString().getBytes(StandardCharsets.UTF_8)));
    cipher.updateAAD("certificate".getBytes(StandardCharsets.UTF_8));
    byte[] pem =
        cipher.doFinal(Base64.getDecoder().decode(encrypted.path("ciphertext").asString()));
    return (X509Certificate)
        CertificateFactory.getInstance("X.509").generateCertificate(new ByteArrayInputStream(pem));
  }

  private static boolean verifies(HttpResponse<byte[]> reply, PublicKey key) throws Exception {
    Signature verifier = Signature.getInstance("SHA256withRSA");
    verifier.initVerify(key);
    verifier.update(
        (reply.headers().firstValue("Wechatpay-Timestamp").orElseThrow()
                + "\n"
                + reply.headers().firstValue("Wechatpay-Nonce").orElseThrow()
                + "\n")
            .getBytes(StandardCharsets.UTF_8));
    verifier.update(reply.body());
    verifier.update((byte) '\n');
    return verifier.verify(
        Base64.getDecoder()
            .decode(reply.headers().firstValue("Wechatpay-Signature").orElseThrow()));
  }
}
