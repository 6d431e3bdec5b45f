package io.jiaozi.survival;

import static org.assertj.core.api.Assertions.assertThat;

import io.jiaozi.GatewayConfig;
import io.jiaozi.Operation;
import io.jiaozi.PaymentGateway;
import io.jiaozi.journal.Journal;
import io.jiaozi.journal.JournalEntry;
import io.jiaozi.journal.JournalKey;
import io.jiaozi.money.Money;
import io.jiaozi.payment.Payment;
import io.jiaozi.payment.PaymentRequest;
import io.jiaozi.payment.PaymentState;
import io.jiaozi.payment.Scene;
import io.jiaozi.refund.RefundState;
import io.jiaozi.sandbox.Fault;
import io.jiaozi.sandbox.Sandbox;
import io.jiaozi.sandbox.alipay.AlipaySandbox.BuyerCode;
import io.jiaozi.sandbox.wechat.TillBuyer;
import io.jiaozi.store.JdbcStore;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.SplittableRandom;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Two processes of a shop share a journal in PostgreSQL. One pays or gives money back and is killed
 * with SIGKILL at every point of the way; the other finds out what became of it. In the end journal
 * and channels agree to the cent, and nothing was sent twice.
 *
 * <p>{@code -Djiaozi.survival.rounds=100} kills more often, {@code -Djiaozi.survival.seed} repeats
 * the moments of chance of a run.
 */
class SurvivalTest {

  private static final int ROUNDS = Integer.getInteger("jiaozi.survival.rounds", 20);
  private static final long SEED = Long.getLong("jiaozi.survival.seed", 7);
  private static final long PRICE = 88_00;
  private static final long PART = 8_00;

  @TempDir static Path folder;
  private static EmbeddedPostgres postgres;
  private static Sandbox sandbox;
  private static JdbcStore store;
  private static Path settings;

  private final SplittableRandom random = new SplittableRandom(SEED);
  private final List<Killed> all = new ArrayList<>();

  /** A call whose process was killed. */
  private record Killed(String account, boolean refund, String number, String payment) {}

  @BeforeAll
  static void start() throws Exception {
    postgres = EmbeddedPostgres.start();
    sandbox = Sandbox.start();
    store = JdbcStore.open(database(), "postgres", "postgres");
    Properties properties = new Properties();
    properties.putAll(sandbox.settings());
    settings = folder.resolve("jiaozi.properties");
    try (var out = Files.newBufferedWriter(settings)) {
      properties.store(out, null);
    }
    sandbox.alipay().buyerCode(BuyerCode.PAYS);
  }

  @AfterAll
  static void stop() throws Exception {
    store.close();
    sandbox.close();
    postgres.close();
  }

  private static String database() {
    return postgres.getJdbcUrl("postgres", "postgres");
  }

  private static long sandboxNow() {
    return sandbox.clock().instant().getEpochSecond();
  }

  @Test
  void processesThatDie_leaveNothingOpen_andNothingDouble() throws Exception {
    try (ChildProcess survivor =
        ChildProcess.start(settings, database(), sandbox.clock().ahead(), KillPoint.ANY_MOMENT)) {
      KillPoint[] points = KillPoint.values();
      for (int round = 0; round < ROUNDS; round++) {
        kill(round, points[round % points.length]);
      }
      boolean open = true;
      for (int sweeps = 0; open; sweeps++) {
        assertThat(sweeps).as("sweeps until everything has ended").isLessThan(200);
        sandbox.clock().advance(Duration.ofMinutes(3));
        survivor.tell("advance 180");
        survivor.await("ADVANCED");
        survivor.tell("sweep");
        open = survivor.await("SWEPT").endsWith("true");
      }
    }
    long paidInJournal = 0;
    long paidAtChannels = 0;
    long refundedInJournal = 0;
    long refundedAtChannels = 0;
    Journal journal = store.journal();
    for (Killed killed : all) {
      JournalEntry entry =
          journal
              .find(
                  new JournalKey(
                      killed.account(),
                      "",
                      killed.refund() ? Operation.REFUND : Operation.PAY,
                      killed.number()))
              .orElse(null);
      assertThat(requests(killed)).as("%s was sent at most once", killed).isLessThanOrEqualTo(1);
      if (entry == null) {
        assertThat(requests(killed)).as("%s without an intent", killed).isZero();
        continue;
      }
      assertThat(entry.phase())
          .as("%s", killed)
          .isIn(JournalEntry.Phase.DONE, JournalEntry.Phase.NOTHING_HAPPENED);
      if (killed.refund()) {
        refundedInJournal += entry.refundState() == RefundState.SUCCEEDED ? PART : 0;
        refundedAtChannels += refunded(killed);
      } else {
        paidInJournal += entry.paymentState() == PaymentState.PAID ? PRICE : 0;
        paidAtChannels += paid(killed);
      }
    }
    assertThat(paidInJournal).isEqualTo(paidAtChannels).isPositive();
    assertThat(refundedInJournal).isEqualTo(refundedAtChannels).isPositive();
  }

  private void kill(int round, KillPoint point) throws Exception {
    String account = round / 5 % 2 == 0 ? "wechat" : "alipay";
    boolean refund = round / 10 % 2 == 1;
    String number = String.format("%s%012d", refund ? "R" : "P", round);
    String payment = refund ? paid(account, String.format("O%012d", round)) : number;
    all.add(new Killed(account, refund, number, payment));
    String command =
        refund
            ? String.join(
                " ", "refund", account, payment, number, "8.00", Long.toString(sandboxNow()))
            : String.join(
                " ", "pay", account, number, "88.00", code(account, number), "" + sandboxNow());
    try (ChildProcess shop =
        ChildProcess.start(settings, database(), sandbox.clock().ahead(), point)) {
      if (point == KillPoint.SENT) {
        sandbox.faults().arm(Fault.SILENCE_AFTER_COMMIT, refund ? "refund" : "pay");
      }
      shop.tell(command);
      shop.await("GO");
      switch (point) {
        case INTENT_WRITTEN, ANSWERED, OUTCOME_WRITTEN -> shop.await("AT " + point);
        case SENT -> awaitCommit(all.get(all.size() - 1));
        case ANY_MOMENT -> Thread.onSpinWait();
      }
      if (point == KillPoint.ANY_MOMENT) {
        spin(Duration.ofMillis(random.nextLong(400)));
      }
      shop.kill();
    } finally {
      sandbox.faults().release();
      sandbox.faults().clear();
    }
  }

  /** Not a wait for something: the moment itself is what is tried. */
  private static void spin(Duration time) {
    long end = System.nanoTime() + time.toNanos();
    while (System.nanoTime() < end) {
      Thread.onSpinWait();
    }
  }

  private static void awaitCommit(Killed killed) {
    long end = System.nanoTime() + Duration.ofSeconds(30).toNanos();
    while (requests(killed) == 0 || (killed.refund() ? refunded(killed) : paid(killed)) == 0) {
      assertThat(System.nanoTime()).as("the channel acts on %s", killed).isLessThan(end);
      Thread.onSpinWait();
    }
  }

  private static String code(String account, String number) {
    return account.equals("wechat")
        ? sandbox.wechat().buyerCode(TillBuyer.PAYS)
        : "2800" + number.substring(1);
  }

  /** A payment that a healthy process made. */
  private static String paid(String account, String number) {
    try (PaymentGateway healthy =
        PaymentGateway.open(
            GatewayConfig.load(settings).toBuilder()
                .time(new MovedTime(sandbox.clock().ahead()))
                .build())) {
      Payment payment =
          healthy
              .account(account)
              .pay(
                  PaymentRequest.builder(
                          number,
                          Money.of("CNY", "88.00"),
                          Scene.buyerCode(code(account, number), "S1"),
                          Instant.ofEpochSecond(sandboxNow()))
                      .description("Two boxes of dumplings")
                      .build())
              .payment();
      assertThat(payment.state()).isEqualTo(PaymentState.PAID);
      return payment.reference().encode();
    }
  }

  private static long requests(Killed killed) {
    return sandbox.requests().count(killed.refund() ? "refund" : "pay", killed.number());
  }

  private static long paid(Killed killed) {
    return killed.account().equals("wechat")
        ? sandbox.wechat().orders().stream()
            .filter(order -> order.outTradeNo().equals(killed.number()))
            .filter(order -> order.tradeState().equals("SUCCESS"))
            .mapToLong(order -> order.total())
            .sum()
        : sandbox.alipay().orders().stream()
            .filter(order -> order.number().equals(killed.number()))
            .filter(order -> order.status().equals("TRADE_SUCCESS"))
            .mapToLong(order -> order.total())
            .sum();
  }

  private static long refunded(Killed killed) {
    return killed.account().equals("wechat")
        ? sandbox.wechat().refunds().stream()
            .filter(refund -> refund.outRefundNo().equals(killed.number()))
            .mapToLong(refund -> refund.amount())
            .sum()
        : sandbox.alipay().refunds().stream()
            .filter(refund -> refund.outRequestNo().equals(killed.number()))
            .mapToLong(refund -> refund.amount())
            .sum();
  }
}
