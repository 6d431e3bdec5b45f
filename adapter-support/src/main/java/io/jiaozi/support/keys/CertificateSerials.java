package io.jiaozi.support.keys;

import java.math.BigInteger;
import java.security.cert.X509Certificate;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/** The serial number of a certificate in the spellings channels use. */
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
