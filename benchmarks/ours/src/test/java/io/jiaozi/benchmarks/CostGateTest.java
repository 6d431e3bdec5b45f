package io.jiaozi.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import io.jiaozi.MerchantAccount;
import io.jiaozi.benchmarks.kit.Counterpart;
import io.jiaozi.benchmarks.kit.Material;
import io.jiaozi.benchmarks.kit.Side;
import io.jiaozi.benchmarks.ours.Accounts;
import io.jiaozi.benchmarks.ours.Main;
import io.jiaozi.benchmarks.ours.Messages;
import io.jiaozi.notification.InboundRequest;
import java.lang.management.ManagementFactory;
import java.net.URI;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * What an operation may cost: counted exactly where it can be counted, bytes with a margin of 20 %
 * over what was measured. No times. Whoever makes an operation cheaper lowers its figure here.
 */
class CostGateTest {
  private static final double MARGIN = 1.2;

  /** This one is exact to a hundredth, and one copy too many must show. */
  private static final double MARGIN_FOR_EACH_BYTE = 1.1;

  private static final int WARM_UP = 3_000;
  private static final int COUNTED = 500;

  /** Twice the same message, but for so many bytes more of the shop's own text. */
  private static final int MORE_TEXT = 20_000;

  private static CountingRsa rsa;
  private static Material material;

  private final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  @BeforeAll
  static void count() {
    material = Material.fresh();
    rsa = CountingRsa.inPlaceOfTheJdks();
  }

  @AfterAll
  static void stopCounting() {
    rsa.close();
  }

  private long allocatedByEach(Side.Work work) throws Exception {
    for (int i = 0; i < WARM_UP; i++) {
      work.run();
    }
    long self = Thread.currentThread().getId();
    long before = threads.getThreadAllocatedBytes(self);
    for (int i = 0; i < COUNTED; i++) {
      work.run();
    }
    return (threads.getThreadAllocatedBytes(self) - before) / COUNTED;
  }

  @ParameterizedTest(name = "{0}, {1}")
  @CsvSource({
    "wechat, create, 1, 82800",
    "wechat, query, 1, 80500",
    "alipay, create, 1, 91700",
    "alipay, query, 1, 90100",
    "paypal, create, 0, 35000",
    "paypal, query, 0, 22600"
  })
  void call_costsOneRequest_andNoMoreThanMeasured(
      String channel, String operation, int signatures, long measured) throws Exception {
    try (Counterpart counterpart = Counterpart.start(material)) {
      Side.Calls calls = new Main().calls(channel, "", counterpart.address(), material);
      // Brings the order, the connection and PayPal's token into being.
      calls.create().run();
      Side.Work call = operation.equals("create") ? calls.create() : calls.query();
      call.run();
      Counterpart.Count before = Counterpart.count(counterpart.address());
      int signed = rsa.signed();
      int parsed = rsa.parsed();

      call.run();

      Counterpart.Count after = Counterpart.count(counterpart.address());
      // The counterpart signs its own answers once in half a minute, and has just done so.
      assertThat(rsa.signed() - signed).as("private-key operations").isEqualTo(signatures);
      assertThat(rsa.parsed() - parsed).as("keys parsed").isZero();
      assertThat(after.requests() - before.requests()).as("requests").isEqualTo(1);
      assertThat(after.connections() - before.connections()).as("new connections").isZero();
      assertThat(allocatedByEach(call)).as("bytes").isLessThan((long) (measured * MARGIN));
    }
  }

  private static InboundRequest message(String channel, String text) {
    return channel.equals("wechat")
        ? Messages.wechat(material, text)
        : Messages.alipay(material, text);
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource({"wechat, 17000, 7.0", "alipay, 11600, 3.0"})
  void notification_costsOneVerification_andNoMoreThanMeasured(
      String channel, long measured, double measuredForEachByte) throws Exception {
    MerchantAccount account = Accounts.open(channel, URI.create("http://127.0.0.1"), material);
    InboundRequest usual = message(channel, "x");
    InboundRequest longer = message(channel, "x".repeat(MORE_TEXT + 1));
    account.readNotification(usual);
    int signed = rsa.signed();
    int parsed = rsa.parsed();

    account.readNotification(usual);

    assertThat(rsa.signed() - signed).as("private-key operations").isZero();
    assertThat(rsa.parsed() - parsed).as("keys parsed").isZero();
    long bytes = allocatedByEach(() -> account.readNotification(usual));
    assertThat(bytes).as("bytes").isLessThan((long) (measured * MARGIN));
    // A message that is turned into a text on the way costs more for each of its bytes.
    double forEachByte =
        (allocatedByEach(() -> account.readNotification(longer)) - bytes) / (double) MORE_TEXT;
    assertThat(forEachByte)
        .as("bytes allocated for each byte of the message")
        .isLessThan(measuredForEachByte * MARGIN_FOR_EACH_BYTE);
  }
}
