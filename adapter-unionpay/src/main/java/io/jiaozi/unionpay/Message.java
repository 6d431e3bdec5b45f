package io.jiaozi.unionpay;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * A message as it was received: field names and values in one array of bytes, exactly as the
 * channel signed them, sorted by name. Nothing is made into text before somebody asks for it.
 * Immutable once made; safe for use by many threads.
 *
 * <p>Two shapes arrive. A notification is a form, each part percent-encoded ({@link #ofForm}). A
 * reply is {@code name=value&...} with nothing encoded, where {@code &} inside brackets does not
 * end a value and a certificate brings its own line ends ({@link #ofReply}). Source: protocol
 * sheet, sections 2.4 and 3.
 */
final class Message {

  private static final int MOST_FIELDS = 200;
  private static final int LONGEST_NAME = 64;
  private static final int MARKS = 4;
  private static final String SIGNATURE = "signature";

  private final byte[] bytes;

  /** Per field, sorted by name: start and end of the name, start and end of the value. */
  private final int[] marks;

  private Message(byte[] bytes, int[] marks) {
    this.bytes = bytes;
    this.marks = marks;
  }

  /**
   * Reads a notification: splits first, then decodes each part once. Fields with empty values are
   * left out, as the channel does before it signs.
   *
   * @param form overwritten: decoding makes nothing longer, so it happens in place
   * @throws MalformedMessageException if it is no such form
   */
  static Message ofForm(byte[] form) {
    Reader reader = new Reader(form);
    int start = 0;
    while (start < form.length) {
      int end = indexOf(form, '&', start, form.length);
      int equals = indexOf(form, '=', start, end);
      if (equals == end) {
        throw new MalformedMessageException("holds a field without \"=\"");
      }
      reader.decoded(form, start, equals, end);
      start = end + 1;
    }
    return reader.message();
  }

  /**
   * Reads a reply.
   *
   * @throws MalformedMessageException if it is no such text
   */
  static Message ofReply(byte[] body) {
    int start = 0;
    int end = body.length;
    while (end > start && isBlank(body[end - 1])) {
      end--;
    }
    while (start < end && isBlank(body[start])) {
      start++;
    }
    if (start == end) {
      throw new MalformedMessageException("is empty");
    }
    if (body[start] == '<') {
      throw new MalformedMessageException("is a page");
    }
    if (end - start >= 2 && body[start] == '{' && body[end - 1] == '}') {
      start++;
      end--;
    }
    Reader reader = new Reader(new byte[end - start]);
    while (start < end) {
      int fieldEnd = endOfField(body, start, end);
      reader.plain(body, start, indexOf(body, '=', start, fieldEnd), fieldEnd);
      start = fieldEnd + 1;
    }
    return reader.message();
  }

  /** Brackets nest: only an {@code &} outside all of them ends a field. */
  static int endOfField(byte[] body, int start, int end) {
    int depth = 0;
    for (int i = start; i < end; i++) {
      switch (body[i]) {
        case '{', '[' -> depth++;
        case '}', ']' -> depth = Math.max(0, depth - 1);
        case '&' -> {
          if (depth == 0) {
            return i;
          }
        }
        default -> {
          // Part of a name or value.
        }
      }
    }
    return end;
  }

  private static boolean isBlank(byte b) {
    return b == ' ' || b == '\r' || b == '\n' || b == '\t';
  }

  private static int indexOf(byte[] raw, char wanted, int from, int to) {
    int i = from;
    while (i < to && raw[i] != wanted) {
      i++;
    }
    return i;
  }

  int size() {
    return marks.length / MARKS;
  }

  /** The value of a field; null if it is absent or empty. */
  @Nullable String text(String name) {
    int field = find(name);
    if (field < 0 || valueLength(field) == 0) {
      return null;
    }
    return new String(bytes, marks[field * MARKS + 2], valueLength(field), StandardCharsets.UTF_8);
  }

  /** Compares a value without making text of it. */
  boolean is(String name, String expected) {
    int field = find(name);
    if (field < 0 || valueLength(field) != expected.length()) {
      return false;
    }
    int start = marks[field * MARKS + 2];
    for (int i = 0; i < expected.length(); i++) {
      if (bytes[start + i] != expected.charAt(i)) {
        return false;
      }
    }
    return true;
  }

  private int valueLength(int field) {
    return marks[field * MARKS + 3] - marks[field * MARKS + 2];
  }

  private int find(String name) {
    for (int field = 0; field < size(); field++) {
      if (nameIs(field, name)) {
        return field;
      }
    }
    return -1;
  }

  boolean nameIs(int field, String name) {
    int start = marks[field * MARKS];
    if (marks[field * MARKS + 1] - start != name.length()) {
      return false;
    }
    for (int i = 0; i < name.length(); i++) {
      if (bytes[start + i] != name.charAt(i)) {
        return false;
      }
    }
    return true;
  }

  /** Every field but the signature, sorted by name, values exactly as received. */
  byte[] signedText() {
    int length = 0;
    for (int field = 0; field < size(); field++) {
      if (!nameIs(field, SIGNATURE)) {
        length += marks[field * MARKS + 1] - marks[field * MARKS] + valueLength(field) + 2;
      }
    }
    byte[] text = new byte[Math.max(0, length - 1)];
    int at = 0;
    for (int field = 0; field < size(); field++) {
      if (nameIs(field, SIGNATURE)) {
        continue;
      }
      if (at > 0) {
        text[at++] = '&';
      }
      at = copy(marks[field * MARKS], marks[field * MARKS + 1], text, at);
      text[at++] = '=';
      at = copy(marks[field * MARKS + 2], marks[field * MARKS + 3], text, at);
    }
    return text;
  }

  private int copy(int from, int to, byte[] target, int at) {
    System.arraycopy(bytes, from, target, at, to - from);
    return at + to - from;
  }

  /** Tells somebody of every field in turn. */
  void forEach(FieldReader reader) {
    for (int field = 0; field < size(); field++) {
      reader.field(
          bytes,
          marks[field * MARKS],
          marks[field * MARKS + 1],
          marks[field * MARKS + 2],
          marks[field * MARKS + 3]);
    }
  }

  /** Told of one field, where its name and value stand. */
  interface FieldReader {
    void field(byte[] bytes, int nameStart, int nameEnd, int valueStart, int valueEnd);
  }

  /** Shows how many fields there are; their values may hold anything. */
  @Override
  public String toString() {
    return "Message[" + size() + " fields]";
  }

  /** Collects fields in order of their names. */
  private static final class Reader {
    private final byte[] out;
    private int at;
    private int[] marks = new int[32 * MARKS];
    private int count;

    Reader(byte[] out) {
      this.out = out;
    }

    void plain(byte[] raw, int start, int equals, int end) {
      int nameStart = at;
      System.arraycopy(raw, start, out, at, equals - start);
      at += equals - start;
      int nameEnd = at;
      int valueLength = Math.max(0, end - equals - 1);
      if (valueLength > 0) {
        System.arraycopy(raw, equals + 1, out, at, valueLength);
        at += valueLength;
      }
      add(nameStart, nameEnd, nameEnd, at);
    }

    void decoded(byte[] form, int start, int equals, int end) {
      int nameStart = at;
      decode(form, start, equals);
      int nameEnd = at;
      decode(form, equals + 1, end);
      if (at > nameEnd) {
        add(nameStart, nameEnd, nameEnd, at);
      }
    }

    private void decode(byte[] form, int from, int to) {
      for (int i = from; i < to; i++) {
        byte b = form[i];
        if (b == '%') {
          if (i + 2 >= to) {
            throw new MalformedMessageException("holds a percent escape that is cut off");
          }
          out[at++] = (byte) (hexDigit(form[i + 1]) << 4 | hexDigit(form[i + 2]));
          i += 2;
        } else if (b <= ' ' || b == 0x7F) {
          throw new MalformedMessageException("holds a byte that must be escaped");
        } else {
          out[at++] = b == '+' ? (byte) ' ' : b;
        }
      }
    }

    private static int hexDigit(byte b) {
      int digit = b < 0 ? -1 : Character.digit((char) b, 16);
      if (digit < 0) {
        throw new MalformedMessageException("holds a bad percent escape");
      }
      return digit;
    }

    private void add(int nameStart, int nameEnd, int valueStart, int valueEnd) {
      requireName(nameStart, nameEnd);
      if (count == MOST_FIELDS) {
        throw new MalformedMessageException("holds more than " + MOST_FIELDS + " fields");
      }
      if (count * MARKS == marks.length) {
        marks = Arrays.copyOf(marks, marks.length * 2);
      }
      int place = count;
      while (place > 0) {
        int order = compare(place - 1, nameStart, nameEnd);
        if (order == 0) {
          throw new MalformedMessageException("holds a field twice");
        }
        if (order < 0) {
          break;
        }
        place--;
      }
      System.arraycopy(marks, place * MARKS, marks, (place + 1) * MARKS, (count - place) * MARKS);
      marks[place * MARKS] = nameStart;
      marks[place * MARKS + 1] = nameEnd;
      marks[place * MARKS + 2] = valueStart;
      marks[place * MARKS + 3] = valueEnd;
      count++;
    }

    /** Names are letters, digits and {@code _}; whatever else comes is no message of this kind. */
    private void requireName(int start, int end) {
      if (end == start || end - start > LONGEST_NAME) {
        throw new MalformedMessageException("holds a field whose name is none");
      }
      for (int i = start; i < end; i++) {
        byte b = out[i];
        boolean plain =
            (b >= '0' && b <= '9') || (b >= 'A' && b <= 'Z') || (b >= 'a' && b <= 'z') || b == '_';
        if (!plain) {
          throw new MalformedMessageException("holds a field whose name is none");
        }
      }
    }

    private int compare(int field, int nameStart, int nameEnd) {
      return Arrays.compare(
          out, marks[field * MARKS], marks[field * MARKS + 1], out, nameStart, nameEnd);
    }

    Message message() {
      if (count == 0) {
        throw new MalformedMessageException("holds no field");
      }
      return new Message(out, Arrays.copyOf(marks, count * MARKS));
    }
  }
}
