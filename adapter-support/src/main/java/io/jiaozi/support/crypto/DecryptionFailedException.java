package io.jiaozi.support.crypto;

/**
 * Encrypted data could not be opened. There is one message for every kind of malformed input, and
 * no cause, so that nobody who can send ciphertexts learns more than "no".
 */
public final class DecryptionFailedException extends IllegalStateException {
  private static final long serialVersionUID = 1L;

  DecryptionFailedException() {
    super(
        "The data could not be decrypted: it is damaged, or it was encrypted with or for another"
            + " key.");
  }
}
