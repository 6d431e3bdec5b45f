package io.jiaozi.tck;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Values that must never be seen outside the wire, as they are and in the forms in which they
 * usually leak.
 */
final class Canaries {

  private static final int SHORTEST = 6;

  private final Map<String, String> watched = new LinkedHashMap<>();

  Canaries(Map<String, String> secrets) {
    secrets.forEach(this::watch);
    watched.put("a text of a request", Bench.FREE_TEXT);
  }

  void watch(String what, String secret) {
    if (secret.length() < SHORTEST) {
      throw new IllegalArgumentException(
          "The secret \""
              + what
              + "\" is too short to be told from chance. Give it at least "
              + SHORTEST
              + " characters.");
    }
    if (secret.contains("-----BEGIN")) {
      int line = 0;
      for (String text : secret.lines().toList()) {
        if (text.length() >= 40 && !text.contains("-----")) {
          watched.put(what + ", line " + ++line, text);
        }
      }
      return;
    }
    byte[] bytes = secret.getBytes(StandardCharsets.UTF_8);
    watched.put(what, secret);
    watched.put(what + " as Base64", Base64.getEncoder().withoutPadding().encodeToString(bytes));
    watched.put(what + " as hexadecimal", HexFormat.of().formatHex(bytes));
  }

  /** Which watched value stands in the text. Names what it is, never the value. */
  Optional<String> findIn(String text) {
    return watched.entrySet().stream()
        .filter(entry -> text.contains(entry.getValue()))
        .map(Map.Entry::getKey)
        .findFirst();
  }

  /** Whether a text is a watched secret or holds one. */
  boolean isSecret(String text) {
    return findIn(text).isPresent();
  }

  /** Everything a throwable shows, its causes and stacks included. */
  static String everything(Throwable thrown) {
    StringWriter all = new StringWriter();
    thrown.printStackTrace(new PrintWriter(all));
    return all.toString();
  }
}
