package io.jiaozi.sandbox.unionpay;

import io.jiaozi.sandbox.channel.Channel.Exported;
import io.jiaozi.sandbox.channel.ExportFolder;
import io.jiaozi.sandbox.channel.Json;
import java.io.IOException;
import java.net.URI;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** The merchants' credentials as settings and as files. */
final class UnionpayFiles {
  private static final String SIGNING = "unionpay/acp_sign.pfx";
  private static final String MERCHANT_KEY = "unionpay/merchant_key.pem";
  private static final String MERCHANT = "unionpay/merchant_cert.cer";
  private static final String ROOT = "unionpay/acp_root.cer";
  private static final String MIDDLE = "unionpay/acp_middle.cer";
  private static final String ENCRYPTION = "unionpay/acp_enc.cer";
  private static final String SIGNER = "unionpay/acp_signer.cer";

  private UnionpayFiles() {}

  /**
   * Where the certificates are.
   *
   * @param signing PKCS#12: a path, or Base64
   * @param root PEM: a path, or the text; so are the others
   */
  private record Places(String signing, String root, String middle, String encryption) {}

  /** Settings with certificates as PEM texts, and PKCS#12 as Base64. */
  static Map<String, String> inline(UnionpayCredentials credentials, URI address) {
    return settings(
        credentials,
        address,
        new Places(
            Base64.getEncoder().encodeToString(credentials.signingCertificate()),
            credentials.rootCertificatePem(),
            credentials.middleCertificatePem(),
            credentials.encryptionCertificatePem()));
  }

  static Exported write(UnionpayCredentials credentials, URI address, ExportFolder folder)
      throws IOException {
    Places places =
        new Places(
            folder.write(SIGNING, credentials.signingCertificate()).toString(),
            folder.write(ROOT, credentials.rootCertificatePem()).toString(),
            folder.write(MIDDLE, credentials.middleCertificatePem()).toString(),
            folder.write(ENCRYPTION, credentials.encryptionCertificatePem()).toString());
    folder.write(MERCHANT_KEY, credentials.merchantKeyPem());
    folder.write(MERCHANT, credentials.merchantCertificatePem());
    folder.write(SIGNER, credentials.signerCertificatePem());
    return new Exported(settings(credentials, address, places), describe(credentials, address));
  }

  private static Map<String, String> settings(
      UnionpayCredentials credentials, URI address, Places places) {
    Map<String, String> settings = new LinkedHashMap<>();
    for (Account account : credentials.accounts()) {
      String prefix = "jiaozi.accounts." + account.name() + ".";
      settings.put(prefix + "channel", UnionpayChannel.NAME);
      settings.put(prefix + "base-url", address.toString());
      settings.put(prefix + "environment", "test");
      settings.put(prefix + "merchant-id", account.merchantId());
      settings.put(prefix + "sign-method", account.signMethod());
      if (account.signsWithCertificate()) {
        settings.put(prefix + "signing-certificate", places.signing());
        settings.put(
            prefix + "signing-certificate-password", credentials.signingCertificatePassword());
        settings.put(prefix + "root-certificate", places.root());
        settings.put(prefix + "middle-certificate", places.middle());
        settings.put(prefix + "encryption-certificate", places.encryption());
      } else {
        settings.put(prefix + "secure-key", account.secureKey());
      }
      // A placeholder on this machine: the shop replaces it, or listens there.
      settings.put(
          prefix + "notification-url", "http://127.0.0.1:8080/pay/notify/" + account.name());
    }
    return settings;
  }

  private static ObjectNode describe(UnionpayCredentials credentials, URI address) {
    ArrayNode keyed = Json.array();
    for (Account account : credentials.accounts()) {
      if (!account.signsWithCertificate()) {
        keyed.add(
            Json.object()
                .put("account", account.name())
                .put("merId", account.merchantId())
                .put("signMethod", account.signMethod())
                .put("secureKey", account.secureKey()));
      }
    }
    ObjectNode description =
        Json.object()
            .put("baseUrl", address.toString())
            .put("frontTransUrl", address + "/gateway/api/frontTransReq.do")
            .put("backTransUrl", address + "/gateway/api/backTransReq.do")
            .put("appTransUrl", address + "/gateway/api/appTransReq.do")
            .put("singleQueryUrl", address + "/gateway/api/queryTrans.do")
            .put("orderUrl", address + "/gateway/api/order.do")
            .put("fileTransUrl", address + "/")
            .put("version", "5.1.0")
            .put("merId", credentials.merchantId())
            .put("signMethod", "01")
            .put("certId", credentials.certId())
            .put("signingCertificateFile", SIGNING)
            .put("signingCertificatePassword", credentials.signingCertificatePassword())
            .put("merchantPrivateKeyFile", MERCHANT_KEY)
            .put("merchantCertificateFile", MERCHANT)
            .put("rootCertificateFile", ROOT)
            .put("middleCertificateFile", MIDDLE)
            .put("encryptionCertificateFile", ENCRYPTION)
            .put("encryptCertId", credentials.encryptionCertId())
            .put("signerCertificateFile", SIGNER);
    description.set("keyed", keyed);
    return description;
  }
}
