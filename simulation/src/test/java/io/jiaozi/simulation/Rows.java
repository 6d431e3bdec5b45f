package io.jiaozi.simulation;

import io.jiaozi.money.Money;
import io.jiaozi.payment.PaymentReference;
import io.jiaozi.payment.PaymentState;
import io.jiaozi.refund.RefundReference;
import io.jiaozi.refund.RefundState;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The shop's tables. Whatever stands here outlives the process; it is changed in commits only. */
final class Rows {

  private Rows() {}

  /** What a customer wants; fulfilled once, however many attempts there were to pay it. */
  static final class Sale {
    final String name;
    final Money price;
    final Product product;
    final List<Attempt> attempts = new ArrayList<>();
    int shipped;
    boolean cancelled;
    @Nullable Attempt shippedFor;

    Sale(String name, Money price, Product product) {
      this.name = name;
      this.price = price;
      this.product = product;
    }
  }

  /** One attempt to get money: a payment, a hold, or a part taken of a hold. */
  static final class Attempt {
    final Sale sale;
    final String number;
    final Money amount;
    final Instant placedAt;
    final @Nullable Attempt hold;
    final boolean last;
    final List<PaymentState> history = new ArrayList<>();
    final List<RefundRow> refunds = new ArrayList<>();
    final List<Attempt> captures = new ArrayList<>();
    PaymentReference reference;
    PaymentState state = PaymentState.AWAITING_CUSTOMER;
    int calls;
    boolean open;
    boolean repeatIsHarmless;
    boolean shown;
    boolean running;
    boolean shipWhenSettled;
    int refusals;
    boolean refused;
    boolean expired;
    int successes;
    @Nullable VoidRow release;

    Attempt(
        Sale sale,
        String number,
        Money amount,
        Instant placedAt,
        @Nullable Attempt hold,
        boolean last) {
      this.sale = sale;
      this.number = number;
      this.amount = amount;
      this.placedAt = placedAt;
      this.hold = hold;
      this.last = last;
      reference = PaymentReference.ofNumber(number);
    }

    boolean isHold() {
      return hold == null && sale.product == Product.HOLD;
    }

    boolean isOver() {
      return refused || expired || (state.isOutcomeKnown() && !open && !running);
    }
  }

  /** Money to be given back. */
  static final class RefundRow {
    final Attempt payment;
    final String number;
    final Money amount;
    final Instant placedAt;
    @Nullable RefundReference reference;
    RefundState state = RefundState.PROCESSING;
    int calls;
    boolean open;
    boolean repeatIsHarmless;
    boolean refused;
    boolean neverThere;
    boolean accepted;
    int again;
    @Nullable RefundRow inPlaceOf;

    RefundRow(Attempt payment, String number, Money amount, Instant placedAt) {
      this.payment = payment;
      this.number = number;
      this.amount = amount;
      this.placedAt = placedAt;
    }

    boolean isOver() {
      return refused || neverThere || (state.isOutcomeKnown() && !open);
    }
  }

  /** A hold to be released. */
  static final class VoidRow {
    final String number;
    final Instant placedAt;
    boolean done;
    boolean refused;

    VoidRow(String number, Instant placedAt) {
      this.number = number;
      this.placedAt = placedAt;
    }
  }
}
