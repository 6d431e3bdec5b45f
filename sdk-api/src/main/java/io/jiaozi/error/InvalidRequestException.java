package io.jiaozi.error;

import java.util.List;

/** The request cannot be sent as it is. Nothing was sent. Lists every problem at once. */
public final class InvalidRequestException extends IllegalArgumentException {

  private static final long serialVersionUID = 1L;

  private final transient List<Problem> problems;

  /**
   * Reports the problems of one call.
   *
   * @param what which call, as in {@code "pay 20240518A1 on account shop"}
   */
  public InvalidRequestException(String what, List<Problem> problems) {
    super(Problem.report("Nothing was sent: " + what + " has " + count(problems) + ".", problems));
    this.problems = List.copyOf(problems);
  }

  private static String count(List<Problem> problems) {
    return problems.size() == 1 ? "a problem" : problems.size() + " problems";
  }

  /** Every problem found. */
  public List<Problem> problems() {
    return problems;
  }
}
