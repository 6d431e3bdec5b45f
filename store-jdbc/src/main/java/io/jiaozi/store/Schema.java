package io.jiaozi.store;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/**
 * The tables, made and changed by numbered files of plain SQL. The table {@code jiaozi_schema}
 * holds one row with the number of the last file, and is the lock behind which instances that start
 * together wait for each other.
 */
final class Schema {

  /** The last file. */
  static final int NEWEST = 1;

  private Schema() {}

  /** One at a time in a process; processes wait for each other at the table of versions. */
  static synchronized Dialect prepare(Sql sql) {
    Dialect dialect = sql.committed("be reached", Dialect::of);
    sql.defined(
        "make its table of versions",
        connection -> {
          try (Statement statement = connection.createStatement()) {
            statement.execute(
                "CREATE TABLE IF NOT EXISTS jiaozi_schema ("
                    + "id INTEGER NOT NULL PRIMARY KEY, schema_version INTEGER NOT NULL)");
          }
          return true;
        });
    sql.committed(
        "begin its table of versions",
        connection -> {
          try {
            return Sql.update(
                connection,
                dialect.insertUnlessThere("jiaozi_schema", "id, schema_version", "1, 0", "id"));
          } catch (SQLException there) {
            if (dialect.isThere(there)) {
              return 0;
            }
            throw there;
          }
        });
    sql.defined("bring its tables up to date", connection -> migrate(connection, dialect));
    return dialect;
  }

  private static int migrate(Connection connection, Dialect dialect) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(dialect.lockSchema());
    }
    int version =
        Sql.list(
                connection,
                row -> row.getInt(1),
                "SELECT schema_version FROM jiaozi_schema WHERE id = 1")
            .get(0);
    if (version > NEWEST) {
      throw new StoreException(
          "The tables of the store are of version "
              + version
              + ", and this jiaozi-store-jdbc knows versions up to "
              + NEWEST
              + ". A newer instance has changed them: bring this one up to the same version.");
    }
    for (int next = version + 1; next <= NEWEST; next++) {
      for (String text : statements(next)) {
        try (Statement statement = connection.createStatement()) {
          statement.execute(text);
        }
      }
      Sql.update(connection, "UPDATE jiaozi_schema SET schema_version = ? WHERE id = 1", next);
    }
    return NEWEST;
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
    for (String line : text.split("\n", -1)) {
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
