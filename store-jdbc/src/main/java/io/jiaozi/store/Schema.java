package io.jiaozi.store;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The tables, made and changed by numbered files of plain SQL. The table {@code jiaozi_schema}
 * holds one row with the number of the last file. Instances that start together wait for each
 * other; one that finds the newest tables changes nothing, and needs no right to.
 */
final class Schema {

  /** The last file. */
  static final int NEWEST = 1;

  private static final ReentrantLock THIS_PROCESS = new ReentrantLock();

  private Schema() {}

  static Dialect prepare(Sql sql) {
    Dialect dialect = sql.committed("be reached", Dialect::of);
    if (!isNewest(sql)) {
      THIS_PROCESS.lock();
      try {
        sql.committed("bring its tables up to date", connection -> migrate(connection, dialect));
      } catch (StoreException failed) {
        // Somebody else, in another process of a served H2, may have been faster.
        if (!isNewest(sql)) {
          throw failed;
        }
      } finally {
        THIS_PROCESS.unlock();
      }
    }
    return dialect;
  }

  private static boolean isNewest(Sql sql) {
    List<Integer> versions;
    try {
      versions = sql.committed("read the version of its tables", Schema::versions);
    } catch (StoreException noTable) {
      return false;
    }
    return versions.size() == 1 && checked(versions.get(0)) == NEWEST;
  }

  private static List<Integer> versions(Connection connection) throws SQLException {
    return Sql.list(
        connection, row -> row.getInt(1), "SELECT schema_version FROM jiaozi_schema WHERE id = 1");
  }

  private static int checked(int version) {
    if (version > NEWEST) {
      throw new StoreException(
          "The tables of the store are of version "
              + version
              + ", and this jiaozi-store-jdbc knows versions up to "
              + NEWEST
              + ". A newer instance has changed them: bring this one up to the same version.");
    }
    return version;
  }

  private static int migrate(Connection connection, Dialect dialect) throws SQLException {
    dialect.lockTables(connection);
    try {
      execute(
          connection,
          "CREATE TABLE IF NOT EXISTS jiaozi_schema ("
              + "id INTEGER NOT NULL PRIMARY KEY, schema_version INTEGER NOT NULL)"
              + dialect.tableOptions());
      begin(connection, dialect);
      int version = checked(versions(connection).get(0));
      for (int next = version + 1; next <= NEWEST; next++) {
        for (String text : statements(next)) {
          execute(
              connection, text.startsWith("CREATE TABLE") ? text + dialect.tableOptions() : text);
        }
        Sql.update(connection, "UPDATE jiaozi_schema SET schema_version = ? WHERE id = 1", next);
      }
      return NEWEST;
    } finally {
      dialect.unlockTables(connection);
    }
  }

  private static void begin(Connection connection, Dialect dialect) throws SQLException {
    try {
      Sql.update(
          connection,
          dialect.insertUnlessThere("jiaozi_schema", "id, schema_version", "1, 0", "id"));
    } catch (SQLException there) {
      if (!dialect.isThere(there)) {
        throw there;
      }
    }
  }

  private static void execute(Connection connection, String text) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(text);
    }
  }

  private static List<String> statements(int number) {
    String text;
    try (InputStream in = Schema.class.getResourceAsStream(number + ".sql")) {
      if (in == null) {
        throw new StoreException("The jar of the store lacks its file " + number + ".sql.");
      }
      text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException unreadable) {
      throw new StoreException("The jar of the store cannot be read.", unreadable);
    }
    List<String> statements = new ArrayList<>();
    StringBuilder current = new StringBuilder();
    for (String line : text.lines().toList()) {
      if (line.startsWith("--")) {
        continue;
      }
      current.append(line).append('\n');
      if (line.endsWith(";")) {
        statements.add(current.substring(0, current.lastIndexOf(";")));
        current.setLength(0);
      }
    }
    return statements;
  }
}
