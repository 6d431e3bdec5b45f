package io.jiaozi.spring;

import io.jiaozi.error.InvalidConfigurationException;
import io.jiaozi.error.Problem;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.origin.Origin;
import org.springframework.core.env.Environment;

/**
 * Every problem of the accounts by the name of its property and, where it is known, its line in the
 * file; what to do about each. Never a value.
 */
final class InvalidConfigurationAnalyzer
    extends AbstractFailureAnalyzer<InvalidConfigurationException> {

  private final @Nullable Environment environment;

  /** Called by Spring Boot, which knows the environment unless starting failed very early. */
  InvalidConfigurationAnalyzer(@Nullable Environment environment) {
    this.environment = environment;
  }

  @Override
  protected FailureAnalysis analyze(Throwable rootFailure, InvalidConfigurationException cause) {
    String description =
        cause.problems().stream()
            .map(problem -> "\n    " + problem.field() + where(problem) + ": " + problem.sentence())
            .collect(Collectors.joining("", "The payment accounts cannot be opened:\n", ""));
    String action =
        cause.problems().stream()
            .map(problem -> "\n    " + problem.field() + ": " + remedy(problem))
            .collect(Collectors.joining("", "Change these properties, and start again:\n", ""));
    return new FailureAnalysis(description, action, cause);
  }

  /** What stands after the first sentence says what to do; a problem of one sentence says both. */
  private static String remedy(Problem problem) {
    int end = problem.sentence().indexOf(". ");
    return end < 0 ? problem.sentence() : problem.sentence().substring(end + 2);
  }

  private String where(Problem problem) {
    if (environment == null) {
      return "";
    }
    ConfigurationPropertyName name = ConfigurationPropertyName.adapt(problem.field(), '.');
    for (var source : ConfigurationPropertySources.get(environment)) {
      Origin origin = Origin.from(source.getConfigurationProperty(name));
      if (origin != null) {
        return " (" + origin + ")";
      }
    }
    return "";
  }
}
