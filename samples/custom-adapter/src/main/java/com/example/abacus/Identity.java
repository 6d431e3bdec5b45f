package com.example.abacus;

import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Whether a genuine message is about this merchant and tells what it must. A signature proves only
 * that Abacus Pay speaks; it speaks to all merchants.
 *
 * <p>Every function returns what does not fit, a clause after "a message that"; empty if all is
 * well.
 */
final class Identity {

  private static final Pattern NUMBER = Pattern.compile("[!-}]{1,64}");

  private final String merchantId;

  Identity(String merchantId) {
    this.merchantId = merchantId;
  }

  boolean isOurs(@Nullable String merchant) {
    return merchantId.equals(merchant);
  }

  Optional<String> wrong(Wire.Payment told) {
    if (!isOurs(told.merchant())) {
      return Optional.of("tells of another merchant's payment");
    }
    return isNumber(told.number())
            && StateMapping.isMoney(told.amount(), told.currency())
            && told.state() != null
        ? Optional.empty()
        : Optional.of("tells of a payment without its number, state, amount or currency");
  }

  Optional<String> wrong(Wire.Refund told) {
    if (!isOurs(told.merchant())) {
      return Optional.of("tells of another merchant's refund");
    }
    return isNumber(told.number())
            && isNumber(told.payment())
            && StateMapping.isMoney(told.amount(), told.currency())
            && told.state() != null
        ? Optional.empty()
        : Optional.of("tells of a refund without its numbers, state, amount or currency");
  }

  /** Whether a reference can hold it. */
  static boolean isNumber(@Nullable String text) {
    return text != null && NUMBER.matcher(text).matches();
  }
}
