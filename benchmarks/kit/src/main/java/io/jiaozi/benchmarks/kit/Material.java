package io.jiaozi.benchmarks.kit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * Keys made for one run, and the messages that both sides of a comparison read: the same bytes for
 * all of them. Immutable.
 */
public final class Material {
  /** The one order of all measurements. */
  public static final String ORDER = "20260301A001";

  /** WeChat Pay's merchant. */
  public static final String WECHAT_MERCHANT = "1900007291";

  /** WeChat Pay's app. */
  public static final String WECHAT_APP = "wxd678efh567hg6787";

  /** Seals WeChat Pay's notifications. Made up. */
  public static final String WECHAT_API_KEY = "0123456789abcdefghijklmnopqrstuv";

  /** Names the merchant's certificate. */
  public static final String WECHAT_SERIAL = "408B07E79B8269FEC3D5D3E6AB8ED163A6A380DB";

  /** Names the platform's key. */
  public static final String WECHAT_KEY_ID = "PUB_KEY_ID_0119000072912026030100000000000001";

  /** Alipay's app. */
  public static final String ALIPAY_APP = "2021000122682882";

  /** Alipay's seller. */
  public static final String ALIPAY_SELLER = "2088721003899159";

  /** PayPal's client. Made up. */
  public static final String PAYPAL_CLIENT = "A".repeat(80);

  /** PayPal's secret. Made up. */
  public static final String PAYPAL_SECRET = "E".repeat(80);

  /** The order as PayPal names it. */
  public static final String PAYPAL_ORDER = "5O190127TN364715T";

  private static final String BODY = "Two boxes of dumplings";
  private static final String NONCE = "EC01AC72E9B2402D9E6B2B3C1D9E0F11";
  private static final String SEAL_NONCE = "0123456789ab";
  private static final String SEAL_DATA = "transaction";

  private final KeyPair merchant;
  private final KeyPair platform;

  private Material(KeyPair merchant, KeyPair platform) {
    this.merchant = merchant;
    this.platform = platform;
  }

  /** New keys. Takes some tenths of a second. */
  public static Material fresh() {
    return new Material(newKey(), newKey());
  }

  /** The keys another process has written. */
  public static Material read(Path folder) {
    return new Material(
        new KeyPair(publicKey(folder, "merchant"), privateKey(folder, "merchant")),
        new KeyPair(publicKey(folder, "platform"), privateKey(folder, "platform")));
  }

  /** Writes the keys for other processes of this run. */
  public void write(Path folder) {
    try {
      Files.createDirectories(folder);
      write(folder, "merchant", merchant);
      write(folder, "platform", platform);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void write(Path folder, String name, KeyPair key) throws IOException {
    Files.write(folder.resolve(name + ".private.der"), key.getPrivate().getEncoded());
    Files.write(folder.resolve(name + ".public.der"), key.getPublic().getEncoded());
  }

  private static KeyPair newKey() {
    try {
      KeyPairGenerator maker = KeyPairGenerator.getInstance("RSA");
      maker.initialize(2048);
      return maker.generateKeyPair();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private static PrivateKey privateKey(Path folder, String name) {
    try {
      return KeyFactory.getInstance("RSA")
          .generatePrivate(
              new PKCS8EncodedKeySpec(Files.readAllBytes(folder.resolve(name + ".private.der"))));
    } catch (GeneralSecurityException | IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private static PublicKey publicKey(Path folder, String name) {
    try {
      return KeyFactory.getInstance("RSA")
          .generatePublic(
              new X509EncodedKeySpec(Files.readAllBytes(folder.resolve(name + ".public.der"))));
    } catch (GeneralSecurityException | IOException e) {
      throw new IllegalStateException(e);
    }
  }

  /** What requests are signed with. */
  public PrivateKey merchantKey() {
    return merchant.getPrivate();
  }

  /** What replies and notifications are verified with. */
  public PublicKey platformKey() {
    return platform.getPublic();
  }

  /** The same as PEM. */
  public String merchantKeyPem() {
    return pem("PRIVATE KEY", merchant.getPrivate().getEncoded());
  }

  /** The same as PEM. */
  public String platformKeyPem() {
    return pem("PUBLIC KEY", platform.getPublic().getEncoded());
  }

  /** The same as Base64 on one line. */
  public String merchantKeyBase64() {
    return Base64.getEncoder().encodeToString(merchant.getPrivate().getEncoded());
  }

  /** The same as Base64 on one line. */
  public String platformKeyBase64() {
    return Base64.getEncoder().encodeToString(platform.getPublic().getEncoded());
  }

  private static String pem(String kind, byte[] der) {
    return "-----BEGIN "
        + kind
        + "-----\n"
        + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der)
        + "\n-----END "
        + kind
        + "-----\n";
  }

  /** A signature of the platform. */
  public byte[] signedByPlatform(byte[] text) {
    try {
      Signature engine = Signature.getInstance("SHA256withRSA");
      engine.initSign(platform.getPrivate());
      engine.update(text);
      return engine.sign();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Headers of WeChat Pay around a body, signed for now. */
  public Map<String, String> wechatHeaders(String body) {
    String timestamp = Long.toString(System.currentTimeMillis() / 1000);
    String text = timestamp + "\n" + NONCE + "\n" + body + "\n";
    Map<String, String> headers = new LinkedHashMap<>();
    headers.put("Wechatpay-Timestamp", timestamp);
    headers.put("Wechatpay-Nonce", NONCE);
    headers.put(
        "Wechatpay-Signature",
        Base64.getEncoder()
            .encodeToString(signedByPlatform(text.getBytes(StandardCharsets.UTF_8))));
    headers.put("Wechatpay-Serial", WECHAT_KEY_ID);
    headers.put("Wechatpay-Signature-Type", "WECHATPAY2-SHA256-RSA2048");
    return headers;
  }

  /** WeChat Pay's answer to a new order. */
  public static String wechatCreated() {
    return "{\"code_url\":\"weixin://wxpay/bizpayurl?pr=p4lpSuKzz\"}";
  }

  /** The body WeChat Pay is asked with for a new order. */
  public static String wechatCreate() {
    return "{\"appid\":\""
        + WECHAT_APP
        + "\",\"mchid\":\""
        + WECHAT_MERCHANT
        + "\",\"description\":\"Two boxes of dumplings\",\"out_trade_no\":\""
        + ORDER
        + "\",\"notify_url\":\"https://shop.example/notify/wechat\",\"amount\":{\"total\":8800,\"currency\":\"CNY\"}}";
  }

  /** WeChat Pay's answer about the order. */
  public static String wechatOrder() {
    return wechatOrder("");
  }

  /** The same with a shop's own text in it. */
  public static String wechatOrder(String attach) {
    return "{\"appid\":\""
        + WECHAT_APP
        + "\",\"mchid\":\""
        + WECHAT_MERCHANT
        + "\",\"out_trade_no\":\""
        + ORDER
        + "\",\"transaction_id\":\"4200001234202603010000000001\",\"trade_type\":\"NATIVE\","
        + "\"trade_state\":\"SUCCESS\",\"trade_state_desc\":\"支付成功\",\"bank_type\":\"OTHERS\",\"attach\":\""
        + attach
        + "\","
        + "\"success_time\":\"2026-03-01T16:00:00+08:00\",\"payer\":{\"openid\":\"oUpF8uMuAJO_M2pxb1Q9zNjWeS6o\"},"
        + "\"amount\":{\"total\":8800,\"payer_total\":8800,\"currency\":\"CNY\",\"payer_currency\":\"CNY\"}}";
  }

  /** WeChat Pay's notification about the order; its headers are {@link #wechatHeaders}. */
  public static String wechatNotification() {
    return wechatNotification("");
  }

  /** The same with a shop's own text in the order. */
  public static String wechatNotification(String attach) {
    try {
      Cipher seal = Cipher.getInstance("AES/GCM/NoPadding");
      seal.init(Cipher.ENCRYPT_MODE, wechatApiKey(), wechatSealNonce());
      seal.updateAAD(wechatSealData());
      String sealed =
          Base64.getEncoder()
              .encodeToString(seal.doFinal(wechatOrder(attach).getBytes(StandardCharsets.UTF_8)));
      return "{\"id\":\"b5f0e1e3-9a4e-5d5a-8d4f-5f2c0a1b7c11\",\"create_time\":\"2026-03-01T16:00:01+08:00\","
          + "\"resource_type\":\"encrypt-resource\",\"event_type\":\"TRANSACTION.SUCCESS\",\"summary\":\"支付成功\","
          + "\"resource\":{\"original_type\":\"transaction\",\"algorithm\":\"AEAD_AES_256_GCM\",\"ciphertext\":\""
          + sealed
          + "\",\"associated_data\":\""
          + SEAL_DATA
          + "\",\"nonce\":\""
          + SEAL_NONCE
          + "\"}}";
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  /** What notifications are sealed with. */
  public static SecretKeySpec wechatApiKey() {
    return new SecretKeySpec(WECHAT_API_KEY.getBytes(StandardCharsets.UTF_8), "AES");
  }

  /** The nonce and the length of the tag. */
  public static GCMParameterSpec wechatSealNonce() {
    return new GCMParameterSpec(128, SEAL_NONCE.getBytes(StandardCharsets.UTF_8));
  }

  /** What is sealed along. */
  public static byte[] wechatSealData() {
    return SEAL_DATA.getBytes(StandardCharsets.UTF_8);
  }

  /** Alipay's answer to a new order, signed. */
  public String alipayCreated() {
    return alipayAnswer(
        "alipay_trade_precreate_response",
        "{\"code\":\"10000\",\"msg\":\"Success\",\"out_trade_no\":\""
            + ORDER
            + "\",\"qr_code\":\"https://qr.alipay.com/bax03431ljhokirwl38f00a7\"}");
  }

  /** Alipay's answer about the order, signed. */
  public String alipayOrder() {
    return alipayAnswer("alipay_trade_query_response", alipayOrderNode());
  }

  /** The part of the answer that is signed. */
  public static String alipayOrderNode() {
    return "{\"code\":\"10000\",\"msg\":\"Success\",\"buyer_logon_id\":\"foo***@sandbox.com\",\"buyer_pay_amount\":\"88.00\","
        + "\"buyer_user_id\":\"2088722003899169\",\"fund_bill_list\":[{\"amount\":\"88.00\",\"fund_channel\":\"ALIPAYACCOUNT\"}],"
        + "\"invoice_amount\":\"88.00\",\"out_trade_no\":\""
        + ORDER
        + "\",\"point_amount\":\"0.00\",\"receipt_amount\":\"88.00\",\"send_pay_date\":\"2026-03-01 16:00:03\","
        + "\"total_amount\":\"88.00\",\"trade_no\":\"2026030122001499160501586202\",\"trade_status\":\"TRADE_SUCCESS\"}";
  }

  private String alipayAnswer(String name, String node) {
    return "{\""
        + name
        + "\":"
        + node
        + ",\"sign\":\""
        + Base64.getEncoder()
            .encodeToString(signedByPlatform(node.getBytes(StandardCharsets.UTF_8)))
        + "\"}";
  }

  private static Map<String, String> alipayFields(String body) {
    Map<String, String> fields = new TreeMap<>();
    fields.put("gmt_create", "2026-03-01 16:00:00");
    fields.put("charset", "utf-8");
    fields.put("gmt_payment", "2026-03-01 16:00:03");
    fields.put("notify_time", "2026-03-01 16:00:04");
    fields.put("subject", "两盒饺子");
    fields.put("body", body);
    fields.put("buyer_id", "2088722003899169");
    fields.put("buyer_logon_id", "foo***@sandbox.com");
    fields.put("invoice_amount", "88.00");
    fields.put("version", "1.0");
    fields.put("notify_id", "2026030101222200003099160501632046");
    fields.put("fund_bill_list", "[{\"amount\":\"88.00\",\"fundChannel\":\"ALIPAYACCOUNT\"}]");
    fields.put("notify_type", "trade_status_sync");
    fields.put("out_trade_no", ORDER);
    fields.put("total_amount", "88.00");
    fields.put("trade_status", "TRADE_SUCCESS");
    fields.put("trade_no", "2026030122001499160501586202");
    fields.put("auth_app_id", ALIPAY_APP);
    fields.put("receipt_amount", "88.00");
    fields.put("point_amount", "0.00");
    fields.put("app_id", ALIPAY_APP);
    fields.put("buyer_pay_amount", "88.00");
    fields.put("seller_id", ALIPAY_SELLER);
    return fields;
  }

  /** The text under the signature of Alipay's notification. */
  public static byte[] alipayNotificationText() {
    return alipayNotificationText(BODY);
  }

  private static byte[] alipayNotificationText(String body) {
    List<String> pairs = new ArrayList<>();
    alipayFields(body).forEach((name, value) -> pairs.add(name + "=" + value));
    return String.join("&", pairs).getBytes(StandardCharsets.UTF_8);
  }

  /** The notification's fields as a servlet would hand them to the official SDK: 25. */
  public Map<String, String> alipayNotificationFields() {
    return alipayNotificationFields(BODY);
  }

  private Map<String, String> alipayNotificationFields(String body) {
    Map<String, String> fields = alipayFields(body);
    fields.put("sign_type", "RSA2");
    fields.put(
        "sign", Base64.getEncoder().encodeToString(signedByPlatform(alipayNotificationText(body))));
    return fields;
  }

  /** The notification as it comes over the wire. */
  public String alipayNotification() {
    return alipayNotification(BODY);
  }

  /** The same with a shop's own text in it. */
  public String alipayNotification(String body) {
    List<String> pairs = new ArrayList<>();
    alipayNotificationFields(body)
        .forEach(
            (name, value) ->
                pairs.add(name + "=" + URLEncoder.encode(value, StandardCharsets.UTF_8)));
    return String.join("&", pairs);
  }

  /** PayPal's answer to a new order and about it; the buyer's page is where PayPal is. */
  public static String paypalOrder(URI paypal) {
    return "{\"id\":\""
        + PAYPAL_ORDER
        + "\",\"intent\":\"CAPTURE\",\"status\":\"PAYER_ACTION_REQUIRED\",\"payment_source\":{\"paypal\":{}},"
        + "\"purchase_units\":[{\"reference_id\":\"default\",\"custom_id\":\""
        + ORDER
        + "\",\"invoice_id\":\""
        + ORDER
        + "\",\"description\":\"Two boxes of dumplings\",\"amount\":{\"currency_code\":\"USD\",\"value\":\"88.00\"},"
        + "\"payee\":{\"email_address\":\"shop@example.com\",\"merchant_id\":\"7LQ6PFZ5UVDVW\"}}],"
        + "\"create_time\":\"2026-03-01T08:00:00Z\",\"links\":["
        + "{\"href\":\"https://api.sandbox.paypal.com/v2/checkout/orders/"
        + PAYPAL_ORDER
        + "\",\"rel\":\"self\",\"method\":\"GET\"},{\"href\":\""
        + paypal
        + "/checkoutnow?token="
        + PAYPAL_ORDER
        + "\",\"rel\":\"payer-action\",\"method\":\"GET\"}]}";
  }

  /** PayPal's answer to who asks. */
  public static String paypalToken() {
    return "{\"scope\":\"https://uri.paypal.com/services/payments/payment\",\"access_token\":\"A21AA"
        + "x".repeat(90)
        + "\",\"token_type\":\"Bearer\",\"app_id\":\"APP-80W284485P519543T\",\"expires_in\":32400,\"nonce\":\"2026\"}";
  }
}
