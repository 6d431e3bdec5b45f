package io.jiaozi.simulation;

/** What a shop sells how. */
enum Product {
  /** The shop shows a code. */
  QR,
  /** The shop scans the buyer's code. */
  TILL,
  /** The buyer's browser goes to the channel's page. */
  PAGE,
  /** Inside the channel's own app. */
  WALLET,
  /** The shop's app calls the channel's. */
  APP,
  /** The money is held first and taken later. */
  HOLD
}
