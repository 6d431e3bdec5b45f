package io.jiaozi.money;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.Currency;
import java.util.Locale;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MoneyTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "1e9", "1E2", "١٢", "１２", "+1.00", "-1.00", "-0", "1,00", "1.000,00", "1 000", " 1", "1 ",
        "", ".", ".5", "1.", "00", "01.00", "0x10", "1.00.0", "1_000", "NaN", "Infinity", "1d",
        "1f", "1.00CNY", "¥1", "1.00000", "1\n", "1\u0000", "1\u066b00"
      })
  void of_anythingButPlainDigits_isRefused(String text) {
    assertThatThrownBy(() -> Money.of("CNY", text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "\""
                + text
                + "\" is not an amount. Write plain digits with a point, such as \"88.00\".");
  }

  @ParameterizedTest
  @CsvSource({
    "CNY,0,0",
    "CNY,88,8800",
    "CNY,88.0,8800",
    "CNY,88.00,8800",
    "CNY,0.01,1",
    "JPY,88,88",
    "KWD,1.234,1234",
    "CNY,999999999999999.99,99999999999999999",
    "CNY,88.000,8800",
    "JPY,88.00,88"
  })
  void of_plainDigits_isExact(String currency, String text, long minorUnits) {
    Money money = Money.of(currency, text);
    assertThat(money.minorUnits()).isEqualTo(minorUnits);
    assertThat(money).isEqualTo(Money.of(currency, new BigDecimal(text)));
    assertThat(money).isEqualTo(Money.ofMinor(currency, minorUnits));
  }

  @Test
  void of_oneDigitTooFine_isRefusedNotRounded() {
    assertThatThrownBy(() -> Money.of("CNY", "1.005"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "CNY has 2 decimals, so 1.005 cannot be paid exactly. Round it in your own code,"
                + " knowingly.");
    assertThatThrownBy(() -> Money.of("JPY", "1.5"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "JPY has 0 decimals, so 1.5 cannot be paid exactly. Round it in your own code,"
                + " knowingly.");
  }

  @Test
  void of_threeHundredDigits_isRefusedWithoutQuotingThem() {
    assertThatThrownBy(() -> Money.of("CNY", "9".repeat(300)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "An amount has at most 15 digits before the point, but this text has 300 characters.");
  }

  @ParameterizedTest
  @ValueSource(strings = {"1e100000000", "1e2147483647", "1e-2147483646", "123e-100000000", "1e16"})
  void of_hugeExponent_isRefusedAtOnce(String text) {
    BigDecimal amount = new BigDecimal(text);
    Assertions.assertTimeoutPreemptively(
        Duration.ofSeconds(5),
        () ->
            assertThatThrownBy(() -> Money.of("CNY", amount))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(
                    "An amount has at most 15 digits before the point and as many decimals as its"
                        + " currency."));
  }

  @ParameterizedTest
  @ValueSource(strings = {"0e100000000", "0E-2147483647", "0.000"})
  void of_zeroWithAnyExponent_isZeroAtOnce(String text) {
    BigDecimal amount = new BigDecimal(text);
    Assertions.assertTimeoutPreemptively(
        Duration.ofSeconds(5), () -> assertThat(Money.of("CNY", amount).isZero()).isTrue());
  }

  @Test
  void of_negativeDecimal_isRefused() {
    assertThatThrownBy(() -> Money.of("CNY", new BigDecimal("-0.01")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("minorUnits must be 0 or more, but was -1.");
  }

  @ParameterizedTest
  @ValueSource(strings = {"cny", "CN", "RMB", "", "CNY "})
  void of_unknownCurrency_isRefused(String code) {
    assertThatThrownBy(() -> Money.of(code, "1"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "\""
                + code
                + "\" is not an ISO 4217 currency code. Write three capitals, such as \"CNY\".");
  }

  @ParameterizedTest
  @ValueSource(strings = {"XXX", "XAU", "XDR"})
  void of_currencyWithoutMinorUnit_isRefused(String code) {
    assertThatThrownBy(() -> Money.of(code, "1"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("Currency " + code + " has no minor unit, so it cannot be paid in.");
    assertThatThrownBy(() -> Money.ofMinor(code, 1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("Currency " + code + " has no minor unit, so it cannot be paid in.");
  }

  @Test
  void equals_sameDigitsOtherCurrency_areDifferent() {
    assertThat(Money.ofMinor("JPY", 100)).isNotEqualTo(Money.ofMinor("CNY", 100));
  }

  @Test
  void arithmetic_otherCurrency_isRefused() {
    Money yuan = Money.of("CNY", "1.00");
    Money yen = Money.of("JPY", "1");
    String sentence = "CNY 1.00 and JPY 1 are different currencies; this SDK does no exchange.";
    assertThatThrownBy(() -> yuan.plus(yen)).hasMessage(sentence);
    assertThatThrownBy(() -> yuan.minus(yen)).hasMessage(sentence);
    assertThatThrownBy(() -> yuan.compareTo(yen)).hasMessage(sentence);
  }

  @Test
  void minus_more_isRefused() {
    assertThatThrownBy(() -> Money.of("CNY", "1.00").minus(Money.of("CNY", "1.01")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("Cannot take CNY 1.01 from CNY 1.00: money is never negative here.");
  }

  @Test
  void plus_beyondLong_isAnErrorNotAWrap() {
    Money most = Money.ofMinor("CNY", Long.MAX_VALUE);
    assertThatThrownBy(() -> most.plus(Money.ofMinor("CNY", 1)))
        .isInstanceOf(ArithmeticException.class);
  }

  @Test
  void toString_inAnyLocale_hasAsciiDigitsAndPoint() {
    Locale before = Locale.getDefault();
    try {
      Locale.setDefault(Locale.forLanguageTag("ar-EG-u-nu-arab"));
      assertThat(Money.of("CNY", "1234.50")).hasToString("CNY 1234.50");
      assertThat(Money.of("CNY", "1234.50").toDecimalString()).isEqualTo("1234.50");
    } finally {
      Locale.setDefault(before);
    }
  }

  @Test
  void decimalString_anyAmount_readsBackTheSame() {
    long seed = 20_260_301L;
    SplittableRandom random = new SplittableRandom(seed);
    String[] codes = {"CNY", "JPY", "KWD", "USD", "CLF"};
    for (int i = 0; i < 2_000; i++) {
      String code = codes[random.nextInt(codes.length)];
      int decimals = Currency.getInstance(code).getDefaultFractionDigits();
      Money money = Money.ofMinor(code, random.nextLong(1_000_000_000_000_000L));
      assertThat(Money.of(code, money.toDecimalString()))
          .as("seed %d round %d", seed, i)
          .isEqualTo(money);
      assertThat(money.toBigDecimal().scale()).isEqualTo(decimals);
    }
  }

  @Test
  void plusThenMinus_isWhereItBegan() {
    long seed = 5L;
    SplittableRandom random = new SplittableRandom(seed);
    for (int i = 0; i < 1_000; i++) {
      Money one = Money.ofMinor("CNY", random.nextLong(1L << 60));
      Money other = Money.ofMinor("CNY", random.nextLong(1L << 60));
      assertThat(one.plus(other).minus(other)).as("seed %d round %d", seed, i).isEqualTo(one);
      assertThat(one.compareTo(other))
          .isEqualTo(Long.compare(one.minorUnits(), other.minorUnits()));
    }
  }
}
