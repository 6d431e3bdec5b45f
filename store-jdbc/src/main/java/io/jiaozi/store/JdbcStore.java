package io.jiaozi.store;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.jiaozi.TimeSource;
import io.jiaozi.journal.Journal;
import io.jiaozi.notification.NotificationLog;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Objects;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * The journal and the notification log in one database: H2, PostgreSQL or MariaDB. Opening makes
 * the tables {@code jiaozi_schema}, {@code jiaozi_journal} and {@code jiaozi_notification}, or
 * brings them up to date; instances that start together wait for each other.
 *
 * <p>Several instances of a shop that open the same database share journal and log. Safe for use by
 * many threads. What fails throws {@link StoreException}.
 */
public final class JdbcStore implements AutoCloseable {

  /** A store's statements are short; more connections than this would only wait in the database. */
  private static final int CONNECTIONS = 16;

  private final DataSource source;
  private final @Nullable HikariDataSource pool;
  private final Sql sql;
  private final Dialect dialect;

  private JdbcStore(DataSource source, @Nullable HikariDataSource pool) {
    this.source = source;
    this.pool = pool;
    this.sql = new Sql(source);
    this.dialect = Schema.prepare(sql);
  }

  /**
   * On the application's own pool. The pool stays the application's: {@link #close} leaves it open.
   * The store takes connections of its own from it and never joins a transaction that the
   * application has open, except through {@link Transactions}.
   */
  public static JdbcStore open(DataSource source) {
    return new JdbcStore(Objects.requireNonNull(source, "source"), null);
  }

  /**
   * On a database by its URL, with a pool of at most 16 connections of the store's own. The driver
   * has to be on the class path; that of H2 is.
   *
   * @param user null if the URL says it, or none is needed
   * @param password null if the URL says it, or none is needed
   */
  public static JdbcStore open(String url, @Nullable String user, @Nullable String password) {
    HikariConfig config = new HikariConfig();
    config.setPoolName("jiaozi-store");
    config.setJdbcUrl(Objects.requireNonNull(url, "url"));
    config.setUsername(user);
    config.setPassword(password);
    config.setMaximumPoolSize(CONNECTIONS);
    config.setMinimumIdle(1);
    HikariDataSource pool;
    try {
      pool = new HikariDataSource(config);
    } catch (RuntimeException refused) {
      throw new StoreException(
          "The store cannot reach its database ("
              + refused.getClass().getSimpleName()
              + "). Check the address, user and password, and that the driver is on the class"
              + " path.");
    }
    boolean opened = false;
    try {
      JdbcStore store = new JdbcStore(pool, pool);
      opened = true;
      return store;
    } finally {
      if (!opened) {
        pool.close();
      }
    }
  }

  /**
   * In a file of an H2 database inside this process. For one instance; its data is there again
   * after a crash.
   *
   * @param file without the ending {@code .mv.db}, which H2 adds
   */
  public static JdbcStore embedded(Path file) {
    // WRITE_DELAY=0: a commit is on the disk when it returns.
    return open(
        "jdbc:h2:file:" + file.toAbsolutePath() + ";WRITE_DELAY=0;DB_CLOSE_ON_EXIT=FALSE",
        "jiaozi",
        "");
  }

  /** Where the gateway keeps intents and outcomes. */
  public Journal journal() {
    return new JdbcJournal(sql, dialect);
  }

  /**
   * Where handled messages are remembered, each in a transaction of the store's own: what the
   * handler writes is committed by itself before. A crash between the two makes the channel's next
   * delivery reach the handler again.
   */
  public NotificationLog notificationLog() {
    return notificationLog(this::onOwnConnection);
  }

  /**
   * Where handled messages are remembered, in the application's transactions: what the handler
   * writes through the same transaction is committed with the row, or not at all.
   *
   * @param transactions begin transactions on this store's database
   */
  public NotificationLog notificationLog(Transactions transactions) {
    return new JdbcNotificationLog(
        sql, dialect, Objects.requireNonNull(transactions, "transactions"), TimeSource.system());
  }

  private void onOwnConnection(Transactions.Work work) throws Exception {
    try (Connection connection = source.getConnection()) {
      boolean auto = connection.getAutoCommit();
      connection.setAutoCommit(false);
      boolean done = false;
      try {
        work.on(connection);
        connection.commit();
        done = true;
      } finally {
        if (!done) {
          connection.rollback();
        }
        connection.setAutoCommit(auto);
      }
    } catch (SQLException failed) {
      throw Sql.failure("remember a fact", failed);
    }
  }

  /** Closes the pool, if it is the store's own. Harmless to repeat. */
  @Override
  public void close() {
    if (pool != null) {
      pool.close();
    }
  }
}
