package io.jiaozi.internal.config;

import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Puts environment variables where a value holds a dollar sign and a name in braces. A second
 * dollar sign before it makes it literal text; any other dollar sign is just a dollar sign. What a
 * variable holds is taken as it is, never searched again.
 */
final class Placeholders {

  // In this order: the escape, a whole placeholder, one that is never closed.
  private static final Pattern MARK = Pattern.compile("\\$\\$\\{|\\$\\{([^{}]*)}|\\$\\{");
  private static final Pattern NAME = Pattern.compile("[A-Za-z_][A-Za-z0-9_]{0,127}");

  private final UnaryOperator<@Nullable String> environment;

  /**
   * Looks variables up through the function, which answers null for one that is not set.
   *
   * @param environment name to value
   */
  Placeholders(UnaryOperator<@Nullable String> environment) {
    this.environment = environment;
  }

  /**
   * The value with every placeholder replaced.
   *
   * @param problem takes a sentence for each that cannot be; names variables, never values
   */
  String resolve(String value, Consumer<String> problem) {
    Matcher mark = MARK.matcher(value);
    StringBuilder out = new StringBuilder();
    while (mark.find()) {
      String replacement = mark.group().equals("$${") ? "${" : variable(mark.group(1), problem);
      mark.appendReplacement(out, Matcher.quoteReplacement(replacement));
    }
    return mark.appendTail(out).toString();
  }

  private String variable(@Nullable String name, Consumer<String> problem) {
    if (name == null) {
      problem.accept("has \"${\" without \"}\". Close it, or write \"$${\" for a literal \"${\".");
      return "";
    }
    if (!NAME.matcher(name).matches()) {
      problem.accept(
          "has \"${...}\" around something that is not the name of an environment variable. There"
              + " are no defaults and no nesting; write \"$${\" for a literal \"${\".");
      return "";
    }
    String value = environment.apply(name);
    if (value == null) {
      problem.accept(
          "needs the environment variable "
              + name
              + ", which is not set. Set it, or write \"$${\" for a literal \"${\".");
      return "";
    }
    return value;
  }
}
