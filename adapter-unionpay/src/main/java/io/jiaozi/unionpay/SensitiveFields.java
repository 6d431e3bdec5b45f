package io.jiaozi.unionpay;

import io.jiaozi.support.crypto.RsaEncryptor;
import io.jiaozi.support.crypto.RsaPadding;
import io.jiaozi.support.crypto.StrictBase64;
import java.nio.charset.StandardCharsets;
import java.security.cert.X509Certificate;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Puts a cardholder's data into the form UnionPay wants, for the products that take them; channel
 * calls alone use it. Source: protocol sheet, section 4.5.
 *
 * <p>{@code customerInfo} is Base64 of {@code {k=v&k=v}}. Where the account has an encryption
 * certificate, phone, CVN2 and expiry go into one encrypted block inside it, the card number is
 * encrypted by itself, and the certificate is named. A PIN is always encrypted.
 */
final class SensitiveFields {

  /** In a channel call: {@code customerInfo.phoneNo=...}. */
  static final String PREFIX = "customerInfo.";

  static final Set<String> CUSTOMER =
      Set.of("certifTp", "certifId", "customerNm", "smsCode", "pin", "phoneNo", "cvn2", "expired");

  private static final Set<String> ENCRYPTED_TOGETHER = Set.of("phoneNo", "cvn2", "expired");

  private SensitiveFields() {}

  static RsaEncryptor encryptor(X509Certificate certificate) {
    return RsaEncryptor.of(certificate.getPublicKey(), RsaPadding.PKCS1);
  }

  /**
   * The fields as they go over the wire.
   *
   * @param given as the caller wrote them
   * @param certificate null for accounts that encrypt nothing; then there is no PIN
   */
  static Map<String, String> prepared(
      Map<String, String> given, EncryptionCertificates.@Nullable Current certificate) {
    Map<String, String> fields = new LinkedHashMap<>();
    Map<String, String> customer = new LinkedHashMap<>();
    given.forEach(
        (name, value) -> {
          if (name.startsWith(PREFIX)) {
            customer.put(name.substring(PREFIX.length()), value);
          } else {
            fields.put(name, value);
          }
        });
    String card = fields.get("accNo");
    if (certificate != null) {
      if (card != null) {
        fields.put("accNo", encrypted(card.getBytes(StandardCharsets.UTF_8), certificate));
      }
      fields.put("encryptCertId", certificate.certId());
    }
    if (!customer.isEmpty()) {
      fields.put("customerInfo", customerInfo(customer, card, certificate));
    }
    return fields;
  }

  private static String customerInfo(
      Map<String, String> customer,
      @Nullable String card,
      EncryptionCertificates.@Nullable Current certificate) {
    Map<String, String> clear = new LinkedHashMap<>();
    Map<String, String> together = new LinkedHashMap<>();
    customer.forEach(
        (name, value) -> {
          if (name.equals("pin") && certificate != null && card != null) {
            clear.put(name, encrypted(PinBlock.of(card, value), certificate));
          } else if (certificate != null && ENCRYPTED_TOGETHER.contains(name)) {
            together.put(name, value);
          } else {
            clear.put(name, value);
          }
        });
    if (certificate != null && !together.isEmpty()) {
      clear.put(
          "encryptedInfo",
          encrypted(joined(together).getBytes(StandardCharsets.UTF_8), certificate));
    }
    return StrictBase64.encode(('{' + joined(clear) + '}').getBytes(StandardCharsets.UTF_8));
  }

  private static String joined(Map<String, String> fields) {
    StringBuilder text = new StringBuilder();
    fields.forEach(
        (name, value) ->
            text.append(text.length() == 0 ? "" : "&").append(name).append('=').append(value));
    return text.toString();
  }

  private static String encrypted(byte[] clear, EncryptionCertificates.Current certificate) {
    return StrictBase64.encode(certificate.encryptor().encrypt(clear));
  }
}
