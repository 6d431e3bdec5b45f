package io.jiaozi.support.crypto;

import io.jiaozi.spi.Signer;
import io.jiaozi.spi.SigningAlgorithm;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.ProviderException;
import java.security.Signature;
import java.security.interfaces.RSAKey;
import java.util.Objects;
import javax.crypto.Cipher;

/**
 * Signs with an RSA private key held in this process: PKCS#1 v1.5 with SHA-256, PSS with SHA-256
 * and a salt of 32 or 20 bytes, and the bare PKCS#1 type 1 operation (RFC 8017, sections 8.2, 8.1
 * and 9.2).
 *
 * <p>The key is translated for the provider once, here. Each {@link #sign} costs exactly one
 * private-key operation. Immutable, without locks, safe for many threads.
 */
public final class RsaSigner implements Signer {
  private static final int PKCS1_OVERHEAD = 11;

  private final PrivateKey key;
  private final RsaEngines engines;

  private RsaSigner(PrivateKey key, CryptoProvider provider) {
    KeyStrength.require(key);
    CryptoProvider.Adopted<PrivateKey> adopted = provider.adopt(key, PrivateKey.class);
    this.key = adopted.key();
    this.engines = new RsaEngines(adopted.provider());
  }

  /**
   * A signer on {@link CryptoProvider#found}.
   *
   * @throws IllegalArgumentException if it is no RSA key or {@link KeyStrength} objects to it
   */
  public static RsaSigner of(PrivateKey key) {
    return of(key, CryptoProvider.found());
  }

  /**
   * A signer on a provider of choice.
   *
   * @throws IllegalArgumentException if it is no RSA key, {@link KeyStrength} objects to it, or the
   *     provider cannot use it
   */
  public static RsaSigner of(PrivateKey key, CryptoProvider provider) {
    return new RsaSigner(Objects.requireNonNull(key, "key"), provider);
  }

  @Override
  public boolean supports(SigningAlgorithm algorithm) {
    return RsaEngines.supports(algorithm);
  }

  /**
   * {@inheritDoc}
   *
   * @throws KeyUnusableException if the provider fails
   */
  @Override
  public byte[] sign(SigningAlgorithm algorithm, byte[] message) {
    try {
      if (algorithm == SigningAlgorithm.RSA_RAW_PKCS1) {
        return signRaw(message);
      }
      Signature engine = engines.signature(algorithm);
      engine.initSign(key);
      engine.update(message);
      return engine.sign();
    } catch (GeneralSecurityException | ProviderException failed) {
      throw new KeyUnusableException("The RSA private key", failed);
    }
  }

  private byte[] signRaw(byte[] message) throws GeneralSecurityException {
    if (key instanceof RSAKey rsa) {
      int limit = (rsa.getModulus().bitLength() + 7) / 8 - PKCS1_OVERHEAD;
      if (message.length > limit) {
        throw new IllegalArgumentException(
            "RSA_RAW_PKCS1 with this key signs at most "
                + limit
                + " bytes, but the message has "
                + message.length
                + ". Sign a digest of it.");
      }
    }
    Cipher engine = engines.pkcs1Raw();
    engine.init(Cipher.ENCRYPT_MODE, key);
    return engine.doFinal(message);
  }

  @Override
  public String toString() {
    return "RsaSigner[key hidden]";
  }
}
