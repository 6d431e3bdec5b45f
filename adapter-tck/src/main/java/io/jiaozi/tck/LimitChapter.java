package io.jiaozi.tck;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jiaozi.Capability;
import io.jiaozi.Operation;
import io.jiaozi.error.InvalidRequestException;
import io.jiaozi.error.Problem;
import io.jiaozi.money.Money;
import io.jiaozi.payment.ChannelExtras;
import io.jiaozi.payment.PaymentReference;
import io.jiaozi.payment.PaymentRequest;
import io.jiaozi.refund.RefundRequest;
import java.util.ArrayList;
import java.util.Currency;
import java.util.List;
import java.util.Map;

/** What the channel would refuse is refused before anything is sent, with every problem at once. */
final class LimitChapter implements Chapter {

  private static final int LEAST_LIMITS = 4;

  private final Bench bench;

  LimitChapter(Bench bench) {
    this.bench = bench;
  }

  @Override
  public String title() {
    return "Limits";
  }

  @Override
  public List<Case> cases() {
    List<Case> cases = new ArrayList<>();
    cases.add(
        Case.always("L-01", "the harness states at least four limits", () -> limits(LEAST_LIMITS)));
    for (Limit limit : bench.harness().limits(Bench.now())) {
      cases.add(
          Case.always("L-02", "what is just within a limit is taken", () -> within(limit))
              .in(limit.name()));
      cases.add(
          Case.always("L-03", "what is just beyond a limit is refused unsent", () -> beyond(limit))
              .in(limit.name()));
    }
    cases.add(Case.always("L-04", "a currency it does not take is refused unsent", this::currency));
    cases.add(Case.always("L-05", "several problems are told at once", this::several));
    cases.add(Case.of("L-06", "another adapter's locator is refused unsent", this::foreignLocator));
    for (Map.Entry<String, String> extra : bench.harness().forbiddenExtras().entrySet()) {
      cases.add(
          Case.always(
                  "L-07",
                  "extras do not touch number, money, identity or URLs",
                  () -> extra(extra.getKey(), extra.getValue()))
              .in(extra.getKey()));
    }
    if (bench.harness().forbiddenExtras().isEmpty()) {
      cases.add(
          Case.of(
              "L-07",
              "extras do not touch number, money, identity or URLs",
              () -> {
                throw NotApplicable.ask("The harness names no forbidden extra.");
              }));
    }
    cases.add(
        Case.always(
            "L-08", "a refund in another currency is refused unsent", this::refundCurrency));
    cases.add(Case.always("L-09", "checking is pure and asks nobody", this::pure));
    cases.add(
        Case.always("L-10", "numbers of refunds have limits like all numbers", this::refundNumber));
    return cases;
  }

  private void limits(int least) {
    int count = bench.harness().limits(Bench.now()).size();
    assertTrue(count >= least, "limits in the harness: " + count);
  }

  private void within(Limit limit) {
    PaymentRequest request = bench.withExpiry(limit.within());
    assertEquals(List.of(), bench.adapter().check(request), "problems");
    bench.account().pay(request);
    assertEquals(
        List.of(request.amount()),
        bench.harness().bookedPayments(request.orderNumber()),
        "in the fake's books");
  }

  private void beyond(Limit limit) {
    refused(limit.beyond());
  }

  private InvalidRequestException refused(PaymentRequest request) {
    return refusedUnsent(() -> bench.account().pay(request));
  }

  private InvalidRequestException refusedUnsent(Runnable call) {
    bench.account();
    bench.proxy().takeSeen();
    InvalidRequestException refused = assertThrows(InvalidRequestException.class, call::run);
    assertEquals(List.of(), bench.proxy().takeSeen(), "requests sent all the same");
    for (Problem problem : refused.problems()) {
      assertFalse(problem.field().isBlank(), "a problem names no field: " + problem.sentence());
      assertTrue(problem.sentence().endsWith("."), "no sentence: " + problem.sentence());
    }
    return refused;
  }

  private Money strange() {
    String code =
        List.of("XAF", "ISK", "TND").stream()
            .filter(
                candidate -> !bench.can().currencies().contains(Currency.getInstance(candidate)))
            .findFirst()
            .orElseThrow(() -> NotApplicable.because("the account takes every currency."));
    return Money.ofMinor(code, 8_800);
  }

  private void currency() {
    PaymentRequest request = bench.payment(Bench.number(), bench.harness().mainScene(), strange());
    refused(request);
  }

  /** Every field that some limit's request has wrong, wrong in one request. */
  private void several() {
    PaymentRequest good = bench.payment(Bench.number());
    String number = good.orderNumber();
    String text = good.description();
    Money amount = good.amount();
    for (Limit limit : bench.harness().limits(Bench.now())) {
      PaymentRequest wrong = limit.beyond();
      if (!wrong.description().equals(limit.within().description())) {
        text = wrong.description();
      } else if (!wrong.amount().equals(limit.within().amount())) {
        amount = wrong.amount();
      } else if (isAboutNumber(limit)) {
        number = wrong.orderNumber();
      }
    }
    int wrong =
        (number.equals(good.orderNumber()) ? 0 : 1)
            + (text.equals(good.description()) ? 0 : 1)
            + (amount.equals(good.amount()) ? 0 : 1);
    PaymentRequest all =
        bench
            .harness()
            .dress(
                PaymentRequest.builder(number, amount, good.scene(), good.placedAt())
                    .description(text))
            .build();
    int told = bench.adapter().check(bench.withExpiry(all)).size();
    assertTrue(told >= wrong, "problems told at once: " + told + " of " + wrong);
  }

  private void foreignLocator() {
    PaymentReference foreign = new PaymentReference(Bench.number(), "zz9.foreign");
    assertFalse(bench.adapter().check(foreign).isEmpty(), "problems of check(reference)");
    refusedUnsent(() -> bench.account().query(foreign));
  }

  private void extra(String path, String value) {
    PaymentRequest good = bench.payment(Bench.number());
    refused(
        PaymentRequest.builder(good.orderNumber(), good.amount(), good.scene(), good.placedAt())
            .description(good.description())
            .channelExtras(ChannelExtras.of(path, value))
            .build());
  }

  private void refundCurrency() {
    bench.require(Capability.REFUND);
    Bench.Paid paid = bench.paid();
    RefundRequest request =
        RefundRequest.builder(paid.reference(), Bench.number("R"), strange(), Bench.now()).build();
    refusedUnsent(() -> bench.account().refund(request));
  }

  private void refundNumber() {
    bench.require(Capability.REFUND);
    Bench.Paid paid = bench.paid();
    String number =
        bench
            .harness()
            .refusedRefundNumber()
            .orElseGet(
                () ->
                    bench.harness().limits(Bench.now()).stream()
                        .filter(LimitChapter::isAboutNumber)
                        .findFirst()
                        .orElseThrow(() -> NotApplicable.because("no limit of numbers is stated."))
                        .beyond()
                        .orderNumber());
    RefundRequest request = bench.refund(paid.reference(), number, paid.amount(), paid.amount());
    assertFalse(bench.adapter().check(request).isEmpty(), "problems of a refund's number");
  }

  private static boolean isAboutNumber(Limit limit) {
    return limit.beyond().orderNumber().length() != limit.within().orderNumber().length();
  }

  private static final int ROUNDS = 3;

  private void pure() {
    Bench.Paid paid = bench.paid();
    PaymentRequest payment = bench.payment(Bench.number());
    RefundRequest refund = bench.refund(paid, Bench.number("R"));
    bench.proxy().takeSeen();
    // A connection that an earlier case gave up may be counted late, but not in every round.
    long before = -1;
    for (int round = 0; round < ROUNDS && before != bench.proxy().connections(); round++) {
      before = bench.proxy().connections();
      checks(paid, payment, refund);
    }
    assertEquals(List.of(), bench.proxy().takeSeen(), "requests");
    assertEquals(before, bench.proxy().connections(), "connections");
  }

  private void checks(Bench.Paid paid, PaymentRequest payment, RefundRequest refund) {
    assertEquals(bench.adapter().check(payment), bench.adapter().check(payment));
    assertEquals(bench.adapter().check(refund), bench.adapter().check(refund));
    assertEquals(List.of(), bench.adapter().check(payment), "problems of a good payment");
    assertEquals(List.of(), bench.adapter().check(refund), "problems of a good refund");
    assertEquals(
        List.of(), bench.adapter().check(paid.reference()), "problems of its own reference");
    assertEquals(
        bench.adapter().plan(Operation.PAY, bench.harness().mainScene()),
        bench.adapter().plan(Operation.PAY, bench.harness().mainScene()));
  }
}
