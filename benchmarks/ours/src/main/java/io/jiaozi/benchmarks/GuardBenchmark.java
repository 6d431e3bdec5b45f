package io.jiaozi.benchmarks;

import io.jiaozi.GatewayConfig;
import io.jiaozi.MerchantAccount;
import io.jiaozi.PaymentGateway;
import io.jiaozi.journal.Journal;
import io.jiaozi.notification.InboundRequest;
import io.jiaozi.notification.Notification;
import io.jiaozi.payment.Payment;
import io.jiaozi.payment.PaymentReference;
import io.jiaozi.payment.PaymentRequest;
import io.jiaozi.payment.PaymentResult;
import io.jiaozi.payment.Scene;
import io.jiaozi.store.JdbcStore;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Comparator;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * What the guard adds to a call of an adapter that costs nothing: checks, capabilities, breaker,
 * bulkhead, deadline, comparison of the answer, log and events; and what a journal adds to that. A
 * payment writes two rows, a question none that is new.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.SampleTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 2)
@Fork(2)
public class GuardBenchmark {

  /** Where intents are written. */
  public enum Kept {
    /** Nowhere. */
    NO_JOURNAL,
    /** In memory. */
    MEMORY,
    /** In an H2 database in a file. */
    H2
  }

  /** Where intents are written. */
  @Param public Kept journal = Kept.NO_JOURNAL;

  private final Instant placedAt = Instant.parse("2026-03-01T08:00:00Z");
  private final AtomicLong numbers = new AtomicLong();
  private final InboundRequest message =
      new InboundRequest("POST", "/", "", Map.of(), new byte[] {1});
  private final PaymentReference asked = PaymentReference.ofNumber("P1");
  private @Nullable PaymentGateway gateway;
  private @Nullable MerchantAccount account;
  private @Nullable JdbcStore store;
  private @Nullable Path folder;

  /** Opens the gateway. */
  @Setup(Level.Trial)
  public void open() throws IOException {
    GatewayConfig.Builder config =
        GatewayConfig.builder()
            .provider(new ConstantChannel())
            .account("shop", new ConstantChannel.Config());
    switch (journal) {
      case NO_JOURNAL -> {}
      case MEMORY -> config.journal(Journal.inMemory());
      case H2 -> {
        folder = Files.createTempDirectory("jiaozi-benchmark");
        store = JdbcStore.embedded(folder.resolve("journal"));
        config.journal(store.journal());
      }
    }
    gateway = PaymentGateway.open(config.build());
    account = gateway.account("shop");
  }

  /** Closes everything and removes the database. */
  @TearDown(Level.Trial)
  public void close() throws IOException {
    if (gateway != null) {
      gateway.close();
    }
    if (store != null) {
      store.close();
    }
    if (folder != null) {
      try (Stream<Path> files = Files.walk(folder)) {
        files.sorted(Comparator.reverseOrder()).forEach(GuardBenchmark::delete);
      }
    }
  }

  private static void delete(Path file) {
    try {
      Files.delete(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private MerchantAccount account() {
    MerchantAccount opened = account;
    if (opened == null) {
      throw new IllegalStateException("The benchmark has not been set up.");
    }
    return opened;
  }

  private PaymentRequest request() {
    return PaymentRequest.builder(
            "P" + numbers.incrementAndGet(), ConstantChannel.PRICE, Scene.qrCode(), placedAt)
        .description("Two boxes of dumplings")
        .build();
  }

  /** The adapter alone, with the request that is made for it: to be subtracted. */
  @Benchmark
  public PaymentResult adapterAlone() {
    return new PaymentResult.Paid(
        ConstantChannel.paid(PaymentReference.ofNumber(request().orderNumber())));
  }

  /** A payment through the gateway. */
  @Benchmark
  public PaymentResult pay() {
    return account().pay(request());
  }

  /** A question through the gateway. */
  @Benchmark
  public Payment query() {
    return account().query(asked);
  }

  /** A message through the gateway. */
  @Benchmark
  public Notification readNotification() {
    return account().readNotification(message);
  }
}
