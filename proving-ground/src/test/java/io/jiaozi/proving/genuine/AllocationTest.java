package io.jiaozi.proving.genuine;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import io.jiaozi.MerchantAccount;
import io.jiaozi.notification.InboundRequest;
import io.jiaozi.notification.Notification;
import io.jiaozi.proving.channels.ChannelUnderTest;
import io.jiaozi.proving.message.Deal;
import io.jiaozi.proving.stage.Canaries;
import io.jiaozi.proving.stage.Stage;
import io.jiaozi.proving.stage.Stages;
import java.lang.management.ManagementFactory;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Reading a notification costs its cryptography and little memory. Counted, not timed. */
class AllocationTest {

  private static final int WARM_UP = 5_000;
  private static final int COUNTED = 1_000;
  private static final long MOST_BYTES = 20_000;

  @TestFactory
  Stream<DynamicTest> notification_read_allocatesUnder20Kilobytes() {
    return Stages.eachMode(AllocationTest::allocatesLittle);
  }

  private static void allocatesLittle(ChannelUnderTest channel, Stage stage) {
    MerchantAccount account = stage.healthy(channel);
    Deal deal = channel.order(account, Stage.number());
    channel.buyerPays(stage.sandbox(), deal, new Canaries());
    channel.merchantFinishes(account, deal);
    InboundRequest genuine = channel.notification(stage.sandbox(), deal).inbound();
    read(account, genuine, WARM_UP);
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    long self = Thread.currentThread().getId();

    long before = threads.getThreadAllocatedBytes(self);
    read(account, genuine, COUNTED);
    long each = (threads.getThreadAllocatedBytes(self) - before) / COUNTED;

    assertThat(each).as("bytes allocated per notification read").isBetween(1L, MOST_BYTES);
  }

  private static void read(MerchantAccount account, InboundRequest genuine, int times) {
    for (int i = 0; i < times; i++) {
      Notification read = account.readNotification(genuine);
      if (read.kind() != Notification.Kind.PAYMENT_CHANGED) {
        throw new AssertionError(read.kind());
      }
    }
  }
}
