package io.jiaozi.benchmarks.ours;

import io.jiaozi.benchmarks.kit.Material;
import io.jiaozi.notification.InboundRequest;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The channels' messages as a shop's web server hands them over. */
public final class Messages {
  private Messages() {}

  /** WeChat Pay's, signed for now. */
  public static InboundRequest wechat(Material material) {
    return wechat(material, "");
  }

  /** The same with a shop's own text in the order. */
  public static InboundRequest wechat(Material material, String attach) {
    String body = Material.wechatNotification(attach);
    Map<String, List<String>> headers = new HashMap<>();
    material.wechatHeaders(body).forEach((name, value) -> headers.put(name, List.of(value)));
    headers.put("Content-Type", List.of("application/json"));
    return new InboundRequest(
        "POST", "/notify/wechat", "", headers, body.getBytes(StandardCharsets.UTF_8));
  }

  /** Alipay's. */
  public static InboundRequest alipay(Material material) {
    return alipay(material.alipayNotification());
  }

  /** The same with a shop's own text in it. */
  public static InboundRequest alipay(Material material, String text) {
    return alipay(material.alipayNotification(text));
  }

  private static InboundRequest alipay(String form) {
    return new InboundRequest(
        "POST",
        "/notify/alipay",
        "",
        Map.of("Content-Type", List.of("application/x-www-form-urlencoded; charset=utf-8")),
        form.getBytes(StandardCharsets.UTF_8));
  }
}
