package io.jiaozi.interop;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * One JSON value, read only: enough for {@code credentials.json} and the sandbox's control API.
 * Asking for something that is not there is an {@link IllegalArgumentException} that names the
 * place, so a judge fails with a sentence and not with a null. Immutable.
 */
public final class Json {
  private final String place;
  private final Object value;

  private Json(String place, Object value) {
    this.place = place;
    this.value = value;
  }

  /** Reads one document. */
  public static Json parse(String text) {
    Reader reader = new Reader(text);
    Object value = reader.value();
    reader.end();
    return new Json("", value);
  }

  /** A member of this object. */
  public Json at(String name) {
    Object member = value instanceof Map<?, ?> object ? object.get(name) : null;
    if (member == null) {
      throw new IllegalArgumentException("There is no " + place + "/" + name + " in this JSON.");
    }
    return new Json(place + "/" + name, member);
  }

  /** Whether this object has the member, and it is not null. */
  public boolean has(String name) {
    return value instanceof Map<?, ?> object && object.get(name) != null;
  }

  /** This string. */
  public String text() {
    return as(String.class, "a string");
  }

  /** This whole number. */
  public long number() {
    return as(BigDecimal.class, "a number").longValueExact();
  }

  /** This truth value. */
  public boolean truth() {
    return as(Boolean.class, "true or false");
  }

  /** The elements of this array. */
  public List<Json> items() {
    List<Json> items = new ArrayList<>();
    for (Object item : as(List.class, "an array")) {
      items.add(new Json(place + "/" + items.size(), item));
    }
    return items;
  }

  /** The members of this object that are strings, in order. */
  public Map<String, String> texts() {
    Map<String, String> texts = new LinkedHashMap<>();
    as(Map.class, "an object")
        .forEach(
            (name, member) -> {
              if (member instanceof String text) {
                texts.put(name.toString(), text);
              }
            });
    return Collections.unmodifiableMap(texts);
  }

  private <T> T as(Class<T> type, String words) {
    if (!type.isInstance(value)) {
      throw new IllegalArgumentException("In this JSON " + place + " is not " + words + ".");
    }
    return type.cast(value);
  }

  /** The text as a JSON string, with its quotation marks. */
  public static String quoted(String text) {
    StringBuilder quoted = new StringBuilder("\"");
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '"' || c == '\\') {
        quoted.append('\\').append(c);
      } else if (c < ' ') {
        quoted.append(String.format("\\u%04x", (int) c));
      } else {
        quoted.append(c);
      }
    }
    return quoted.append('"').toString();
  }

  private static final class Reader {
    private final String text;
    private int at;

    private Reader(String text) {
      this.text = text;
    }

    private Object value() {
      skipBlanks();
      char c = peek();
      return switch (c) {
        case '{' -> object();
        case '[' -> array();
        case '"' -> string();
        case 't' -> word("true", Boolean.TRUE);
        case 'f' -> word("false", Boolean.FALSE);
        case 'n' -> word("null", null);
        default -> number();
      };
    }

    private Map<String, Object> object() {
      Map<String, Object> members = new LinkedHashMap<>();
      expect('{');
      if (!follows('}')) {
        do {
          skipBlanks();
          String name = string();
          skipBlanks();
          expect(':');
          members.put(name, value());
        } while (follows(','));
        skipBlanks();
        expect('}');
      }
      return members;
    }

    private List<Object> array() {
      List<Object> items = new ArrayList<>();
      expect('[');
      if (!follows(']')) {
        do {
          items.add(value());
        } while (follows(','));
        skipBlanks();
        expect(']');
      }
      return items;
    }

    private String string() {
      StringBuilder string = new StringBuilder();
      expect('"');
      while (peek() != '"') {
        char c = text.charAt(at++);
        string.append(c == '\\' ? escaped() : c);
      }
      at++;
      return string.toString();
    }

    private char escaped() {
      char c = peek();
      at++;
      return switch (c) {
        case 'n' -> '\n';
        case 't' -> '\t';
        case 'r' -> '\r';
        case 'b' -> '\b';
        case 'f' -> '\f';
        case 'u' -> {
          at += 4;
          if (at > text.length()) {
            throw broken();
          }
          yield (char) Integer.parseInt(text.substring(at - 4, at), 16);
        }
        default -> c;
      };
    }

    private Object word(String word, Object meaning) {
      if (!text.startsWith(word, at)) {
        throw broken();
      }
      at += word.length();
      return meaning;
    }

    private BigDecimal number() {
      int start = at;
      while (at < text.length() && "+-.eE0123456789".indexOf(text.charAt(at)) >= 0) {
        at++;
      }
      try {
        return new BigDecimal(text.substring(start, at));
      } catch (NumberFormatException e) {
        throw broken();
      }
    }

    private boolean follows(char c) {
      skipBlanks();
      if (at < text.length() && text.charAt(at) == c) {
        at++;
        return true;
      }
      return false;
    }

    private void skipBlanks() {
      while (at < text.length() && Character.isWhitespace(text.charAt(at))) {
        at++;
      }
    }

    private char peek() {
      if (at >= text.length()) {
        throw broken();
      }
      return text.charAt(at);
    }

    private void expect(char c) {
      if (peek() != c) {
        throw broken();
      }
      at++;
    }

    private void end() {
      skipBlanks();
      if (at < text.length()) {
        throw broken();
      }
    }

    private IllegalArgumentException broken() {
      return new IllegalArgumentException("This is not JSON: it breaks at character " + at + ".");
    }
  }
}
