package io.jiaozi.support.crypto;

/** The length rules of symmetric keys, nonces and initialisation vectors, with their sentences. */
final class SymmetricKeys {
  private SymmetricKeys() {}

  static byte[] require(String algorithm, byte[] key, int bytes) {
    if (key.length != bytes) {
      throw new IllegalArgumentException(
          "The "
              + algorithm
              + " key must be exactly "
              + bytes
              + " bytes long, but has "
              + key.length
              + ". If it was given as Base64 or hex, decode it first.");
    }
    return key.clone();
  }

  static void requireNonce(byte[] nonce) {
    if (nonce.length != Aead.NONCE_BYTES) {
      throw new IllegalArgumentException(
          "The nonce must be exactly "
              + Aead.NONCE_BYTES
              + " bytes long, but has "
              + nonce.length
              + ".");
    }
  }

  static void requireIv(byte[] iv) {
    if (iv.length != 16) {
      throw new IllegalArgumentException(
          "The initialisation vector must be exactly 16 bytes long, but has " + iv.length + ".");
    }
  }
}
