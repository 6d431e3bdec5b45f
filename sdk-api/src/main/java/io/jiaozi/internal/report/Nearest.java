package io.jiaozi.internal.report;

import java.util.Collection;
import java.util.Locale;
import java.util.Optional;

/** Finds the name that somebody probably meant. */
public final class Nearest {

  private static final int LONGEST = 80;

  private Nearest() {}

  /** A sentence that follows another ({@code " Did you mean \"x\"?"}), or nothing. */
  public static String hint(String typed, Collection<String> known) {
    return of(typed, known).map(name -> " Did you mean \"" + name + "\"?").orElse("");
  }

  /**
   * The known name that is typed alike: the same but for case, camel case or underscores, or a few
   * letters off.
   */
  public static Optional<String> of(String typed, Collection<String> known) {
    if (typed.length() > LONGEST) {
      return Optional.empty();
    }
    String kebab = kebab(typed);
    int allowed = Math.max(1, kebab.length() / 3);
    String best = null;
    int bestDistance = allowed + 1;
    for (String name : known) {
      int distance = distance(kebab, name);
      if (distance < bestDistance) {
        best = name;
        bestDistance = distance;
      }
    }
    return Optional.ofNullable(best);
  }

  private static String kebab(String typed) {
    return typed
        .replaceAll("([a-z0-9])([A-Z])", "$1-$2")
        .replace('_', '-')
        .replace('.', '-')
        .toLowerCase(Locale.ROOT);
  }

  /** Letters to insert, drop, exchange or swap with their neighbour. */
  private static int distance(String one, String other) {
    int[][] steps = new int[one.length() + 1][other.length() + 1];
    for (int i = 0; i <= one.length(); i++) {
      steps[i][0] = i;
    }
    for (int j = 0; j <= other.length(); j++) {
      steps[0][j] = j;
    }
    for (int i = 1; i <= one.length(); i++) {
      for (int j = 1; j <= other.length(); j++) {
        int exchange = one.charAt(i - 1) == other.charAt(j - 1) ? 0 : 1;
        int fewest = Math.min(steps[i - 1][j] + 1, steps[i][j - 1] + 1);
        fewest = Math.min(fewest, steps[i - 1][j - 1] + exchange);
        boolean swapped =
            i > 1
                && j > 1
                && one.charAt(i - 1) == other.charAt(j - 2)
                && one.charAt(i - 2) == other.charAt(j - 1);
        steps[i][j] = swapped ? Math.min(fewest, steps[i - 2][j - 2] + 1) : fewest;
      }
    }
    return steps[one.length()][other.length()];
  }
}
