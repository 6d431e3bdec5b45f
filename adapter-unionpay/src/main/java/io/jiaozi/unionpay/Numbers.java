package io.jiaozi.unionpay;

import io.jiaozi.error.Problem;
import io.jiaozi.payment.PaymentReference;
import io.jiaozi.refund.RefundReference;
import java.util.List;

/**
 * The merchant's numbers as UnionPay takes them: orders, captures, voids and refunds share one
 * space. Source: protocol sheet, section 4.2.
 */
final class Numbers {

  private static final int SHORTEST = 8;
  private static final int LONGEST = 40;

  private Numbers() {}

  static boolean isNumber(String text) {
    if (text.length() < SHORTEST || text.length() > LONGEST) {
      return false;
    }
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (!((c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z'))) {
        return false;
      }
    }
    return true;
  }

  static void check(String field, String number, List<Problem> problems) {
    if (!isNumber(number)) {
      problems.add(
          new Problem(
              field,
              "must be 8 to 40 letters and digits at UnionPay. Use 8 to 32, which every channel takes and UnionPay's"
                  + " statements show whole."));
    }
  }

  static List<Problem> check(PaymentReference reference) {
    return Pair.of(reference).isPresent() ? List.of() : foreign("reference", "payment");
  }

  static List<Problem> check(RefundReference reference) {
    return Pair.of(reference).isPresent() ? List.of() : foreign("reference", "refund");
  }

  /** The sentence for a reference inside a request. */
  static void check(String field, PaymentReference reference, List<Problem> problems) {
    if (Pair.of(reference).isEmpty()) {
      problems.addAll(foreign(field, "payment"));
    }
  }

  private static List<Problem> foreign(String field, String what) {
    return List.of(
        new Problem(
            field,
            "is none that finds a "
                + what
                + " at UnionPay: that takes the number and its time, which stands in the locator. Use the reference that this"
                + " account gave for the "
                + what
                + "."));
  }
}
