package io.jiaozi.sandbox.wechat;

import io.jiaozi.sandbox.channel.WireRequest;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.util.Base64;
import javax.crypto.Cipher;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/**
 * Names, identity numbers and bank accounts, which a merchant encrypts for the key it names in
 * {@code Wechatpay-Serial}: RSA, OAEP with SHA-1; protocol sheet 4.1. What is in them is forgotten
 * at once.
 */
final class SensitiveFields {
  private static final String SERIAL = "Wechatpay-Serial";

  private final WechatCredentials credentials;

  SensitiveFields(WechatCredentials credentials) {
    this.credentials = credentials;
  }

  /** Refuses a field that is missing though required, in clear text, or for another key. */
  void check(WireRequest request, Fields body, String name, boolean required) {
    String text = required ? body.text(name, 1, 1024) : body.optionalText(name, 1, 1024);
    if (text == null) {
      return;
    }
    String serial = request.header(SERIAL);
    PrivateKey key = serial == null ? null : keyOf(serial);
    if (key == null) {
      throw WechatError.located(
          "PARAM_ERROR",
          "header",
          SERIAL,
          serial,
          "must name the platform's key that encrypted the sensitive fields");
    }
    try {
      Cipher cipher = Cipher.getInstance("RSA/ECB/OAEPWithSHA-1AndMGF1Padding");
      cipher.init(Cipher.DECRYPT_MODE, key);
      cipher.doFinal(Base64.getDecoder().decode(text));
    } catch (IllegalArgumentException | GeneralSecurityException e) {
      throw body.broken(name, "cannot be decrypted with the key that Wechatpay-Serial names");
    }
  }

  /**
   * The request without what is encrypted in it, to be kept: encrypting draws random padding, so a
   * repeated request would not be recognised by it. Whether the platform takes such a repeat for
   * the same request is not known; here it does.
   */
  static ObjectNode without(ObjectNode request) {
    ObjectNode copy = request.deepCopy();
    for (String payer : new String[] {"payer", "combine_payer_info"}) {
      if (copy.path(payer).path("identity") instanceof ObjectNode identity) {
        identity.remove("number");
        identity.remove("name");
      }
    }
    copy.remove("bank_account");
    copy.remove("real_name");
    return copy;
  }

  private @Nullable PrivateKey keyOf(String serial) {
    if (serial.equals(credentials.publicKeyId())) {
      return credentials.publicKeyModeSigner();
    }
    return credentials.platforms().stream()
        .filter(identity -> identity.serial().equals(serial))
        .findFirst()
        .map(identity -> identity.privateKey())
        .orElse(null);
  }
}
