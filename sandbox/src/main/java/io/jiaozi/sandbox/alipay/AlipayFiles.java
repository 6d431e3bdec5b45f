package io.jiaozi.sandbox.alipay;

import io.jiaozi.sandbox.channel.Channel.Exported;
import io.jiaozi.sandbox.channel.ExportFolder;
import io.jiaozi.sandbox.channel.Json;
import java.io.IOException;
import java.net.URI;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import tools.jackson.databind.node.ObjectNode;

/** The merchants' credentials as settings and as files. */
final class AlipayFiles {
  private static final String KEY_MODE = "alipay";
  private static final String CERTIFICATE_MODE = "alipay-cert";

  /** A placeholder on this machine: the shop replaces it, or listens there. */
  private static final String NOTIFICATION_URL = "http://127.0.0.1:8080/pay/notify/";

  private AlipayFiles() {}

  private static String account(AlipayCredentials app) {
    return app.isCertificateMode() ? CERTIFICATE_MODE : KEY_MODE;
  }

  /** Settings with keys and certificates as PEM texts. */
  static Map<String, String> inline(Apps apps, URI address) {
    AlipayCredentials keyMode = apps.keyMode();
    AlipayCredentials certificateMode = apps.certificateMode();
    Map<String, String> settings = common(keyMode, address, keyMode.appPrivateKeyPem());
    put(settings, keyMode, "alipay-public-key", keyMode.alipayPublicKeyPem());
    settings.putAll(common(certificateMode, address, certificateMode.appPrivateKeyPem()));
    put(settings, certificateMode, "app-certificate", certificateMode.appCertificatePem());
    put(settings, certificateMode, "alipay-certificate", certificateMode.alipayCertificatePem());
    put(
        settings,
        certificateMode,
        "alipay-root-certificate",
        certificateMode.alipayRootCertificatePem());
    return settings;
  }

  private static void put(
      Map<String, String> settings, AlipayCredentials app, String name, String value) {
    settings.put("jiaozi.accounts." + account(app) + "." + name, value);
  }

  private static Map<String, String> common(AlipayCredentials app, URI address, String privateKey) {
    Map<String, String> settings = new LinkedHashMap<>();
    put(settings, app, "channel", "alipay");
    put(settings, app, "base-url", address.toString());
    put(settings, app, "app-id", app.appId());
    put(settings, app, "private-key", privateKey);
    put(settings, app, "seller-id", app.sellerId());
    put(settings, app, "notification-url", NOTIFICATION_URL + account(app));
    return settings;
  }

  static Exported write(Apps apps, URI address, ExportFolder folder) throws IOException {
    Map<String, String> settings = new LinkedHashMap<>();
    ObjectNode accounts = Json.object();
    for (AlipayCredentials app : new AlipayCredentials[] {apps.keyMode(), apps.certificateMode()}) {
      accounts.set(account(app), write(app, address, folder, settings));
    }
    ObjectNode description =
        Json.object()
            .put("baseUrl", address.toString())
            .put("gatewayUrl", address + "/gateway.do")
            .put("restUrl", address + "/v3/alipay/");
    description.set("accounts", accounts);
    return new Exported(settings, description);
  }

  private static ObjectNode write(
      AlipayCredentials app, URI address, ExportFolder folder, Map<String, String> settings)
      throws IOException {
    String place = account(app) + "/";
    ObjectNode described =
        Json.object()
            .put("mode", app.isCertificateMode() ? "certificate" : "key")
            .put("appId", app.appId())
            .put("sellerId", app.sellerId())
            .put("signType", "RSA2")
            .put("contentKey", app.contentKey())
            .put("appAuthToken", app.appAuthToken())
            .put("subMerchantId", app.subMerchantId())
            .put("subMerchantAppId", app.subMerchantAppId());
    String privateKey =
        write(
            folder, described, "appPrivateKeyFile", place + "app_key.pem", app.appPrivateKeyPem());
    write(folder, described, "appPrivateKeyPkcs1File", place + "app_key_pkcs1.pem", pkcs1Pem(app));
    write(
        folder,
        described,
        "appPrivateKeyBase64File",
        place + "app_key_pkcs8.txt",
        Base64.getEncoder().encodeToString(app.appPrivateKey().getEncoded()));
    write(
        folder, described, "appPublicKeyFile", place + "app_public_key.pem", app.appPublicKeyPem());
    settings.putAll(common(app, address, privateKey));
    if (app.isCertificateMode()) {
      writeCertificates(app, folder, settings, described, place);
    } else {
      String publicKey =
          write(
              folder,
              described,
              "alipayPublicKeyFile",
              place + "alipay_public_key.pem",
              app.alipayPublicKeyPem());
      write(
          folder,
          described,
          "alipayPublicKeyBase64File",
          place + "alipay_public_key.txt",
          Base64.getEncoder().encodeToString(app.alipayPublicKey().getEncoded()));
      put(settings, app, "alipay-public-key", publicKey);
    }
    return described;
  }

  /** File names as the platform's console gives them. */
  private static void writeCertificates(
      AlipayCredentials app,
      ExportFolder folder,
      Map<String, String> settings,
      ObjectNode described,
      String place)
      throws IOException {
    described
        .put("appCertSn", app.appCertSn())
        .put("alipayCertSn", app.alipayCertSn())
        .put("alipayRootCertSn", app.alipayRootCertSn());
    put(
        settings,
        app,
        "app-certificate",
        write(
            folder,
            described,
            "appCertificateFile",
            place + "appCertPublicKey_" + app.appId() + ".crt",
            app.appCertificatePem()));
    put(
        settings,
        app,
        "alipay-certificate",
        write(
            folder,
            described,
            "alipayCertificateFile",
            place + "alipayCertPublicKey_RSA2.crt",
            app.alipayCertificatePem()));
    put(
        settings,
        app,
        "alipay-root-certificate",
        write(
            folder,
            described,
            "alipayRootCertificateFile",
            place + "alipayRootCert.crt",
            app.alipayRootCertificatePem()));
  }

  private static String write(
      ExportFolder folder, ObjectNode described, String name, String file, String content)
      throws IOException {
    described.put(name, file);
    return folder.write(file, content).toString();
  }

  /** The form the platform's Node kit wants. */
  private static String pkcs1Pem(AlipayCredentials app) throws IOException {
    byte[] pkcs1 =
        PrivateKeyInfo.getInstance(app.appPrivateKey().getEncoded())
            .parsePrivateKey()
            .toASN1Primitive()
            .getEncoded();
    return "-----BEGIN RSA PRIVATE KEY-----\n"
        + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(pkcs1)
        + "\n-----END RSA PRIVATE KEY-----\n";
  }
}
