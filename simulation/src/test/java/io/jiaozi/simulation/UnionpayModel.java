package io.jiaozi.simulation;

import io.jiaozi.sandbox.channel.OutboundMessage;
import io.jiaozi.sandbox.unionpay.Twist;
import io.jiaozi.sandbox.unionpay.UnionpaySandbox;
import io.jiaozi.sandbox.unionpay.UnionpayTransaction;
import io.jiaozi.spi.ChannelAdapterProvider;
import io.jiaozi.spi.Signer;
import io.jiaozi.support.crypto.RsaSigner;
import io.jiaozi.unionpay.UnionpayAdapterProvider;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

final class UnionpayModel extends ChannelModel {

  UnionpayModel(World world) {
    super(world);
  }

  private UnionpaySandbox unionpay() {
    return channels().unionpay();
  }

  @Override
  String channel() {
    return "unionpay";
  }

  @Override
  ChannelAdapterProvider provider() {
    return new UnionpayAdapterProvider();
  }

  @Override
  List<Product> products() {
    return List.of(Product.QR, Product.TILL, Product.PAGE, Product.APP, Product.HOLD);
  }

  @Override
  Map<String, Signer> signers(Map<String, String> settings) {
    settings.remove("signing-certificate");
    settings.remove("signing-certificate-password");
    settings.put("signing-certificate-serial", unionpay().credentials().certId());
    return Map.of(
        "signing-certificate", RsaSigner.of(unionpay().credentials().merchantPrivateKey()));
  }

  @Override
  void mood(Chance chance) {
    if (chance.percent(40)) {
      unionpay().refundDelay(chance.seconds(1, 900));
    }
    if (chance.percent(25)) {
      unionpay().putOffOutcomes(chance.pick(List.of("03", "04", "05")), chance.below(4));
    }
    if (chance.percent(20)) {
      unionpay().paymentsSucceedAs("A6");
    }
    if (chance.percent(15)) {
      unionpay().refuseNext("*", chance.pick(List.of("06", "37")), chance.between(1, 3));
    }
    unionpay().unpaidIsUnknown(chance.percent(30));
  }

  @Override
  String buyerCode(String number) {
    return "62" + digits(number, 16);
  }

  @Override
  void nextAtTill(Typist typist) {
    unionpay().buyersTakeTheirTime(typist != Typist.PAYS);
  }

  @Override
  void pay(String number) {
    unionpay().pay(number);
  }

  @Override
  void decline(String number) {
    unionpay().decline(number);
  }

  @Override
  OutboundMessage told(String number) {
    return unionpay().signedPaymentNotification(number);
  }

  @Override
  OutboundMessage forged(String number) {
    Map<String, String> fields = new HashMap<>();
    fields.put("version", "5.1.0");
    fields.put("encoding", "UTF-8");
    fields.put("merId", unionpay().credentials().merchantId());
    fields.put("orderId", number);
    fields.put("txnTime", "20260302100000");
    fields.put("txnType", "01");
    fields.put("txnSubType", "01");
    fields.put("bizType", "000201");
    fields.put("accessType", "0");
    fields.put("currencyCode", "156");
    fields.put("txnAmt", "810");
    fields.put("queryId", "712603021000001234561");
    fields.put("respCode", "00");
    fields.put("respMsg", "ok");
    return unionpay().signedNotification(fields, Twist.OTHER_AUTHORITY);
  }

  @Override
  Books books(String number) {
    int payments = 0;
    long taken = 0;
    boolean held = false;
    boolean payable = false;
    boolean undone = false;
    Map<String, Long> refunds = sums();
    boolean[] twice = {false};
    for (UnionpayTransaction one : unionpay().transactions()) {
      if (one.orderId().equals(number) && Set.of("01", "02", "03").contains(one.txnType())) {
        boolean done = one.state().equals("SUCCESS");
        boolean takes = done && !one.txnType().equals("02");
        payments += takes ? 1 : 0;
        taken += takes ? one.amount() : 0;
        held |= done && one.txnType().equals("02") && !one.undone();
        // While waiting and in time it is told as 05.
        payable |= one.state().equals("WAITING") && one.respCode().equals("05");
        undone |= one.undone();
        refunds(one, refunds, twice);
      }
    }
    return new Books(payments, taken, held, payable, undone, refunds, twice[0]);
  }

  private void refunds(UnionpayTransaction origin, Map<String, Long> refunds, boolean[] twice) {
    for (UnionpayTransaction one : unionpay().refunds()) {
      if (origin.queryId().equals(one.origQryId()) && !one.state().equals("FAILED")) {
        add(refunds, twice, one.orderId(), one.amount());
      }
    }
  }

  /** After its time an order that nobody has paid counts as closed; the sheet allows a late one. */
  @Override
  boolean endsAreCertain() {
    return false;
  }
}
