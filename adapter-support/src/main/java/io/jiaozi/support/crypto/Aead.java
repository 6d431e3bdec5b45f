package io.jiaozi.support.crypto;

import org.jspecify.annotations.Nullable;

/**
 * Authenticated encryption with a 12-byte nonce and a 16-byte tag behind the ciphertext: what
 * {@link AesGcm} and {@link Sm4Gcm} have in common. Implementations are safe for many threads.
 */
public sealed interface Aead permits AesGcm, Sm4Gcm {
  /** Length of a nonce, in bytes. */
  int NONCE_BYTES = 12;

  /** Length of the authentication tag, in bytes. */
  int TAG_BYTES = 16;

  /**
   * Encrypts and authenticates.
   *
   * @param nonce exactly 12 bytes, never used before with this key: one repetition gives the key
   *     stream away
   * @param associatedData authenticated but not encrypted; null and empty both mean none
   * @param plaintext may be empty
   * @return ciphertext followed by the tag
   * @throws IllegalArgumentException if the nonce is not 12 bytes long
   */
  byte[] seal(byte[] nonce, byte @Nullable [] associatedData, byte[] plaintext);

  /**
   * Authenticates and decrypts.
   *
   * @param nonce as sent along with the data
   * @param associatedData as sent along with the data; null and empty both mean none
   * @param sealed ciphertext followed by the tag
   * @return the plaintext, only after the tag was found right
   * @throws DecryptionFailedException for anything else: altered data, wrong key, wrong nonce
   *     length, too short
   */
  byte[] open(byte[] nonce, byte @Nullable [] associatedData, byte[] sealed);
}
