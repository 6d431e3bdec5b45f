package io.jiaozi.simulation;

import java.util.Map;

/**
 * What the channel's own books say about one of the merchant's numbers: the truth.
 *
 * @param payments how many payments were made under it
 * @param taken what they took, in minor units
 * @param held whether money is held under it
 * @param payable whether a buyer could still pay it
 * @param undone whether it was undone as a whole
 * @param refunds what went back or is on its way, by the number of the refund
 * @param refundedTwice whether one number of a refund was done twice
 */
record Books(
    int payments,
    long taken,
    boolean held,
    boolean payable,
    boolean undone,
    Map<String, Long> refunds,
    boolean refundedTwice) {

  static final Books NOTHING = new Books(0, 0, false, false, false, Map.of(), false);

  long givenBack() {
    return refunds.values().stream().mapToLong(Long::longValue).sum();
  }

  /** What stays with the shop. */
  long kept() {
    return undone ? 0 : taken - givenBack();
  }
}
