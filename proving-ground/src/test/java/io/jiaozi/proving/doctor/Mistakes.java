package io.jiaozi.proving.doctor;

import static io.jiaozi.proving.doctor.Healthy.ALIPAY_CERTIFICATE;
import static io.jiaozi.proving.doctor.Healthy.ALIPAY_ROOT;
import static io.jiaozi.proving.doctor.Healthy.APP_CERTIFICATE;
import static io.jiaozi.proving.doctor.Healthy.PLATFORM_CERTIFICATE;
import static io.jiaozi.proving.doctor.Healthy.SIGNING_CERTIFICATE;
import static io.jiaozi.proving.doctor.Healthy.UNIONPAY_MIDDLE_CERTIFICATE;
import static io.jiaozi.proving.doctor.Healthy.UNIONPAY_ROOT_CERTIFICATE;
import static io.jiaozi.proving.doctor.Healthy.WECHAT_CERTIFICATE;
import static io.jiaozi.proving.doctor.Healthy.WECHAT_MERCHANT;
import static io.jiaozi.proving.doctor.Healthy.WECHAT_PLATFORM;
import static io.jiaozi.proving.doctor.Healthy.WECHAT_ROOT;
import static io.jiaozi.proving.doctor.Mistake.mistake;
import static io.jiaozi.proving.doctor.Papers.IN_SIX_DAYS;
import static io.jiaozi.proving.doctor.Papers.IN_THREE_YEARS;
import static io.jiaozi.proving.doctor.Papers.LAST_YEAR;
import static io.jiaozi.proving.doctor.Papers.TOMORROW;
import static io.jiaozi.proving.doctor.Papers.YESTERDAY;
import static io.jiaozi.proving.doctor.Papers.authority;
import static io.jiaozi.proving.doctor.Papers.certificate;
import static io.jiaozi.proving.doctor.Papers.pair;
import static io.jiaozi.proving.doctor.Papers.pem;
import static io.jiaozi.proving.doctor.Papers.pfx;
import static io.jiaozi.proving.doctor.Papers.privatePem;
import static io.jiaozi.proving.doctor.Papers.publicPem;

import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;

/** What people get wrong, one thing at a time. */
final class Mistakes {

  private Mistakes() {}

  static List<Mistake> all() {
    return Stream.of(anyChannel(), wechat(), alipay(), unionpay(), paypal())
        .flatMap(List::stream)
        .toList();
  }

  private static List<Mistake> anyChannel() {
    return List.of(
        mistake("wechat", "the channel is misspelled")
            .set("channel", "wechta")
            .broken("channel", "No adapter for channel \"wechta\".", "Did you mean \"wechat\"?"),
        mistake("alipay", "no channel is named")
            .without("channel")
            .broken("channel", "is missing. Name the channel of this account."),
        mistake("wechat", "a setting is misspelled")
            .set("previous-apiv3-key", Healthy.API_V3_KEY)
            .broken(
                "previous-apiv3-key",
                "is not a setting of this channel.",
                "Did you mean \"previous-api-v3-key\"?"),
        mistake("unionpay", "a setting of another channel")
            .set("alipay-public-key", publicPem(pair("platform")))
            .broken("alipay-public-key", "is not a setting of this channel."),
        mistake("paypal", "a required setting is missing")
            .without("client-id")
            .broken("client-id", "is missing. The client id of the REST app"),
        mistake("alipay", "a blank was copied along")
            .set("app-id", Healthy.ALIPAY_APP + " ")
            .broken("app-id", "begins or ends with a blank. Remove it."),
        mistake("paypal", "a line break was copied along")
            .set("client-secret", Healthy.CLIENT_SECRET.substring(0, 40) + "\n" + "x".repeat(20))
            .broken("client-secret", "holds a line break or another invisible character."),
        mistake("alipay", "the notification URL is http")
            .set("notification-url", "http://pay.shop.cn/notify")
            .broken("notification-url", "is http. Use https"),
        mistake("wechat", "the notification URL has a query")
            .set("notification-url", "https://pay.shop.cn/notify?account=wechat")
            .broken("notification-url", "has a query. Put what it says into the path."),
        mistake("unionpay", "the notification URL is a path")
            .set("notification-url", "/notify/unionpay")
            .broken("notification-url", "is not an absolute https URL."),
        mistake("wechat", "the notification URL is of this machine, the channel is not")
            .set("notification-url", "http://localhost:8080/notify")
            .broken("notification-url", "is http on this machine", "base-url at a sandbox"),
        mistake("alipay", "the notification URL is longer than channels take")
            .set("notification-url", "https://pay.shop.cn/" + "n".repeat(240))
            .broken("notification-url", "has 260 characters. Use at most 255."),
        mistake("alipay", "the notification URL was copied from an example")
            .set("notification-url", "https://shop.example/notify")
            .warns("notification-url", "is an example that leads nowhere"),
        mistake("paypal", "the base URL is http")
            .set("base-url", "http://api-m.paypal.com")
            .broken("base-url", "is http. Use https"),
        mistake("wechat", "a sandbox beside the channel's own address")
            .set("base-url", "http://127.0.0.1:8099,https://api2.mch.weixin.qq.com")
            .broken("base-url", "mixes this machine with another host."),
        mistake("alipay", "the base URL leads to a stranger")
            .set("base-url", "https://openapi.alipay.com.pay-gateway.io")
            .warns("base-url", "leads to a host that Alipay does not publish"));
  }

  // ---- WeChat Pay

  private static X509Certificate merchants(Instant from, Instant until) {
    return certificate("CN=" + WECHAT_MERCHANT, "merchant", WECHAT_ROOT, "authority", from, until);
  }

  private static X509Certificate platforms(Instant from, Instant until) {
    return certificate(WECHAT_PLATFORM, "platform", WECHAT_ROOT, "authority", from, until);
  }

  private static List<Mistake> wechat() {
    X509Certificate strangers = certificate("CN=1900009999", "stranger", WECHAT_ROOT, "authority");
    X509Certificate sameMerchantOtherKey =
        certificate("CN=" + WECHAT_MERCHANT, "stranger", WECHAT_ROOT, "authority");
    return List.of(
        mistake("wechat", "the APIv3 key lost a character")
            .set("api-v3-key", Healthy.API_V3_KEY.substring(1))
            .broken("api-v3-key", "has 31 bytes; an APIv3 key has exactly 32."),
        mistake("wechat", "the previous APIv3 key is the present one")
            .set("previous-api-v3-key", Healthy.API_V3_KEY)
            .warns("previous-api-v3-key", "is the same as \"api-v3-key\". Remove it."),
        mistake("wechat", "the previous APIv3 key was never removed")
            .set("previous-api-v3-key", "p".repeat(32))
            .warns("previous-api-v3-key", "is still given. Remove it a day after"),
        mistake("wechat", "the key's file is not there")
            .set("private-key", "/etc/nowhere/apiclient_key.pem")
            .broken("private-key", "/etc/nowhere/apiclient_key.pem", "the file does not exist"),
        mistake("wechat", "the public key in the private key's place")
            .set("private-key", publicPem(pair("merchant")))
            .broken("private-key", "this is a public key, not a private key", "apiclient_key.pem"),
        mistake("wechat", "the certificate in the private key's place")
            .set("private-key", pem(WECHAT_CERTIFICATE))
            .broken("private-key", "this is a certificate, not a private key", "apiclient_key.pem"),
        mistake("wechat", "the key store in the private key's place")
            .set("private-key", pfx(pair("merchant").getPrivate(), "1", WECHAT_CERTIFICATE))
            .broken("private-key", "this is a PKCS#12 key store, not a private key"),
        mistake("wechat", "a key on an elliptic curve")
            .set("private-key", privatePem(Papers.curve()))
            .broken(
                "private-key", "this is an elliptic-curve key (P-256), but an RSA key is asked"),
        mistake("wechat", "a weak key")
            .without("certificate")
            .set("certificate-serial", Papers.hex(WECHAT_CERTIFICATE))
            .set("private-key", privatePem(Papers.rsa(1024)))
            .broken("private-key", "has 1024 bits; fewer than 2048 are not safe"),
        mistake("wechat", "a key behind a password")
            .set("private-key", Papers.encryptedPem(pair("merchant"), "keySecret1"))
            .broken("private-key", "is encrypted with a password, and none is given"),
        mistake("wechat", "half of a key")
            .set("private-key", privatePem(pair("merchant")).substring(0, 900))
            .broken("private-key", "END"),
        mistake("wechat", "the key of another certificate of the same merchant")
            .set("certificate", pem(sameMerchantOtherKey))
            .broken(
                "private-key",
                "does not belong to the certificate with serial number "
                    + Papers.hex(sameMerchantOtherKey)),
        mistake("wechat", "the certificate of another merchant")
            .set("certificate", pem(strangers))
            .broken("certificate", "is the certificate of merchant 1900009999"),
        mistake("wechat", "the platform's certificate in the merchant's place")
            .set("certificate", pem(PLATFORM_CERTIFICATE))
            .broken(
                "certificate",
                "is no certificate of a merchant",
                "belongs into \"platform-certificates\""),
        mistake("wechat", "the merchant's certificate in the platform's place")
            .set("platform-certificates", pem(WECHAT_CERTIFICATE))
            .broken(
                "platform-certificates",
                "is the API certificate of merchant " + WECHAT_MERCHANT,
                "belongs into \"certificate\""),
        mistake("wechat", "another merchant's certificate in the platform's place")
            .set("platform-certificates", pem(strangers))
            .broken("platform-certificates", "is the API certificate of merchant 1900009999"),
        mistake("wechat", "the merchant's certificate expired")
            .set("certificate", pem(merchants(LAST_YEAR, YESTERDAY)))
            .broken("certificate", "expired at 2026-11-24T04:00:00Z"),
        mistake("wechat", "the merchant's certificate expires within days")
            .set("certificate", pem(merchants(LAST_YEAR, IN_SIX_DAYS)))
            .warns(
                "certificate", "expires at 2026-12-01T04:00:00Z, in 6 days.", "merchant console"),
        mistake("wechat", "the clock is behind the certificate")
            .set("certificate", pem(merchants(TOMORROW, IN_THREE_YEARS)))
            .broken("certificate", "is not valid before", "Check this machine's clock"),
        mistake("wechat", "the serial number of another certificate")
            .set("certificate-serial", Papers.hex(strangers))
            .broken(
                "certificate-serial",
                "is not the serial number of the certificate given, which is "
                    + Papers.hex(WECHAT_CERTIFICATE)),
        mistake("wechat", "the serial number of the platform's certificate")
            .without("certificate")
            .set("certificate-serial", Papers.hex(PLATFORM_CERTIFICATE))
            .broken(
                "certificate-serial", "is the serial number of WeChat Pay's platform certificate"),
        mistake("wechat", "the id of the public key as serial number")
            .without("certificate")
            .set("certificate-serial", "PUB_KEY_ID_0114232134912410000000000000")
            .broken("certificate-serial", "is the id of the WeChat Pay public key"),
        mistake("wechat", "neither certificate nor serial number")
            .without("certificate")
            .broken("certificate-serial", "is missing. Give the serial number"),
        mistake("wechat", "the merchant's public key as WeChat Pay's")
            .set("public-key", publicPem(pair("merchant")))
            .set("public-key-id", "PUB_KEY_ID_0114232134912410000000000000")
            .broken("public-key", "this is your own public key", "Give the WeChat Pay public key"),
        mistake("wechat", "the public key without its id")
            .set("public-key", publicPem(pair("platform")))
            .broken("public-key-id", "is missing. Give the id that stands beside the public key"),
        mistake("wechat", "the id of the public key without its beginning")
            .set("public-key", publicPem(pair("platform")))
            .set("public-key-id", "0114232134912410000000000000")
            .broken("public-key-id", "Give it whole, with its beginning."),
        mistake("wechat", "the platform's certificate expired")
            .set("platform-certificates", pem(platforms(LAST_YEAR, YESTERDAY)))
            .broken("platform-certificates", "this certificate expired at"),
        mistake("wechat", "a former platform certificate was never removed")
            .set(
                "platform-certificates", pem(PLATFORM_CERTIFICATE, platforms(LAST_YEAR, YESTERDAY)))
            .warns("platform-certificates", "another is in force. Remove this one."),
        mistake("wechat", "the platform's certificate expires within days")
            .set("platform-certificates", pem(platforms(LAST_YEAR, IN_SIX_DAYS)))
            .warns(
                "platform-certificates",
                "WeChat Pay's platform certificate",
                "expires at 2026-12-01T04:00:00Z, in 6 days."),
        mistake("wechat", "a login name of an official account as app id")
            .set("app-id", "gh_d678efh567hg67")
            .broken("app-id", "is not an app id: one begins with wx"),
        mistake("wechat", "an app id as merchant number")
            .set("merchant-id", "wxd678efh567hg6787")
            .broken("merchant-id", "is not a merchant number: 8 to 10 digits."),
        mistake("wechat", "the notification URL leads into the office")
            .set("notification-url", "https://192.168.1.7/notify")
            .broken("notification-url", "private network"),
        mistake("wechat", "no notification URL")
            .without("notification-url")
            .warns("notification-url", "is missing, and WeChat Pay takes no payment without one."));
  }

  // ---- Alipay

  private static List<Mistake> alipay() {
    return List.of(
        mistake("alipay", "the merchant's number as app id")
            .set("app-id", "2088721003899159")
            .broken("app-id", "is a merchant's number (PID)", "\"seller-id\""),
        mistake("alipay", "a sandbox app at the production address")
            .set("app-id", "9021000122682882")
            .broken("app-id", "is an app of Alipay's sandbox", "is the production address"),
        mistake("alipay", "a production app at the sandbox's address")
            .set("base-url", "https://openapi-sandbox.dl.alipaydev.com")
            .broken("app-id", "is a production app's", "is Alipay's sandbox"),
        mistake("alipay", "the sandbox that was closed")
            .set("app-id", "9021000122682882")
            .set("base-url", "https://openapi.alipaydev.com")
            .broken("base-url", "is Alipay's former sandbox, which is closed."),
        mistake("alipay", "the address with its path")
            .set("base-url", "https://openapi.alipay.com/gateway.do")
            .broken("base-url", "has a path. Give scheme and host alone"),
        mistake("alipay", "the app's public key as Alipay's")
            .set("alipay-public-key", publicPem(pair("merchant")))
            .broken(
                "alipay-public-key",
                "this is your own public key",
                "Give the Alipay public key; it is the other one."),
        mistake("alipay", "the private key as Alipay's public key")
            .set("alipay-public-key", privatePem(pair("merchant")))
            .broken("alipay-public-key", "this is a private key, not a public key"),
        mistake("alipay", "nothing to verify with")
            .without("alipay-public-key")
            .broken("alipay-public-key", "is missing, and so are the three certificates"),
        mistake("alipay", "a weak Alipay key")
            .set("alipay-public-key", publicPem(Papers.rsa(1024)))
            .broken("alipay-public-key", "has 1024 bits; fewer than 2048 are not safe"),
        mistake("alipay", "the old kind of signature")
            .set("sign-type", "RSA")
            .broken("sign-type", "is RSA, which signs with SHA-1; that is broken and refused."),
        mistake("alipay", "a content key that was cut")
            .set("content-key", "MTIzNDU2Nzg5MDEyMzQ1")
            .broken("content-key", "has 15 bytes; Alipay's AES key has exactly 16."),
        mistake("alipay", "a content key that is no Base64")
            .set("content-key", "not*base64*at*all*here==")
            .broken("content-key", "is not Base64."),
        mistake("alipay", "a login name as the merchant's number")
            .set("seller-id", "shop@pay.cn")
            .broken("seller-id", "is not a merchant's number (PID)"),
        mistake("alipay", "no notification URL")
            .without("notification-url")
            .warns("notification-url", "Alipay tells of a payment only where the request"),
        mistake("alipay-cert", "both modes at once")
            .set("alipay-public-key", publicPem(pair("platform")))
            .broken("alipay-public-key", "is given beside certificates"),
        mistake("alipay-cert", "a third of the certificate mode is missing")
            .without("alipay-root-certificate")
            .broken(
                "alipay-root-certificate", "is missing, but another setting of the certificate"),
        mistake("alipay-cert", "the key of another app")
            .set("private-key", privatePem(pair("stranger")))
            .broken(
                "private-key",
                "does not belong to the certificate with serial number "
                    + Papers.hex(APP_CERTIFICATE)),
        mistake("alipay-cert", "the certificate of another app")
            .set(
                "app-certificate",
                pem(
                    certificate(
                        "CN=2088721003899159-2021000199999999,C=CN",
                        "merchant",
                        ALIPAY_ROOT,
                        "authority")))
            .broken(
                "app-certificate",
                "is the certificate of app 2021000199999999",
                "appCertPublicKey_2021000122682882.crt"),
        mistake("alipay-cert", "Alipay's certificate in the app's place")
            .set("app-certificate", pem(ALIPAY_CERTIFICATE))
            .broken("app-certificate", "is Alipay's certificate, not the app's."),
        mistake("alipay-cert", "the app's certificate in Alipay's place")
            .set("alipay-certificate", pem(APP_CERTIFICATE))
            .broken(
                "alipay-certificate",
                "is the certificate of app 2021000122682882, not Alipay's",
                "alipayCertPublicKey_RSA2.crt"),
        mistake("alipay-cert", "roots of another download")
            .set(
                "alipay-root-certificate",
                pem(authority(ALIPAY_ROOT, "stranger", ALIPAY_ROOT, "stranger")))
            .broken(
                "alipay-root-certificate", "holds no root that \"alipay-certificate\" leads to"),
        mistake("alipay-cert", "Alipay's certificate in the roots' place")
            .set("alipay-root-certificate", pem(ALIPAY_CERTIFICATE))
            .broken("alipay-root-certificate", "holds a certificate that is no root."),
        mistake("alipay-cert", "the app's certificate expires within days")
            .set(
                "app-certificate",
                pem(
                    certificate(
                        Healthy.ALIPAY_APP_NAME,
                        "merchant",
                        ALIPAY_ROOT,
                        "authority",
                        LAST_YEAR,
                        IN_SIX_DAYS)))
            .warns("app-certificate", "expires at 2026-12-01T04:00:00Z, in 6 days."),
        mistake("alipay-cert", "Alipay's certificate expired")
            .set(
                "alipay-certificate",
                pem(
                    certificate(
                        Healthy.ALIPAY_NAME,
                        "platform",
                        ALIPAY_ROOT,
                        "authority",
                        LAST_YEAR,
                        YESTERDAY)))
            .broken("alipay-certificate", "this certificate expired at"));
  }

  // ---- UnionPay

  private static String signing(Instant from, Instant until) {
    return pfx(
        pair("merchant").getPrivate(),
        Healthy.PFX_PASSWORD,
        certificate(
            Healthy.UNIONPAY_MERCHANT, "merchant", Healthy.UNIONPAY_MIDDLE, "middle", from, until));
  }

  private static List<Mistake> unionpay() {
    String testRoot = "CN=CFCA TEST CS CA";
    String testMiddle = "CN=CFCA TEST OCA1";
    return List.of(
        mistake("unionpay", "a wrong password")
            .set("signing-certificate-password", "000000")
            .broken("signing-certificate", "the password does not open this PKCS#12 key store"),
        mistake("unionpay", "no password")
            .without("signing-certificate-password")
            .broken("signing-certificate", "needs its password, and none is given"),
        mistake("unionpay", "the certificate without its key")
            .set("signing-certificate", pem(SIGNING_CERTIFICATE))
            .broken("signing-certificate", "this is a certificate, not a PKCS#12 key store"),
        mistake("unionpay", "no signing certificate")
            .without("signing-certificate")
            .broken("signing-certificate", "is missing; sign method 01 rests on it."),
        mistake("unionpay", "the signing certificate expired")
            .set("signing-certificate", signing(LAST_YEAR, YESTERDAY))
            .broken("signing-certificate", "this certificate expired at 2026-11-24T04:00:00Z"),
        mistake("unionpay", "the signing certificate expires within days")
            .set("signing-certificate", signing(LAST_YEAR, IN_SIX_DAYS))
            .warns("signing-certificate", "expires at 2026-12-01T04:00:00Z, in 6 days.", "CFCA"),
        mistake("unionpay", "the middle certificate in the root's place")
            .set("root-certificate", pem(UNIONPAY_MIDDLE_CERTIFICATE))
            .broken("root-certificate", "is a middle certificate", "Is it swapped"),
        mistake("unionpay", "the root certificate in the middle one's place")
            .set("middle-certificate", pem(UNIONPAY_ROOT_CERTIFICATE))
            .broken("middle-certificate", "is a root certificate: it issued itself."),
        mistake("unionpay", "the merchant's certificate in the middle one's place")
            .set("middle-certificate", pem(SIGNING_CERTIFICATE))
            .broken("middle-certificate", "is the merchant's own signing certificate."),
        mistake("unionpay", "a middle certificate of another package")
            .set(
                "middle-certificate",
                pem(authority("CN=OCA2", "middle", "CN=Another CA", "stranger")))
            .broken("middle-certificate", "was not issued by the certificate in"),
        mistake("unionpay", "no root certificate")
            .without("root-certificate")
            .broken("root-certificate", "is missing; without it no message of UnionPay"),
        mistake("unionpay", "the test system's root in production")
            .set(
                "root-certificate",
                pem(
                    UNIONPAY_ROOT_CERTIFICATE,
                    authority(testRoot, "stranger", testRoot, "stranger")))
            .broken("root-certificate", "belongs to the test system's authority"),
        mistake("unionpay", "the test system's middle certificate in production")
            .set(
                "middle-certificate",
                pem(
                    UNIONPAY_MIDDLE_CERTIFICATE,
                    authority(testMiddle, "stranger", Healthy.UNIONPAY_ROOT, "authority")))
            .broken("middle-certificate", "belongs to the test system's authority"),
        mistake("unionpay", "the production address in the test environment")
            .set("environment", "test")
            .set("merchant-id", "777290058110048")
            .set("base-url", "https://gateway.95516.com")
            .broken("base-url", "is the address of the production system, but environment is test"),
        mistake("unionpay", "the test address in production")
            .set("base-url", "https://gateway.test.95516.com")
            .broken("base-url", "is the address of the test system, but environment is production"),
        mistake("unionpay", "a test merchant in production")
            .set("merchant-id", "777290058110048")
            .broken("merchant-id", "is a number of the test system, but environment is production"),
        mistake("unionpay", "an environment of its own")
            .set("environment", "sandbox")
            .broken("environment", "must be production or test."),
        mistake("unionpay", "no notification URL")
            .without("notification-url")
            .broken("notification-url", "is missing. UnionPay demands one with every payment"),
        mistake("unionpay", "the merchant's certificate to encrypt with")
            .set("encryption-certificate", pem(SIGNING_CERTIFICATE))
            .broken("encryption-certificate", "is the merchant's own certificate."),
        mistake("unionpay", "a root to encrypt with")
            .set("encryption-certificate", pem(UNIONPAY_ROOT_CERTIFICATE))
            .broken("encryption-certificate", "is a root or middle certificate."),
        mistake("unionpay", "a sign method that is not offered")
            .set("sign-method", "21")
            .broken("sign-method", "is 21, SM2 certificates, which this adapter does not offer."),
        mistake("unionpay-shared", "no shared key")
            .without("secure-key")
            .broken("secure-key", "is missing; sign method 11 rests on it."),
        mistake("unionpay-shared", "a shared key that can be guessed")
            .set("secure-key", "88888888")
            .warns("secure-key", "is so short that it can be guessed"),
        mistake("unionpay", "hours between placing and paying")
            .set("place-tolerance", "2h")
            .broken("place-tolerance", "must be more than nothing and at most 1h."));
  }

  // ---- PayPal

  private static List<Mistake> paypal() {
    String id = Healthy.settings("paypal").get("client-id");
    String secret = Healthy.settings("paypal").get("client-secret");
    return List.of(
        mistake("paypal", "id and secret swapped")
            .set("client-id", secret)
            .set("client-secret", id)
            .broken("client-id", "the two seem to be swapped"),
        mistake("paypal", "the id as its own secret")
            .set("client-secret", id)
            .broken("client-secret", "is the same as \"client-id\""),
        mistake("paypal", "an e-mail address as client id")
            .set("client-id", "shop@pay.cn")
            .broken("client-id", "is an e-mail address; the client id of the REST app"),
        mistake("paypal", "the id of an event as that of the webhook")
            .set("webhook-id", "WH-2WR32451HC0233532-67976317FL4543714")
            .broken("webhook-id", "is the id of an event (WH-...)."),
        mistake("paypal", "the address of the webhook as its id")
            .set("webhook-id", "https://pay.shop.cn/notify/paypal")
            .broken("webhook-id", "is an address. Give the id"),
        mistake("paypal", "the simulator's webhook id")
            .set("webhook-id", "WEBHOOK_ID")
            .broken("webhook-id", "is the placeholder of PayPal's webhook simulator"),
        mistake("paypal", "no webhook id")
            .without("webhook-id")
            .broken("webhook-id", "is missing.", "Without it no notification can be verified."),
        mistake("paypal", "the shop's page in place of the API")
            .set("base-url", "https://www.paypal.com")
            .broken("base-url", "is a host of PayPal's that does not serve its API."),
        mistake("paypal", "the address with its version")
            .set("base-url", "https://api-m.paypal.com/v2")
            .broken("base-url", "has a path. Give the origin alone"),
        mistake("paypal", "an e-mail address as merchant id")
            .set("merchant-id", "shop@pay.cn")
            .broken("merchant-id", "is not a merchant id: 13 letters and digits"),
        mistake("paypal", "verification turned off")
            .set("webhook-verification", "none")
            .broken("webhook-verification", "Verification cannot be turned off."),
        mistake("paypal", "PayPal's own certificate as a root")
            .set("webhook-trust-anchors", pem(PLATFORM_CERTIFICATE))
            .broken("webhook-trust-anchors", "holds a certificate that is no authority's"),
        mistake("paypal", "a sandbox's root at the real channel")
            .set("webhook-trust-anchors", pem(UNIONPAY_ROOT_CERTIFICATE))
            .warns("webhook-trust-anchors", "takes the place of the public roots of this Java"),
        mistake("paypal", "an invoice prefix that buyers could not read")
            .set("invoice-prefix", "shop #1 ")
            .broken("invoice-prefix", "begins or ends with a blank."));
  }
}
