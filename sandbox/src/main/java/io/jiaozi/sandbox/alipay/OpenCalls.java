package io.jiaozi.sandbox.alipay;

import io.jiaozi.sandbox.SandboxClock;
import io.jiaozi.sandbox.channel.Json;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;

/** What concerns the platform itself: its certificates, and for whom an application may act. */
final class OpenCalls {
  private final PlatformKeys keys;
  private final SandboxClock clock;

  OpenCalls(PlatformKeys keys, SandboxClock clock) {
    this.keys = keys;
    this.clock = clock;
  }

  /** Protocol sheet 1.4: Base64 of a PEM chain. */
  Answer downloadCertificate(Call call) {
    String serial = call.fields().required("alipay_cert_sn", 64);
    AlipayAuthority.Leaf leaf = keys.bySerial(serial);
    if (leaf == null) {
      throw AlipayError.gateway("40002", "isv.alipay-cert-not-exist", "支付宝公钥证书不存在");
    }
    return Answer.of(
        Json.object()
            .put(
                "alipay_cert_content",
                Base64.getEncoder()
                    .encodeToString(leaf.pem().getBytes(StandardCharsets.US_ASCII))));
  }

  /** Protocol sheet 1.7. */
  Answer queryToken(Call call) {
    AlipayCredentials app = call.party().app();
    if (!app.appAuthToken().equals(call.fields().text("app_auth_token"))) {
      throw AlipayError.gateway("40002", "isv.code-invalid", "授权令牌不存在");
    }
    var reply =
        Json.object()
            .put("auth_app_id", app.subMerchantAppId())
            .put("user_id", app.subMerchantId())
            .put("status", "valid")
            .put("auth_start", WireTime.format(clock.instant().minus(Duration.ofDays(30))))
            .put("auth_end", WireTime.format(clock.instant().plus(Duration.ofDays(335))));
    reply.putArray("auth_methods").add("alipay.trade.pay").add("alipay.trade.refund");
    return Answer.of(reply);
  }
}
