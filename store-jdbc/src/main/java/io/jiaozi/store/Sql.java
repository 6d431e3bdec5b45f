package io.jiaozi.store;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.util.ArrayList;
import java.util.List;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * Statements on connections of their own, each committed before it returns, whatever transaction
 * the application has open. What lost against another transaction (deadlock, serialization) is
 * tried again a few times.
 */
final class Sql {

  private static final int TRIES = 5;

  /** A statement of ours touches a handful of rows; one that takes longer waits for something. */
  static final int TIMEOUT_SECONDS = 30;

  private final DataSource source;

  Sql(DataSource source) {
    this.source = source;
  }

  /** What is done on one connection. */
  interface Work<T> {
    T on(Connection connection) throws SQLException;
  }

  /** Reads one row. */
  interface RowReader<T> {
    T read(ResultSet row) throws SQLException;
  }

  /** Work in a transaction of its own. */
  <T> T committed(String what, Work<T> work) {
    return committed(what, false, work);
  }

  /**
   * The same for definitions, which are tried again whatever went wrong: two instances that make
   * the same table at once meet in the database's own tables.
   */
  <T> T defined(String what, Work<T> work) {
    return committed(what, true, work);
  }

  private <T> T committed(String what, boolean always, Work<T> work) {
    SQLException last = null;
    for (int tries = 0; tries < TRIES; tries++) {
      try (Connection connection = source.getConnection()) {
        return inTransaction(connection, work);
      } catch (SQLException failed) {
        if (!always && !isLost(failed)) {
          throw failure(what, failed);
        }
        last = failed;
      }
    }
    throw failure(what, last);
  }

  private static <T> T inTransaction(Connection connection, Work<T> work) throws SQLException {
    boolean auto = connection.getAutoCommit();
    if (auto) {
      connection.setAutoCommit(false);
    }
    boolean done = false;
    try {
      T result = work.on(connection);
      connection.commit();
      done = true;
      return result;
    } finally {
      if (!done) {
        rollBack(connection);
      }
      if (auto) {
        restore(connection);
      }
    }
  }

  private static void rollBack(Connection connection) {
    try {
      connection.rollback();
    } catch (SQLException broken) {
      // The connection is lost, and with it the transaction; the first failure is the one to tell.
      assert broken != null;
    }
  }

  private static void restore(Connection connection) {
    try {
      connection.setAutoCommit(true);
    } catch (SQLException broken) {
      // As above: a pool throws such a connection away.
      assert broken != null;
    }
  }

  /** Class 40 is a transaction that was rolled back for another's sake. */
  private static boolean isLost(SQLException failed) {
    return failed.getSQLState() != null && failed.getSQLState().startsWith("40");
  }

  static StoreException failure(String what, @Nullable SQLException failed) {
    return new StoreException(
        "The store could not "
            + what
            + (failed == null
                ? "."
                : ": the database says "
                    + failed.getClass().getSimpleName()
                    + " with SQL state "
                    + failed.getSQLState()
                    + ". Look into the database's own log."),
        failed == null ? null : new WithoutText(failed));
  }

  /** The place of a failure without its message, which may quote a row. */
  private static final class WithoutText extends Exception {
    private static final long serialVersionUID = 1L;

    WithoutText(SQLException failed) {
      super(failed.getClass().getName() + ", SQL state " + failed.getSQLState());
      setStackTrace(failed.getStackTrace());
    }
  }

  static PreparedStatement prepare(
      Connection connection, String statement, @Nullable Object... values) throws SQLException {
    PreparedStatement prepared = connection.prepareStatement(statement);
    boolean filled = false;
    try {
      prepared.setQueryTimeout(TIMEOUT_SECONDS);
      for (int i = 0; i < values.length; i++) {
        Object value = values[i];
        if (value instanceof Long number) {
          prepared.setLong(i + 1, number);
        } else if (value instanceof Integer number) {
          prepared.setInt(i + 1, number);
        } else if (value instanceof String text) {
          prepared.setString(i + 1, text);
        } else {
          prepared.setNull(i + 1, Types.NULL);
        }
      }
      filled = true;
      return prepared;
    } finally {
      if (!filled) {
        prepared.close();
      }
    }
  }

  static int update(Connection connection, String statement, @Nullable Object... values)
      throws SQLException {
    try (PreparedStatement prepared = prepare(connection, statement, values)) {
      return prepared.executeUpdate();
    }
  }

  static <T> List<T> list(
      Connection connection, RowReader<T> reader, String statement, @Nullable Object... values)
      throws SQLException {
    try (PreparedStatement prepared = prepare(connection, statement, values);
        ResultSet rows = prepared.executeQuery()) {
      List<T> all = new ArrayList<>();
      while (rows.next()) {
        all.add(reader.read(rows));
      }
      return all;
    }
  }
}
