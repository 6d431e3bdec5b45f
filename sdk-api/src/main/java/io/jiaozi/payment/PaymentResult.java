package io.jiaozi.payment;

import java.time.Duration;
import java.util.Objects;

/**
 * What the channel said to pay, authorize, complete, capture or reauthorize. Every case a caller
 * must handle is listed here; an unknown outcome is an exception, so that it cannot be overlooked.
 */
public sealed interface PaymentResult {

  /** One constant a case, for a {@code switch} that must not forget one. */
  enum Kind {
    /** {@link Paid}. */
    PAID,
    /** {@link Authorized}. */
    AUTHORIZED,
    /** {@link AwaitingCustomer}. */
    AWAITING_CUSTOMER,
    /** {@link Approved}. */
    APPROVED,
    /** {@link Processing}. */
    PROCESSING,
    /** {@link Declined}. */
    DECLINED
  }

  /** Which case this is. */
  Kind kind();

  /** The payment behind the case. */
  Payment payment();

  /** The money is the merchant's. */
  record Paid(Payment payment) implements PaymentResult {
    /** Refuses a payment that is in another state. */
    public Paid {
      if (payment.state() != PaymentState.PAID) {
        throw new IllegalArgumentException(
            "Only a PAID payment makes a Paid result, but it is " + payment.state() + ".");
      }
    }

    @Override
    public Kind kind() {
      return Kind.PAID;
    }
  }

  /** Money is held. */
  record Authorized(Payment payment) implements PaymentResult {
    /** Refuses a payment that is in another state. */
    public Authorized {
      if (payment.state() != PaymentState.AUTHORIZED) {
        throw new IllegalArgumentException(
            "Only an AUTHORIZED payment makes an Authorized result, but it is "
                + payment.state()
                + ".");
      }
    }

    @Override
    public Kind kind() {
      return Kind.AUTHORIZED;
    }
  }

  /** The buyer has to act; the shop does {@code next}. */
  record AwaitingCustomer(Payment payment, NextAction next) implements PaymentResult {
    /** Checks that nothing required is missing. */
    public AwaitingCustomer {
      Objects.requireNonNull(payment, "payment");
      Objects.requireNonNull(next, "next");
    }

    @Override
    public Kind kind() {
      return Kind.AWAITING_CUSTOMER;
    }
  }

  /** The buyer agreed and no money has moved: call {@code complete}. */
  record Approved(Payment payment) implements PaymentResult {
    /** Checks that nothing required is missing. */
    public Approved {
      Objects.requireNonNull(payment, "payment");
    }

    @Override
    public Kind kind() {
      return Kind.APPROVED;
    }
  }

  /** The channel is working on it. */
  record Processing(Payment payment, Duration askAgainAfter) implements PaymentResult {
    /** Checks that nothing required is missing. */
    public Processing {
      Objects.requireNonNull(payment, "payment");
      Objects.requireNonNull(askAgainAfter, "askAgainAfter");
    }

    @Override
    public Kind kind() {
      return Kind.PROCESSING;
    }
  }

  /** Refused. A result, not an exception. */
  record Declined(Payment payment, Decline decline) implements PaymentResult {
    /** Checks that nothing required is missing. */
    public Declined {
      Objects.requireNonNull(payment, "payment");
      Objects.requireNonNull(decline, "decline");
    }

    @Override
    public Kind kind() {
      return Kind.DECLINED;
    }
  }
}
