package io.jiaozi.samples.storefront.pay;

import io.jiaozi.money.Money;
import io.jiaozi.payment.Scene;

/**
 * One way to pay that the checkout offers.
 *
 * @param account the account's name
 * @param channel the id of its channel, for the look of the button only
 * @param scene how the buyer pays
 * @param amount what it costs this way
 */
public record PayOption(String account, String channel, Scene.Kind scene, Money amount) {

  /** What the form sends back. */
  public String value() {
    return account + ":" + scene.name();
  }
}
