package io.jiaozi.benchmarks.run;

import java.util.List;

/**
 * One line of a comparison.
 *
 * @param name as the report calls it
 * @param module its folder below {@code benchmarks}
 * @param packageName where its classes are
 * @param setUp how it is set up; empty where there is one way only
 * @param channels what it can do
 */
record Peer(String name, String module, String packageName, String setUp, List<String> channels) {

  static final Peer FLOOR =
      new Peer("floor", "ours", "floor", "", List.of("wechat", "alipay", "paypal"));
  static final Peer OURS =
      new Peer("Jiaozi", "ours", "ours", "", List.of("wechat", "alipay", "paypal"));

  static final List<Peer> ALL =
      List.of(
          FLOOR,
          OURS,
          new Peer(
              "wechatpay-java, shipped", "peer-wechat", "wechatpay", "shipped", List.of("wechat")),
          new Peer("wechatpay-java, best", "peer-wechat", "wechatpay", "best", List.of("wechat")),
          new Peer(
              "alipay-sdk-java, shipped", "peer-alipay", "alipaysdk", "shipped", List.of("alipay")),
          new Peer("alipay-sdk-java, best", "peer-alipay", "alipaysdk", "best", List.of("alipay")),
          new Peer(
              "paypal-server-sdk, shipped",
              "peer-paypal",
              "paypalsdk",
              "shipped",
              List.of("paypal")),
          new Peer(
              "paypal-server-sdk, best", "peer-paypal", "paypalsdk", "best", List.of("paypal")));

  /** Its main class. */
  String mainClass() {
    return "io.jiaozi.benchmarks." + packageName + ".Main";
  }

  boolean isOfficial() {
    return !module.equals("ours");
  }

  /** Where the set-up makes no difference, one stands for both. */
  boolean isFirstOfItsModule() {
    return !setUp.equals("best");
  }

  /** The official SDK's name alone, without its set-up. */
  String product() {
    int comma = name.indexOf(',');
    return comma < 0 ? name : name.substring(0, comma);
  }
}
