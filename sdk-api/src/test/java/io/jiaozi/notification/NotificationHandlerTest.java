package io.jiaozi.notification;

import static io.jiaozi.fake.FakeChannel.answers;
import static io.jiaozi.fake.FakeChannel.fails;
import static io.jiaozi.fake.FakeChannel.notSent;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jiaozi.MerchantAccount;
import io.jiaozi.Operation;
import io.jiaozi.PaymentGateway;
import io.jiaozi.SubMerchant;
import io.jiaozi.error.NotSentException;
import io.jiaozi.error.RejectedReason;
import io.jiaozi.error.UntrustedMessageException;
import io.jiaozi.error.UntrustedReason;
import io.jiaozi.event.GatewayEvent;
import io.jiaozi.event.GatewayEvent.Alarm;
import io.jiaozi.event.GatewayEvent.NotificationEnding;
import io.jiaozi.event.GatewayEvent.NotificationHandled;
import io.jiaozi.fake.FakeAdapter;
import io.jiaozi.fake.FakeChannel;
import io.jiaozi.fake.Fakes;
import io.jiaozi.fake.VirtualTime;
import io.jiaozi.journal.Journal;
import io.jiaozi.journal.JournalEntry;
import io.jiaozi.money.Money;
import io.jiaozi.notification.ApprovalHook.Decision;
import io.jiaozi.notification.Notification.PaymentChanged;
import io.jiaozi.notification.Notification.RefundChanged;
import io.jiaozi.payment.Payment;
import io.jiaozi.payment.PaymentReference;
import io.jiaozi.payment.PaymentResult;
import io.jiaozi.payment.PaymentState;
import io.jiaozi.payment.RawReply;
import io.jiaozi.refund.Refund;
import io.jiaozi.refund.RefundReference;
import io.jiaozi.refund.RefundState;
import io.jiaozi.spi.AccountSettings;
import io.jiaozi.spi.ChannelAdapter;
import io.jiaozi.spi.ChannelFailure;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class NotificationHandlerTest {

  private static final Money PRICE = Money.of("CNY", "88.00");
  private static final InboundRequest MESSAGE = message("/pay/notify/shop");

  private final VirtualTime time = new VirtualTime();
  private final FakeChannel channel = new FakeChannel();
  private final List<GatewayEvent> events = new CopyOnWriteArrayList<>();
  private final ShopsHandler shop = new ShopsHandler();
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final List<AutoCloseable> open = new ArrayList<>();
  private @Nullable PaymentGateway gateway;

  @AfterEach
  void stop() throws Exception {
    threads.shutdownNow();
    for (AutoCloseable one : open) {
      one.close();
    }
  }

  // ---- once, and only then accepted

  @Test
  void goodMessage_reachesTheHandler_andIsAcceptedAfterwards() {
    NotificationReply reply = handler().handle("shop", MESSAGE);

    assertThat(reply).isEqualTo(said(NotificationReply.Kind.ACCEPTED));
    assertThat(shop.heard).containsExactly("payment P1 PAID 88.00 CNY at shop");
    assertThat(endings()).containsExactly(NotificationEnding.HANDLED);
    assertThat(handled().get(0).number()).isEqualTo("P1");
  }

  @Test
  void secondDelivery_isAccepted_andTheHandlerIsNotCalled() {
    NotificationHandler handler = handler();
    handler.handle("shop", MESSAGE);

    assertThat(handler.handle("shop", MESSAGE)).isEqualTo(said(NotificationReply.Kind.ACCEPTED));
    assertThat(shop.heard).hasSize(1);
    assertThat(endings()).containsExactly(NotificationEnding.HANDLED, NotificationEnding.DUPLICATE);
  }

  @Test
  void concurrentDeliveries_atTwoInstances_reachTheHandlerOnce() throws Exception {
    NotificationLog log = NotificationLog.inMemory();
    List<NotificationHandler> instances =
        List.of(handler(builder -> builder.log(log)), handler(builder -> builder.log(log)));
    CountDownLatch mayEnd = new CountDownLatch(1);
    CountDownLatch running = new CountDownLatch(1);
    shop.during =
        () -> {
          running.countDown();
          mayEnd.await();
        };
    List<Future<NotificationReply>> replies = new ArrayList<>();
    replies.add(threads.submit(() -> instances.get(0).handle("shop", MESSAGE)));
    running.await();
    for (int i = 0; i < 10; i++) {
      NotificationHandler instance = instances.get(i % 2);
      replies.add(threads.submit(() -> instance.handle("shop", MESSAGE)));
    }
    mayEnd.countDown();

    for (Future<NotificationReply> reply : replies) {
      assertThat(reply.get(1, TimeUnit.MINUTES)).isEqualTo(said(NotificationReply.Kind.ACCEPTED));
    }
    assertThat(shop.heard).hasSize(1);
  }

  @Test
  void handlerThatThrows_isCalledAgainWithTheNextDelivery() {
    NotificationHandler handler = handler();
    shop.during =
        () -> {
          throw new IOException("no disk");
        };
    assertThat(handler.handle("shop", MESSAGE)).isEqualTo(said(NotificationReply.Kind.TRY_AGAIN));
    shop.during = () -> {};

    assertThat(handler.handle("shop", MESSAGE)).isEqualTo(said(NotificationReply.Kind.ACCEPTED));
    assertThat(shop.heard).hasSize(2);
    assertThat(endings()).containsExactly(NotificationEnding.POSTPONED, NotificationEnding.HANDLED);
  }

  @Test
  void handlerBeyondItsBudget_runsOn_andTheNextDeliveryFindsItDone() throws Exception {
    NotificationHandler handler = handler(builder -> builder.budget(Duration.ofMillis(100)));
    CountDownLatch mayEnd = new CountDownLatch(1);
    shop.during = mayEnd::await;
    assertThat(handler.handle("shop", MESSAGE)).isEqualTo(said(NotificationReply.Kind.TRY_AGAIN));
    assertThat(handler.handle("shop", MESSAGE))
        .as("while it runs on")
        .isEqualTo(said(NotificationReply.Kind.TRY_AGAIN));
    mayEnd.countDown();
    handler.close(); // waits for it

    NotificationHandler later = handler(builder -> builder.log(shop.log));
    assertThat(later.handle("shop", MESSAGE)).isEqualTo(said(NotificationReply.Kind.ACCEPTED));
    assertThat(shop.heard).hasSize(1);
    assertThat(endings())
        .containsExactly(
            NotificationEnding.POSTPONED,
            NotificationEnding.POSTPONED,
            NotificationEnding.DUPLICATE);
  }

  @Test
  void moreThanTheMost_areToldToComeAgain() throws Exception {
    NotificationHandler handler = handler(builder -> builder.concurrent(1));
    CountDownLatch running = new CountDownLatch(1);
    CountDownLatch mayEnd = new CountDownLatch(1);
    shop.during =
        () -> {
          running.countDown();
          mayEnd.await();
        };
    Future<NotificationReply> first = threads.submit(() -> handler.handle("shop", MESSAGE));
    running.await();
    tells("P2", PaymentState.PAID, PRICE);

    assertThat(handler.handle("shop", MESSAGE)).isEqualTo(said(NotificationReply.Kind.TRY_AGAIN));
    mayEnd.countDown();
    assertThat(first.get(1, TimeUnit.MINUTES)).isEqualTo(said(NotificationReply.Kind.ACCEPTED));
    assertThat(shop.heard).hasSize(1);
  }

  @Test
  void closedHandler_sendsMessagesBack() {
    NotificationHandler handler = handler();
    handler.close();

    assertThat(handler.handle("shop", MESSAGE).status()).isEqualTo(503);
    assertThat(shop.heard).isEmpty();
  }

  @Test
  void closedGateway_sendsMessagesBack() {
    NotificationHandler handler = handler();
    gateway().close();

    assertThat(handler.handle("shop", MESSAGE).status()).isEqualTo(503);
    assertThat(shop.heard).isEmpty();
  }

  @Test
  void executorWithoutThreads_postpones_andKeepsItsPlaces() {
    NotificationHandler handler =
        handler(
            builder ->
                builder
                    .concurrent(1)
                    .executor(
                        work -> {
                          throw new RejectedExecutionException("full");
                        }));
    for (int i = 0; i < 3; i++) {
      assertThat(handler.handle("shop", MESSAGE)).isEqualTo(said(NotificationReply.Kind.TRY_AGAIN));
    }
    handler.close();

    assertThat(shop.heard).isEmpty();
  }

  @Test
  void executorOfTheShop_runsTheHandlers() {
    NotificationHandler handler = handler(builder -> builder.executor(Runnable::run));

    assertThat(handler.handle("shop", MESSAGE)).isEqualTo(said(NotificationReply.Kind.ACCEPTED));
    assertThat(shop.threads).containsExactly(Thread.currentThread().getName());
  }

  // ---- who is believed

  @Test
  void forgedMessage_isRefused_andNobodyIsCalled() {
    channel.on(
        Operation.NOTIFICATION,
        fails(new ChannelFailure.Untrusted(UntrustedReason.BAD_SIGNATURE, "is forged", null)));

    assertThat(handler().handle("shop", MESSAGE)).isEqualTo(said(NotificationReply.Kind.UNTRUSTED));
    assertThat(shop.heard).isEmpty();
    assertThat(endings()).containsExactly(NotificationEnding.REFUSED);
    assertThat(handled().get(0).refusal()).isEqualTo(UntrustedReason.BAD_SIGNATURE);
    assertThat(handled().get(0).number()).isNull();
  }

  @Test
  void forgedMessages_takeNoPlace_howeverManyTheyAre() throws Exception {
    NotificationHandler handler = handler(builder -> builder.concurrent(1));
    CountDownLatch running = new CountDownLatch(1);
    CountDownLatch mayEnd = new CountDownLatch(1);
    shop.during =
        () -> {
          running.countDown();
          mayEnd.await();
        };
    Future<NotificationReply> genuine = threads.submit(() -> handler.handle("shop", MESSAGE));
    running.await();
    channel.onNext(
        1_000,
        Operation.NOTIFICATION,
        fails(new ChannelFailure.Untrusted(UntrustedReason.BAD_SIGNATURE, "is forged", null)));
    for (int i = 0; i < 1_000; i++) {
      assertThat(handler.handle("shop", MESSAGE)).isEqualTo(said(NotificationReply.Kind.UNTRUSTED));
    }
    mayEnd.countDown();

    assertThat(genuine.get(1, TimeUnit.MINUTES)).isEqualTo(said(NotificationReply.Kind.ACCEPTED));
    assertThat(shop.heard).hasSize(1);
  }

  @Test
  void journal_asksNoMore_onceTheShopHasTakenNote_andNotBefore() {
    Journal journal = Journal.inMemory();
    gateway =
        PaymentGateway.open(
            Fakes.config(channel, time).journal(journal).listener(events::add).build());
    channel.on(
        Operation.PAY,
        answers(
            new PaymentResult.Processing(
                FakeAdapter.payment("P1", PaymentState.PROCESSING, PRICE), Duration.ofSeconds(5))));
    gateway().account("shop").pay(Fakes.payment());
    NotificationHandler handler = handler();
    shop.during =
        () -> {
          throw new IOException("no disk");
        };
    handler.handle("shop", MESSAGE);
    assertThat(journal.findByNumber("shop", "", "P1"))
        .extracting(JournalEntry::phase)
        .doesNotContain(JournalEntry.Phase.DONE);
    shop.during = () -> {};
    handler.handle("shop", MESSAGE);

    assertThat(journal.findByNumber("shop", "", "P1"))
        .extracting(JournalEntry::phase)
        .containsExactly(JournalEntry.Phase.DONE);
  }

  @Test
  void messageThatCannotBeVerifiedNow_comesAgain() {
    channel.on(Operation.NOTIFICATION, notSent());

    assertThat(handler().handle("shop", MESSAGE)).isEqualTo(said(NotificationReply.Kind.TRY_AGAIN));
    assertThat(endings()).containsExactly(NotificationEnding.POSTPONED);
  }

  @Test
  void bodyBeyondTheLimit_isRefusedUnread() {
    NotificationHandler handler = handler(builder -> builder.bodyLimit(2));
    InboundRequest large =
        new InboundRequest("POST", "/pay/notify/shop", "", Map.of(), new byte[3]);

    assertThat(handler.bodyLimit()).isEqualTo(2);
    assertThat(handler.handle("shop", large).status()).isEqualTo(413);
    assertThat(handler.handle(large).status()).isEqualTo(413);
    assertThat(channel.requests(Operation.NOTIFICATION)).isZero();
  }

  @ParameterizedTest
  @CsvSource({"GET", "HEAD", "PUT", "post"})
  void otherMethods_areRefusedUnread(String method) {
    InboundRequest odd = new InboundRequest(method, "/pay/notify/shop", "", Map.of(), new byte[0]);

    assertThat(handler().handle("shop", odd).status()).isEqualTo(405);
    assertThat(handler().handle(odd).status()).isEqualTo(405);
    assertThat(channel.requests(Operation.NOTIFICATION)).isZero();
  }

  // ---- whose it is

  @Test
  void accountThatDoesNotExist_isNotFound() {
    assertThat(handler().handle("nobody", MESSAGE).status()).isEqualTo(404);
    assertThat(events).isEmpty();
  }

  @Test
  void lastSegmentOfThePath_namesTheAccount() {
    twoAccounts(ChannelAdapter.Ownership.CANNOT_TELL, ChannelAdapter.Ownership.CANNOT_TELL);
    NotificationHandler handler = handler();

    assertThat(handler.handle(message("/n/other")).status()).isEqualTo(200);
    assertThat(shop.heard).containsExactly("payment P1 PAID 88.00 CNY at other");
    assertThat(handler.handle(message("/n")).status()).isEqualTo(404);
  }

  @ParameterizedTest
  @CsvSource({
    "MINE,        NOT_MINE,    shop",
    "NOT_MINE,    MINE,        other",
    "CANNOT_TELL, MINE,        other",
    "CANNOT_TELL, NOT_MINE,    shop",
    "MINE,        MINE,        ",
    "CANNOT_TELL, CANNOT_TELL, ",
    "NOT_MINE,    NOT_MINE,    "
  })
  void cleartextHints_findTheAccount_whereOnlyOneIsClaimed(
      ChannelAdapter.Ownership ofShop,
      ChannelAdapter.Ownership ofOther,
      @Nullable String expected) {
    twoAccounts(ofShop, ofOther);

    NotificationReply reply = handler().handle(message("/pay/notify"));

    assertThat(reply.status()).isEqualTo(expected == null ? 404 : 200);
    assertThat(shop.heard)
        .isEqualTo(
            expected == null ? List.of() : List.of("payment P1 PAID 88.00 CNY at " + expected));
  }

  @Test
  void messageOfASubMerchant_isHandledThroughItsView_andHasFactsOfItsOwn() {
    NotificationHandler handler = handler();
    for (String sub : List.of("1900000109", "1900000209")) {
      channel.on(
          Operation.NOTIFICATION,
          answers(
              new PaymentChanged(
                  "pay/P1/PAID",
                  null,
                  Payment.builder(Fakes.P1, PaymentState.PAID, RawReply.none())
                      .amount(PRICE)
                      .subMerchantId(sub)
                      .build())));
      handler.handle("shop", MESSAGE);
    }

    assertThat(shop.heard).hasSize(2);
    assertThat(shop.accounts).noneMatch(account -> account == gateway().account("shop"));
  }

  @Test
  void viewAtHand_isTheOneTheHandlerGets() {
    NotificationHandler handler = handler();
    MerchantAccount view =
        gateway().account("shop").actingFor(new SubMerchant("1900000109", Map.of()));

    handler.handle(view, MESSAGE);

    assertThat(shop.accounts).containsExactly(view);
  }

  // ---- approved is not paid

  @Test
  void approvedPayment_isExecuted_andItsResultDelivered_once() {
    NotificationHandler handler = handler();
    tells("P1", PaymentState.APPROVED, PRICE);
    tells("P1", PaymentState.APPROVED, PRICE);

    handler.handle("shop", MESSAGE);
    handler.handle("shop", MESSAGE);

    assertThat(shop.heard).containsExactly("payment P1 PAID 88.00 CNY at shop");
    assertThat(channel.requests(Operation.COMPLETE)).isEqualTo(1);
  }

  @Test
  void approvedPaymentThatCannotBeExecutedNow_comesAgain() {
    NotificationHandler handler = handler();
    tells("P1", PaymentState.APPROVED, PRICE);
    tells("P1", PaymentState.APPROVED, PRICE);
    channel.onNext(
        10, Operation.COMPLETE, FakeChannel.rejected(RejectedReason.BAD_CREDENTIALS, null));

    assertThat(handler.handle("shop", MESSAGE)).isEqualTo(said(NotificationReply.Kind.TRY_AGAIN));
    assertThat(shop.heard).isEmpty();
  }

  @Test
  void approvedPaymentThatEndedOtherwise_isAskedAbout() {
    tells("P1", PaymentState.APPROVED, PRICE);
    channel.on(Operation.COMPLETE, FakeChannel.rejected(RejectedReason.WRONG_STATE, null));
    channel.on(
        Operation.QUERY, answers(FakeAdapter.payment("P1", PaymentState.REFUND_STARTED, PRICE)));

    handler().handle("shop", MESSAGE);

    assertThat(shop.heard).containsExactly("payment P1 REFUND_STARTED 88.00 CNY at shop");
  }

  @Test
  void deniedPayment_isNotExecuted_andNobodyIsTold() {
    NotificationHandler handler = handler(builder -> builder.approving((a, p) -> Decision.DENY));
    tells("P1", PaymentState.APPROVED, PRICE);

    assertThat(handler.handle("shop", MESSAGE)).isEqualTo(said(NotificationReply.Kind.ACCEPTED));
    assertThat(shop.heard).isEmpty();
    assertThat(channel.requests(Operation.COMPLETE)).isZero();
  }

  @Test
  void heldPayment_isNotExecuted_andTheShopIsTold() {
    NotificationHandler handler = handler(builder -> builder.approving((a, p) -> Decision.HOLD));
    tells("P1", PaymentState.APPROVED, PRICE);

    assertThat(handler.handle("shop", MESSAGE)).isEqualTo(said(NotificationReply.Kind.ACCEPTED));
    assertThat(shop.heard).containsExactly("payment P1 APPROVED 88.00 CNY at shop");
    assertThat(channel.requests(Operation.COMPLETE)).isZero();
  }

  @Test
  void hookThatThrows_postpones() {
    NotificationHandler handler =
        handler(
            builder ->
                builder.approving(
                    (account, payment) -> {
                      throw new IOException("no stock list");
                    }));
    tells("P1", PaymentState.APPROVED, PRICE);

    assertThat(handler.handle("shop", MESSAGE)).isEqualTo(said(NotificationReply.Kind.TRY_AGAIN));
    assertThat(channel.requests(Operation.COMPLETE)).isZero();
  }

  @Test
  void approvedPaymentOfAnotherAmount_isNotExecuted() {
    NotificationHandler handler = handler(expecting(ExpectedPayment.of(PRICE)));
    tells("P1", PaymentState.APPROVED, Money.of("CNY", "0.01"));

    assertThat(handler.handle("shop", MESSAGE)).isEqualTo(said(NotificationReply.Kind.ACCEPTED));
    assertThat(channel.requests(Operation.COMPLETE)).isZero();
    assertThat(shop.heard).containsExactly("mismatch P1 0.01 CNY instead of 88.00 CNY");
    assertThat(alarms()).containsExactly(Alarm.Kind.AMOUNT_MISMATCH);
  }

  @Test
  void approvedPaymentOfAnOrderThatIsPaid_isNotExecuted() {
    NotificationHandler handler =
        handler(expecting(new ExpectedPayment(PRICE, "O-1", PaymentReference.ofNumber("P0"))));
    tells("P1", PaymentState.APPROVED, PRICE);

    handler.handle("shop", MESSAGE);

    assertThat(channel.requests(Operation.COMPLETE)).isZero();
    assertThat(shop.heard).containsExactly("payment P1 APPROVED 88.00 CNY at shop");
  }

  // ---- what the journal's sweep finds out

  @Test
  void foundBySweep_reachesTheHandlerOnce() throws Exception {
    MerchantHandler found = handler(expecting(ExpectedPayment.of(PRICE))).merchantHandler();
    found.paymentChanged(gateway().account("shop"), FakeAdapter.paid("P1", PRICE));
    found.paymentChanged(gateway().account("shop"), FakeAdapter.paid("P1", PRICE));
    Refund refund =
        Refund.builder(RefundReference.of(Fakes.P1, "R1"), RefundState.SUCCEEDED, RawReply.none())
            .build();
    found.refundChanged(gateway().account("shop"), refund, null);
    found.refundChanged(gateway().account("shop"), refund, null);

    assertThat(shop.heard)
        .containsExactly("payment P1 PAID 88.00 CNY at shop", "refund R1 SUCCEEDED");
    assertThat(alarms()).isEmpty();
  }

  @Test
  void foundBySweep_isComparedWithWhatTheShopExpects() throws Exception {
    MerchantHandler found =
        handler(expecting(new ExpectedPayment(PRICE, "O-1", null))).merchantHandler();
    found.paymentChanged(
        gateway().account("shop"), FakeAdapter.paid("P1", Money.of("CNY", "99.00")));

    assertThat(shop.heard).containsExactly("mismatch P1 99.00 CNY instead of 88.00 CNY");
    assertThat(alarms()).containsExactly(Alarm.Kind.OVERPAID);
  }

  @Test
  void foundBySweep_thatTheShopCannotTake_isThrown_andToldAgain() throws Exception {
    MerchantHandler found = handler().merchantHandler();
    Payment paid = FakeAdapter.paid("P1", PRICE);
    shop.during =
        () -> {
          throw new IOException("no disk");
        };
    assertThatThrownBy(() -> found.paymentChanged(gateway().account("shop"), paid))
        .isInstanceOf(IOException.class);
    shop.during = () -> {};
    found.paymentChanged(gateway().account("shop"), paid);

    assertThat(shop.heard).hasSize(2);
  }

  @Test
  void foundBySweep_isWrittenDownByTheSweep() throws Exception {
    Journal journal = Journal.inMemory();
    gateway =
        PaymentGateway.open(
            Fakes.config(channel, time).journal(journal).listener(events::add).build());
    channel.on(
        Operation.PAY,
        answers(
            new PaymentResult.Processing(
                FakeAdapter.payment("P1", PaymentState.PROCESSING, PRICE), Duration.ofSeconds(5))));
    gateway().account("shop").pay(Fakes.payment());
    time.pass(Duration.ofMinutes(5));

    assertThat(gateway().recover(handler().merchantHandler()).ended()).isEqualTo(1);
    assertThat(shop.heard).containsExactly("payment P1 PAID 88.00 CNY at shop");
    assertThat(events)
        .filteredOn(GatewayEvent.Resolved.class::isInstance)
        .singleElement()
        .isInstanceOfSatisfying(
            GatewayEvent.Resolved.class,
            resolved -> assertThat(resolved.by()).isEqualTo(GatewayEvent.By.SWEEP));
  }

  // ---- what the shop expects

  @Test
  void expectedPayment_isDeliveredWithoutAlarm() {
    handler(expecting(new ExpectedPayment(PRICE, "O-1", Fakes.P1))).handle("shop", MESSAGE);

    assertThat(shop.heard).containsExactly("payment P1 PAID 88.00 CNY at shop");
    assertThat(alarms()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "CNY, 87.99, AMOUNT_MISMATCH",
    "CNY, 88.01, OVERPAID",
    "JPY, 88,    AMOUNT_MISMATCH",
    "JPY, 8800,  AMOUNT_MISMATCH"
  })
  void otherAmountOrCurrency_raisesAnAlarm_isAccepted_andNotApplied(
      String currency, String amount, Alarm.Kind kind) {
    NotificationHandler handler = handler(expecting(new ExpectedPayment(PRICE, "O-1", null)));
    Money told = Money.of(currency, amount);
    tells("P1", PaymentState.PAID, told);
    tells("P1", PaymentState.PAID, told);

    for (int i = 0; i < 2; i++) {
      assertThat(handler.handle("shop", MESSAGE)).isEqualTo(said(NotificationReply.Kind.ACCEPTED));
    }
    assertThat(shop.heard).containsExactly("mismatch P1 " + words(told) + " instead of 88.00 CNY");
    assertThat(alarms()).containsExactly(kind);
    assertThat(alarm().sentence()).contains("P1", "O-1", amount, "88.00");
    assertThat(endings())
        .containsExactly(NotificationEnding.MISMATCH, NotificationEnding.DUPLICATE);
  }

  @Test
  void mismatchTheShopCouldNotWriteDown_comesAgain() {
    NotificationHandler handler = handler(expecting(ExpectedPayment.of(Money.of("CNY", "1.00"))));
    shop.during =
        () -> {
          throw new IOException("no disk");
        };
    assertThat(handler.handle("shop", MESSAGE)).isEqualTo(said(NotificationReply.Kind.TRY_AGAIN));
    shop.during = () -> {};

    assertThat(handler.handle("shop", MESSAGE)).isEqualTo(said(NotificationReply.Kind.ACCEPTED));
    assertThat(alarms()).containsExactly(Alarm.Kind.OVERPAID, Alarm.Kind.OVERPAID);
  }

  @ParameterizedTest
  @EnumSource(
      value = PaymentState.class,
      names = {"DECLINED", "CLOSED", "VOIDED", "REFUNDED", "REVERSED"})
  void newsThatBringNoMoney_reachTheShopWhateverTheirAmount(PaymentState state) {
    NotificationHandler handler = handler(expecting(ExpectedPayment.of(PRICE)));
    tells("P1", state, Money.of("CNY", "1.00"));

    handler.handle("shop", MESSAGE);

    assertThat(shop.heard).containsExactly("payment P1 " + state + " 1.00 CNY at shop");
    assertThat(alarms()).isEmpty();
  }

  @Test
  void unknownOrder_isDeliveredAsUnmapped_accepted_andRaisesAnAlarm() {
    NotificationHandler handler = handler(builder -> builder.expecting((a, r) -> Optional.empty()));

    assertThat(handler.handle("shop", MESSAGE)).isEqualTo(said(NotificationReply.Kind.ACCEPTED));
    assertThat(shop.heard).containsExactly("unmapped PAYMENT_CHANGED pay/P1/PAID");
    assertThat(alarms()).containsExactly(Alarm.Kind.UNKNOWN_ORDER);
  }

  @ParameterizedTest
  @CsvSource({"P0", "P1~f1.y"})
  void orderPaidByAnotherPayment_isDelivered_andRaisesAnAlarm(String paidBy) {
    NotificationHandler handler =
        handler(expecting(new ExpectedPayment(PRICE, "O-1", PaymentReference.parse(paidBy))));

    assertThat(handler.handle("shop", MESSAGE)).isEqualTo(said(NotificationReply.Kind.ACCEPTED));
    assertThat(shop.heard).containsExactly("payment P1 PAID 88.00 CNY at shop");
    assertThat(alarms()).containsExactly(Alarm.Kind.PAID_TWICE);
    assertThat(endings()).containsExactly(NotificationEnding.HANDLED);
  }

  @Test
  void recordThatCannotBeRead_postpones() {
    NotificationHandler handler =
        handler(
            builder ->
                builder.expecting(
                    (account, reference) -> {
                      throw new IOException("no database");
                    }));

    assertThat(handler.handle("shop", MESSAGE)).isEqualTo(said(NotificationReply.Kind.TRY_AGAIN));
    assertThat(shop.heard).isEmpty();
  }

  // ---- refunds, and what is not ours to map

  @Test
  void refund_isDelivered() {
    tells(new RefundChanged("refund/R1/OK", null, refund(Fakes.P1, "R1"), null));

    handler(expecting(ExpectedPayment.of(PRICE))).handle("shop", MESSAGE);

    assertThat(shop.heard).containsExactly("refund R1 SUCCEEDED");
    assertThat(handled().get(0).number()).isEqualTo("R1");
  }

  @Test
  void refundMadeInTheConsole_hasNoNumberAndPerhapsNoPayment_andIsDelivered() {
    NotificationHandler handler = handler(builder -> builder.expecting((a, r) -> Optional.empty()));
    tells(new RefundChanged("refund/x/OK", null, refund(null, null), null));

    assertThat(handler.handle("shop", MESSAGE)).isEqualTo(said(NotificationReply.Kind.ACCEPTED));
    assertThat(shop.heard).containsExactly("refund null SUCCEEDED");
    assertThat(alarms()).isEmpty();
  }

  @Test
  void refundOfAnUnknownPayment_isUnmapped() {
    NotificationHandler handler = handler(builder -> builder.expecting((a, r) -> Optional.empty()));
    tells(new RefundChanged("refund/x/OK", null, refund(Fakes.P1, null), null));

    handler.handle("shop", MESSAGE);

    assertThat(shop.heard).containsExactly("unmapped REFUND_CHANGED refund/x/OK");
    assertThat(alarms()).containsExactly(Alarm.Kind.UNKNOWN_ORDER);
    assertThat(alarm().number()).isEqualTo("P1");
  }

  @Test
  void unmapped_isDeliveredAndAccepted() {
    tells(new Notification.Unmapped("event/1", "1", "DISPUTE", RawReply.none()));

    assertThat(handler().handle("shop", MESSAGE)).isEqualTo(said(NotificationReply.Kind.ACCEPTED));
    assertThat(shop.heard).containsExactly("unmapped DISPUTE event/1");
  }

  // ---- the buyer comes back

  @Test
  void returningBuyer_isNoProof_theChannelIsAsked_andTheShopHearsOnce() {
    NotificationHandler handler = handler();

    PaymentResult result = handler.returned("shop", MESSAGE, Fakes.P1);
    handler.returned("shop", MESSAGE, Fakes.P1);

    assertThat(result.kind()).isEqualTo(PaymentResult.Kind.PAID);
    assertThat(channel.requests(Operation.COMPLETE)).isEqualTo(2);
    assertThat(shop.heard).containsExactly("payment P1 PAID 88.00 CNY at shop");
  }

  @Test
  void returningBuyer_ofAnotherPayment_isRefused_andNobodyIsAsked() {
    NotificationHandler handler = handler();

    assertThatThrownBy(() -> handler.returned("shop", MESSAGE, PaymentReference.ofNumber("P2")))
        .isInstanceOf(UntrustedMessageException.class)
        .hasMessageContaining("P2");
    assertThat(channel.requests(Operation.COMPLETE)).isZero();
  }

  @Test
  void returningBuyer_ofTheSameNumberPlacedAtAnotherTime_isRefused() {
    NotificationHandler handler = handler();
    channel.on(
        Operation.NOTIFICATION,
        answers(new CustomerReturn(new PaymentReference("P1", "u1.20260301080001"), true)));

    assertThatThrownBy(
            () ->
                handler.returned("shop", MESSAGE, new PaymentReference("P1", "u1.20260301080000")))
        .isInstanceOf(UntrustedMessageException.class);
    assertThat(channel.requests(Operation.COMPLETE)).isZero();
  }

  @Test
  void returningBuyer_withAWrongSignature_isRefused() {
    NotificationHandler handler = handler();
    channel.on(
        Operation.NOTIFICATION,
        fails(new ChannelFailure.Untrusted(UntrustedReason.BAD_SIGNATURE, "is forged", null)));

    assertThatThrownBy(() -> handler.returned("shop", MESSAGE, Fakes.P1))
        .isInstanceOf(UntrustedMessageException.class);
    assertThat(channel.requests(Operation.COMPLETE)).isZero();
  }

  @Test
  void failureOfTheShop_isNotTheBuyers() {
    NotificationHandler handler = handler();
    shop.during =
        () -> {
          throw new IOException("no disk");
        };

    assertThat(handler.returned("shop", MESSAGE, Fakes.P1).kind())
        .isEqualTo(PaymentResult.Kind.PAID);
  }

  @Test
  void channelThatCannotBeAsked_isTold() {
    NotificationHandler handler = handler();
    channel.onNext(10, Operation.COMPLETE, notSent());

    assertThatThrownBy(() -> handler.returned("shop", MESSAGE, Fakes.P1))
        .isInstanceOf(NotSentException.class);
    assertThat(shop.heard).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"DENY, ", "HOLD, payment P1 APPROVED 88.00 CNY at shop"})
  void hook_isAskedAboutReturningBuyersToo(Decision decision, @Nullable String heard) {
    NotificationHandler handler = handler(builder -> builder.approving((a, p) -> decision));
    channel.on(Operation.QUERY, answers(FakeAdapter.payment("P1", PaymentState.APPROVED, PRICE)));

    assertThat(handler.returned("shop", MESSAGE, Fakes.P1).kind())
        .isEqualTo(PaymentResult.Kind.APPROVED);
    assertThat(channel.requests(Operation.COMPLETE)).isZero();
    assertThat(shop.heard).isEqualTo(heard == null ? List.of() : List.of(heard));
  }

  @Test
  void accountThatDoesNotExist_hasNoReturns() {
    assertThatThrownBy(() -> handler().returned("nobody", MESSAGE, Fakes.P1))
        .isInstanceOf(IllegalArgumentException.class);
  }

  // ---- what it is built of

  @Test
  void settingsOutOfBounds_areRefused() {
    NotificationHandler.Builder builder = NotificationHandler.builder(gateway(), shop);

    assertThatThrownBy(() -> builder.budget(Duration.ofMillis(99)))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> builder.budget(Duration.ofSeconds(61)))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> builder.concurrent(0)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> builder.bodyLimit(0)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> builder.grace(Duration.ofMillis(-1)))
        .isInstanceOf(IllegalArgumentException.class);
  }

  private NotificationHandler handler() {
    return handler(builder -> builder);
  }

  private NotificationHandler handler(UnaryOperator<NotificationHandler.Builder> choices) {
    NotificationHandler handler =
        choices
            .apply(
                NotificationHandler.builder(gateway(), shop)
                    .log(shop.log)
                    .budget(Duration.ofSeconds(30))
                    .time(time))
            .build();
    open.add(handler);
    return handler;
  }

  private PaymentGateway gateway() {
    PaymentGateway opened = gateway;
    if (opened == null) {
      opened = PaymentGateway.open(Fakes.config(channel, time).listener(events::add).build());
      gateway = opened;
    }
    return opened;
  }

  private void twoAccounts(ChannelAdapter.Ownership ofShop, ChannelAdapter.Ownership ofOther) {
    channel.opening(
        (settings, context) ->
            new Owned(channel, settings, settings.account().equals("shop") ? ofShop : ofOther));
    gateway =
        PaymentGateway.open(
            Fakes.config(channel, time)
                .account("other", Fakes.account(channel.channel(), Map.of()))
                .listener(events::add)
                .build());
  }

  private static UnaryOperator<NotificationHandler.Builder> expecting(ExpectedPayment expected) {
    return builder -> builder.expecting((account, reference) -> Optional.of(expected));
  }

  private void tells(String number, PaymentState state, Money amount) {
    tells(
        new PaymentChanged(
            "pay/" + number + "/" + state, null, FakeAdapter.payment(number, state, amount)));
  }

  private void tells(Notification notification) {
    channel.on(Operation.NOTIFICATION, answers(notification));
  }

  private static Refund refund(@Nullable PaymentReference payment, @Nullable String number) {
    return Refund.builder(
            new RefundReference(payment, number, "f1.r"), RefundState.SUCCEEDED, RawReply.none())
        .build();
  }

  private static InboundRequest message(String path) {
    return new InboundRequest("POST", path, "", Map.of(), "told".getBytes(StandardCharsets.UTF_8));
  }

  private static NotificationReply said(NotificationReply.Kind kind) {
    return new NotificationReply(200, "text/plain", kind.name());
  }

  private List<NotificationHandled> handled() {
    return events.stream()
        .filter(NotificationHandled.class::isInstance)
        .map(NotificationHandled.class::cast)
        .toList();
  }

  private List<NotificationEnding> endings() {
    return handled().stream().map(NotificationHandled::ending).toList();
  }

  private List<Alarm.Kind> alarms() {
    return events.stream()
        .filter(Alarm.class::isInstance)
        .map(event -> ((Alarm) event).kind())
        .toList();
  }

  private Alarm alarm() {
    return events.stream()
        .filter(Alarm.class::isInstance)
        .map(Alarm.class::cast)
        .findFirst()
        .orElseThrow();
  }

  private static String words(@Nullable Money money) {
    return money == null ? "?" : money.toDecimalString() + " " + money.currency();
  }

  /** An adapter that claims messages, or not. */
  private static final class Owned extends FakeAdapter {

    private final Ownership ownership;

    Owned(FakeChannel channel, AccountSettings settings, Ownership ownership) {
      super(channel, settings);
      this.ownership = ownership;
    }

    @Override
    public Ownership ownership(InboundRequest unverified) {
      return ownership;
    }
  }

  private interface During {
    void happens() throws Exception;
  }

  private static final class ShopsHandler implements MerchantHandler {

    private final NotificationLog log = NotificationLog.inMemory();
    private final List<String> heard = new CopyOnWriteArrayList<>();
    private final List<MerchantAccount> accounts = new CopyOnWriteArrayList<>();
    private final List<String> threads = new CopyOnWriteArrayList<>();
    private volatile During during = () -> {};

    @Override
    public void paymentChanged(MerchantAccount account, Payment payment) throws Exception {
      hear(
          account,
          "payment "
              + payment.reference().number()
              + " "
              + payment.state()
              + " "
              + words(payment.amount())
              + " at "
              + account.name());
    }

    @Override
    public void refundChanged(MerchantAccount account, Refund refund, @Nullable Payment payment)
        throws Exception {
      hear(account, "refund " + refund.reference().number() + " " + refund.state());
    }

    @Override
    public void unmapped(MerchantAccount account, Notification.Unmapped notification)
        throws Exception {
      hear(account, "unmapped " + notification.channelType() + " " + notification.factKey());
    }

    @Override
    public void amountMismatch(MerchantAccount account, Payment payment, ExpectedPayment expected)
        throws Exception {
      hear(
          account,
          "mismatch "
              + payment.reference().number()
              + " "
              + words(payment.amount())
              + " instead of "
              + words(expected.amount()));
    }

    private void hear(MerchantAccount account, String what) throws Exception {
      heard.add(what);
      accounts.add(account);
      threads.add(Thread.currentThread().getName());
      during.happens();
    }
  }
}
