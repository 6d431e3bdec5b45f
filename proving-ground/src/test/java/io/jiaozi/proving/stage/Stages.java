package io.jiaozi.proving.stage;

import io.jiaozi.proving.channels.ChannelUnderTest;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;

/**
 * The stages of this run. Faults strike whatever comes next and requests are counted one by one, so
 * a test takes a stage for itself and gives it back; there are never more than tests that run at
 * the same time.
 */
public final class Stages {

  private static final ConcurrentLinkedDeque<Stage> FREE = new ConcurrentLinkedDeque<>();

  private Stages() {}

  /** What a test does on its stage. */
  public interface Play {
    void on(Stage stage) throws Exception;
  }

  /** Lends a stage that nobody else is on, with no fault armed. */
  public static void play(Play play) throws Exception {
    Stage stage = borrow();
    try {
      play.on(stage);
    } finally {
      giveBack(stage);
    }
  }

  /** A stage for several tests; to be given back. */
  public static Stage borrow() {
    Stage free = FREE.pollFirst();
    if (free != null) {
      return free;
    }
    Stage stage = new Stage();
    Runtime.getRuntime().addShutdownHook(new Thread(stage::close));
    return stage;
  }

  /** Gives back a borrowed stage. */
  public static void giveBack(Stage stage) {
    stage.sandbox().faults().clear();
    FREE.addFirst(stage);
  }

  /** A test on a stage of its own. */
  public static DynamicTest test(String name, Play play) {
    return DynamicTest.dynamicTest(name, () -> play(play));
  }

  /** What a test does with a channel on its stage. */
  public interface ChannelPlay {
    void of(ChannelUnderTest channel, Stage stage) throws Exception;
  }

  /** The same for every channel. */
  public static Stream<DynamicTest> eachChannel(ChannelPlay play) {
    return channels().stream()
        .map(channel -> test(channel.channel(), stage -> play.of(channel, stage)));
  }

  /** The same for every channel in each of its modes. */
  public static Stream<DynamicTest> eachMode(ChannelPlay play) {
    return modes().stream().map(mode -> test(mode.account(), stage -> play.of(mode, stage)));
  }

  /** Every channel in each of its modes. */
  public static List<ChannelUnderTest> modes() {
    return channels().stream().flatMap(channel -> channel.modes().stream()).toList();
  }

  /** Every channel that is proved, or the one that {@code -Djiaozi.proving.channel} names. */
  public static List<ChannelUnderTest> channels() {
    String only = System.getProperty("jiaozi.proving.channel");
    return ChannelUnderTest.all().stream()
        .filter(channel -> only == null || only.equals(channel.channel()))
        .toList();
  }
}
