package io.jiaozi.support.crypto;

import java.util.Arrays;
import org.bouncycastle.crypto.InvalidCipherTextException;
import org.bouncycastle.crypto.engines.SM4Engine;
import org.bouncycastle.crypto.modes.CBCBlockCipher;
import org.bouncycastle.crypto.paddings.PKCS7Padding;
import org.bouncycastle.crypto.paddings.PaddedBufferedBlockCipher;
import org.bouncycastle.crypto.params.KeyParameter;
import org.bouncycastle.crypto.params.ParametersWithIV;

/**
 * SM4 (GB/T 32907) in CBC mode with PKCS#7 padding, for protocols that prescribe it.
 *
 * <p>As with {@link AesCbc}: verify a signature before {@link #decrypt}, and the initialisation
 * vector is always explicit. ECB is not offered. Immutable, without locks, safe for many threads.
 */
public final class Sm4Cbc {
  private static final int BLOCK = 16;

  private final byte[] key;

  private Sm4Cbc(byte[] key) {
    this.key = SymmetricKeys.require("SM4-CBC", key, BLOCK);
  }

  /**
   * SM4-CBC with this key.
   *
   * @throws IllegalArgumentException if the key is not exactly 16 bytes long
   */
  public static Sm4Cbc of(byte[] key) {
    return new Sm4Cbc(key);
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
      return run(true, iv, plaintext);
    } catch (InvalidCipherTextException impossible) {
      throw new KeyUnusableException("The SM4 key", impossible);
    }
  }

  /**
   * Decrypts. No ciphertext at all is refused.
   *
   * @throws DecryptionFailedException for everything that cannot be opened
   */
  public byte[] decrypt(byte[] iv, byte[] ciphertext) {
    if (iv.length != BLOCK || ciphertext.length == 0 || ciphertext.length % BLOCK != 0) {
      throw new DecryptionFailedException();
    }
    try {
      return run(false, iv, ciphertext);
    } catch (InvalidCipherTextException | RuntimeException refused) {
      throw new DecryptionFailedException();
    }
  }

  private byte[] run(boolean encrypt, byte[] iv, byte[] input) throws InvalidCipherTextException {
    PaddedBufferedBlockCipher engine =
        new PaddedBufferedBlockCipher(
            CBCBlockCipher.newInstance(new SM4Engine()), new PKCS7Padding());
    engine.init(encrypt, new ParametersWithIV(new KeyParameter(key), iv));
    byte[] output = new byte[engine.getOutputSize(input.length)];
    int length = engine.processBytes(input, 0, input.length, output, 0);
    length += engine.doFinal(output, length);
    return length == output.length ? output : Arrays.copyOf(output, length);
  }

  @Override
  public String toString() {
    return "Sm4Cbc[key hidden]";
  }
}
