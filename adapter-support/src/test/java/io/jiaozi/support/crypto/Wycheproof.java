package io.jiaozi.support.crypto;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.function.Predicate;
import java.util.zip.GZIPInputStream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** One file of Project Wycheproof, flattened: each vector with its group. */
final class Wycheproof {
  /** A vector and the group it is in. */
  record Vector(JsonNode group, JsonNode test) {
    int id() {
      return test.get("tcId").intValue();
    }

    String result() {
      return test.get("result").stringValue();
    }

    boolean valid() {
      return result().equals("valid");
    }

    byte[] bytes(String field) {
      return HexFormat.of().parseHex(test.get(field).stringValue());
    }

    int groupNumber(String field) {
      return group.get(field).intValue();
    }

    String groupText(String field) {
      return group.get(field).stringValue();
    }
  }

  private Wycheproof() {}

  static List<Vector> read(String name) {
    try (InputStream packed =
            Wycheproof.class.getResourceAsStream("/wycheproof/" + name + "_test.json.gz");
        InputStream stream = new GZIPInputStream(packed)) {
      JsonNode root = JsonMapper.builder().build().readTree(stream);
      List<Vector> vectors = new ArrayList<>();
      for (JsonNode group : root.get("testGroups")) {
        for (JsonNode test : group.get("tests")) {
          vectors.add(new Vector(group, test));
        }
      }
      assertThat(vectors).hasSize(root.get("numberOfTests").intValue());
      return vectors;
    } catch (IOException unreadable) {
      throw new AssertionError(unreadable);
    }
  }

  /** Runs an action that must either succeed (true) or fail with exactly the given type (false). */
  static boolean succeeds(Runnable action, Class<? extends RuntimeException> refusal) {
    try {
      action.run();
      return true;
    } catch (RuntimeException thrown) {
      assertThat(thrown).isExactlyInstanceOf(refusal);
      return false;
    }
  }

  static long count(List<Vector> vectors, Predicate<Vector> predicate) {
    return vectors.stream().filter(predicate).count();
  }
}
