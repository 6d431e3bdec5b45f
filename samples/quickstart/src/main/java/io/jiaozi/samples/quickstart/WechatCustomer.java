package io.jiaozi.samples.quickstart;

import io.jiaozi.payment.NextAction;
import io.jiaozi.sandbox.Sandbox;
import io.jiaozi.sandbox.channel.OutboundMessage;
import io.jiaozi.sandbox.wechat.Twist;

/** A customer with WeChat on the phone. */
final class WechatCustomer implements Customer {

  private final Sandbox sandbox;

  WechatCustomer(Sandbox sandbox) {
    this.sandbox = sandbox;
  }

  @Override
  public String channelName() {
    return "WeChat Pay";
  }

  @Override
  public String account() {
    return "wechat";
  }

  @Override
  public void sees(NextAction next, String number) {
    Customers.requireCode(next, sandbox.wechat().order(number).code());
  }

  @Override
  public void pays(String number) {
    sandbox.wechat().pay(number);
  }

  @Override
  public OutboundMessage forgery(String number) {
    return sandbox.wechat().signedPaymentNotification(number, Twist.ALTER_BYTE);
  }
}
