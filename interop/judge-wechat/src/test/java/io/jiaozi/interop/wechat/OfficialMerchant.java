package io.jiaozi.interop.wechat;

import com.wechat.pay.java.core.Config;
import com.wechat.pay.java.core.RSAAutoCertificateConfig;
import com.wechat.pay.java.core.RSAPublicKeyConfig;
import com.wechat.pay.java.core.http.DefaultHttpClientBuilder;
import com.wechat.pay.java.core.http.HttpClient;
import com.wechat.pay.java.core.notification.NotificationConfig;
import com.wechat.pay.java.core.notification.NotificationParser;
import com.wechat.pay.java.core.notification.RequestParam;
import io.jiaozi.interop.HttpMessage;
import io.jiaozi.interop.Json;
import io.jiaozi.interop.SandboxProcess;
import java.net.URI;
import okhttp3.HttpUrl;
import okhttp3.OkHttpClient;

/**
 * A merchant who uses the official SDK. The one thing not as the SDK comes: an interceptor sends
 * what it addresses to WeChat Pay to the sandbox. The host is not part of what is signed, so
 * nothing else can tell.
 */
final class OfficialMerchant {

  /** The SDK's two ways to know the platform's key. */
  enum Trust {
    /** Downloads the platform's certificates: {@code RSAAutoCertificateConfig}. */
    CERTIFICATE,
    /** Was given the WeChat Pay public key: {@code RSAPublicKeyConfig}. */
    PUBLIC_KEY
  }

  private final Json credentials;
  private final Config config;
  private final HttpClient http;

  private OfficialMerchant(Json credentials, Config config, HttpClient http) {
    this.credentials = credentials;
    this.config = config;
    this.http = http;
  }

  static OfficialMerchant at(SandboxProcess sandbox, Trust trust) {
    Json credentials = sandbox.credentials("wechat");
    DefaultHttpClientBuilder client =
        new DefaultHttpClientBuilder().okHttpClient(sentTo(sandbox.address()));
    Config config =
        trust == Trust.CERTIFICATE
            ? withCertificates(sandbox, credentials, client)
            : withPublicKey(sandbox, credentials);
    return new OfficialMerchant(credentials, config, client.config(config).build());
  }

  private static Config withCertificates(
      SandboxProcess sandbox, Json credentials, DefaultHttpClientBuilder client) {
    return new RSAAutoCertificateConfig.Builder()
        .merchantId(credentials.at("mchid").text())
        .privateKeyFromPath(sandbox.file(credentials.at("merchantPrivateKeyFile")).toString())
        .merchantSerialNumber(credentials.at("merchantSerial").text())
        .apiV3Key(credentials.at("apiV3Key").text())
        .httpClientBuilder(client)
        .build();
  }

  private static Config withPublicKey(SandboxProcess sandbox, Json credentials) {
    return new RSAPublicKeyConfig.Builder()
        .merchantId(credentials.at("mchid").text())
        .privateKeyFromPath(sandbox.file(credentials.at("merchantPrivateKeyFile")).toString())
        .merchantSerialNumber(credentials.at("merchantSerial").text())
        .publicKeyFromPath(sandbox.file(credentials.at("publicKeyFile")).toString())
        .publicKeyId(credentials.at("publicKeyId").text())
        .apiV3Key(credentials.at("apiV3Key").text())
        .build();
  }

  private static OkHttpClient sentTo(URI sandbox) {
    return new OkHttpClient.Builder()
        .addInterceptor(
            chain -> {
              HttpUrl url =
                  chain
                      .request()
                      .url()
                      .newBuilder()
                      .scheme(sandbox.getScheme())
                      .host(sandbox.getHost())
                      .port(sandbox.getPort())
                      .build();
              return chain.proceed(chain.request().newBuilder().url(url).build());
            })
        .build();
  }

  Config config() {
    return config;
  }

  HttpClient http() {
    return http;
  }

  /** A value of {@code credentials.json}. */
  String know(String name) {
    return credentials.at(name).text();
  }

  /** Verifies, opens and reads a notification as the SDK tells merchants to. */
  <T> T read(HttpMessage notification, Class<T> type) {
    RequestParam param =
        new RequestParam.Builder()
            .serialNumber(notification.headers().get("Wechatpay-Serial"))
            .nonce(notification.headers().get("Wechatpay-Nonce"))
            .timestamp(notification.headers().get("Wechatpay-Timestamp"))
            .signature(notification.headers().get("Wechatpay-Signature"))
            .signType(notification.headers().get("Wechatpay-Signature-Type"))
            .body(notification.text())
            .build();
    return new NotificationParser((NotificationConfig) config).parse(param, type);
  }
}
