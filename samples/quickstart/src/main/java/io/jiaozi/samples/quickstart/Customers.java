package io.jiaozi.samples.quickstart;

import io.jiaozi.payment.NextAction;

/** What customers with a phone have in common. */
final class Customers {

  private Customers() {}

  /** The code that the shop shows must be the one that the channel made for this order. */
  static void requireCode(NextAction next, String code) {
    if (!(next instanceof NextAction.ShowQrCode shown) || !shown.content().equals(code)) {
      throw new Transcript.NotAsExpected("The shop does not show the code of this order.");
    }
  }
}
