package io.jiaozi.unionpay;

import io.jiaozi.notification.InboundRequest;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.security.KeyPair;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.cert.X509Certificate;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/** Makes and reads messages as UnionPay does, by the protocol and without the adapter's code. */
final class Wire {

  private final TreeMap<String, String> fields = new TreeMap<>();
  private KeyPair key = TestCa.SIGNER_KEY;
  private X509Certificate certificate = TestCa.SIGNER;

  /** What every reply and notification has. */
  static Wire message() {
    return new Wire()
        .with("version", "5.1.0")
        .with("encoding", "utf-8")
        .with("signMethod", "01")
        .with("merId", TestAccount.MERID)
        .with("accessType", "0")
        .with("respCode", "00")
        .with("respMsg", "成功[0000000]");
  }

  /** Sets a field; null removes it. */
  Wire with(String name, String value) {
    if (value == null) {
      fields.remove(name);
    } else {
      fields.put(name, value);
    }
    return this;
  }

  Wire signedBy(KeyPair otherKey, X509Certificate otherCertificate) {
    key = otherKey;
    certificate = otherCertificate;
    return this;
  }

  private Map<String, String> signed() {
    Map<String, String> all = new TreeMap<>(fields);
    all.putIfAbsent("signPubKeyCert", TestCa.pem(certificate));
    all.put("signature", signature(key, text(all)));
    return all;
  }

  static String signature(KeyPair key, String text) {
    byte[] digest = sha256(text).getBytes(StandardCharsets.US_ASCII);
    return Base64.getEncoder().encodeToString(TestCa.sign(key, digest));
  }

  static String sha256(String text) {
    try {
      return HexFormat.of()
          .formatHex(
              MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError(e);
    }
  }

  /** The text that is signed. */
  static String text(Map<String, String> fields) {
    return new TreeMap<>(fields)
        .entrySet().stream()
            .filter(field -> !field.getKey().equals("signature"))
            .map(field -> field.getKey() + "=" + field.getValue())
            .collect(Collectors.joining("&"));
  }

  /** As a reply: nothing encoded. */
  String reply() {
    return join(signed(), UnaryOperator.identity());
  }

  /** As a notification's body. */
  String form() {
    return join(signed(), value -> URLEncoder.encode(value, StandardCharsets.UTF_8));
  }

  /** The form without any signature. */
  String unsignedForm() {
    return join(fields, value -> URLEncoder.encode(value, StandardCharsets.UTF_8));
  }

  /** The reply without any signature. */
  String unsignedReply() {
    return join(fields, UnaryOperator.identity());
  }

  private static String join(Map<String, String> fields, UnaryOperator<String> encode) {
    return fields.entrySet().stream()
        .map(field -> field.getKey() + "=" + encode.apply(field.getValue()))
        .collect(Collectors.joining("&"));
  }

  InboundRequest notification() {
    return post(form());
  }

  static InboundRequest post(String body) {
    return new InboundRequest(
        "POST",
        "/notify/unionpay",
        "",
        Map.of("Content-Type", List.of("application/x-www-form-urlencoded")),
        body.getBytes(StandardCharsets.UTF_8));
  }

  /** Reads a form the adapter sent. */
  static Map<String, String> decode(String form) {
    Map<String, String> fields = new TreeMap<>();
    for (String field : form.split("&", -1)) {
      int equals = field.indexOf('=');
      fields.put(
          field.substring(0, equals),
          URLDecoder.decode(field.substring(equals + 1), StandardCharsets.UTF_8));
    }
    return fields;
  }

  /** Whether the merchant's key signed these fields as the protocol says. */
  static boolean isSignedByMerchant(Map<String, String> fields) {
    return TestCa.verifies(
        TestCa.MERCHANT_KEY,
        sha256(text(fields)).getBytes(StandardCharsets.US_ASCII),
        Base64.getDecoder().decode(fields.get("signature")));
  }
}
