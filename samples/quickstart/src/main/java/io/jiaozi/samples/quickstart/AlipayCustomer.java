package io.jiaozi.samples.quickstart;

import io.jiaozi.payment.NextAction;
import io.jiaozi.sandbox.Sandbox;
import io.jiaozi.sandbox.alipay.Twist;
import io.jiaozi.sandbox.channel.OutboundMessage;

/**
 * A customer with Alipay on the phone. The order begins to exist there when the code is scanned.
 */
final class AlipayCustomer implements Customer {

  private final Sandbox sandbox;

  AlipayCustomer(Sandbox sandbox) {
    this.sandbox = sandbox;
  }

  @Override
  public String channelName() {
    return "Alipay";
  }

  @Override
  public String account() {
    return "alipay";
  }

  @Override
  public void sees(NextAction next, String number) {
    Customers.requireCode(next, sandbox.alipay().order(number).code());
    sandbox.alipay().arrive(number);
  }

  @Override
  public void pays(String number) {
    sandbox.alipay().pay(number);
  }

  @Override
  public OutboundMessage forgery(String number) {
    return sandbox.alipay().signedPaymentNotification(number, Twist.ALTER_BYTE);
  }
}
