package io.jiaozi.benchmarks.floor;

import io.jiaozi.benchmarks.kit.Harness;
import io.jiaozi.benchmarks.kit.Material;
import io.jiaozi.benchmarks.kit.Side;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.util.Base64;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import javax.crypto.Cipher;
import okhttp3.ConnectionPool;
import okhttp3.FormBody;
import okhttp3.MediaType;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.RequestBody;
import okhttp3.Response;

/** The floor of what JMH does not measure: the same cryptography and a bare OkHttp. */
public final class Main implements Side {
  private static final MediaType JSON = MediaType.get("application/json");

  /** See {@link Harness#run}. */
  public static void main(String[] arguments) throws Exception {
    Harness.run(new Main(), arguments);
  }

  @Override
  public Calls calls(String channel, String setUp, URI counterpart, Material material) {
    Floor floor = new Floor(counterpart, material);
    return switch (channel) {
      case "wechat" ->
          new Calls(
              () -> floor.wechat("POST", "/v3/pay/transactions/native", Material.wechatCreate()),
              () ->
                  floor.wechat(
                      "GET",
                      "/v3/pay/transactions/out-trade-no/"
                          + Material.ORDER
                          + "?mchid="
                          + Material.WECHAT_MERCHANT,
                      ""));
      case "alipay" ->
          new Calls(
              () ->
                  floor.alipay(
                      "alipay.trade.precreate",
                      "{\"out_trade_no\":\""
                          + Material.ORDER
                          + "\",\"subject\":\"Two boxes of dumplings\",\"total_amount\":\"88.00\"}"),
              () ->
                  floor.alipay(
                      "alipay.trade.query", "{\"out_trade_no\":\"" + Material.ORDER + "\"}"));
      case "paypal" ->
          new Calls(
              () -> floor.paypal("POST", "/v2/checkout/orders", Material.paypalOrder(counterpart)),
              () -> floor.paypal("GET", "/v2/checkout/orders/" + Material.PAYPAL_ORDER, ""));
      default -> throw new IllegalArgumentException(channel);
    };
  }

  private static final class Floor {
    private final OkHttpClient client =
        new OkHttpClient.Builder()
            .connectionPool(new ConnectionPool(64, 5, TimeUnit.MINUTES))
            .build();
    private final URI address;
    private final PrivateKey key;
    private final PublicKey platform;

    private Floor(URI address, Material material) {
      this.address = address;
      key = Engines.translated(material.merchantKey());
      platform = Engines.translated(material.platformKey());
    }

    private void wechat(String method, String target, String body)
        throws IOException, GeneralSecurityException {
      String text = method + "\n" + target + "\n1772352000\nEC01AC72E9B2402D\n" + body + "\n";
      String signature =
          Base64.getEncoder()
              .encodeToString(Engines.sign(key, text.getBytes(StandardCharsets.UTF_8)));
      Request.Builder request =
          new Request.Builder()
              .url(address + target)
              .header("Accept", "application/json")
              .header(
                  "Authorization",
                  "WECHATPAY2-SHA256-RSA2048 mchid=\"1900007291\",nonce_str=\"EC01AC72E9B2402D\",signature=\""
                      + signature
                      + "\",timestamp=\"1772352000\",serial_no=\""
                      + Material.WECHAT_SERIAL
                      + '"');
      if (method.equals("POST")) {
        request.post(RequestBody.create(body, JSON));
      }
      try (Response response = client.newCall(request.build()).execute()) {
        byte[] bytes = response.body().bytes();
        byte[] head =
            (response.header("Wechatpay-Timestamp")
                    + "\n"
                    + response.header("Wechatpay-Nonce")
                    + "\n")
                .getBytes(StandardCharsets.US_ASCII);
        byte[] signed = new byte[head.length + bytes.length + 1];
        System.arraycopy(head, 0, signed, 0, head.length);
        System.arraycopy(bytes, 0, signed, head.length, bytes.length);
        signed[signed.length - 1] = '\n';
        Engines.verify(
            platform,
            signed,
            Base64.getDecoder().decode(String.valueOf(response.header("Wechatpay-Signature"))));
      }
    }

    private void alipay(String method, String content)
        throws IOException, GeneralSecurityException {
      Map<String, String> parameters = new TreeMap<>();
      parameters.put("app_id", Material.ALIPAY_APP);
      parameters.put("biz_content", content);
      parameters.put("charset", "utf-8");
      parameters.put("format", "JSON");
      parameters.put("method", method);
      parameters.put("sign_type", "RSA2");
      parameters.put("timestamp", "2026-03-01 16:00:00");
      parameters.put("version", "1.0");
      StringBuilder text = new StringBuilder();
      FormBody.Builder form = new FormBody.Builder();
      parameters.forEach(
          (name, value) -> {
            text.append(text.isEmpty() ? "" : "&").append(name).append('=').append(value);
            form.addEncoded(name, URLEncoder.encode(value, StandardCharsets.UTF_8));
          });
      form.addEncoded(
          "sign",
          URLEncoder.encode(
              Base64.getEncoder()
                  .encodeToString(
                      Engines.sign(key, text.toString().getBytes(StandardCharsets.UTF_8))),
              StandardCharsets.UTF_8));
      Request request =
          new Request.Builder().url(address + "/gateway.do").post(form.build()).build();
      try (Response response = client.newCall(request).execute()) {
        String answer = new String(response.body().bytes(), StandardCharsets.UTF_8);
        int end = answer.lastIndexOf(",\"sign\":\"");
        Engines.verify(
            platform,
            answer.substring(answer.indexOf(':') + 1, end).getBytes(StandardCharsets.UTF_8),
            Base64.getDecoder().decode(answer.substring(end + 9, answer.length() - 2)));
      }
    }

    private void paypal(String method, String target, String body) throws IOException {
      Request.Builder request =
          new Request.Builder().url(address + target).header("Authorization", "Bearer A21AA");
      if (method.equals("POST")) {
        request.post(RequestBody.create(body, JSON));
      }
      try (Response response = client.newCall(request.build()).execute()) {
        if (response.body().bytes().length == 0) {
          throw new IOException("Nothing answered");
        }
      }
    }
  }

  @Override
  public Work notification(String channel, String setUp, Material material) {
    PublicKey platform = Engines.translated(material.platformKey());
    boolean sealed = channel.equals("wechat");
    byte[] text =
        sealed
            ? Material.wechatNotification().getBytes(StandardCharsets.UTF_8)
            : Material.alipayNotificationText();
    byte[] signature = material.signedByPlatform(text);
    byte[] content = sealed ? sealedContent() : new byte[0];
    return () -> {
      Engines.verify(platform, text, signature);
      if (sealed) {
        Cipher open = Engines.aesGcm();
        open.init(Cipher.DECRYPT_MODE, Material.wechatApiKey(), Material.wechatSealNonce());
        open.updateAAD(Material.wechatSealData());
        open.doFinal(content);
      }
    };
  }

  private static byte[] sealedContent() {
    String message = Material.wechatNotification();
    int start = message.indexOf("\"ciphertext\":\"") + 14;
    return Base64.getDecoder().decode(message.substring(start, message.indexOf('"', start)));
  }
}
