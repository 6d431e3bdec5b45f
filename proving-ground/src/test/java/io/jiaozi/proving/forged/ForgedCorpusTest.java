package io.jiaozi.proving.forged;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicContainer.dynamicContainer;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import io.jiaozi.proving.channels.ChannelUnderTest;
import io.jiaozi.proving.stage.Stage;
import io.jiaozi.proving.stage.Stages;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.DynamicContainer;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestInstance;

/**
 * A thousand pinned forgeries for each channel: twenty-five genuine messages, forty things done to
 * each. What must come of it stands in the channel's table. For every case: nothing refused is
 * believed, the reason is the one stated, nobody is called, nothing secret is logged or thrown, and
 * what is believed is the same fact as before.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ForgedCorpusTest {

  private final Map<Corpus, Stage> open = new LinkedHashMap<>();

  @AfterAll
  void giveBack() {
    open.forEach(
        (corpus, stage) -> {
          corpus.close();
          Stages.giveBack(stage);
        });
  }

  @TestFactory
  Stream<DynamicNode> forgery_meetsItsExpectation() {
    return Stages.channels().stream().map(this::open).map(ForgedCorpusTest::cases);
  }

  private Corpus open(ChannelUnderTest channel) {
    Stage stage = Stages.borrow();
    Corpus corpus = new Corpus(channel, stage);
    open.put(corpus, stage);
    return corpus;
  }

  private static DynamicContainer cases(Corpus corpus) {
    return dynamicContainer(
        corpus.toString(),
        Stream.concat(
            Stream.of(
                dynamicTest("there are a thousand", () -> thousand(corpus)),
                dynamicTest("N/A only where it cannot be done", () -> notApplicable(corpus))),
            corpus.table().executed().stream().map(operator -> cases(corpus, operator))));
  }

  private static DynamicContainer cases(Corpus corpus, Operator operator) {
    return dynamicContainer(
        operator.name(),
        IntStream.range(0, Corpus.BASES)
            .mapToObj(
                base ->
                    dynamicTest(
                        corpus.bases().get(base).name(), () -> corpus.judge(operator, base))));
  }

  private static void thousand(Corpus corpus) {
    assertThat(corpus.table().executed().size() * corpus.bases().size()).isEqualTo(1_000);
  }

  private static void notApplicable(Corpus corpus) {
    for (Operator operator : corpus.table().notApplicable()) {
      assertThat(IntStream.range(0, Corpus.BASES).mapToObj(base -> corpus.forge(operator, base)))
          .as("%s can be done, so it must not be called N/A", operator)
          .allMatch(java.util.Optional::isEmpty);
    }
  }
}
