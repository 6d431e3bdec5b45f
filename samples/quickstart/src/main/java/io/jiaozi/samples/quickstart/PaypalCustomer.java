package io.jiaozi.samples.quickstart;

import io.jiaozi.money.Money;
import io.jiaozi.payment.NextAction;
import io.jiaozi.payment.Scene;
import io.jiaozi.sandbox.Sandbox;
import io.jiaozi.sandbox.channel.OutboundMessage;
import io.jiaozi.sandbox.paypal.Twist;
import java.net.URI;
import java.util.Map;

/** A customer abroad who is sent to PayPal's page and comes back. */
final class PaypalCustomer implements Customer {

  private final Sandbox sandbox;

  PaypalCustomer(Sandbox sandbox) {
    this.sandbox = sandbox;
  }

  @Override
  public String channelName() {
    return "PayPal";
  }

  @Override
  public String account() {
    return "paypal";
  }

  @Override
  public Scene scene() {
    return Scene.webPage(URI.create("https://shop.example/paid"));
  }

  @Override
  public Money price() {
    return Money.of("USD", "12.50");
  }

  @Override
  public Money oneBox() {
    return Money.of("USD", "1.15");
  }

  @Override
  public void notifyAt(String url, Map<String, String> properties) {
    sandbox.paypal().webhookUrl(URI.create(url));
  }

  @Override
  public void sees(NextAction next, String number) {
    String page = sandbox.paypal().order(number).id();
    if (!(next instanceof NextAction.Redirect redirect)
        || !redirect.url().toString().endsWith("token=" + page)) {
      throw new Transcript.NotAsExpected("The shop does not send the customer to this order.");
    }
  }

  @Override
  public void pays(String number) {
    sandbox.paypal().approve(number);
  }

  @Override
  public OutboundMessage forgery(String number) {
    return sandbox.paypal().signedPaymentNotification(number, Twist.ALTER_BYTE);
  }
}
