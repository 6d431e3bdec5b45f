package io.jiaozi.support.crypto;

import io.jiaozi.support.crypto.CryptoProvider.Engines;
import java.security.GeneralSecurityException;
import java.security.ProviderException;
import java.security.PublicKey;
import java.security.interfaces.RSAPublicKey;
import java.util.Objects;
import javax.crypto.Cipher;

/**
 * Encrypts small values (names, card fields) for the holder of an RSA private key, usually the
 * channel. Immutable, without locks, safe for many threads.
 */
public final class RsaEncryptor {
  private final RSAPublicKey key;
  private final RsaPadding padding;
  private final Engines<Cipher> engines;

  private RsaEncryptor(RSAPublicKey key, RsaPadding padding, CryptoProvider provider) {
    KeyStrength.require(key);
    this.key = provider.translate(key, RSAPublicKey.class);
    this.padding = padding;
    this.engines = provider.ciphers(padding.transformation);
  }

  /**
   * An encryptor on the JDK's providers.
   *
   * @throws IllegalArgumentException if it is no RSA key or {@link KeyStrength} objects to it
   */
  public static RsaEncryptor of(PublicKey key, RsaPadding padding) {
    return of(key, padding, CryptoProvider.jdk());
  }

  /**
   * An encryptor on a provider of choice.
   *
   * @throws IllegalArgumentException if it is no RSA key, {@link KeyStrength} objects to it, or the
   *     provider cannot use it
   */
  public static RsaEncryptor of(PublicKey key, RsaPadding padding, CryptoProvider provider) {
    if (Objects.requireNonNull(key, "key") instanceof RSAPublicKey rsa) {
      return new RsaEncryptor(rsa, Objects.requireNonNull(padding, "padding"), provider);
    }
    throw new IllegalArgumentException(
        "Key refused: this is an " + key.getAlgorithm() + " key, but an RSA key is asked for.");
  }

  /** The most bytes {@link #encrypt} takes: 214 for a 2048-bit key with OAEP_SHA1. */
  public int maxPlaintextBytes() {
    return (key.getModulus().bitLength() + 7) / 8 - padding.overhead;
  }

  /**
   * Encrypts one value; every call gives different bytes.
   *
   * @param plaintext at most {@link #maxPlaintextBytes} bytes; not modified
   * @return raw bytes, not Base64, as long as the modulus
   * @throws IllegalArgumentException if the plaintext is too long
   * @throws KeyUnusableException if the provider fails
   */
  public byte[] encrypt(byte[] plaintext) {
    if (plaintext.length > maxPlaintextBytes()) {
      throw new IllegalArgumentException(
          "The value to encrypt has "
              + plaintext.length
              + " bytes; this key and padding take at most "
              + maxPlaintextBytes()
              + ".");
    }
    try {
      Cipher engine = engines.create();
      padding.init(engine, Cipher.ENCRYPT_MODE, key);
      return engine.doFinal(plaintext);
    } catch (GeneralSecurityException | ProviderException failed) {
      throw new KeyUnusableException("The RSA public key", failed);
    }
  }

  @Override
  public String toString() {
    return "RsaEncryptor[" + key.getModulus().bitLength() + " bits, " + padding + "]";
  }
}
