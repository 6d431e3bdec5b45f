package io.jiaozi.sandbox.paypal;

import io.jiaozi.sandbox.channel.Channel.Exported;
import io.jiaozi.sandbox.channel.ExportFolder;
import io.jiaozi.sandbox.channel.Json;
import java.io.IOException;
import java.net.URI;
import java.util.LinkedHashMap;
import java.util.Map;

/** The app's credentials as settings and as files. */
final class PaypalFiles {
  private static final String PREFIX = "jiaozi.accounts.paypal.";
  private static final String ROOT = "paypal/webhook_root.pem";

  private PaypalFiles() {}

  /** Settings with the root as PEM text. */
  static Map<String, String> inline(PaypalCredentials credentials, URI address) {
    return settings(credentials, address, credentials.webhookRootPem());
  }

  static Exported write(PaypalCredentials credentials, URI address, ExportFolder folder)
      throws IOException {
    String root = folder.write(ROOT, credentials.webhookRootPem()).toString();
    return new Exported(
        settings(credentials, address, root),
        Json.object()
            .put("baseUrl", address.toString())
            .put("clientId", credentials.clientId())
            .put("clientSecret", credentials.clientSecret())
            .put("webhookId", credentials.webhookId())
            .put("merchantId", credentials.merchantId())
            .put("sellerId", credentials.sellerId())
            .put("webhookRootFile", ROOT));
  }

  private static Map<String, String> settings(
      PaypalCredentials credentials, URI address, String root) {
    Map<String, String> settings = new LinkedHashMap<>();
    settings.put(PREFIX + "channel", "paypal");
    settings.put(PREFIX + "base-url", address.toString());
    settings.put(PREFIX + "client-id", credentials.clientId());
    settings.put(PREFIX + "client-secret", credentials.clientSecret());
    settings.put(PREFIX + "webhook-id", credentials.webhookId());
    settings.put(PREFIX + "merchant-id", credentials.merchantId());
    settings.put(PREFIX + "webhook-trust-anchors", root);
    return settings;
  }
}
