package io.jiaozi.proving.forged;

import io.jiaozi.error.UntrustedReason;
import io.jiaozi.proving.forged.Expectation.Kind;
import io.jiaozi.proving.stage.Tables;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;

/**
 * One channel's table: what must come of each operator. Read from {@code forged/<channel>.table},
 * whose lines are {@code operator | expectation | note}; an expectation is {@code REFUSED reason}
 * (or {@code reason/reason} where the place of the change decides), {@code EQUIVALENT}, {@code
 * DUPLICATE} or {@code N/A}.
 */
final class ExpectationTable {

  /** How many of the forty no channel may believe. */
  static final int LEAST_REFUSED = 24;

  private final Map<Operator, Expectation> rows;

  private ExpectationTable(Map<Operator, Expectation> rows) {
    this.rows = new EnumMap<>(rows);
  }

  /** Reads and checks the table of a channel. */
  static ExpectationTable of(String channel) {
    Map<Operator, Expectation> rows = new EnumMap<>(Operator.class);
    for (List<String> row : Tables.read("forged/" + channel + ".table", 3)) {
      Operator operator = Operator.valueOf(row.get(0));
      if (rows.put(operator, expectation(row.get(1), row.get(2))) != null) {
        throw new IllegalStateException(operator + " stands twice in the table of " + channel);
      }
    }
    ExpectationTable table = new ExpectationTable(rows);
    table.check(channel);
    return table;
  }

  private static Expectation expectation(String text, String note) {
    String[] words = text.split(" ", 2);
    return switch (words[0]) {
      case "REFUSED" -> {
        EnumSet<UntrustedReason> reasons = EnumSet.noneOf(UntrustedReason.class);
        Arrays.stream(words[1].split("/")).map(UntrustedReason::valueOf).forEach(reasons::add);
        yield Expectation.refused(reasons, note);
      }
      case "N/A" -> Expectation.of(Kind.NOT_APPLICABLE, note);
      default -> Expectation.of(Kind.valueOf(words[0]), note);
    };
  }

  private void check(String channel) {
    for (Operator operator : Operator.values()) {
      if (operator.forAll() && !rows.containsKey(operator)) {
        throw new IllegalStateException("The table of " + channel + " lacks " + operator);
      }
    }
    long refused = rows.entrySet().stream().filter(row -> isRefusedOfTheForty(row)).count();
    if (refused < LEAST_REFUSED) {
      throw new IllegalStateException(
          "Only " + refused + " of the forty are refused at " + channel + ": " + LEAST_REFUSED);
    }
    if (executed().size() != Operator.COUNT) {
      throw new IllegalStateException(
          "The table of "
              + channel
              + " has "
              + executed().size()
              + " operators to carry out and needs "
              + Operator.COUNT
              + ": one stand-in for each N/A");
    }
    rows.values().stream()
        .filter(row -> row.kind() != Kind.REFUSED && row.note().isBlank())
        .findAny()
        .ifPresent(
            row -> {
              throw new IllegalStateException("Whatever is not refused needs a note: " + channel);
            });
  }

  private static boolean isRefusedOfTheForty(Map.Entry<Operator, Expectation> row) {
    return row.getKey().forAll() && row.getValue().kind() == Kind.REFUSED;
  }

  Expectation of(Operator operator) {
    return rows.get(operator);
  }

  /** Those that are carried out: forty. */
  List<Operator> executed() {
    return rows.keySet().stream()
        .filter(operator -> rows.get(operator).kind() != Kind.NOT_APPLICABLE)
        .toList();
  }

  /** Those the channel has no place for. */
  List<Operator> notApplicable() {
    return rows.keySet().stream()
        .filter(operator -> rows.get(operator).kind() == Kind.NOT_APPLICABLE)
        .toList();
  }
}
