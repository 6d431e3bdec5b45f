package io.jiaozi.store;

import io.jiaozi.TimeSource;
import io.jiaozi.notification.NotificationLog;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The log as a table. The row of a fact is inserted first and committed last, so the database
 * itself makes others wait who have the same fact in hand, at whatever instance.
 */
final class JdbcNotificationLog implements NotificationLog {

  private static final String KEY = "account, sub_merchant, fact_key";

  private final Sql sql;
  private final Dialect dialect;
  private final Transactions transactions;
  private final TimeSource time;

  JdbcNotificationLog(Sql sql, Dialect dialect, Transactions transactions, TimeSource time) {
    this.sql = sql;
    this.dialect = dialect;
    this.transactions = transactions;
    this.time = time;
  }

  @Override
  public Once once(Fact fact, Duration patience, Work work) throws Exception {
    long end = time.nanos() + patience.toNanos();
    SQLException last = null;
    for (int tries = 0; tries < Sql.TRIES; tries++) {
      Turn turn = new Turn(fact, Duration.ofNanos(Math.max(0, end - time.nanos())), work);
      Once how = turn.take();
      if (how != null) {
        return how;
      }
      last = turn.lost;
    }
    throw Sql.failure("remember a fact", last);
  }

  /** Ends a transaction in which there is nothing to commit. */
  private static final class NothingToCommit extends Exception {
    private static final long serialVersionUID = 1L;

    NothingToCommit() {
      super("The store has nothing to commit", null, false, false);
    }
  }

  /**
   * One transaction. What came of it is kept here, for an application's transactions may wrap what
   * is thrown through them.
   */
  private final class Turn implements Transactions.Work {
    private final Fact fact;
    private final Duration patience;
    private final Work work;
    private @Nullable Once how;
    private @Nullable SQLException lost;
    private @Nullable Exception thrown;

    Turn(Fact fact, Duration patience, Work work) {
      this.fact = fact;
      this.patience = patience;
      this.work = work;
    }

    /** Null if it has to be taken again. */
    @Nullable Once take() throws Exception {
      try {
        transactions.run(this);
      } catch (Exception failed) {
        if (thrown == null && (how == null || how == Once.DONE) && lost == null) {
          throw failed;
        }
      }
      if (thrown != null) {
        throw thrown;
      }
      if (how == null && lost == null) {
        throw new StoreException(
            "The application's Transactions returned without having run the store's work, so"
                + " nothing was handled. Let it run the work it is given.");
      }
      return how;
    }

    @Override
    public void on(Connection connection) throws Exception {
      how = null;
      lost = null;
      thrown = null;
      try {
        how = insert(connection, fact, patience);
      } catch (SQLException failed) {
        if (Dialect.gaveUpWaiting(failed)) {
          how = Once.BUSY;
        } else if (Dialect.isLost(failed)) {
          lost = failed;
        } else {
          thrown = Sql.failure("remember a fact", failed);
        }
      } catch (StoreException failed) {
        thrown = failed;
      }
      if (how == Once.DONE) {
        try {
          work.run();
        } catch (Exception failed) {
          thrown = failed;
        }
      }
      if (thrown != null) {
        throw thrown;
      }
      if (how != Once.DONE) {
        throw new NothingToCommit();
      }
    }
  }

  private Once insert(Connection connection, Fact fact, Duration patience) throws SQLException {
    if (connection.getAutoCommit()) {
      throw new StoreException(
          "The application's Transactions gave a connection that commits by itself; a crash would"
              + " lose the handler's work. Begin a transaction first.");
    }
    String usual = dialect.rowWait(connection);
    boolean ended = false;
    try {
      dialect.setRowWait(connection, dialect.rowWait(patience));
      boolean inserted = insertUnlessThere(connection, fact, patience);
      ended = true;
      return inserted ? Once.DONE : Once.DUPLICATE;
    } finally {
      // What follows is the application's, and so may the connection be.
      if (ended || dialect.settingsOutliveTransactions()) {
        dialect.setRowWait(connection, usual);
      }
    }
  }

  private boolean insertUnlessThere(Connection connection, Fact fact, Duration patience)
      throws SQLException {
    int limit = Sql.TIMEOUT_SECONDS + (int) Math.min(patience.toSeconds(), 86_400);
    try (var insert =
        Sql.prepare(
            connection,
            limit,
            dialect.insertUnlessThere(
                "jiaozi_notification", KEY + ", handled_at", "?, ?, ?, ?", KEY),
            fact.account(),
            fact.subMerchant(),
            fact.key(),
            time.now().toEpochMilli())) {
      return insert.executeUpdate() == 1;
    } catch (SQLException failed) {
      if (dialect.isThere(failed)) {
        return false;
      }
      throw failed;
    }
  }

  @Override
  public boolean seen(Fact fact) {
    return !sql.committed(
            "look for a fact",
            connection ->
                Sql.list(
                    connection,
                    row -> row.getLong(1),
                    "SELECT handled_at FROM jiaozi_notification"
                        + " WHERE account = ? AND sub_merchant = ? AND fact_key = ?",
                    fact.account(),
                    fact.subMerchant(),
                    fact.key()))
        .isEmpty();
  }

  @Override
  public int forgetBefore(Instant handledAt) {
    Objects.requireNonNull(handledAt, "handledAt");
    return sql.deleteAll(
        "forget old facts",
        dialect,
        "jiaozi_notification",
        "handled_at < ?",
        handledAt.toEpochMilli());
  }
}
