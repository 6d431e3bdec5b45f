package io.jiaozi.simulation;

import io.jiaozi.payment.NextAction;
import io.jiaozi.sandbox.channel.OutboundMessage;
import io.jiaozi.sandbox.wechat.TillBuyer;
import io.jiaozi.sandbox.wechat.Twist;
import io.jiaozi.sandbox.wechat.WechatOrder;
import io.jiaozi.sandbox.wechat.WechatRefund;
import io.jiaozi.sandbox.wechat.WechatSandbox;
import io.jiaozi.spi.ChannelAdapterProvider;
import io.jiaozi.spi.Signer;
import io.jiaozi.support.crypto.RsaSigner;
import io.jiaozi.wechat.WechatAdapterProvider;
import java.time.Duration;
import java.util.List;
import java.util.Map;

final class WechatModel extends ChannelModel {

  WechatModel(World world) {
    super(world);
  }

  private WechatSandbox wechat() {
    return channels().wechat();
  }

  @Override
  String channel() {
    return "wechat";
  }

  @Override
  ChannelAdapterProvider provider() {
    return new WechatAdapterProvider();
  }

  @Override
  List<Product> products() {
    return List.of(Product.QR, Product.QR, Product.TILL, Product.APP);
  }

  @Override
  Map<String, Signer> signers(Map<String, String> settings) {
    settings.remove("private-key");
    return Map.of("private-key", RsaSigner.of(wechat().credentials().merchantPrivateKey()));
  }

  @Override
  void mood(Chance chance) {
    if (chance.percent(40)) {
      wechat().refundDelay(chance.seconds(1, 900));
    }
    if (chance.percent(10)) {
      wechat().refundsEndAs("CLOSED");
      world.later(
          Duration.ofMinutes(25),
          World.Actor.OUTSIDE,
          "refunds work again",
          () -> wechat().refundsEndAs("SUCCESS"));
    }
    wechat().tillWaitsAsOrder(chance.percent(30));
    wechat().refuseEarlyReverse(chance.percent(30));
    wechat().probeReplies(chance.percent(15) ? chance.between(2, 9) : 0);
    wechat().probeNotifications(chance.percent(15) ? chance.between(2, 5) : 0);
  }

  @Override
  String buyerCode(String number) {
    return "13" + digits(number, 16);
  }

  @Override
  void nextAtTill(Typist typist) {
    wechat()
        .tillBuyer(
            switch (typist) {
              case PAYS -> TillBuyer.PAYS;
              case TYPES, HESITATES -> TillBuyer.TYPES_PASSWORD;
              case IS_POOR -> TillBuyer.HAS_NO_MONEY;
            });
  }

  @Override
  void shown(String number, NextAction next) {
    // The code is in the buyer's hand; nothing goes to the channel.
  }

  @Override
  void pay(String number) {
    wechat().pay(number);
  }

  @Override
  void decline(String number) {
    wechat().decline(number);
  }

  @Override
  OutboundMessage told(String number) {
    return wechat().signedPaymentNotification(number);
  }

  @Override
  OutboundMessage forged(String number) {
    return wechat()
        .signedNotification(
            "TRANSACTION.SUCCESS",
            "transaction",
            "{\"mchid\":\""
                + wechat().credentials().merchantId()
                + "\",\"appid\":\""
                + wechat().credentials().appId()
                + "\",\"out_trade_no\":\""
                + number
                + "\",\"transaction_id\":\"4200000000000000000000000000\",\"trade_type\":\"NATIVE\","
                + "\"trade_state\":\"SUCCESS\",\"trade_state_desc\":\"ok\",\"amount\":{\"total\":100,"
                + "\"payer_total\":100,\"currency\":\"CNY\",\"payer_currency\":\"CNY\"}}",
            Twist.UNKNOWN_KEY);
  }

  @Override
  Books books(String number) {
    for (WechatOrder order : wechat().orders()) {
      if (order.outTradeNo().equals(number)) {
        boolean paid = order.transactionId() != null;
        Map<String, Long> refunds = sums();
        boolean[] twice = {false};
        for (WechatRefund refund : order.refunds()) {
          if (!refund.status().equals("CLOSED")) {
            add(refunds, twice, refund.outRefundNo(), refund.amount());
          }
        }
        String state = order.tradeState();
        return new Books(
            paid ? 1 : 0,
            paid ? order.total() : 0,
            false,
            state.equals("NOTPAY") || state.equals("USERPAYING"),
            state.equals("REVOKED"),
            refunds,
            twice[0]);
      }
    }
    return Books.NOTHING;
  }
}
