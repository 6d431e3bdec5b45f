package io.jiaozi.error;

import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;

/**
 * One thing that is wrong with the caller's input.
 *
 * @param field where: a component of the request ({@code "amount"}) or a setting ({@code
 *     "jiaozi.accounts.a.private-key"})
 * @param sentence what is wrong and what to do; holds no secret and no personal datum
 */
public record Problem(String field, String sentence) {

  /** Checks that nothing is missing. */
  public Problem {
    Objects.requireNonNull(field, "field");
    Objects.requireNonNull(sentence, "sentence");
  }

  static String report(String heading, List<Problem> problems) {
    return problems.stream()
        .map(problem -> "\n  " + problem.field() + ": " + problem.sentence())
        .collect(Collectors.joining("", heading, ""));
  }
}
