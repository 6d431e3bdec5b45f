package io.jiaozi.unionpay;

import io.jiaozi.support.crypto.Digests;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * The key that merchant and UnionPay share in sign methods 11 and 12. Signature: {@code hex(H(text
 * & hex(H(key))))} with the {@code &} as a character, hexadecimal in lower case. Source: protocol
 * sheet, section 2.2. Immutable.
 */
final class SharedKey {

  static final String SHA256 = "11";
  static final String SM3 = "12";

  private final String method;
  private final byte[] tail;

  private SharedKey(String method, byte[] tail) {
    this.method = method;
    this.tail = tail;
  }

  /**
   * Makes it.
   *
   * @param method 11 or 12
   */
  static SharedKey of(String method, String secret) {
    String hashed = hash(method, secret.getBytes(StandardCharsets.UTF_8));
    return new SharedKey(method, ('&' + hashed).getBytes(StandardCharsets.US_ASCII));
  }

  String method() {
    return method;
  }

  String signature(byte[] text) {
    byte[] whole = Arrays.copyOf(text, text.length + tail.length);
    System.arraycopy(tail, 0, whole, text.length, tail.length);
    return hash(method, whole);
  }

  private static String hash(String method, byte[] bytes) {
    return method.equals(SM3) ? Digests.sm3Hex(bytes) : Digests.sha256Hex(bytes);
  }

  @Override
  public String toString() {
    return "SharedKey[method=" + method + ", key hidden]";
  }
}
