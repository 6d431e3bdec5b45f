package io.jiaozi.store;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.jiaozi.TimeSource;
import io.jiaozi.journal.Journal;
import io.jiaozi.notification.NotificationLog;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
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

  /** The journal's statements are short; more connections would only wait in the database. */
  private static final int FOR_THE_JOURNAL = 8;

  /** How many messages are handled at once. */
  private static final int FOR_HANDLERS = 16;

  private final DataSource forHandlers;
  private final List<HikariDataSource> pools;
  private final Sql sql;
  private final Dialect dialect;

  private JdbcStore(
      DataSource forTheJournal, DataSource forHandlers, List<HikariDataSource> pools) {
    this.forHandlers = forHandlers;
    this.pools = pools;
    this.sql = new Sql(forTheJournal);
    this.dialect = Schema.prepare(sql);
  }

  /**
   * On the application's own pool. The pool stays the application's: {@link #close} leaves it open.
   * The store takes connections of its own from it and never joins a transaction that the
   * application has open, except through {@link Transactions}: it needs a {@code DataSource} whose
   * every {@code getConnection} is another one.
   *
   * <p>Each message in hand holds a connection, and a handler that calls the gateway needs a second
   * one for the journal: the pool has to have more connections than messages are handled at once.
   */
  public static JdbcStore open(DataSource source) {
    Objects.requireNonNull(source, "source");
    return new JdbcStore(source, source, List.of());
  }

  /**
   * On a database by its URL, with pools of the store's own: at most 8 connections for the journal,
   * and at most 16 for messages in hand, so that neither waits for the other. The driver has to be
   * on the class path; that of H2 is.
   *
   * @param user null if the URL says it, or none is needed
   * @param password null if the URL says it, or none is needed
   */
  public static JdbcStore open(String url, @Nullable String user, @Nullable String password) {
    Objects.requireNonNull(url, "url");
    List<HikariDataSource> pools = new ArrayList<>();
    boolean opened = false;
    try {
      HikariDataSource forTheJournal = pool("jiaozi-journal", FOR_THE_JOURNAL, url, user, password);
      pools.add(forTheJournal);
      HikariDataSource forHandlers = pool("jiaozi-handlers", FOR_HANDLERS, url, user, password);
      pools.add(forHandlers);
      JdbcStore store = new JdbcStore(forTheJournal, forHandlers, List.copyOf(pools));
      opened = true;
      return store;
    } finally {
      if (!opened) {
        pools.forEach(HikariDataSource::close);
      }
    }
  }

  private static HikariDataSource pool(
      String name, int most, String url, @Nullable String user, @Nullable String password) {
    HikariConfig config = new HikariConfig();
    config.setPoolName(name);
    config.setMaximumPoolSize(most);
    config.setMinimumIdle(1);
    config.setUsername(user);
    config.setPassword(password);
    try {
      config.setJdbcUrl(url);
      return new HikariDataSource(config);
    } catch (RuntimeException refused) {
      throw new StoreException(
          "The store cannot reach its database ("
              + refused.getClass().getSimpleName()
              + "). Check the address, user and password, and that the driver is on the class"
              + " path.");
    }
  }

  /**
   * In a file of an H2 database inside this process. For one instance, which locks the file; its
   * data is there again after a crash of the process.
   *
   * @param file without the ending {@code .mv.db}, which H2 adds, and without a semicolon, which
   *     would begin a setting of H2
   */
  public static JdbcStore embedded(Path file) {
    if (file.toAbsolutePath().toString().contains(";")) {
      throw new StoreException(
          "The path of an embedded store has a semicolon, behind which H2 reads settings. Choose"
              + " another file.");
    }
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

  /** The log keeps what the work threw; what is caught here comes of the database. */
  private void onOwnConnection(Transactions.Work work) throws Exception {
    try (Connection connection = forHandlers.getConnection()) {
      Sql.inTransaction(
          connection,
          own -> {
            work.on(own);
            return true;
          });
    } catch (SQLException failed) {
      throw Sql.failure("remember a fact", failed);
    }
  }

  /** Closes the pools, if they are the store's own. Harmless to repeat. */
  @Override
  public void close() {
    pools.forEach(HikariDataSource::close);
  }
}
