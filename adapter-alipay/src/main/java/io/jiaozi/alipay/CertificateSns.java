package io.jiaozi.alipay;

import io.jiaozi.support.crypto.Digests;
import io.jiaozi.support.keys.CertificateNames;
import io.jiaozi.support.keys.CertificateSerials;
import java.nio.charset.StandardCharsets;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The names Alipay gives to certificates: MD5 of issuer and decimal serial number, 32 hexadecimal
 * digits. A name, not a protection. Source: protocol sheet, section 1.3.
 */
final class CertificateSns {

  /** Object identifiers of all signature algorithms with RSA, whatever their digest. */
  private static final String RSA_FAMILY = "1.2.840.113549.1.1";

  private static final int LENGTH = 32;
  private static final int APP_ID_DIGITS = 16;

  private CertificateSns() {}

  static String of(X509Certificate certificate) {
    return of(CertificateSerials.issuer(certificate), CertificateSerials.decimal(certificate));
  }

  static String of(String issuer, String serialDecimal) {
    return Digests.md5Hex((issuer + serialDecimal).getBytes(StandardCharsets.UTF_8));
  }

  /** The bundle's name: those of its RSA certificates in the file's order, joined by {@code _}. */
  static String ofRoots(List<X509Certificate> bundle) {
    return rsaSigned(bundle).stream().map(CertificateSns::of).collect(Collectors.joining("_"));
  }

  /** Roots on SM2 and on elliptic curves stand in the same file and count for nothing here. */
  static List<X509Certificate> rsaSigned(List<X509Certificate> bundle) {
    return bundle.stream()
        .filter(certificate -> certificate.getSigAlgOID().startsWith(RSA_FAMILY))
        .toList();
  }

  /**
   * The merchant's number at the end of the common name in a certificate's subject, behind a
   * hyphen, as Alipay writes it: {@code CN=...-2088721003899159}. Certificates of apps end with the
   * app's id there.
   *
   * @return null if there is none
   */
  static @Nullable String merchantOf(X509Certificate certificate) {
    String last = lastOfName(certificate);
    return last != null && Numbers.isSellerId(last) ? last : null;
  }

  /**
   * The app's id at the end of the common name of an app's certificate: {@code
   * CN=2088000000000009-2021000122682882}.
   *
   * @return null if there is none, as in Alipay's own
   */
  static @Nullable String appOf(X509Certificate certificate) {
    String last = lastOfName(certificate);
    boolean app =
        last != null
            && last.length() == APP_ID_DIGITS
            && Numbers.isDigits(last)
            && !Numbers.isSellerId(last);
    return app ? last : null;
  }

  private static @Nullable String lastOfName(X509Certificate certificate) {
    String name = CertificateNames.commonName(certificate).orElse(null);
    return name == null ? null : name.substring(name.lastIndexOf('-') + 1);
  }

  /** Whether a message can have meant a certificate with this. */
  static boolean isName(String text) {
    if (text.length() != LENGTH) {
      return false;
    }
    for (int i = 0; i < LENGTH; i++) {
      char c = text.charAt(i);
      if (!((c >= '0' && c <= '9') || (c >= 'a' && c <= 'f'))) {
        return false;
      }
    }
    return true;
  }
}
