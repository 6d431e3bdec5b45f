package io.jiaozi.support.crypto;

import java.util.Base64;
import java.util.Optional;

/**
 * Base64 of RFC 4648 section 4 with nothing forgiven: standard alphabet, padding present and right,
 * no line breaks or spaces, no stray bits in the last character. One value has one text.
 *
 * <p>The JDK's basic decoder is close, but accepts missing padding and stray bits, and throws.
 */
public final class StrictBase64 {
  private StrictBase64() {}

  /** Encodes with padding and without line breaks. */
  public static String encode(byte[] bytes) {
    return Base64.getEncoder().encodeToString(bytes);
  }

  /**
   * Decodes, or answers empty if the text is not strict Base64. Never throws for any text. The
   * empty text decodes to no bytes.
   */
  public static Optional<byte[]> decode(String text) {
    int length = text.length();
    if (length % 4 != 0) {
      return Optional.empty();
    }
    byte[] bytes;
    try {
      bytes = Base64.getDecoder().decode(text);
    } catch (IllegalArgumentException notBase64) {
      return Optional.empty();
    }
    // Only the last group can hold stray bits: encode it again and compare.
    int tail = bytes.length % 3;
    if (tail != 0) {
      byte[] last = new byte[tail];
      System.arraycopy(bytes, bytes.length - tail, last, 0, tail);
      if (!text.endsWith(encode(last))) {
        return Optional.empty();
      }
    }
    return Optional.of(bytes);
  }
}
