package io.jiaozi.paypal;

import io.jiaozi.support.keys.CertificateNames;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.util.Collection;
import java.util.List;

/**
 * Whom a certificate is made out to: its alternative names, or its common name where it has none.
 * Wildcards are no names here.
 */
final class CertificateOwner {

  private static final int DNS_NAME = 2;

  private CertificateOwner() {}

  static boolean is(String name, X509Certificate certificate) {
    Collection<List<?>> alternatives;
    try {
      alternatives = certificate.getSubjectAlternativeNames();
    } catch (CertificateParsingException unreadable) {
      return false;
    }
    if (alternatives == null) {
      return CertificateNames.commonName(certificate)
          .map(common -> common.equalsIgnoreCase(name))
          .orElse(false);
    }
    return alternatives.stream()
        .anyMatch(
            each ->
                Integer.valueOf(DNS_NAME).equals(each.get(0))
                    && name.equalsIgnoreCase(String.valueOf(each.get(1))));
  }
}
