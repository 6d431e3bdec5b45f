package io.jiaozi.support.json;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A JSON value that a merchant wrote as text: a text, an object, a list of texts or objects, an
 * integer, or true or false. Numbers with a fraction, null and lists of lists are not taken: no
 * channel's request fields need them, and a fraction would be money that is not exact. Immutable.
 *
 * @param content String, Long, Boolean, List or Map of the same
 */
public record JsonValue(Object content) {

  /** Reads a text; empty if it is not such a value. */
  public static Optional<JsonValue> parse(String text) {
    byte[] wrapped = ("{\"value\":" + text + "}").getBytes(StandardCharsets.UTF_8);
    try (JsonIn in = JsonIn.object(wrapped)) {
      Map<String, Object> object = fields(in);
      in.end();
      // One field only: text such as 1,"other":2 must not smuggle in a second one.
      Object value = object.get("value");
      return value == null || object.size() != 1
          ? Optional.empty()
          : Optional.of(new JsonValue(value));
    } catch (MalformedJsonException | Unsupported notJson) {
      return Optional.empty();
    }
  }

  /** Whether it is an object or a list. */
  public boolean isStructure() {
    return content instanceof Map || content instanceof List;
  }

  /** Whether it is true or false. */
  public boolean isFlag() {
    return content instanceof Boolean;
  }

  /** Whether it is a whole number. */
  public boolean isInteger() {
    return content instanceof Long;
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

  /** Names the kind of content alone: it is a merchant's own text. */
  @Override
  public String toString() {
    return "JsonValue["
        + (content instanceof Map ? "object" : content instanceof List ? "list" : "plain")
        + "]";
  }

  /** A value that is not taken. */
  private static final class Unsupported extends RuntimeException {
    private static final long serialVersionUID = 1L;
  }
}
