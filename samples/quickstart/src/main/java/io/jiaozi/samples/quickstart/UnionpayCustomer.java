package io.jiaozi.samples.quickstart;

import io.jiaozi.payment.NextAction;
import io.jiaozi.sandbox.Sandbox;
import io.jiaozi.sandbox.channel.OutboundMessage;
import io.jiaozi.sandbox.unionpay.Twist;

/** A customer with the UnionPay app on the phone. */
final class UnionpayCustomer implements Customer {

  private final Sandbox sandbox;

  UnionpayCustomer(Sandbox sandbox) {
    this.sandbox = sandbox;
  }

  @Override
  public String channelName() {
    return "UnionPay";
  }

  @Override
  public String account() {
    return "unionpay";
  }

  @Override
  public void sees(NextAction next, String number) {
    Customers.requireCode(next, sandbox.unionpay().order(number).code());
  }

  @Override
  public void pays(String number) {
    sandbox.unionpay().pay(number);
  }

  @Override
  public OutboundMessage forgery(String number) {
    return sandbox.unionpay().signedPaymentNotification(number, Twist.ALTER_BYTE);
  }
}
