package io.jiaozi.interop.paypal;

import com.fasterxml.jackson.databind.JsonNode;
import com.paypal.sdk.ApiHelper;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.TreeSet;

/**
 * JSON documents before and after they went through the SDK's models. The SDK passes over fields it
 * does not know, and reads words it does not know as {@code _UNKNOWN}; written again, both are
 * missing. So a document that comes out as it went in was understood to the last field.
 */
final class Documents {

  private Documents() {}

  /** Reads as the SDK reads. */
  static <T> T read(String json, Class<T> model) throws IOException {
    return ApiHelper.deserialize(json, model);
  }

  /** Writes as the SDK writes. */
  static String write(Object model) throws IOException {
    return ApiHelper.serialize(model);
  }

  static JsonNode tree(String json) throws IOException {
    return ApiHelper.getMapper().readTree(json);
  }

  /**
   * Fails with every field that the model lost or changed. Defaults that it wrote where nothing was
   * do not count.
   */
  static void requireUnderstood(String json, Class<?> model) throws IOException {
    List<String> differences =
        new ArrayList<>(differences(tree(json), tree(write(read(json, model)))));
    differences.removeIf(difference -> difference.startsWith("added "));
    if (!differences.isEmpty()) {
      throw new AssertionError(
          "The SDK's " + model.getSimpleName() + " does not hold all of it: " + differences);
    }
  }

  /** Where two documents differ, by path. Order of fields does not count. */
  static List<String> differences(JsonNode expected, JsonNode actual) {
    List<String> found = new ArrayList<>();
    compare("", expected, actual, found);
    return found;
  }

  private static void compare(String path, JsonNode expected, JsonNode actual, List<String> found) {
    if (expected.isObject() && actual.isObject()) {
      TreeSet<String> names = new TreeSet<>();
      for (Iterator<String> all = expected.fieldNames(); all.hasNext(); ) {
        names.add(all.next());
      }
      for (Iterator<String> all = actual.fieldNames(); all.hasNext(); ) {
        names.add(all.next());
      }
      for (String name : names) {
        if (!actual.has(name)) {
          found.add("lost " + path + "/" + name);
        } else if (!expected.has(name)) {
          found.add("added " + path + "/" + name);
        } else {
          compare(path + "/" + name, expected.get(name), actual.get(name), found);
        }
      }
    } else if (expected.isArray() && actual.isArray() && expected.size() == actual.size()) {
      for (int i = 0; i < expected.size(); i++) {
        compare(path + "/" + i, expected.get(i), actual.get(i), found);
      }
    } else if (!expected.equals(actual)) {
      found.add("changed " + path + " from " + expected + " to " + actual);
    }
  }
}
