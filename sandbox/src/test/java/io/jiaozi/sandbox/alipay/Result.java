package io.jiaozi.sandbox.alipay;

import static org.assertj.core.api.Assertions.assertThat;

import io.jiaozi.sandbox.channel.Json;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Base64;
import java.util.Map;
import javax.crypto.Cipher;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** An answer of the gateway, cut up by hand as a merchant has to. */
record Result(Shop shop, String body) {

  private ObjectNode envelope() {
    ObjectNode envelope = Json.parseObject(body.getBytes(StandardCharsets.UTF_8));
    assertThat(envelope).as(body).isNotNull();
    return envelope;
  }

  String node() {
    for (Map.Entry<String, JsonNode> member : envelope().properties()) {
      if (member.getKey().endsWith("_response")) {
        return member.getKey();
      }
    }
    throw new AssertionError("No result in " + body);
  }

  /** The exact characters of the result. */
  String raw() {
    int from = body.indexOf('"' + node() + "\":") + node().length() + 3;
    if (body.charAt(from) == '"') {
      return body.substring(from, body.indexOf('"', from + 1) + 1);
    }
    int depth = 0;
    boolean quoted = false;
    for (int at = from; at < body.length(); at++) {
      char c = body.charAt(at);
      if (c == '\\') {
        at++;
      } else if (c == '"') {
        quoted = !quoted;
      } else if (!quoted && c == '{') {
        depth++;
      } else if (!quoted && c == '}' && --depth == 0) {
        return body.substring(from, at + 1);
      }
    }
    throw new AssertionError("The result does not end in " + body);
  }

  boolean isSigned() {
    return envelope().has("sign");
  }

  boolean verifies() {
    return shop.verifies(
        raw().getBytes(StandardCharsets.UTF_8), envelope().path("sign").asString(""));
  }

  String certificate() {
    return envelope().path("alipay_cert_sn").asString("");
  }

  boolean isEncrypted() {
    return raw().startsWith("\"");
  }

  ObjectNode json() {
    String raw = raw();
    ObjectNode json =
        Json.parseObject(
            isEncrypted()
                ? decrypted(raw.substring(1, raw.length() - 1))
                : raw.getBytes(StandardCharsets.UTF_8));
    assertThat(json).as(body).isNotNull();
    return json;
  }

  private byte[] decrypted(String text) {
    try {
      Cipher cipher = Cipher.getInstance("AES/CBC/PKCS5Padding");
      cipher.init(
          Cipher.DECRYPT_MODE,
          new SecretKeySpec(Base64.getDecoder().decode(shop.app.contentKey()), "AES"),
          new IvParameterSpec(new byte[16]));
      return cipher.doFinal(Base64.getDecoder().decode(text));
    } catch (GeneralSecurityException e) {
      throw new AssertionError(e);
    }
  }

  String text(String field) {
    return json().path(field).asString("");
  }

  boolean has(String field) {
    return json().has(field);
  }

  String code() {
    return text("code");
  }

  boolean isSuccess() {
    return code().equals("10000");
  }

  /** Code and sub code, such as {@code 40004 ACQ.TRADE_NOT_EXIST}. */
  String refusal() {
    return code() + " " + text("sub_code");
  }
}
