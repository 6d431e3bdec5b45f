package io.jiaozi.sandbox.alipay;

import io.jiaozi.sandbox.channel.Reply;

/**
 * What a buyer's browser or phone brings: a signed request of the merchant that no server has seen
 * before. Source: protocol sheet 2.3 and 4.
 */
final class BrowserCalls {
  private final Ledger ledger;
  private final AuthBook auths;

  BrowserCalls(Ledger ledger, AuthBook auths) {
    this.ledger = ledger;
    this.auths = auths;
  }

  /** A browser: it is sent on to the cashier. */
  Reply open(Call call) {
    TradeCalls.checkOrder(call.fields());
    Product product = call.method() == Method.WAP_PAY ? Product.WAP : Product.PAGE;
    call.fields().address("quit_url", call.fields().text("quit_url"), /* queryAllowed= */ true);
    Trade trade = ledger.place(product, call, null);
    return Reply.seeOther(Cashier.path(trade.token));
  }

  /** A phone with an order string. */
  AlipayOrder openApp(Call call) {
    if (call.method() == Method.APP_FREEZE) {
      Auth auth = auths.place(call, /* atOnce= */ false);
      return auths.read(auth::view);
    }
    if (call.method() != Method.APP_PAY) {
      throw AlipayError.gateway("40002", "isv.invalid-method", "不是App支付的请求串");
    }
    TradeCalls.checkOrder(call.fields());
    Trade trade = ledger.place(Product.APP, call, null);
    return ledger.read(trade::view);
  }
}
