package io.jiaozi.support.keys;

import io.jiaozi.support.crypto.KeyStrength;
import java.io.ByteArrayInputStream;
import java.security.GeneralSecurityException;
import java.security.PublicKey;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.interfaces.RSAKey;

/**
 * Makes certificate objects: with the JDK, and with Bouncy Castle those the JDK refuses (it throws
 * on the SM2 curve, even in a bundle where the SM2 certificate is not needed).
 */
final class CertificateDecoder {
  private final Origin origin;

  CertificateDecoder(Origin origin) {
    this.origin = origin;
  }

  X509Certificate decode(Item item) {
    try {
      return decode(JdkEngines.certificates(), item.der());
    } catch (GeneralSecurityException | RuntimeException notForTheJdk) {
      return decodeElsewhere(item);
    }
  }

  /** One whose own key will be used, so it must be a usable key. */
  X509Certificate decodeUsable(Item item) {
    X509Certificate certificate = decode(item);
    PublicKey key = certificate.getPublicKey();
    if (key instanceof RSAKey) {
      new RsaDecoder(origin).requireStrong(KeyStrength.problemWith(key));
    }
    return certificate;
  }

  private X509Certificate decodeElsewhere(Item item) {
    try {
      CertificateFactory factory =
          CertificateFactory.getInstance("X.509", JdkEngines.bouncyCastle());
      return decode(factory, item.der());
    } catch (GeneralSecurityException | RuntimeException damaged) {
      throw origin.problem(
          "this is a certificate, but its content is damaged", "Download it again.");
    }
  }

  private static X509Certificate decode(CertificateFactory factory, byte[] der)
      throws GeneralSecurityException {
    X509Certificate certificate =
        (X509Certificate) factory.generateCertificate(new ByteArrayInputStream(der));
    if (certificate == null || certificate.getPublicKey() == null) {
      throw new GeneralSecurityException("no certificate or no key in it");
    }
    return certificate;
  }
}
