package io.jiaozi.simulation;

import static java.util.Map.entry;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The test of the test: whatever is broken on purpose is found, and by the right invariant. */
class MutantTest {

  /** As many as a build runs. */
  private static final int SCHEDULES = 2_500;

  private static final Map<Mutant, String> FOUND_BY =
      Map.ofEntries(
          entry(Mutant.REPEATS_ALL, "I8"),
          entry(Mutant.NOT_FOUND_IS_FAILED, "I4"),
          entry(Mutant.WRITES_NOTHING_FIRST, "I8"),
          entry(Mutant.BACKWARDS, "I5"),
          entry(Mutant.ACKNOWLEDGES_FIRST, "I9"),
          entry(Mutant.SHIPS_ON_EVERY_NEWS, "I6"),
          entry(Mutant.BELIEVES_ALL, "I10"),
          entry(Mutant.SILENCE_IS_PAID, "I3"),
          entry(Mutant.NEW_NUMBER_AFTER_SILENCE, "I8"),
          entry(Mutant.NEVER_ASKS, "I7"),
          entry(Mutant.KEEPS_WHAT_COMES_TWICE, "I11"),
          entry(Mutant.FORGETS_OUTCOMES, "I13"));

  private final World.Keys keys = World.Keys.number(0);

  @ParameterizedTest
  @EnumSource(value = Mutant.class, mode = EnumSource.Mode.EXCLUDE, names = "NONE")
  void mutant_isFound(Mutant mutant) {
    String invariant = FOUND_BY.get(mutant);
    for (long seed = 1; seed <= SCHEDULES; seed++) {
      Run.Outcome outcome = Run.of(keys, Run.Order.of(seed).with(mutant));
      if (outcome.violations().stream().anyMatch(how -> how.startsWith(invariant + ":"))) {
        assertThat(Run.of(keys, Run.Order.of(seed)).violations()).isEmpty();
        return;
      }
    }
    fail("Nobody noticed in " + SCHEDULES + " schedules that the engine " + mutant);
  }
}
