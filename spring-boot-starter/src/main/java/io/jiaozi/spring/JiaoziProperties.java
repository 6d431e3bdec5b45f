package io.jiaozi.spring;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * What the starter itself can be told. Accounts and the settings of the gateway are not here: the
 * adapters on the class path say what an account takes.
 *
 * @param journal where intents, outcomes and handled messages are kept
 * @param notifications the endpoint that the channels call
 * @param sweep asking about what was left open
 * @param sandbox the simulated channels, for development
 */
@ConfigurationProperties("jiaozi")
public record JiaoziProperties(
    @DefaultValue("auto") JournalKind journal,
    @DefaultValue Notifications notifications,
    @DefaultValue Sweep sweep,
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
   */
  public record Notifications(
      @DefaultValue("/pay/notify/*") String path,
      @DefaultValue("4s") Duration budget,
      @DefaultValue("30s") Duration grace) {

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
   * The simulated channels.
   *
   * @param enabled whether they are started; refused in production
   * @param port where they listen; 0 for any free port
   */
  public record Sandbox(@DefaultValue("false") boolean enabled, @DefaultValue("0") int port) {}
}
