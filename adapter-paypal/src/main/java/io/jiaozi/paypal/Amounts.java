package io.jiaozi.paypal;

import io.jiaozi.money.Money;
import io.jiaozi.support.json.JsonBody;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Currency;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Money as PayPal writes it: decimal text with exactly the decimals that PayPal gives the currency.
 * That is not ISO 4217: HUF and TWD have two decimals there and none here. Nothing is rounded,
 * either way. Source: protocol sheet, sections 7.1 and 7.2.
 */
final class Amounts {

  private static final Set<String> WITHOUT_DECIMALS = Set.of("HUF", "JPY", "TWD");

  private static final Set<String> CODES =
      new TreeSet<>(
          Set.of(
              "AUD", "BRL", "CAD", "CHF", "CNY", "CZK", "DKK", "EUR", "GBP", "HKD", "HUF", "ILS",
              "JPY", "MXN", "MYR", "NOK", "NZD", "PHP", "PLN", "SEK", "SGD", "THB", "TWD", "USD"));

  static final Set<Currency> CURRENCIES =
      CODES.stream().map(Currency::getInstance).collect(Collectors.toUnmodifiableSet());

  private static final int MOST_DIGITS = 15;
  private static final int LONGEST = 32;

  private Amounts() {}

  /** What is wrong with an amount, a sentence that follows the field's name. */
  static Optional<String> problem(Money amount) {
    if (!isExact(amount)) {
      return Optional.of(
          "is "
              + amount
              + ", but PayPal takes no decimals in "
              + amount.currency().getCurrencyCode()
              + ". Round it in your own code, knowingly.");
    }
    BigDecimal value = amount.toBigDecimal();
    return value.precision() - value.scale() > MOST_DIGITS
        ? Optional.of("is more than 999999999999999.99, the most PayPal takes.")
        : Optional.empty();
  }

  private static boolean isExact(Money amount) {
    return amount.toBigDecimal().stripTrailingZeros().scale()
        <= decimals(amount.currency().getCurrencyCode());
  }

  private static int decimals(String code) {
    return WITHOUT_DECIMALS.contains(code) ? 0 : 2;
  }

  /** Sets both fields of a checked amount. */
  static JsonBody put(JsonBody body, String path, Money amount) {
    return body.text(path + ".currency_code", amount.currency().getCurrencyCode())
        .text(path + ".value", text(amount));
  }

  /** The text of a checked amount. */
  static String text(Money amount) {
    return amount
        .toBigDecimal()
        .setScale(decimals(amount.currency().getCurrencyCode()), RoundingMode.UNNECESSARY)
        .toPlainString();
  }

  /**
   * Reads an amount: digits with perhaps a point, fewer decimals than the currency has are fine,
   * more are not.
   *
   * @return null if it is absent, negative, in a currency PayPal does not pay in, or not exact
   */
  static @Nullable Money read(Wire.@Nullable Amount told) {
    if (told == null || told.currencyCode() == null || told.value() == null) {
      return null;
    }
    String code = told.currencyCode();
    String value = told.value();
    if (!CODES.contains(code) || !isDecimal(value)) {
      return null;
    }
    BigDecimal exact = new BigDecimal(value);
    boolean fits =
        exact.stripTrailingZeros().scale() <= decimals(code)
            && exact.precision() - exact.scale() <= MOST_DIGITS;
    return fits ? Money.of(code, exact) : null;
  }

  private static boolean isDecimal(String text) {
    int points = 0;
    int digits = 0;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '.') {
        points++;
      } else if (c >= '0' && c <= '9') {
        digits++;
      } else {
        return false;
      }
    }
    return digits > 0 && points <= 1 && text.length() <= LONGEST && !text.endsWith(".");
  }
}
