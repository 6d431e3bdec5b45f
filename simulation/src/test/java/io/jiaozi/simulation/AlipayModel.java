package io.jiaozi.simulation;

import io.jiaozi.alipay.AlipayAdapterProvider;
import io.jiaozi.payment.Scene;
import io.jiaozi.sandbox.alipay.AlipayOrder;
import io.jiaozi.sandbox.alipay.AlipayRefund;
import io.jiaozi.sandbox.alipay.AlipaySandbox;
import io.jiaozi.sandbox.alipay.AlipaySandbox.BuyerCode;
import io.jiaozi.sandbox.channel.OutboundMessage;
import io.jiaozi.spi.ChannelAdapterProvider;
import io.jiaozi.spi.Signer;
import io.jiaozi.support.crypto.RsaSigner;
import java.util.List;
import java.util.Map;
import java.util.Set;

final class AlipayModel extends ChannelModel {

  AlipayModel(World world) {
    super(world);
  }

  private AlipaySandbox alipay() {
    return channels().alipay();
  }

  @Override
  String channel() {
    return "alipay";
  }

  @Override
  ChannelAdapterProvider provider() {
    return new AlipayAdapterProvider();
  }

  @Override
  List<Product> products() {
    return List.of(Product.QR, Product.TILL, Product.PAGE, Product.WALLET, Product.HOLD);
  }

  @Override
  Scene scene(Product product, String number) {
    return product == Product.HOLD ? Scene.qrCode() : super.scene(product, number);
  }

  @Override
  Map<String, Signer> signers(Map<String, String> settings) {
    settings.remove("private-key");
    return Map.of("private-key", RsaSigner.of(alipay().credentials().appPrivateKey()));
  }

  @Override
  void mood(Chance chance) {
    if (chance.percent(40)) {
      alipay().refundDelay(chance.seconds(1, 900));
    }
    alipay().cancelAsksAgain(chance.percent(30) ? chance.between(1, 2) : 0);
    alipay().notifyEverything(chance.percent(40));
    alipay().signFirst(chance.percent(30));
    alipay().openIds(chance.percent(30));
  }

  @Override
  String buyerCode(String number) {
    return "28" + digits(number, 16);
  }

  @Override
  void nextAtTill(Typist typist) {
    alipay()
        .buyerCode(
            switch (typist) {
              case PAYS -> BuyerCode.PAYS;
              case TYPES, HESITATES -> BuyerCode.TYPES_PASSWORD;
              case IS_POOR -> BuyerCode.LACKS_MONEY;
            });
  }

  @Override
  void pay(String number) {
    alipay().pay(number);
  }

  @Override
  void decline(String number) {
    alipay().decline(number);
  }

  @Override
  OutboundMessage told(String number) {
    return alipay().signedPaymentNotification(number);
  }

  @Override
  OutboundMessage forged(String number) {
    return altered(
        alipay()
            .signedNotification(
                Map.of(
                    "app_id", alipay().credentials().appId(),
                    "seller_id", alipay().credentials().sellerId(),
                    "notify_type", "trade_status_sync",
                    "notify_id", "2026030100222",
                    "notify_time", "2026-03-02 10:00:00",
                    "out_trade_no", number,
                    "trade_no", "2026030222001",
                    "trade_status", "TRADE_SUCCESS",
                    "total_amount", "8.10")));
  }

  @Override
  Books books(String number) {
    for (AlipayOrder order : alipay().orders()) {
      if (order.number().equals(number)) {
        return order.product().equals("AUTHORIZATION") ? hold(order) : trade(order);
      }
    }
    return Books.NOTHING;
  }

  private static Books hold(AlipayOrder order) {
    boolean payable = Set.of("INTENT", "INIT").contains(order.status());
    return new Books(0, 0, order.status().equals("AUTHORIZED"), payable, false, Map.of(), false);
  }

  private static Books trade(AlipayOrder order) {
    Map<String, Long> refunds = sums();
    boolean[] twice = {false};
    for (AlipayRefund refund : order.refunds()) {
      if (!refund.status().equals("FAILED")) {
        add(refunds, twice, refund.outRequestNo(), refund.amount());
      }
    }
    long back = refunds.values().stream().mapToLong(Long::longValue).sum();
    boolean paid =
        Set.of("TRADE_SUCCESS", "TRADE_FINISHED").contains(order.status())
            || (order.status().equals("TRADE_CLOSED") && back == order.total());
    return new Books(
        paid ? 1 : 0,
        paid ? order.total() : 0,
        false,
        Set.of("INTENT", "WAIT_BUYER_PAY").contains(order.status()),
        refunds.containsKey(order.number()),
        refunds,
        twice[0]);
  }
}
