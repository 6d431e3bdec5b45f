package io.jiaozi.internal.guard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.jiaozi.MerchantAccount;
import io.jiaozi.Operation;
import io.jiaozi.error.RejectedException;
import io.jiaozi.error.RejectedReason;
import io.jiaozi.fake.FakeChannel;
import io.jiaozi.fake.Fakes;
import io.jiaozi.fake.VirtualTime;
import io.jiaozi.notification.InboundRequest;
import io.jiaozi.payment.PaymentReference;
import io.jiaozi.payment.Scene;
import io.jiaozi.refund.RefundReference;
import io.jiaozi.spi.ChannelFailure;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

class CallLogTest {

  private final Logger logger = (Logger) LoggerFactory.getLogger("io.jiaozi");
  private final ListAppender<ILoggingEvent> lines = new ListAppender<>();
  private final VirtualTime time = new VirtualTime();
  private final FakeChannel channel = new FakeChannel();
  private final MerchantAccount shop = Fakes.shop(channel, time);

  @BeforeEach
  void listen() {
    lines.start();
    logger.setLevel(Level.TRACE);
    logger.setAdditive(false);
    logger.addAppender(lines);
  }

  @AfterEach
  void stopListening() {
    logger.detachAppender(lines);
    logger.setAdditive(true);
    logger.setLevel(null);
  }

  @Test
  void everyAttempt_isOneLine() {
    channel.on(
        Operation.PAY,
        FakeChannel.after(time, Duration.ofMillis(12), FakeChannel.notSent()),
        FakeChannel.noReply());
    shop.pay(Fakes.payment());
    shop.readNotification(new InboundRequest("POST", "/", "", Map.of(), new byte[0]));
    assertThat(lines.list)
        .extracting(ILoggingEvent::getFormattedMessage)
        .containsExactly(
            "PAY P1 account=shop attempt=1 outcome=NOT_SENT 12 ms",
            "PAY P1 account=shop attempt=2 outcome=OUTCOME_UNKNOWN:NO_REPLY 0 ms",
            "PAY P1 account=shop attempt=3 outcome=PAID 0 ms",
            "NOTIFICATION account=shop outcome=PAYMENT_CHANGED");
    assertThat(lines.list).extracting(ILoggingEvent::getLevel).containsOnly(Level.DEBUG);
  }

  @Test
  void textOfOthers_breaksNoLine() {
    channel.on(
        Operation.QUERY_REFUND,
        FakeChannel.fails(
            new ChannelFailure.Rejected(
                RejectedReason.OTHER, "A\nERROR forged", "no", "", null, null, null)));
    PaymentReference payment = Fakes.P1;
    assertThatThrownBy(() -> shop.queryRefund(new RefundReference(payment, "R1", null)))
        .isInstanceOf(RejectedException.class)
        .hasMessage(
            "Query of refund R1 of payment P1 on account shop: Fake Pay no (code A\\nERROR"
                + " forged).");
    assertThat(lines.list)
        .extracting(ILoggingEvent::getFormattedMessage)
        .containsExactly(
            "QUERY_REFUND R1 account=shop attempt=1 outcome=REJECTED:OTHER:A\\nERROR forged 0 ms");
  }

  @Test
  void secrets_areInNoLine() {
    channel.on(Operation.PAY, FakeChannel.fails(new IllegalStateException("CANARY")));
    assertThatThrownBy(
            () ->
                shop.pay(
                    Fakes.payment(Scene.buyerCode("CANARY", "store"))
                        .description("CANARY")
                        .build()))
        .isInstanceOf(RuntimeException.class);
    assertThat(lines.list).hasSize(1);
    assertThat(lines.list.toString()).doesNotContain("CANARY");
  }
}
