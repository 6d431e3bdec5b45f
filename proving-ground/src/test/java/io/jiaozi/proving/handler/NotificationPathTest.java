package io.jiaozi.proving.handler;

import static org.assertj.core.api.Assertions.assertThat;

import io.jiaozi.MerchantAccount;
import io.jiaozi.notification.MerchantHandler;
import io.jiaozi.notification.Notification;
import io.jiaozi.notification.NotificationHandler;
import io.jiaozi.notification.NotificationLog;
import io.jiaozi.notification.NotificationReply;
import io.jiaozi.payment.Payment;
import io.jiaozi.payment.PaymentState;
import io.jiaozi.proving.channels.ChannelUnderTest;
import io.jiaozi.proving.message.Deal;
import io.jiaozi.proving.message.Swap;
import io.jiaozi.proving.message.WireMessage;
import io.jiaozi.proving.stage.Canaries;
import io.jiaozi.proving.stage.Stage;
import io.jiaozi.proving.stage.Stages;
import io.jiaozi.refund.Refund;
import io.jiaozi.sandbox.channel.Delivery;
import io.jiaozi.sandbox.channel.Delivery.Outcome;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** From the buyer's payment to the channel's "thank you", at every channel. */
class NotificationPathTest {

  private static final Duration BUDGET = Duration.ofSeconds(4);
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  @TestFactory
  Stream<DynamicTest> paidOrder_isShippedOnce_andItsMessagesAreAcknowledged() {
    return withShop(
        BUDGET,
        (channel, stage, shop) -> {
          Deal deal = shop.order();
          channel.buyerPays(stage.sandbox(), deal, new Canaries());

          assertThat(shop.paid.await(60, TimeUnit.SECONDS)).as("heard of the payment").isTrue();
          assertThat(ofDeal(stage, deal, 1))
              .extracting(Delivery::outcome)
              .containsOnly(Outcome.ACKNOWLEDGED);
          assertThat(shop.books).containsEntry(deal.number(), PaymentState.PAID);
          assertThat(shop.shipped).containsExactly(deal.number());
        });
  }

  @TestFactory
  Stream<DynamicTest> sameFact_howeverOftenAndWhereverItArrives_isHandledOnce() {
    return withShop(
        BUDGET,
        (channel, stage, shop) -> {
          Deal deal = bought(channel, stage, shop);
          WireMessage message = channel.notification(stage.sandbox(), deal);
          NotificationHandler other = shop.handler(BUDGET);
          shop.heard.clear();
          ExecutorService threads = Executors.newFixedThreadPool(8);
          try {
            List<Future<NotificationReply>> replies = new ArrayList<>();
            for (int i = 0; i < 16; i++) {
              NotificationHandler instance = i % 2 == 0 ? shop.handler() : other;
              replies.add(
                  threads.submit(() -> instance.handle(channel.account(), message.inbound())));
            }
            for (Future<NotificationReply> reply : replies) {
              assertThat(reply.get(1, TimeUnit.MINUTES)).isEqualTo(accepted(shop));
            }
          } finally {
            threads.shutdownNow();
            other.close();
          }
          WireMessage signedAnew = channel.notification(stage.sandbox(), deal);
          assertThat(shop.handler().handle(channel.account(), signedAnew.inbound()))
              .isEqualTo(accepted(shop));

          assertThat(shop.heard).as("calls of the shop's handler").hasSizeLessThanOrEqualTo(1);
          assertThat(shop.shipped).containsExactly(deal.number());
        });
  }

  @TestFactory
  Stream<DynamicTest> shopThatFails_isToldAgainByTheChannel() {
    return withShop(
        BUDGET,
        (channel, stage, shop) -> {
          AtomicInteger failures = new AtomicInteger(1);
          shop.during =
              () -> {
                if (failures.getAndDecrement() > 0) {
                  throw new IOException("no disk");
                }
              };
          Deal deal = shop.order();
          channel.buyerPays(stage.sandbox(), deal, new Canaries());

          assertThat(shop.paid.await(60, TimeUnit.SECONDS)).as("told again").isTrue();
          assertThat(ofDeal(stage, deal, 2))
              .extracting(Delivery::outcome)
              .contains(Outcome.NOT_ACKNOWLEDGED, Outcome.ACKNOWLEDGED);
          assertThat(shop.shipped).containsExactly(deal.number());
        });
  }

  @TestFactory
  Stream<DynamicTest> shopBeyondItsBudget_isToldAgain_andHasActedOnce() {
    return withShop(
        Duration.ofMillis(500),
        (channel, stage, shop) -> {
          CountDownLatch mayEnd = new CountDownLatch(1);
          shop.during = mayEnd::await;
          Deal deal = shop.order();
          channel.buyerPays(stage.sandbox(), deal, new Canaries());

          assertThat(ofDeal(stage, deal, 1).get(0).outcome()).isEqualTo(Outcome.NOT_ACKNOWLEDGED);
          assertThat(shop.shipped).isEmpty();
          mayEnd.countDown();
          assertThat(shop.paid.await(60, TimeUnit.SECONDS)).as("the late handler ends").isTrue();
          assertThat(ofDeal(stage, deal, 2)).hasSizeGreaterThanOrEqualTo(2);
          assertThat(shop.shipped).containsExactly(deal.number());
        });
  }

  @TestFactory
  Stream<DynamicTest> forgedAndForeignMessages_areRefused_andNobodyIsCalled() {
    return withShop(
        BUDGET,
        (channel, stage, shop) -> {
          Deal deal = bought(channel, stage, shop);
          WireMessage genuine = channel.notification(stage.sandbox(), deal);
          byte[] altered = genuine.body();
          altered[altered.length / 2] ^= 1;
          List<WireMessage> refused = new ArrayList<>(List.of(genuine.withBody(altered)));
          channel.swapped(stage.sandbox(), deal, Swap.MERCHANT).ifPresent(refused::add);
          Calls calls = new Calls();
          // Nobody else's deliveries come here, and the log knows nothing.
          try (NotificationHandler handler =
              shop.handler(BUDGET, calls, NotificationLog.inMemory())) {
            for (WireMessage message : refused) {
              assertThat(handler.handle(channel.account(), message.inbound()))
                  .isEqualTo(shop.account().reply(NotificationReply.Kind.UNTRUSTED));
            }
            assertThat(calls.count).hasValue(0);
            assertThat(handler.handle(channel.account(), genuine.inbound()))
                .isEqualTo(accepted(shop));
            assertThat(calls.count).as("the genuine one").hasValue(1);
          }
        });
  }

  /** Counts who calls. */
  private static final class Calls implements MerchantHandler {

    private final AtomicInteger count = new AtomicInteger();

    @Override
    public void paymentChanged(MerchantAccount account, Payment payment) {
      count.incrementAndGet();
    }

    @Override
    public void refundChanged(MerchantAccount account, Refund refund, @Nullable Payment payment) {
      count.incrementAndGet();
    }

    @Override
    public void unmapped(MerchantAccount account, Notification.Unmapped notification) {
      count.incrementAndGet();
    }
  }

  @TestFactory
  Stream<DynamicTest> anotherAmountOrOrder_isAccepted_andChangesNothing() {
    return withShop(
        BUDGET,
        (channel, stage, shop) -> {
          Deal deal = shop.order();
          for (Swap swap : List.of(Swap.ORDER, Swap.AMOUNT_UP, Swap.AMOUNT_DOWN)) {
            WireMessage message = channel.swapped(stage.sandbox(), deal, swap).orElseThrow();
            assertThat(shop.handler().handle(channel.account(), message.inbound()))
                .as("%s", swap)
                .isEqualTo(accepted(shop));
          }
          assertThat(shop.heard).isEmpty();
          assertThat(shop.books).containsEntry(deal.number(), PaymentState.AWAITING_CUSTOMER);
          assertThat(shop.strangers).isNotEmpty();
        });
  }

  /** What a test does with a shop. */
  interface Play {
    void with(ChannelUnderTest channel, Stage stage, Shop shop) throws Exception;
  }

  static Stream<DynamicTest> withShop(Duration budget, Play play) {
    return Stages.eachChannel(
        (channel, stage) -> {
          try (Shop shop = new Shop(channel, stage, budget)) {
            play.with(channel, stage, shop);
          }
        });
  }

  /** A paid order that the shop has heard of. */
  private static Deal bought(ChannelUnderTest channel, Stage stage, Shop shop) throws Exception {
    Deal deal = shop.order();
    channel.buyerPays(stage.sandbox(), deal, new Canaries());
    assertThat(shop.paid.await(60, TimeUnit.SECONDS)).as("heard of the payment").isTrue();
    return deal;
  }

  private static List<Delivery> ofDeal(Stage stage, Deal deal, int count) throws Exception {
    List<Delivery> deliveries = stage.sandbox().awaitDeliveries(deal.number(), count, PATIENCE);
    assertThat(deliveries).hasSizeGreaterThanOrEqualTo(count);
    return deliveries;
  }

  private static NotificationReply accepted(Shop shop) {
    return shop.account().reply(NotificationReply.Kind.ACCEPTED);
  }
}
