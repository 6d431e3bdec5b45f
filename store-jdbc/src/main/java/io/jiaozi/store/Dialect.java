package io.jiaozi.store;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Locale;

/** Where databases differ, and nothing else. */
enum Dialect {
  H2,
  POSTGRESQL,
  MARIADB;

  /** The longest wait that every database takes for a number. */
  private static final Duration LONGEST_WAIT = Duration.ofDays(1);

  private static final int MARIADB_KEY_IS_THERE = 1062;

  static Dialect of(Connection connection) throws SQLException {
    String product = connection.getMetaData().getDatabaseProductName().toLowerCase(Locale.ROOT);
    if (product.contains("postgresql")) {
      return POSTGRESQL;
    }
    if (product.contains("mariadb")) {
      return MARIADB;
    }
    if (product.contains("h2")) {
      return H2;
    }
    throw new StoreException(
        "The store knows H2, PostgreSQL and MariaDB, and this database calls itself "
            + product
            + ". Use one of them, or implement Journal and NotificationLog for it.");
  }

  /**
   * An insert that leaves a key alone that is there, and says so by zero rows or by a failure that
   * {@link #isThere} knows. A key that another transaction has just inserted is waited for.
   */
  String insertUnlessThere(String table, String columns, String places, String key) {
    String insert = "INSERT INTO " + table + " (" + columns + ") VALUES (" + places + ")";
    // A failed statement ends a transaction of PostgreSQL. MariaDB's INSERT IGNORE would cut what
    // is too long, and so take one key for another.
    return this == POSTGRESQL ? insert + " ON CONFLICT (" + key + ") DO NOTHING" : insert;
  }

  /** Whether this failure of {@link #insertUnlessThere} means that the key is there. */
  boolean isThere(SQLException failed) {
    return switch (this) {
      case H2 -> "23505".equals(failed.getSQLState());
      case POSTGRESQL -> false;
      case MARIADB -> failed.getErrorCode() == MARIADB_KEY_IS_THERE;
    };
  }

  /** A delete of at most so many of the rows that fit, so that no lock is held for long. */
  String deleteSome(String table, String condition, int most) {
    return switch (this) {
      case H2 ->
          "DELETE FROM " + table + " WHERE " + condition + " FETCH FIRST " + most + " ROWS ONLY";
      case POSTGRESQL ->
          "DELETE FROM "
              + table
              + " WHERE ctid = ANY (ARRAY(SELECT ctid FROM "
              + table
              + " WHERE "
              + condition
              + " LIMIT "
              + most
              + "))";
      case MARIADB -> "DELETE FROM " + table + " WHERE " + condition + " LIMIT " + most;
    };
  }

  /** How long the session's statements wait for another transaction's row, in its own words. */
  String rowWait(Connection connection) throws SQLException {
    String question =
        switch (this) {
          case H2 -> "CALL LOCK_TIMEOUT()";
          case POSTGRESQL -> "SHOW lock_timeout";
          case MARIADB -> "SELECT @@innodb_lock_wait_timeout";
        };
    try (Statement ask = connection.createStatement();
        ResultSet row = ask.executeQuery(question)) {
      row.next();
      return row.getString(1);
    }
  }

  /** A wait in the database's own words. MariaDB knows whole seconds only. */
  String rowWait(Duration wait) {
    Duration bounded = wait.compareTo(LONGEST_WAIT) > 0 ? LONGEST_WAIT : wait;
    // At PostgreSQL none would be no end.
    return this == MARIADB
        ? Long.toString(Math.max(0, bounded.toSeconds()))
        : Long.toString(Math.max(1, bounded.toMillis()));
  }

  /** Sets what {@link #rowWait} reads; at PostgreSQL until the transaction ends. */
  void setRowWait(Connection connection, String wait) throws SQLException {
    String statement =
        switch (this) {
          case H2 -> "SET LOCK_TIMEOUT " + wait;
          case POSTGRESQL -> "SET LOCAL lock_timeout = '" + wait + "'";
          case MARIADB -> "SET innodb_lock_wait_timeout = " + wait;
        };
    try (Statement set = connection.createStatement()) {
      set.execute(statement);
    }
  }

  /** Whether a setting outlives a transaction that is rolled back. */
  boolean settingsOutliveTransactions() {
    return this != POSTGRESQL;
  }

  /** Whether a statement gave up waiting for another transaction's row. */
  static boolean gaveUpWaiting(SQLException failed) {
    return "55P03".equals(failed.getSQLState())
        || failed.getErrorCode() == 50200
        || failed.getErrorCode() == 1205;
  }

  /**
   * Whether a transaction was rolled back for another's sake and may be tried again: class 40
   * everywhere, and MariaDB's word for a row that has changed since it was read.
   */
  static boolean isLost(SQLException failed) {
    return (failed.getSQLState() != null && failed.getSQLState().startsWith("40"))
        || failed.getErrorCode() == 1020;
  }

  /**
   * Whether a time limit belongs to a statement. That of H2 belongs to the connection, and would
   * stay with the application's.
   */
  boolean limitsStatements() {
    return this != H2;
  }

  /** What follows a table's definition. Keys are compared byte by byte, as the others do. */
  String tableOptions() {
    return this == MARIADB
        ? " ENGINE=InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_nopad_bin"
        : "";
  }

  /** Makes other instances that bring the tables up to date wait. H2 has one process only. */
  void lockTables(Connection connection) throws SQLException {
    switch (this) {
      case H2 -> {}
      case POSTGRESQL -> call(connection, "SELECT pg_advisory_xact_lock(1785292655)");
      case MARIADB -> call(connection, "SELECT GET_LOCK('jiaozi_schema', 30)");
    }
  }

  /** Lets the next one go on; at PostgreSQL the end of the transaction does. */
  void unlockTables(Connection connection) throws SQLException {
    if (this == MARIADB) {
      call(connection, "SELECT RELEASE_LOCK('jiaozi_schema')");
    }
  }

  private static void call(Connection connection, String statement) throws SQLException {
    try (Statement call = connection.createStatement()) {
      call.execute(statement);
    }
  }
}
