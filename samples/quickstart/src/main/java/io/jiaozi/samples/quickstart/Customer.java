package io.jiaozi.samples.quickstart;

import io.jiaozi.sandbox.Sandbox;
import java.util.List;

/**
 * The people outside the shop, played on the sandbox. A further channel is one more entry in {@link
 * #all}.
 */
interface Customer {

  /** Every customer, one a channel. */
  static List<Customer> all(Sandbox sandbox) {
    return List.of(new WechatCustomer(sandbox));
  }

  /** The channel's name for people. */
  String channelName();

  /** The account's name in the configuration. */
  String account();

  /** Holds the phone before the code. */
  void seesQrCode(String content);

  /** Confirms on the phone. */
  void pays();

  /**
   * An attacker: takes a genuine notification about the order, changes one byte, and sends it.
   *
   * @return the HTTP status the shop answered
   */
  int forgesNotification(String number, String url) throws Exception;
}
