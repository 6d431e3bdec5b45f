package io.jiaozi.samples.storefront.web;

import io.jiaozi.money.Money;
import io.jiaozi.payment.PaymentState;
import io.jiaozi.refund.RefundState;
import io.jiaozi.samples.storefront.shop.Attempt;
import io.jiaozi.samples.storefront.shop.Books;
import io.jiaozi.samples.storefront.shop.Dish;
import io.jiaozi.samples.storefront.shop.GoneBack;
import io.jiaozi.samples.storefront.shop.Menu;
import io.jiaozi.samples.storefront.shop.Order;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * An order as a page shows it.
 *
 * @param order the order
 * @param lines its dishes
 * @param total what it costs, in the currency it was or is being paid in
 * @param attempts the attempts to pay, newest first
 * @param paid the attempt that paid; null while none has
 * @param refunds what went back or is on its way
 * @param refunded the sum of what went back
 * @param stage one word for how it stands
 */
public record OrderCard(
    Order order,
    List<Line> lines,
    Money total,
    List<Attempt> attempts,
    @Nullable Attempt paid,
    List<GoneBack> refunds,
    Money refunded,
    Stage stage) {

  /** How an order stands, for people. */
  public enum Stage {
    /** Nobody has tried to pay. */
    NEW,
    /** The buyer has to act. */
    WAITING,
    /** Being looked into. */
    LOOKING,
    /** The last attempt came to nothing. */
    NOT_PAID,
    /** Paid, in the kitchen. */
    PAID,
    /** Part of the money went back. */
    PARTLY_BACK,
    /** All of it went back. */
    ALL_BACK
  }

  /**
   * Some of one dish.
   *
   * @param dish which
   * @param quantity how many
   * @param price what they cost together, in the shop's own currency
   */
  public record Line(String dish, int quantity, Money price) {}

  static OrderCard of(Order order, Books books, Menu menu) {
    List<Attempt> attempts = books.attemptsOf(order.number());
    Attempt paid =
        attempts.stream()
            .filter(attempt -> attempt.number().equals(order.paidBy()))
            .findFirst()
            .orElse(null);
    List<GoneBack> refunds = paid == null ? List.of() : books.refundsOf(paid.number());
    Attempt shown = paid != null ? paid : attempts.isEmpty() ? null : attempts.get(0);
    Money total = shown != null ? shown.amount() : home(menu, order);
    Money refunded = Money.ofMinor(total.currency().getCurrencyCode(), 0);
    for (GoneBack refund : refunds) {
      if (refund.state() == RefundState.SUCCEEDED) {
        refunded = refunded.plus(refund.amount());
      }
    }
    return new OrderCard(
        order,
        lines(order.quantities(), menu),
        total,
        attempts,
        paid,
        refunds,
        refunded,
        stage(shown, paid, refunded));
  }

  private static Money home(Menu menu, Order order) {
    Money total = menu.total(order.quantities(), Menu.HOME_CURRENCY);
    return total == null ? Money.ofMinor(Menu.HOME_CURRENCY, 0) : total;
  }

  static List<Line> lines(Map<String, Integer> quantities, Menu menu) {
    List<Line> lines = new ArrayList<>();
    quantities.forEach(
        (id, quantity) -> {
          Dish dish = menu.dish(id);
          Money price = dish == null ? null : dish.price(Menu.HOME_CURRENCY);
          if (price != null) {
            lines.add(
                new Line(
                    id,
                    quantity,
                    Money.ofMinor(Menu.HOME_CURRENCY, price.minorUnits() * quantity)));
          }
        });
    return List.copyOf(lines);
  }

  private static Stage stage(@Nullable Attempt shown, @Nullable Attempt paid, Money refunded) {
    if (paid != null) {
      boolean all = refunded.compareTo(paid.amount()) >= 0 || paid.state() == PaymentState.REFUNDED;
      return all ? Stage.ALL_BACK : refunded.isZero() ? Stage.PAID : Stage.PARTLY_BACK;
    }
    if (shown == null) {
      return Stage.NEW;
    }
    if (shown.open() != null || shown.state() == PaymentState.UNKNOWN) {
      return Stage.LOOKING;
    }
    return shown.isWaiting() ? Stage.WAITING : Stage.NOT_PAID;
  }

  /** The newest attempt while the buyer can still pay with it; null if there is none. */
  public @Nullable Attempt current() {
    Attempt newest = attempts.isEmpty() ? null : attempts.get(0);
    return paid == null && newest != null && newest.isUndecided() ? newest : null;
  }

  /** Whether more is to be expected without anybody's doing. */
  public boolean isLive() {
    return stage == Stage.WAITING
        || stage == Stage.LOOKING
        || refunds.stream().anyMatch(refund -> !refund.state().isOutcomeKnown());
  }
}
