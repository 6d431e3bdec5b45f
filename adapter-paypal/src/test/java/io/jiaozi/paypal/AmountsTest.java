package io.jiaozi.paypal;

import static org.assertj.core.api.Assertions.assertThat;

import io.jiaozi.money.Money;
import java.util.Currency;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AmountsTest {

  @ParameterizedTest
  @CsvSource({
    "USD, 88, 88.00",
    "USD, 0.01, 0.01",
    "EUR, 999999999999999.99, 999999999999999.99",
    "JPY, 1000, 1000",
    "HUF, 1000, 1000",
    "HUF, 1000.00, 1000",
    "TWD, 250, 250",
    "CNY, 88.5, 88.50"
  })
  void written_withExactlyPaypalsDecimals_andReadBack(String code, String amount, String text) {
    Money money = Money.of(code, amount);

    assertThat(Amounts.problem(money)).isEmpty();
    assertThat(Amounts.text(money)).isEqualTo(text);
    assertThat(Amounts.read(new Wire.Amount(code, text))).isEqualTo(money);
  }

  @ParameterizedTest
  @CsvSource({"HUF, 1000.50", "TWD, 0.01", "HUF, 0.10"})
  void fractionsWherePaypalHasNone_areRefused_neverRounded(String code, String amount) {
    assertThat(Amounts.problem(Money.of(code, amount)).orElseThrow())
        .startsWith("is " + code + " ")
        .contains("PayPal takes no decimals in " + code);
    assertThat(Amounts.read(new Wire.Amount(code, amount))).isNull();
  }

  @Test
  void moreThanPaypalTakes_isRefused() {
    assertThat(Amounts.problem(Money.ofMinor("USD", 100_000_000_000_000_000L)).orElseThrow())
        .contains("999999999999999.99");
  }

  @ParameterizedTest
  @CsvSource({
    "USD, 10, 10.00",
    "USD, 10.0, 10.00",
    "USD, .5, 0.50",
    "JPY, 100.00, 100",
    "USD, 0.0, 0.00",
    "USD, 010.50, 10.50"
  })
  void fewerDecimalsAndTrailingZeros_areTheSameAmount(String code, String told, String amount) {
    assertThat(Amounts.read(new Wire.Amount(code, told))).isEqualTo(Money.of(code, amount));
  }

  @ParameterizedTest
  @CsvSource({
    "USD, 10.001",
    "USD, -10.00",
    "USD, +10.00",
    "USD, 1e3",
    "USD, '1,000.00'",
    "USD, 10.",
    "USD, .",
    "USD, ''",
    "USD, ' 10'",
    "USD, 0x10",
    "USD, ١٠",
    "USD, 1.0.0",
    "USD, 1000000000000000.00",
    "USD, 0.00000000000000000000000000000000000",
    "JPY, 10.5",
    "KWD, 1.000",
    "XXX, 1.00",
    "usd, 1.00",
    ", 1.00"
  })
  void anythingElse_isNoAmount(String code, String told) {
    assertThat(Amounts.read(new Wire.Amount(code, told))).isNull();
  }

  @Test
  void absentParts_areNoAmount() {
    assertThat(Amounts.read(null)).isNull();
    assertThat(Amounts.read(new Wire.Amount("USD", null))).isNull();
  }

  @Test
  void currencies_arePaypals() {
    assertThat(Amounts.CURRENCIES)
        .hasSize(24)
        .contains(Currency.getInstance("HUF"), Currency.getInstance("USD"))
        .doesNotContain(Currency.getInstance("RUB"), Currency.getInstance("KWD"));
  }
}
