package io.jiaozi.support.crypto;

import io.jiaozi.support.crypto.CryptoProvider.Engines;
import java.security.GeneralSecurityException;
import java.security.ProviderException;
import javax.crypto.Cipher;
import javax.crypto.spec.SecretKeySpec;

/**
 * Triple DES with three keys, block by block, without padding: only for channels that prescribe it.
 *
 * <p>It hides a text from onlookers and proves nothing: equal blocks look equal, and blocks can be
 * altered, swapped and repeated unnoticed. Verify a signature over what comes out of {@link
 * #decrypt} before anything in it is used. How a text is filled up to whole blocks is the
 * protocol's, and its adapter's. Immutable, without locks, safe for many threads.
 */
public final class TripleDesEcb {
  private static final int BLOCK = 8;

  private final SecretKeySpec key;
  private final Engines<Cipher> engines;

  private TripleDesEcb(byte[] key) {
    this.key = new SecretKeySpec(SymmetricKeys.require("3DES", key, 3 * BLOCK), "DESede");
    this.engines = CryptoProvider.jdk().ciphers("DESede/ECB/NoPadding");
  }

  /**
   * With the three keys one after the other.
   *
   * @throws IllegalArgumentException if they are not exactly 24 bytes
   */
  public static TripleDesEcb of(byte[] key) {
    return new TripleDesEcb(key);
  }

  /**
   * Encrypts.
   *
   * @param blocks filled up to whole blocks of 8 bytes
   * @return as many bytes
   * @throws IllegalArgumentException if the last block is not whole
   */
  public byte[] encrypt(byte[] blocks) {
    if (blocks.length % BLOCK != 0) {
      throw new IllegalArgumentException(
          "3DES without padding takes whole blocks of 8 bytes, but has "
              + blocks.length
              + " bytes. Fill them up as the protocol says.");
    }
    try {
      return run(Cipher.ENCRYPT_MODE, blocks);
    } catch (GeneralSecurityException | ProviderException failed) {
      throw new KeyUnusableException("The 3DES key", failed);
    }
  }

  /**
   * Decrypts. Whatever is given gives something: what it is worth is for a signature to say.
   *
   * @throws DecryptionFailedException if there is no block, or the last is not whole
   */
  public byte[] decrypt(byte[] blocks) {
    if (blocks.length == 0 || blocks.length % BLOCK != 0) {
      throw new DecryptionFailedException();
    }
    try {
      return run(Cipher.DECRYPT_MODE, blocks);
    } catch (GeneralSecurityException | RuntimeException refused) {
      throw new DecryptionFailedException();
    }
  }

  private byte[] run(int mode, byte[] blocks) throws GeneralSecurityException {
    Cipher engine = engines.create();
    engine.init(mode, key);
    return engine.doFinal(blocks);
  }

  @Override
  public String toString() {
    return "TripleDesEcb[key hidden]";
  }
}
