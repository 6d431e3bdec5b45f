package io.jiaozi.alipay;

import io.jiaozi.support.json.JsonOut;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The business content of a request under construction: fields by their path on the wire, in the
 * order they came. Absent fields are left out, never null. Not thread-safe.
 */
final class Body {

  private final Map<String, Object> fields = new LinkedHashMap<>();

  /** Sets a text field; {@code "amount.currency"} makes or finds the object around it. */
  Body text(String path, String value) {
    return put(path, value);
  }

  /** Sets a text field, or nothing if there is no text. */
  Body optional(String path, @Nullable String value) {
    return value == null ? this : put(path, value);
  }

  /** Sets a list of texts. */
  Body texts(String path, String... values) {
    return put(path, List.of(values));
  }

  /** Sets a field to whatever {@link JsonValue} read. */
  Body value(String path, JsonValue value) {
    return put(path, value.content());
  }

  private Body put(String path, Object value) {
    Map<String, Object> object = fields;
    String[] names = path.split("\\.", -1);
    for (int i = 0; i < names.length - 1; i++) {
      object = objectOf(object.computeIfAbsent(names[i], name -> new LinkedHashMap<>()));
    }
    if (object.putIfAbsent(names[names.length - 1], value) != null) {
      throw new IllegalStateException("Field " + path + " is set twice.");
    }
    return this;
  }

  @SuppressWarnings("unchecked") // only this class and JsonValue put maps in, with these types
  private static Map<String, Object> objectOf(Object value) {
    return (Map<String, Object>) value;
  }

  /** The exact bytes to sign and send. */
  byte[] toBytes() {
    JsonOut out = JsonOut.object();
    writeFields(out, fields);
    return out.toBytes();
  }

  private static void writeFields(JsonOut out, Map<String, Object> object) {
    object.forEach((name, value) -> writeField(out, name, value));
  }

  private static void writeField(JsonOut out, String name, Object value) {
    if (value instanceof String text) {
      out.field(name, text);
    } else if (value instanceof Long integer) {
      out.field(name, integer);
    } else if (value instanceof Boolean flag) {
      out.field(name, flag);
    } else if (value instanceof List<?> list) {
      out.array(name);
      list.forEach(element -> writeElement(out, element));
      out.end();
    } else {
      out.object(name);
      writeFields(out, objectOf(value));
      out.end();
    }
  }

  private static void writeElement(JsonOut out, Object element) {
    if (element instanceof String text) {
      out.element(text);
    } else {
      out.element();
      writeFields(out, objectOf(element));
      out.end();
    }
  }
}
