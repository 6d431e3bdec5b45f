package io.jiaozi.samples.quickstart;

import io.jiaozi.money.Money;
import io.jiaozi.payment.NextAction;
import io.jiaozi.payment.Scene;
import io.jiaozi.sandbox.Sandbox;
import io.jiaozi.sandbox.channel.OutboundMessage;
import java.util.List;
import java.util.Map;

/**
 * The people outside the shop, played on the sandbox. A further channel is one more entry in {@link
 * #all}.
 */
interface Customer {

  /** Every customer, one a channel. */
  static List<Customer> all(Sandbox sandbox) {
    return List.of(
        new WechatCustomer(sandbox),
        new AlipayCustomer(sandbox),
        new UnionpayCustomer(sandbox),
        new PaypalCustomer(sandbox));
  }

  /** The channel's name for people. */
  String channelName();

  /** The account's name in the configuration. */
  String account();

  /** How this customer likes to pay. */
  default Scene scene() {
    return Scene.qrCode();
  }

  /** What two boxes of dumplings cost this customer. */
  default Money price() {
    return Money.of("CNY", "88.00");
  }

  /** What one cold box is worth. */
  default Money oneBox() {
    return Money.of("CNY", "8.00");
  }

  /** The merchant tells the channel where to notify: by a setting, or in the channel's console. */
  default void notifyAt(String url, Map<String, String> properties) {
    properties.put("jiaozi.accounts." + account() + ".notification-url", url);
  }

  /** Holds the phone before the code, or opens the page. */
  void sees(NextAction next, String number);

  /** Agrees to pay. */
  void pays(String number);

  /** An attacker's message: a genuine notification about the order with one byte changed. */
  OutboundMessage forgery(String number);
}
