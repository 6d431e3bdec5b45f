package io.jiaozi.proving.forged;

import io.jiaozi.notification.Notification;
import io.jiaozi.proving.channels.ChannelUnderTest;
import io.jiaozi.proving.forged.Expectation.Kind;
import io.jiaozi.proving.message.GenuineMessage;
import io.jiaozi.proving.message.Making;
import io.jiaozi.proving.message.WireMessage;
import io.jiaozi.proving.stage.Reading;
import io.jiaozi.proving.stage.Stage;
import io.jiaozi.proving.stage.Stages;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * Forgeries made up by chance: one to four things done to a message, one after the other. Whatever
 * a careful reader would not take for the message it was must be refused.
 *
 * <p>{@code -Djiaozi.proving.forgeries=100000} makes as many for each channel, {@code
 * -Djiaozi.proving.seed=} repeats a run. A failure names its seed and what was done.
 */
class GeneratedForgeriesTest {

  private static final int FORGERIES = Integer.getInteger("jiaozi.proving.forgeries", 5_000);
  private static final long SEED =
      Long.getLong("jiaozi.proving.seed", System.nanoTime() & 0xffff_ffffL);

  /** Messages are made anew well before they are stale. */
  private static final Duration FRESH = Duration.ofSeconds(60);

  private static final int MOST_STEPS = 4;

  @TestFactory
  Stream<DynamicTest> forgery_madeByChance_isRefused() {
    return Stages.eachChannel(GeneratedForgeriesTest::forge);
  }

  private static void forge(ChannelUnderTest channel, Stage stage) {
    try (Corpus corpus = new Corpus(channel, stage)) {
      long before = corpus.otherRequests();
      Shelf shelf = new Shelf(corpus);
      for (int number = 0; number < FORGERIES; number++) {
        new Forgery(corpus, shelf, number).judge();
      }
      corpus.assertNobodyCalled(before);
    }
  }

  /** Messages made once and used for a while: making them costs more than reading them. */
  private static final class Shelf {
    private final Corpus corpus;
    private final List<Map<Making, Optional<WireMessage>>> made = new ArrayList<>();
    private long since;

    private Shelf(Corpus corpus) {
      this.corpus = corpus;
    }

    private Optional<WireMessage> take(int base, Making how) {
      if (made.isEmpty() || System.nanoTime() - since > FRESH.toNanos()) {
        made.clear();
        since = System.nanoTime();
        corpus.bases().forEach(message -> made.add(new EnumMap<>(Making.class)));
      }
      GenuineMessage message = corpus.bases().get(base);
      return made.get(base).computeIfAbsent(how, message::make);
    }
  }

  private static final class Forgery {
    private final Corpus corpus;
    private final Shelf shelf;
    private final int number;
    private final Random random;
    private final List<String> done = new ArrayList<>();

    private Forgery(Corpus corpus, Shelf shelf, int number) {
      this.corpus = corpus;
      this.shelf = shelf;
      this.number = number;
      this.random = new Random(SEED + number);
    }

    private void judge() {
      int base = random.nextInt(Corpus.BASES);
      Operator first = first();
      boolean outsider = first.making() == Making.GENUINE;
      Optional<WireMessage> start = shelf.take(base, first.making());
      if (start.isEmpty()) {
        return;
      }
      done.add(corpus.bases().get(base).name() + ", made " + first.making());
      WireMessage forged = steps(start.get(), base);
      boolean same = corpus.sameToAReader(forged, start.get());
      boolean believed = same && (outsider || corpus.table().of(first).kind() != Kind.REFUSED);
      Reading reading = corpus.read(forged);
      if (believed) {
        requireSameFact(base, reading);
      } else if (reading.reason().isEmpty() && !corpus.isLeftForLater(reading)) {
        throw failure("must be refused, but was " + reading);
      }
    }

    /**
     * Whether the message starts as an outsider gets it, or as the channel's keys could make it.
     */
    private Operator first() {
      Operator any = pick(corpus.table().executed());
      return random.nextInt(4) == 0 ? any : Operator.DROP_SIGNATURE;
    }

    private WireMessage steps(WireMessage start, int base) {
      WireMessage now = start;
      int steps = 1 + random.nextInt(MOST_STEPS);
      for (int step = 0; step < steps; step++) {
        Operator operator = pick(List.of(Operator.values()));
        Optional<WireMessage> next =
            operator.forge(corpus.forging(now, base, random.nextInt(1 << 20)));
        if (next.isPresent()) {
          done.add(operator.name());
          now = next.get();
        }
      }
      return now;
    }

    private <T> T pick(List<T> from) {
      return from.get(random.nextInt(from.size()));
    }

    private void requireSameFact(int base, Reading reading) {
      Notification told =
          reading
              .believed()
              .orElseThrow(() -> failure("must be believed, but was refused as " + reading));
      Notification genuine =
          corpus.read(shelf.take(base, Making.GENUINE).orElseThrow()).believed().orElseThrow();
      if (!told.factKey().equals(genuine.factKey())) {
        throw failure("is believed as another fact");
      }
    }

    private AssertionError failure(String what) {
      return new AssertionError(
          corpus + ", seed " + SEED + ", forgery " + number + " " + done + ": " + what);
    }
  }
}
