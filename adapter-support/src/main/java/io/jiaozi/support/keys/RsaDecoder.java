package io.jiaozi.support.keys;

import io.jiaozi.support.crypto.KeyStrength;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.interfaces.RSAPrivateCrtKey;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.RSAPrivateCrtKeySpec;
import java.security.spec.RSAPublicKeySpec;
import java.util.Optional;
import org.bouncycastle.asn1.pkcs.RSAPrivateKey;

/** Makes RSA keys of their numbers, after looking at the numbers. */
final class RsaDecoder {
  private static final String ASK_FOR_NEW =
      "Use a key made by the channel's own tool, of 2048 bits, and register it with the channel.";

  private final Origin origin;

  RsaDecoder(Origin origin) {
    this.origin = origin;
  }

  RSAPrivateCrtKey privateKey(RSAPrivateKey numbers) {
    requireStrong(KeyStrength.problemWith(numbers.getModulus(), numbers.getPublicExponent()));
    if (!isConsistent(numbers)) {
      throw origin.problem(
          "the numbers in this RSA private key do not fit together, so it is damaged",
          "Download or make it again.");
    }
    try {
      return (RSAPrivateCrtKey)
          JdkEngines.rsaKeys()
              .generatePrivate(
                  new RSAPrivateCrtKeySpec(
                      numbers.getModulus(),
                      numbers.getPublicExponent(),
                      numbers.getPrivateExponent(),
                      numbers.getPrime1(),
                      numbers.getPrime2(),
                      numbers.getExponent1(),
                      numbers.getExponent2(),
                      numbers.getCoefficient()));
    } catch (GeneralSecurityException refused) {
      throw refused();
    }
  }

  RSAPublicKey publicKey(BigInteger modulus, BigInteger exponent) {
    requireStrong(KeyStrength.problemWith(modulus, exponent));
    try {
      return (RSAPublicKey)
          JdkEngines.rsaKeys().generatePublic(new RSAPublicKeySpec(modulus, exponent));
    } catch (GeneralSecurityException refused) {
      throw refused();
    }
  }

  void requireStrong(Optional<String> problem) {
    problem.ifPresent(
        sentence -> {
          throw origin.problem(sentence, ASK_FOR_NEW);
        });
  }

  private KeyMaterialException refused() {
    return origin.problem("this JVM refuses the RSA key", ASK_FOR_NEW);
  }

  /**
   * A key whose parts disagree makes signatures nobody can verify, and may give its primes away in
   * them.
   */
  static boolean isConsistent(RSAPrivateKey key) {
    BigInteger p = key.getPrime1();
    BigInteger q = key.getPrime2();
    BigInteger e = key.getPublicExponent();
    if (p.signum() <= 0 || q.signum() <= 0 || !p.multiply(q).equals(key.getModulus())) {
      return false;
    }
    BigInteger p1 = p.subtract(BigInteger.ONE);
    BigInteger q1 = q.subtract(BigInteger.ONE);
    BigInteger d = key.getPrivateExponent();
    return isPrime(p)
        && isPrime(q)
        && !p.equals(q)
        && d.signum() > 0
        && d.multiply(e).mod(p1).equals(BigInteger.ONE)
        && d.multiply(e).mod(q1).equals(BigInteger.ONE)
        && d.mod(p1).equals(key.getExponent1())
        && d.mod(q1).equals(key.getExponent2())
        && key.getCoefficient().multiply(q).mod(p).equals(BigInteger.ONE);
  }

  /** Some milliseconds for a prime of 1024 bits; once per key, when an account opens. */
  static boolean isPrime(BigInteger number) {
    return number.signum() > 0 && number.isProbablePrime(100);
  }
}
