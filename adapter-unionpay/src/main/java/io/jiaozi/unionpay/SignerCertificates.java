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
 * message is recognised by its text: it is neither read nor led to a root again while everything
 * above it is in force, and that is compared every time.
 */
final class SignerCertificates {

  private static final int MOST_REMEMBERED = 16;
  private static final int LONGEST_TEXT = 8192;
  private static final String FIELD = "signPubKeyCert";

  private final Environment environment;
  private final Chain chain;
  private final Map<String, Trusted> known = new ConcurrentHashMap<>();

  /** Whether a certificate leads to a root at an instant. */
  interface Chain {
    /**
     * Returns if it does, and for how long that holds.
     *
     * @throws UntrustedCertificateException if not
     */
    Window require(X509Certificate certificate, Instant now);
  }

  /** From when until when everything between a certificate and its root is in force. */
  record Window(Instant from, Instant until) {

    static Window of(X509Certificate certificate) {
      return new Window(
          certificate.getNotBefore().toInstant(), certificate.getNotAfter().toInstant());
    }

    boolean contains(Instant instant) {
      return !instant.isBefore(from) && !instant.isAfter(until);
    }

    Window and(Window other) {
      return new Window(
          from.isAfter(other.from) ? from : other.from,
          until.isBefore(other.until) ? until : other.until);
    }
  }

  /** A certificate that is UnionPay's, for how long, and what verifies with its key. */
  record Trusted(String pem, X509Certificate certificate, Window window, RsaVerifier verifier) {
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
   * The certificate in a message, if it is UnionPay's now. One seen before is found by comparing,
   * without making text of what came.
   *
   * @throws ChannelFailure.Untrusted if it is not
   */
  Trusted require(Message message, Instant now) {
    for (Map.Entry<String, Trusted> each : known.entrySet()) {
      if (message.is(FIELD, each.getKey()) && each.getValue().window().contains(now)) {
        return each.getValue();
      }
    }
    String pem = message.text(FIELD);
    if (pem == null) {
      throw untrusted(
          UntrustedReason.MISSING_SIGNATURE,
          "carries a signature without its certificate (signPubKeyCert), so nothing proves who sent it");
    }
    return require(pem, now);
  }

  /**
   * The certificate in a text, if it is UnionPay's now.
   *
   * @throws ChannelFailure.Untrusted if it is not
   */
  Trusted require(String pem, Instant now) {
    X509Certificate certificate = read(pem);
    Window window;
    try {
      window = chain.require(certificate, now);
    } catch (UntrustedCertificateException refused) {
      throw refused(refused);
    }
    requireUnionpay(certificate);
    return new Trusted(pem, certificate, window, RsaVerifier.of(certificate.getPublicKey()));
  }

  /** To be called once a signature verified with it, so that nobody else can fill the memory. */
  void remember(Trusted signer) {
    if (signer.equals(known.get(signer.pem()))) {
      return;
    }
    Iterator<String> oldest = known.keySet().iterator();
    while (known.size() >= MOST_REMEMBERED && oldest.hasNext()) {
      oldest.next();
      oldest.remove();
    }
    known.put(signer.pem(), signer);
  }

  int remembered() {
    return known.size();
  }

  private static X509Certificate read(String pem) {
    if (pem.length() > LONGEST_TEXT || !pem.startsWith("-----BEGIN CERTIFICATE-----")) {
      throw unreadable();
    }
    try {
      X509Certificate certificate = KeyMaterial.inline(FIELD, pem).certificate();
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
