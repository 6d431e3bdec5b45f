package io.jiaozi.spring;

import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * What the starter itself can be told. Accounts and the settings of the gateway are not here: the
 * adapters on the class path say what an account takes.
 *
 * @param journal where intents, outcomes and handled messages are kept
 * @param notifications the endpoint that the channels call
 * @param sweep asking about what was left open
 * @param keep for how long what has ended is kept
 * @param sandbox the simulated channels, for development
 */
@ConfigurationProperties("jiaozi")
public record JiaoziProperties(
    @DefaultValue("auto") JournalKind journal,
    @DefaultValue Notifications notifications,
    @DefaultValue Sweep sweep,
    @DefaultValue Keep keep,
    @DefaultValue Sandbox sandbox) {

  /** Where intents, outcomes and handled messages are kept. */
  public enum JournalKind {
    /** In the application's database if it has one, else in memory. */
    AUTO,
    /** In the application's database; without one the application does not start. */
    JDBC,
    /** In memory: a restart forgets. */
    MEMORY,
    /** No journal. Handled messages are remembered as with {@code AUTO}. */
    NONE
  }

  /**
   * The endpoint that the channels call.
   *
   * @param path where it is, below the context path; the account's name follows
   * @param budget how long a message may take before the channel is told to deliver again
   * @param grace how long a shutdown waits for handlers that run
   * @param concurrent how many messages are worked on at the same time; unless given, half the
   *     connections of the application's pool, as each message holds one and its handler may want
   *     another, or 64 without a pool
   */
  public record Notifications(
      @DefaultValue("/pay/notify/*") String path,
      @DefaultValue("4s") Duration budget,
      @DefaultValue("30s") Duration grace,
      @Nullable Integer concurrent) {

    /** As many as were asked for, or as fit. */
    int concurrent(int fitting) {
      int most = concurrent == null ? fitting : concurrent;
      if (most < 1) {
        throw new StartRefused(
            "jiaozi.notifications.concurrent is less than 1.",
            "Leave it out, or write how many messages may be worked on at the same time.");
      }
      return most;
    }

    /** The path without the star and the slash before it. */
    String prefix() {
      String prefix = path.endsWith("/*") ? path.substring(0, path.length() - 2) : path;
      if (!prefix.startsWith("/") || prefix.contains("*") || prefix.endsWith("/")) {
        throw new StartRefused(
            "jiaozi.notifications.path is not a path such as /pay/notify/*.",
            "Begin it with a slash and end it with /*, or with no slash.");
      }
      return prefix;
    }
  }

  /**
   * Asking about what was left open.
   *
   * @param every the pause between two passes, at least 100 ms
   */
  public record Sweep(@DefaultValue("10s") Duration every) {}

  /**
   * For how long what has ended is kept. What is open is kept until it has ended.
   *
   * @param journal ended operations; refunds find their payment by them, and channels refund for up
   *     to a year
   * @param notifications handled messages, which channels deliver again for up to three days
   */
  public record Keep(
      @DefaultValue("400d") Duration journal, @DefaultValue("60d") Duration notifications) {

    private static final Duration LEAST = Duration.ofDays(15);

    /** Refuses what would forget too early. */
    public Keep {
      if (journal.compareTo(LEAST) < 0 || notifications.compareTo(LEAST) < 0) {
        throw new StartRefused(
            "jiaozi.keep.journal or jiaozi.keep.notifications is less than 15d.",
            "Leave them out (400d and 60d), or write at least 15d.");
      }
    }
  }

  /**
   * The simulated channels.
   *
   * @param enabled whether they are started; refused in production
   * @param port where they listen; 0 for any free port
   */
  public record Sandbox(@DefaultValue("false") boolean enabled, @DefaultValue("0") int port) {}
}
