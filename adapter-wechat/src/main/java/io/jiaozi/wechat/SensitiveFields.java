package io.jiaozi.wechat;

import io.jiaozi.support.json.JsonIn;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;

/**
 * Fields of a JSON document that go encrypted, by their paths: names with points between objects
 * ({@code payer.identity.name}); a list on the way stands for each of its elements. Everything else
 * in the document stays as it was written. Immutable.
 */
final class SensitiveFields {

  private static final String NAME = "[0-9A-Za-z_]{1,64}";
  private static final Pattern PATHS =
      Pattern.compile(
          NAME + "(?:\\." + NAME + "){0,7}(?: *, *" + NAME + "(?:\\." + NAME + "){0,7}){0,31}");
  private static final Pattern COMMA = Pattern.compile(" *, *");

  private final Set<String> paths;

  private SensitiveFields(Set<String> paths) {
    this.paths = paths;
  }

  /** Reads a list with commas between; empty if it is not one. */
  static Optional<SensitiveFields> parse(String text) {
    String bare = text.strip();
    if (!PATHS.matcher(bare).matches()) {
      return Optional.empty();
    }
    return Optional.of(
        new SensitiveFields(new LinkedHashSet<>(COMMA.splitAsStream(bare).toList())));
  }

  /**
   * The document with these fields changed, where they are there and texts.
   *
   * @throws io.jiaozi.support.json.MalformedJsonException if it is no JSON object
   */
  byte[] changed(byte[] json, UnaryOperator<String> change) {
    return new Rewriting(change).document(json);
  }

  /**
   * Fields that a document does not hold as texts.
   *
   * @throws io.jiaozi.support.json.MalformedJsonException if it is no JSON object
   */
  Set<String> missingIn(byte[] json) {
    Rewriting rewriting = new Rewriting(UnaryOperator.identity());
    rewriting.document(json);
    Set<String> missing = new TreeSet<>(paths);
    missing.removeAll(rewriting.found);
    return missing;
  }

  private boolean leadsTo(String path) {
    return paths.stream().anyMatch(wanted -> wanted.equals(path) || wanted.startsWith(path + "."));
  }

  /** One pass over one document. Not thread-safe. */
  private final class Rewriting {
    private final UnaryOperator<String> change;
    private final Set<String> found = new LinkedHashSet<>();
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    Rewriting(UnaryOperator<String> change) {
      this.change = change;
    }

    byte[] document(byte[] json) {
      try (JsonIn in = JsonIn.object(json)) {
        fields(in, "");
        in.end();
      }
      return out.toByteArray();
    }

    private void fields(JsonIn in, String around) {
      out.write('{');
      boolean first = true;
      while (in.nextField()) {
        if (!first) {
          out.write(',');
        }
        first = false;
        text(in.field());
        out.write(':');
        value(in, around + in.field());
      }
      out.write('}');
    }

    private void value(JsonIn in, String path) {
      if (!leadsTo(path)) {
        out.writeBytes(in.raw());
        return;
      }
      switch (in.kind()) {
        case OBJECT -> {
          in.enterObject();
          fields(in, path + ".");
        }
        case ARRAY -> elements(in, path);
        case TEXT -> wanted(in, path);
        case NULL, OTHER -> out.writeBytes(in.raw());
      }
    }

    private void elements(JsonIn in, String path) {
      in.enterArray();
      out.write('[');
      boolean first = true;
      while (in.nextElement()) {
        if (!first) {
          out.write(',');
        }
        first = false;
        value(in, path);
      }
      out.write(']');
    }

    private void wanted(JsonIn in, String path) {
      if (!paths.contains(path)) {
        out.writeBytes(in.raw());
        return;
      }
      found.add(path);
      text(change.apply(in.text()));
    }

    private void text(String text) {
      StringBuilder quoted = new StringBuilder(text.length() + 8).append('"');
      for (int i = 0; i < text.length(); i++) {
        char c = text.charAt(i);
        if (c == '"' || c == '\\') {
          quoted.append('\\').append(c);
        } else if (c < 0x20) {
          quoted.append(String.format("\\u%04x", (int) c));
        } else {
          quoted.append(c);
        }
      }
      out.writeBytes(quoted.append('"').toString().getBytes(StandardCharsets.UTF_8));
    }
  }
}
