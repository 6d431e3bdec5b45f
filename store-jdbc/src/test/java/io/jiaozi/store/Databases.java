package io.jiaozi.store;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Arrays;
import java.util.UUID;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.h2.jdbcx.JdbcDataSource;
import org.jspecify.annotations.Nullable;
import org.mariadb.jdbc.MariaDbDataSource;
import org.postgresql.ds.PGSimpleDataSource;

/** Empty databases, one a test; a server is started once for all. */
enum Databases {
  H2(null, null) {
    @Override
    String fresh() {
      return "jdbc:h2:mem:" + UUID.randomUUID() + ";DB_CLOSE_DELAY=-1";
    }

    @Override
    DataSource source(String address) {
      JdbcDataSource source = new JdbcDataSource();
      source.setUrl(address);
      return source;
    }
  },
  POSTGRESQL("postgres", "postgres") {
    @Override
    String fresh() throws SQLException {
      String name = named();
      EmbeddedPostgres server = PostgresServer.RUNNING;
      try (Connection connection = server.getPostgresDatabase().getConnection();
          Statement statement = connection.createStatement()) {
        statement.execute("CREATE DATABASE " + name);
      }
      return server.getJdbcUrl("postgres", name);
    }

    @Override
    DataSource source(String address) {
      PGSimpleDataSource source = new PGSimpleDataSource();
      source.setUrl(address);
      source.setUser("postgres");
      source.setPassword("postgres");
      return source;
    }
  },
  /** Where Debian's server is installed; there is none inside a jar. */
  MARIADB("root", "") {
    @Override
    boolean isThere() {
      return MariadbServer.isInstalled();
    }

    @Override
    String fresh() throws SQLException {
      String name = named();
      try (Connection connection =
              DriverManager.getConnection(MariadbServer.running().address(""), "root", "");
          Statement statement = connection.createStatement()) {
        statement.execute("CREATE DATABASE " + name);
      }
      return MariadbServer.running().address(name);
    }

    @Override
    DataSource source(String address) throws SQLException {
      MariaDbDataSource source = new MariaDbDataSource(address);
      source.setUser("root");
      source.setPassword("");
      return source;
    }
  };

  private final @Nullable String user;
  private final @Nullable String password;

  Databases(@Nullable String user, @Nullable String password) {
    this.user = user;
    this.password = password;
  }

  /** All that can be tried here. */
  static Stream<Databases> there() {
    return Arrays.stream(values()).filter(Databases::isThere);
  }

  private static String named() {
    return "t" + UUID.randomUUID().toString().replace("-", "");
  }

  boolean isThere() {
    return true;
  }

  /** The address of a database with nothing in it. */
  abstract String fresh() throws SQLException;

  /** An application's own source without a pool. */
  abstract DataSource source(String address) throws SQLException;

  JdbcStore open(String address) {
    return JdbcStore.open(address, user, password);
  }

  Connection connect(String address) throws SQLException {
    return source(address).getConnection();
  }

  /** Started when the first test asks, stopped with the process. */
  private static final class PostgresServer {
    private static final EmbeddedPostgres RUNNING = start();

    private static EmbeddedPostgres start() {
      try {
        return EmbeddedPostgres.builder().setServerConfig("max_connections", "300").start();
      } catch (IOException failed) {
        throw new IllegalStateException(failed);
      }
    }
  }
}
