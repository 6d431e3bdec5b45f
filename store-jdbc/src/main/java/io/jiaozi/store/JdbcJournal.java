package io.jiaozi.store;

import io.jiaozi.Operation;
import io.jiaozi.journal.Journal;
import io.jiaozi.journal.JournalEntry;
import io.jiaozi.journal.JournalKey;
import io.jiaozi.money.Money;
import io.jiaozi.payment.PaymentReference;
import io.jiaozi.payment.PaymentState;
import io.jiaozi.payment.Scene;
import io.jiaozi.refund.RefundReference;
import io.jiaozi.refund.RefundState;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The journal as a table. Every method is one short transaction on a connection of its own. */
final class JdbcJournal implements Journal {

  private static final String KEY = "account, sub_merchant, operation, merchant_number";
  private static final String COLUMNS =
      KEY
          + ", placed_at, pay_before, scene, amount_minor, amount_currency, digest, payment,"
          + " refund_number, refund_locator, phase, payment_state, refund_state, first_sent_at,"
          + " questions, next_question_at, row_version";
  private static final String BY_KEY =
      " WHERE account = ? AND sub_merchant = ? AND operation = ? AND merchant_number = ?";

  /** How often a sweep whose entries others took looks for more. */
  private static final int ROUNDS = 50;

  private final Sql sql;
  private final Dialect dialect;

  JdbcJournal(Sql sql, Dialect dialect) {
    this.sql = sql;
    this.dialect = dialect;
  }

  @Override
  public Begun begin(JournalEntry intent) {
    JournalEntry written = intent.version(1);
    for (int tries = 0; tries < Sql.TRIES; tries++) {
      if (sql.committed("write an intent", connection -> insert(connection, written))) {
        return new Begun(written, true);
      }
      Optional<JournalEntry> known = find(intent.key());
      if (known.isPresent()) {
        return new Begun(known.get(), false);
      }
      // It was there and has been forgotten since: the key is free again.
    }
    throw new StoreException(
        "The store found an entry and lost it again, "
            + Sql.TRIES
            + " times; somebody removes entries while payments are made.");
  }

  private boolean insert(Connection connection, JournalEntry entry) throws SQLException {
    try {
      return Sql.update(
              connection,
              dialect.insertUnlessThere(
                  "jiaozi_journal",
                  COLUMNS + ", held_until",
                  "?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 0",
                  KEY),
              values(entry))
          == 1;
    } catch (SQLException there) {
      if (dialect.isThere(there)) {
        return false;
      }
      throw there;
    }
  }

  @Override
  public boolean replace(JournalEntry next) {
    JournalKey key = next.key();
    return sql.committed(
            "write an outcome",
            connection ->
                Sql.update(
                    connection,
                    "UPDATE jiaozi_journal SET placed_at = ?, pay_before = ?, scene = ?,"
                        + " amount_minor = ?, amount_currency = ?, digest = ?, payment = ?,"
                        + " refund_number = ?, refund_locator = ?, phase = ?, payment_state = ?,"
                        + " refund_state = ?, first_sent_at = ?, questions = ?,"
                        + " next_question_at = ?, row_version = ?, held_until = 0"
                        + BY_KEY
                        + " AND row_version = ?",
                    replacing(next, key)))
        == 1;
  }

  private static @Nullable Object[] replacing(JournalEntry next, JournalKey key) {
    @Nullable Object[] all = values(next.version(next.version() + 1));
    @Nullable Object[] moved = new @Nullable Object[all.length + 1];
    System.arraycopy(all, 4, moved, 0, all.length - 4);
    moved[all.length - 4] = key.account();
    moved[all.length - 3] = key.subMerchant();
    moved[all.length - 2] = key.operation().name();
    moved[all.length - 1] = key.number();
    moved[all.length] = next.version();
    return moved;
  }

  private static @Nullable Object[] values(JournalEntry entry) {
    JournalKey key = entry.key();
    Money amount = entry.amount();
    RefundReference refund = entry.refund();
    return new @Nullable Object[] {
      key.account(),
      key.subMerchant(),
      key.operation().name(),
      key.number(),
      entry.placedAt().toEpochMilli(),
      millis(entry.payBefore()),
      name(entry.scene()),
      amount == null ? null : (Object) amount.minorUnits(),
      amount == null ? null : amount.currency().getCurrencyCode(),
      entry.digest(),
      entry.payment().encode(),
      refund == null ? null : refund.number(),
      refund == null ? null : refund.locator(),
      entry.phase().name(),
      name(entry.paymentState()),
      name(entry.refundState()),
      entry.firstSentAt().toEpochMilli(),
      entry.questions(),
      millis(entry.nextQuestionAt()),
      entry.version()
    };
  }

  private static @Nullable Long millis(@Nullable Instant time) {
    return time == null ? null : (Long) time.toEpochMilli();
  }

  private static @Nullable String name(@Nullable Enum<?> constant) {
    return constant == null ? null : constant.name();
  }

  @Override
  public Optional<JournalEntry> find(JournalKey key) {
    return sql
        .committed(
            "read an entry",
            connection ->
                Sql.list(
                    connection,
                    JdbcJournal::read,
                    "SELECT " + COLUMNS + " FROM jiaozi_journal" + BY_KEY,
                    key.account(),
                    key.subMerchant(),
                    key.operation().name(),
                    key.number()))
        .stream()
        .findFirst();
  }

  @Override
  public List<JournalEntry> findByNumber(String account, String subMerchant, String number) {
    return sql.committed(
        "read the entries of a number",
        connection ->
            Sql.list(
                connection,
                JdbcJournal::read,
                "SELECT "
                    + COLUMNS
                    + " FROM jiaozi_journal WHERE account = ? AND sub_merchant = ?"
                    + " AND merchant_number = ? ORDER BY placed_at, operation",
                account,
                subMerchant,
                number));
  }

  @Override
  public List<JournalEntry> lease(
      Collection<String> accounts, Instant now, Instant until, int most) {
    if (accounts.isEmpty()) {
      return List.of();
    }
    List<JournalEntry> taken = new ArrayList<>();
    boolean lost;
    int rounds = 0;
    // A sweep takes a short handful for the last one, so what others took is made up for.
    do {
      Handful handful =
          sql.committed(
              "take due entries",
              connection -> take(connection, accounts, now, until, most - taken.size()));
      taken.addAll(handful.taken());
      lost = handful.lost();
      rounds++;
    } while (lost && taken.size() < most && rounds < ROUNDS);
    return List.copyOf(taken);
  }

  /** What one round came to, and whether others were faster with some of it. */
  private record Handful(List<JournalEntry> taken, boolean lost) {}

  /** Each row is taken by a write that only one can win, so that no reader's lock is needed. */
  private static Handful take(
      Connection connection, Collection<String> accounts, Instant now, Instant until, int most)
      throws SQLException {
    List<@Nullable Object> values = new ArrayList<>();
    values.add(now.toEpochMilli());
    values.add(now.toEpochMilli());
    values.addAll(accounts);
    values.add(most);
    List<JournalEntry> due =
        Sql.list(
            connection,
            JdbcJournal::read,
            "SELECT "
                + COLUMNS
                + " FROM jiaozi_journal WHERE next_question_at <= ? AND held_until <= ?"
                + among(accounts)
                + " ORDER BY next_question_at, merchant_number, operation LIMIT ?",
            values.toArray());
    List<JournalEntry> taken = new ArrayList<>();
    for (JournalEntry entry : due) {
      JournalKey key = entry.key();
      int won =
          Sql.update(
              connection,
              "UPDATE jiaozi_journal SET held_until = ?"
                  + BY_KEY
                  + " AND row_version = ? AND held_until <= ?",
              until.toEpochMilli(),
              key.account(),
              key.subMerchant(),
              key.operation().name(),
              key.number(),
              entry.version(),
              now.toEpochMilli());
      if (won == 1) {
        taken.add(entry);
      }
    }
    return new Handful(taken, taken.size() < due.size());
  }

  private static String among(Collection<String> accounts) {
    return " AND account IN (" + "?, ".repeat(accounts.size() - 1) + "?)";
  }

  @Override
  public Optional<Instant> nextQuestionAt(Collection<String> accounts) {
    if (accounts.isEmpty()) {
      return Optional.empty();
    }
    return sql.committed(
            "read the next question's time",
            connection ->
                Sql.list(
                    connection,
                    row -> Optional.ofNullable(time(row, 1)),
                    "SELECT MIN(next_question_at) FROM jiaozi_journal"
                        + " WHERE next_question_at IS NOT NULL"
                        + among(accounts),
                    accounts.toArray()))
        .get(0);
  }

  @Override
  public int forgetEndedBefore(Instant placedAt) {
    return sql.deleteAll(
        "forget ended entries",
        dialect,
        "jiaozi_journal",
        "placed_at < ? AND phase IN (?, ?)",
        placedAt.toEpochMilli(),
        JournalEntry.Phase.DONE.name(),
        JournalEntry.Phase.NOTHING_HAPPENED.name());
  }

  // The checker does not see the annotation of a nested type of another module: scene may be null.
  @SuppressWarnings("NullAway")
  private static JournalEntry read(ResultSet row) throws SQLException {
    Operation operation = Operation.valueOf(row.getString("operation"));
    PaymentReference payment = PaymentReference.parse(row.getString("payment"));
    String currency = row.getString("amount_currency");
    String scene = row.getString("scene");
    String paymentState = row.getString("payment_state");
    String refundState = row.getString("refund_state");
    String refundNumber = row.getString("refund_number");
    String refundLocator = row.getString("refund_locator");
    return new JournalEntry(
        new JournalKey(
            row.getString("account"),
            row.getString("sub_merchant"),
            operation,
            row.getString("merchant_number")),
        Objects.requireNonNull(time(row, "placed_at")),
        time(row, "pay_before"),
        scene == null ? null : Scene.Kind.valueOf(scene),
        currency == null ? null : Money.ofMinor(currency, row.getLong("amount_minor")),
        row.getString("digest"),
        payment,
        operation == Operation.REFUND
            ? new RefundReference(payment, refundNumber, refundLocator)
            : null,
        JournalEntry.Phase.valueOf(row.getString("phase")),
        paymentState == null ? null : PaymentState.valueOf(paymentState),
        refundState == null ? null : RefundState.valueOf(refundState),
        Objects.requireNonNull(time(row, "first_sent_at")),
        row.getInt("questions"),
        time(row, "next_question_at"),
        row.getLong("row_version"));
  }

  private static @Nullable Instant time(ResultSet row, String column) throws SQLException {
    long millis = row.getLong(column);
    return row.wasNull() ? null : Instant.ofEpochMilli(millis);
  }

  private static @Nullable Instant time(ResultSet row, int column) throws SQLException {
    long millis = row.getLong(column);
    return row.wasNull() ? null : Instant.ofEpochMilli(millis);
  }
}
