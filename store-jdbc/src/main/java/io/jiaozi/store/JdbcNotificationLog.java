package io.jiaozi.store;

import io.jiaozi.TimeSource;
import io.jiaozi.notification.NotificationLog;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;

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

  /** Ends the transaction without the work. */
  private static final class NotNow extends Exception {
    private static final long serialVersionUID = 1L;
    private final Once how;

    NotNow(Once how) {
      super(null, null, false, false);
      this.how = how;
    }
  }

  @Override
  public Once once(Fact fact, Duration patience, Work work) throws Exception {
    try {
      transactions.run(
          connection -> {
            if (!insert(connection, fact, patience)) {
              throw new NotNow(Once.DUPLICATE);
            }
            work.run();
          });
      return Once.DONE;
    } catch (NotNow notNow) {
      return notNow.how;
    }
  }

  private boolean insert(Connection connection, Fact fact, Duration patience) throws NotNow {
    try {
      Long before = dialect.waitForRows(connection, Math.max(1, patience.toMillis()));
      try {
        return insert(connection, fact);
      } finally {
        if (before != null) {
          dialect.waitForRows(connection, before);
        }
      }
    } catch (SQLException failed) {
      if (dialect.gaveUpWaiting(failed)) {
        throw new NotNow(Once.BUSY);
      }
      throw Sql.failure("remember a fact", failed);
    }
  }

  private boolean insert(Connection connection, Fact fact) throws SQLException {
    try {
      return Sql.update(
              connection,
              dialect.insertUnlessThere(
                  "jiaozi_notification", KEY + ", handled_at", "?, ?, ?, ?", KEY),
              fact.account(),
              fact.subMerchant(),
              fact.key(),
              time.now().toEpochMilli())
          == 1;
    } catch (SQLException there) {
      if (dialect.isThere(there)) {
        return false;
      }
      throw there;
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
    return sql.committed(
        "forget old facts",
        connection ->
            Sql.update(
                connection,
                "DELETE FROM jiaozi_notification WHERE handled_at < ?",
                handledAt.toEpochMilli()));
  }
}
