package io.jiaozi.tck;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jiaozi.Capability;
import io.jiaozi.Operation;
import io.jiaozi.money.Money;
import io.jiaozi.payment.PaymentState;
import io.jiaozi.refund.RefundRequest;
import java.util.ArrayList;
import java.util.Currency;
import java.util.List;
import java.util.Locale;

/** Amounts arrive to the last digit, in every currency, whatever the machine's language. */
final class MoneyChapter implements Chapter {

  private final Bench bench;

  MoneyChapter(Bench bench) {
    this.bench = bench;
  }

  @Override
  public String title() {
    return "Money";
  }

  @Override
  public List<Case> cases() {
    List<Case> cases = new ArrayList<>();
    String code = bench.price().currency().getCurrencyCode();
    for (long minor : new long[] {101, 110, 1_005, 100_000, 1_234_567}) {
      Money amount = Money.ofMinor(code, minor);
      cases.add(
          Case.always("M-01", "odd amounts arrive to the last digit", () -> arrives(amount))
              .in(amount.toDecimalString()));
    }
    byDigits(cases, "M-02", "amounts in currencies without decimals arrive whole", 0, 1_234);
    byDigits(
        cases, "M-03", "amounts in currencies with three decimals arrive to the last", 3, 12_345);
    cases.add(
        Case.always(
            "M-04", "every currency's amounts come back as they were", this::everyCurrency));
    for (String language : List.of("ar-EG-u-nu-arab", "th-TH-u-nu-thai", "de-DE", "tr-TR")) {
      cases.add(
          Case.always(
                  "M-05",
                  "amounts do not depend on the machine's language",
                  () -> inLanguage(Locale.forLanguageTag(language)))
              .in(language));
    }
    cases.add(Case.always("M-06", "parts of a refund arrive to the last digit", this::refunds));
    cases.add(Case.always("M-07", "parts of a hold arrive to the last digit", this::captures));
    return cases;
  }

  private void byDigits(List<Case> cases, String id, String rule, int digits, long minor) {
    Money amount =
        bench.can().currencies().stream()
            .filter(currency -> currency.getDefaultFractionDigits() == digits)
            .map(Currency::getCurrencyCode)
            .sorted()
            .findFirst()
            .map(code -> Money.ofMinor(code, minor))
            .orElse(null);
    cases.add(
        Case.always(
            id,
            rule,
            () -> {
              if (amount == null) {
                throw NotApplicable.because("the account takes no such currency.");
              }
              arrives(amount);
            }));
  }

  private void arrives(Money amount) {
    String number = Bench.number();
    Bench.Paid paid = bench.paid(number, bench.harness().mainScene(), amount);
    assertEquals(List.of(amount), bench.harness().bookedPayments(number), "in the fake's books");
    assertEquals(
        amount,
        bench.adapter().query(paid.reference(), Bench.call(Operation.QUERY)).amount(),
        "asked afterwards");
  }

  private void everyCurrency() {
    for (String code :
        bench.can().currencies().stream().map(Currency::getCurrencyCode).sorted().toList()) {
      Money amount = Money.ofMinor(code, wholeUnits(code));
      String number = Bench.number();
      bench
          .adapter()
          .pay(
              bench.payment(number, bench.harness().mainScene(), amount),
              Bench.call(Operation.PAY));
      assertEquals(List.of(amount), bench.harness().bookedPayments(number), "in the fake's books");
    }
  }

  /** Eighty-eight: some channels take no decimals where ISO has them. */
  private static long wholeUnits(String code) {
    long minor = 88;
    for (int i = 0; i < Currency.getInstance(code).getDefaultFractionDigits(); i++) {
      minor *= 10;
    }
    return minor;
  }

  private void inLanguage(Locale locale) {
    Locale before = Locale.getDefault();
    try {
      Locale.setDefault(locale);
      Money amount = Money.ofMinor(bench.price().currency().getCurrencyCode(), 123_456);
      arrives(amount);
    } finally {
      Locale.setDefault(before);
    }
  }

  private void refunds() {
    bench.require(Capability.PARTIAL_REFUND);
    Bench.Paid paid = bench.paid();
    long whole = bench.price().minorUnits();
    String code = bench.price().currency().getCurrencyCode();
    for (long minor : new long[] {1, 10, whole - 11}) {
      String number = Bench.number("R");
      Money amount = Money.ofMinor(code, minor);
      RefundRequest request = bench.refund(paid.reference(), number, amount, paid.amount());
      bench.adapter().refund(request, Bench.call(Operation.REFUND));
      assertEquals(List.of(amount), bench.harness().bookedRefunds(number), "in the fake's books");
    }
    PaymentState state =
        bench.adapter().query(paid.reference(), Bench.call(Operation.QUERY)).state();
    assertTrue(
        state == PaymentState.REFUNDED
            || state == PaymentState.REFUND_STARTED
            || state == PaymentState.PAID,
        state.toString());
  }

  private void captures() {
    bench.requireHolds();
    bench.require(Capability.PARTIAL_CAPTURE);
    Money amount =
        Money.ofMinor(
            bench.price().currency().getCurrencyCode(), bench.price().minorUnits() / 2 + 1);
    String number = Bench.number("C");
    bench
        .holding()
        .capture(bench.capture(bench.held(), number, amount, true), Bench.call(Operation.CAPTURE));
    assertEquals(List.of(amount), bench.harness().bookedPayments(number), "in the fake's books");
  }
}
