package io.jiaozi.proving.forged;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import io.jiaozi.notification.InboundRequest;
import io.jiaozi.proving.channels.ChannelUnderTest;
import io.jiaozi.proving.forged.Expectation.Kind;
import io.jiaozi.proving.message.WireMessage;
import io.jiaozi.proving.stage.LogCapture;
import io.jiaozi.proving.stage.Stage;
import io.jiaozi.proving.stage.Stages;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * Ten thousand forged messages, one genuine message in ten: nobody is called (keys at most as often
 * as the channel's refresh allows), every refusal costs little memory and at most a line of log,
 * and the genuine ones are believed all the while. Counted, not timed.
 */
class ForgedFloodTest {

  private static final int FLOOD = 10_000;
  private static final int LOGGED = 1_000;
  private static final int GENUINE_EVERY = 10;

  @TestFactory
  Stream<DynamicTest> flood_ofForgeries_costsLittleAndCallsNobody() {
    return Stages.eachChannel(ForgedFloodTest::flood);
  }

  private static void flood(ChannelUnderTest channel, Stage stage) {
    try (Corpus corpus = new Corpus(channel, stage)) {
      List<WireMessage> forgeries = forgeries(corpus);
      WireMessage genuine = corpus.bases().get(0).genuine();
      long before = corpus.otherRequests();
      ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
      long self = Thread.currentThread().getId();
      List<InboundRequest> arriving = forgeries.stream().map(WireMessage::inbound).toList();

      long allocated = 0;
      for (int i = 0; i < FLOOD; i++) {
        long start = threads.getThreadAllocatedBytes(self);
        corpus.requireRefused(arriving.get(i % arriving.size()));
        allocated += threads.getThreadAllocatedBytes(self) - start;
        if (i % GENUINE_EVERY == 0) {
          assertThat(corpus.read(genuine).believed()).as("a genuine one meanwhile").isPresent();
        }
      }

      assertThat(allocated / FLOOD)
          .as("bytes allocated per refusal")
          .isBetween(1L, channel.mostBytesPerRefusal());
      corpus.assertNobodyCalled(before);
      assertThat(linesLogged(corpus, arriving))
          .as("lines logged at the loudest")
          .isLessThan(3 * LOGGED);
    }
  }

  private static int linesLogged(Corpus corpus, List<InboundRequest> arriving) {
    try (LogCapture capture = new LogCapture()) {
      for (int i = 0; i < LOGGED; i++) {
        corpus.requireRefused(arriving.get(i % arriving.size()));
      }
      return capture.lines().size();
    }
  }

  private static List<WireMessage> forgeries(Corpus corpus) {
    List<WireMessage> forgeries = new ArrayList<>();
    for (Operator operator : corpus.table().executed()) {
      if (corpus.table().of(operator).kind() == Kind.REFUSED) {
        for (int base = 0; base < Corpus.BASES; base += 3) {
          corpus.forge(operator, base).ifPresent(forgeries::add);
        }
      }
    }
    return forgeries;
  }
}
