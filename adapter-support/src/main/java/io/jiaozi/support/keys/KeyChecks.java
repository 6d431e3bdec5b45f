package io.jiaozi.support.keys;

import io.jiaozi.spi.Signer;
import io.jiaozi.spi.SigningAlgorithm;
import io.jiaozi.support.crypto.RsaVerifier;
import io.jiaozi.support.crypto.SignatureMismatchException;
import io.jiaozi.support.crypto.SignatureVerifier;
import io.jiaozi.support.crypto.Sm2Signer;
import io.jiaozi.support.crypto.Sm2Verifier;
import java.nio.charset.StandardCharsets;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.cert.X509Certificate;
import java.security.interfaces.RSAKey;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/**
 * Whether keys and certificates belong together: the mix-ups that otherwise surface as a channel's
 * "signature error". Each check returns normally or throws a {@link KeyMaterialException} that
 * names the setting. For opening an account, not for every call.
 */
public final class KeyChecks {
  /** Anything will do; it says what it is for, should it turn up in a key service's audit log. */
  private static final byte[] PROBE =
      "jiaozi: does this key belong to that one?".getBytes(StandardCharsets.US_ASCII);

  private KeyChecks() {}

  /**
   * Requires the private key to be the certificate's.
   *
   * @param setting the setting of the private key
   */
  public static void requireMatches(String setting, PrivateKey key, X509Certificate certificate) {
    requireMatches(Origin.inline(setting), key, certificate);
  }

  /**
   * Requires a key that lives outside to be the certificate's, by asking for one signature.
   *
   * @param setting the setting that names the signer
   * @throws IllegalStateException if the signer cannot sign now
   */
  public static void requireMatches(
      String setting, Signer signer, SigningAlgorithm algorithm, X509Certificate certificate) {
    if (!belongs(signer, algorithm, certificate.getPublicKey())) {
      throw doesNotMatch(Origin.inline(setting), certificate);
    }
  }

  static void requireMatches(Origin origin, PrivateKey key, X509Certificate certificate) {
    if (!belongs(key, certificate.getPublicKey())) {
      throw doesNotMatch(origin, certificate);
    }
  }

  /**
   * Requires a public key to be somebody else's: giving one's own where the channel's is asked for
   * is the commonest mistake of all.
   *
   * @param setting the setting of the public key
   * @param key the key given there
   * @param own the merchant's own private key
   * @param asked what should have been given, with its article: "the Alipay public key"
   */
  public static void requireNotOwn(String setting, PublicKey key, PrivateKey own, String asked) {
    if (belongs(own, key)) {
      throw ownKey(setting, asked);
    }
  }

  /**
   * The same with a private key that lives outside; asks it for one signature.
   *
   * @throws IllegalStateException if the signer cannot sign now
   */
  public static void requireNotOwn(
      String setting, PublicKey key, Signer own, SigningAlgorithm algorithm, String asked) {
    if (belongs(own, algorithm, key)) {
      throw ownKey(setting, asked);
    }
  }

  /**
   * Requires a certificate to be in force at an instant.
   *
   * @param setting the setting of the certificate
   */
  public static void requireValidAt(String setting, X509Certificate certificate, Instant now) {
    Instant from = certificate.getNotBefore().toInstant();
    Instant until = certificate.getNotAfter().toInstant();
    if (now.isBefore(from)) {
      throw Origin.inline(setting)
          .problem(
              "this certificate is not valid before " + from + ", and it is now " + seconds(now),
              "Check this machine's clock, or use the certificate that is in force.");
    }
    if (now.isAfter(until)) {
      throw Origin.inline(setting)
          .problem(
              "this certificate expired at " + until + ", and it is now " + seconds(now),
              "Get the one that replaced it.");
    }
  }

  /**
   * Requires a serial number that was configured by hand to be the certificate's.
   *
   * @param setting the setting of the serial number
   * @param expected hexadecimal; see {@link CertificateSerials#normalise}
   */
  public static void requireSerial(String setting, X509Certificate certificate, String expected) {
    String actual = CertificateSerials.hex(certificate);
    String given =
        CertificateSerials.normalise(expected)
            .orElseThrow(
                () ->
                    Origin.inline(setting)
                        .problem(
                            "this is not a serial number; one is hexadecimal, up to 40 digits",
                            "The serial number of the certificate given is " + actual + "."));
    if (!given.equals(actual)) {
      throw Origin.inline(setting)
          .problem(
              "this is not the serial number of the certificate given, which is " + actual,
              "Give that one, or the certificate this number belongs to.");
    }
  }

  private static boolean belongs(PrivateKey own, PublicKey key) {
    if (own instanceof RSAKey privateKey && key instanceof RSAKey publicKey) {
      return privateKey.getModulus().equals(publicKey.getModulus());
    }
    if (!own.getAlgorithm().equals(key.getAlgorithm()) || own instanceof RSAKey) {
      return false;
    }
    return belongs(Sm2Signer.of(own), SigningAlgorithm.SM2_SM3, key);
  }

  private static boolean belongs(Signer own, SigningAlgorithm algorithm, PublicKey key) {
    boolean sm2 = algorithm == SigningAlgorithm.SM2_SM3;
    if (sm2 == key instanceof RSAKey) {
      return false;
    }
    SignatureVerifier verifier = sm2 ? Sm2Verifier.of(key) : RsaVerifier.of(key);
    try {
      verifier.verify(algorithm, PROBE, own.sign(algorithm, PROBE));
      return true;
    } catch (SignatureMismatchException another) {
      return false;
    }
  }

  private static KeyMaterialException doesNotMatch(Origin origin, X509Certificate certificate) {
    return origin.problem(
        "this private key does not belong to the certificate with serial number "
            + CertificateSerials.hex(certificate),
        "Give the key and the certificate that were issued together.");
  }

  private static KeyMaterialException ownKey(String setting, String asked) {
    return Origin.inline(setting)
        .problem(
            "this is your own public key, the counterpart of your private key",
            "Give " + asked + "; it is the other one.");
  }

  private static Instant seconds(Instant now) {
    return now.truncatedTo(ChronoUnit.SECONDS);
  }
}
