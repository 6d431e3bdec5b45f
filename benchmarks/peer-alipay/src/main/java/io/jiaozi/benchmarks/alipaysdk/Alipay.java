package io.jiaozi.benchmarks.alipaysdk;

import com.alipay.api.AlipayApiException;
import com.alipay.api.AlipayClient;
import com.alipay.api.AlipayConfig;
import com.alipay.api.FileItem;
import com.alipay.api.domain.AlipayTradeQueryModel;
import com.alipay.api.internal.util.AbstractHttpClient;
import com.alipay.api.internal.util.AlipaySignature;
import com.alipay.api.request.AlipayTradeQueryRequest;
import com.alipay.api.response.AlipayTradeQueryResponse;
import io.jiaozi.benchmarks.kit.Material;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** Alipay's official SDK. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class Alipay {
  private final Material material = Material.fresh();
  private final String privateKey = material.merchantKeyBase64();
  private final String publicKey = material.platformKeyBase64();
  private final String node = Material.alipayOrderNode();
  private final String nodeSignature =
      Base64.getEncoder()
          .encodeToString(material.signedByPlatform(node.getBytes(StandardCharsets.UTF_8)));
  private final Map<String, String> asked = asked();
  private final Map<String, String> message = material.alipayNotificationFields();
  private final AlipayClient client = withoutNetwork();

  private static Map<String, String> asked() {
    Map<String, String> asked = new HashMap<>();
    asked.put("app_id", Material.ALIPAY_APP);
    asked.put("biz_content", "{\"out_trade_no\":\"" + Material.ORDER + "\"}");
    asked.put("charset", "utf-8");
    asked.put("format", "JSON");
    asked.put("method", "alipay.trade.query");
    asked.put("sign_type", "RSA2");
    asked.put("timestamp", "2026-03-01 16:00:00");
    asked.put("version", "1.0");
    return asked;
  }

  /** The SDK's own seam for another HTTP client: one that answers by itself. */
  private AlipayClient withoutNetwork() {
    String answer = material.alipayOrder();
    AlipayConfig config =
        Official.config(Official.SHIPPED, URI.create("http://127.0.0.1"), material);
    config.setCustomizedHttpClient(
        new AbstractHttpClient() {
          @Override
          public String doPost(
              String url,
              Map<String, String> parameters,
              String charset,
              Map<String, String> headers) {
            return answer;
          }

          @Override
          public String doPost(
              String url,
              Map<String, String> parameters,
              Map<String, FileItem> files,
              String charset,
              Map<String, String> headers) {
            return answer;
          }
        });
    return Official.client(config);
  }

  /** Signs a question. */
  @Benchmark
  public String sign() throws AlipayApiException {
    return AlipaySignature.rsaSign(
        AlipaySignature.getSignContent(asked), privateKey, "utf-8", "RSA2");
  }

  /** Verifies an answer. */
  @Benchmark
  public boolean verify() throws AlipayApiException {
    if (!AlipaySignature.rsaCheck(node, nodeSignature, publicKey, "utf-8", "RSA2")) {
      throw new IllegalStateException("Refused");
    }
    return true;
  }

  /** Verifies a notification that somebody else has split. */
  @Benchmark
  public boolean notification() throws AlipayApiException {
    // The SDK takes fields out of the map it is given.
    if (!AlipaySignature.rsaCheckV1(new HashMap<>(message), publicKey, "utf-8", "RSA2")) {
      throw new IllegalStateException("Refused");
    }
    return true;
  }

  /** A question and its answer, without the network. */
  @Benchmark
  public AlipayTradeQueryResponse query() throws AlipayApiException {
    AlipayTradeQueryModel model = new AlipayTradeQueryModel();
    model.setOutTradeNo(Material.ORDER);
    AlipayTradeQueryRequest request = new AlipayTradeQueryRequest();
    request.setBizModel(model);
    return client.execute(request);
  }
}
