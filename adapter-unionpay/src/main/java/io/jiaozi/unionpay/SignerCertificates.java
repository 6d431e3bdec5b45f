package io.jiaozi.unionpay;

import static io.jiaozi.unionpay.MessageVerifier.untrusted;

import io.jiaozi.error.UntrustedReason;
import io.jiaozi.spi.ChannelFailure;
import io.jiaozi.support.crypto.RsaVerifier;
import io.jiaozi.support.keys.CertificateNames;
import io.jiaozi.support.keys.KeyMaterial;
import io.jiaozi.support.keys.UntrustedCertificateException;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Iterator;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Whose certificate came with a message. All four steps, every time: it can be read, it is in
 * force, it leads to a configured root, and its owner is UnionPay. The last is not a formality:
 * every merchant's certificate leads to the same root, so without it any merchant could forge.
 * Source: protocol sheet, section 1.2. Safe for use by many threads.
 *
 * <p>UnionPay sends the same certificate with every message for years. One that has verified a
 * message is recognised by its text and not read again; dates and trust are asked every time, which
 * costs no chain building for one that is known.
 */
final class SignerCertificates {

  private static final int MOST_REMEMBERED = 16;
  private static final int LONGEST_TEXT = 8192;

  private final Environment environment;
  private final Chain chain;
  private final Map<String, Trusted> known = new ConcurrentHashMap<>();

  /** Whether a certificate leads to a root at an instant. */
  interface Chain {
    /**
     * Returns if it does.
     *
     * @throws UntrustedCertificateException if not
     */
    void require(X509Certificate certificate, Instant now);
  }

  /** A certificate that is UnionPay's, and what verifies with its key. */
  record Trusted(X509Certificate certificate, RsaVerifier verifier) {
    @Override
    public String toString() {
      return "Trusted[" + certificate.getSerialNumber() + "]";
    }
  }

  SignerCertificates(Environment environment, Chain chain) {
    this.environment = environment;
    this.chain = chain;
  }

  /**
   * The certificate in a message, if it is UnionPay's now.
   *
   * @throws ChannelFailure.Untrusted if it is not
   */
  Trusted require(String pem, Instant now) {
    Trusted found = known.get(pem);
    X509Certificate certificate = found == null ? read(pem) : found.certificate();
    try {
      chain.require(certificate, now);
    } catch (UntrustedCertificateException refused) {
      throw refused(refused);
    }
    if (found != null) {
      return found;
    }
    requireUnionpay(certificate);
    return new Trusted(certificate, RsaVerifier.of(certificate.getPublicKey()));
  }

  /** To be called once a signature verified with it, so that nobody else can fill the memory. */
  void remember(String pem, Trusted signer) {
    if (known.containsKey(pem)) {
      return;
    }
    Iterator<String> oldest = known.keySet().iterator();
    while (known.size() >= MOST_REMEMBERED && oldest.hasNext()) {
      oldest.next();
      oldest.remove();
    }
    known.put(pem, signer);
  }

  int remembered() {
    return known.size();
  }

  private static X509Certificate read(String pem) {
    if (pem.length() > LONGEST_TEXT || !pem.startsWith("-----BEGIN CERTIFICATE-----")) {
      throw unreadable();
    }
    try {
      X509Certificate certificate = KeyMaterial.inline("signPubKeyCert", pem).certificate();
      RsaVerifier.of(certificate.getPublicKey());
      return certificate;
    } catch (IllegalArgumentException wrong) {
      throw unreadable();
    }
  }

  private static ChannelFailure.Untrusted unreadable() {
    return untrusted(
        UntrustedReason.BAD_CERTIFICATE,
        "carries something in signPubKeyCert that is no certificate with an RSA key");
  }

  private void requireUnionpay(X509Certificate certificate) {
    String company =
        CertificateNames.commonName(certificate).map(SignerCertificates::thirdPart).orElse("");
    if (!environment.believes(company)) {
      throw untrusted(
          UntrustedReason.BAD_CERTIFICATE,
          "is signed with a certificate that is not UnionPay's"
              + (environment == Environment.PRODUCTION ? "" : " (environment test)")
              + ": any merchant of the same authority can have such a one");
    }
  }

  /** {@code 041@8310000000083040@<company>@00016495}; anything else has no third part. */
  private static String thirdPart(String commonName) {
    String[] parts = commonName.split("@", -1);
    return parts.length >= 3 ? parts[2] : "";
  }

  private static ChannelFailure.Untrusted refused(UntrustedCertificateException refused) {
    return untrusted(
        UntrustedReason.BAD_CERTIFICATE,
        switch (refused.reason()) {
          case EXPIRED ->
              "is signed with a certificate that has expired, or this machine's clock is wrong";
          case NOT_YET_VALID ->
              "is signed with a certificate that is not valid yet, or this machine's clock is wrong";
          case UNSUITABLE_KEY -> "is signed with a certificate whose key is not fit for signatures";
          case NO_PATH ->
              "is signed with a certificate that does not lead to \""
                  + Settings.ROOT_CERTIFICATE
                  + "\" through \""
                  + Settings.MIDDLE_CERTIFICATE
                  + "\"; if UnionPay changed its authority, add the new certificates there";
        });
  }

  @Override
  public String toString() {
    return "SignerCertificates[" + environment.word() + ", " + known.size() + " known]";
  }
}
