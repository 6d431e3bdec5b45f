package io.jiaozi.support.crypto;

/**
 * A key that was accepted when the account opened cannot do its work now: the device that holds it
 * is gone, or the provider refuses it. Says nothing about the message at hand.
 */
public final class KeyUnusableException extends IllegalStateException {
  private static final long serialVersionUID = 1L;

  KeyUnusableException(String what, Throwable cause) {
    super(
        what
            + " could not be used ("
            + cause.getClass().getSimpleName()
            + "). Check the provider or the device that holds the key.",
        cause);
  }
}
