package io.jiaozi.sandbox.alipay;

import io.jiaozi.sandbox.SandboxClock;
import io.jiaozi.sandbox.channel.Json;
import io.jiaozi.sandbox.channel.WireRequest;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/**
 * Verifies a request to {@code /v3/alipay/...}: the text of {@code Authorization} up to its
 * signature, method, target and body as sent, and the authorisation token when there is one.
 * Source: protocol sheet 3.1.
 */
final class RestCheck {
  private static final String SCHEME = "ALIPAY-SHA256withRSA ";
  private static final String SIGN = ",sign=";

  private final Apps apps;
  private final SandboxClock clock;
  private volatile Duration tolerance = Duration.ofHours(1);

  RestCheck(Apps apps, SandboxClock clock) {
    this.apps = apps;
    this.clock = clock;
  }

  void tolerance(Duration newTolerance) {
    tolerance = newTolerance;
  }

  /** The application a request names, without trusting it. */
  @Nullable AlipayCredentials application(WireRequest request) {
    return apps.find(items(authString(request)).get("app_id"));
  }

  @Nullable Party presumed(WireRequest request) {
    return apps.presumed(
        items(authString(request)).get("app_id"), request.header("alipay-app-auth-token"));
  }

  static boolean isEncrypted(WireRequest request) {
    return request.header("alipay-encrypt-type") != null;
  }

  /** The business fields without trusting them; null when they are not one JSON object. */
  static @Nullable ObjectNode business(WireRequest request, @Nullable AlipayCredentials app) {
    if (!request.hasBody()) {
      ObjectNode fields = Json.object();
      Map<String, String> query = Parameters.parse(StandardCharsets.UTF_8, request.query());
      if (query != null) {
        query.forEach(fields::put);
      }
      return fields;
    }
    if (!isEncrypted(request)) {
      return Json.parseObject(request.body());
    }
    String plain =
        app == null
            ? null
            : Crypto.decrypt(
                app.contentKey(),
                new String(request.body(), StandardCharsets.US_ASCII),
                StandardCharsets.UTF_8);
    return plain == null ? null : Json.parseObject(plain.getBytes(StandardCharsets.UTF_8));
  }

  Call require(WireRequest request, Method method) {
    String authString = authString(request);
    Map<String, String> items = items(authString);
    AlipayCredentials app = apps.find(items.get("app_id"));
    if (app == null) {
      throw AlipayError.unsigned("40002", "isv.invalid-app-id", "无效的AppID参数");
    }
    if (app.isCertificateMode()) {
      GatewayCheck.requireSerial(
          items.get("app_cert_sn"),
          app.appCertSn(),
          "isv.missing-app-cert-sn",
          "isv.app-cert-not-exist");
      GatewayCheck.requireSerial(
          request.header("alipay-root-cert-sn"),
          app.alipayRootCertSn(),
          "isv.missing-alipay-root-cert-sn",
          "isv.invalid-alipay-root-cert-sn");
    }
    requireSignature(request, authString, app);
    requireTime(items);
    ObjectNode business = business(request, app);
    if (business == null) {
      throw isEncrypted(request)
          ? AlipayError.gateway("40002", "isv.decryption-error-unknown", "解密出错，未知错误")
          : AlipayError.gateway("40002", "isv.illegal-json", "请求体不是合法的JSON");
    }
    return Call.of(
        apps.party(app, request.header("alipay-app-auth-token")),
        method,
        business,
        business.path("notify_url").asString(null),
        null);
  }

  private static String authString(WireRequest request) {
    String header = request.header("Authorization");
    if (header == null || !header.startsWith(SCHEME)) {
      return "";
    }
    int end = header.indexOf(SIGN);
    return end < 0 ? "" : header.substring(SCHEME.length(), end);
  }

  private static Map<String, String> items(String authString) {
    Map<String, String> items = new HashMap<>();
    for (String item : authString.split(",", -1)) {
      int equals = item.indexOf('=');
      if (equals > 0) {
        items.put(item.substring(0, equals), item.substring(equals + 1));
      }
    }
    return items;
  }

  private static void requireSignature(
      WireRequest request, String authString, AlipayCredentials app) {
    ByteArrayOutputStream signed = new ByteArrayOutputStream();
    signed.writeBytes(
        (authString + '\n' + request.method() + '\n' + request.target() + '\n')
            .getBytes(StandardCharsets.UTF_8));
    signed.writeBytes(request.body());
    signed.write('\n');
    String token = request.header("alipay-app-auth-token");
    if (token != null) {
      signed.writeBytes((token + '\n').getBytes(StandardCharsets.UTF_8));
    }
    String header = String.valueOf(request.header("Authorization"));
    String signature = header.substring(header.indexOf(SIGN) + SIGN.length());
    if (!Crypto.verifies(app.appPublicKey(), signed.toByteArray(), signature)) {
      throw AlipayError.gateway(
          "40002",
          "isv.invalid-signature",
          "验签出错，网关生成的验签字符串为：" + signed.toString(StandardCharsets.UTF_8));
    }
  }

  private void requireTime(Map<String, String> items) {
    String timestamp = items.getOrDefault("timestamp", "");
    if (!timestamp.matches("[0-9]{1,15}") || !items.containsKey("nonce")) {
      throw AlipayError.gateway("40002", "isv.invalid-timestamp", "无效的时间戳参数");
    }
    long drift = clock.instant().toEpochMilli() - Long.parseLong(timestamp);
    String span = items.getOrDefault("expired_seconds", "");
    boolean expired = span.matches("[0-9]{1,9}") && drift > Long.parseLong(span) * 1000;
    if (expired || Math.abs(drift) > tolerance.toMillis()) {
      throw AlipayError.gateway("40002", "isv.illegal-timestamp", "时间戳已过期");
    }
  }
}
