package io.jiaozi.alipay;

import io.jiaozi.notification.InboundRequest;
import java.net.URLEncoder;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.security.KeyPair;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** Makes notifications as the channel does, apart from the product's own code. */
final class Notices {

  private final Map<String, String> fields = new TreeMap<>();
  private final Map<String, String> unsigned = new TreeMap<>();
  private Set<String> notSigned = Set.of("sign", "sign_type");
  private boolean emptiesSigned;
  private KeyPair key = TestKeys.ALIPAY;
  private String algorithm = "SHA256withRSA";
  private Charset charset = StandardCharsets.UTF_8;

  static Notices paid() {
    Notices notice = new Notices();
    notice
        .with("gmt_create", "2026-11-24 20:00:00")
        .with("charset", "utf-8")
        .with("gmt_payment", "2026-11-24 20:00:03")
        .with("notify_time", "2026-11-24 20:00:04")
        .with("subject", "a+b 测试 & \"q\" 100%")
        .with("buyer_id", "2088722003899169")
        .with("buyer_logon_id", "foo***@sandbox.com")
        .with("invoice_amount", "88.00")
        .with("version", "1.0")
        .with("notify_id", "2026112401222200003099160501632046")
        .with("fund_bill_list", "[{\"amount\":\"88.00\",\"fundChannel\":\"ALIPAYACCOUNT\"}]")
        .with("notify_type", "trade_status_sync")
        .with("out_trade_no", "20261124A001")
        .with("total_amount", "88.00")
        .with("trade_status", "TRADE_SUCCESS")
        .with("trade_no", TestAccount.TRADE_NO)
        .with("auth_app_id", TestAccount.APP_ID)
        .with("receipt_amount", "88.00")
        .with("point_amount", "0.00")
        .with("app_id", TestAccount.APP_ID)
        .with("buyer_pay_amount", "88.00")
        .with("sign_type", "RSA2")
        .with("seller_id", TestAccount.SELLER)
        .with("seller_email", "sel***@sandbox.com");
    return notice;
  }

  static Notices refunded(String status, String total) {
    return paid()
        .with("trade_status", status)
        .with("refund_fee", total)
        .with("gmt_refund", "2026-11-24 20:10:00.123")
        .with("out_biz_no", "R20261124A001");
  }

  static Notices hold(String type) {
    Notices notice = new Notices();
    notice
        .with("notify_type", type)
        .with("notify_id", "2026112400222173002059101025382688")
        .with("app_id", TestAccount.APP_ID)
        .with("auth_app_id", TestAccount.APP_ID)
        .with("charset", "utf-8")
        .with("version", "1.0")
        .with("sign_type", "RSA2")
        .with("auth_no", "2026112410002001960200000001")
        .with("out_order_no", "20261124A001")
        .with("out_request_no", "20261124A001")
        .with("operation_id", "20261124678435411502")
        .with("operation_type", "FREEZE")
        .with("status", "SUCCESS")
        .with("amount", "88.00")
        .with("rest_amount", "88.00")
        .with("total_freeze_amount", "88.00")
        .with("total_unfreeze_amount", "0.00")
        .with("total_pay_amount", "0.00")
        .with("gmt_trans", "2026-11-24 20:00:02")
        .with("payer_user_id", "2088722003899169")
        .with("payee_user_id", TestAccount.SELLER);
    return notice;
  }

  /** Sets a signed field; null leaves it out. */
  Notices with(String name, String value) {
    if (value == null) {
      fields.remove(name);
    } else {
      fields.put(name, value);
    }
    return this;
  }

  /** Adds a field after signing. */
  Notices unsigned(String name, String value) {
    unsigned.put(name, value);
    return this;
  }

  Notices signedBy(KeyPair newKey) {
    key = newKey;
    return this;
  }

  Notices signedWith(String newAlgorithm) {
    algorithm = newAlgorithm;
    return this;
  }

  Notices leavingOut(Set<String> names) {
    notSigned = names;
    return this;
  }

  Notices emptiesSigned() {
    emptiesSigned = true;
    return this;
  }

  Notices in(Charset newCharset, String declared) {
    charset = newCharset;
    return with("charset", declared);
  }

  String body() {
    List<String> signed = new ArrayList<>();
    fields.forEach(
        (name, value) -> {
          if (!notSigned.contains(name) && (emptiesSigned || !value.isEmpty())) {
            signed.add(name + "=" + value);
          }
        });
    Map<String, String> all = new TreeMap<>(fields);
    all.put(
        "sign",
        TestKeys.sign(algorithm, key.getPrivate(), String.join("&", signed).getBytes(charset)));
    all.putAll(unsigned);
    List<String> encoded = new ArrayList<>();
    all.forEach((name, value) -> encoded.add(name + "=" + URLEncoder.encode(value, charset)));
    return String.join("&", encoded);
  }

  InboundRequest request() {
    return request(body());
  }

  static InboundRequest request(String body) {
    return new InboundRequest(
        "POST",
        "/notify/alipay",
        "",
        Map.of("Content-Type", List.of("application/x-www-form-urlencoded; charset=utf-8")),
        body.getBytes(StandardCharsets.ISO_8859_1));
  }
}
