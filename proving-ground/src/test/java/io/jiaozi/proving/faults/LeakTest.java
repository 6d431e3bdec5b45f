package io.jiaozi.proving.faults;

import static org.assertj.core.api.Assertions.assertThat;

import io.jiaozi.MerchantAccount;
import io.jiaozi.Operation;
import io.jiaozi.PaymentGateway;
import io.jiaozi.error.PaymentException;
import io.jiaozi.payment.PaymentReference;
import io.jiaozi.proving.channels.ChannelUnderTest;
import io.jiaozi.proving.channels.ProvedCall;
import io.jiaozi.proving.message.Deal;
import io.jiaozi.proving.stage.Stage;
import io.jiaozi.proving.stage.Stages;
import io.jiaozi.sandbox.Fault;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * Ten thousand calls that fail in every way, shared out among the channels, leave no thread and no
 * socket behind.
 */
class LeakTest {

  private static final int GATEWAYS = 1_250;
  private static final int CALLS_EACH =
      8; // fewer than open a breaker, so that every call reaches a socket

  /**
   * The HTTP library keeps a few daemon threads for the whole JVM, whoever uses it, and lets them
   * go after a minute of rest. One thread left by each of the gateways would be more than a
   * thousand.
   */
  private static final int SHARED_THREADS = 8;

  private static final List<Fault> QUICK =
      List.of(
          Fault.RESET_AFTER_READ,
          Fault.CLOSE_AFTER_COMMIT,
          Fault.TRUNCATED_REPLY,
          Fault.MALFORMED_CHUNK,
          Fault.GARBAGE,
          Fault.HTML_200,
          Fault.MISSING_SIGNATURE,
          Fault.STATUS_503_RETRY_AFTER_0);

  @TestFactory
  Stream<DynamicTest> faultedCalls_tenThousand_leaveNothing() {
    return Stages.eachChannel(LeakTest::leaveNothing);
  }

  private static void leaveNothing(ChannelUnderTest channel, Stage stage) {
    Deal deal = channel.order(stage.healthy(channel), Stage.number());
    long threadsBefore = threads();
    long socketsBefore = sockets();
    List<Fault> faults =
        QUICK.stream().filter(fault -> channel.strikes(fault, query(channel))).toList();
    int gateways = GATEWAYS / Stages.channels().size();
    int failed = 0;
    for (int round = 0; round < gateways; round++) {
      try (PaymentGateway gateway = stage.gateway(channel, LeakTest::onceOnly)) {
        failed += failingCalls(stage, faults, gateway.account(channel.account()), deal.reference());
      }
    }

    assertThat(failed).as("calls that failed").isEqualTo(gateways * CALLS_EACH);
    assertThat(soon(() -> threads() <= threadsBefore + SHARED_THREADS))
        .as("threads went from %d to %d", threadsBefore, threads())
        .isTrue();
    // The server's side of the last few connections closes when its selector comes round.
    assertThat(soon(() -> sockets() <= socketsBefore + 4))
        .as("sockets went from %d to %d", socketsBefore, sockets())
        .isTrue();
  }

  private static ProvedCall query(ChannelUnderTest channel) {
    return channel.calls().stream()
        .filter(call -> call.operation() == Operation.QUERY)
        .findFirst()
        .orElseThrow();
  }

  private static Map<String, String> onceOnly(Map<String, String> settings) {
    settings.put("jiaozi.max-attempts", "1");
    return settings;
  }

  private static int failingCalls(
      Stage stage, List<Fault> faults, MerchantAccount account, PaymentReference reference) {
    return IntStream.range(0, CALLS_EACH)
        .map(
            call -> {
              stage.sandbox().faults().arm(faults.get(call % faults.size()), "query", 1);
              try {
                account.query(reference);
                return 0;
              } catch (PaymentException ended) {
                return 1;
              }
            })
        .sum();
  }

  /** Threads of the client side. */
  private static long threads() {
    return Thread.getAllStackTraces().keySet().stream()
        .map(Thread::getName)
        .filter(
            name ->
                name.toLowerCase(java.util.Locale.ROOT).contains("okhttp")
                    || name.contains("Okio")
                    || name.startsWith("jiaozi-http"))
        .count();
  }

  /** Open sockets of this process; 0 where the system does not tell. */
  private static long sockets() {
    try (Stream<Path> open = Files.list(Path.of("/proc/self/fd"))) {
      return open.filter(LeakTest::isSocket).count();
    } catch (IOException notThisSystem) {
      return 0;
    }
  }

  private static boolean isSocket(Path descriptor) {
    try {
      return Files.readSymbolicLink(descriptor).toString().startsWith("socket:");
    } catch (IOException closedMeanwhile) {
      return false;
    }
  }

  private static boolean soon(BooleanSupplier condition) {
    long end = System.nanoTime() + Duration.ofSeconds(20).toNanos();
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() > end) {
        return false;
      }
      LockSupport.parkNanos(Duration.ofMillis(20).toNanos());
    }
    return true;
  }
}
