package io.jiaozi.support.keys;

import static io.jiaozi.spi.SigningAlgorithm.RSA_SHA256;
import static io.jiaozi.spi.SigningAlgorithm.SM2_SM3;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jiaozi.support.crypto.RsaSigner;
import io.jiaozi.support.crypto.Sm2Signer;
import io.jiaozi.support.testing.TestKeys;
import java.security.KeyPair;
import java.security.cert.X509Certificate;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class KeyChecksTest {
  private static final KeyPair MINE = TestKeys.rsa("merchant");
  private static final KeyPair OTHER = TestKeys.rsa("other");
  private static final X509Certificate CERTIFICATE = TestKeys.leaf("shop", MINE).selfSigned();
  private static final String NOT_ITS_KEY =
      "private-key: this private key does not belong to the certificate with serial number"
          + " 5F1C72E2A8931B72. Give the key and the certificate that were issued together.";

  @Test
  void privateKey_ofItsCertificate_isAccepted() {
    assertThatCode(
            () -> {
              KeyChecks.requireMatches("private-key", MINE.getPrivate(), CERTIFICATE);
              KeyChecks.requireMatches(
                  "private-key", RsaSigner.of(MINE.getPrivate()), RSA_SHA256, CERTIFICATE);
            })
        .doesNotThrowAnyException();
  }

  @Test
  void privateKey_ofAnotherCertificate_isNamed() {
    assertThatThrownBy(
            () -> KeyChecks.requireMatches("private-key", OTHER.getPrivate(), CERTIFICATE))
        .isInstanceOf(KeyMaterialException.class)
        .hasMessage(NOT_ITS_KEY);
    assertThatThrownBy(
            () ->
                KeyChecks.requireMatches(
                    "private-key", TestKeys.sm2("merchant").getPrivate(), CERTIFICATE))
        .isInstanceOf(KeyMaterialException.class)
        .hasMessage(NOT_ITS_KEY);
  }

  @Test
  void signer_ofAnotherCertificate_isNamed() {
    assertThatThrownBy(
            () ->
                KeyChecks.requireMatches(
                    "private-key", RsaSigner.of(OTHER.getPrivate()), RSA_SHA256, CERTIFICATE))
        .isInstanceOf(KeyMaterialException.class)
        .hasMessage(NOT_ITS_KEY);
    assertThatThrownBy(
            () ->
                KeyChecks.requireMatches(
                    "private-key",
                    Sm2Signer.of(TestKeys.sm2("merchant").getPrivate()),
                    SM2_SM3,
                    CERTIFICATE))
        .isInstanceOf(KeyMaterialException.class)
        .hasMessage(NOT_ITS_KEY);
  }

  @Test
  void sm2Key_isComparedWithItsCertificate() {
    KeyPair pair = TestKeys.sm2("merchant");
    X509Certificate certificate = TestKeys.leaf("sm2 shop", pair).selfSigned();

    assertThatCode(() -> KeyChecks.requireMatches("k", pair.getPrivate(), certificate))
        .doesNotThrowAnyException();
    assertThatThrownBy(
            () -> KeyChecks.requireMatches("k", TestKeys.sm2("other").getPrivate(), certificate))
        .isInstanceOf(KeyMaterialException.class);
  }

  @Test
  void ownPublicKey_whereTheChannelsIsAsked_isNamed() {
    String sentence =
        "alipay-public-key: this is your own public key, the counterpart of your private key. Give"
            + " the Alipay public key; it is the other one.";
    assertThatThrownBy(
            () ->
                KeyChecks.requireNotOwn(
                    "alipay-public-key",
                    MINE.getPublic(),
                    MINE.getPrivate(),
                    "the Alipay public key"))
        .isInstanceOf(KeyMaterialException.class)
        .hasMessage(sentence);
    assertThatThrownBy(
            () ->
                KeyChecks.requireNotOwn(
                    "alipay-public-key",
                    MINE.getPublic(),
                    RsaSigner.of(MINE.getPrivate()),
                    RSA_SHA256,
                    "the Alipay public key"))
        .isInstanceOf(KeyMaterialException.class)
        .hasMessage(sentence);
  }

  @Test
  void channelsPublicKey_isAccepted() {
    assertThatCode(
            () -> {
              KeyChecks.requireNotOwn("k", OTHER.getPublic(), MINE.getPrivate(), "the other");
              KeyChecks.requireNotOwn(
                  "k", OTHER.getPublic(), RsaSigner.of(MINE.getPrivate()), RSA_SHA256, "the other");
            })
        .doesNotThrowAnyException();
  }

  @Test
  void certificate_expired_saysWhen() {
    assertThatThrownBy(
            () ->
                KeyChecks.requireValidAt(
                    "certificate", CERTIFICATE, Instant.parse("2027-01-01T00:00:00.123Z")))
        .isInstanceOf(KeyMaterialException.class)
        .hasMessage(
            "certificate: this certificate expired at 2026-12-31T23:59:59Z, and it is now"
                + " 2027-01-01T00:00:00Z. Get the one that replaced it.");
  }

  @Test
  void certificate_notYetValid_saysWhen() {
    assertThatThrownBy(
            () ->
                KeyChecks.requireValidAt(
                    "certificate", CERTIFICATE, Instant.parse("2025-12-31T23:59:59Z")))
        .isInstanceOf(KeyMaterialException.class)
        .hasMessage(
            "certificate: this certificate is not valid before 2026-01-01T00:00:00Z, and it is now"
                + " 2025-12-31T23:59:59Z. Check this machine's clock, or use the certificate that is"
                + " in force.");
  }

  @Test
  void certificate_atItsFirstAndLastSecond_isAccepted() {
    assertThatCode(
            () -> {
              KeyChecks.requireValidAt("c", CERTIFICATE, Instant.parse("2026-01-01T00:00:00Z"));
              KeyChecks.requireValidAt("c", CERTIFICATE, Instant.parse("2026-12-31T23:59:59Z"));
            })
        .doesNotThrowAnyException();
  }

  @Test
  void serial_inAnySpelling_isAccepted() {
    assertThatCode(
            () -> {
              KeyChecks.requireSerial("s", CERTIFICATE, "5F1C72E2A8931B72");
              KeyChecks.requireSerial("s", CERTIFICATE, " 0x5f1c72e2a8931b72 ");
              KeyChecks.requireSerial("s", CERTIFICATE, "00:5F:1C:72:E2:A8:93:1B:72");
            })
        .doesNotThrowAnyException();
  }

  @Test
  void serial_ofAnotherCertificate_namesTheRightOne() {
    assertThatThrownBy(() -> KeyChecks.requireSerial("merchant-serial", CERTIFICATE, "ABCDEF"))
        .isInstanceOf(KeyMaterialException.class)
        .hasMessage(
            "merchant-serial: this is not the serial number of the certificate given, which is"
                + " 5F1C72E2A8931B72. Give that one, or the certificate this number belongs to.");
  }

  @Test
  void serial_notHexadecimal_isNotShown() {
    assertThatThrownBy(() -> KeyChecks.requireSerial("merchant-serial", CERTIFICATE, "my secret"))
        .isInstanceOf(KeyMaterialException.class)
        .hasMessage(
            "merchant-serial: this is not a serial number; one is hexadecimal, up to 40 digits. The"
                + " serial number of the certificate given is 5F1C72E2A8931B72.");
  }

  @Test
  void serials_areSpelledTheChannelsWays() {
    X509Certificate certificate = TestKeys.leaf("union", MINE).serial("1002653215").selfSigned();

    assertThat(CertificateSerials.decimal(certificate)).isEqualTo("68759663125");
    assertThat(CertificateSerials.hex(certificate)).isEqualTo("1002653215");
    assertThat(
            CertificateSerials.hex(
                TestKeys.leaf("x", MINE).serial("0c477a1177009c79").selfSigned()))
        .isEqualTo("C477A1177009C79");
    assertThat(CertificateSerials.normalise("PUB_KEY_ID_1")).isEmpty();
    assertThat(CertificateSerials.normalise("")).isEmpty();
  }

  @Test
  void names_areSpelledMostSpecificPartFirst() {
    X509Certificate certificate = TestKeys.leaf("x", MINE).selfSigned();

    assertThat(CertificateSerials.subject(certificate)).startsWith("CN=x");
    assertThat(CertificateSerials.issuer(certificate))
        .isEqualTo(CertificateSerials.subject(certificate))
        .doesNotContain(", ");
  }
}
