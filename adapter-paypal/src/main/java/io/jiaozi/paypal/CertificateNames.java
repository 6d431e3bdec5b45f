package io.jiaozi.paypal;

import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.util.Collection;
import java.util.List;
import javax.naming.InvalidNameException;
import javax.naming.ldap.LdapName;
import javax.naming.ldap.Rdn;

/**
 * Whom a certificate is made out to: its alternative names, or its common name where it has none.
 * Wildcards are no names here.
 */
final class CertificateNames {

  private static final int DNS_NAME = 2;

  private CertificateNames() {}

  static boolean isFor(X509Certificate certificate, String name) {
    try {
      Collection<List<?>> alternatives = certificate.getSubjectAlternativeNames();
      if (alternatives == null) {
        return hasCommonName(certificate, name);
      }
      return alternatives.stream()
          .anyMatch(
              each ->
                  Integer.valueOf(DNS_NAME).equals(each.get(0))
                      && name.equalsIgnoreCase(String.valueOf(each.get(1))));
    } catch (CertificateParsingException | InvalidNameException unreadable) {
      return false;
    }
  }

  private static boolean hasCommonName(X509Certificate certificate, String name)
      throws InvalidNameException {
    List<Rdn> parts = new LdapName(certificate.getSubjectX500Principal().getName()).getRdns();
    List<Rdn> common =
        parts.stream().filter(part -> part.getType().equalsIgnoreCase("CN")).toList();
    return common.size() == 1 && name.equalsIgnoreCase(String.valueOf(common.get(0).getValue()));
  }
}
