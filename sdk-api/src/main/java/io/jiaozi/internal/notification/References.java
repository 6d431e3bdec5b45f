package io.jiaozi.internal.notification;

import io.jiaozi.payment.PaymentReference;
import org.jspecify.annotations.Nullable;

/** Compares the references of payments. */
final class References {

  private References() {}

  /**
   * Tells whether two references cannot be of the same payment: other numbers, or locators that
   * contradict each other.
   *
   * <p>Locators of one payment may grow (an order, then its hold) or be of two kinds (an order, a
   * capture). Their parts are parted by dots, a key being last and its kind before it; so they
   * contradict each other where the shorter one is the beginning of the longer but for its last
   * part. That holds for two keys of one kind, such as two times of one UnionPay number.
   */
  static boolean contradict(PaymentReference one, PaymentReference other) {
    return !one.number().equals(other.number())
        || locatorsContradict(one.locator(), other.locator());
  }

  /** The same for locators alone; one that is not known contradicts none. */
  static boolean locatorsContradict(@Nullable String one, @Nullable String other) {
    if (one == null || other == null || one.equals(other)) {
      return false;
    }
    boolean oneIsShorter = parts(one) <= parts(other);
    String shorter = oneIsShorter ? one : other;
    String longer = oneIsShorter ? other : one;
    String kind = shorter.substring(0, shorter.lastIndexOf('.') + 1);
    return longer.startsWith(kind) && !(longer + ".").startsWith(shorter + ".");
  }

  private static long parts(String locator) {
    return locator.chars().filter(c -> c == '.').count();
  }
}
