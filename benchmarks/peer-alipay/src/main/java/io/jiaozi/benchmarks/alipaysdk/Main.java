package io.jiaozi.benchmarks.alipaysdk;

import com.alipay.api.AlipayClient;
import com.alipay.api.domain.AlipayTradePrecreateModel;
import com.alipay.api.domain.AlipayTradeQueryModel;
import com.alipay.api.internal.util.AlipaySignature;
import com.alipay.api.request.AlipayTradePrecreateRequest;
import com.alipay.api.request.AlipayTradeQueryRequest;
import io.jiaozi.benchmarks.kit.Harness;
import io.jiaozi.benchmarks.kit.Material;
import io.jiaozi.benchmarks.kit.Side;
import java.net.URI;
import java.util.HashMap;
import java.util.Map;

/** The official SDK's side of what JMH does not measure. */
public final class Main implements Side {

  /** See {@link Harness#run}. */
  public static void main(String[] arguments) throws Exception {
    Harness.run(new Main(), arguments);
  }

  @Override
  public Calls calls(String channel, String setUp, URI counterpart, Material material) {
    if (setUp.equals(Official.BEST)) {
      // The SDK sends with the JDK's old client, which keeps five connections unless told.
      System.setProperty("http.maxConnections", "64");
    }
    AlipayClient client = Official.client(Official.config(setUp, counterpart, material));
    return new Calls(
        () -> {
          AlipayTradePrecreateModel order = new AlipayTradePrecreateModel();
          order.setOutTradeNo(Material.ORDER);
          order.setSubject("Two boxes of dumplings");
          order.setTotalAmount("88.00");
          AlipayTradePrecreateRequest request = new AlipayTradePrecreateRequest();
          request.setBizModel(order);
          request.setNotifyUrl("https://shop.example/notify/alipay");
          if (!client.execute(request).isSuccess()) {
            throw new IllegalStateException("Refused");
          }
        },
        () -> {
          AlipayTradeQueryModel question = new AlipayTradeQueryModel();
          question.setOutTradeNo(Material.ORDER);
          AlipayTradeQueryRequest request = new AlipayTradeQueryRequest();
          request.setBizModel(question);
          if (!client.execute(request).getTradeStatus().equals("TRADE_SUCCESS")) {
            throw new IllegalStateException("Unexpected state");
          }
        });
  }

  @Override
  public Work notification(String channel, String setUp, Material material) {
    Map<String, String> message = material.alipayNotificationFields();
    String publicKey = material.platformKeyBase64();
    return () -> {
      if (!AlipaySignature.rsaCheckV1(new HashMap<>(message), publicKey, "utf-8", "RSA2")) {
        throw new IllegalStateException("Refused");
      }
    };
  }
}
