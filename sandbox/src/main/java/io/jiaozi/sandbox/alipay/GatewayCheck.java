package io.jiaozi.sandbox.alipay;

import io.jiaozi.sandbox.SandboxClock;
import io.jiaozi.sandbox.channel.Html;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/**
 * Verifies that a request to the gateway comes from an application it knows: common parameters,
 * serial numbers in certificate mode, then RSA2 over the sorted parameters, {@code sign_type}
 * included. Source: protocol sheet 2.1, 2.2, 2.5.
 */
final class GatewayCheck {
  private static final Set<String> SIGN = Set.of("sign");

  private final Apps apps;
  private final SandboxClock clock;
  private volatile Duration tolerance = Duration.ofHours(1);

  GatewayCheck(Apps apps, SandboxClock clock) {
    this.apps = apps;
    this.clock = clock;
  }

  void tolerance(Duration newTolerance) {
    tolerance = newTolerance;
  }

  /** Throws what the gateway would answer; returns the call when all is well. */
  Call require(GatewayRequest request) {
    AlipayCredentials app = application(request);
    for (List<String> rule :
        List.of(
            List.of("sign", "isv.missing-signature"),
            List.of("timestamp", "isv.missing-timestamp"),
            List.of("version", "isv.missing-version"),
            List.of("method", "isv.missing-method"))) {
      if (request.get(rule.get(0)) == null) {
        throw AlipayError.gateway("40001", rule.get(1), "缺少" + rule.get(0) + "参数");
      }
    }
    requireCertificates(app, request);
    requireSignature(app, request);
    requireCommon(request);
    Method method = request.method();
    if (method == null) {
      throw AlipayError.gateway("40002", "isv.invalid-method", "不存在的方法名");
    }
    ObjectNode business = request.business(app);
    if (business == null) {
      throw request.isEncrypted()
          ? AlipayError.gateway("40002", "isv.decryption-error-unknown", "解密出错，未知错误")
          : AlipayError.gateway("40002", "isv.illegal-json", "biz_content不是合法的JSON");
    }
    return Call.of(
        apps.party(app, request.get("app_auth_token")),
        method,
        business,
        request.get("notify_url"),
        request.get("return_url"));
  }

  /** Until these are known the gateway has no key to sign its refusal with. */
  private AlipayCredentials application(GatewayRequest request) {
    if (!request.isReadable()) {
      throw AlipayError.unsigned("40002", "isv.invalid-parameter", "参数无效: 重复或无法解码的参数");
    }
    String id = request.get("app_id");
    if (id == null) {
      throw AlipayError.unsigned("40001", "isv.missing-app-id", "缺少appId参数");
    }
    AlipayCredentials app = apps.find(id);
    if (app == null) {
      throw AlipayError.unsigned("40002", "isv.invalid-app-id", "无效的AppID参数");
    }
    String signType = request.get("sign_type");
    if (signType == null) {
      throw AlipayError.unsigned("40001", "isv.missing-signature-type", "缺少签名类型参数");
    }
    if (!signType.equals("RSA2")) {
      throw AlipayError.unsigned("40002", "isv.invalid-signature-type", "无效签名类型");
    }
    return app;
  }

  private static void requireCertificates(AlipayCredentials app, GatewayRequest request) {
    if (!app.isCertificateMode()) {
      return;
    }
    requireSerial(
        request.get("app_cert_sn"),
        app.appCertSn(),
        "isv.missing-app-cert-sn",
        "isv.app-cert-not-exist");
    requireSerial(
        request.get("alipay_root_cert_sn"),
        app.alipayRootCertSn(),
        "isv.missing-alipay-root-cert-sn",
        "isv.invalid-alipay-root-cert-sn");
  }

  static void requireSerial(
      @Nullable String given, String expected, String missing, String different) {
    if (given == null) {
      throw AlipayError.gateway("40001", missing, "证书模式下缺少证书序列号");
    }
    if (!given.equals(expected)) {
      throw AlipayError.gateway("40002", different, "证书序列号与平台保存的不一致");
    }
  }

  private static void requireSignature(AlipayCredentials app, GatewayRequest request) {
    String text = Parameters.signedText(request.parameters(), SIGN, /* withEmpty= */ false);
    String signature = request.get("sign");
    if (signature == null
        || !Crypto.verifies(app.appPublicKey(), text.getBytes(request.charset()), signature)) {
      throw AlipayError.gateway(
          "40002",
          "isv.invalid-signature",
          "验签出错，建议检查签名字符串或签名私钥与应用公钥是否匹配，网关生成的验签字符串为：" + Html.escape(text));
    }
  }

  private void requireCommon(GatewayRequest request) {
    String timestamp = request.get("timestamp");
    Instant time = timestamp == null ? null : WireTime.parse(timestamp);
    // How far off a time may be is this sandbox's choice: enough to notice a wrong time zone.
    if (time == null || Duration.between(time, clock.instant()).abs().compareTo(tolerance) > 0) {
      throw AlipayError.gateway("40002", "isv.invalid-timestamp", "无效的时间戳参数，应为北京时间");
    }
    if (!"1.0".equals(request.get("version"))) {
      throw AlipayError.gateway("40002", "isv.invalid-version", "无效的版本参数");
    }
    String format = request.get("format");
    if (format != null && !format.equalsIgnoreCase("json")) {
      throw AlipayError.gateway("40002", "isv.invalid-format", "无效的数据格式");
    }
    String encryption = request.get("encrypt_type");
    if (encryption != null && !encryption.equals("AES")) {
      throw AlipayError.gateway("40002", "isv.invalid-encrypt-type", "不支持的加密类型");
    }
  }
}
