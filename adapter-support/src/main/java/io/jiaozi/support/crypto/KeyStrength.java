package io.jiaozi.support.crypto;

import java.math.BigInteger;
import java.security.Key;
import java.security.interfaces.RSAKey;
import java.security.interfaces.RSAPrivateCrtKey;
import java.security.interfaces.RSAPublicKey;
import java.util.Optional;

/**
 * What speaks against using an RSA key: too short to be safe, too long to be harmless (verifying
 * with a hostile key must not burn CPU), or not an RSA key at all. Cheap; no private-key operation.
 */
public final class KeyStrength {
  /** Smallest modulus accepted, in bits. All channels issue 2048 or more. */
  public static final int MIN_RSA_BITS = 2048;

  /** Largest modulus accepted, in bits. */
  public static final int MAX_RSA_BITS = 8192;

  private static final int MAX_EXPONENT_BITS = 64;

  /**
   * Product of the odd primes below 100: a modulus that shares a factor with it is no RSA modulus.
   */
  private static final BigInteger SMALL_PRIMES =
      new BigInteger("1152783981972759212376551073665878035");

  private KeyStrength() {}

  /**
   * Names the problem with an RSA key, as a clause that can follow a setting's name and a colon.
   * Keys that hide their numbers (on a device) are not judged.
   *
   * @return empty if nothing speaks against the key; never any of the key's numbers
   */
  public static Optional<String> problemWith(Key key) {
    if (!(key instanceof RSAKey rsa)) {
      return "RSA".equals(key.getAlgorithm())
          ? Optional.empty()
          : Optional.of("this is an " + key.getAlgorithm() + " key, but an RSA key is asked for");
    }
    if (key instanceof RSAPublicKey publicKey) {
      return problemWith(rsa.getModulus(), publicKey.getPublicExponent());
    }
    if (key instanceof RSAPrivateCrtKey crt) {
      return problemWith(rsa.getModulus(), crt.getPublicExponent());
    }
    return problemWith(rsa.getModulus(), BigInteger.valueOf(65537));
  }

  /** The same for the bare numbers, before any key object is made of them. */
  public static Optional<String> problemWith(BigInteger modulus, BigInteger publicExponent) {
    int bits = modulus.bitLength();
    if (modulus.signum() <= 0 || bits < MIN_RSA_BITS) {
      return Optional.of(
          "this RSA key has "
              + bits
              + " bits; fewer than "
              + MIN_RSA_BITS
              + " are not safe and are refused");
    }
    if (bits > MAX_RSA_BITS) {
      return Optional.of(
          "this RSA key has "
              + bits
              + " bits; more than "
              + MAX_RSA_BITS
              + " cost too much time per signature and are refused");
    }
    if (!modulus.testBit(0) || !modulus.gcd(SMALL_PRIMES).equals(BigInteger.ONE)) {
      return Optional.of(
          "the modulus of this RSA key has a tiny factor, so the key is not genuine");
    }
    if (publicExponent.signum() <= 0
        || publicExponent.bitLength() < 2
        || publicExponent.bitLength() > MAX_EXPONENT_BITS
        || !publicExponent.testBit(0)) {
      return Optional.of(
          "the public exponent of this RSA key is not an odd number from 3 up to "
              + MAX_EXPONENT_BITS
              + " bits, so the key is not usable");
    }
    return Optional.empty();
  }

  static void require(Key key) {
    problemWith(key)
        .ifPresent(
            problem -> {
              throw new IllegalArgumentException("Key refused: " + problem + ".");
            });
  }
}
