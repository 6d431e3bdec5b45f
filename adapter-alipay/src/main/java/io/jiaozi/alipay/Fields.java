package io.jiaozi.alipay;

import io.jiaozi.money.Money;
import io.jiaozi.support.json.JsonIn;
import io.jiaozi.support.json.MalformedJsonException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The plain fields of a verified answer, by their names on the wire; of objects within it, {@code
 * object.field}. Lists are passed over. An amount may be a JSON string or, in older samples, a JSON
 * number; its digits are taken as they stand.
 */
final class Fields {

  private final Map<String, String> values;

  private Fields(Map<String, String> values) {
    this.values = values;
  }

  /**
   * Reads an object.
   *
   * @throws MalformedJsonException if it is none
   */
  static Fields read(byte[] json) {
    Map<String, String> values = new HashMap<>();
    try (JsonIn in = JsonIn.object(json)) {
      collect("", in, values);
      in.end();
    }
    return new Fields(values);
  }

  private static void collect(String prefix, JsonIn in, Map<String, String> values) {
    while (in.nextField()) {
      String name = prefix + in.field();
      switch (in.kind()) {
        case TEXT -> values.put(name, in.text());
        case OTHER -> values.put(name, new String(in.raw(), StandardCharsets.US_ASCII));
        case OBJECT -> {
          in.enterObject();
          collect(name + ".", in, values);
        }
        case ARRAY, NULL -> in.skip();
      }
    }
  }

  /** A text; null if it is absent or empty, which mean the same at Alipay. */
  @Nullable String text(String name) {
    String value = values.get(name);
    return value == null || value.isEmpty() ? null : value;
  }

  boolean is(String name, String expected) {
    return expected.equals(values.get(name));
  }

  /**
   * An amount in yuan; null if it is absent.
   *
   * @throws Amounts.NotAnAmountException if it is no amount
   */
  @Nullable Money amount(String name) {
    return Amounts.parse(text(name));
  }

  /** A time; null if it is absent. Times are a convenience here: an odd one is left out. */
  @Nullable Instant time(String name) {
    return Times.parse(text(name));
  }

  /** A word for messages and keys; null if it is absent or could hold anything. */
  @Nullable String word(String name) {
    String value = text(name);
    return Words.isWord(value, 64) ? value : null;
  }

  @Override
  public String toString() {
    return "Fields" + values.keySet();
  }
}
