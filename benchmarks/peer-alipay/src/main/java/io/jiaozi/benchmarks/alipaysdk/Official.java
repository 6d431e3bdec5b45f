package io.jiaozi.benchmarks.alipaysdk;

import com.alipay.api.AlipayApiException;
import com.alipay.api.AlipayClient;
import com.alipay.api.AlipayConfig;
import com.alipay.api.DefaultAlipayClient;
import io.jiaozi.benchmarks.kit.Material;
import java.net.URI;

/** A merchant who uses the official SDK with keys; its address is one of its settings. */
final class Official {
  /** As it comes. */
  static final String SHIPPED = "shipped";

  /** With as many idle connections as threads. */
  static final String BEST = "best";

  private Official() {}

  static AlipayConfig config(String setUp, URI counterpart, Material material) {
    AlipayConfig config = new AlipayConfig();
    config.setServerUrl(counterpart + "/gateway.do");
    config.setAppId(Material.ALIPAY_APP);
    config.setPrivateKey(material.merchantKeyBase64());
    config.setAlipayPublicKey(material.platformKeyBase64());
    if (setUp.equals(BEST)) {
      config.setMaxIdleConnections(64);
      config.setKeepAliveDuration(60_000);
    }
    return config;
  }

  static AlipayClient client(AlipayConfig config) {
    try {
      return new DefaultAlipayClient(config);
    } catch (AlipayApiException e) {
      throw new IllegalStateException(e);
    }
  }
}
