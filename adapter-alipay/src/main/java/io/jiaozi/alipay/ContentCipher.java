package io.jiaozi.alipay;

import io.jiaozi.support.crypto.AesCbc;
import io.jiaozi.support.crypto.DecryptionFailedException;
import io.jiaozi.support.crypto.StrictBase64;

/**
 * Alipay's content encryption: AES-128 in CBC mode, PKCS#5 padding, Base64, and an initialisation
 * vector of zeros, as the protocol prescribes it. The zeros are why equal beginnings of two
 * contents show; nothing but a signature over the ciphertext protects it against alteration, so
 * requests are signed after encrypting and replies verified before decrypting. Source: protocol
 * sheet, section 1.5.
 */
final class ContentCipher {

  static final String TYPE = "AES";
  static final int KEY_BYTES = 16;

  private static final int IV_BYTES = 16;

  private final AesCbc cipher;

  ContentCipher(byte[] key) {
    this.cipher = AesCbc.ofAes128(key);
  }

  String seal(byte[] content) {
    return StrictBase64.encode(cipher.encrypt(new byte[IV_BYTES], content));
  }

  /**
   * Opens verified content.
   *
   * @throws DecryptionFailedException if it is no ciphertext, or this key does not open it
   */
  byte[] open(String base64) {
    // No bytes at all are no ciphertext either.
    byte[] ciphertext = StrictBase64.decode(base64).orElseGet(() -> new byte[0]);
    return cipher.decrypt(new byte[IV_BYTES], ciphertext);
  }

  @Override
  public String toString() {
    return "ContentCipher[key hidden]";
  }
}
