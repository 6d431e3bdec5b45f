package io.jiaozi.interop.wechat;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.wechat.pay.java.core.cipher.AeadAesCipher;
import com.wechat.pay.java.core.cipher.RSASigner;
import com.wechat.pay.java.core.cipher.SignatureResult;
import com.wechat.pay.java.core.exception.ValidationException;
import com.wechat.pay.java.core.notification.NotificationParser;
import com.wechat.pay.java.core.notification.RSAPublicKeyNotificationConfig;
import com.wechat.pay.java.core.notification.RequestParam;
import com.wechat.pay.java.core.util.NonceUtil;
import com.wechat.pay.java.core.util.PemUtil;
import com.wechat.pay.java.service.payments.model.Transaction;
import io.jiaozi.interop.Exchange;
import io.jiaozi.interop.HttpMessage;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * Plays WeChat Pay with the official SDK's cipher and signer, for the merchant of {@code
 * interop/exchange}: what is written here our adapter must accept ({@code genuine-}), or refuse
 * ({@code forged-}, by somebody without the key; {@code foreign-}, genuine but for another
 * merchant); {@code certified-} is signed under a platform certificate. {@code interop/verdict}
 * looks.
 */
class OfficialCodeWritesMessagesTest {
  private static final String KEY_ID = "PUB_KEY_ID_0119000072912026112400000000000002";
  private static final String CODE_REPLY =
      "{\"code_url\":\"weixin://wxpay/bizpayurl?pr=officials\"}";

  private static final OurMessages OURS = new OurMessages();
  private static final Instant NOW = Instant.ofEpochSecond(Instant.now().getEpochSecond());

  private static Path folder;
  private static KeyPair platform;
  private static RSASigner signer;
  private static AeadAesCipher cipher;
  private static SelfSigned certified;
  private static RSASigner certifiedSigner;

  @BeforeAll
  static void begin() throws Exception {
    folder = Exchange.write("wechat");
    KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
    generator.initialize(2048);
    platform = generator.generateKeyPair();
    signer = new RSASigner(KEY_ID, platform.getPrivate());
    cipher = new AeadAesCipher(OURS.fact("apiV3Key").getBytes(StandardCharsets.UTF_8));
    certified = SelfSigned.make(folder);
    certifiedSigner =
        new RSASigner(PemUtil.getSerialNumber(certified.certificate()), certified.privateKey());
    Files.writeString(folder.resolve("platform_certificate.pem"), certified.pem());
    Exchange.writeFacts(
        folder,
        Map.of(
            "publicKeyId", KEY_ID,
            "signedAt", NOW.toString(),
            "merchantSerial", OURS.fact("merchantSerial")));
    Files.writeString(folder.resolve("public_key.pem"), publicKeyPem());
  }

  private static String publicKeyPem() {
    return "-----BEGIN PUBLIC KEY-----\n"
        + Base64.getMimeEncoder(64, new byte[] {'\n'})
            .encodeToString(platform.getPublic().getEncoded())
        + "\n-----END PUBLIC KEY-----\n";
  }

  private static String payment(String mchid, String appid) {
    return "{\"mchid\":\""
        + mchid
        + "\",\"appid\":\""
        + appid
        + "\",\"out_trade_no\":\"20261124A001\",\"transaction_id\":\"4200001234202611240000000001\","
        + "\"trade_type\":\"NATIVE\",\"trade_state\":\"SUCCESS\",\"trade_state_desc\":\"支付成功\",\"bank_type\":\"OTHERS\",\"attach\":\"第7桌\","
        + "\"success_time\":\"2026-11-24T20:00:00+08:00\",\"payer\":{\"openid\":\"oUpF8uMuAJO_M2pxb1Q9zNjWeS6o\"},"
        + "\"amount\":{\"total\":8800,\"payer_total\":8800,\"currency\":\"CNY\",\"payer_currency\":\"CNY\"}}";
  }

  private static String payment() {
    return payment(OURS.fact("mchid"), OURS.fact("appid"));
  }

  private static String refund(String status) {
    return "{\"mchid\":\""
        + OURS.fact("mchid")
        + "\",\"transaction_id\":\"4200001234202611240000000001\",\"out_trade_no\":\"20261124A001\",\"refund_id\":\"50000000382019052709732678859\","
        + "\"out_refund_no\":\"R20261124A001\",\"refund_status\":\""
        + status
        + "\",\"success_time\":\"2026-11-24T20:10:00+08:00\",\"user_received_account\":\"支付用户零钱\","
        + "\"amount\":{\"total\":8800,\"refund\":800,\"payer_total\":8800,\"payer_refund\":800}}";
  }

  private static String envelope(String event, String type, String associated, String content) {
    String nonce = NonceUtil.createNonce(12);
    String ciphertext =
        cipher.encrypt(
            associated.getBytes(StandardCharsets.UTF_8),
            nonce.getBytes(StandardCharsets.UTF_8),
            content.getBytes(StandardCharsets.UTF_8));
    return "{\"id\":\"EV-"
        + NonceUtil.createNonce(20)
        + "\",\"create_time\":\"2026-11-24T20:00:01+08:00\",\"resource_type\":\"encrypt-resource\",\"event_type\":\""
        + event
        + "\",\"summary\":\"支付成功\",\"resource\":{\"original_type\":\""
        + type
        + "\",\"algorithm\":\"AEAD_AES_256_GCM\",\"ciphertext\":\""
        + ciphertext
        + "\",\"associated_data\":\""
        + associated
        + "\",\"nonce\":\""
        + nonce
        + "\"}}";
  }

  private static Map<String, String> signature(RSASigner by, Instant at, String body) {
    String timestamp = Long.toString(at.getEpochSecond());
    String nonce = NonceUtil.createNonce(32);
    Map<String, String> headers = new LinkedHashMap<>();
    headers.put("Content-Type", "application/json");
    headers.put("Wechatpay-Timestamp", timestamp);
    headers.put("Wechatpay-Nonce", nonce);
    SignatureResult signature = by.sign(timestamp + "\n" + nonce + "\n" + body + "\n");
    headers.put("Wechatpay-Serial", signature.getCertificateSerialNumber());
    headers.put("Wechatpay-Signature-Type", "WECHATPAY2-SHA256-RSA2048");
    headers.put("Wechatpay-Signature", signature.getSign());
    return headers;
  }

  private static HttpMessage message(RSASigner by, Instant at, String body) {
    return new HttpMessage(
        "POST", "/notify/wechat", signature(by, at, body), body.getBytes(StandardCharsets.UTF_8));
  }

  private static HttpMessage genuine(String body) {
    return message(signer, NOW, body);
  }

  private static void write(String name, HttpMessage message) throws IOException {
    message.write(folder.resolve(name + ".http"));
  }

  /** What the official parser, given the same keys, makes of the message. */
  private static Transaction official(HttpMessage message) {
    RequestParam param =
        new RequestParam.Builder()
            .serialNumber(message.header("Wechatpay-Serial"))
            .nonce(message.header("Wechatpay-Nonce"))
            .timestamp(message.header("Wechatpay-Timestamp"))
            .signature(message.header("Wechatpay-Signature"))
            .body(message.text())
            .build();
    return new NotificationParser(
            new RSAPublicKeyNotificationConfig.Builder()
                .publicKeyId(KEY_ID)
                .publicKey(platform.getPublic())
                .apiV3Key(OURS.fact("apiV3Key"))
                .build())
        .parse(param, Transaction.class);
  }

  @Test
  void payment_paid() throws Exception {
    HttpMessage message =
        genuine(envelope("TRANSACTION.SUCCESS", "transaction", "transaction", payment()));

    assertEquals("20261124A001", official(message).getOutTradeNo());
    write("genuine-payment", message);
  }

  @Test
  void payment_withoutAssociatedData() throws Exception {
    HttpMessage message = genuine(envelope("TRANSACTION.SUCCESS", "transaction", "", payment()));

    assertEquals("第7桌", official(message).getAttach());
    write("genuine-payment-without-associated-data", message);
  }

  @Test
  void refund_inEveryState() throws Exception {
    for (String status : new String[] {"SUCCESS", "ABNORMAL", "CLOSED"}) {
      write(
          "genuine-refund-" + status,
          genuine(envelope("REFUND." + status, "refund", "refund", refund(status))));
    }
  }

  @Test
  void event_ofAnotherProduct() throws Exception {
    write(
        "genuine-unmapped",
        genuine(
            envelope(
                "COMPLAINT.CREATE",
                "complaint",
                "complaint",
                "{\"complaint_id\":\"200201820200101080076610000\",\"action_type\":\"CREATE_COMPLAINT\"}")));
  }

  /** Of an order that a service provider placed for another merchant. */
  @Test
  void payment_ofAServedMerchant() throws Exception {
    write(
        "genuine-served-payment",
        genuine(
            envelope(
                "TRANSACTION.SUCCESS",
                "transaction",
                "transaction",
                payment()
                    .replace("\"mchid\":", "\"sub_mchid\":\"1900000109\",\"sp_mchid\":")
                    .replace("\"appid\":", "\"sp_appid\":")
                    .replace("\"openid\":", "\"sp_openid\":"))));
  }

  /** The older mode: signed by a key of which the merchant has a certificate. */
  @Test
  void payment_signedUnderACertificate() throws Exception {
    write(
        "certified-payment",
        message(
            certifiedSigner,
            NOW,
            envelope("TRANSACTION.SUCCESS", "transaction", "transaction", payment())));
  }

  /** The list of platform certificates, opened by the official downloader's own cipher first. */
  @Test
  void reply_withCertificates() throws Exception {
    String nonce = NonceUtil.createNonce(12);
    byte[] associated = "certificate".getBytes(StandardCharsets.UTF_8);
    String sealed =
        cipher.encrypt(
            associated,
            nonce.getBytes(StandardCharsets.UTF_8),
            certified.pem().getBytes(StandardCharsets.UTF_8));
    X509Certificate opened =
        PemUtil.loadX509FromString(
            cipher.decrypt(
                associated,
                nonce.getBytes(StandardCharsets.UTF_8),
                Base64.getDecoder().decode(sealed)));
    String list =
        "{\"data\":[{\"serial_no\":\""
            + PemUtil.getSerialNumber(opened)
            + "\",\"effective_time\":\"2026-01-01T00:00:00+08:00\",\"expire_time\":\"2031-01-01T00:00:00+08:00\","
            + "\"encrypt_certificate\":{\"algorithm\":\"AEAD_AES_256_GCM\",\"nonce\":\""
            + nonce
            + "\",\"associated_data\":\"certificate\",\"ciphertext\":\""
            + sealed
            + "\"}}]}";

    assertEquals(certified.certificate(), opened);
    write(
        "reply-certificates",
        new HttpMessage(
            "GET",
            "/v3/certificates",
            signature(certifiedSigner, NOW, list),
            list.getBytes(StandardCharsets.UTF_8)));
  }

  @Test
  void payment_changedAfterSigning() throws Exception {
    HttpMessage signed =
        genuine(envelope("TRANSACTION.SUCCESS", "transaction", "transaction", payment()));
    HttpMessage changed =
        new HttpMessage(
            signed.method(),
            signed.target(),
            signed.headers(),
            signed.text().replace("支付成功", "支付失败").getBytes(StandardCharsets.UTF_8));

    assertThrows(ValidationException.class, () -> official(changed));
    write("forged-body", changed);
  }

  @Test
  void payment_signedBySomebodyElse() throws Exception {
    KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
    generator.initialize(2048);
    RSASigner stranger = new RSASigner(KEY_ID, generator.generateKeyPair().getPrivate());
    HttpMessage message =
        message(
            stranger,
            NOW,
            envelope("TRANSACTION.SUCCESS", "transaction", "transaction", payment()));

    assertThrows(ValidationException.class, () -> official(message));
    write("forged-key", message);
  }

  /** The official parser forgets to look at the time; the protocol asks for it. */
  @Test
  void payment_signedLongAgo() throws Exception {
    write(
        "forged-stale",
        message(
            signer,
            NOW.minusSeconds(301),
            envelope("TRANSACTION.SUCCESS", "transaction", "transaction", payment())));
  }

  /** A platform signs for many merchants: a genuine signature does not make it this one's money. */
  @Test
  void payment_ofAnotherMerchant() throws Exception {
    write(
        "foreign-merchant",
        genuine(
            envelope(
                "TRANSACTION.SUCCESS",
                "transaction",
                "transaction",
                payment("1900000001", OURS.fact("appid")))));
    write(
        "foreign-app",
        genuine(
            envelope(
                "TRANSACTION.SUCCESS",
                "transaction",
                "transaction",
                payment(OURS.fact("mchid"), "wx0000000000000000"))));
  }

  /** An answer to "place this order"; method and target are those of the question. */
  @Test
  void reply_toAnOrder() throws Exception {
    write(
        "reply-pay",
        new HttpMessage(
            "POST",
            "/v3/pay/transactions/native",
            signature(signer, NOW, CODE_REPLY),
            CODE_REPLY.getBytes(StandardCharsets.UTF_8)));
  }

  /** An answer to "how does this order stand", with everything the platform tells. */
  @Test
  void reply_toAQuestion() throws Exception {
    write(
        "reply-query",
        new HttpMessage(
            "GET",
            "/v3/pay/transactions/out-trade-no/20261124A001",
            signature(signer, NOW, payment()),
            payment().getBytes(StandardCharsets.UTF_8)));
  }
}
