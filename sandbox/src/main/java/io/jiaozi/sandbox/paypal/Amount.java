package io.jiaozi.sandbox.paypal;

import io.jiaozi.sandbox.channel.Json;
import java.math.BigDecimal;
import java.util.Set;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * An amount of money by the platform's own table of decimals; protocol sheet 7.
 *
 * @param currency ISO code
 * @param value with exactly the digits the currency has here
 */
record Amount(String currency, BigDecimal value) {
  private static final Set<String> CURRENCIES =
      Set.of(
          "AUD", "BRL", "CAD", "CNY", "CZK", "DKK", "EUR", "HKD", "HUF", "ILS", "JPY", "MYR", "MXN",
          "TWD", "NZD", "NOK", "PHP", "PLN", "GBP", "SGD", "SEK", "CHF", "THB", "USD");

  private static final Set<String> WITHOUT_DECIMALS = Set.of("HUF", "JPY", "TWD");
  private static final Pattern VALUE = Pattern.compile("-?(?:[0-9]+|[0-9]*[.][0-9]+)");
  private static final int MAX_LENGTH = 32;
  private static final BigDecimal MAX = new BigDecimal("999999999999999.99");

  /**
   * Reads a money object and refuses what the platform refuses.
   *
   * @param pointer where it stands in the request
   */
  static Amount parse(JsonNode money, String pointer) {
    if (!money.isObject()) {
      throw PaypalError.invalid(
          pointer, "MISSING_REQUIRED_PARAMETER", "A required field is missing.");
    }
    String currency = money.path("currency_code").asString("");
    String value = money.path("value").asString("");
    if (!CURRENCIES.contains(currency)) {
      throw PaypalError.unprocessable(
          pointer + "/currency_code", "INVALID_CURRENCY_CODE", "The currency is not supported.");
    }
    if (value.length() > MAX_LENGTH || !VALUE.matcher(value).matches()) {
      throw PaypalError.invalid(
          pointer + "/value", "INVALID_PARAMETER_SYNTAX", "The value is not an amount.");
    }
    BigDecimal number = new BigDecimal(value);
    if (number.signum() <= 0) {
      throw PaypalError.unprocessable(
          pointer + "/value", "CANNOT_BE_ZERO_OR_NEGATIVE", "Must be greater than zero.");
    }
    if (number.compareTo(MAX) > 0) {
      throw PaypalError.unprocessable(
          pointer + "/value", "MAX_VALUE_EXCEEDED", "Must be at most 999999999999999.99.");
    }
    int digits = WITHOUT_DECIMALS.contains(currency) ? 0 : 2;
    if (number.scale() > digits) {
      throw PaypalError.unprocessable(
          pointer + "/value",
          digits == 0 ? "DECIMALS_NOT_SUPPORTED" : "DECIMAL_PRECISION",
          "The currency has " + digits + " decimals.");
    }
    return new Amount(currency, number.setScale(digits));
  }

  Amount zero() {
    return new Amount(currency, value.subtract(value));
  }

  Amount plus(Amount other) {
    return new Amount(currency, value.add(other.value));
  }

  Amount minus(Amount other) {
    return new Amount(currency, value.subtract(other.value));
  }

  boolean isMoreThan(Amount other) {
    return value.compareTo(other.value) > 0;
  }

  boolean isZero() {
    return value.signum() == 0;
  }

  /** 115 per cent, as far as captures may go beyond the authorization; protocol sheet 3. */
  Amount withAllowance() {
    return new Amount(
        currency,
        value
            .multiply(new BigDecimal("1.15"))
            .setScale(value.scale(), java.math.RoundingMode.DOWN));
  }

  ObjectNode json() {
    return Json.object().put("currency_code", currency).put("value", value.toPlainString());
  }

  /** For people: {@code 88.00 USD}. */
  @Override
  public String toString() {
    return value.toPlainString() + " " + currency;
  }
}
