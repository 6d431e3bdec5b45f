package io.jiaozi.alipay;

import io.jiaozi.support.json.JsonIn;
import io.jiaozi.support.json.MalformedJsonException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A JSON object or list that a merchant wrote as text. Within it stand texts, whole numbers, true
 * and false, objects and lists of texts or objects; a number with decimals is written as a text,
 * which Alipay takes and which cannot be rounded on the way.
 *
 * @param content List or Map of String, Long, Boolean and the same
 */
record JsonValue(Object content) {

  /** Reads a text; empty if it is not such a value. */
  static Optional<JsonValue> parse(String text) {
    byte[] wrapped = ("{\"value\":" + text + "}").getBytes(StandardCharsets.UTF_8);
    try (JsonIn in = JsonIn.object(wrapped)) {
      Map<String, Object> object = fields(in);
      in.end();
      // One field only: text such as {},"other":2 must not smuggle in a second one.
      Object value = object.get("value");
      boolean structure = value instanceof Map || value instanceof List;
      return value == null || !structure || object.size() != 1
          ? Optional.empty()
          : Optional.of(new JsonValue(value));
    } catch (MalformedJsonException | Unsupported notJson) {
      return Optional.empty();
    }
  }

  private static Map<String, Object> fields(JsonIn in) {
    Map<String, Object> object = new LinkedHashMap<>();
    while (in.nextField()) {
      object.put(in.field(), value(in));
    }
    return object;
  }

  private static Object value(JsonIn in) {
    return switch (in.kind()) {
      case TEXT -> in.text();
      case OBJECT -> {
        in.enterObject();
        yield fields(in);
      }
      case ARRAY -> elements(in);
      case NULL, OTHER -> integerOrFlag(in);
    };
  }

  private static Object integerOrFlag(JsonIn in) {
    String raw = new String(in.raw(), StandardCharsets.UTF_8);
    return switch (raw) {
      case "true" -> true;
      case "false" -> false;
      default -> integer(raw);
    };
  }

  private static Long integer(String raw) {
    try {
      return Long.valueOf(raw);
    } catch (NumberFormatException nullOrFraction) {
      throw new Unsupported();
    }
  }

  private static List<Object> elements(JsonIn in) {
    List<Object> list = new ArrayList<>();
    in.enterArray();
    while (in.nextElement()) {
      list.add(
          switch (in.kind()) {
            case TEXT -> in.text();
            case OBJECT -> {
              in.enterObject();
              yield fields(in);
            }
            case ARRAY, NULL, OTHER -> throw new Unsupported();
          });
    }
    return list;
  }

  /** A value that is not taken. */
  private static final class Unsupported extends RuntimeException {
    private static final long serialVersionUID = 1L;
  }
}
