package io.jiaozi.proving.doctor;

import static io.jiaozi.proving.doctor.Papers.authority;
import static io.jiaozi.proving.doctor.Papers.certificate;
import static io.jiaozi.proving.doctor.Papers.pair;
import static io.jiaozi.proving.doctor.Papers.pem;
import static io.jiaozi.proving.doctor.Papers.pfx;
import static io.jiaozi.proving.doctor.Papers.privatePem;
import static io.jiaozi.proving.doctor.Papers.publicPem;

import java.security.cert.X509Certificate;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Accounts as a shop has them for real money, all in order. Nothing in them is anybody's: names are
 * shaped as the channels shape them, keys are made by this run.
 */
final class Healthy {

  static final String WECHAT_MERCHANT = "1900007291";
  static final String WECHAT_ROOT = "CN=Root CA of the channel";
  static final String WECHAT_PLATFORM = "CN=Signer of the channel";

  static final String ALIPAY_APP = "2021000122682882";
  static final String ALIPAY_PID = "2088721003899159";
  static final String ALIPAY_ROOT = "CN=Root of Alipay,O=Test";
  static final String ALIPAY_NAME = "CN=Alipay-" + ALIPAY_PID + ",OU=Alipay,C=CN";
  static final String ALIPAY_APP_NAME = "CN=" + ALIPAY_PID + "-" + ALIPAY_APP + ",C=CN";

  static final String UNIONPAY_ROOT = "CN=CS CA";
  static final String UNIONPAY_MIDDLE = "CN=OCA1";
  static final String UNIONPAY_MERCHANT = "CN=041@Z1@898340183980105:SIGN@00000001";
  static final String UNIONPAY_ENCRYPTION = "CN=041@Z12@00040000:SIGN@00000002";

  /** Secrets that may stand in no report; the first letters tell which. */
  static final String API_V3_KEY = "apiV3Secretq7KzmP2xW9dR4tYbN8cJ5";

  static final String PFX_PASSWORD = "pfxSecret83kQ";
  static final String SECURE_KEY = "sharedSecretMw5Tz9Lq3Vx7Jp1R";
  static final String CLIENT_SECRET = "E" + "paypalSecret7h".repeat(5) + "Zq3";

  static final X509Certificate WECHAT_CERTIFICATE =
      certificate("CN=" + WECHAT_MERCHANT, "merchant", WECHAT_ROOT, "authority");
  static final X509Certificate PLATFORM_CERTIFICATE =
      certificate(WECHAT_PLATFORM, "platform", WECHAT_ROOT, "authority");
  static final X509Certificate ALIPAY_ROOT_CERTIFICATE =
      authority(ALIPAY_ROOT, "authority", ALIPAY_ROOT, "authority");
  static final X509Certificate APP_CERTIFICATE =
      certificate(ALIPAY_APP_NAME, "merchant", ALIPAY_ROOT, "authority");
  static final X509Certificate ALIPAY_CERTIFICATE =
      certificate(ALIPAY_NAME, "platform", ALIPAY_ROOT, "authority");
  static final X509Certificate UNIONPAY_ROOT_CERTIFICATE =
      authority(UNIONPAY_ROOT, "authority", UNIONPAY_ROOT, "authority");
  static final X509Certificate UNIONPAY_MIDDLE_CERTIFICATE =
      authority(UNIONPAY_MIDDLE, "middle", UNIONPAY_ROOT, "authority");
  static final X509Certificate SIGNING_CERTIFICATE =
      certificate(UNIONPAY_MERCHANT, "merchant", UNIONPAY_MIDDLE, "middle");
  static final X509Certificate ENCRYPTION_CERTIFICATE =
      certificate(UNIONPAY_ENCRYPTION, "platform", UNIONPAY_MIDDLE, "middle");

  private static final Map<String, Map<String, String>> ACCOUNTS = accounts();

  private Healthy() {}

  /** The settings of one account by name, to be changed at will. */
  static Map<String, String> settings(String account) {
    return new LinkedHashMap<>(ACCOUNTS.get(account));
  }

  static Iterable<String> names() {
    return ACCOUNTS.keySet();
  }

  private static Map<String, Map<String, String>> accounts() {
    Map<String, Map<String, String>> all = new LinkedHashMap<>();
    all.put(
        "wechat",
        Map.of(
            "channel",
            "wechat",
            "merchant-id",
            WECHAT_MERCHANT,
            "app-id",
            "wxd678efh567hg6787",
            "api-v3-key",
            API_V3_KEY,
            "private-key",
            privatePem(pair("merchant")),
            "certificate",
            pem(WECHAT_CERTIFICATE),
            "platform-certificates",
            pem(PLATFORM_CERTIFICATE),
            "notification-url",
            "https://pay.shop.cn/notify/wechat"));
    all.put(
        "alipay",
        Map.of(
            "channel",
            "alipay",
            "app-id",
            ALIPAY_APP,
            "private-key",
            privatePem(pair("merchant")),
            "seller-id",
            ALIPAY_PID,
            "alipay-public-key",
            publicPem(pair("platform")),
            "notification-url",
            "https://pay.shop.cn/notify/alipay"));
    all.put(
        "alipay-cert",
        Map.of(
            "channel",
            "alipay",
            "app-id",
            ALIPAY_APP,
            "private-key",
            privatePem(pair("merchant")),
            "seller-id",
            ALIPAY_PID,
            "app-certificate",
            pem(APP_CERTIFICATE),
            "alipay-certificate",
            pem(ALIPAY_CERTIFICATE),
            "alipay-root-certificate",
            pem(ALIPAY_ROOT_CERTIFICATE),
            "notification-url",
            "https://pay.shop.cn/notify/alipay"));
    all.put(
        "unionpay",
        Map.of(
            "channel",
            "unionpay",
            "merchant-id",
            "898340183980105",
            "signing-certificate",
            pfx(pair("merchant").getPrivate(), PFX_PASSWORD, SIGNING_CERTIFICATE),
            "signing-certificate-password",
            PFX_PASSWORD,
            "root-certificate",
            pem(UNIONPAY_ROOT_CERTIFICATE),
            "middle-certificate",
            pem(UNIONPAY_MIDDLE_CERTIFICATE),
            "encryption-certificate",
            pem(ENCRYPTION_CERTIFICATE),
            "notification-url",
            "https://pay.shop.cn/notify/unionpay"));
    all.put(
        "unionpay-shared",
        Map.of(
            "channel", "unionpay",
            "merchant-id", "898340183980105",
            "sign-method", "11",
            "secure-key", SECURE_KEY,
            "notification-url", "https://pay.shop.cn/notify/unionpay"));
    all.put(
        "paypal",
        Map.of(
            "channel", "paypal",
            "client-id", "A" + "clientIdOfTheShop".repeat(4) + "Qz7",
            "client-secret", CLIENT_SECRET,
            "webhook-id", "8PT597110X687430L",
            "merchant-id", "8L4R5VAD78K2Z"));
    return all;
  }
}
