package io.jiaozi.proving.channels;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** A JSON object written by hand: names to raw values, in order. */
record RawJson(Map<String, String> fields) {

  /** One without fields. */
  static RawJson object() {
    return new RawJson(Map.of());
  }

  /** A JSON string of what is escaped already. */
  static String quoted(String text) {
    return "\"" + text + "\"";
  }

  RawJson with(String name, String raw) {
    Map<String, String> changed = new LinkedHashMap<>(fields);
    changed.put(name, raw);
    return new RawJson(changed);
  }

  RawJson without(String name) {
    Map<String, String> changed = new LinkedHashMap<>(fields);
    changed.remove(name);
    return new RawJson(changed);
  }

  RawJson reversed() {
    List<String> names = new ArrayList<>(fields.keySet());
    Map<String, String> changed = new LinkedHashMap<>();
    for (int i = names.size() - 1; i >= 0; i--) {
      changed.put(names.get(i), fields.get(names.get(i)));
    }
    return new RawJson(changed);
  }

  /** The object with this between all its parts. */
  String text(String between) {
    return fields.entrySet().stream()
        .map(field -> quoted(field.getKey()) + ":" + field.getValue())
        .collect(Collectors.joining("," + between, "{" + between, between + "}"));
  }
}
