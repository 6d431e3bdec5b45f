package io.jiaozi.wechat;

import io.jiaozi.error.RejectedReason;
import io.jiaozi.payment.PaymentReference;
import io.jiaozi.refund.RefundReference;
import io.jiaozi.spi.ChannelFailure;
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
  static void requireOwn(PaymentReference reference) {
    if (reference.locator() != null || !ORDER.matcher(reference.number()).matches()) {
      throw foreign("a payment reference that WeChat Pay cannot have given");
    }
  }

  /** References of this adapter's refunds are numbers alone. */
  static void requireOwn(RefundReference reference) {
    String number = reference.number();
    if (number == null || reference.locator() != null || !REFUND.matcher(number).matches()) {
      throw foreign("a refund reference that WeChat Pay cannot have given");
    }
  }

  private static ChannelFailure.Rejected foreign(String what) {
    return new ChannelFailure.Rejected(
        RejectedReason.INVALID,
        "FOREIGN_REFERENCE",
        "was not asked: this is " + what,
        "Use the reference that this account gave for the payment or refund.",
        null,
        null,
        null);
  }
}
