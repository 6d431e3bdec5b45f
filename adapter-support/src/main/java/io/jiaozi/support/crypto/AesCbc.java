package io.jiaozi.support.crypto;

import io.jiaozi.support.crypto.CryptoProvider.Engines;
import java.security.GeneralSecurityException;
import java.security.ProviderException;
import javax.crypto.Cipher;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * AES in CBC mode with PKCS#5/7 padding, for protocols that prescribe it.
 *
 * <p>CBC does not notice alterations: verify a signature over the ciphertext before {@link
 * #decrypt}. The initialisation vector is always explicit; a protocol's constant one lives in its
 * adapter. Immutable, without locks, safe for many threads.
 */
public final class AesCbc {
  private static final int BLOCK = 16;

  private final SecretKeySpec key;
  private final Engines<Cipher> engines;

  private AesCbc(byte[] key, int bytes, CryptoProvider provider) {
    this.key = new SecretKeySpec(SymmetricKeys.require("AES-CBC", key, bytes), "AES");
    this.engines = provider.ciphers("AES/CBC/PKCS5Padding");
  }

  /**
   * AES-128.
   *
   * @throws IllegalArgumentException if the key is not exactly 16 bytes long
   */
  public static AesCbc ofAes128(byte[] key) {
    return new AesCbc(key, 16, CryptoProvider.jdk());
  }

  /**
   * AES-256.
   *
   * @throws IllegalArgumentException if the key is not exactly 32 bytes long
   */
  public static AesCbc ofAes256(byte[] key) {
    return new AesCbc(key, 32, CryptoProvider.jdk());
  }

  /**
   * Encrypts.
   *
   * @param iv exactly 16 bytes; fresh random ones unless the protocol says otherwise
   * @param plaintext may be empty
   * @throws IllegalArgumentException if the initialisation vector is not 16 bytes long
   */
  public byte[] encrypt(byte[] iv, byte[] plaintext) {
    SymmetricKeys.requireIv(iv);
    try {
      Cipher engine = engines.create();
      engine.init(Cipher.ENCRYPT_MODE, key, new IvParameterSpec(iv));
      return engine.doFinal(plaintext);
    } catch (GeneralSecurityException | ProviderException failed) {
      throw new KeyUnusableException("The AES key", failed);
    }
  }

  /**
   * Decrypts. No ciphertext at all is refused: padding makes at least one block of every plaintext.
   *
   * @throws DecryptionFailedException for everything that cannot be opened
   */
  public byte[] decrypt(byte[] iv, byte[] ciphertext) {
    if (iv.length != BLOCK || ciphertext.length == 0 || ciphertext.length % BLOCK != 0) {
      throw new DecryptionFailedException();
    }
    try {
      Cipher engine = engines.create();
      engine.init(Cipher.DECRYPT_MODE, key, new IvParameterSpec(iv));
      return engine.doFinal(ciphertext);
    } catch (GeneralSecurityException | RuntimeException refused) {
      throw new DecryptionFailedException();
    }
  }

  @Override
  public String toString() {
    return "AesCbc[key hidden]";
  }
}
