package io.jiaozi.support.crypto;

import io.jiaozi.spi.Decryptor;
import io.jiaozi.support.crypto.CryptoProvider.Engines;
import java.security.GeneralSecurityException;
import java.security.InvalidAlgorithmParameterException;
import java.security.InvalidKeyException;
import java.security.PrivateKey;
import java.security.ProviderException;
import java.security.interfaces.RSAKey;
import java.util.Objects;
import javax.crypto.Cipher;

/**
 * Opens what was encrypted for an RSA private key held in this process.
 *
 * <p>Immutable, without locks, safe for many threads.
 */
public final class RsaDecryptor implements Decryptor {
  private final PrivateKey key;
  private final RsaPadding padding;
  private final Engines<Cipher> engines;

  private RsaDecryptor(PrivateKey key, RsaPadding padding, CryptoProvider provider) {
    KeyStrength.require(key);
    this.key = provider.translate(key, PrivateKey.class);
    this.padding = padding;
    this.engines = provider.ciphers(padding.transformation);
  }

  /**
   * A decryptor on the JDK's providers.
   *
   * @throws IllegalArgumentException if it is no RSA key or {@link KeyStrength} objects to it
   */
  public static RsaDecryptor of(PrivateKey key, RsaPadding padding) {
    return of(key, padding, CryptoProvider.jdk());
  }

  /**
   * A decryptor on a provider of choice.
   *
   * @throws IllegalArgumentException if it is no RSA key, {@link KeyStrength} objects to it, or the
   *     provider cannot use it
   */
  public static RsaDecryptor of(PrivateKey key, RsaPadding padding, CryptoProvider provider) {
    return new RsaDecryptor(
        Objects.requireNonNull(key, "key"), Objects.requireNonNull(padding, "padding"), provider);
  }

  /**
   * {@inheritDoc}
   *
   * @throws DecryptionFailedException for every kind of ciphertext that cannot be opened
   * @throws KeyUnusableException if the key cannot be used
   */
  @Override
  public byte[] decrypt(byte[] ciphertext) {
    if (key instanceof RSAKey rsa && ciphertext.length != (rsa.getModulus().bitLength() + 7) / 8) {
      throw new DecryptionFailedException();
    }
    Cipher engine = ready();
    try {
      return engine.doFinal(ciphertext);
    } catch (ProviderException failed) {
      throw new KeyUnusableException("The RSA private key", failed);
    } catch (GeneralSecurityException | RuntimeException malformed) {
      // Some providers throw index errors for crafted ciphertexts; all of it is one answer.
      throw new DecryptionFailedException();
    }
  }

  private Cipher ready() {
    try {
      Cipher engine = engines.create();
      padding.init(engine, Cipher.DECRYPT_MODE, key);
      return engine;
    } catch (InvalidKeyException | InvalidAlgorithmParameterException | ProviderException refused) {
      throw new KeyUnusableException("The RSA private key", refused);
    } catch (GeneralSecurityException gone) {
      throw new KeyUnusableException("The RSA provider", gone);
    }
  }

  @Override
  public String toString() {
    return "RsaDecryptor[" + padding + ", key hidden]";
  }
}
