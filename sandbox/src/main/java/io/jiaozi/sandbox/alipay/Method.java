package io.jiaozi.sandbox.alipay;

import org.jspecify.annotations.Nullable;

/** What can be asked, by the platform's names and the sandbox's words. */
enum Method {
  PAGE_PAY("alipay.trade.page.pay", "pay", Way.BROWSER),
  WAP_PAY("alipay.trade.wap.pay", "pay", Way.BROWSER),
  APP_PAY("alipay.trade.app.pay", "pay", Way.ORDER_STRING),
  PRECREATE("alipay.trade.precreate", "pay", Way.SERVER),
  PAY("alipay.trade.pay", "pay", Way.SERVER),
  CREATE("alipay.trade.create", "pay", Way.SERVER),
  QUERY("alipay.trade.query", "query", Way.SERVER),
  CLOSE("alipay.trade.close", "close", Way.SERVER),
  CANCEL("alipay.trade.cancel", "reverse", Way.SERVER),
  REFUND("alipay.trade.refund", "refund", Way.SERVER),
  REFUND_QUERY("alipay.trade.fastpay.refund.query", "queryRefund", Way.SERVER),
  FREEZE("alipay.fund.auth.order.freeze", "authorize", Way.SERVER),
  VOUCHER_CREATE("alipay.fund.auth.order.voucher.create", "authorize", Way.SERVER),
  APP_FREEZE("alipay.fund.auth.order.app.freeze", "authorize", Way.ORDER_STRING),
  UNFREEZE("alipay.fund.auth.order.unfreeze", "void", Way.SERVER),
  AUTH_CANCEL("alipay.fund.auth.operation.cancel", "void", Way.SERVER),
  AUTH_QUERY("alipay.fund.auth.operation.detail.query", "query", Way.SERVER),
  CERTIFICATE_DOWNLOAD("alipay.open.app.alipaycert.download", "keys", Way.SERVER),
  TOKEN_QUERY("alipay.open.auth.token.app.query", "call", Way.SERVER);

  /** Who sends it. */
  enum Way {
    SERVER,
    BROWSER,
    ORDER_STRING
  }

  private final String wireName;
  private final String word;
  private final Way way;

  Method(String wireName, String word, Way way) {
    this.wireName = wireName;
    this.word = word;
    this.way = way;
  }

  String wireName() {
    return wireName;
  }

  String word() {
    return word;
  }

  Way way() {
    return way;
  }

  /** The member of the answer that holds the result. */
  String node() {
    return wireName.replace('.', '_') + "_response";
  }

  boolean isAboutFreezing() {
    return wireName.startsWith("alipay.fund.auth.");
  }

  static @Nullable Method of(@Nullable String wireName) {
    for (Method method : values()) {
      if (method.wireName.equals(wireName)) {
        return method;
      }
    }
    return null;
  }

  /** The REST form; protocol sheet 3.1. What a browser or a phone sends has none. */
  static @Nullable Method ofPath(String httpMethod, String path) {
    for (Method method : values()) {
      boolean get = method == TOKEN_QUERY;
      if (method.way == Way.SERVER
          && method != CERTIFICATE_DOWNLOAD
          && path.equals("/v3/" + method.wireName.replace('.', '/'))
          && httpMethod.equals(get ? "GET" : "POST")) {
        return method;
      }
    }
    return null;
  }
}
