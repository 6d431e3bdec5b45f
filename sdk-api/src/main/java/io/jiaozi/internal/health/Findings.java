package io.jiaozi.internal.health;

import io.jiaozi.error.Problem;
import io.jiaozi.health.Finding;
import io.jiaozi.health.Finding.About;
import io.jiaozi.health.Finding.Level;
import io.jiaozi.internal.discovery.Adapter;
import io.jiaozi.internal.report.SafeText;
import io.jiaozi.spi.HealthFact;
import io.jiaozi.spi.SettingSpec;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Makes findings: the one place that says what is near, far, or too far apart. */
public final class Findings {

  /** What channels forgive is minutes; a clock that is kept in time is off by less than this. */
  private static final Duration CLOCK_IN_TIME = Duration.ofSeconds(30);

  /** Past this channels with a time in their signature refuse calls, and we refuse messages. */
  private static final Duration CLOCK_OFF = Duration.ofMinutes(5);

  /** No clock can show less: the SDK did not exist. */
  private static final Instant FIRST_RELEASE = Instant.parse("2026-01-01T00:00:00Z");

  private Findings() {}

  /**
   * What keeps an account from opening.
   *
   * @param adapter tells what kind of setting it is; null if there is none
   */
  public static Finding broken(Problem problem, @Nullable Adapter adapter) {
    String setting = problem.field().substring(problem.field().lastIndexOf('.') + 1);
    return Finding.of(
        Level.BROKEN, about(setting, adapter), problem.field(), oneLine(problem.sentence()));
  }

  private static About about(String setting, @Nullable Adapter adapter) {
    if (setting.equals("channel")) {
      return About.ADAPTER;
    }
    if (setting.equals("notification-url")) {
      return About.NOTIFICATIONS;
    }
    SettingSpec.Kind kind =
        adapter == null
            ? SettingSpec.Kind.TEXT
            : adapter.settings().stream()
                .filter(spec -> spec.name().equals(setting))
                .map(SettingSpec::kind)
                .findFirst()
                .orElse(SettingSpec.Kind.TEXT);
    return switch (kind) {
      case KEY_MATERIAL -> setting.contains("certificate") ? About.CERTIFICATE : About.KEY;
      case SECRET -> About.KEY;
      case URL, URLS -> About.ADDRESS;
      case TEXT, DURATION, FLAG -> About.SETTING;
    };
  }

  /**
   * What a fact means now.
   *
   * @param account the account's field, {@code jiaozi.accounts.shop}
   * @param displayName the channel's name for people
   * @param soon how long before the end of a certificate to warn
   */
  public static Finding of(
      HealthFact fact, String account, String displayName, Instant now, Duration soon) {
    if (fact instanceof HealthFact.Certificate certificate) {
      return certificate(certificate, account, now, soon);
    }
    if (fact instanceof HealthFact.ChannelClock clock) {
      return clock(clock.ahead(), account, displayName);
    }
    if (fact instanceof HealthFact.Address address) {
      return Finding.of(
          address.kind() == HealthFact.Address.Kind.UNKNOWN ? Level.WARNING : Level.FINE,
          About.ADDRESS,
          account + "." + address.setting(),
          oneLine(address.sentence()));
    }
    HealthFact.Remark remark = (HealthFact.Remark) fact;
    return Finding.of(
        remark.level(),
        remark.about(),
        account + "." + remark.setting(),
        oneLine(remark.sentence()));
  }

  private static Finding certificate(
      HealthFact.Certificate certificate, String account, Instant now, Duration soon) {
    Instant until = certificate.until();
    String remedy = " " + certificate.remedy();
    Level level;
    String dates;
    if (now.isBefore(certificate.from())) {
      level = Level.BROKEN;
      dates =
          "is not valid before " + certificate.from() + ". Check this machine's clock. Otherwise:";
    } else if (now.isAfter(until)) {
      level = Level.BROKEN;
      dates = "expired at " + until + ".";
    } else {
      long days = ChronoUnit.DAYS.between(now, until);
      boolean near = now.plus(soon).isAfter(until);
      level = near ? Level.WARNING : Level.FINE;
      dates = (near ? "expires at " : "lasts until ") + until + ", in " + inDays(days) + ".";
      remedy = near ? remedy : "";
    }
    return new Finding(
        level,
        About.CERTIFICATE,
        account + "." + certificate.setting(),
        oneLine(certificate.what() + " " + dates + remedy),
        until);
  }

  private static String inDays(long days) {
    return days == 0 ? "less than a day" : days == 1 ? "1 day" : days + " days";
  }

  private static Finding clock(Duration ahead, String account, String displayName) {
    Duration off = ahead.abs();
    Level level =
        off.compareTo(CLOCK_OFF) >= 0
            ? Level.BROKEN
            : off.compareTo(CLOCK_IN_TIME) > 0 ? Level.WARNING : Level.FINE;
    String sentence =
        level == Level.FINE
            ? "this machine's clock agreed with " + displayName + "'s when that last answered."
            : "this machine's clock was "
                + inWords(off)
                + (ahead.isNegative() ? " ahead of " : " behind ")
                + displayName
                + "'s when that last answered. Set the clock, with NTP for instance: "
                + (level == Level.BROKEN
                    ? "requests are refused as stale, and genuine notifications too."
                    : "past some minutes requests and notifications are refused as stale.");
    return Finding.of(level, About.CLOCK, account, sentence);
  }

  /**
   * What can be said of this machine's clock by itself.
   *
   * @param asked whether channels were asked, whose answers tell the time
   */
  public static Finding clock(Instant now, boolean asked) {
    String shown = now.truncatedTo(ChronoUnit.SECONDS).toString();
    if (now.isBefore(FIRST_RELEASE)) {
      return Finding.of(
          Level.BROKEN,
          About.CLOCK,
          "clock",
          "shows "
              + shown
              + ", when this SDK did not exist. Set it, with NTP for instance: certificates seem not"
              + " yet valid, and requests are refused as stale.");
    }
    return asked
        ? Finding.of(
            Level.FINE,
            About.CLOCK,
            "clock",
            "shows " + shown + "; each answer is compared with it.")
        : Finding.of(
            Level.NOT_CHECKED,
            About.CLOCK,
            "clock",
            "shows "
                + shown
                + ". Whether that is right cannot be told offline: make sure of it, or"
                + " ask the channels.");
  }

  private static String inWords(Duration time) {
    if (time.compareTo(Duration.ofMinutes(2)) < 0) {
      return time.toSeconds() + " s";
    }
    if (time.compareTo(Duration.ofHours(2)) < 0) {
      return time.toMinutes() + " minutes";
    }
    return time.compareTo(Duration.ofDays(2)) < 0
        ? time.toHours() + " hours"
        : String.format(Locale.ROOT, "%d days", time.toDays());
  }

  /** Long sentences stay whole; what could break or turn a line is escaped. */
  public static String oneLine(String sentence) {
    return SafeText.hasInvisible(sentence) ? SafeText.oneLine(sentence) : sentence;
  }
}
