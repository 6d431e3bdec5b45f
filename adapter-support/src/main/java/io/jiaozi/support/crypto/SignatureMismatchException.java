package io.jiaozi.support.crypto;

/**
 * A signature or MAC is not the one this key makes over this message. Wrong length, undecodable
 * text and a genuine mismatch are deliberately the same: a sender learns nothing from the
 * difference.
 *
 * <p>A key that cannot be used is {@link KeyUnusableException}, never this.
 */
public final class SignatureMismatchException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  SignatureMismatchException() {
    super(
        "The signature does not fit the message and the key: the message was altered, or somebody"
            + " else signed it.");
  }
}
