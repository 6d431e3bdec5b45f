package io.jiaozi.sandbox.alipay;

import io.jiaozi.sandbox.channel.ChannelContext;
import java.math.BigDecimal;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/**
 * Signs the forms the platform sends, notifications and returns alike: every parameter but {@code
 * sign} and {@code sign_type}, sorted, RSA2. Source: protocol sheet 6.1. All that can be odd about
 * such a form is done here.
 */
final class Messages {
  private static final String AWKWARD = "a+b 测试 & \"q\" 100% <b>=' \uD83E\uDD5F";

  private final PlatformKeys keys;
  private final ChannelContext context;

  Messages(PlatformKeys keys, ChannelContext context) {
    this.keys = keys;
    this.context = context;
  }

  /**
   * A signed form.
   *
   * @param charset in which it is encoded
   * @param text {@code name=value} joined with {@code &}, percent-encoded
   */
  record Form(Charset charset, String text) {}

  Form sign(AlipayCredentials app, Map<String, String> content, Set<Twist> how) {
    Charset charset = how.contains(Twist.GBK) ? Charset.forName("GBK") : StandardCharsets.UTF_8;
    Map<String, String> fields = new LinkedHashMap<>(content);
    fields.put("charset", how.contains(Twist.GBK) ? "GBK" : "utf-8");
    fields.put(
        "sign_type",
        how.contains(Twist.SHA1) || how.contains(Twist.SIGN_TYPE_RSA) ? "RSA" : "RSA2");
    twistContent(fields, how);
    PlatformKeys.Signer signer = signer(app, how);
    putSerial(fields, signer, how);
    byte[] signature =
        Crypto.sign(
            how.contains(Twist.SHA1) || how.contains(Twist.SHA1_AS_RSA2)
                ? Crypto.RSA1
                : Crypto.RSA2,
            signer.key(),
            signedText(fields, how).getBytes(charset));
    if (how.contains(Twist.BAD_SIGNATURE)) {
      signature[signature.length / 2] ^= 1;
    }
    if (!how.contains(Twist.MISSING_SIGNATURE)) {
      fields.put("sign", Base64.getEncoder().encodeToString(signature));
    }
    if (how.contains(Twist.NO_SIGN_TYPE)) {
      fields.remove("sign_type");
    }
    return new Form(charset, twistForm(Parameters.encode(fields, charset), how));
  }

  private void twistContent(Map<String, String> fields, Set<Twist> how) {
    Instant now = context.clock().instant();
    if (how.contains(Twist.FOREIGN_APP)) {
      fields.put("app_id", "2021" + context.randomness().digits(12));
    }
    if (how.contains(Twist.FOREIGN_AUTH_APP)) {
      fields.put("auth_app_id", "2021" + context.randomness().digits(12));
    }
    if (how.contains(Twist.FOREIGN_SELLER)) {
      String name = fields.containsKey("payee_user_id") ? "payee_user_id" : "seller_id";
      fields.put(name, "2088" + context.randomness().digits(12));
    }
    if (how.contains(Twist.OTHER_AMOUNT)) {
      String name = fields.containsKey("total_amount") ? "total_amount" : "amount";
      String amount = fields.getOrDefault(name, "0.00");
      fields.put(name, new BigDecimal(amount).add(BigDecimal.ONE).toPlainString());
    }
    if (how.contains(Twist.OLD)) {
      fields.put("notify_time", WireTime.format(now.minus(Duration.ofDays(3))));
    }
    if (how.contains(Twist.FUTURE)) {
      fields.put("notify_time", WireTime.format(now.plus(Duration.ofHours(1))));
    }
    if (how.contains(Twist.UNKNOWN_TYPE)) {
      fields.put("notify_type", "moon_phase_sync");
    }
    if (how.contains(Twist.UNKNOWN_STATUS)) {
      fields.put(fields.containsKey("trade_status") ? "trade_status" : "status", "TRADE_MOON");
    }
    if (how.contains(Twist.AWKWARD_TEXT)) {
      fields.put("subject", AWKWARD);
    }
    if (how.contains(Twist.EXTRA_FIELD)) {
      fields.put("moon_phase", "full");
    }
    if (how.contains(Twist.EMPTY_FIELD) || how.contains(Twist.EMPTY_FIELD_SIGNED)) {
      fields.put("body", "");
    }
  }

  private PlatformKeys.Signer signer(AlipayCredentials app, Set<Twist> how) {
    if (how.contains(Twist.SELF_SIGNED_CERTIFICATE)) {
      return keys.selfSigned();
    }
    if (how.contains(Twist.EXPIRED_CERTIFICATE)) {
      return keys.expired();
    }
    if (how.contains(Twist.OTHER_AUTHORITY_CERTIFICATE)) {
      return keys.otherAuthority();
    }
    return how.contains(Twist.UNKNOWN_KEY) || how.contains(Twist.CERT_SN_UNKNOWN)
        ? keys.stranger(app.isCertificateMode())
        : keys.signer(app.isCertificateMode());
  }

  private static void putSerial(
      Map<String, String> fields, PlatformKeys.Signer signer, Set<Twist> how) {
    boolean named =
        how.contains(Twist.CERT_SN_UNSIGNED)
            || how.contains(Twist.CERT_SN_SIGNED)
            || how.contains(Twist.CERT_SN_UNKNOWN)
            || how.contains(Twist.SELF_SIGNED_CERTIFICATE)
            || how.contains(Twist.EXPIRED_CERTIFICATE)
            || how.contains(Twist.OTHER_AUTHORITY_CERTIFICATE);
    String serial = signer.serial();
    if (named && serial != null) {
      fields.put("alipay_cert_sn", serial);
    }
  }

  private static String signedText(Map<String, String> fields, Set<Twist> how) {
    Set<String> left = new HashSet<>(Set.of("sign"));
    if (!how.contains(Twist.SIGN_TYPE_SIGNED)) {
      left.add("sign_type");
    }
    if (!how.contains(Twist.CERT_SN_SIGNED)) {
      left.add("alipay_cert_sn");
    }
    return Parameters.signedText(fields, left, how.contains(Twist.EMPTY_FIELD_SIGNED));
  }

  private static String twistForm(String form, Set<Twist> how) {
    String twisted = form;
    if (how.contains(Twist.DUPLICATE_FIELD)) {
      twisted += "&total_amount=0.01";
    }
    if (how.contains(Twist.UNSIGNED_FIELD)) {
      twisted += "&passback_extra=1";
    }
    return how.contains(Twist.ALTER_BYTE) ? altered(twisted) : twisted;
  }

  /** The lowest bit of the first character of the amount, or of the first value there is. */
  private static String altered(String form) {
    int name = form.indexOf("amount=");
    int at = (name < 0 ? form.indexOf('=') : name + "amount".length()) + 1;
    StringBuilder changed = new StringBuilder(form);
    changed.setCharAt(at, (char) (form.charAt(at) ^ 1));
    return changed.toString();
  }
}
