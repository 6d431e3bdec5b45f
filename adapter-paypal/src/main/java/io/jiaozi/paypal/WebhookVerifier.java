package io.jiaozi.paypal;

import io.jiaozi.spi.ChannelFailure;

/** Proves that a message is PayPal's and meant for this account's webhook. */
interface WebhookVerifier {

  /**
   * Returns if the message may be believed.
   *
   * @param exchange for those who ask PayPal
   * @throws ChannelFailure.Untrusted if it may not
   * @throws ChannelFailure if that cannot be told now
   */
  void verify(Delivery delivery, Exchange exchange);
}
