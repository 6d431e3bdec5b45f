package io.jiaozi.spi;

/**
 * Opens what a channel encrypted for the merchant's public key, when that private key lives outside
 * the process.
 *
 * <p>Optional: an account whose {@link Signer} is external and that has no decryptor works, but
 * encrypted fields of replies stay closed and reading them is a named problem. Implementations must
 * be safe for use by many threads at once.
 */
public interface Decryptor {

  /**
   * Decrypts one field.
   *
   * @param ciphertext raw bytes, not Base64; not modified
   * @return the plaintext bytes
   * @throws IllegalStateException if it cannot be decrypted, with one uniform message for every
   *     kind of malformed input
   */
  byte[] decrypt(byte[] ciphertext);
}
