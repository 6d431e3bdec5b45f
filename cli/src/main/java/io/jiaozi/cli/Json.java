package io.jiaozi.cli;

import io.jiaozi.money.Money;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Writes one JSON object on one line, ASCII only, members in the order they are given. What is
 * absent is left out. Not thread-safe.
 */
final class Json {

  private final StringBuilder text = new StringBuilder("{");

  Json text(String name, @Nullable String value) {
    if (value != null) {
      member(name);
      quote(value);
    }
    return this;
  }

  Json number(String name, long value) {
    member(name);
    text.append(value);
    return this;
  }

  Json flag(String name, boolean value) {
    member(name);
    text.append(value);
    return this;
  }

  Json time(String name, @Nullable Instant value) {
    return text(name, value == null ? null : value.toString());
  }

  Json money(String name, @Nullable Money value) {
    return value == null
        ? this
        : object(
            name,
            new Json()
                .text("currency", value.currency().getCurrencyCode())
                .text("value", value.toDecimalString()));
  }

  Json object(String name, @Nullable Json value) {
    if (value != null) {
      member(name);
      text.append(value);
    }
    return this;
  }

  /** A list of objects, each filled in turn. */
  <T> Json list(String name, List<T> elements, BiConsumer<T, Json> filler) {
    member(name);
    text.append('[');
    String comma = "";
    for (T element : elements) {
      Json json = new Json();
      filler.accept(element, json);
      text.append(comma).append(json);
      comma = ",";
    }
    text.append(']');
    return this;
  }

  private void member(String name) {
    if (text.length() > 1) {
      text.append(',');
    }
    quote(name);
    text.append(':');
  }

  private void quote(String value) {
    text.append('"');
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      if (c == '"' || c == '\\') {
        text.append('\\').append(c);
      } else if (c < ' ' || c > '~') {
        text.append(String.format(Locale.ROOT, "\\u%04x", (int) c));
      } else {
        text.append(c);
      }
    }
    text.append('"');
  }

  @Override
  public String toString() {
    return text + "}";
  }
}
