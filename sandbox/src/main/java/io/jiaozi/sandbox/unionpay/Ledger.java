package io.jiaozi.sandbox.unionpay;

import io.jiaozi.sandbox.channel.ChannelContext;
import io.jiaozi.sandbox.channel.Randomness;
import io.jiaozi.sandbox.unionpay.Transaction.Draft;
import io.jiaozi.sandbox.unionpay.Transaction.Entrance;
import io.jiaozi.sandbox.unionpay.Transaction.Numbers;
import io.jiaozi.sandbox.unionpay.Transaction.State;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The channel's books: transactions and the rules by which they change. Every change happens under
 * one lock, so that concurrent requests see one order of events.
 */
final class Ledger {
  private static final Duration REFUNDABLE = Duration.ofDays(330);
  private static final Duration QR_REFUNDABLE = Duration.ofDays(30);
  private static final long HOLD_DAYS = 30;

  private final ChannelContext context;
  private final Map<Transaction.Key, Transaction> transactions = new LinkedHashMap<>();
  private final Map<String, Transaction> byQueryId = new HashMap<>();
  private final Map<String, Transaction> byCode = new HashMap<>();
  private final Map<String, Transaction> byToken = new HashMap<>();

  Ledger(ChannelContext context) {
    this.context = context;
  }

  /** What the buyer's attempt to pay led to. */
  enum Attempt {
    PAID,
    DECLINED,
    WALKED_AWAY,
    ALREADY_PAID,
    OVER,
    EXPIRED
  }

  private Instant now() {
    return context.clock().instant();
  }

  /** Writes a transaction down, if there is none like it and its origin allows it. */
  synchronized Transaction place(Draft draft) {
    Transaction.Key key = draft.key();
    if (transactions.containsKey(key)) {
      throw Refusal.of("12");
    }
    requireNumberUnused(draft);
    Transaction origin = draft.origin();
    if (origin != null) {
      requireAllowed(draft, origin);
    }
    Transaction transaction = new Transaction(draft, numbers(draft));
    transactions.put(key, transaction);
    byQueryId.put(transaction.queryId, transaction);
    byCode.put(transaction.code, transaction);
    byToken.put(transaction.token, transaction);
    if (origin != null) {
      origin.followers.add(transaction);
    }
    return transaction;
  }

  /** Whether this very pair is written down already. */
  synchronized boolean knows(Transaction.Key key) {
    return transactions.containsKey(key);
  }

  /**
   * A number is used once in a settlement day (sheet 4.2), so a refund under its purchase's number
   * is a repeat. The same purchase with another {@code txnTime} is let through, as another
   * transaction that can be paid as well: that is what the identifying triple says, and the trap
   * that a merchant has to avoid.
   */
  private void requireNumberUnused(Draft draft) {
    Transaction.Key key = draft.key();
    for (Transaction other : transactions.values()) {
      if (other.key.merchantId().equals(key.merchantId())
          && other.key.orderId().equals(key.orderId())
          && !(other.kind == draft.kind() && draft.kind().needsBuyer())
          && isOfToday(other.acceptedAt)) {
        throw Refusal.of("12");
      }
    }
  }

  private boolean isOfToday(Instant time) {
    return BeijingTime.settlementDay(time).equals(BeijingTime.settlementDay(now()));
  }

  private void requireAllowed(Draft draft, Transaction origin) {
    if (!origin.isSuccess()) {
      throw Refusal.of("35");
    }
    if (!origin.field("bizType").equals(draft.request().get("bizType"))
        || !origin.field("channelType").equals(draft.request().get("channelType"))) {
      throw Refusal.of("36");
    }
    if (origin.isUndone() || origin.returned) {
      throw Refusal.of("45");
    }
    switch (draft.kind()) {
      case REFUND -> requireRefundable(draft, origin);
      case PURCHASE_UNDO, COMPLETION_VOID -> requireUndoable(draft, origin);
      case COMPLETION -> requireCompletable(draft, origin);
      case PREAUTHORISATION_VOID -> {
        requireHeld(origin);
        requireWhole(draft, origin);
      }
      case PURCHASE, PREAUTHORISATION -> throw new IllegalStateException("No origin is needed.");
    }
  }

  private void requireRefundable(Draft draft, Transaction origin) {
    if (origin.kind != Kind.PURCHASE && origin.kind != Kind.COMPLETION) {
      throw Refusal.of("35");
    }
    Duration window = origin.isQr() ? QR_REFUNDABLE : REFUNDABLE;
    if (now().isAfter(origin.endedAt.plus(window))) {
      throw Refusal.of("35", "已超过退货期限[4040007]");
    }
    if (origin.refunded() == origin.amount) {
      throw Refusal.of("45");
    }
    if (draft.amount() > origin.amount - origin.refunded()) {
      throw Refusal.of("36");
    }
  }

  private void requireUndoable(Draft draft, Transaction origin) {
    Kind wanted = draft.kind() == Kind.PURCHASE_UNDO ? Kind.PURCHASE : Kind.COMPLETION;
    if (origin.kind != wanted) {
      throw Refusal.of("35");
    }
    if (origin.refunded() > 0) {
      throw Refusal.of("45");
    }
    if (!isOfToday(origin.endedAt)) {
      throw Refusal.of("35");
    }
    requireWhole(draft, origin);
  }

  private void requireCompletable(Draft draft, Transaction origin) {
    requireHeld(origin);
    if (draft.amount() * 100 > origin.amount * 115) {
      throw Refusal.of("33");
    }
  }

  private void requireHeld(Transaction origin) {
    if (origin.kind != Kind.PREAUTHORISATION || origin.follower(Kind.COMPLETION) != null) {
      throw Refusal.of("35");
    }
    long lastDay = BeijingTime.settlementDay(origin.endedAt).toEpochDay() + HOLD_DAYS;
    if (BeijingTime.settlementDay(now()).toEpochDay() > lastDay) {
      throw Refusal.of("35");
    }
  }

  private static void requireWhole(Draft draft, Transaction origin) {
    if (draft.amount() != origin.amount) {
      throw Refusal.of("36");
    }
  }

  private Numbers numbers(Draft draft) {
    Randomness randomness = context.randomness();
    Instant now = now();
    String time = BeijingTime.format(now);
    String traceNo = randomness.digits(6);
    // As seen on the wire: two digits, yyMMddHHmmss, traceNo, one digit.
    String queryId =
        randomness.digits(1) + "1" + time.substring(2) + traceNo + randomness.digits(1);
    String token = randomness.text(24);
    String code =
        switch (draft.entrance()) {
          case APP -> time.substring(0, 8) + randomness.digits(13);
          case QR_SHOWN -> "https://qr.95516.com/00010000/62" + randomness.digits(30);
          case FRONT, QR_SCANNED, MERCHANT -> token;
        };
    return new Numbers(now, queryId, traceNo, token, code);
  }

  /** Shows a transaction to the reader while nobody changes it. */
  synchronized <T> T read(Transaction transaction, Function<Transaction, T> reader) {
    return reader.apply(transaction);
  }

  synchronized @Nullable Transaction find(Transaction.Key key) {
    return transactions.get(key);
  }

  synchronized @Nullable Transaction byQueryId(String merchantId, String queryId) {
    Transaction found = byQueryId.get(queryId);
    return found != null && found.key.merchantId().equals(merchantId) ? found : null;
  }

  /**
   * The transaction that a person means.
   *
   * @param number {@code orderId}, then the newest of that number; or {@code orderId.txnTime}
   */
  synchronized @Nullable Transaction newest(String number) {
    Transaction found = null;
    for (Transaction transaction : transactions.values()) {
      Transaction.Key key = transaction.key;
      if (number.equals(key.orderId()) || number.equals(key.orderId() + "." + key.txnTime())) {
        found = transaction;
      }
    }
    return found;
  }

  synchronized @Nullable Transaction byToken(String token) {
    return byToken.get(token);
  }

  synchronized @Nullable Transaction byCode(String code) {
    return byCode.get(code);
  }

  synchronized List<UnionpayTransaction> all(Predicate<Transaction> like) {
    List<UnionpayTransaction> views = new ArrayList<>();
    for (Transaction transaction : transactions.values()) {
      if (like.test(transaction)) {
        views.add(transaction.view(now()));
      }
    }
    return views;
  }

  /** The successful transactions of a settlement day that move money, for the file about it. */
  synchronized <T> List<T> settled(
      String merchantId, LocalDate day, Function<Transaction, T> reader) {
    List<T> rows = new ArrayList<>();
    for (Transaction transaction : transactions.values()) {
      boolean moves =
          transaction.kind != Kind.PREAUTHORISATION
              && transaction.kind != Kind.PREAUTHORISATION_VOID;
      if (moves
          && transaction.isSuccess()
          && transaction.key.merchantId().equals(merchantId)
          && BeijingTime.settlementDay(transaction.endedAt).equals(day)) {
        rows.add(reader.apply(transaction));
      }
    }
    return rows;
  }

  /** Why the buyer cannot pay, or null when he can. */
  synchronized @Nullable Attempt hindrance(Transaction order) {
    return switch (order.state) {
      case SUCCESS -> Attempt.ALREADY_PAID;
      case FAILED, REVERSED, PROCESSING -> Attempt.OVER;
      case WAITING -> order.isPast(now()) ? Attempt.EXPIRED : null;
    };
  }

  /**
   * The buyer tries to pay.
   *
   * @param code 00, or A6 for a success with a defect
   */
  synchronized Attempt pay(Transaction order, String code) {
    Attempt hindrance = hindrance(order);
    if (hindrance != null) {
      return hindrance;
    }
    succeed(order, code);
    return Attempt.PAID;
  }

  /** The buyer has paid on a bank's page, after the deadline; sheet 4.2, payTimeout. */
  synchronized Attempt payLate(Transaction order) {
    if (hindrance(order) != Attempt.EXPIRED || order.entrance != Entrance.FRONT) {
      return Attempt.OVER;
    }
    order.late = true;
    succeed(order, "00");
    return Attempt.PAID;
  }

  /** What was paid too late goes back to the buyer; the transaction itself stays as it is. */
  synchronized void giveBack(Transaction order) {
    order.returned = true;
  }

  private void succeed(Transaction transaction, String code) {
    transaction.state = State.SUCCESS;
    transaction.endCode = code;
    transaction.endedAt = now();
  }

  /**
   * The buyer's bank says no. Where the buyer holds the page he can try again until the deadline;
   * where the shop has scanned his code, that is the end.
   */
  synchronized Attempt decline(Transaction order, String code) {
    Attempt hindrance = hindrance(order);
    if (hindrance != null) {
      return hindrance;
    }
    order.declines++;
    order.endCode = code;
    if (order.entrance == Entrance.QR_SCANNED) {
      order.state = State.FAILED;
      order.endedAt = now();
    }
    return Attempt.DECLINED;
  }

  /** The buyer's time is over from this moment on. */
  synchronized void expire(Transaction order) {
    order.deadline = now();
  }

  /**
   * Ends what the merchant has asked for.
   *
   * @param code 00, A6, or why it failed
   * @return whether anything changed
   */
  synchronized boolean end(Transaction transaction, String code) {
    if (transaction.state != State.PROCESSING) {
      return false;
    }
    if (code.equals("00") || code.equals("A6")) {
      succeed(transaction, code);
    } else {
      transaction.state = State.FAILED;
      transaction.endCode = code;
      transaction.endedAt = now();
    }
    return true;
  }

  /** From now on so many queries are told this code instead of the truth. */
  synchronized void pretend(Transaction transaction, String code, int queries) {
    transaction.pendingCode = code;
    transaction.pendingQueries = queries;
  }

  /**
   * What a query is told.
   *
   * @param code {@code origRespCode}
   * @param truthComesOut whether this was the last query that was put off
   */
  record Told(String code, boolean truthComesOut) {}

  /** Answers a query; each one counts against {@link #pretend}. */
  synchronized Told tell(Transaction transaction) {
    if (transaction.pendingQueries > 0) {
      transaction.pendingQueries--;
      return new Told(transaction.pendingCode, transaction.pendingQueries == 0);
    }
    return new Told(transaction.respCode(now()), false);
  }

  synchronized boolean isPutOff(Transaction transaction) {
    return transaction.pendingQueries > 0;
  }

  /** A reversal: the transaction counts as never done; only for QR products and the same day. */
  synchronized Transaction reverse(Transaction.Key key) {
    Transaction found = transactions.get(key);
    if (found == null || !found.kind.needsBuyer() || !isQrProduct(found)) {
      throw Refusal.of("35");
    }
    if (found.state == State.REVERSED) {
      throw Refusal.of("46");
    }
    if (found.isUndone() || found.refunded() > 0 || found.follower(Kind.COMPLETION) != null) {
      throw Refusal.of("45");
    }
    if (found.state == State.FAILED || !isOfToday(found.acceptedAt)) {
      throw Refusal.of("35");
    }
    found.state = State.REVERSED;
    found.pendingQueries = 0;
    found.endedAt = now();
    return found;
  }

  private static boolean isQrProduct(Transaction transaction) {
    return transaction.entrance == Entrance.QR_SHOWN || transaction.entrance == Entrance.QR_SCANNED;
  }
}
