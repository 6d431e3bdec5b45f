package io.jiaozi.support.json;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Reading a message holds neither a copy nor a tree of it. */
class JsonAllocationTest {

  private static final int ROUNDS = 1000;

  private final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  @Test
  void message_ofAKilobyte_costsLessThanEightKilobytesToRead() {
    byte[] message =
        ("{\"a\":\""
                + "x".repeat(400)
                + "\""
                + fields(20)
                + ",\"amount\":{\"total\":100,\"currency\":\"CNY\"},\"list\":[{\"n\":1},{\"n\":2}]}")
            .getBytes(StandardCharsets.UTF_8);
    read(message);

    long before = threads.getCurrentThreadAllocatedBytes();
    for (int i = 0; i < ROUNDS; i++) {
      read(message);
    }
    long each = (threads.getCurrentThreadAllocatedBytes() - before) / ROUNDS;

    assertThat(message.length).isBetween(800, 1200);
    assertThat(each).isLessThan(8 * 1024);
  }

  @Test
  void skipping_aMegabyte_costsHardlyMoreThanSkippingNothing() {
    byte[] message = ("{\"a\":\"" + "x".repeat(1_000_000) + "\"}").getBytes(StandardCharsets.UTF_8);
    read(message);

    long before = threads.getCurrentThreadAllocatedBytes();
    read(message);

    assertThat(threads.getCurrentThreadAllocatedBytes() - before).isLessThan(8 * 1024);
  }

  private static String fields(int count) {
    StringBuilder fields = new StringBuilder();
    IntStream.range(0, count)
        .forEach(
            i -> fields.append(",\"name_").append(i).append("\":\"value ").append(i).append('"'));
    return fields.toString();
  }

  private static void read(byte[] message) {
    try (JsonIn in = JsonIn.object(message)) {
      while (in.nextField()) {
        if (in.kind() == JsonIn.Kind.TEXT && !in.field().equals("a")) {
          String unused = in.text();
        }
      }
      in.end();
    }
  }
}
