package io.jiaozi.error;

import java.util.List;

/**
 * The configuration cannot be used. Nothing was opened. Lists every problem of every account at
 * once.
 */
public final class InvalidConfigurationException extends IllegalArgumentException {

  private static final long serialVersionUID = 1L;

  private final transient List<Problem> problems;

  /** Reports the problems of a configuration. */
  public InvalidConfigurationException(List<Problem> problems) {
    super(
        Problem.report(
            "The configuration has "
                + (problems.size() == 1 ? "a problem" : problems.size() + " problems")
                + ".",
            problems));
    this.problems = List.copyOf(problems);
  }

  /** Every problem found. */
  public List<Problem> problems() {
    return problems;
  }
}
