package io.jiaozi.wechat;

import io.jiaozi.support.crypto.RsaEncryptor;
import io.jiaozi.support.crypto.StrictBase64;
import java.nio.charset.StandardCharsets;

/**
 * Encrypts names, numbers and the like for WeChat Pay: RSA with OAEP, SHA-1 and MGF1 with SHA-1,
 * over UTF-8, in Base64. Which key it was is named in the request. Source: protocol sheet, section
 * 4.1. Safe for many threads.
 *
 * @param serial names the key, for {@code Wechatpay-Serial}
 * @param encryptor holds it
 */
record Sealer(String serial, RsaEncryptor encryptor) {

  /** What the shortest key allowed (2048 bits) takes. */
  static final int MOST_BYTES = 214;

  String seal(String text) {
    return StrictBase64.encode(encryptor.encrypt(text.getBytes(StandardCharsets.UTF_8)));
  }

  /** Whether a text can be encrypted. */
  static boolean fits(String text) {
    return text.getBytes(StandardCharsets.UTF_8).length <= MOST_BYTES;
  }

  @Override
  public String toString() {
    return "Sealer[" + serial + "]";
  }
}
