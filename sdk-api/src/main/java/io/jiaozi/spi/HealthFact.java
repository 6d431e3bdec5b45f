package io.jiaozi.spi;

import io.jiaozi.health.Finding;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;

/**
 * Something an adapter knows about the health of its account. It states facts; what is near its
 * end, or too far apart, is judged by the gateway in one place for all channels.
 *
 * <p>Settings are named bare, as in {@code "private-key"}; the gateway adds the account. Sentences
 * follow the name of the setting, say what to do unless all is well, and hold no secret.
 */
public sealed interface HealthFact {

  /**
   * A certificate in use and its dates.
   *
   * @param setting where it was given, or what brought it
   * @param what whose it is and which, with its article: {@code "the merchant's certificate 40DD"}
   * @param from when it begins
   * @param until when it ends
   * @param remedy how to get the next one, a sentence
   */
  record Certificate(String setting, String what, Instant from, Instant until, String remedy)
      implements HealthFact {
    /** Checks that nothing is missing. */
    public Certificate {
      Objects.requireNonNull(setting, "setting");
      Objects.requireNonNull(what, "what");
      Objects.requireNonNull(from, "from");
      Objects.requireNonNull(until, "until");
      Objects.requireNonNull(remedy, "remedy");
    }
  }

  /**
   * Which system of the channel the account calls.
   *
   * @param kind its real one, a test system, or an address that is neither
   * @param setting the setting that tells
   * @param sentence what it is
   */
  record Address(Kind kind, String setting, String sentence) implements HealthFact {
    /** Checks that nothing is missing. */
    public Address {
      Objects.requireNonNull(kind, "kind");
      Objects.requireNonNull(setting, "setting");
      Objects.requireNonNull(sentence, "sentence");
    }

    /** Which money moves. */
    public enum Kind {
      /** Real money. */
      REAL,
      /** The channel's own test system, or a simulation: no money. */
      TEST,
      /** An address that the channel does not publish. */
      UNKNOWN
    }
  }

  /**
   * How the channel's clock differs from ours, as an answer told.
   *
   * @param ahead how far the channel's is ahead; negative if it is behind
   */
  record ChannelClock(Duration ahead) implements HealthFact {
    /** Checks that nothing is missing. */
    public ChannelClock {
      Objects.requireNonNull(ahead, "ahead");
    }
  }

  /**
   * Anything else. What is {@code NOT_CHECKED} about a {@code KEY} counts as settled once the
   * channel answered a question properly, and is left out then.
   *
   * @param level how bad it is
   * @param about what it is about
   * @param setting where
   * @param sentence what is so and what to do
   */
  record Remark(Finding.Level level, Finding.About about, String setting, String sentence)
      implements HealthFact {
    /** Checks that nothing is missing. */
    public Remark {
      Objects.requireNonNull(level, "level");
      Objects.requireNonNull(about, "about");
      Objects.requireNonNull(setting, "setting");
      Objects.requireNonNull(sentence, "sentence");
    }
  }
}
