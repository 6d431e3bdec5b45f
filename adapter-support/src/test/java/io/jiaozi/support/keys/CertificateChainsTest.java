package io.jiaozi.support.keys;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jiaozi.support.keys.UntrustedCertificateException.Reason;
import io.jiaozi.support.testing.TestKeys;
import io.jiaozi.support.testing.TestKeys.Spec;
import java.security.KeyPair;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.junit.jupiter.api.Test;

class CertificateChainsTest {
  private static final Instant NOW = TestKeys.NOW;
  private static final KeyPair LEAF_KEY = TestKeys.rsa("channel");
  private static final Spec ROOT = TestKeys.authority("root", TestKeys.rsa("root"));
  private static final Spec MIDDLE = TestKeys.authority("middle", TestKeys.rsa("middle"));
  private static final X509Certificate ROOT_CERTIFICATE = ROOT.selfSigned();
  private static final X509Certificate MIDDLE_CERTIFICATE = MIDDLE.issuedBy(ROOT);
  private static final X509Certificate LEAF = TestKeys.leaf("channel", LEAF_KEY).issuedBy(MIDDLE);

  private final CertificateChains chains = CertificateChains.trusting(List.of(ROOT_CERTIFICATE));

  private void refused(Reason reason, String message, Instant now, X509Certificate... sent) {
    assertThatThrownBy(() -> chains.requireTrusted(List.of(sent), now))
        .isInstanceOfSatisfying(
            UntrustedCertificateException.class,
            thrown -> assertThat(thrown.reason()).isEqualTo(reason))
        .hasMessage(message);
  }

  private static final String NO_PATH =
      "The certificate with serial number 5F1C72E2A8931B72 does not lead to a trust anchor by valid"
          + " signatures of certificates in force.";

  @Test
  void chain_toTheAnchor_isTrusted() {
    assertThatCode(
            () -> chains.requireTrusted(List.of(LEAF, MIDDLE_CERTIFICATE, ROOT_CERTIFICATE), NOW))
        .doesNotThrowAnyException();
  }

  @Test
  void intermediatesInAnyOrder_withoutTheRoot_areTrusted() {
    X509Certificate unrelated = TestKeys.leaf("unrelated", TestKeys.rsa("other")).selfSigned();

    assertThatCode(() -> chains.requireTrusted(List.of(LEAF, unrelated, MIDDLE_CERTIFICATE), NOW))
        .doesNotThrowAnyException();
  }

  @Test
  void severalAnchors_eachIsTrusted() {
    Spec second = TestKeys.authority("second root", TestKeys.rsa("other"));
    CertificateChains both =
        CertificateChains.trusting(List.of(second.selfSigned(), ROOT_CERTIFICATE));
    X509Certificate bySecond = TestKeys.leaf("channel", LEAF_KEY).issuedBy(second);

    assertThatCode(
            () -> {
              both.requireTrusted(List.of(bySecond), NOW);
              both.requireTrusted(List.of(LEAF, MIDDLE_CERTIFICATE), NOW);
            })
        .doesNotThrowAnyException();
  }

  @Test
  void chainSignedWithSha1_isTrusted_becauseChannelsStillUseIt() {
    Spec root = ROOT.algorithm("SHA1withRSA");
    X509Certificate leaf =
        TestKeys.leaf("channel", LEAF_KEY).algorithm("SHA1withRSA").issuedBy(root);

    assertThatCode(
            () ->
                CertificateChains.trusting(List.of(root.selfSigned()))
                    .requireTrusted(List.of(leaf), NOW))
        .doesNotThrowAnyException();
  }

  @Test
  void chainSignedWithMd5_isRefused() {
    X509Certificate leaf =
        TestKeys.leaf("channel", LEAF_KEY).algorithm("MD5withRSA").issuedBy(ROOT);
    refused(Reason.NO_PATH, NO_PATH, NOW, leaf);
  }

  @Test
  void selfSignedWithTheSameName_isRefused() {
    refused(Reason.NO_PATH, NO_PATH, NOW, TestKeys.leaf("channel", LEAF_KEY).selfSigned());
  }

  @Test
  void forgedAuthorityWithTheSameName_isRefused() {
    Spec forged = TestKeys.authority("root", TestKeys.rsa("forger"));
    X509Certificate leaf = TestKeys.leaf("channel", LEAF_KEY).issuedBy(forged);
    refused(Reason.NO_PATH, NO_PATH, NOW, leaf, forged.selfSigned());
  }

  @Test
  void missingIntermediate_isRefused() {
    refused(Reason.NO_PATH, NO_PATH, NOW, LEAF);
  }

  @Test
  void leafActingAsAuthority_isRefused() {
    Spec merchant = TestKeys.leaf("merchant", TestKeys.rsa("merchant")).serial("01");
    X509Certificate merchantCertificate = merchant.issuedBy(ROOT);
    X509Certificate leaf = TestKeys.leaf("channel", LEAF_KEY).issuedBy(merchant);
    refused(Reason.NO_PATH, NO_PATH, NOW, leaf, merchantCertificate);
  }

  @Test
  void leafExpired_isRefused() {
    refused(
        Reason.EXPIRED,
        "The certificate with serial number 5F1C72E2A8931B72 expired at 2026-12-31T23:59:59Z.",
        Instant.parse("2027-01-01T00:00:00Z"),
        LEAF,
        MIDDLE_CERTIFICATE);
  }

  @Test
  void leafNotYetValid_isRefused() {
    refused(
        Reason.NOT_YET_VALID,
        "The certificate with serial number 5F1C72E2A8931B72 is not valid before"
            + " 2026-01-01T00:00:00Z.",
        Instant.parse("2025-12-31T23:59:59Z"),
        LEAF,
        MIDDLE_CERTIFICATE);
  }

  @Test
  void intermediateExpired_isRefused_alsoAfterItWasGood() {
    X509Certificate shortLived =
        MIDDLE.valid("2020-01-01T00:00:00Z", "2026-06-01T00:00:00Z").issuedBy(ROOT);

    chains.requireTrusted(List.of(LEAF, shortLived), NOW);

    refused(Reason.NO_PATH, NO_PATH, Instant.parse("2026-06-01T00:00:01Z"), LEAF, shortLived);
  }

  @Test
  void rememberedLeaf_afterItsExpiry_isRefused() {
    chains.requireTrusted(List.of(LEAF, MIDDLE_CERTIFICATE), NOW);

    refused(
        Reason.EXPIRED,
        "The certificate with serial number 5F1C72E2A8931B72 expired at 2026-12-31T23:59:59Z.",
        Instant.parse("2027-01-01T00:00:00Z"),
        LEAF);
  }

  @Test
  void rememberedLeaf_isRecognisedWithoutItsIntermediates() {
    chains.requireTrusted(List.of(LEAF, MIDDLE_CERTIFICATE), NOW);

    assertThatCode(() -> chains.requireTrusted(List.of(LEAF), NOW)).doesNotThrowAnyException();
    assertThat(chains.remembered()).isEqualTo(1);
  }

  @Test
  void refusedLeaf_isNotRemembered() {
    assertThatThrownBy(() -> chains.requireTrusted(List.of(LEAF), NOW))
        .isInstanceOf(UntrustedCertificateException.class);
    assertThat(chains.remembered()).isZero();
  }

  @Test
  void memory_isBounded() {
    for (int i = 1; i <= 300; i++) {
      X509Certificate leaf =
          TestKeys.leaf("channel", LEAF_KEY).serial(Integer.toHexString(i)).issuedBy(ROOT);
      chains.requireTrusted(List.of(leaf), NOW);
    }
    assertThat(chains.remembered()).isEqualTo(256);
  }

  @Test
  void weakKey_isRefused() {
    X509Certificate leaf = TestKeys.leaf("channel", TestKeys.rsa(1024)).issuedBy(ROOT);
    refused(
        Reason.UNSUITABLE_KEY,
        "The certificate with serial number 5F1C72E2A8931B72 holds an unsuitable key: this RSA key"
            + " has 1024 bits; fewer than 2048 are not safe and are refused.",
        NOW,
        leaf);
  }

  @Test
  void certificateNotForSigning_isRefused() {
    X509Certificate leaf =
        TestKeys.leaf("channel", LEAF_KEY).usage(KeyUsage.keyEncipherment).issuedBy(ROOT);
    refused(
        Reason.UNSUITABLE_KEY,
        "The certificate with serial number 5F1C72E2A8931B72 is not meant for signatures.",
        NOW,
        leaf);
  }

  @Test
  void certificateWithoutUsage_isTrusted() {
    X509Certificate leaf = TestKeys.leaf("channel", LEAF_KEY).usage(null).issuedBy(ROOT);
    assertThatCode(() -> chains.requireTrusted(List.of(leaf), NOW)).doesNotThrowAnyException();
  }

  @Test
  void noneOrTooManyCertificates_areAProgrammersMistake() {
    List<X509Certificate> eleven = new ArrayList<>();
    for (int i = 0; i < 11; i++) {
      eleven.add(LEAF);
    }
    assertThatThrownBy(() -> chains.requireTrusted(List.of(), NOW))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("From 1 to 10 certificates can be judged, but 0 came.");
    assertThatThrownBy(() -> chains.requireTrusted(eleven, NOW))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("From 1 to 10 certificates can be judged, but 11 came.");
    assertThatThrownBy(() -> CertificateChains.trusting(List.of()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("No trust anchors: nothing could ever be trusted.");
  }

  @Test
  void publicRoots_areThoseOfThisJava_andNoOthers() {
    CertificateChains publicRoots = CertificateChains.trustingPublicRoots();

    assertThat(publicRoots.toString()).matches("CertificateChains\\[[1-9][0-9]* anchors]");
    assertThatThrownBy(() -> publicRoots.requireTrusted(List.of(LEAF, MIDDLE_CERTIFICATE), NOW))
        .isInstanceOfSatisfying(
            UntrustedCertificateException.class,
            thrown -> assertThat(thrown.reason()).isEqualTo(Reason.NO_PATH));
  }
}
