package io.jiaozi.proving.stage;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;

/** Tables that stand beside the tests as text: columns between bars, {@code #} begins a remark. */
public final class Tables {

  private Tables() {}

  /** All rows, every row with so many columns. */
  public static List<List<String>> read(String resource, int columns) {
    String text;
    try (InputStream in = Tables.class.getClassLoader().getResourceAsStream(resource)) {
      text =
          new String(
              Objects.requireNonNull(in, "no table " + resource).readAllBytes(),
              StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return text.lines()
        .filter(line -> !line.isBlank() && !line.startsWith("#"))
        .map(line -> row(resource, line, columns))
        .toList();
  }

  private static List<String> row(String resource, String line, int columns) {
    List<String> row = Arrays.stream(line.split("\\|", columns)).map(String::strip).toList();
    if (row.size() != columns) {
      throw new IllegalStateException(resource + ": not " + columns + " columns: " + line);
    }
    return row;
  }
}
