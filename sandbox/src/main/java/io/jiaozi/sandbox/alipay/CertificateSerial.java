package io.jiaozi.sandbox.alipay;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.cert.X509Certificate;
import java.util.HexFormat;

/**
 * The platform's serial number of a certificate: MD5 over the issuer's RFC 2253 name, most specific
 * part first, and the decimal serial number. Source: protocol sheet 1.3.
 */
final class CertificateSerial {
  private CertificateSerial() {}

  static String of(X509Certificate certificate) {
    return of(certificate.getIssuerX500Principal().getName() + certificate.getSerialNumber());
  }

  static String of(String issuerAndSerial) {
    try {
      return HexFormat.of()
          .formatHex(
              MessageDigest.getInstance("MD5")
                  .digest(issuerAndSerial.getBytes(StandardCharsets.UTF_8)));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("This Java has no MD5.", e);
    }
  }
}
