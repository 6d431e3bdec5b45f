package io.jiaozi.store;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Where databases differ: inserting a row unless it is there, and nothing else. */
enum Dialect {
  H2,
  POSTGRESQL,
  MARIADB;

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
   * An insert that does nothing, and says so by zero rows, if the key is there. A key that another
   * transaction has just inserted is waited for.
   */
  String insertUnlessThere(String table, String columns, String places, String key) {
    return switch (this) {
      case POSTGRESQL ->
          "INSERT INTO "
              + table
              + " ("
              + columns
              + ") VALUES ("
              + places
              + ") ON CONFLICT ("
              + key
              + ") DO NOTHING";
      case MARIADB -> "INSERT IGNORE INTO " + table + " (" + columns + ") VALUES (" + places + ")";
      case H2 -> "INSERT INTO " + table + " (" + columns + ") VALUES (" + places + ")";
    };
  }

  /** Whether this failure of {@link #insertUnlessThere} means that the key is there. */
  boolean isThere(SQLException failed) {
    return this == H2 && "23505".equals(failed.getSQLState());
  }

  /**
   * Sets how long statements wait for another transaction's row.
   *
   * @return what was set before, to be set again where it would outlive the transaction; null where
   *     it would not
   */
  @Nullable Long waitForRows(Connection connection, long millis) throws SQLException {
    return switch (this) {
      case POSTGRESQL -> {
        execute(connection, "SET LOCAL lock_timeout = " + millis);
        yield null;
      }
      case H2 -> {
        long before = read(connection, "CALL LOCK_TIMEOUT()");
        execute(connection, "SET LOCK_TIMEOUT " + millis);
        yield before;
      }
      case MARIADB -> {
        long before = read(connection, "SELECT @@innodb_lock_wait_timeout") * 1_000;
        execute(connection, "SET innodb_lock_wait_timeout = " + Math.max(1, millis / 1_000));
        yield before;
      }
    };
  }

  private static void execute(Connection connection, String text) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(text);
    }
  }

  private static long read(Connection connection, String question) throws SQLException {
    return Sql.list(connection, row -> row.getLong(1), question).get(0);
  }

  /** Whether a statement gave up waiting for another transaction's row. */
  boolean gaveUpWaiting(SQLException failed) {
    return switch (this) {
      case H2 -> failed.getErrorCode() == 50200;
      case POSTGRESQL -> "55P03".equals(failed.getSQLState());
      case MARIADB -> failed.getErrorCode() == 1205;
    };
  }

  /** Makes transactions that are seen by all start from what is committed now. */
  String lockSchema() {
    return switch (this) {
      case POSTGRESQL -> "LOCK TABLE jiaozi_schema IN EXCLUSIVE MODE";
      case H2, MARIADB -> "UPDATE jiaozi_schema SET schema_version = schema_version";
    };
  }
}
