package io.jiaozi.proving.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.jiaozi.PaymentGateway;
import io.jiaozi.TimeSource;
import io.jiaozi.error.OutcomeUnknownException;
import io.jiaozi.payment.Decline;
import io.jiaozi.payment.Payment;
import io.jiaozi.payment.PaymentReference;
import io.jiaozi.payment.PaymentRequest;
import io.jiaozi.payment.PaymentResult;
import io.jiaozi.payment.PaymentState;
import io.jiaozi.proving.channels.ChannelUnderTest;
import io.jiaozi.proving.channels.Till;
import io.jiaozi.proving.channels.Till.Buyer;
import io.jiaozi.proving.stage.Hourglass;
import io.jiaozi.proving.stage.Stage;
import io.jiaozi.proving.stage.Stages;
import io.jiaozi.sandbox.Fault;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/**
 * The buyer has shown a code, the channel has acted, and its answer is lost. However that goes on,
 * the buyer is never charged without the shop knowing: the call ends in paid, found by asking; or
 * undone, by the channel's own books; or, where the network takes everything, it says that the
 * outcome is open, and the same reference tells it afterwards. The code is never sent twice.
 */
@Execution(ExecutionMode.CONCURRENT)
class TillTest {

  private static final int ALWAYS = 1_000;

  /** Every way in which the answer to something done is lost, but for plain silence. */
  private static final List<Fault> LOST =
      List.of(
          Fault.RESET_AFTER_COMMIT,
          Fault.CLOSE_AFTER_COMMIT,
          Fault.TRUNCATED_REPLY,
          Fault.MALFORMED_CHUNK,
          Fault.GARBAGE,
          Fault.HTML_200,
          Fault.BAD_SIGNATURE,
          Fault.MISSING_SIGNATURE,
          Fault.UNKNOWN_KEY);

  @TestFactory
  Stream<DynamicTest> committedAndReplyLost_buyerHasPaid_isFoundPaid() {
    return eachFault(
        (scene, fault) -> {
          PaymentRequest request = scene.request(Buyer.PAYS);
          scene.lose(fault, "pay", 1);

          PaymentResult result = scene.pay(request);

          scene.assertPaid(result);
          assertThat(scene.seen("query")).as("questions").isPositive();
          assertThat(scene.seen("reverse")).as("reversals").isZero();
        });
  }

  @TestFactory
  Stream<DynamicTest> committedAndReplyLost_buyerNeverTypes_isUndoneForGood() {
    return eachFault(
        (scene, fault) -> {
          PaymentRequest request = scene.request(Buyer.TYPES_PASSWORD);
          scene.lose(fault, "pay", 1);

          PaymentResult result = scene.pay(request);

          scene.assertUndone(result);
          assertThat(scene.seen("query")).as("questions").isGreaterThan(2);
          // Who types the password now is not charged any more.
          assertThatThrownBy(scene::confirm).isInstanceOf(IllegalStateException.class);
          assertThat(scene.shopHasMoney()).isFalse();
        });
  }

  @TestFactory
  Stream<DynamicTest> committedAndReplyLost_buyerTypesMeanwhile_isFoundPaid() {
    return eachFault(
        (scene, fault) -> {
          PaymentRequest request = scene.request(Buyer.TYPES_PASSWORD);
          scene.lose(fault, "pay", 1);
          AtomicInteger waits = new AtomicInteger();

          PaymentResult result =
              scene.pay(
                  request,
                  () -> {
                    if (waits.incrementAndGet() == 3) {
                      scene.confirm();
                    }
                  });

          scene.assertPaid(result);
          assertThat(scene.seen("reverse")).as("reversals").isZero();
        });
  }

  @TestFactory
  Stream<DynamicTest> everyQuestionLostToo_buyerHasPaid_isGivenBack() {
    return eachFault(
        (scene, fault) -> {
          PaymentRequest request = scene.request(Buyer.PAYS);
          scene.lose(fault, "pay", 1);
          scene.lose(fault, "query", ALWAYS);

          PaymentResult result = scene.pay(request);

          scene.assertUndone(result);
        });
  }

  @TestFactory
  Stream<DynamicTest> everythingLost_saysThatItIsOpen_andTheReferenceTellsLater() {
    return eachFault(
        (scene, fault) -> {
          PaymentRequest request = scene.request(Buyer.PAYS);
          scene.lose(fault, "pay", 1);
          scene.lose(fault, "query", ALWAYS);
          scene.lose(fault, "reverse", ALWAYS);

          OutcomeUnknownException open =
              Objects.requireNonNull(
                  catchThrowableOfType(OutcomeUnknownException.class, () -> scene.pay(request)));

          assertThat(open).hasMessageContaining(scene.number);
          assertThat(scene.seen("pay")).as("the code is sent").isEqualTo(1);
          scene.stage.sandbox().faults().clear();
          PaymentReference reference = Objects.requireNonNull(open.open().payment());
          Payment told = scene.stage.healthy(scene.channel).query(reference);
          assertThat(told.state() == PaymentState.PAID)
              .as("told %s", told.state())
              .isEqualTo(scene.shopHasMoney());
        });
  }

  /** One payment at one channel's till, on a stage of its own. */
  private static final class TillScene {
    private final ChannelUnderTest channel;
    private final Till till;
    private final Stage stage;
    private final String number = Stage.number();

    TillScene(ChannelUnderTest channel, Till till, Stage stage) {
      this.channel = channel;
      this.till = till;
      this.stage = stage;
    }

    PaymentRequest request(Buyer buyer) {
      return till.payment(stage, number, buyer);
    }

    void lose(Fault fault, String operation, int times) {
      stage.sandbox().faults().arm(fault, operation, times);
    }

    PaymentResult pay(PaymentRequest request) {
      return pay(request, () -> {});
    }

    PaymentResult pay(PaymentRequest request, Runnable meanwhile) {
      try (PaymentGateway gateway = stage.gateway(channel, settings -> settings, new Busy(meanwhile))) {
        return gateway.account(channel.account()).pay(request);
      }
    }

    void confirm() {
      till.confirm(stage.sandbox(), number);
    }

    boolean shopHasMoney() {
      return till.shopHasMoney(stage.sandbox(), number);
    }

    long seen(String operation) {
      return stage.sandbox().requests().count(operation, number);
    }

    void assertPaid(PaymentResult result) {
      assertThat(result).isInstanceOf(PaymentResult.Paid.class);
      assertThat(((PaymentResult.Paid) result).payment().reference().number()).isEqualTo(number);
      assertThat(shopHasMoney()).as("the channel's books").isTrue();
      assertThat(seen("pay")).as("the code is sent").isEqualTo(1);
    }

    void assertUndone(PaymentResult result) {
      assertThat(result).isInstanceOf(PaymentResult.Declined.class);
      assertThat(((PaymentResult.Declined) result).decline().reason())
          .isEqualTo(Decline.Reason.TIMED_OUT);
      assertThat(shopHasMoney()).as("the channel's books").isFalse();
      assertThat(seen("pay")).as("the code is sent").isEqualTo(1);
      assertThat(seen("reverse")).as("reversals").isPositive();
    }
  }

  /** A time in which something happens whenever somebody waits. */
  private record Busy(Runnable meanwhile, TimeSource time) implements TimeSource {
    Busy(Runnable meanwhile) {
      this(meanwhile, new Hourglass());
    }

    @Override
    public Instant now() {
      return time.now();
    }

    @Override
    public long nanos() {
      return time.nanos();
    }

    @Override
    public void sleep(Duration duration) throws InterruptedException {
      meanwhile.run();
      time.sleep(duration);
    }
  }

  private interface Play {
    void on(TillScene scene, Fault fault);
  }

  private static Stream<DynamicTest> eachFault(Play play) {
    return Stages.modes().stream()
        .flatMap(
            channel ->
                channel.till().stream()
                    .flatMap(
                        till ->
                            LOST.stream()
                                .map(
                                    fault ->
                                        Stages.test(
                                            channel.account() + " " + fault,
                                            stage ->
                                                play.on(
                                                    new TillScene(channel, till, stage), fault)))));
  }
}
