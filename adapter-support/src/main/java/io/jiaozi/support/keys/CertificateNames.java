package io.jiaozi.support.keys;

import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.naming.NamingException;
import javax.naming.directory.Attribute;
import javax.naming.ldap.LdapName;
import javax.naming.ldap.Rdn;
import javax.security.auth.x500.X500Principal;
import org.jspecify.annotations.Nullable;

/**
 * What a certificate says of its subject. Read from the name's own structure, never by searching
 * its text: a crafted field may hold commas, equals signs and anything else.
 */
public final class CertificateNames {

  private CertificateNames() {}

  /**
   * The subject's common name (CN).
   *
   * @return empty if there is none, more than one, or one that is no text
   */
  public static Optional<String> commonName(X509Certificate certificate) {
    List<String> found = new ArrayList<>();
    try {
      String subject = certificate.getSubjectX500Principal().getName(X500Principal.RFC2253);
      for (Rdn part : new LdapName(subject).getRdns()) {
        addTexts(part.toAttributes().get("CN"), found);
      }
    } catch (NamingException | IllegalArgumentException unreadable) {
      return Optional.empty();
    }
    return found.size() == 1 ? Optional.of(found.get(0)) : Optional.empty();
  }

  /**
   * Whether a certificate names another as its issuer. Names are only names: verify the signature
   * too.
   */
  public static boolean namesAsIssuer(X509Certificate certificate, X509Certificate issuer) {
    return certificate.getIssuerX500Principal().equals(issuer.getSubjectX500Principal());
  }

  private static void addTexts(@Nullable Attribute names, List<String> found)
      throws NamingException {
    for (int i = 0; names != null && i < names.size(); i++) {
      if (!(names.get(i) instanceof String text)) {
        throw new NamingException("A common name that is no text.");
      }
      found.add(text);
    }
  }
}
