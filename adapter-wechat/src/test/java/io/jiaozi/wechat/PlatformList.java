package io.jiaozi.wechat;

import io.jiaozi.support.crypto.AesGcm;
import io.jiaozi.tck.ContractContext;
import java.nio.charset.StandardCharsets;
import java.security.KeyPair;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/** What {@code GET /v3/certificates} answers. */
final class PlatformList {

  static final String OLD = "5157F09EFDC096DE15EBE81A47057A7232F1B8E1";
  static final String NEW = "6157F09EFDC096DE15EBE81A47057A7232F1B8E2";

  private final List<String> entries = new ArrayList<>();
  private String key = TestAccount.API_V3_KEY;

  /** Encrypts what follows with another APIv3 key. */
  PlatformList encryptedWith(String other) {
    key = other;
    return this;
  }

  /** A certificate of the key, in force for a year. */
  PlatformList with(KeyPair pair, String serial) {
    return listed(
        serial,
        TestKeys.pem(
            TestKeys.certificate(
                pair,
                serial,
                ContractContext.NOW.minus(Duration.ofDays(5)),
                ContractContext.NOW.plus(Duration.ofDays(360)))),
        "AEAD_AES_256_GCM");
  }

  PlatformList with(X509Certificate certificate, String serial) {
    return listed(serial, TestKeys.pem(certificate), "AEAD_AES_256_GCM");
  }

  PlatformList listed(String serial, String plaintext, String algorithm) {
    byte[] resource =
        AesGcm.of(key.getBytes(StandardCharsets.UTF_8))
            .seal(
                "61f9c719728a".getBytes(StandardCharsets.UTF_8),
                "certificate".getBytes(StandardCharsets.UTF_8),
                plaintext.getBytes(StandardCharsets.UTF_8));
    entries.add(
        "{\"serial_no\":\""
            + serial
            + "\",\"effective_time\":\"2026-06-08T10:34:56+08:00\",\"expire_time\":\"2031-06-08T10:34:56+08:00\","
            + "\"encrypt_certificate\":{\"algorithm\":\""
            + algorithm
            + "\",\"nonce\":\"61f9c719728a\",\"associated_data\":\"certificate\",\"ciphertext\":\""
            + Base64.getEncoder().encodeToString(resource)
            + "\"}}");
    return this;
  }

  String body() {
    return "{\"data\":[" + String.join(",", entries) + "]}";
  }
}
