package io.jiaozi.benchmarks.run;

import java.io.IOException;
import java.io.Reader;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import java.util.Properties;
import java.util.TreeMap;

/** Everything measured, by name; several values of one name become their median. */
final class Results {
  private final TreeMap<String, List<Double>> values = new TreeMap<>();
  private final TreeMap<String, List<Double>> old = new TreeMap<>();

  /** What an earlier run has measured stands where this one measures nothing. */
  void keepOld(Results earlier) {
    old.putAll(earlier.values);
  }

  void add(String name, double value) {
    values.computeIfAbsent(name, absent -> new ArrayList<>()).add(value);
  }

  /** The median of what was measured; empty if nothing was. */
  OptionalDouble get(String name) {
    List<Double> measured = values.get(name);
    if (measured == null) {
      return OptionalDouble.empty();
    }
    List<Double> sorted = measured.stream().sorted().toList();
    int middle = sorted.size() / 2;
    return OptionalDouble.of(
        sorted.size() % 2 == 1
            ? sorted.get(middle)
            : (sorted.get(middle - 1) + sorted.get(middle)) / 2);
  }

  void write(Path file) throws IOException {
    Properties properties = new Properties();
    TreeMap<String, List<Double>> all = new TreeMap<>(old);
    all.putAll(values);
    all.forEach(
        (name, list) ->
            properties.setProperty(
                name, String.join(" ", list.stream().map(String::valueOf).toList())));
    try (Writer out = Files.newBufferedWriter(file)) {
      properties.store(out, null);
    }
  }

  static Results read(Path file) throws IOException {
    Properties properties = new Properties();
    try (Reader in = Files.newBufferedReader(file)) {
      properties.load(in);
    }
    Results results = new Results();
    for (String name : properties.stringPropertyNames()) {
      for (String value : properties.getProperty(name).split(" ")) {
        results.add(name, Double.parseDouble(value));
      }
    }
    return results;
  }
}
