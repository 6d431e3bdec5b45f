package io.jiaozi.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.jiaozi.Operation;
import io.jiaozi.journal.Journal;
import io.jiaozi.journal.JournalEntry;
import io.jiaozi.journal.JournalEntry.Phase;
import io.jiaozi.journal.JournalKey;
import io.jiaozi.money.Money;
import io.jiaozi.payment.PaymentReference;
import io.jiaozi.payment.PaymentState;
import io.jiaozi.payment.Scene;
import io.jiaozi.refund.RefundReference;
import io.jiaozi.refund.RefundState;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What every journal does, in memory and in every database. */
class JournalContractTest {

  private static final Instant NOON = Instant.parse("2026-03-01T12:00:00.123Z");
  private static final List<String> SHOP = List.of("shop");

  private final List<AutoCloseable> open = new ArrayList<>();

  /** Where a journal is kept. */
  enum Keeper {
    MEMORY,
    H2,
    POSTGRESQL;
  }

  @AfterEach
  void close() throws Exception {
    for (AutoCloseable thing : open) {
      thing.close();
    }
  }

  /** Journals of several instances on one database. */
  private List<Journal> instances(Keeper keeper, int count) throws Exception {
    if (keeper == Keeper.MEMORY) {
      Journal one = Journal.inMemory();
      return java.util.Collections.nCopies(count, one);
    }
    Databases database = Databases.valueOf(keeper.name());
    String address = database.fresh();
    List<Callable<JdbcStore>> starts = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      starts.add(() -> database.open(address));
    }
    List<JdbcStore> stores = together(starts);
    open.addAll(stores);
    return stores.stream().map(JdbcStore::journal).toList();
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

  private static JournalEntry payment(String number, Instant askAt) {
    return new JournalEntry(
        new JournalKey("shop", "", Operation.PAY, number),
        NOON,
        NOON.plusSeconds(1_800),
        Scene.Kind.QR_CODE,
        Money.of("JPY", "88"),
        "a".repeat(64),
        new PaymentReference(number, "u1.20260301120000"),
        null,
        Phase.OPEN,
        null,
        null,
        NOON,
        0,
        askAt,
        0);
  }

  private static JournalEntry refund(String number) {
    PaymentReference paid = PaymentReference.ofNumber("P1");
    return new JournalEntry(
        new JournalKey("shop", "S1", Operation.REFUND, number),
        NOON,
        null,
        null,
        Money.ofMinor("CNY", Long.MAX_VALUE),
        "b".repeat(64),
        paid,
        new RefundReference(paid, number, "p1.r.1"),
        Phase.PENDING,
        null,
        RefundState.PROCESSING,
        NOON,
        3,
        null,
        0);
  }

  @ParameterizedTest
  @EnumSource
  void everyField_comesBack(Keeper keeper) throws Exception {
    Journal journal = instances(keeper, 1).get(0);
    for (JournalEntry entry : List.of(payment("P1", NOON), refund("R1"))) {
      Journal.Begun begun = journal.begin(entry);
      assertThat(begun.fresh()).isTrue();
      assertThat(begun.entry()).isEqualTo(entry.version(1));
      assertThat(journal.find(entry.key())).contains(entry.version(1));
    }
    JournalEntry paid =
        payment("P1", NOON)
            .version(1)
            .learned(new PaymentReference("P1", "u2.x"), PaymentState.PAID)
            .asked()
            .sentAt(NOON.minusMillis(1))
            .as(Phase.DONE, null);
    assertThat(journal.replace(paid)).isTrue();
    assertThat(journal.find(paid.key())).contains(paid.version(2));
  }

  @ParameterizedTest
  @EnumSource
  void secondIntent_findsTheFirst_unchanged(Keeper keeper) throws Exception {
    Journal journal = instances(keeper, 1).get(0);
    journal.begin(payment("P1", NOON));
    Journal.Begun second = journal.begin(payment("P1", NOON.plusSeconds(9)));
    assertThat(second.fresh()).isFalse();
    assertThat(second.entry()).isEqualTo(payment("P1", NOON).version(1));
  }

  @ParameterizedTest
  @EnumSource
  void staleVersion_isNotReplaced(Keeper keeper) throws Exception {
    Journal journal = instances(keeper, 1).get(0);
    JournalEntry entry = journal.begin(payment("P1", NOON)).entry();
    assertThat(journal.replace(entry.as(Phase.PENDING, NOON))).isTrue();
    assertThat(journal.replace(entry.as(Phase.DONE, null))).isFalse();
    assertThat(journal.replace(payment("P2", NOON).version(1))).isFalse();
    assertThat(journal.find(entry.key()).orElseThrow().phase()).isEqualTo(Phase.PENDING);
  }

  @ParameterizedTest
  @EnumSource
  void number_findsAllItsOperations_ofOneMerchant(Keeper keeper) throws Exception {
    Journal journal = instances(keeper, 1).get(0);
    journal.begin(payment("P1", NOON));
    journal.begin(refund("P1"));
    JournalEntry pay = payment("P1", NOON);
    assertThat(journal.findByNumber("shop", "", "P1")).containsExactly(pay.version(1));
    assertThat(journal.findByNumber("shop", "S1", "P1")).hasSize(1);
    assertThat(journal.findByNumber("other", "", "P1")).isEmpty();
  }

  @ParameterizedTest
  @EnumSource
  void lease_takesWhatIsDue_longestFirst_once_untilItEnds(Keeper keeper) throws Exception {
    Journal journal = instances(keeper, 1).get(0);
    journal.begin(payment("P1", NOON.plusSeconds(2)));
    journal.begin(payment("P2", NOON.plusSeconds(1)));
    journal.begin(payment("P3", NOON.plusSeconds(60)));
    journal.begin(refund("R1"));
    assertThat(journal.nextQuestionAt(SHOP)).contains(NOON.plusSeconds(1));
    assertThat(journal.nextQuestionAt(List.of("other"))).isEmpty();
    assertThat(journal.nextQuestionAt(List.of())).isEmpty();

    Instant now = NOON.plusSeconds(2);
    Instant until = now.plusSeconds(30);
    assertThat(journal.lease(List.of("other"), now, until, 9)).isEmpty();
    assertThat(journal.lease(List.of(), now, until, 9)).isEmpty();
    assertThat(numbers(journal.lease(List.of("shop", "other"), now, until, 1)))
        .containsExactly("P2");
    List<JournalEntry> second = journal.lease(SHOP, now, until, 9);
    assertThat(numbers(second)).containsExactly("P1");
    assertThat(second.get(0).version()).isEqualTo(1);
    assertThat(journal.lease(SHOP, now, until, 9)).isEmpty();
    assertThat(numbers(journal.lease(SHOP, until, until.plusSeconds(9), 9)))
        .containsExactly("P2", "P1");
  }

  @ParameterizedTest
  @EnumSource
  void replacing_endsTheHold(Keeper keeper) throws Exception {
    Journal journal = instances(keeper, 1).get(0);
    journal.begin(payment("P1", NOON));
    JournalEntry held = journal.lease(SHOP, NOON, NOON.plusSeconds(60), 1).get(0);
    journal.replace(held.as(Phase.OPEN, NOON));
    assertThat(journal.lease(SHOP, NOON, NOON.plusSeconds(60), 1)).hasSize(1);
  }

  @ParameterizedTest
  @EnumSource
  void onlyOldAndEnded_isForgotten(Keeper keeper) throws Exception {
    Journal journal = instances(keeper, 1).get(0);
    for (Phase phase : Phase.values()) {
      journal.begin(payment(phase.name(), NOON).as(phase, null));
    }
    assertThat(journal.forgetEndedBefore(NOON)).isZero();
    assertThat(journal.forgetEndedBefore(NOON.plusSeconds(1))).isEqualTo(2);
    assertThat(journal.find(payment("DONE", NOON).key())).isEmpty();
    assertThat(journal.find(payment("OPEN", NOON).key())).isPresent();
  }

  @ParameterizedTest
  @EnumSource
  void oneKey_manyWriters_oneFresh_oneWinner(Keeper keeper) throws Exception {
    List<Journal> instances = instances(keeper, 2);
    for (int round = 0; round < 10; round++) {
      String number = "P" + round;
      List<Callable<Boolean>> begins = new ArrayList<>();
      List<Callable<Boolean>> writes = new ArrayList<>();
      for (int thread = 0; thread < 8; thread++) {
        Journal journal = instances.get(thread % 2);
        begins.add(() -> journal.begin(payment(number, NOON)).fresh());
        writes.add(() -> journal.replace(payment(number, NOON).version(1).as(Phase.DONE, null)));
      }
      assertThat(together(begins)).containsOnlyOnce(true);
      assertThat(together(writes)).containsOnlyOnce(true);
    }
  }

  @ParameterizedTest
  @EnumSource
  void sweeps_shareTheWork_andNeverTheSameEntry(Keeper keeper) throws Exception {
    List<Journal> instances = instances(keeper, 2);
    int entries = 120;
    for (int i = 0; i < entries; i++) {
      instances.get(0).begin(payment("P" + i, NOON));
    }
    List<Callable<List<String>>> sweeps = new ArrayList<>();
    for (int thread = 0; thread < 8; thread++) {
      Journal journal = instances.get(thread % 2);
      sweeps.add(
          () -> {
            List<String> mine = new ArrayList<>();
            List<JournalEntry> handful;
            int empty = 0;
            while (empty < 3) {
              handful = journal.lease(SHOP, NOON, NOON.plus(Duration.ofHours(1)), 10);
              empty = handful.isEmpty() ? empty + 1 : 0;
              mine.addAll(numbers(handful));
            }
            return mine;
          });
    }
    List<String> all = together(sweeps).stream().flatMap(List::stream).toList();
    Set<String> once = new HashSet<>(all);
    assertThat(all).hasSameSizeAs(once).hasSize(entries);
  }

  private static List<String> numbers(List<JournalEntry> entries) {
    return entries.stream().map(entry -> entry.key().number()).toList();
  }
}
