package io.jiaozi.benchmarks.wechatpay;

import com.wechat.pay.java.core.Config;
import com.wechat.pay.java.core.RSAPublicKeyConfig;
import com.wechat.pay.java.core.http.DefaultHttpClientBuilder;
import com.wechat.pay.java.core.http.HttpClient;
import com.wechat.pay.java.core.notification.NotificationConfig;
import com.wechat.pay.java.core.notification.NotificationParser;
import com.wechat.pay.java.core.notification.RequestParam;
import io.jiaozi.benchmarks.kit.Material;
import java.net.URI;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import okhttp3.ConnectionPool;
import okhttp3.HttpUrl;
import okhttp3.OkHttpClient;

/**
 * A merchant who uses the official SDK with the WeChat Pay public key. An interceptor sends to the
 * counterpart what is addressed to WeChat Pay; the host is not signed, and the cost is the same
 * order as that of reading a URL.
 */
final class Official {
  /** As it comes. */
  static final String SHIPPED = "shipped";

  /** With as many idle connections as threads. */
  static final String BEST = "best";

  private Official() {}

  static Config config(Material material) {
    return new RSAPublicKeyConfig.Builder()
        .merchantId(Material.WECHAT_MERCHANT)
        .privateKey(material.merchantKeyPem())
        .merchantSerialNumber(Material.WECHAT_SERIAL)
        .publicKey(material.platformKeyPem())
        .publicKeyId(Material.WECHAT_KEY_ID)
        .apiV3Key(Material.WECHAT_API_KEY)
        .build();
  }

  static HttpClient client(Config config, String setUp, URI counterpart) {
    OkHttpClient.Builder client =
        new OkHttpClient.Builder()
            .addInterceptor(
                chain -> {
                  HttpUrl url =
                      chain
                          .request()
                          .url()
                          .newBuilder()
                          .scheme("http")
                          .host(counterpart.getHost())
                          .port(counterpart.getPort())
                          .build();
                  return chain.proceed(chain.request().newBuilder().url(url).build());
                });
    if (setUp.equals(BEST)) {
      client.connectionPool(new ConnectionPool(64, 5, TimeUnit.MINUTES));
    }
    return new DefaultHttpClientBuilder().config(config).okHttpClient(client.build()).build();
  }

  static NotificationParser parser(Config config) {
    return new NotificationParser((NotificationConfig) config);
  }

  static RequestParam message(Material material) {
    String body = Material.wechatNotification();
    Map<String, String> headers = material.wechatHeaders(body);
    return new RequestParam.Builder()
        .serialNumber(headers.get("Wechatpay-Serial"))
        .nonce(headers.get("Wechatpay-Nonce"))
        .timestamp(headers.get("Wechatpay-Timestamp"))
        .signature(headers.get("Wechatpay-Signature"))
        .signType(headers.get("Wechatpay-Signature-Type"))
        .body(body)
        .build();
  }
}
