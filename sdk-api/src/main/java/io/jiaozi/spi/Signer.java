package io.jiaozi.spi;

/**
 * Signs with the merchant's private key, wherever that key lives: in memory, in an HSM, in a cloud
 * key service.
 *
 * <p>One API call of the SDK asks for exactly one signature per request sent, so an expensive key
 * service is not called more often than the channel needs. Implementations must be safe for use by
 * many threads at once and must not keep the array.
 */
public interface Signer {

  /**
   * Tells whether this signer can produce signatures of the given kind. Asked once, when the
   * account opens, so that an unsuitable key is a start-up error and not a failed payment.
   */
  boolean supports(SigningAlgorithm algorithm);

  /**
   * Signs the message.
   *
   * @param algorithm one for which {@link #supports} answers true
   * @param message the exact bytes to sign; not modified
   * @return the raw signature, not Base64
   * @throws IllegalArgumentException if the algorithm is not supported
   * @throws IllegalStateException if the key cannot be used now (key service down, session lost).
   *     The SDK reports the call as not sent. The message must hold no key material.
   */
  byte[] sign(SigningAlgorithm algorithm, byte[] message);
}
