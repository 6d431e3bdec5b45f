package io.jiaozi.proving.forged;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jiaozi.error.UntrustedReason;
import io.jiaozi.notification.Notification;
import io.jiaozi.proving.channels.ChannelUnderTest;
import io.jiaozi.proving.forged.Expectation.Kind;
import io.jiaozi.proving.message.WireMessage;
import io.jiaozi.proving.stage.Stage;
import io.jiaozi.proving.stage.Stages;
import java.util.EnumSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** The test of the test: the court finds whatever is not as expected. */
class CourtTest {

  @TestFactory
  Stream<DynamicTest> whatIsNotAsExpected_isFound() {
    return Stages.eachChannel(CourtTest::found);
  }

  private static void found(ChannelUnderTest channel, Stage stage) {
    try (Corpus corpus = new Corpus(channel, stage)) {
      WireMessage genuine = corpus.bases().get(0).genuine();
      Notification told = corpus.read(genuine).believed().orElseThrow();
      WireMessage forged = corpus.forge(Operator.FLIP_SIGNATURE, 0).orElseThrow();

      assertThatThrownBy(() -> corpus.judge(told, genuine, refused(UntrustedReason.BAD_SIGNATURE)))
          .as("a forgery that is believed")
          .isInstanceOf(AssertionError.class)
          .hasMessageContaining("refused, not believed");
      assertThatThrownBy(() -> corpus.judge(told, forged, refused(UntrustedReason.FOREIGN)))
          .as("a refusal for another reason")
          .isInstanceOf(AssertionError.class)
          .hasMessageContaining("why");
      assertThatThrownBy(
              () -> corpus.judge(told, forged, Expectation.of(Kind.EQUIVALENT, "not so")))
          .as("an equivalent message that is refused")
          .isInstanceOf(AssertionError.class)
          .hasMessageContaining("believed, not");
      WireMessage other = corpus.bases().get(1).genuine();
      assertThatThrownBy(() -> corpus.judge(told, other, Expectation.of(Kind.EQUIVALENT, "not so")))
          .as("another fact")
          .isInstanceOf(AssertionError.class)
          .hasMessageContaining("fact key");
      long before = corpus.otherRequests();
      channel.order(stage.healthy(channel), Stage.number());
      assertThatThrownBy(() -> corpus.assertNobodyCalled(before))
          .as("a call that a forgery caused")
          .isInstanceOf(AssertionError.class)
          .hasMessageContaining("requests caused");
      assertThat(corpus.sameToAReader(forged, genuine)).isFalse();
      assertThat(corpus.sameToAReader(genuine, genuine)).isTrue();
    }
  }

  private static Expectation refused(UntrustedReason reason) {
    return Expectation.refused(EnumSet.of(reason), "");
  }
}
