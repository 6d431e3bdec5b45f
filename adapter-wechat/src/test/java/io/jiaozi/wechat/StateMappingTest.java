package io.jiaozi.wechat;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.jiaozi.payment.PaymentState;
import io.jiaozi.refund.RefundState;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

class StateMappingTest {

  private final StateMapping states = new StateMapping();
  private final Logger logger = (Logger) LoggerFactory.getLogger(StateMapping.class);
  private final ListAppender<ILoggingEvent> lines = new ListAppender<>();

  @BeforeEach
  void listen() {
    lines.start();
    logger.addAppender(lines);
    logger.setAdditive(false);
  }

  @AfterEach
  void stopListening() {
    logger.detachAppender(lines);
    logger.setAdditive(true);
  }

  @Test
  void unknownState_isUnknownAndLoggedOnce() {
    assertThat(states.paymentState("SOMETHING_NEW")).isEqualTo(PaymentState.UNKNOWN);
    assertThat(states.paymentState("SOMETHING_NEW")).isEqualTo(PaymentState.UNKNOWN);
    assertThat(states.refundState("SOMETHING_NEW")).isEqualTo(RefundState.UNKNOWN);

    assertThat(lines.list)
        .extracting(ILoggingEvent::getFormattedMessage)
        .containsExactly(
            "WeChat Pay told a trade_state that has no known meaning: SOMETHING_NEW. It is reported as UNKNOWN.",
            "WeChat Pay told a refund status that has no known meaning: SOMETHING_NEW. It is reported as UNKNOWN.");
  }

  @Test
  void missingState_isUnknown() {
    assertThat(states.paymentState(null)).isEqualTo(PaymentState.UNKNOWN);
    assertThat(states.refundState(null)).isEqualTo(RefundState.UNKNOWN);
  }

  @Test
  void stateThatIsNoWord_isNotLoggedAsItIs() {
    assertThat(states.paymentState("c4n4ry0\r\nfake line")).isEqualTo(PaymentState.UNKNOWN);

    assertThat(lines.list)
        .extracting(ILoggingEvent::getFormattedMessage)
        .containsExactly(
            "WeChat Pay told a trade_state that has no known meaning: (not a word). It is reported as UNKNOWN.");
  }

  @Test
  void manyUnknownStates_doNotFloodTheLog() {
    for (int i = 0; i < 1000; i++) {
      states.paymentState("STATE_" + i);
    }

    assertThat(lines.list).hasSizeLessThanOrEqualTo(32);
  }
}
