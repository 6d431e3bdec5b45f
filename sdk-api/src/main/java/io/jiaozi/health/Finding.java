package io.jiaozi.health;

import java.time.Instant;
import java.util.Collection;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One thing found out about an account or about the whole configuration. Immutable.
 *
 * @param level how bad it is
 * @param about what it is about
 * @param field where: a setting in full ({@code "jiaozi.accounts.shop.private-key"}), an account
 *     ({@code "jiaozi.accounts.shop"}), or {@code "jiaozi"} and {@code "clock"} for what belongs to
 *     no account
 * @param sentence what is so and, unless all is well, what to do; follows the field. Holds no
 *     secret and no personal datum
 * @param until when a certificate ends; null for everything else
 */
public record Finding(
    Level level, About about, String field, String sentence, @Nullable Instant until) {

  /** Checks that nothing required is missing. */
  public Finding {
    Objects.requireNonNull(level, "level");
    Objects.requireNonNull(about, "about");
    Objects.requireNonNull(field, "field");
    Objects.requireNonNull(sentence, "sentence");
  }

  /** A finding that is not about a date. */
  public static Finding of(Level level, About about, String field, String sentence) {
    return new Finding(level, about, field, sentence, null);
  }

  /** How bad something is, the best first. */
  public enum Level {
    /** In order. */
    FINE,
    /** Could not be told without asking the channel, or from what is configured. No bad news. */
    NOT_CHECKED,
    /** Works now; look at it before it does not, or because it is hardly meant. */
    WARNING,
    /** Does not work: calls, or notifications, fail. */
    BROKEN;

    /** The worse of the two. */
    public Level or(Level other) {
      return compareTo(other) >= 0 ? this : other;
    }

    /** The worst of all findings; {@code FINE} of none. */
    public static Level worstOf(Collection<Finding> findings) {
      return findings.stream().map(Finding::level).reduce(FINE, Level::or);
    }
  }

  /** What a finding is about. More may be added. */
  public enum About {
    /** A setting that is none of the kinds below. */
    SETTING,
    /** The adapter of the channel, or its absence. */
    ADAPTER,
    /** A key. */
    KEY,
    /** A certificate. */
    CERTIFICATE,
    /** Where the channel is called: its real system, a test system, or somewhere else. */
    ADDRESS,
    /** Where the channel is to notify, and what is needed to believe it. */
    NOTIFICATIONS,
    /** This machine's clock. */
    CLOCK,
    /** Whether calls are held back at this moment because too many failed. */
    CALLS,
    /** What the channel answered to a harmless question. */
    ANSWER
  }
}
