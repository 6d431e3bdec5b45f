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
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What every journal does, in memory and in every database. */
class JournalContractTest {

  private static final Instant NOON = Instant.parse("2026-03-01T12:00:00.123Z");
  private static final List<String> SHOP = List.of("shop");

  private final List<AutoCloseable> open = new ArrayList<>();

  /** Where a journal is kept. */
  enum Keeper {
    MEMORY,
    H2,
    POSTGRESQL,
    MARIADB;

    static Stream<Keeper> there() {
      return Arrays.stream(values())
          .filter(keeper -> keeper == MEMORY || Databases.valueOf(keeper.name()).isThere());
    }
  }

  private static Stream<Keeper> keepers() {
    return Keeper.there();
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
  @MethodSource("keepers")
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
  @MethodSource("keepers")
  void secondIntent_findsTheFirst_unchanged(Keeper keeper) throws Exception {
    Journal journal = instances(keeper, 1).get(0);
    journal.begin(payment("P1", NOON));
    Journal.Begun second = journal.begin(payment("P1", NOON.plusSeconds(9)));
    assertThat(second.fresh()).isFalse();
    assertThat(second.entry()).isEqualTo(payment("P1", NOON).version(1));
  }

  @ParameterizedTest
  @MethodSource("keepers")
  void staleVersion_isNotReplaced(Keeper keeper) throws Exception {
    Journal journal = instances(keeper, 1).get(0);
    JournalEntry entry = journal.begin(payment("P1", NOON)).entry();
    assertThat(journal.replace(entry.as(Phase.PENDING, NOON))).isTrue();
    assertThat(journal.replace(entry.as(Phase.DONE, null))).isFalse();
    assertThat(journal.replace(payment("P2", NOON).version(1))).isFalse();
    assertThat(journal.find(entry.key()).orElseThrow().phase()).isEqualTo(Phase.PENDING);
  }

  @ParameterizedTest
  @MethodSource("keepers")
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
  @MethodSource("keepers")
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
  @MethodSource("keepers")
  void replacing_endsTheHold(Keeper keeper) throws Exception {
    Journal journal = instances(keeper, 1).get(0);
    journal.begin(payment("P1", NOON));
    JournalEntry held = journal.lease(SHOP, NOON, NOON.plusSeconds(60), 1).get(0);
    journal.replace(held.as(Phase.OPEN, NOON));
    assertThat(journal.lease(SHOP, NOON, NOON.plusSeconds(60), 1)).hasSize(1);
  }

  @ParameterizedTest
  @MethodSource("keepers")
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
  @MethodSource("keepers")
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
  @MethodSource("keepers")
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

  @ParameterizedTest
  @MethodSource("keepers")
  void handfuls_areFull_asLongAsThereIsWork_whoeverElseTakesSome(Keeper keeper) throws Exception {
    List<Journal> instances = instances(keeper, 2);
    for (int i = 0; i < 120; i++) {
      instances.get(0).begin(payment("P" + i, NOON));
    }
    List<Callable<List<JournalEntry>>> sweeps = new ArrayList<>();
    for (int thread = 0; thread < 8; thread++) {
      Journal journal = instances.get(thread % 2);
      sweeps.add(() -> journal.lease(SHOP, NOON, NOON.plusSeconds(60), 15));
    }
    assertThat(together(sweeps)).allSatisfy(handful -> assertThat(handful).hasSize(15));
  }

  @ParameterizedTest
  @MethodSource("keepers")
  void holdThatEnded_isTakenOver_andTheOldHoldersOutcomeStillCounts(Keeper keeper)
      throws Exception {
    List<Journal> instances = instances(keeper, 2);
    instances.get(0).begin(payment("P1", NOON));
    Instant until = NOON.plusSeconds(30);
    JournalEntry held = instances.get(0).lease(SHOP, NOON, until, 1).get(0);
    assertThat(instances.get(1).lease(SHOP, until.minusMillis(1), until, 1)).isEmpty();
    JournalEntry takenOver = instances.get(1).lease(SHOP, until, until.plusSeconds(30), 1).get(0);
    assertThat(instances.get(0).replace(held.as(Phase.DONE, null))).isTrue();
    assertThat(instances.get(1).replace(takenOver.as(Phase.OPEN, NOON))).isFalse();
  }

  @ParameterizedTest
  @MethodSource("keepers")
  void oldestComesFirst_whateverWasWrittenFirst(Keeper keeper) throws Exception {
    Journal journal = instances(keeper, 1).get(0);
    JournalEntry late = close("P1", NOON.plusMillis(1));
    journal.begin(late);
    journal.begin(payment("P1", NOON));
    assertThat(journal.findByNumber("shop", "", "P1"))
        .containsExactly(payment("P1", NOON).version(1), late.version(1));
  }

  @ParameterizedTest
  @MethodSource("keepers")
  void timesAreMilliseconds_everyOne(Keeper keeper) throws Exception {
    Journal journal = instances(keeper, 1).get(0);
    Instant fine = NOON.plusNanos(456_789);
    JournalEntry entry =
        new JournalEntry(
            new JournalKey("shop", "", Operation.PAY, "P1"),
            fine,
            fine,
            Scene.Kind.QR_CODE,
            null,
            "a".repeat(64),
            PaymentReference.ofNumber("P1"),
            null,
            Phase.OPEN,
            null,
            null,
            fine,
            0,
            fine,
            0);
    journal.begin(entry);
    JournalEntry found = journal.find(entry.key()).orElseThrow();
    assertThat(found).isEqualTo(entry.version(1));
    assertThat(
            List.of(
                found.placedAt(),
                found.firstSentAt(),
                java.util.Objects.requireNonNull(found.payBefore()),
                java.util.Objects.requireNonNull(found.nextQuestionAt())))
        .containsOnly(NOON);
  }

  @ParameterizedTest
  @MethodSource("keepers")
  void keysAreComparedByteByByte(Keeper keeper) throws Exception {
    Journal journal = instances(keeper, 1).get(0);
    for (String number : List.of("Order-1", "order-1", "ORDER-1", "order-1.", "order_1")) {
      assertThat(journal.begin(payment(number, NOON)).fresh()).as(number).isTrue();
    }
    assertThat(journal.findByNumber("shop", "", "order-1")).hasSize(1);
    assertThat(journal.lease(List.of("SHOP", "shop "), NOON, NOON.plusSeconds(1), 9)).isEmpty();
  }

  @ParameterizedTest
  @MethodSource("keepers")
  void longestNames_fit(Keeper keeper) throws Exception {
    Journal journal = instances(keeper, 1).get(0);
    String longest = "x".repeat(64);
    PaymentReference paid = new PaymentReference(longest, "y".repeat(63));
    JournalEntry entry =
        new JournalEntry(
            new JournalKey(longest, longest, Operation.REFUND, longest),
            NOON,
            null,
            null,
            Money.ofMinor("KWD", 1),
            "f".repeat(64),
            paid,
            new RefundReference(paid, longest, "z".repeat(63)),
            Phase.NOTHING_HAPPENED,
            PaymentState.AWAITING_CUSTOMER,
            RefundState.PROCESSING,
            NOON,
            Integer.MAX_VALUE,
            Instant.parse("2999-12-31T23:59:59.999Z"),
            0);
    assertThat(journal.begin(entry).fresh()).isTrue();
    assertThat(journal.find(entry.key())).contains(entry.version(1));
  }

  @ParameterizedTest
  @MethodSource("keepers")
  void everyConstant_fits(Keeper keeper) throws Exception {
    Journal journal = instances(keeper, 1).get(0);
    for (Operation operation : Operation.values()) {
      for (Scene.Kind scene : Scene.Kind.values()) {
        journal.begin(constants(operation, scene, Phase.OPEN, null, null));
      }
      journal.find(constants(operation, Scene.Kind.QR_CODE, Phase.OPEN, null, null).key());
    }
    long version = 1;
    for (Phase phase : Phase.values()) {
      for (PaymentState payment : PaymentState.values()) {
        JournalEntry next = constants(Operation.PAY, Scene.Kind.QR_CODE, phase, payment, null);
        assertThat(journal.replace(next.version(version))).isTrue();
        version++;
        assertThat(journal.find(next.key())).contains(next.version(version));
      }
    }
    for (RefundState refund : RefundState.values()) {
      JournalEntry next = constants(Operation.PAY, Scene.Kind.QR_CODE, Phase.DONE, null, refund);
      assertThat(journal.replace(next.version(version))).isTrue();
      version++;
      assertThat(journal.find(next.key())).contains(next.version(version));
    }
  }

  private static JournalEntry constants(
      Operation operation,
      Scene.Kind scene,
      Phase phase,
      @Nullable PaymentState payment,
      @Nullable RefundState refund) {
    PaymentReference paid = PaymentReference.ofNumber("P1");
    return new JournalEntry(
        new JournalKey("shop", "", operation, operation == Operation.PAY ? "P1" : scene.name()),
        NOON,
        null,
        scene,
        null,
        "c".repeat(64),
        paid,
        operation == Operation.REFUND ? new RefundReference(paid, "R1", null) : null,
        phase,
        payment,
        refund,
        NOON,
        0,
        null,
        0);
  }

  @ParameterizedTest
  @MethodSource("keepers")
  void moreThanAHandful_isForgotten(Keeper keeper) throws Exception {
    Journal journal = instances(keeper, 1).get(0);
    for (int i = 0; i <= Sql.HANDFUL; i++) {
      journal.begin(payment("P" + i, NOON).as(Phase.DONE, null));
    }
    journal.begin(close("P0", NOON.plusSeconds(60)).as(Phase.DONE, null));
    assertThat(journal.forgetEndedBefore(NOON.plusSeconds(1))).isEqualTo(Sql.HANDFUL + 1);
    assertThat(journal.findByNumber("shop", "", "P0")).hasSize(1);
  }

  @ParameterizedTest
  @MethodSource("keepers")
  void writersSweepsAndForgetting_atTheSameTime_loseNothing(Keeper keeper) throws Exception {
    List<Journal> instances = instances(keeper, 2);
    int each = 25;
    List<Callable<Integer>> work = new ArrayList<>();
    for (int thread = 0; thread < 6; thread++) {
      Journal journal = instances.get(thread % 2);
      String prefix = "T" + thread + "-";
      work.add(
          () -> {
            int ended = 0;
            for (int i = 0; i < each; i++) {
              JournalEntry entry = journal.begin(payment(prefix + i, NOON)).entry();
              ended += journal.replace(entry.as(Phase.PENDING, NOON)) ? 1 : 0;
            }
            return ended;
          });
    }
    for (int thread = 0; thread < 2; thread++) {
      Journal journal = instances.get(thread);
      work.add(
          () -> {
            for (int i = 0; i < each; i++) {
              for (JournalEntry entry : journal.lease(SHOP, NOON, NOON.plusSeconds(60), 5)) {
                journal.replace(entry.asked().as(entry.phase(), NOON));
              }
              journal.forgetEndedBefore(NOON.plusSeconds(1));
            }
            return 0;
          });
    }
    together(work);
    List<String> left = new ArrayList<>();
    for (int thread = 0; thread < 6; thread++) {
      for (int i = 0; i < each; i++) {
        left.addAll(numbers(instances.get(0).findByNumber("shop", "", "T" + thread + "-" + i)));
      }
    }
    assertThat(left).hasSize(6 * each).doesNotHaveDuplicates();
  }

  @ParameterizedTest
  @MethodSource("keepers")
  void keyThatIsForgotten_whileItIsBegunAgain_isBegun(Keeper keeper) throws Exception {
    List<Journal> instances = instances(keeper, 2);
    int each = 60;
    AtomicInteger forgotten = new AtomicInteger();
    List<Callable<Integer>> work = new ArrayList<>();
    for (int thread = 0; thread < 4; thread++) {
      Journal journal = instances.get(thread % 2);
      work.add(
          () -> {
            int fresh = 0;
            for (int i = 0; i < each; i++) {
              Journal.Begun begun = journal.begin(payment("P1", NOON));
              fresh += begun.fresh() ? 1 : 0;
              journal.replace(begun.entry().as(Phase.DONE, null));
              forgotten.addAndGet(journal.forgetEndedBefore(NOON.plusSeconds(1)));
            }
            return fresh;
          });
    }
    int fresh = together(work).stream().mapToInt(Integer::intValue).sum();
    int left = instances.get(0).find(payment("P1", NOON).key()).isPresent() ? 1 : 0;
    assertThat(forgotten.get() + left).isEqualTo(fresh).isGreaterThan(1);
  }

  private static JournalEntry close(String number, Instant placedAt) {
    return new JournalEntry(
        new JournalKey("shop", "", Operation.CLOSE, number),
        placedAt,
        null,
        null,
        null,
        "d".repeat(64),
        PaymentReference.ofNumber(number),
        null,
        Phase.OPEN,
        null,
        null,
        placedAt,
        0,
        null,
        0);
  }

  private static List<String> numbers(List<JournalEntry> entries) {
    return entries.stream().map(entry -> entry.key().number()).toList();
  }
}
