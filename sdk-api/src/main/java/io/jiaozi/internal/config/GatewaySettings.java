package io.jiaozi.internal.config;

import io.jiaozi.CallOptions;
import io.jiaozi.error.Problem;
import io.jiaozi.internal.report.Nearest;
import io.jiaozi.internal.report.SafeText;
import io.jiaozi.spi.Durations;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The settings that hold for every account; described for merchants at {@link
 * io.jiaozi.GatewayConfig}.
 *
 * @param options of calls that bring none of their own
 * @param maxConcurrentCalls per account and kind of call
 * @param maxAttempts per call, the first included
 * @param expiryWarning how long before the end of a certificate a diagnosis warns
 */
public record GatewaySettings(
    CallOptions options, int maxConcurrentCalls, int maxAttempts, Duration expiryWarning) {

  private static final String DEADLINE = "deadline";
  private static final String MAX_CONCURRENT_CALLS = "max-concurrent-calls";
  private static final String MAX_ATTEMPTS = "max-attempts";
  private static final String EXPIRY_WARNING = "expiry-warning";
  private static final Set<String> NAMES =
      new TreeSet<>(Set.of(DEADLINE, MAX_CONCURRENT_CALLS, MAX_ATTEMPTS, EXPIRY_WARNING));
  private static final Duration DEFAULT_DEADLINE = Duration.ofSeconds(10);
  private static final Duration DEFAULT_EXPIRY_WARNING = Duration.ofDays(30);

  /** Reads and checks all of them; what is wrong is reported and replaced with its default. */
  public static GatewaySettings read(Map<String, String> settings, List<Problem> problems) {
    settings.keySet().stream()
        .filter(name -> !NAMES.contains(name))
        .forEach(name -> problems.add(unknown(name)));
    return new GatewaySettings(
        options(settings.get(DEADLINE), problems),
        whole(settings, MAX_CONCURRENT_CALLS, 64, 10_000, problems),
        whole(settings, MAX_ATTEMPTS, 3, 10, problems),
        expiryWarning(settings.get(EXPIRY_WARNING), problems));
  }

  private static Problem unknown(String name) {
    int dot = name.indexOf('.');
    boolean meantAccount =
        dot > 0 && Nearest.of(name.substring(0, dot), Set.of("accounts")).isPresent();
    return problem(
        name,
        "is not a setting of the gateway."
            + (meantAccount
                ? " Did you mean \"jiaozi.accounts."
                    + SafeText.oneLine(name.substring(dot + 1))
                    + "\"?"
                : Nearest.hint(name, NAMES))
            + " There are: "
            + String.join(", ", NAMES)
            + ".");
  }

  private static CallOptions options(@Nullable String text, List<Problem> problems) {
    CallOptions usual = CallOptions.within(DEFAULT_DEADLINE);
    if (text == null) {
      return usual;
    }
    try {
      return CallOptions.within(Durations.parse(text));
    } catch (IllegalArgumentException notATime) {
      problems.add(problem(DEADLINE, "is not a time from 100ms to 10m. Write 500ms, 10s or 5m."));
      return usual;
    }
  }

  private static Duration expiryWarning(@Nullable String text, List<Problem> problems) {
    if (text == null) {
      return DEFAULT_EXPIRY_WARNING;
    }
    try {
      Duration time = Durations.parse(text);
      if (time.compareTo(Duration.ofDays(1)) >= 0 && time.compareTo(Duration.ofDays(365)) <= 0) {
        return time;
      }
    } catch (IllegalArgumentException notATime) {
      // The sentence below says what is accepted.
    }
    problems.add(problem(EXPIRY_WARNING, "is not a time from 1d to 365d. Write 30d."));
    return DEFAULT_EXPIRY_WARNING;
  }

  private static int whole(
      Map<String, String> settings, String name, int usual, int most, List<Problem> problems) {
    String text = settings.get(name);
    if (text == null) {
      return usual;
    }
    int number = text.matches("[0-9]{1,6}") ? Integer.parseInt(text) : 0;
    if (number >= 1 && number <= most) {
      return number;
    }
    problems.add(problem(name, "is not a whole number from 1 to " + most + "."));
    return usual;
  }

  private static Problem problem(String name, String sentence) {
    return new Problem("jiaozi." + SafeText.oneLine(name), sentence);
  }
}
