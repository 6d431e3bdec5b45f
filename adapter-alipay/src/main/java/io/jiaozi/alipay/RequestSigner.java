package io.jiaozi.alipay;

import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Makes the parameters of a request to the gateway of version 2, signed. One private-key operation
 * for each; a repeated request is signed anew with the time it is sent.
 *
 * <p>Signed text: all parameters that are sent, except {@code sign}; those without a value left
 * out; sorted by name; {@code name=value} joined by {@code &}; values as they are, not encoded; in
 * UTF-8. {@code sign_type} is part of it, unlike in notifications. Source: protocol sheet, sections
 * 2.1 and 2.2.
 */
final class RequestSigner {

  static final String CHARSET = "utf-8";
  static final String SIGN = "sign";
  static final String SIGN_TYPE = "sign_type";
  static final String RSA2 = "RSA2";

  private final String appId;
  private final AppKey key;
  private final Clock clock;

  RequestSigner(String appId, AppKey key, Clock clock) {
    this.appId = appId;
    this.key = key;
    this.clock = clock;
  }

  /**
   * All parameters of one request, {@code sign} among them, sorted.
   *
   * @param more those beside the common ones; an empty one is left out
   */
  SortedMap<String, String> sign(String method, Map<String, String> more) {
    SortedMap<String, String> parameters = new TreeMap<>(more);
    parameters.values().removeIf(String::isEmpty);
    parameters.put("app_id", appId);
    parameters.put("method", method);
    parameters.put("format", "JSON");
    parameters.put("charset", CHARSET);
    parameters.put(SIGN_TYPE, RSA2);
    parameters.put("timestamp", Times.format(clock.instant()));
    parameters.put("version", "1.0");
    if (key.certificateSn() != null && key.rootCertificateSn() != null) {
      parameters.put("app_cert_sn", key.certificateSn());
      parameters.put("alipay_root_cert_sn", key.rootCertificateSn());
    }
    parameters.put(SIGN, key.sign(signedText(parameters)));
    return parameters;
  }

  /** The bytes to sign; the names come sorted. */
  static byte[] signedText(SortedMap<String, String> parameters) {
    StringBuilder text = new StringBuilder(512);
    parameters.forEach(
        (name, value) -> {
          if (!name.equals(SIGN) && !value.isEmpty()) {
            text.append(text.length() == 0 ? "" : "&").append(name).append('=').append(value);
          }
        });
    return text.toString().getBytes(StandardCharsets.UTF_8);
  }
}
