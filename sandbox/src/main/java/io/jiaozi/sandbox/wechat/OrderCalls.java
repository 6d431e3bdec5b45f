package io.jiaozi.sandbox.wechat;

import io.jiaozi.sandbox.channel.Reply;
import io.jiaozi.sandbox.channel.WireRequest;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Asking about an order and closing it; protocol sheet 6.2. */
final class OrderCalls {
  private static final Pattern MERCHANT = Pattern.compile("(?:^|&)mchid=([^&]*)(?:&|$)");

  private final WechatCredentials credentials;
  private final Ledger ledger;

  OrderCalls(WechatCredentials credentials, Ledger ledger) {
    this.credentials = credentials;
    this.ledger = ledger;
  }

  Reply query(WireRequest request, String outTradeNo) {
    requireMerchantInQuery(request);
    return Reply.json(200, ledger.read(outTradeNo, Order::toQueryReply));
  }

  Reply queryById(WireRequest request, String transactionId) {
    requireMerchantInQuery(request);
    return Reply.json(200, ledger.readTransaction(transactionId, Order::toQueryReply));
  }

  Reply close(WireRequest request, String outTradeNo) {
    requireOwn("body", "/mchid", Fields.of(request.body()).text("mchid", 1, 32));
    ledger.close(outTradeNo);
    return Reply.empty(204);
  }

  private void requireMerchantInQuery(WireRequest request) {
    Matcher matcher = MERCHANT.matcher(request.query());
    requireOwn("query", "mchid", matcher.find() ? matcher.group(1) : null);
  }

  private void requireOwn(String location, String field, @Nullable String merchant) {
    if (!credentials.merchantId().equals(merchant)) {
      throw WechatError.located(
          "PARAM_ERROR", location, field, merchant, "must be the mchid that signed the request");
    }
  }
}
