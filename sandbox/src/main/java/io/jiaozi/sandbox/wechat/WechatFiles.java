package io.jiaozi.sandbox.wechat;

import io.jiaozi.sandbox.channel.Channel.Exported;
import io.jiaozi.sandbox.channel.ExportFolder;
import io.jiaozi.sandbox.channel.Json;
import java.io.IOException;
import java.net.URI;
import java.util.LinkedHashMap;
import java.util.Map;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** The merchant's credentials as settings and as files. */
final class WechatFiles {
  private static final String PREFIX = "jiaozi.accounts.wechat.";

  /** A placeholder on this machine: the shop replaces it, or listens there. */
  private static final String NOTIFICATION_URL = "http://127.0.0.1:8080/pay/notify/wechat";

  private static final String PRIVATE_KEY = "wechat/apiclient_key.pem";
  private static final String CERTIFICATE = "wechat/apiclient_cert.pem";
  private static final String PLATFORM = "wechat/platform_cert.pem";
  private static final String PUBLIC_KEY = "wechat/pub_key.pem";

  private WechatFiles() {}

  /** Settings with keys and certificates as PEM texts. */
  static Map<String, String> inline(WechatCredentials credentials, URI address) {
    return settings(
        credentials,
        address,
        credentials.merchantPrivateKeyPem(),
        String.join("", credentials.platformCertificatePems()),
        credentials.publicKeyPem());
  }

  static Exported write(WechatCredentials credentials, URI address, ExportFolder folder)
      throws IOException {
    String privateKey = folder.write(PRIVATE_KEY, credentials.merchantPrivateKeyPem()).toString();
    folder.write(CERTIFICATE, credentials.merchantCertificatePem());
    String platform =
        folder.write(PLATFORM, String.join("", credentials.platformCertificatePems())).toString();
    String publicKey = folder.write(PUBLIC_KEY, credentials.publicKeyPem()).toString();
    return new Exported(
        settings(credentials, address, privateKey, platform, publicKey),
        describe(credentials, address));
  }

  private static Map<String, String> settings(
      WechatCredentials credentials,
      URI address,
      String privateKey,
      String platformCertificates,
      String publicKey) {
    Map<String, String> settings = new LinkedHashMap<>();
    settings.put(PREFIX + "channel", "wechat");
    settings.put(PREFIX + "base-url", address.toString());
    settings.put(PREFIX + "merchant-id", credentials.merchantId());
    settings.put(PREFIX + "app-id", credentials.appId());
    settings.put(PREFIX + "more-app-ids", String.join(",", credentials.moreAppIds()));
    settings.put(PREFIX + "api-v3-key", credentials.apiV3Key());
    settings.put(PREFIX + "private-key", privateKey);
    settings.put(PREFIX + "certificate-serial", credentials.merchantSerial());
    settings.put(PREFIX + "platform-certificates", platformCertificates);
    settings.put(PREFIX + "public-key", publicKey);
    settings.put(PREFIX + "public-key-id", credentials.publicKeyId());
    settings.put(PREFIX + "notification-url", NOTIFICATION_URL);
    return settings;
  }

  private static ObjectNode describe(WechatCredentials credentials, URI address) {
    ArrayNode serials = Json.array();
    credentials.platforms().forEach(identity -> serials.add(identity.serial()));
    ObjectNode description =
        Json.object()
            .put("baseUrl", address.toString())
            .put("mchid", credentials.merchantId())
            .put("appid", credentials.appId())
            .put("apiV3Key", credentials.apiV3Key())
            .put("merchantSerial", credentials.merchantSerial())
            .put("merchantPrivateKeyFile", PRIVATE_KEY)
            .put("merchantCertificateFile", CERTIFICATE)
            .put("platformCertificateFile", PLATFORM)
            .put("publicKeyId", credentials.publicKeyId())
            .put("publicKeyFile", PUBLIC_KEY);
    description.set("platformSerials", serials);
    ArrayNode apps = Json.array();
    credentials.moreAppIds().forEach(apps::add);
    description.set("moreAppIds", apps);
    description
        .put("subMchid", credentials.subMerchantId())
        .put("subAppid", credentials.subAppId());
    return description;
  }
}
