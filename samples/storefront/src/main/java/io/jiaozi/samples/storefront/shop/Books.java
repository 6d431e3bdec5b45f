package io.jiaozi.samples.storefront.shop;

import io.jiaozi.money.Money;
import io.jiaozi.payment.NextAction;
import io.jiaozi.payment.PaymentReference;
import io.jiaozi.payment.PaymentState;
import io.jiaozi.payment.Scene;
import io.jiaozi.refund.RefundState;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import org.springframework.transaction.annotation.Transactional;

/**
 * The shop's tables. Methods that belong together are called in one transaction by their caller.
 */
@Repository
public class Books {
  private static final int LONGEST_TEXT = 400;
  private static final int LONGEST_TROUBLE = 200;

  private final JdbcClient sql;
  private final Clock clock;

  Books(JdbcClient sql, Clock clock) {
    this.sql = sql;
    this.clock = clock;
  }

  // ---- orders

  /** Writes a new order with its lines. */
  @Transactional
  public void add(Order order) {
    sql.sql("insert into shop_order (number, visitor, placed_at) values (?, ?, ?)")
        .params(order.number(), order.visitor(), at(order.placedAt()))
        .update();
    int line = 0;
    for (Map.Entry<String, Integer> item : order.quantities().entrySet()) {
      sql.sql("insert into order_line (order_number, line, dish, quantity) values (?, ?, ?, ?)")
          .params(order.number(), line++, item.getKey(), item.getValue())
          .update();
    }
  }

  /** One order. */
  public Optional<Order> order(String number) {
    return sql.sql("select * from shop_order where number = ?")
        .param(number)
        .query(this::toOrder)
        .optional();
  }

  /** One order, locked until the transaction ends, so that two clicks on one button take turns. */
  public Optional<Order> lockedOrder(String number) {
    return sql.sql("select * from shop_order where number = ? for update")
        .param(number)
        .query(this::toOrder)
        .optional();
  }

  /** A visitor's orders, newest first. */
  public List<Order> ordersOf(String visitor) {
    return sql.sql("select * from shop_order where visitor = ? order by placed_at desc limit 50")
        .param(visitor)
        .query(this::toOrder)
        .list();
  }

  /** Everybody's orders, newest first. */
  public List<Order> latestOrders(int most) {
    return sql.sql("select * from shop_order order by placed_at desc limit ?")
        .param(most)
        .query(this::toOrder)
        .list();
  }

  private Order toOrder(ResultSet row, int index) throws SQLException {
    String number = row.getString("number");
    Map<String, Integer> quantities = new LinkedHashMap<>();
    sql.sql("select dish, quantity from order_line where order_number = ? order by line")
        .param(number)
        .query(
            line -> {
              quantities.put(line.getString(1), line.getInt(2));
            });
    return new Order(
        number,
        row.getString("visitor"),
        required(row, "placed_at"),
        quantities,
        row.getString("paid_by"),
        instant(row, "paid_at"));
  }

  /**
   * Marks an order as paid by this attempt, unless something has paid for it.
   *
   * @return whether it was this call that did it: then the kitchen begins
   */
  public boolean markPaid(String order, String attempt) {
    return sql.sql(
                "update shop_order set paid_by = ?, paid_at = ? where number = ? and paid_by is"
                    + " null")
            .params(attempt, at(clock.instant()), order)
            .update()
        == 1;
  }

  // ---- attempts

  /** Writes a new attempt. */
  public void add(Attempt attempt) {
    sql.sql(
            "insert into attempt (number, order_number, account, scene, currency, amount, placed_at,"
                + " pay_before, reference, state) values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)")
        .params(
            list(
                attempt.number(),
                attempt.orderNumber(),
                attempt.account(),
                attempt.scene().name(),
                attempt.amount().currency().getCurrencyCode(),
                attempt.amount().minorUnits(),
                at(attempt.placedAt()),
                attempt.payBefore() == null ? null : at(attempt.payBefore()),
                attempt.reference().encode(),
                attempt.state().name()))
        .update();
  }

  /** One attempt. */
  public Optional<Attempt> attempt(String number) {
    return sql.sql("select * from attempt where number = ?")
        .param(number)
        .query(Books::toAttempt)
        .optional();
  }

  /** One attempt, locked until the transaction ends, so that two messages about it take turns. */
  public Optional<Attempt> lockedAttempt(String number) {
    return sql.sql("select * from attempt where number = ? for update")
        .param(number)
        .query(Books::toAttempt)
        .optional();
  }

  /** The attempts of an order, newest first. */
  public List<Attempt> attemptsOf(String order) {
    return sql.sql(
            "select * from attempt where order_number = ? order by placed_at desc, entry desc")
        .param(order)
        .query(Books::toAttempt)
        .list();
  }

  /** Everybody's attempts, newest first. */
  public List<Attempt> latestAttempts(int most) {
    return sql.sql("select * from attempt order by placed_at desc, entry desc limit ?")
        .param(most)
        .query(Books::toAttempt)
        .list();
  }

  /** Attempts and what is not known of them. */
  public List<Attempt> openAttempts() {
    return sql.sql("select * from attempt where open_cause is not null order by placed_at desc")
        .query(Books::toAttempt)
        .list();
  }

  private static Attempt toAttempt(ResultSet row, int index) throws SQLException {
    return new Attempt(
        row.getString("number"),
        row.getString("order_number"),
        row.getString("account"),
        Scene.Kind.valueOf(row.getString("scene")),
        Money.ofMinor(row.getString("currency"), row.getLong("amount")),
        required(row, "placed_at"),
        instant(row, "pay_before"),
        PaymentReference.parse(row.getString("reference")),
        PaymentState.valueOf(row.getString("state")),
        row.getString("open_cause"),
        row.getString("trouble"),
        NextActionText.read(row.getString("next_action")));
  }

  /** Stores how an attempt stands now: known, whatever was in doubt before. */
  public void known(String attempt, PaymentReference reference, PaymentState state) {
    sql.sql("update attempt set reference = ?, state = ?, open_cause = null where number = ?")
        .params(reference.encode(), state.name(), attempt)
        .update();
  }

  /** Stores that nothing new is known of an attempt, but that nothing is in doubt either. */
  public void settled(String attempt) {
    sql.sql("update attempt set open_cause = null where number = ?").param(attempt).update();
  }

  /** Stores that it is in doubt what became of an attempt. */
  public void unknown(String attempt, PaymentReference reference, String cause) {
    sql.sql("update attempt set reference = ?, open_cause = ? where number = ?")
        .params(reference.encode(), cause, attempt)
        .update();
  }

  /** Stores what the buyer has to do. */
  public void next(String attempt, NextAction action) {
    sql.sql("update attempt set next_action = ? where number = ?")
        .params(NextActionText.write(action), attempt)
        .update();
  }

  /** Stores that the buyer has taken what could be handed out once only. */
  public void handedOut(String attempt) {
    sql.sql("update attempt set next_action = null where number = ?").param(attempt).update();
  }

  /** Stores what went wrong last, in the channel's word. */
  public void trouble(String attempt, String code) {
    sql.sql("update attempt set trouble = ? where number = ?")
        .params(shorten(code, LONGEST_TROUBLE), attempt)
        .update();
  }

  // ---- refunds

  /** Writes a new refund. */
  public void add(GoneBack refund) {
    sql.sql(
            "insert into refund (number, attempt_number, currency, amount, reason, placed_at,"
                + " locator, state) values (?, ?, ?, ?, ?, ?, ?, ?)")
        .params(
            list(
                refund.number(),
                refund.attemptNumber(),
                refund.amount().currency().getCurrencyCode(),
                refund.amount().minorUnits(),
                refund.reason(),
                at(refund.placedAt()),
                refund.locator(),
                refund.state().name()))
        .update();
  }

  /** One refund. */
  public Optional<GoneBack> refund(String number) {
    return sql.sql("select * from refund where number = ?")
        .param(number)
        .query(Books::toRefund)
        .optional();
  }

  /** One refund, locked until the transaction ends. */
  public Optional<GoneBack> lockedRefund(String number) {
    return sql.sql("select * from refund where number = ? for update")
        .param(number)
        .query(Books::toRefund)
        .optional();
  }

  /** The refunds of an attempt, oldest first. */
  public List<GoneBack> refundsOf(String attempt) {
    return sql.sql("select * from refund where attempt_number = ? order by placed_at, number")
        .param(attempt)
        .query(Books::toRefund)
        .list();
  }

  /** Everybody's refunds, newest first. */
  public List<GoneBack> latestRefunds(int most) {
    return sql.sql("select * from refund order by placed_at desc limit ?")
        .param(most)
        .query(Books::toRefund)
        .list();
  }

  /** Refunds of which it is not known what became. */
  public List<GoneBack> openRefunds() {
    return sql.sql("select * from refund where open_cause is not null order by placed_at desc")
        .query(Books::toRefund)
        .list();
  }

  private static GoneBack toRefund(ResultSet row, int index) throws SQLException {
    return new GoneBack(
        row.getString("number"),
        row.getString("attempt_number"),
        Money.ofMinor(row.getString("currency"), row.getLong("amount")),
        row.getString("reason"),
        required(row, "placed_at"),
        row.getString("locator"),
        RefundState.valueOf(row.getString("state")),
        row.getString("open_cause"));
  }

  /** Stores how a refund stands now. */
  public void known(String refund, @Nullable String locator, RefundState state) {
    sql.sql(
            "update refund set locator = coalesce(?, locator), state = ?, open_cause = null where"
                + " number = ?")
        .params(list(locator, state.name(), refund))
        .update();
  }

  /** Stores that nothing is in doubt about a refund any more. */
  public void settledRefund(String refund) {
    sql.sql("update refund set open_cause = null where number = ?").param(refund).update();
  }

  /** Stores that it is in doubt what became of a refund. */
  public void unknownRefund(String refund, String cause) {
    sql.sql("update refund set open_cause = ? where number = ?").params(cause, refund).update();
  }

  // ---- the cash book

  /** Adds a line to the cash book. */
  public void note(
      String order, String number, MoneyEvent.Kind kind, @Nullable Money amount, String note) {
    sql.sql(
            "insert into money_event (at, order_number, number, kind, currency, amount, note) values"
                + " (?, ?, ?, ?, ?, ?, ?)")
        .params(
            list(
                at(clock.instant()),
                order,
                number,
                kind.name(),
                amount == null ? null : amount.currency().getCurrencyCode(),
                amount == null ? null : amount.minorUnits(),
                shorten(note, LONGEST_TEXT)))
        .update();
  }

  /** The cash book's lines about an order, oldest first. */
  public List<MoneyEvent> eventsOf(String order) {
    return sql.sql("select * from money_event where order_number = ? order by id")
        .param(order)
        .query(Books::toEvent)
        .list();
  }

  /** Lines about money that nobody has decided on, oldest first. */
  public List<MoneyEvent> undecided() {
    return sql.sql(
            "select * from money_event e where kind in ('PAID_TWICE', 'LATE', 'WRONG_AMOUNT',"
                + " 'TAKEN_BACK') and not exists (select 1 from money_event d where d.kind ="
                + " 'DECIDED' and d.number = e.number and d.id > e.id) order by id")
        .query(Books::toEvent)
        .list();
  }

  private static MoneyEvent toEvent(ResultSet row, int index) throws SQLException {
    String currency = row.getString("currency");
    return new MoneyEvent(
        required(row, "at"),
        row.getString("order_number"),
        row.getString("number"),
        MoneyEvent.Kind.valueOf(row.getString("kind")),
        currency == null ? null : Money.ofMinor(currency, row.getLong("amount")),
        row.getString("note"));
  }

  // ---- values

  private static List<@Nullable Object> list(@Nullable Object... values) {
    return java.util.Arrays.asList(values);
  }

  private static String shorten(String text, int longest) {
    return text.length() <= longest ? text : text.substring(0, longest);
  }

  private static OffsetDateTime at(Instant time) {
    return time.atOffset(ZoneOffset.UTC);
  }

  private static @Nullable Instant instant(ResultSet row, String column) throws SQLException {
    OffsetDateTime time = row.getObject(column, OffsetDateTime.class);
    return time == null ? null : time.toInstant();
  }

  private static Instant required(ResultSet row, String column) throws SQLException {
    return row.getObject(column, OffsetDateTime.class).toInstant();
  }
}
