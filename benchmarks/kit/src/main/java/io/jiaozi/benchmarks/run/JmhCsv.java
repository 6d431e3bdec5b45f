package io.jiaozi.benchmarks.run;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** JMH's result file. */
final class JmhCsv {
  private JmhCsv() {}

  /**
   * One line of it.
   *
   * @param benchmark class and method
   * @param measure what was measured beside the time; empty for the time itself
   * @param parameter the first parameter; empty without
   */
  record Row(String benchmark, String measure, double score, String parameter) {
    /** Such as {@code Wechat.sign}. */
    String simpleName() {
      int method = benchmark.lastIndexOf('.');
      return benchmark.substring(benchmark.lastIndexOf('.', method - 1) + 1);
    }
  }

  static List<Row> read(Path file) throws IOException {
    List<Row> rows = new ArrayList<>();
    List<String> lines = Files.readAllLines(file);
    for (String line : lines.subList(1, lines.size())) {
      String[] cells = line.replace("\"", "").split(",", -1);
      String name = cells[0];
      int colon = name.indexOf(':');
      String measure = colon < 0 ? "" : name.substring(colon + 1).replace("·", "");
      String benchmark = colon < 0 ? name : name.substring(0, colon);
      // JMH repeats the method's name before a percentile.
      String method = benchmark.substring(benchmark.lastIndexOf('.') + 1);
      if (measure.startsWith(method + "·")) {
        measure = measure.substring(method.length() + 1);
      } else if (measure.startsWith(method)) {
        measure = measure.substring(method.length());
      }
      rows.add(
          new Row(
              benchmark, measure, Double.parseDouble(cells[4]), cells.length > 7 ? cells[7] : ""));
    }
    return rows;
  }
}
