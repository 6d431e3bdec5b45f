package io.jiaozi.wechat;

import io.jiaozi.error.Problem;
import io.jiaozi.payment.PaymentReference;
import io.jiaozi.refund.RefundReference;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The merchant's numbers as WeChat Pay takes them. Source: protocol sheet, section 9. */
final class Numbers {

  static final Pattern ORDER = Pattern.compile("[0-9A-Za-z_\\-|*]{6,32}");
  static final Pattern REFUND = Pattern.compile("[0-9A-Za-z_\\-|*@]{1,64}");

  private static final int LONGEST = 64;

  private Numbers() {}

  /** Whether a reference can hold it; numbers in messages may come from elsewhere. */
  static boolean isNumber(@Nullable String text) {
    if (text == null || text.isEmpty() || text.length() > LONGEST) {
      return false;
    }
    for (int i = 0; i < text.length(); i++) {
      if (text.charAt(i) < 0x21 || text.charAt(i) > 0x7D) {
        return false;
      }
    }
    return true;
  }

  /** References of this adapter are a number alone. */
  static List<Problem> check(PaymentReference reference) {
    return reference.locator() == null && ORDER.matcher(reference.number()).matches()
        ? List.of()
        : foreign("payment");
  }

  /** References of this adapter's refunds are numbers alone. */
  static List<Problem> check(RefundReference reference) {
    String number = reference.number();
    return number != null && reference.locator() == null && REFUND.matcher(number).matches()
        ? List.of()
        : foreign("refund");
  }

  private static List<Problem> foreign(String what) {
    return List.of(
        new Problem(
            "reference",
            "is none that WeChat Pay can have given. Use the reference that this account gave for the "
                + what
                + "."));
  }
}
