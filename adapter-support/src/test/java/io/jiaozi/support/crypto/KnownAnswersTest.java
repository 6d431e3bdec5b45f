package io.jiaozi.support.crypto;

import static io.jiaozi.spi.SigningAlgorithm.RSA_SHA256;
import static io.jiaozi.spi.SigningAlgorithm.SM2_SM3;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jiaozi.support.keys.KeyMaterial;
import io.jiaozi.support.testing.TestKeys;
import java.io.InputStreamReader;
import java.io.Reader;
import java.math.BigInteger;
import java.security.KeyFactory;
import java.security.interfaces.ECPrivateKey;
import java.security.interfaces.ECPublicKey;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Properties;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.DERSequence;
import org.bouncycastle.jce.ECNamedCurveTable;
import org.bouncycastle.jce.spec.ECNamedCurveParameterSpec;
import org.bouncycastle.jce.spec.ECPrivateKeySpec;
import org.bouncycastle.jce.spec.ECPublicKeySpec;
import org.junit.jupiter.api.Test;

/** Published examples of channels and standards. Origins: vectors/README.md. */
class KnownAnswersTest {
  private static final HexFormat HEX = HexFormat.of();
  private static final Properties VALUES = values();

  private static Properties values() {
    Properties values = new Properties();
    try (Reader reader =
        new InputStreamReader(
            KnownAnswersTest.class.getResourceAsStream("/vectors/wechat.properties"), UTF_8)) {
      values.load(reader);
    } catch (Exception impossible) {
      throw new AssertionError(impossible);
    }
    return values;
  }

  /** Each line ends with a newline, the last one too. */
  private static String lines(String... lines) {
    return String.join("\n", lines) + "\n";
  }

  private static void verify(String key, String message, String signature) {
    RsaVerifier verifier =
        RsaVerifier.of(KeyMaterial.inline("key", VALUES.getProperty(key)).rsaPublicKey());
    verifier.verifyBase64(RSA_SHA256, VALUES.getProperty(signature), message.getBytes(UTF_8));
    assertThatThrownBy(
            () ->
                verifier.verifyBase64(
                    RSA_SHA256, VALUES.getProperty(signature), (message + " ").getBytes(UTF_8)))
        .isInstanceOf(SignatureMismatchException.class);
  }

  @Test
  void wechatA_requestSignature_verifies() {
    String body = VALUES.getProperty("a.body");
    assertThat(body.getBytes(UTF_8)).hasSize(295);
    verify(
        "public-key.1",
        lines(
            "POST",
            "/v3/pay/transactions/jsapi",
            "1554208460",
            "593BEC0C930BF1AFEB40B4A08C8FB242",
            body),
        "a.signature");
  }

  @Test
  void wechatB_jsapiSignature_verifies() {
    verify(
        "public-key.1",
        lines(
            "wx2421b1c4370ec43b",
            "1554208460",
            "593BEC0C930BF1AFEB40B4A08C8FB242",
            "prepay_id=wx201410272009395522657a690389285100"),
        "b.signature");
  }

  @Test
  void wechatC_appSignature_verifies() {
    verify(
        "public-key.1",
        lines(
            "wx2421b1c4370ec43b",
            "1554208460",
            "593BEC0C930BF1AFEB40B4A08C8FB242",
            "wx201410272009395522657a690389285100"),
        "c.signature");
  }

  @Test
  void wechatD_replySignature_verifies() {
    verify(
        "d.public-key",
        lines(
            "1722850421",
            "d824f2e086d3c1df967785d13fcd22ef",
            "{\"code_url\":\"weixin://wxpay/bizpayurl?pr=JyC91EIz1\"}"),
        "d.signature");
  }

  private static final byte[] WECHAT_KEY = "a7cde1ZJB1kG2e7VfTs3jQzaWizur8Gb".getBytes(UTF_8);

  private static byte[] base64(String text) {
    return StrictBase64.decode(text).orElseThrow();
  }

  @Test
  void wechatE_aesGcm_opens() {
    assertThat(
            AesGcm.of(WECHAT_KEY)
                .open(
                    "uluk4a9R25RW".getBytes(UTF_8),
                    "associatedData".getBytes(UTF_8),
                    base64("ulwSiIajGClcvcOYvOQ7+l+0PAbzzwI=")))
        .isEqualTo("message".getBytes(UTF_8));
  }

  @Test
  void wechatE2_callbackShaped_opens_withAndWithoutAssociatedData() {
    String plaintext =
        "{\"mchid\":\"1900007291\",\"out_trade_no\":\"T20240001\",\"trade_state\":\"SUCCESS\","
            + "\"amount\":{\"total\":1}}";
    String start =
        "Y/YEfUnbjBvKjySKXZexHPQB7g82rJu6nKuwHvISC/UZfxhQECIy9VSWea91H7IA3xDMp0hAMTRWOXkkQ73utQum"
            + "hJaXD1KRIApQhz09ccn5wJr2SWtYarpG9P5D";
    AesGcm aes = AesGcm.of(WECHAT_KEY);
    byte[] nonce = "fdasflkja484".getBytes(UTF_8);

    byte[] with = base64(start + "v9uUzm2ZGETtCE3pVaMnjlw=");
    byte[] without = base64(start + "vxHzEAJJlf6aUpfGIuREPtI=");

    assertThat(aes.open(nonce, "transaction".getBytes(UTF_8), with))
        .isEqualTo(plaintext.getBytes(UTF_8));
    assertThat(aes.open(nonce, null, without)).isEqualTo(plaintext.getBytes(UTF_8));
    assertThat(aes.open(nonce, new byte[0], without)).isEqualTo(plaintext.getBytes(UTF_8));
    assertThatThrownBy(() -> aes.open(nonce, null, with))
        .isInstanceOf(DecryptionFailedException.class);
  }

  @Test
  void wechatJ_sm4Gcm_opens_withTheKeyMadeOfTheApiKey() {
    byte[] key = Arrays.copyOf(Digests.sm3(WECHAT_KEY), 16);
    assertThat(HEX.formatHex(key)).isEqualTo("fa2028801e86d45f5638cadafb5db2e9");
    assertThat(
            Sm4Gcm.of(key)
                .open(
                    "uluk4a9R25RW".getBytes(UTF_8),
                    "associatedData".getBytes(UTF_8),
                    base64("+lcLNfkZQQx+iQm20Apa3x9Mb/5L7PgZ7w==")))
        .isEqualTo("plaintext".getBytes(UTF_8));
  }

  @Test
  void wechatK_sm2Signature_verifiesWithTheCertificatesKey() {
    Sm2Verifier verifier =
        Sm2Verifier.of(
            KeyMaterial.of("certificate", "classpath:vectors/sm2-certificate.pem")
                .certificate()
                .getPublicKey());
    verifier.verifyBase64(SM2_SM3, VALUES.getProperty("k.signature"), "message".getBytes(UTF_8));
    assertThatThrownBy(
            () ->
                verifier.verifyBase64(
                    SM2_SM3, VALUES.getProperty("k.signature"), "false-message".getBytes(UTF_8)))
        .isInstanceOf(SignatureMismatchException.class);
  }

  @Test
  void sm3_isAsInTheStandard() {
    assertThat(Digests.sm3Hex("abc".getBytes(UTF_8)))
        .isEqualTo("66c7f0f462eeedd9d1f2d46bdc10e4e24167c4875cf2f7a2297da02b8f4ba8e0");
    assertThat(Digests.sm3Hex("abcd".repeat(16).getBytes(UTF_8)))
        .isEqualTo("debe9ff92275b8a138604889c18e5a4d6fdb70e5387e5765293dcba39c0c5732");
  }

  @Test
  void sm4_firstBlock_isAsInTheStandard() {
    byte[] block = HEX.parseHex("0123456789abcdeffedcba9876543210");
    // CBC with a zero vector encrypts its first block as the bare cipher does.
    byte[] encrypted = Sm4Cbc.of(block).encrypt(new byte[16], block);
    assertThat(HEX.formatHex(encrypted, 0, 16)).isEqualTo("681edf34d206965e86b3e94f536e4246");
    assertThat(Sm4Cbc.of(block).decrypt(new byte[16], encrypted)).isEqualTo(block);
  }

  @Test
  void sm2_sampleSignature_verifies() throws Exception {
    ECNamedCurveParameterSpec curve = ECNamedCurveTable.getParameterSpec("sm2p256v1");
    BigInteger secret =
        new BigInteger("3945208F7B2144B13F36E38AC6D39F95889393692860B51A42FB81EF4DF7C5B8", 16);
    KeyFactory factory = KeyFactory.getInstance("EC", TestKeys.BC);
    ECPrivateKey privateKey =
        (ECPrivateKey) factory.generatePrivate(new ECPrivateKeySpec(secret, curve));
    ECPublicKey publicKey =
        (ECPublicKey)
            factory.generatePublic(
                new ECPublicKeySpec(curve.getG().multiply(secret).normalize(), curve));
    byte[] signature =
        new DERSequence(
                new ASN1Integer[] {
                  number("F5A03B0648D2C4630EEAC513E1BB81A15944DA3827D5B74143AC7EACEEE720B3"),
                  number("B1B6AA29DF212FD8763182BC0D421CA1BB9038FD1F7F42D4840B69C485BBC1AA")
                })
            .getEncoded();
    byte[] message = "message digest".getBytes(UTF_8);

    Sm2Verifier.of(publicKey).verify(SM2_SM3, message, signature);
    Sm2Verifier.of(publicKey)
        .verify(SM2_SM3, message, Sm2Signer.of(privateKey).sign(SM2_SM3, message));
  }

  private static ASN1Integer number(String hex) {
    return new ASN1Integer(new BigInteger(hex, 16));
  }
}
