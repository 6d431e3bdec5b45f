package io.jiaozi.sandbox.wechat;

import io.jiaozi.sandbox.Sandbox;
import io.jiaozi.sandbox.channel.Json;
import io.jiaozi.sandbox.channel.OutboundMessage;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Base64;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** The decrypted content of a notification, as the protocol sheet says it is to be opened. */
final class Opened {
  private Opened() {}

  static ObjectNode of(Sandbox sandbox, OutboundMessage message) throws GeneralSecurityException {
    JsonNode resource = Json.parseObject(message.body()).path("resource");
    Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
    cipher.init(
        Cipher.DECRYPT_MODE,
        new SecretKeySpec(
            sandbox.wechat().credentials().apiV3Key().getBytes(StandardCharsets.UTF_8), "AES"),
        new GCMParameterSpec(
            128, resource.path("nonce").asString().getBytes(StandardCharsets.UTF_8)));
    cipher.updateAAD(resource.path("associated_data").asString().getBytes(StandardCharsets.UTF_8));
    return Json.parseObject(
        cipher.doFinal(Base64.getDecoder().decode(resource.path("ciphertext").asString())));
  }
}
