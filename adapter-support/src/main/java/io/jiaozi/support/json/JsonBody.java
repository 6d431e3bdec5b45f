package io.jiaozi.support.json;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A JSON object to be sent, under construction: fields by their path on the wire, in the order they
 * came. {@code a.b} is a field of an object, {@code a[0].b} of the only element of a list. Absent
 * fields are left out, never null; a field set twice is an IllegalStateException. Not thread-safe.
 */
public final class JsonBody {

  /** An empty object. */
  public JsonBody() {}

  private static final String ONLY = "[0]";

  private final Map<String, Object> fields = new LinkedHashMap<>();

  /** Sets a text field. */
  public JsonBody text(String path, String value) {
    return put(path, value, true);
  }

  /** Sets a true or false field. */
  public JsonBody flag(String path, boolean value) {
    return put(path, value, true);
  }

  /** Sets an integer field. */
  public JsonBody integer(String path, long value) {
    return put(path, value, true);
  }

  /** Sets a text field, or nothing if there is no text. */
  public JsonBody optional(String path, @Nullable String value) {
    return value == null ? this : text(path, value);
  }

  /** Sets a list of texts. */
  public JsonBody texts(String path, String... values) {
    return put(path, List.of(values), true);
  }

  /** Sets a field to whatever {@link JsonValue} read. */
  public JsonBody value(String path, JsonValue value) {
    return put(path, value.content(), true);
  }

  /** Sets a text field unless it is set already. */
  public JsonBody otherwise(String path, String value) {
    return put(path, value, false);
  }

  private JsonBody put(String path, Object value, boolean mustBeNew) {
    Map<String, Object> object = fields;
    String[] names = path.split("\\.", -1);
    for (int i = 0; i < names.length - 1; i++) {
      object = inside(object, names[i]);
    }
    if (object.putIfAbsent(names[names.length - 1], value) != null && mustBeNew) {
      throw new IllegalStateException("Field " + path + " is set twice.");
    }
    return this;
  }

  private static Map<String, Object> inside(Map<String, Object> object, String name) {
    if (!name.endsWith(ONLY)) {
      return objectOf(object.computeIfAbsent(name, absent -> new LinkedHashMap<>()));
    }
    String list = name.substring(0, name.length() - ONLY.length());
    Object only = object.computeIfAbsent(list, absent -> List.of(new LinkedHashMap<>()));
    return objectOf(((List<?>) only).get(0));
  }

  @SuppressWarnings("unchecked") // only this class and JsonValue put maps in, with these types
  private static Map<String, Object> objectOf(Object value) {
    return (Map<String, Object>) value;
  }

  /** The exact bytes to send. */
  public byte[] toBytes() {
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
