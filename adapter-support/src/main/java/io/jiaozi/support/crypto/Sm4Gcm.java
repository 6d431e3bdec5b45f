package io.jiaozi.support.crypto;

import org.bouncycastle.crypto.InvalidCipherTextException;
import org.bouncycastle.crypto.engines.SM4Engine;
import org.bouncycastle.crypto.modes.GCMBlockCipher;
import org.bouncycastle.crypto.modes.GCMModeCipher;
import org.bouncycastle.crypto.params.AEADParameters;
import org.bouncycastle.crypto.params.KeyParameter;
import org.jspecify.annotations.Nullable;

/**
 * SM4 (GB/T 32907) in Galois/Counter mode with 12-byte nonces and 128-bit tags. Immutable, without
 * locks, safe for many threads.
 */
public final class Sm4Gcm implements Aead {
  private static final byte[] NONE = new byte[0];

  private final byte[] key;

  private Sm4Gcm(byte[] key) {
    this.key = SymmetricKeys.require("SM4-GCM", key, 16);
  }

  /**
   * SM4-GCM with this key.
   *
   * @throws IllegalArgumentException if the key is not exactly 16 bytes long
   */
  public static Sm4Gcm of(byte[] key) {
    return new Sm4Gcm(key);
  }

  @Override
  public byte[] seal(byte[] nonce, byte @Nullable [] associatedData, byte[] plaintext) {
    SymmetricKeys.requireNonce(nonce);
    try {
      return run(true, nonce, associatedData, plaintext);
    } catch (InvalidCipherTextException impossible) {
      throw new KeyUnusableException("The SM4 key", impossible);
    }
  }

  @Override
  public byte[] open(byte[] nonce, byte @Nullable [] associatedData, byte[] sealed) {
    if (nonce.length != NONCE_BYTES || sealed.length < TAG_BYTES) {
      throw new DecryptionFailedException();
    }
    try {
      return run(false, nonce, associatedData, sealed);
    } catch (InvalidCipherTextException | RuntimeException refused) {
      throw new DecryptionFailedException();
    }
  }

  private byte[] run(boolean encrypt, byte[] nonce, byte @Nullable [] associatedData, byte[] input)
      throws InvalidCipherTextException {
    GCMModeCipher engine = GCMBlockCipher.newInstance(new SM4Engine());
    byte[] header = associatedData == null ? NONE : associatedData;
    engine.init(encrypt, new AEADParameters(new KeyParameter(key), TAG_BYTES * 8, nonce, header));
    byte[] output = new byte[engine.getOutputSize(input.length)];
    int length = engine.processBytes(input, 0, input.length, output, 0);
    engine.doFinal(output, length);
    return output;
  }

  @Override
  public String toString() {
    return "Sm4Gcm[key hidden]";
  }
}
