package io.jiaozi.store;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.UUID;

/** Empty databases, one a test; the server is started once for all. */
enum Databases {
  H2 {
    @Override
    String fresh() {
      return "jdbc:h2:mem:" + UUID.randomUUID() + ";DB_CLOSE_DELAY=-1";
    }
  },
  POSTGRESQL {
    @Override
    String fresh() throws IOException, SQLException {
      String name = "t" + UUID.randomUUID().toString().replace("-", "");
      EmbeddedPostgres server = Server.POSTGRES;
      try (Connection connection = server.getPostgresDatabase().getConnection();
          Statement statement = connection.createStatement()) {
        statement.execute("CREATE DATABASE " + name);
      }
      return server.getJdbcUrl("postgres", name);
    }
  };

  /** The address of a database with nothing in it. */
  abstract String fresh() throws IOException, SQLException;

  JdbcStore open(String address) {
    return this == H2
        ? JdbcStore.open(address, null, null)
        : JdbcStore.open(address, "postgres", "postgres");
  }

  /** Started when the first test asks, stopped with the process. */
  private static final class Server {
    private static final EmbeddedPostgres POSTGRES = start();

    private static EmbeddedPostgres start() {
      try {
        return EmbeddedPostgres.builder().setServerConfig("max_connections", "200").start();
      } catch (IOException failed) {
        throw new IllegalStateException(failed);
      }
    }
  }
}
