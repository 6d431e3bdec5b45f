package io.jiaozi.sandbox.wechat;

import io.jiaozi.sandbox.channel.CertificateAuthority.Identity;
import io.jiaozi.sandbox.channel.Json;
import io.jiaozi.sandbox.channel.Pem;
import io.jiaozi.sandbox.channel.Randomness;
import io.jiaozi.sandbox.channel.Reply;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** {@code GET /v3/certificates}: the platform's certificates, encrypted; protocol sheet 1.4. */
final class CertificateCall {
  private static final String ASSOCIATED_DATA = "certificate";

  private final WechatCredentials credentials;
  private final PlatformSigner signer;
  private final Randomness randomness;

  CertificateCall(WechatCredentials credentials, PlatformSigner signer, Randomness randomness) {
    this.credentials = credentials;
    this.signer = signer;
    this.randomness = randomness;
  }

  Reply list() {
    ArrayNode data = Json.array();
    credentials.platforms().forEach(identity -> data.add(entry(identity)));
    ObjectNode body = Json.object();
    body.set("data", data);
    return Reply.json(200, body);
  }

  private ObjectNode entry(Identity identity) {
    String nonce = randomness.hex(12);
    ObjectNode entry =
        Json.object()
            .put("serial_no", identity.serial())
            .put(
                "effective_time",
                WireTime.format(identity.certificate().getNotBefore().toInstant()))
            .put("expire_time", WireTime.format(identity.certificate().getNotAfter().toInstant()));
    entry.set(
        "encrypt_certificate",
        Json.object()
            .put("algorithm", "AEAD_AES_256_GCM")
            .put("nonce", nonce)
            .put("associated_data", ASSOCIATED_DATA)
            .put(
                "ciphertext",
                signer.encrypt(Pem.certificate(identity.certificate()), nonce, ASSOCIATED_DATA)));
    return entry;
  }
}
