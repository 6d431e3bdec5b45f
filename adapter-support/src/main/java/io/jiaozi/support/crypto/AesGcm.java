package io.jiaozi.support.crypto;

import io.jiaozi.support.crypto.CryptoProvider.Engines;
import java.security.GeneralSecurityException;
import java.security.ProviderException;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * AES in Galois/Counter mode (NIST SP 800-38D) with 12-byte nonces and 128-bit tags.
 *
 * <p>Immutable, without locks, safe for many threads.
 */
public final class AesGcm implements Aead {
  private final SecretKeySpec key;
  private final Engines<Cipher> engines;
  // For opening only. The JDK's engine remembers the last nonce it sealed with and refuses it, so
  // sealing with borrowed ones
  // would depend on who had them before.
  private final EnginePool<Cipher> openers;

  private AesGcm(byte[] key, int bytes, CryptoProvider provider) {
    this.key = new SecretKeySpec(SymmetricKeys.require("AES-GCM", key, bytes), "AES");
    this.engines = provider.ciphers("AES/GCM/NoPadding");
    this.openers = new EnginePool<>(this::newEngine);
  }

  /**
   * AES-256 on {@link CryptoProvider#found}.
   *
   * @throws IllegalArgumentException if the key is not exactly 32 bytes long
   */
  public static AesGcm of(byte[] key) {
    return of(key, CryptoProvider.found());
  }

  /**
   * AES-256 on a provider of choice.
   *
   * @throws IllegalArgumentException if the key is not exactly 32 bytes long
   */
  public static AesGcm of(byte[] key, CryptoProvider provider) {
    return new AesGcm(key, 32, provider);
  }

  /**
   * AES-128, for the rare protocol that wants it.
   *
   * @throws IllegalArgumentException if the key is not exactly 16 bytes long
   */
  public static AesGcm ofAes128(byte[] key) {
    return new AesGcm(key, 16, CryptoProvider.jdk());
  }

  @Override
  public byte[] seal(byte[] nonce, byte @Nullable [] associatedData, byte[] plaintext) {
    SymmetricKeys.requireNonce(nonce);
    try {
      return run(engines.create(), Cipher.ENCRYPT_MODE, nonce, associatedData, plaintext);
    } catch (GeneralSecurityException | ProviderException failed) {
      throw new KeyUnusableException("The AES key", failed);
    }
  }

  @Override
  public byte[] open(byte[] nonce, byte @Nullable [] associatedData, byte[] sealed) {
    if (nonce.length != NONCE_BYTES || sealed.length < TAG_BYTES) {
      throw new DecryptionFailedException();
    }
    try {
      Cipher engine = openers.borrow();
      byte[] plaintext = run(engine, Cipher.DECRYPT_MODE, nonce, associatedData, sealed);
      openers.giveBack(engine);
      return plaintext;
    } catch (GeneralSecurityException | RuntimeException refused) {
      throw new DecryptionFailedException();
    }
  }

  private Cipher newEngine() {
    try {
      return engines.create();
    } catch (GeneralSecurityException gone) {
      // It was found when this object was made.
      throw new IllegalStateException("The provider of AES-GCM does not offer it any more.", gone);
    }
  }

  private byte[] run(
      Cipher engine, int mode, byte[] nonce, byte @Nullable [] associatedData, byte[] input)
      throws GeneralSecurityException {
    engine.init(mode, key, new GCMParameterSpec(TAG_BYTES * 8, nonce));
    if (associatedData != null && associatedData.length > 0) {
      engine.updateAAD(associatedData);
    }
    return engine.doFinal(input);
  }

  @Override
  public String toString() {
    return "AesGcm[key hidden]";
  }
}
