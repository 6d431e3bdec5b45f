package io.jiaozi.support.crypto;

import io.jiaozi.spi.SigningAlgorithm;
import java.util.Optional;

/**
 * Verifies signatures with one public key. Returns normally if the signature is good and throws
 * otherwise: there is no boolean to forget. Implementations are safe for many threads.
 */
public interface SignatureVerifier {

  /** Tells whether this key can verify signatures of the given kind. */
  boolean supports(SigningAlgorithm algorithm);

  /**
   * Verifies a signature over the exact bytes of a message.
   *
   * @param algorithm chosen by the adapter, never taken from the message
   * @param message the bytes as received; not modified
   * @param signature raw signature, not Base64; not modified
   * @throws SignatureMismatchException if it does not verify, for whatever reason
   * @throws IllegalArgumentException if the algorithm is not supported
   * @throws KeyUnusableException if the key cannot be used
   */
  default void verify(SigningAlgorithm algorithm, byte[] message, byte[] signature) {
    verifyParts(algorithm, signature, message);
  }

  /**
   * Verifies a signature over a message that is the given parts one after the other. They are not
   * joined, so that a body is not copied to stand between two line ends.
   *
   * @param algorithm chosen by the adapter, never taken from the message
   * @param signature raw signature, not Base64; not modified
   * @param parts in order; not modified
   * @throws SignatureMismatchException if it does not verify, for whatever reason
   * @throws IllegalArgumentException if the algorithm is not supported
   * @throws KeyUnusableException if the key cannot be used
   */
  void verifyParts(SigningAlgorithm algorithm, byte[] signature, byte[]... parts);

  /**
   * Verifies a signature given as standard Base64 ({@link StrictBase64}) over a message in parts.
   *
   * @throws SignatureMismatchException if the text is not Base64 or does not verify
   * @throws IllegalArgumentException if the algorithm is not supported
   * @throws KeyUnusableException if the key cannot be used
   */
  default void verifyBase64(SigningAlgorithm algorithm, String signature, byte[]... parts) {
    Optional<byte[]> raw = StrictBase64.decode(signature);
    if (raw.isEmpty()) {
      throw new SignatureMismatchException();
    }
    verifyParts(algorithm, raw.get(), parts);
  }
}
