package io.jiaozi.samples.storefront.pay;

import io.jiaozi.MerchantAccount;
import io.jiaozi.money.Money;
import io.jiaozi.notification.ApprovalHook;
import io.jiaozi.notification.ExpectedPayment;
import io.jiaozi.notification.ExpectedPayments;
import io.jiaozi.notification.MerchantHandler;
import io.jiaozi.payment.Payment;
import io.jiaozi.payment.PaymentReference;
import io.jiaozi.payment.PaymentState;
import io.jiaozi.refund.Refund;
import io.jiaozi.refund.RefundState;
import io.jiaozi.samples.storefront.shop.Attempt;
import io.jiaozi.samples.storefront.shop.Books;
import io.jiaozi.samples.storefront.shop.GoneBack;
import io.jiaozi.samples.storefront.shop.MoneyEvent;
import io.jiaozi.samples.storefront.shop.Order;
import io.jiaozi.samples.storefront.shop.OrderChanged;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/**
 * Takes note of everything a channel says, whoever heard it: a notification, a buyer's return, a
 * question, the sweep. The same news may come twice and late; states only move forward, and the
 * kitchen is told once.
 */
@Component
public class Bookkeeper implements MerchantHandler, ExpectedPayments, ApprovalHook {
  private final Books books;
  private final ApplicationEventPublisher events;

  Bookkeeper(Books books, ApplicationEventPublisher events) {
    this.books = books;
    this.events = events;
  }

  @Override
  @Transactional
  public void paymentChanged(MerchantAccount account, Payment payment) {
    Attempt attempt = books.lockedAttempt(payment.reference().number()).orElse(null);
    if (attempt == null || !attempt.account().equals(account.name())) {
      return; // not ours: the channel's message raised an alarm already
    }
    if (payment.state() == PaymentState.NOT_FOUND) {
      // For certain: whoever only asked and found nothing does not come here.
      if (attempt.isUndecided()) {
        close(attempt, "never reached the channel");
      }
      return;
    }
    switch (attempt.state().advance(payment.state())) {
      case FORWARD -> {
        books.known(attempt.number(), payment.reference(), payment.state());
        moved(attempt, payment);
      }
      case LATE_SUCCESS -> {
        books.known(attempt.number(), payment.reference(), payment.state());
        books.note(
            attempt.orderNumber(),
            attempt.number(),
            MoneyEvent.Kind.LATE,
            payment.amount(),
            "Paid after it was " + attempt.state() + ".");
      }
      case SAME -> books.settled(attempt.number());
      case STALE -> {
        return;
      }
    }
    events.publishEvent(new OrderChanged(attempt.orderNumber()));
  }

  private void moved(Attempt attempt, Payment payment) {
    switch (payment.state()) {
      case PAID, REFUND_STARTED -> {
        if (!attempt.broughtMoney()) {
          paid(attempt);
        }
      }
      case REVERSED -> note(attempt, MoneyEvent.Kind.TAKEN_BACK, "The channel took it back.");
      case DECLINED, CLOSED, VOIDED -> note(attempt, MoneyEvent.Kind.ENDED, payment.state().name());
      case REFUNDED -> {
        if (!attempt.broughtMoney()) {
          note(attempt, MoneyEvent.Kind.ENDED, payment.state().name());
        }
      }
      case NOT_FOUND, UNKNOWN, AWAITING_CUSTOMER, APPROVED, PROCESSING, AUTHORIZED, CAPTURED -> {}
    }
  }

  private void paid(Attempt attempt) {
    note(attempt, MoneyEvent.Kind.PAID, "");
    if (books.markPaid(attempt.orderNumber(), attempt.number())) {
      note(attempt, MoneyEvent.Kind.TO_KITCHEN, "");
    } else {
      note(attempt, MoneyEvent.Kind.PAID_TWICE, "Another attempt had paid for this order.");
    }
  }

  private void note(Attempt attempt, MoneyEvent.Kind kind, String text) {
    Money amount = kind == MoneyEvent.Kind.ENDED ? null : attempt.amount();
    books.note(attempt.orderNumber(), attempt.number(), kind, amount, text);
  }

  /** Ends an attempt of which it is certain that it can bring no money. */
  void close(Attempt attempt, String why) {
    books.known(attempt.number(), attempt.reference(), PaymentState.CLOSED);
    note(attempt, MoneyEvent.Kind.ENDED, why);
    events.publishEvent(new OrderChanged(attempt.orderNumber()));
  }

  @Override
  @Transactional
  public void refundChanged(MerchantAccount account, Refund refund, @Nullable Payment payment) {
    if (payment != null) {
      paymentChanged(account, payment);
    }
    String number = refund.reference().number();
    GoneBack stored = number == null ? null : books.lockedRefund(number).orElse(null);
    Attempt attempt = stored == null ? null : books.attempt(stored.attemptNumber()).orElse(null);
    if (stored == null || attempt == null) {
      return; // made in the channel's console: the payment's state tells
    }
    if (refund.state() == RefundState.NOT_FOUND) {
      if (!stored.state().isOutcomeKnown()) {
        books.known(stored.number(), null, RefundState.NOT_FOUND);
        note(attempt, stored, MoneyEvent.Kind.REFUND_FAILED, "never reached the channel");
      }
      return;
    }
    switch (stored.state().advance(refund.state())) {
      case FORWARD -> {
        books.known(stored.number(), refund.reference().locator(), refund.state());
        moved(attempt, stored, refund);
      }
      case CONTRADICTION -> {
        books.known(stored.number(), refund.reference().locator(), refund.state());
        note(
            attempt,
            stored,
            MoneyEvent.Kind.TAKEN_BACK,
            "The refund was " + stored.state() + " and is " + refund.state() + " now.");
      }
      case SAME -> books.settledRefund(stored.number());
      case STALE -> {
        return;
      }
    }
    events.publishEvent(new OrderChanged(attempt.orderNumber()));
  }

  private void moved(Attempt attempt, GoneBack stored, Refund refund) {
    switch (refund.state()) {
      case SUCCEEDED -> note(attempt, stored, MoneyEvent.Kind.REFUNDED, "");
      case FAILED -> note(attempt, stored, MoneyEvent.Kind.REFUND_FAILED, code(refund));
      case NOT_FOUND, UNKNOWN, PROCESSING, NEEDS_ATTENTION -> {}
    }
  }

  private static String code(Refund refund) {
    String code = refund.channelCode();
    return code == null ? "" : code;
  }

  private void note(Attempt attempt, GoneBack refund, MoneyEvent.Kind kind, String text) {
    books.note(attempt.orderNumber(), refund.number(), kind, refund.amount(), text);
  }

  @Override
  @Transactional
  public void amountMismatch(MerchantAccount account, Payment payment, ExpectedPayment expected) {
    Attempt attempt = books.lockedAttempt(payment.reference().number()).orElse(null);
    if (attempt == null) {
      return;
    }
    books.note(
        attempt.orderNumber(),
        attempt.number(),
        MoneyEvent.Kind.WRONG_AMOUNT,
        payment.amount(),
        "Asked for " + expected.amount() + ".");
    events.publishEvent(new OrderChanged(attempt.orderNumber()));
  }

  @Override
  @Transactional(readOnly = true)
  public Optional<ExpectedPayment> find(MerchantAccount account, PaymentReference reference) {
    return books
        .attempt(reference.number())
        .filter(attempt -> attempt.account().equals(account.name()))
        .map(this::expected);
  }

  private ExpectedPayment expected(Attempt attempt) {
    PaymentReference paidBy =
        books
            .order(attempt.orderNumber())
            .map(Order::paidBy)
            .flatMap(books::attempt)
            .map(Attempt::reference)
            .orElse(null);
    return new ExpectedPayment(attempt.amount(), attempt.orderNumber(), paidBy);
  }

  /** An order that is paid already must not be paid again because the buyer agreed twice. */
  @Override
  @Transactional(readOnly = true)
  public Decision decide(MerchantAccount account, Payment approved) {
    Attempt attempt = books.attempt(approved.reference().number()).orElse(null);
    Order order = attempt == null ? null : books.order(attempt.orderNumber()).orElse(null);
    boolean pays =
        attempt != null
            && order != null
            && !attempt.state().isOutcomeKnown()
            && (!order.isPaid() || attempt.number().equals(order.paidBy()));
    return pays ? Decision.ALLOW : Decision.DENY;
  }
}
