package io.jiaozi.interop.alipay.v2;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.alipay.api.AlipayApiException;
import com.alipay.api.internal.util.AlipayEncrypt;
import com.alipay.api.internal.util.AlipaySignature;
import io.jiaozi.interop.Exchange;
import io.jiaozi.interop.HttpMessage;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Messages signed by the SDK's own code, for our adapter to believe or to refuse. */
class OfficialCodeWritesMessagesTest {
  private static final Instant NOW = Instant.now();
  private static Map<String, String> merchant;
  private static KeyPair alipay;
  private static Path folder;
  private static Path ours;

  @BeforeAll
  static void begin() throws Exception {
    ours = Exchange.read("exchange", "alipay");
    merchant = Exchange.facts(ours);
    KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
    generator.initialize(2048);
    alipay = generator.generateKeyPair();
    folder = Exchange.write("alipay");
    Files.writeString(
        folder.resolve("alipay_public_key.txt"),
        Base64.getEncoder().encodeToString(alipay.getPublic().getEncoded()));
    Exchange.writeFacts(folder, Map.of("run", merchant.get("run"), "signedAt", NOW.toString()));
  }

  private static String sign(String text) throws AlipayApiException {
    return AlipaySignature.rsa256Sign(
        text, Base64.getEncoder().encodeToString(alipay.getPrivate().getEncoded()), "utf-8");
  }

  private static String beijing(Instant time) {
    return DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss")
        .withZone(ZoneOffset.ofHours(8))
        .format(time);
  }

  private static Map<String, String> payment() {
    Map<String, String> fields = new LinkedHashMap<>();
    fields.put("notify_time", beijing(NOW));
    fields.put("notify_type", "trade_status_sync");
    fields.put("notify_id", "2026112500222102644199160501632046");
    fields.put("charset", "utf-8");
    fields.put("version", "1.0");
    fields.put("sign_type", "RSA2");
    fields.put("app_id", merchant.get("appId"));
    fields.put("auth_app_id", merchant.get("appId"));
    fields.put("seller_id", merchant.get("sellerId"));
    fields.put("buyer_id", "2088722003899169");
    fields.put("trade_no", "2026112522001499160501586202");
    fields.put("out_trade_no", merchant.get("order"));
    fields.put("trade_status", "TRADE_SUCCESS");
    fields.put("total_amount", "88.00");
    fields.put("subject", "两盒饺子 + 100% & \"tea\"");
    fields.put("gmt_create", beijing(NOW.minusSeconds(60)));
    fields.put("gmt_payment", beijing(NOW.minusSeconds(30)));
    return fields;
  }

  private static Map<String, String> refund() {
    Map<String, String> fields = payment();
    fields.put("out_biz_no", "R" + merchant.get("order"));
    fields.put("refund_fee", "8.00");
    fields.put("gmt_refund", beijing(NOW) + ".123");
    return fields;
  }

  private static Map<String, String> signed(Map<String, String> fields) throws AlipayApiException {
    Map<String, String> all = new LinkedHashMap<>(fields);
    all.put("sign", sign(AlipaySignature.getSignCheckContentV1(new LinkedHashMap<>(fields))));
    return all;
  }

  /** Signed with the key of the certificate that the exchange has made. */
  private static String signAsCertified(String text) throws AlipayApiException, IOException {
    return AlipaySignature.rsa256Sign(
        text, OfficialCodeVerifiesOurMessagesTest.bare("alipay_private_key.pem"), "utf-8");
  }

  private static String certificate() {
    return ours.resolve("alipay_certificate.crt").toString();
  }

  private static void write(String name, Map<String, String> fields) throws IOException {
    List<String> parts = new ArrayList<>();
    fields.forEach(
        (field, value) ->
            parts.add(
                URLEncoder.encode(field, StandardCharsets.UTF_8)
                    + "="
                    + URLEncoder.encode(value, StandardCharsets.UTF_8)));
    new HttpMessage(
            "POST",
            "/notify/alipay",
            Map.of("Content-Type", "application/x-www-form-urlencoded; charset=utf-8"),
            String.join("&", parts).getBytes(StandardCharsets.UTF_8))
        .write(folder.resolve(name + ".http"));
  }

  private static boolean verifies(Map<String, String> fields) throws AlipayApiException {
    return AlipaySignature.rsaCheckV1(
        new LinkedHashMap<>(fields),
        Base64.getEncoder().encodeToString(alipay.getPublic().getEncoded()),
        "utf-8",
        "RSA2");
  }

  @Test
  void genuine() throws Exception {
    Map<String, String> payment = signed(payment());
    assertTrue(verifies(payment));
    write("genuine-payment", payment);
    write("genuine-refund", signed(refund()));
  }

  @Test
  void forged() throws Exception {
    Map<String, String> payment = signed(payment());
    payment.put("total_amount", "88.01");
    assertFalse(verifies(payment));
    write("forged-amount", payment);
    Map<String, String> unsigned = payment();
    write("forged-unsigned", unsigned);
  }

  @Test
  void foreign() throws Exception {
    Map<String, String> otherApp = payment();
    otherApp.put("app_id", "9021000122680000");
    otherApp.put("auth_app_id", "9021000122680000");
    write("foreign-app", signed(otherApp));
    Map<String, String> otherSeller = payment();
    otherSeller.put("seller_id", "2088721003890000");
    write("foreign-seller", signed(otherSeller));
  }

  @Test
  void certified() throws Exception {
    String sn = AlipaySignature.getCertSN(certificate());
    Map<String, String> named = payment();
    named.put("alipay_cert_sn", sn);
    Map<String, String> signed = new LinkedHashMap<>(named);
    signed.put(
        "sign", signAsCertified(AlipaySignature.getSignCheckContentV1(new LinkedHashMap<>(named))));
    assertTrue(
        AlipaySignature.rsaCertCheckV1(
            new LinkedHashMap<>(signed), certificate(), "utf-8", "RSA2"));
    write("certified-payment-name-signed", signed);
    Map<String, String> bare = payment();
    bare.put(
        "sign", signAsCertified(AlipaySignature.getSignCheckContentV1(new LinkedHashMap<>(bare))));
    assertTrue(
        AlipaySignature.rsaCertCheckV1(new LinkedHashMap<>(bare), certificate(), "utf-8", "RSA2"));
    write("certified-payment-unnamed", bare);
    bare.put("alipay_cert_sn", sn);
    write("certified-payment-name-unsigned", bare);
    Map<String, String> stranger = signed(named);
    assertFalse(
        AlipaySignature.rsaCertCheckV1(
            new LinkedHashMap<>(stranger), certificate(), "utf-8", "RSA2"));
    write("forged-certified", stranger);
  }

  @Test
  void repliesToCertifiedAccounts() throws Exception {
    String result = query();
    writeReply("reply-certified-query", "alipay_trade_query_response", result, named(result));
    String sealed =
        "\""
            + AlipayEncrypt.encryptContent(result, "AES", merchant.get("contentKey"), "utf-8")
            + "\"";
    writeReply("reply-sealed-query", "alipay_trade_query_response", sealed, named(sealed));
  }

  private static String named(String result) throws AlipayApiException, IOException {
    return "\"alipay_cert_sn\":\""
        + AlipaySignature.getCertSN(certificate())
        + "\",\"sign\":\""
        + signAsCertified(result)
        + "\"";
  }

  @Test
  void replies() throws Exception {
    writeReply("reply-query", "alipay_trade_query_response", query());
    writeReply(
        "reply-precreate",
        "alipay_trade_precreate_response",
        "{\"code\":\"10000\",\"msg\":\"Success\",\"out_trade_no\":\""
            + merchant.get("order")
            + "\",\"qr_code\":\"https:\\/\\/qr.alipay.com\\/bax00000\"}");
  }

  private static String query() {
    return "{\"code\":\"10000\",\"msg\":\"Success\",\"out_trade_no\":\""
        + merchant.get("order")
        + "\",\"trade_no\":\"2026112522001499160501586202\",\"trade_status\":\"TRADE_SUCCESS\","
        + "\"total_amount\":\"88.00\",\"send_pay_date\":\""
        + beijing(NOW.minusSeconds(30))
        + "\",\"store_name\":\"a\\/b 饺子\"}";
  }

  private static void writeReply(String name, String node, String result) throws Exception {
    writeReply(name, node, result, "\"sign\":\"" + sign(result) + "\"");
  }

  private static void writeReply(String name, String node, String result, String proof)
      throws IOException {
    new HttpMessage(
            "POST",
            "/gateway.do",
            Map.of("Content-Type", "application/json;charset=utf-8"),
            ("{\"" + node + "\":" + result + "," + proof + "}").getBytes(StandardCharsets.UTF_8))
        .write(folder.resolve(name + ".http"));
  }
}
