package io.jiaozi.support.keys;

import java.math.BigInteger;
import java.security.cert.X509Certificate;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/** The serial number of a certificate and the names in it, in the spellings channels use. */
public final class CertificateSerials {
  private static final Pattern HEX = Pattern.compile("[0-9A-Fa-f]{1,64}");
  private static final Pattern DECORATION = Pattern.compile("^0[xX]|[: ]");

  private CertificateSerials() {}

  /** Upper-case hexadecimal without leading zeros. */
  public static String hex(X509Certificate certificate) {
    return certificate.getSerialNumber().toString(16).toUpperCase(Locale.ROOT);
  }

  /** Decimal, without sign or padding. */
  public static String decimal(X509Certificate certificate) {
    return certificate.getSerialNumber().toString(10);
  }

  /**
   * Who issued the certificate, in the form of RFC 2253: the most specific part first, no blanks
   * behind commas. With the serial number it names one certificate among all.
   */
  public static String issuer(X509Certificate certificate) {
    return certificate.getIssuerX500Principal().getName();
  }

  /** Whose certificate it is, in the same form. */
  public static String subject(X509Certificate certificate) {
    return certificate.getSubjectX500Principal().getName();
  }

  /**
   * The hexadecimal serial a person wrote, in the spelling of {@link #hex}: colons, blanks, a
   * leading {@code 0x} and leading zeros are dropped.
   *
   * @return empty if it is not hexadecimal
   */
  public static Optional<String> normalise(String serial) {
    String bare = DECORATION.matcher(serial.strip()).replaceAll("");
    return HEX.matcher(bare).matches()
        ? Optional.of(new BigInteger(bare, 16).toString(16).toUpperCase(Locale.ROOT))
        : Optional.empty();
  }
}
