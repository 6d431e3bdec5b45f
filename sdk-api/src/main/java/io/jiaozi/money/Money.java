package io.jiaozi.money;

import java.math.BigDecimal;
import java.util.Currency;
import java.util.Locale;
import java.util.Objects;
import java.util.regex.Pattern;

/**
 * An exact, non-negative amount of money: whole minor units (fen, cent) and a currency. Never
 * floating point, never rounded.
 *
 * <p>Two amounts are equal only if digits and currency are equal: 100 JPY is not 1.00 CNY. The
 * number of decimals is the JDK's ISO 4217 table ({@link Currency#getDefaultFractionDigits()}); a
 * channel that counts a currency differently keeps that table in its adapter. Immutable, safe for
 * use by many threads.
 *
 * @param minorUnits the amount in the smallest unit of the currency, 0 or more: CNY 88.00 is 8800
 * @param currency an ISO 4217 currency that has minor units defined (XXX and metals have none and
 *     are refused)
 */
public record Money(long minorUnits, Currency currency) implements Comparable<Money> {

  /** 15 digits hold any price in any currency and stay far from the end of a long. */
  private static final Pattern DECIMAL =
      Pattern.compile("(?:0|[1-9][0-9]{0,14})(?:\\.[0-9]{1,4})?");

  private static final int LONGEST_DECIMAL = 20;

  /** Checks sign and currency. */
  public Money {
    Objects.requireNonNull(currency, "currency");
    if (minorUnits < 0) {
      throw new IllegalArgumentException(
          "minorUnits must be 0 or more, but was " + minorUnits + ".");
    }
    if (currency.getDefaultFractionDigits() < 0) {
      throw new IllegalArgumentException(
          "Currency " + currency + " has no minor unit, so it cannot be paid in.");
    }
  }

  /**
   * Reads a decimal amount strictly: ASCII digits, an optional point, no sign, no exponent, no
   * grouping, no blanks, no leading zeros, and at most as many decimals as the currency has. {@code
   * "88"}, {@code "88.0"} and {@code "88.00"} are the same amount in CNY.
   *
   * @param currencyCode ISO 4217 code in capitals, such as {@code "CNY"}
   * @param amount at most 15 digits before the point
   * @throws IllegalArgumentException if the text is anything else; the text is quoted only when it
   *     is short
   */
  public static Money of(String currencyCode, String amount) {
    Currency currency = currency(currencyCode);
    Objects.requireNonNull(amount, "amount");
    if (amount.length() > LONGEST_DECIMAL) {
      throw new IllegalArgumentException(
          "An amount has at most 15 digits before the point, but this text has "
              + amount.length()
              + " characters.");
    }
    if (!DECIMAL.matcher(amount).matches()) {
      throw new IllegalArgumentException(
          "\""
              + amount
              + "\" is not an amount. Write plain digits with a point, such as \"88.00\".");
    }
    return ofExact(currency, new BigDecimal(amount));
  }

  /**
   * Takes an exact decimal. Trailing zeros do not matter.
   *
   * @throws IllegalArgumentException if it is negative, has more decimals than the currency, or
   *     more than 15 digits before the point
   */
  public static Money of(String currencyCode, BigDecimal amount) {
    Currency currency = currency(currencyCode);
    Objects.requireNonNull(amount, "amount");
    // Checked before any arithmetic: setScale on 1e100000000 does not come back.
    long digitsBeforePoint = (long) amount.precision() - amount.scale();
    if (amount.signum() != 0 && (digitsBeforePoint > 15 || amount.scale() > 100)) {
      throw new IllegalArgumentException(
          "An amount has at most 15 digits before the point and as many decimals as its currency.");
    }
    return amount.signum() == 0 ? new Money(0, currency) : ofExact(currency, amount);
  }

  /** Takes whole minor units: {@code ofMinor("CNY", 8800)} is CNY 88.00. */
  public static Money ofMinor(String currencyCode, long minorUnits) {
    return new Money(minorUnits, currency(currencyCode));
  }

  private static Money ofExact(Currency currency, BigDecimal amount) {
    int decimals = currency.getDefaultFractionDigits();
    if (decimals < 0) {
      throw new IllegalArgumentException(
          "Currency " + currency + " has no minor unit, so it cannot be paid in.");
    }
    try {
      return new Money(amount.movePointRight(decimals).longValueExact(), currency);
    } catch (ArithmeticException tooFine) {
      throw new IllegalArgumentException(
          currency
              + " has "
              + decimals
              + " decimals, so "
              + amount.toPlainString()
              + " cannot be paid exactly. Round it in your own code, knowingly.",
          tooFine);
    }
  }

  private static Currency currency(String code) {
    Objects.requireNonNull(code, "currencyCode");
    try {
      return Currency.getInstance(code);
    } catch (IllegalArgumentException unknown) {
      throw new IllegalArgumentException(
          "\""
              + code
              + "\" is not an ISO 4217 currency code. Write three capitals, such as \"CNY\".",
          unknown);
    }
  }

  /** Adds an amount of the same currency. */
  public Money plus(Money other) {
    requireSameCurrency(other);
    return new Money(Math.addExact(minorUnits, other.minorUnits), currency);
  }

  /**
   * Takes away an amount of the same currency.
   *
   * @throws IllegalArgumentException if the other amount is larger
   */
  public Money minus(Money other) {
    requireSameCurrency(other);
    if (other.minorUnits > minorUnits) {
      throw new IllegalArgumentException(
          "Cannot take " + other + " from " + this + ": money is never negative here.");
    }
    return new Money(minorUnits - other.minorUnits, currency);
  }

  /**
   * Compares amounts of the same currency; amounts of different currencies have no order and are
   * refused.
   */
  @Override
  public int compareTo(Money other) {
    requireSameCurrency(other);
    return Long.compare(minorUnits, other.minorUnits);
  }

  /** Tells whether this is nothing at all. */
  public boolean isZero() {
    return minorUnits == 0;
  }

  /** The amount with exactly the decimals of its currency. */
  public BigDecimal toBigDecimal() {
    return BigDecimal.valueOf(minorUnits, currency.getDefaultFractionDigits());
  }

  /**
   * The amount as plain ASCII digits with exactly the decimals of its currency: {@code "88.00"}, in
   * JPY {@code "88"}.
   */
  public String toDecimalString() {
    return toBigDecimal().toPlainString();
  }

  private void requireSameCurrency(Money other) {
    if (!currency.equals(other.currency)) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "%s and %s are different currencies; this SDK does no exchange.",
              this,
              other));
    }
  }

  /** For people: {@code "CNY 88.00"}. */
  @Override
  public String toString() {
    return currency.getCurrencyCode() + " " + toDecimalString();
  }
}
