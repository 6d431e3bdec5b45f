package io.jiaozi.proving.forged;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicContainer.dynamicContainer;

import io.jiaozi.PaymentGateway;
import io.jiaozi.error.UntrustedReason;
import io.jiaozi.proving.channels.ChannelUnderTest;
import io.jiaozi.proving.message.Crafted;
import io.jiaozi.proving.message.WireMessage;
import io.jiaozi.proving.stage.Canaries;
import io.jiaozi.proving.stage.Everything;
import io.jiaozi.proving.stage.LogCapture;
import io.jiaozi.proving.stage.Reading;
import io.jiaozi.proving.stage.Stage;
import io.jiaozi.proving.stage.Stages;
import io.jiaozi.proving.stage.Tables;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicContainer;
import org.junit.jupiter.api.TestFactory;

/**
 * Forgeries by somebody who has more than an outsider: another key of the channel's authority, a
 * certificate with a name to be mistaken, a shared secret of his own. What must come of each stands
 * in {@code crafted/<channel>.table}, {@code REFUSED reason} or {@code BELIEVED}: the odd but
 * genuine stand among them, so that the line is drawn from both sides.
 */
class CraftedForgeriesTest {

  @TestFactory
  Stream<DynamicContainer> craftedMessage_meetsItsExpectation() {
    return Stages.channels().stream()
        .filter(CraftedForgeriesTest::hasTable)
        .map(channel -> dynamicContainer(channel.channel(), cases(channel)));
  }

  private static boolean hasTable(ChannelUnderTest channel) {
    return CraftedForgeriesTest.class.getResource(resource(channel)) != null;
  }

  private static String resource(ChannelUnderTest channel) {
    return "/crafted/" + channel.channel() + ".table";
  }

  private static Stream<org.junit.jupiter.api.DynamicTest> cases(ChannelUnderTest channel) {
    Map<String, String> table = new LinkedHashMap<>();
    for (List<String> row : Tables.read(resource(channel).substring(1), 3)) {
      assertThat(table.put(row.get(0), row.get(1))).as("twice: %s", row.get(0)).isNull();
    }
    return Stream.concat(
        Stream.of(
            Stages.test(
                "every one has its row",
                stage ->
                    assertThat(channel.crafted(stage).keySet())
                        .containsExactlyInAnyOrderElementsOf(table.keySet()))),
        table.entrySet().stream()
            .map(
                row ->
                    Stages.test(
                        row.getKey(),
                        stage -> judge(channel, stage, row.getKey(), row.getValue()))));
  }

  private static void judge(
      ChannelUnderTest channel, Stage stage, String name, String expectation) {
    Crafted crafted = channel.crafted(stage).get(name);
    WireMessage message = crafted.message().get();
    Canaries canaries = new Canaries();
    channel.watchSecrets(stage.settings(channel), canaries);
    try (PaymentGateway gateway = stage.gateway(channel, crafted.change())) {
      long before = stage.sandbox().requests().total();
      Reading reading;
      List<String> logged;
      try (LogCapture capture = new LogCapture()) {
        reading = Reading.of(gateway.account(channel.account()), message);
        logged = capture.lines();
      }

      if (expectation.equals("BELIEVED")) {
        assertThat(reading.believed()).as("believed, not %s", reading).isPresent();
      } else {
        String[] words = expectation.split(" ", 2);
        assertThat(words[0]).isEqualTo("REFUSED");
        assertThat(reading.reason()).as("refused, not %s", reading).isPresent();
        assertThat(reading.reason().orElseThrow())
            .as("why")
            .isIn(Arrays.stream(words[1].split("/")).map(UntrustedReason::valueOf).toList());
        assertThat(canaries.findIn(Everything.of(reading.refused().orElseThrow())))
            .as("shown by the exception")
            .isEmpty();
      }
      assertThat(logged.stream().flatMap(line -> canaries.findIn(line).stream()))
          .as("shown by a log")
          .isEmpty();
      assertThat(stage.sandbox().requests().total()).as("requests caused").isEqualTo(before);
    }
  }
}
