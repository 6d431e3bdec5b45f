package io.jiaozi.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

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
import org.h2.jdbcx.JdbcDataSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The notification log on every database, and the store round both. */
class StoreTest {

  private static final Fact FACT = new Fact("shop", "", "pay/P1/SUCCESS");
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private static Connection connect(Databases database, String address) throws Exception {
    return database == Databases.H2
        ? DriverManager.getConnection(address)
        : DriverManager.getConnection(address, "postgres", "postgres");
  }

  @ParameterizedTest
  @EnumSource
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
  @EnumSource
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
  @EnumSource
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
  @EnumSource
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
  @EnumSource
  void applicationsTransaction_isCommittedWithTheRow_orNotAtAll(Databases database)
      throws Exception {
    String address = database.fresh();
    try (JdbcStore store = database.open(address);
        Connection shop = connect(database, address);
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
  @EnumSource
  void journal_isIndependentOfTheApplicationsTransaction(Databases database) throws Exception {
    String address = database.fresh();
    try (JdbcStore store = database.open(address);
        Connection shop = connect(database, address)) {
      shop.setAutoCommit(false);
      store.journal().begin(entry());
      shop.rollback();
      assertThat(store.journal().find(entry().key())).isPresent();
    }
  }

  @ParameterizedTest
  @EnumSource
  void newerTables_areRefused(Databases database) throws Exception {
    String address = database.fresh();
    database.open(address).close();
    try (Connection connection = connect(database, address);
        Statement statement = connection.createStatement()) {
      statement.execute("UPDATE jiaozi_schema SET schema_version = 99");
    }
    assertThatThrownBy(() -> database.open(address))
        .isInstanceOf(StoreException.class)
        .hasMessageContaining("version 99")
        .hasMessageContaining("up to " + Schema.NEWEST);
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

  private static JournalEntry entry() {
    Instant noon = Instant.parse("2026-03-01T12:00:00Z");
    return new JournalEntry(
        new JournalKey("shop", "", Operation.PAY, "P1"),
        noon,
        null,
        io.jiaozi.payment.Scene.Kind.QR_CODE,
        null,
        "a".repeat(64),
        PaymentReference.ofNumber("P1"),
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
