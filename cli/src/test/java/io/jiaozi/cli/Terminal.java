package io.jiaozi.cli;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * What one command left behind.
 *
 * @param exit its code
 */
record Terminal(int exit, String out, String err) {

  static Terminal run(Object... args) {
    String[] texts = new String[args.length];
    for (int i = 0; i < args.length; i++) {
      texts[i] = args[i].toString();
    }
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    int exit =
        Jiaozi.run(
            texts,
            new PrintStream(out, true, StandardCharsets.UTF_8),
            new PrintStream(err, true, StandardCharsets.UTF_8));
    return new Terminal(
        exit, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
  }

  /** The one JSON object on stdout; nothing else may stand there, and nothing on stderr. */
  JsonNode json() {
    if (!err.isEmpty() || out.lines().count() != 1 || !out.chars().allMatch(c -> c < 0x7F)) {
      throw new AssertionError("not one ASCII line of JSON alone: " + out + err);
    }
    return new JsonMapper().readTree(out);
  }
}
