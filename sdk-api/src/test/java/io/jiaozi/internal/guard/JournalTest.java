package io.jiaozi.internal.guard;

import static io.jiaozi.fake.FakeChannel.answers;
import static io.jiaozi.fake.FakeChannel.asking;
import static io.jiaozi.fake.FakeChannel.believing;
import static io.jiaozi.fake.FakeChannel.noReply;
import static io.jiaozi.fake.FakeChannel.notSent;
import static io.jiaozi.fake.FakeChannel.rejected;
import static io.jiaozi.fake.FakeChannel.till;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.jiaozi.Capability;
import io.jiaozi.MerchantAccount;
import io.jiaozi.Operation;
import io.jiaozi.PaymentGateway;
import io.jiaozi.SubMerchant;
import io.jiaozi.error.InvalidRequestException;
import io.jiaozi.error.NotSentException;
import io.jiaozi.error.OutcomeUnknownException;
import io.jiaozi.error.RejectedException;
import io.jiaozi.error.RejectedReason;
import io.jiaozi.event.GatewayEvent;
import io.jiaozi.fake.FakeAdapter;
import io.jiaozi.fake.FakeChannel;
import io.jiaozi.fake.Fakes;
import io.jiaozi.fake.VirtualTime;
import io.jiaozi.journal.Journal;
import io.jiaozi.journal.JournalEntry;
import io.jiaozi.journal.JournalEntry.Phase;
import io.jiaozi.journal.JournalKey;
import io.jiaozi.journal.RecoveryReport;
import io.jiaozi.money.Money;
import io.jiaozi.notification.InboundRequest;
import io.jiaozi.notification.MerchantHandler;
import io.jiaozi.notification.Notification;
import io.jiaozi.payment.Decline;
import io.jiaozi.payment.NextAction;
import io.jiaozi.payment.Payment;
import io.jiaozi.payment.PaymentReference;
import io.jiaozi.payment.PaymentRequest;
import io.jiaozi.payment.PaymentResult;
import io.jiaozi.payment.PaymentState;
import io.jiaozi.payment.RawReply;
import io.jiaozi.payment.Scene;
import io.jiaozi.refund.Refund;
import io.jiaozi.refund.RefundReference;
import io.jiaozi.refund.RefundState;
import io.jiaozi.spi.CallContext;
import io.jiaozi.spi.OutcomePlan.Repeat;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What is written before and after every call, and what a sweep makes of it. */
class JournalTest {

  private static final Money PRICE = Money.of("CNY", "88.00");

  private final VirtualTime time = new VirtualTime();
  private final FakeChannel channel = new FakeChannel();
  private final Journal memory = Journal.inMemory();
  private final List<GatewayEvent> events = new ArrayList<>();
  private final PaymentGateway gateway = open(memory);
  private final MerchantAccount shop = gateway.account("shop");
  private final Told told = new Told();

  private PaymentGateway open(Journal journal) {
    return PaymentGateway.open(
        Fakes.config(channel, time).journal(journal).listener(events::add).build());
  }

  /** The shop's side. */
  private static final class Told implements MerchantHandler {
    final List<String> news = new ArrayList<>();
    private @Nullable Exception failure;

    @Override
    public void paymentChanged(MerchantAccount account, Payment payment) throws Exception {
      fail();
      news.add(payment.reference().number() + " " + payment.state());
    }

    @Override
    public void refundChanged(MerchantAccount account, Refund refund, @Nullable Payment payment)
        throws Exception {
      fail();
      news.add(refund.reference().number() + " " + refund.state());
    }

    void failWith(@Nullable Exception next) {
      failure = next;
    }

    private void fail() throws Exception {
      if (failure != null) {
        throw failure;
      }
    }
  }

  private static FakeChannel.Step payment(PaymentState state) {
    return answers(FakeAdapter.payment("P1", state, PRICE));
  }

  private static FakeChannel.Step refund(RefundState state) {
    return answers(
        Refund.builder(RefundReference.of(Fakes.P1, "R1"), state, RawReply.none())
            .amount(state == RefundState.NOT_FOUND ? null : Money.of("CNY", "8.00"))
            .build());
  }

  private static FakeChannel.Step awaiting() {
    return answers(
        new PaymentResult.AwaitingCustomer(
            FakeAdapter.payment("P1", PaymentState.AWAITING_CUSTOMER, PRICE),
            new NextAction.ShowQrCode("fake://P1", null)));
  }

  private JournalEntry entry(Operation operation, String number) {
    return memory.find(new JournalKey("shop", "", operation, number)).orElseThrow();
  }

  private JournalEntry payEntry() {
    return entry(Operation.PAY, "P1");
  }

  private void payWithoutAnswer() {
    channel
        .plan(asking(Repeat.NEVER, 60))
        .on(Operation.PAY, noReply())
        .on(Operation.QUERY, noReply());
    assertThat(catchThrowable(() -> shop.pay(Fakes.payment())))
        .isInstanceOf(OutcomeUnknownException.class)
        .hasMessageContaining("The journal holds it");
  }

  /** Lets every next question come due and answers it, until nothing is to be asked any more. */
  private RecoveryReport sweep() {
    Instant due = memory.nextQuestionAt(List.of("shop")).orElseThrow();
    if (due.isAfter(time.now())) {
      time.pass(Duration.between(time.now(), due));
    }
    return gateway.recover(told);
  }

  private List<GatewayEvent.Alarm.Kind> alarms() {
    return events.stream()
        .filter(GatewayEvent.Alarm.class::isInstance)
        .map(event -> ((GatewayEvent.Alarm) event).kind())
        .toList();
  }

  @Nested
  class Writing {

    @Test
    void intentIsThereBeforeTheFirstByte() {
      List<JournalEntry> seen = new ArrayList<>();
      channel.on(
          Operation.PAY,
          context -> {
            seen.add(payEntry());
            return new PaymentResult.Paid(FakeAdapter.paid("P1", PRICE));
          });
      shop.pay(Fakes.payment());
      assertThat(seen)
          .singleElement()
          .satisfies(
              intent -> {
                assertThat(intent.phase()).isEqualTo(Phase.OPEN);
                assertThat(intent.amount()).isEqualTo(PRICE);
                assertThat(intent.scene()).isEqualTo(Scene.Kind.QR_CODE);
                assertThat(intent.placedAt()).isEqualTo(VirtualTime.START);
                assertThat(intent.payment()).isEqualTo(Fakes.P1);
                assertThat(intent.nextQuestionAt()).isAfter(time.now().plusSeconds(10));
              });
      assertThat(payEntry().phase()).isEqualTo(Phase.DONE);
      assertThat(payEntry().paymentState()).isEqualTo(PaymentState.PAID);
      assertThat(payEntry().nextQuestionAt()).isNull();
    }

    @Test
    void intentThatCannotBeWritten_isNotSent() {
      PaymentGateway other =
          open(
              new Failing(memory) {
                @Override
                public Begun begin(JournalEntry intent) {
                  throw new IllegalStateException("connection to jdbc:secret lost");
                }
              });
      assertThatThrownBy(() -> other.account("shop").pay(Fakes.payment()))
          .isInstanceOf(NotSentException.class)
          .hasMessageContaining("Payment P1")
          .hasMessageContaining("journal failed with java.lang.IllegalStateException")
          .hasMessageNotContaining("secret");
      assertThat(channel.requests(Operation.PAY)).isZero();
    }

    @Test
    void outcomeThatCannotBeWritten_isReturned_andAskedForLater() {
      PaymentGateway other =
          open(
              new Failing(memory) {
                @Override
                public boolean replace(JournalEntry next) {
                  throw new IllegalStateException("gone");
                }
              });
      assertThat(other.account("shop").pay(Fakes.payment()).kind())
          .isEqualTo(PaymentResult.Kind.PAID);
      assertThat(payEntry().phase()).isEqualTo(Phase.OPEN);
      assertThat(sweep().ended()).isEqualTo(1);
      assertThat(told.news).containsExactly("P1 PAID");
    }

    @Test
    void waitsForTheBuyer_isPending_andAskedByThePlan() {
      channel.plan(asking(Repeat.FREELY, 5, 10)).on(Operation.PAY, awaiting());
      shop.pay(Fakes.payment());
      assertThat(payEntry().phase()).isEqualTo(Phase.PENDING);
      assertThat(payEntry().nextQuestionAt()).isEqualTo(VirtualTime.START.plusSeconds(5));
    }

    @Test
    void declinedButStillOpen_isFollowed() {
      channel.on(
          Operation.PAY,
          answers(
              new PaymentResult.Declined(
                  FakeAdapter.payment("P1", PaymentState.DECLINED, PRICE),
                  new Decline(Decline.Reason.FUNDS, "F", true))));
      shop.pay(Fakes.payment());
      assertThat(payEntry().phase()).isEqualTo(Phase.PENDING);
    }

    @Test
    void notSent_andRejected_didNothing_andTheNumberIsFree() {
      channel.onNext(3, Operation.PAY, notSent());
      assertThatThrownBy(() -> shop.pay(Fakes.payment())).isInstanceOf(NotSentException.class);
      assertThat(payEntry().phase()).isEqualTo(Phase.NOTHING_HAPPENED);
      channel.on(Operation.PAY, rejected(RejectedReason.NOT_PERMITTED, null));
      assertThatThrownBy(() -> shop.pay(Fakes.payment())).isInstanceOf(RejectedException.class);
      assertThat(payEntry().phase()).isEqualTo(Phase.NOTHING_HAPPENED);

      Instant later = VirtualTime.START.plusSeconds(60);
      shop.pay(
          PaymentRequest.builder("P1", Money.of("CNY", "99.00"), Scene.qrCode(), later)
              .description("x")
              .build());
      assertThat(payEntry().placedAt()).isEqualTo(later);
      assertThat(payEntry().amount()).isEqualTo(Money.of("CNY", "99.00"));
      assertThat(memory.nextQuestionAt(List.of("shop"))).isEmpty();
    }

    @Test
    void alreadyPaid_isFoundOut() {
      channel.on(Operation.PAY, rejected(RejectedReason.ALREADY_PAID, null));
      assertThatThrownBy(() -> shop.pay(Fakes.payment())).isInstanceOf(RejectedException.class);
      assertThat(payEntry().phase()).isEqualTo(Phase.OPEN);
      sweep();
      assertThat(told.news).containsExactly("P1 PAID");
    }

    @Test
    void lostAnswer_foundCaptured_isNotTakenForNothing() {
      channel
          .plan(asking(Repeat.NEVER, 1))
          .on(Operation.PAY, noReply())
          .on(Operation.QUERY, payment(PaymentState.REFUNDED));
      assertThatThrownBy(() -> shop.pay(Fakes.payment())).isInstanceOf(RejectedException.class);
      assertThat(payEntry().phase()).isEqualTo(Phase.OPEN);
    }

    @ParameterizedTest
    @EnumSource(
        value = Operation.class,
        names = {"COMPLETE", "CLOSE", "REVERSE"})
    void whatHasNoNumber_mayBeDoneAnew(Operation operation) {
      channel.plan(asking(Repeat.NEVER, 60)).on(operation, noReply());
      channel.on(Operation.QUERY, noReply());
      assertThat(catchThrowable(() -> call(operation))).isInstanceOf(OutcomeUnknownException.class);
      assertThat(entry(operation, "P1").phase()).isEqualTo(Phase.OPEN);
      time.pass(Duration.ofHours(1));
      sweep();
      assertThat(entry(operation, "P1").phase()).isEqualTo(Phase.DONE);
      call(operation);
      assertThat(entry(operation, "P1").firstSentAt())
          .isEqualTo(time.now().truncatedTo(java.time.temporal.ChronoUnit.MILLIS));
    }

    private Object call(Operation operation) {
      return switch (operation) {
        case COMPLETE -> shop.complete(Fakes.P1);
        case CLOSE -> shop.close(Fakes.P1);
        default -> shop.reverse(Fakes.P1);
      };
    }

    @Test
    void subMerchantsHavePagesOfTheirOwn() {
      shop.actingFor(new SubMerchant("S1", Map.of())).refund(Fakes.refund());
      assertThat(memory.find(new JournalKey("shop", "S1", Operation.REFUND, "R1"))).isPresent();
      assertThat(memory.find(new JournalKey("shop", "", Operation.REFUND, "R1"))).isEmpty();
    }
  }

  /** Something happens to the page while a call is on its way. */
  @Nested
  class Meanwhile {

    private void messageIsTaken() {
      shop.taken(
          shop.readNotification(new InboundRequest("POST", "/", "", Map.of(), new byte[] {1})));
    }

    private FakeChannel.Step afterTheMessage(FakeChannel.Step ending) {
      return context -> {
        messageIsTaken();
        return ending.play(context);
      };
    }

    private void requireDone() {
      assertThat(payEntry().phase()).isEqualTo(Phase.DONE);
      assertThat(payEntry().paymentState()).isEqualTo(PaymentState.PAID);
      assertThat(memory.nextQuestionAt(List.of("shop"))).isEmpty();
    }

    @Test
    void messageBeforeSilence_staysTheEnd() {
      channel
          .plan(asking(Repeat.NEVER, 60))
          .on(Operation.PAY, afterTheMessage(noReply()))
          .on(Operation.QUERY, noReply());
      assertThat(catchThrowable(() -> shop.pay(Fakes.payment())))
          .isInstanceOf(OutcomeUnknownException.class);
      requireDone();
    }

    @ParameterizedTest
    @EnumSource(
        value = RejectedReason.class,
        names = {"ALREADY_PAID", "NOT_PERMITTED"})
    void messageBeforeARefusal_staysTheEnd(RejectedReason reason) {
      channel.on(Operation.PAY, afterTheMessage(rejected(reason, null)));
      assertThat(catchThrowable(() -> shop.pay(Fakes.payment())))
          .isInstanceOf(RejectedException.class);
      requireDone();
    }

    @Test
    void messageBeforeTheQuestionsAnswer_staysTheEnd() {
      payWithoutAnswer();
      channel.on(Operation.QUERY, afterTheMessage(payment(PaymentState.PROCESSING)));
      sweep();
      requireDone();
    }

    @Test
    void messageBeforeGivingUp_isNoAlarm() {
      payWithoutAnswer();
      channel.on(
          Operation.QUERY,
          afterTheMessage(answers(FakeAdapter.paid("P1", Money.of("CNY", "1.00")))));
      assertThat(sweep().givenUp()).isZero();
      requireDone();
      assertThat(alarms()).doesNotContain(GatewayEvent.Alarm.Kind.GIVEN_UP);
    }

    @Test
    void callThatWasNotSent_leavesAnotherOfItsNumberOpen() {
      channel
          .plan(asking(Repeat.NEVER, 60))
          .on(
              Operation.PAY,
              context -> {
                channel.on(Operation.PAY, noReply()).on(Operation.QUERY, noReply());
                assertThat(catchThrowable(() -> shop.pay(Fakes.payment())))
                    .isInstanceOf(OutcomeUnknownException.class);
                return rejected(RejectedReason.NOT_PERMITTED, null).play(context);
              });
      assertThat(catchThrowable(() -> shop.pay(Fakes.payment())))
          .isInstanceOf(RejectedException.class);
      assertThat(payEntry().phase()).isEqualTo(Phase.OPEN);
      assertThat(sweep().ended()).isEqualTo(1);
      assertThat(told.news).containsExactly("P1 PAID");
    }

    @Test
    void endThatCannotBeWritten_isNotCalledResolved() {
      payWithoutAnswer();
      time.pass(Duration.ofHours(1));
      PaymentGateway other =
          open(
              new Failing(memory) {
                @Override
                public boolean replace(JournalEntry next) {
                  throw new IllegalStateException("gone");
                }
              });
      assertThat(other.recover(told).failed()).isEqualTo(1);
      assertThat(events).noneMatch(GatewayEvent.Resolved.class::isInstance);
    }
  }

  @Nested
  class Repeating {

    @Test
    void firstPlacedAtWins() {
      payWithoutAnswer();
      List<Instant> sent = new ArrayList<>();
      channel.plan(asking(Repeat.FREELY));
      channel.opening(
          (settings, context) ->
              new FakeAdapter(channel, settings) {
                @Override
                public PaymentResult pay(PaymentRequest request, CallContext call) {
                  sent.add(request.placedAt());
                  return super.pay(request, call);
                }
              });
      open(memory)
          .account("shop")
          .pay(
              PaymentRequest.builder("P1", PRICE, Scene.qrCode(), VirtualTime.START.plusSeconds(99))
                  .description("x")
                  .build());
      assertThat(sent).containsExactly(VirtualTime.START);
      assertThat(payEntry().placedAt()).isEqualTo(VirtualTime.START);
    }

    @Test
    void numberUsedForSomethingElse_isRefusedBeforeTheNetwork() {
      shop.pay(Fakes.payment());
      assertThatThrownBy(
              () ->
                  shop.pay(
                      PaymentRequest.builder(
                              "P1", Money.of("CNY", "99.00"), Scene.qrCode(), VirtualTime.START)
                          .description("x")
                          .build()))
          .isInstanceOf(InvalidRequestException.class)
          .hasMessageContaining("orderNumber")
          .hasMessageContaining("CNY 88.00");
      assertThat(channel.requests(Operation.PAY)).isEqualTo(1);
    }

    @ParameterizedTest
    @EnumSource(
        value = Repeat.class,
        names = {"ASK_FIRST", "NEVER"})
    void openCall_isAskedAboutBeforeItIsSentAgain(Repeat repeat) {
      payWithoutAnswer();
      channel.plan(believing(repeat, 1, 2, 3));
      time.pass(Duration.ofMinutes(1));
      assertThat(shop.pay(Fakes.payment()).kind()).isEqualTo(PaymentResult.Kind.PAID);
      assertThat(channel.requests(Operation.PAY)).isEqualTo(1);
      assertThat(payEntry().phase()).isEqualTo(Phase.DONE);
    }

    @Test
    void openCall_thatCertainlyNeverArrived_isSentAgain_exactlyOnce() {
      payWithoutAnswer();
      channel
          .plan(believing(Repeat.ASK_FIRST, 1, 2, 3))
          .on(Operation.QUERY, payment(PaymentState.NOT_FOUND));
      time.pass(Duration.ofHours(1));
      assertThat(shop.pay(Fakes.payment(Scene.qrCode()).payBefore(later()).build()).kind())
          .isEqualTo(PaymentResult.Kind.PAID);
      assertThat(channel.requests(Operation.PAY)).isEqualTo(2);
    }

    private Instant later() {
      return VirtualTime.START.plus(Duration.ofHours(2));
    }

    @Test
    void refusedRepeat_leavesTheFirstCallAsItWas() {
      payWithoutAnswer();
      channel.plan(asking(Repeat.FREELY)).on(Operation.PAY, rejected(RejectedReason.OTHER, null));
      assertThat(catchThrowable(() -> shop.pay(Fakes.payment())))
          .isInstanceOf(OutcomeUnknownException.class);
      assertThat(payEntry().phase()).isEqualTo(Phase.OPEN);
      assertThat(payEntry().firstSentAt()).isEqualTo(VirtualTime.START);
    }

    @Test
    void locatorIsRemembered_andTheAmountOfThePayment() {
      channel.without(Capability.FIND_BY_NUMBER);
      PaymentGateway other = open(memory);
      other.account("shop").pay(Fakes.payment());
      List<PaymentReference> asked = new ArrayList<>();
      channel.on(
          Operation.QUERY,
          context -> {
            asked.add(Fakes.P1);
            return FakeAdapter.paid("P1", PRICE);
          });
      assertThat(other.account("shop").query(PaymentReference.ofNumber("P1")).reference().locator())
          .isEqualTo("f1.x");
      assertThat(asked).hasSize(1);
    }
  }

  @Nested
  class Sweeping {

    private void reverseWithoutAnswer() {
      channel.plan(asking(Repeat.FREELY, 60)).on(Operation.PAY, awaiting());
      shop.pay(Fakes.payment());
      channel.onNext(3, Operation.REVERSE, noReply()).on(Operation.QUERY, noReply());
      assertThat(catchThrowable(() -> shop.reverse(Fakes.P1)))
          .isInstanceOf(OutcomeUnknownException.class);
      shop.taken(
          shop.readNotification(new InboundRequest("POST", "/", "", Map.of(), new byte[] {1})));
      told.news.clear();
      channel.onNext(99, Operation.QUERY, payment(PaymentState.PAID));
    }

    @Test
    void openReversal_isDoneAgain_whereQuestionsDoNotShowIt() {
      reverseWithoutAnswer();
      time.pass(Duration.ofMinutes(5));
      assertThat(sweep().ended()).isEqualTo(1);
      assertThat(told.news).containsExactly("P1 REVERSED");
      assertThat(entry(Operation.REVERSE, "P1").phase()).isEqualTo(Phase.DONE);
    }

    @Test
    void paymentWhoseReversalIsOpen_isNotBelievedPaid() {
      channel.plan(asking(Repeat.FREELY, 60)).on(Operation.PAY, awaiting());
      shop.pay(Fakes.payment());
      channel
          .onNext(3, Operation.REVERSE, noReply())
          .onNext(99, Operation.QUERY, payment(PaymentState.PAID));
      assertThat(catchThrowable(() -> shop.reverse(Fakes.P1)))
          .isInstanceOf(OutcomeUnknownException.class);
      time.pass(Duration.ofHours(1));
      assertThat(sweep().ended()).isEqualTo(2);
      assertThat(told.news).containsOnly("P1 REVERSED");
      assertThat(payEntry().paymentState()).isEqualTo(PaymentState.REVERSED);
    }

    @Test
    void messageThatTellsTheReversal_endsItsQuestions() {
      reverseWithoutAnswer();
      channel.on(
          Operation.NOTIFICATION,
          answers(
              new Notification.PaymentChanged(
                  "F2", null, FakeAdapter.payment("P1", PaymentState.REVERSED, PRICE))));
      shop.taken(
          shop.readNotification(new InboundRequest("POST", "/", "", Map.of(), new byte[] {1})));
      assertThat(entry(Operation.REVERSE, "P1").phase()).isEqualTo(Phase.DONE);
      assertThat(memory.nextQuestionAt(List.of("shop"))).isEmpty();
    }

    @Test
    void openReversal_thatIsRefusedLater_isForAPerson() {
      reverseWithoutAnswer();
      channel.onNext(99, Operation.REVERSE, rejected(RejectedReason.TOO_LATE, null));
      while (entry(Operation.REVERSE, "P1").phase() == Phase.OPEN) {
        sweep();
      }
      assertThat(time.now()).isAfterOrEqualTo(VirtualTime.START.plus(Duration.ofDays(1)));
      assertThat(time.now()).isBefore(VirtualTime.START.plus(Duration.ofDays(3)));
      assertThat(told.news).isEmpty();
      assertThat(alarms()).contains(GatewayEvent.Alarm.Kind.GIVEN_UP);
    }

    @Test
    void noJournal_saysSo() {
      PaymentGateway plain = PaymentGateway.open(Fakes.config(channel, time).build());
      assertThatThrownBy(() -> plain.recover(told))
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("no journal");
    }

    @Test
    void nothingDue_asksNothing() {
      payWithoutAnswer();
      long before = channel.requests(Operation.QUERY);
      assertThat(gateway.recover(told).looked()).isZero();
      assertThat(channel.requests(Operation.QUERY)).isEqualTo(before);
    }

    @Test
    void openPayment_isFoundPaid_toldOnce_andDone() {
      payWithoutAnswer();
      RecoveryReport report = sweep();
      assertThat(report).isEqualTo(new RecoveryReport(1, 1, 0, 0, 0, null));
      assertThat(told.news).containsExactly("P1 PAID");
      assertThat(payEntry().phase()).isEqualTo(Phase.DONE);
      assertThat(payEntry().questions()).isEqualTo(1);
      assertThat(events)
          .anySatisfy(
              event ->
                  assertThat(event)
                      .isInstanceOfSatisfying(
                          GatewayEvent.Resolved.class,
                          resolved -> {
                            assertThat(resolved.by()).isEqualTo(GatewayEvent.By.SWEEP);
                            assertThat(resolved.state()).isEqualTo("PAID");
                          }));
    }

    @Test
    void handlerThatThrows_isToldAgain() {
      payWithoutAnswer();
      told.failWith(new IllegalStateException("database down"));
      assertThat(sweep().failed()).isEqualTo(1);
      assertThat(payEntry().phase()).isEqualTo(Phase.OPEN);
      told.failWith(null);
      assertThat(sweep().ended()).isEqualTo(1);
      assertThat(told.news).containsExactly("P1 PAID");
    }

    @Test
    void channelThatIsDown_isAskedAgain() {
      payWithoutAnswer();
      channel.on(Operation.QUERY, noReply());
      assertThat(sweep().failed()).isEqualTo(1);
      assertThat(sweep().ended()).isEqualTo(1);
    }

    @Test
    void notThere_isNotFailed_beforeNobodyCanPay() {
      payWithoutAnswer();
      channel.onNext(500, Operation.QUERY, payment(PaymentState.NOT_FOUND));
      while (payEntry().phase() == Phase.OPEN) {
        assertThat(told.news).isEmpty();
        sweep();
      }
      assertThat(time.now()).isAfterOrEqualTo(VirtualTime.START.plus(Duration.ofMinutes(40)));
      assertThat(told.news).containsExactly("P1 NOT_FOUND");
    }

    @Test
    void expiredOrder_isClosed_andTold() {
      channel.plan(asking(Repeat.FREELY, 5)).on(Operation.PAY, awaiting());
      shop.pay(Fakes.payment());
      channel.onNext(500, Operation.QUERY, payment(PaymentState.AWAITING_CUSTOMER));
      while (payEntry().phase() == Phase.PENDING) {
        assertThat(channel.requests(Operation.CLOSE)).isZero();
        sweep();
      }
      assertThat(channel.requests(Operation.CLOSE)).isEqualTo(1);
      assertThat(told.news).containsExactly("P1 CLOSED");
    }

    @Test
    void leftAtTheTill_isUndone() {
      // As a process leaves it that dies between sending and hearing.
      memory.begin(
          new JournalEntry(
              new JournalKey("shop", "", Operation.PAY, "P1"),
              VirtualTime.START,
              VirtualTime.START.plus(Duration.ofMinutes(30)),
              Scene.Kind.BUYER_CODE,
              PRICE,
              "0".repeat(64),
              Fakes.P1,
              null,
              Phase.OPEN,
              null,
              null,
              VirtualTime.START,
              0,
              VirtualTime.START.plusSeconds(12),
              0));
      channel.plan(till(5, 30));
      channel.onNext(9, Operation.QUERY, payment(PaymentState.PROCESSING));
      while (payEntry().phase() != Phase.DONE) {
        sweep();
      }
      assertThat(channel.requests(Operation.REVERSE)).isEqualTo(1);
      assertThat(told.news).contains("P1 REVERSED");
    }

    @ParameterizedTest
    @EnumSource(
        value = RefundState.class,
        names = {"SUCCEEDED", "FAILED"})
    void openRefund_isFoundOut(RefundState state) {
      channel
          .plan(asking(Repeat.NEVER, 60))
          .on(Operation.REFUND, noReply())
          .on(Operation.QUERY_REFUND, noReply(), refund(state));
      assertThat(catchThrowable(() -> shop.refund(Fakes.refund())))
          .isInstanceOf(OutcomeUnknownException.class);
      sweep();
      assertThat(told.news).containsExactly("R1 " + state);
      assertThat(entry(Operation.REFUND, "R1").phase()).isEqualTo(Phase.DONE);
    }

    @Test
    void refundInWork_isFollowedForDays_thenGivenUp_withAnAlarm() {
      shop.refund(Fakes.refund());
      channel.onNext(500, Operation.QUERY_REFUND, refund(RefundState.PROCESSING));
      while (entry(Operation.REFUND, "R1").phase() == Phase.PENDING) {
        sweep();
      }
      assertThat(entry(Operation.REFUND, "R1").phase()).isEqualTo(Phase.GIVEN_UP);
      assertThat(alarms()).containsExactly(GatewayEvent.Alarm.Kind.GIVEN_UP);
      assertThat(entry(Operation.REFUND, "R1").questions()).isBetween(20, 80);
    }

    @Test
    void anotherAmount_isAnAlarm_notAPayment() {
      payWithoutAnswer();
      channel.on(
          Operation.QUERY,
          answers(FakeAdapter.payment("P1", PaymentState.PAID, Money.of("CNY", "0.01"))));
      assertThat(sweep().givenUp()).isEqualTo(1);
      assertThat(told.news).isEmpty();
      assertThat(alarms())
          .containsExactly(
              GatewayEvent.Alarm.Kind.AMOUNT_MISMATCH, GatewayEvent.Alarm.Kind.GIVEN_UP);
    }

    @Test
    void anotherAmount_isAnAlarm_alsoWhereOnlyTheClosingIsOpen() {
      channel.plan(asking(Repeat.NEVER, 60)).on(Operation.PAY, awaiting());
      shop.pay(Fakes.payment());
      channel.on(Operation.CLOSE, noReply()).on(Operation.QUERY, noReply());
      assertThat(catchThrowable(() -> shop.close(Fakes.P1)))
          .isInstanceOf(OutcomeUnknownException.class);
      channel.onNext(2, Operation.QUERY, answers(FakeAdapter.paid("P1", Money.of("CNY", "8.00"))));
      time.pass(Duration.ofHours(1));
      assertThat(gateway.recover(told).givenUp()).isEqualTo(2);
      assertThat(told.news).isEmpty();
      assertThat(alarms())
          .filteredOn(kind -> kind == GatewayEvent.Alarm.Kind.AMOUNT_MISMATCH)
          .hasSize(2);
    }

    @Test
    void lateSuccess_afterClosing_isAnAlarm_once() {
      channel.plan(asking(Repeat.FREELY, 5)).on(Operation.PAY, awaiting());
      shop.pay(Fakes.payment());
      shop.close(Fakes.P1);
      assertThat(payEntry().paymentState()).isEqualTo(PaymentState.CLOSED);
      InboundRequest message = new InboundRequest("POST", "/", "", Map.of(), new byte[] {1});
      shop.taken(shop.readNotification(message));
      shop.taken(shop.readNotification(message));
      assertThat(payEntry().paymentState()).isEqualTo(PaymentState.PAID);
      assertThat(payEntry().phase()).isEqualTo(Phase.DONE);
      assertThat(alarms()).containsExactly(GatewayEvent.Alarm.Kind.LATE_SUCCESS);
    }

    @Test
    void messageThatWasTaken_endsTheQuestions() {
      payWithoutAnswer();
      Notification notification =
          shop.readNotification(new InboundRequest("POST", "/", "", Map.of(), new byte[] {1}));
      assertThat(payEntry().nextQuestionAt()).isNotNull();
      shop.taken(notification);
      assertThat(payEntry().phase()).isEqualTo(Phase.DONE);
      assertThat(memory.nextQuestionAt(List.of("shop"))).isEmpty();
    }

    @Test
    void takenBack_isAnAlarm() {
      shop.pay(Fakes.payment());
      channel.on(Operation.QUERY, payment(PaymentState.REVERSED));
      shop.query(Fakes.P1);
      assertThat(alarms()).containsExactly(GatewayEvent.Alarm.Kind.TAKEN_BACK);
    }

    @Test
    void ownReversal_isNoAlarm() {
      shop.pay(Fakes.payment());
      shop.reverse(Fakes.P1);
      assertThat(payEntry().paymentState()).isEqualTo(PaymentState.REVERSED);
      assertThat(alarms()).isEmpty();
    }

    @Test
    void refundContradicted_isAnAlarm() {
      channel.on(Operation.REFUND, refund(RefundState.SUCCEEDED));
      shop.refund(Fakes.refund());
      channel.on(Operation.QUERY_REFUND, refund(RefundState.FAILED));
      shop.queryRefund(RefundReference.of(Fakes.P1, "R1"));
      assertThat(alarms()).containsExactly(GatewayEvent.Alarm.Kind.REFUND_CONTRADICTION);
    }

    @Test
    void whatCannotBeAskedFor_isGivenUp() {
      payWithoutAnswer();
      channel.finds(new io.jiaozi.error.Problem("reference", "has no locator."));
      assertThat(sweep().givenUp()).isEqualTo(1);
      assertThat(payEntry().phase()).isEqualTo(Phase.GIVEN_UP);
    }

    @Test
    void twoGateways_shareTheWork() {
      payWithoutAnswer();
      time.pass(Duration.ofHours(1));
      List<JournalEntry> mine =
          memory.lease(List.of("shop"), time.now(), time.now().plusSeconds(60), 10);
      assertThat(mine).hasSize(1);
      assertThat(gateway.recover(told).looked()).isZero();
      time.pass(Duration.ofSeconds(61));
      assertThat(gateway.recover(told).ended()).isEqualTo(1);
    }

    @Test
    void listenerThatThrows_disturbsNothing() {
      PaymentGateway other =
          PaymentGateway.open(
              Fakes.config(channel, time)
                  .listener(
                      event -> {
                        throw new IllegalStateException();
                      })
                  .build());
      assertThat(other.account("shop").pay(Fakes.payment()).kind())
          .isEqualTo(PaymentResult.Kind.PAID);
    }
  }

  @Test
  void everyCall_beginsAndEnds_theInnerOneInside() {
    channel
        .plan(till(1, 2))
        .on(Operation.PAY, noReply())
        .onNext(9, Operation.QUERY, payment(PaymentState.PROCESSING));
    shop.pay(Fakes.payment(Scene.buyerCode("134567890123456789", "S1")).build());
    assertThat(events)
        .filteredOn(
            event -> event instanceof GatewayEvent.Began || event instanceof GatewayEvent.Ended)
        .extracting(
            event ->
                event instanceof GatewayEvent.Began began
                    ? "began " + began.operation()
                    : "ended " + ((GatewayEvent.Ended) event).operation())
        .containsExactly("began PAY", "began REVERSE", "ended REVERSE", "ended PAY");
  }

  /** A journal that does what another does. */
  private static class Failing implements Journal {
    private final Journal inner;

    Failing(Journal inner) {
      this.inner = inner;
    }

    @Override
    public Begun begin(JournalEntry intent) {
      return inner.begin(intent);
    }

    @Override
    public boolean replace(JournalEntry next) {
      return inner.replace(next);
    }

    @Override
    public Optional<JournalEntry> find(JournalKey key) {
      return inner.find(key);
    }

    @Override
    public List<JournalEntry> findByNumber(String account, String subMerchant, String number) {
      return inner.findByNumber(account, subMerchant, number);
    }

    @Override
    public List<JournalEntry> lease(
        Collection<String> accounts, Instant now, Instant until, int most) {
      return inner.lease(accounts, now, until, most);
    }

    @Override
    public Optional<Instant> nextQuestionAt(Collection<String> accounts) {
      return inner.nextQuestionAt(accounts);
    }

    @Override
    public int forgetEndedBefore(Instant placedAt) {
      return inner.forgetEndedBefore(placedAt);
    }
  }
}
