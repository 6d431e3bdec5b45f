package io.jiaozi.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.jiaozi.Operation;
import io.jiaozi.journal.Journal;
import io.jiaozi.journal.JournalEntry;
import io.jiaozi.journal.JournalKey;
import io.jiaozi.notification.NotificationLog;
import io.jiaozi.notification.NotificationLog.Fact;
import io.jiaozi.notification.NotificationLog.Once;
import io.jiaozi.payment.PaymentReference;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;
import org.h2.jdbcx.JdbcDataSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The notification log on every database, and the store round both. */
class StoreTest {

  private static final Fact FACT = new Fact("shop", "", "pay/P1/SUCCESS");
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  @ParameterizedTest
  @MethodSource("io.jiaozi.store.Databases#there")
  void fact_isHandledOnce(Databases database) throws Exception {
    try (JdbcStore store = database.open(database.fresh())) {
      NotificationLog log = store.notificationLog();
      AtomicInteger handled = new AtomicInteger();
      assertThat(log.seen(FACT)).isFalse();
      assertThat(log.once(FACT, PATIENCE, handled::incrementAndGet)).isEqualTo(Once.DONE);
      assertThat(log.once(FACT, PATIENCE, handled::incrementAndGet)).isEqualTo(Once.DUPLICATE);
      assertThat(log.once(new Fact("shop", "S1", FACT.key()), PATIENCE, handled::incrementAndGet))
          .isEqualTo(Once.DONE);
      assertThat(log.seen(FACT)).isTrue();
      assertThat(handled).hasValue(2);
      assertThat(log.forgetBefore(Instant.now().minusSeconds(60))).isZero();
      assertThat(log.forgetBefore(Instant.now().plusSeconds(60))).isEqualTo(2);
    }
  }

  @ParameterizedTest
  @MethodSource("io.jiaozi.store.Databases#there")
  void workThatThrows_leavesNoTrace(Databases database) throws Exception {
    try (JdbcStore store = database.open(database.fresh())) {
      NotificationLog log = store.notificationLog();
      assertThatThrownBy(
              () ->
                  log.once(
                      FACT,
                      PATIENCE,
                      () -> {
                        throw new java.io.IOException("handler");
                      }))
          .isInstanceOf(java.io.IOException.class)
          .hasMessage("handler");
      assertThat(log.seen(FACT)).isFalse();
      assertThat(log.once(FACT, PATIENCE, () -> {})).isEqualTo(Once.DONE);
    }
  }

  @ParameterizedTest
  @MethodSource("io.jiaozi.store.Databases#there")
  void hundredDuplicates_overTwoInstances_reachTheHandlerOnce(Databases database) throws Exception {
    String address = database.fresh();
    AtomicInteger handled = new AtomicInteger();
    ExecutorService threads = Executors.newFixedThreadPool(20);
    try (JdbcStore one = database.open(address);
        JdbcStore two = database.open(address)) {
      List<Callable<Once>> deliveries = new ArrayList<>();
      for (int i = 0; i < 100; i++) {
        NotificationLog log = (i % 2 == 0 ? one : two).notificationLog();
        deliveries.add(() -> log.once(FACT, PATIENCE, handled::incrementAndGet));
      }
      List<Once> all = new ArrayList<>();
      for (Future<Once> delivery : threads.invokeAll(deliveries, 60, TimeUnit.SECONDS)) {
        all.add(delivery.get());
      }
      assertThat(handled).hasValue(1);
      assertThat(all).containsOnlyOnce(Once.DONE).doesNotContain(Once.BUSY).hasSize(100);
    } finally {
      threads.shutdownNow();
    }
  }

  @ParameterizedTest
  @MethodSource("io.jiaozi.store.Databases#there")
  void whileAnotherIsAtWork_itIsBusy_andRunsIfThatFails(Databases database) throws Exception {
    String address = database.fresh();
    ExecutorService threads = Executors.newSingleThreadExecutor();
    try (JdbcStore one = database.open(address);
        JdbcStore two = database.open(address)) {
      CountDownLatch begun = new CountDownLatch(1);
      CountDownLatch end = new CountDownLatch(1);
      Future<Once> first =
          threads.submit(
              () ->
                  one.notificationLog()
                      .once(
                          FACT,
                          PATIENCE,
                          () -> {
                            begun.countDown();
                            end.await();
                            throw new IllegalStateException("failed late");
                          }));
      begun.await();
      NotificationLog other = two.notificationLog();
      assertThat(other.once(FACT, Duration.ZERO, () -> {})).isEqualTo(Once.BUSY);
      end.countDown();
      assertThat(other.once(FACT, PATIENCE, () -> {})).isEqualTo(Once.DONE);
      assertThatThrownBy(first::get).hasCauseInstanceOf(IllegalStateException.class);
    } finally {
      threads.shutdownNow();
    }
  }

  @ParameterizedTest
  @MethodSource("io.jiaozi.store.Databases#there")
  void applicationsTransaction_isCommittedWithTheRow_orNotAtAll(Databases database)
      throws Exception {
    String address = database.fresh();
    try (JdbcStore store = database.open(address);
        Connection shop = database.connect(address);
        Statement statement = shop.createStatement()) {
      statement.execute("CREATE TABLE shipped (merchant_number VARCHAR(64) NOT NULL)");
      shop.setAutoCommit(false);
      NotificationLog log =
          store.notificationLog(
              work -> {
                boolean done = false;
                try {
                  work.on(shop);
                  shop.commit();
                  done = true;
                } finally {
                  if (!done) {
                    shop.rollback();
                  }
                }
              });
      assertThatThrownBy(
              () ->
                  log.once(
                      FACT,
                      PATIENCE,
                      () -> {
                        statement.execute("INSERT INTO shipped VALUES ('P1')");
                        throw new IllegalStateException("crash");
                      }))
          .hasMessage("crash");
      assertThat(log.seen(FACT)).isFalse();
      log.once(FACT, PATIENCE, () -> statement.execute("INSERT INTO shipped VALUES ('P1')"));
      assertThat(
              log.once(
                  FACT, PATIENCE, () -> statement.execute("INSERT INTO shipped VALUES ('P1')")))
          .isEqualTo(Once.DUPLICATE);
      try (var rows = statement.executeQuery("SELECT COUNT(*) FROM shipped")) {
        assertThat(rows.next()).isTrue();
        assertThat(rows.getInt(1)).isEqualTo(1);
      }
      shop.rollback();
    }
  }

  @ParameterizedTest
  @MethodSource("io.jiaozi.store.Databases#there")
  void journal_isIndependentOfTheApplicationsTransaction(Databases database) throws Exception {
    String address = database.fresh();
    try (JdbcStore store = database.open(address);
        Connection shop = database.connect(address)) {
      shop.setAutoCommit(false);
      store.journal().begin(entry());
      shop.rollback();
      assertThat(store.journal().find(entry().key())).isPresent();
    }
  }

  @ParameterizedTest
  @MethodSource("io.jiaozi.store.Databases#there")
  void newerTables_areRefused(Databases database) throws Exception {
    String address = database.fresh();
    database.open(address).close();
    try (Connection connection = database.connect(address);
        Statement statement = connection.createStatement()) {
      statement.execute("UPDATE jiaozi_schema SET schema_version = 99");
    }
    assertThatThrownBy(() -> database.open(address))
        .isInstanceOf(StoreException.class)
        .hasMessageContaining("version 99")
        .hasMessageContaining("up to " + Schema.NEWEST);
  }

  @ParameterizedTest
  @MethodSource("io.jiaozi.store.Databases#there")
  void olderTables_areBroughtUpToDate_andKeepTheirRows(Databases database) throws Exception {
    String address = database.fresh();
    try (JdbcStore store = database.open(address)) {
      store.journal().begin(entry());
    }
    try (Connection connection = database.connect(address);
        Statement statement = connection.createStatement()) {
      statement.execute("UPDATE jiaozi_schema SET schema_version = 0");
    }
    try (JdbcStore store = database.open(address);
        Connection connection = database.connect(address);
        Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery("SELECT schema_version FROM jiaozi_schema")) {
      assertThat(row.next()).isTrue();
      assertThat(row.getInt(1)).isEqualTo(Schema.NEWEST);
      assertThat(row.next()).isFalse();
      assertThat(store.journal().find(entry().key())).isPresent();
    }
  }

  @ParameterizedTest
  @MethodSource("io.jiaozi.store.Databases#there")
  void instancesThatStartTogether_allFindTheTables(Databases database) throws Exception {
    for (int round = 0; round < 5; round++) {
      DataSource source = database.source(database.fresh());
      List<Callable<Boolean>> starts = new ArrayList<>();
      for (int i = 0; i < 8; i++) {
        starts.add(() -> JdbcStore.open(source).journal().find(entry().key()).isEmpty());
      }
      assertThat(together(starts)).hasSize(8).containsOnly(true);
    }
  }

  /** A role that may write rows and nothing else, as operators like it. */
  @Test
  void tablesThatAreThere_needNoRightToMakeThem() throws Exception {
    String address = Databases.POSTGRESQL.fresh();
    Databases.POSTGRESQL.open(address).close();
    String role = "r" + java.util.UUID.randomUUID().toString().replace("-", "");
    try (Connection connection = Databases.POSTGRESQL.connect(address);
        Statement statement = connection.createStatement()) {
      statement.execute("CREATE ROLE " + role + " LOGIN PASSWORD 'x'");
      statement.execute("REVOKE CREATE ON SCHEMA public FROM PUBLIC");
      statement.execute("GRANT SELECT ON jiaozi_schema TO " + role);
      statement.execute(
          "GRANT SELECT, INSERT, UPDATE, DELETE ON jiaozi_journal, jiaozi_notification TO " + role);
    }
    String plain = address.substring(0, address.indexOf('?'));
    try (JdbcStore store = JdbcStore.open(plain, role, "x")) {
      assertThat(store.journal().begin(entry()).fresh()).isTrue();
      assertThat(store.notificationLog().once(FACT, PATIENCE, () -> {})).isEqualTo(Once.DONE);
      assertThat(store.journal().forgetEndedBefore(Instant.now())).isZero();
    }
  }

  @ParameterizedTest
  @MethodSource("io.jiaozi.store.Databases#there")
  void longestAndLikeKeys_areFactsOfTheirOwn(Databases database) throws Exception {
    try (JdbcStore store = database.open(database.fresh())) {
      NotificationLog log = store.notificationLog();
      String name = "n".repeat(64);
      String key = "k".repeat(199);
      for (String end : List.of("a", "A", "b", " ")) {
        assertThat(log.once(new Fact(name, name, key + end), PATIENCE, () -> {}))
            .as("key with \"%s\"", end)
            .isEqualTo(Once.DONE);
      }
      // What is too long is refused, not cut: cut, it would be taken for a fact that is handled.
      AtomicInteger handled = new AtomicInteger();
      for (String tail : List.of("1", "2")) {
        Fact tooLong = new Fact(name + tail, "", "k");
        assertThatThrownBy(() -> log.once(tooLong, PATIENCE, handled::incrementAndGet))
            .isInstanceOf(StoreException.class);
      }
      assertThat(handled).hasValue(0);
    }
  }

  @ParameterizedTest
  @MethodSource("io.jiaozi.store.Databases#there")
  void whenTheFirstFails_oneOfThoseThatWait_runs(Databases database) throws Exception {
    String address = database.fresh();
    try (JdbcStore one = database.open(address);
        JdbcStore two = database.open(address)) {
      for (int round = 0; round < 5; round++) {
        Fact fact = new Fact("shop", "", "round/" + round);
        AtomicInteger begun = new AtomicInteger();
        AtomicInteger done = new AtomicInteger();
        List<Callable<String>> deliveries = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
          NotificationLog log = (i % 2 == 0 ? one : two).notificationLog();
          deliveries.add(
              () -> {
                try {
                  return log.once(
                          fact,
                          PATIENCE,
                          () -> {
                            if (begun.incrementAndGet() <= 2) {
                              throw new IllegalStateException("handler");
                            }
                            done.incrementAndGet();
                          })
                      .name();
                } catch (IllegalStateException failed) {
                  return failed.getMessage();
                }
              });
        }
        List<String> all = together(deliveries);
        assertThat(all).filteredOn("handler"::equals).hasSize(2);
        assertThat(all).filteredOn("DONE"::equals).hasSize(1);
        assertThat(all).filteredOn("DUPLICATE"::equals).hasSize(5);
        assertThat(done).hasValue(1);
      }
    }
  }

  /** A handler may refund: then it needs the journal while its own connection is in use. */
  @ParameterizedTest
  @MethodSource("io.jiaozi.store.Databases#there")
  void moreHandlersThanConnections_whichUseTheJournal_allEnd(Databases database) throws Exception {
    try (JdbcStore store = database.open(database.fresh())) {
      NotificationLog log = store.notificationLog();
      Journal journal = store.journal();
      List<Callable<Once>> deliveries = new ArrayList<>();
      for (int i = 0; i < 40; i++) {
        Fact fact = new Fact("shop", "", "many/" + i);
        JournalEntry entry = entry("M" + i);
        deliveries.add(
            () -> log.once(fact, PATIENCE, () -> journal.replace(journal.begin(entry).entry())));
      }
      assertThat(together(deliveries)).hasSize(40).containsOnly(Once.DONE);
      assertThat(journal.find(entry("M39").key()).orElseThrow().version()).isEqualTo(2);
    }
  }

  /** The handler's own database may fail as well; that is the handler's failure. */
  @ParameterizedTest
  @MethodSource("io.jiaozi.store.Databases#there")
  void handlersOwnSqlFailure_comesAsItIs(Databases database) throws Exception {
    try (JdbcStore store = database.open(database.fresh())) {
      SQLException own = new SQLException("the shop's", "40001");
      assertThatThrownBy(
              () ->
                  store
                      .notificationLog()
                      .once(
                          FACT,
                          PATIENCE,
                          () -> {
                            throw own;
                          }))
          .isSameAs(own);
      assertThat(store.notificationLog().seen(FACT)).isFalse();
    }
  }

  /** Spring's template, for one, lets no checked exception through. */
  @ParameterizedTest
  @MethodSource("io.jiaozi.store.Databases#there")
  void transactionsThatWrapWhatIsThrown_changeNothing(Databases database) throws Exception {
    DataSource source = database.source(database.fresh());
    NotificationLog log =
        JdbcStore.open(source)
            .notificationLog(
                work -> {
                  try {
                    inOneTransaction(source, work);
                  } catch (Exception wrapped) {
                    throw new IllegalStateException("rolled back", wrapped);
                  }
                });
    assertThatThrownBy(
            () ->
                log.once(
                    FACT,
                    PATIENCE,
                    () -> {
                      throw new java.io.IOException("handler");
                    }))
        .isInstanceOf(java.io.IOException.class)
        .hasMessage("handler");
    assertThat(log.once(FACT, PATIENCE, () -> {})).isEqualTo(Once.DONE);
    assertThat(log.once(FACT, PATIENCE, () -> {})).isEqualTo(Once.DUPLICATE);
  }

  @ParameterizedTest
  @MethodSource("io.jiaozi.store.Databases#there")
  void transactionsThatAreNone_areFoundOut(Databases database) throws Exception {
    String address = database.fresh();
    DataSource source = database.source(address);
    JdbcStore store = JdbcStore.open(source);
    AtomicInteger handled = new AtomicInteger();
    try (Connection commitsByItself = source.getConnection()) {
      assertThatThrownBy(
              () ->
                  store
                      .notificationLog(work -> work.on(commitsByItself))
                      .once(FACT, PATIENCE, handled::incrementAndGet))
          .isInstanceOf(StoreException.class)
          .hasMessageContaining("Begin a transaction first");
    }
    assertThatThrownBy(
            () -> store.notificationLog(work -> {}).once(FACT, PATIENCE, handled::incrementAndGet))
        .isInstanceOf(StoreException.class)
        .hasMessageContaining("without having run");
    assertThat(handled).hasValue(0);
    assertThat(store.notificationLog().seen(FACT)).isFalse();
  }

  /** Neither the handler's statements nor who gets the connection next wait as the store does. */
  @ParameterizedTest
  @MethodSource("io.jiaozi.store.Databases#there")
  void applicationsConnection_keepsItsOwnLimits(Databases database) throws Exception {
    String address = database.fresh();
    JdbcStore store = JdbcStore.open(database.source(address));
    try (Connection shop = database.connect(address);
        Connection other = database.connect(address)) {
      Dialect dialect = Dialect.of(shop);
      String usual = dialect.rowWait(shop);
      assertThat(usual).isNotEqualTo(dialect.rowWait(Duration.ofSeconds(7)));
      shop.setAutoCommit(false);
      other.setAutoCommit(false);
      NotificationLog log = store.notificationLog(work -> onOne(shop, work));
      NotificationLog others = store.notificationLog(work -> onOne(other, work));
      List<String> seen = new ArrayList<>();
      Once how =
          log.once(
              FACT,
              Duration.ofSeconds(7),
              () -> {
                seen.add(dialect.rowWait(shop));
                try (Statement own = shop.createStatement()) {
                  seen.add(Integer.toString(own.getQueryTimeout()));
                }
                assertThat(others.once(FACT, Duration.ZERO, () -> {})).isEqualTo(Once.BUSY);
              });
      assertThat(how).isEqualTo(Once.DONE);
      assertThat(seen).containsExactly(usual, "0");
      assertThat(dialect.rowWait(shop)).isEqualTo(usual);
      assertThat(dialect.rowWait(other)).isEqualTo(usual);
      shop.rollback();
      other.rollback();
    }
  }

  /** What an application may have set as the default of its sources. */
  @ParameterizedTest
  @ValueSource(strings = {"repeatable read", "serializable"})
  void strictIsolation_onlyCostsRepeats(String isolation) throws Exception {
    String address = Databases.POSTGRESQL.fresh();
    try (Connection connection = Databases.POSTGRESQL.connect(address);
        Statement statement = connection.createStatement()) {
      statement.execute(
          "ALTER DATABASE "
              + connection.getCatalog()
              + " SET default_transaction_isolation = '"
              + isolation
              + "'");
    }
    AtomicInteger handled = new AtomicInteger();
    try (JdbcStore one = Databases.POSTGRESQL.open(address);
        JdbcStore two = Databases.POSTGRESQL.open(address)) {
      List<Callable<Once>> deliveries = new ArrayList<>();
      List<Callable<Boolean>> begins = new ArrayList<>();
      List<Callable<Integer>> sweeps = new ArrayList<>();
      for (int i = 0; i < 8; i++) {
        JdbcStore store = i % 2 == 0 ? one : two;
        deliveries.add(
            () -> store.notificationLog().once(FACT, PATIENCE, handled::incrementAndGet));
        begins.add(() -> store.journal().begin(entry()).fresh());
        sweeps.add(
            () -> {
              Instant now = Instant.parse("2026-03-01T12:00:00Z");
              return store.journal().lease(List.of("shop"), now, now.plusSeconds(9), 5).size();
            });
      }
      assertThat(together(deliveries))
          .containsOnly(Once.DONE, Once.DUPLICATE)
          .containsOnlyOnce(Once.DONE);
      assertThat(handled).hasValue(1);
      assertThat(together(begins)).containsOnlyOnce(true);
      assertThat(together(sweeps).stream().mapToInt(Integer::intValue).sum()).isEqualTo(1);
    }
  }

  @Test
  void databaseThatGoesAway_duringTheWork_remembersNothing() throws Exception {
    String address = Databases.POSTGRESQL.fresh();
    try (JdbcStore store = Databases.POSTGRESQL.open(address);
        Connection operator = Databases.POSTGRESQL.connect(address);
        Statement statement = operator.createStatement()) {
      NotificationLog log = store.notificationLog();
      assertThatThrownBy(
              () ->
                  log.once(
                      FACT,
                      PATIENCE,
                      () ->
                          statement.execute(
                              "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                                  + " WHERE datname = current_database()"
                                  + " AND pid <> pg_backend_pid()")))
          .isInstanceOf(StoreException.class)
          .hasMessageContaining("remember a fact");
      AtomicInteger handled = new AtomicInteger();
      assertThat(log.once(FACT, PATIENCE, handled::incrementAndGet)).isEqualTo(Once.DONE);
      assertThat(handled).hasValue(1);
    }
  }

  @Test
  void mariadb_isTriedWhereItIsInstalled() throws Exception {
    assumeTrue(
        Databases.MARIADB.isThere(),
        "MariaDB is not tried, because Debian's mariadb-server is not installed here.");
    try (Connection connection = Databases.MARIADB.connect(Databases.MARIADB.fresh())) {
      assertThat(Dialect.of(connection)).isEqualTo(Dialect.MARIADB);
    }
  }

  private static void inOneTransaction(DataSource source, Transactions.Work work) throws Exception {
    try (Connection connection = source.getConnection()) {
      connection.setAutoCommit(false);
      onOne(connection, work);
    }
  }

  private static void onOne(Connection connection, Transactions.Work work) throws Exception {
    boolean done = false;
    try {
      work.on(connection);
      connection.commit();
      done = true;
    } finally {
      if (!done) {
        connection.rollback();
      }
    }
  }

  private static <T> List<T> together(List<Callable<T>> work) throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(work.size());
    try {
      List<T> results = new ArrayList<>();
      for (Future<T> done : threads.invokeAll(work, 60, TimeUnit.SECONDS)) {
        results.add(done.get());
      }
      return results;
    } finally {
      threads.shutdownNow();
    }
  }

  @Test
  void applicationsDataSource_staysOpen() throws Exception {
    JdbcDataSource source = new JdbcDataSource();
    source.setUrl(Databases.H2.fresh());
    JdbcStore store = JdbcStore.open(source);
    store.close();
    assertThat(store.journal().find(entry().key())).isEmpty();
  }

  @Test
  void embeddedFile_isThereAgain(@TempDir Path folder) {
    Path file = folder.resolve("journal");
    try (JdbcStore store = JdbcStore.embedded(file)) {
      store.journal().begin(entry());
    }
    try (JdbcStore store = JdbcStore.embedded(file)) {
      Journal journal = store.journal();
      assertThat(journal.find(entry().key())).contains(entry().version(1));
    }
  }

  @Test
  void databaseThatIsNotThere_saysWhatToCheck_andNoPassword() {
    assertThatThrownBy(() -> JdbcStore.open("jdbc:nothing://x", "u", "hunter2"))
        .isInstanceOf(StoreException.class)
        .hasMessageContaining("driver")
        .hasMessageNotContaining("hunter2");
  }

  @Test
  void failures_quoteNoRow(@TempDir Path folder) throws Exception {
    Path file = folder.resolve("journal");
    try (JdbcStore store = JdbcStore.embedded(file);
        Connection connection =
            DriverManager.getConnection(
                "jdbc:h2:file:" + file + ";WRITE_DELAY=0;DB_CLOSE_ON_EXIT=FALSE", "jiaozi", "");
        Statement statement = connection.createStatement()) {
      statement.execute("DROP TABLE jiaozi_journal");
      assertThatThrownBy(() -> store.journal().begin(entry()))
          .isInstanceOf(StoreException.class)
          .hasMessageContaining("write an intent")
          .hasMessageContaining("SQL state")
          .hasMessageNotContaining("P1");
    }
  }

  @Test
  void settingsInAPath_areRefused() {
    assertThatThrownBy(() -> JdbcStore.embedded(Path.of("journal;INIT=x")))
        .isInstanceOf(StoreException.class)
        .hasMessageContaining("semicolon");
  }

  private static JournalEntry entry() {
    return entry("P1");
  }

  private static JournalEntry entry(String number) {
    Instant noon = Instant.parse("2026-03-01T12:00:00Z");
    return new JournalEntry(
        new JournalKey("shop", "", Operation.PAY, number),
        noon,
        null,
        io.jiaozi.payment.Scene.Kind.QR_CODE,
        null,
        "a".repeat(64),
        PaymentReference.ofNumber(number),
        null,
        JournalEntry.Phase.OPEN,
        null,
        null,
        noon,
        0,
        noon,
        0);
  }
}
