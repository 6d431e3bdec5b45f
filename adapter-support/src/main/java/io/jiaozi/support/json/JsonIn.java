package io.jiaozi.support.json;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;

/**
 * Reads one JSON object, strictly and in one pass.
 *
 * <pre>{@code
 * try (JsonIn in = JsonIn.object(bytes)) {
 *   while (in.nextField()) {
 *     switch (in.field()) {
 *       case "id" -> id = in.text();
 *       case "amount" -> {
 *         in.enterObject();
 *         while (in.nextField()) { ... }
 *       }
 *       default -> in.skip();
 *     }
 *   }
 *   in.end();
 * }
 * }</pre>
 *
 * <p>Refused, with a {@link MalformedJsonException}: anything RFC 8259 does not allow, a name twice
 * in one object, more than 64 levels, text that is not well-formed UTF-8 or starts with a byte
 * order mark, half surrogate pairs, names over 256 and numbers over 40 characters, a document over
 * the limit, anything after the object. Values that are skipped are checked for syntax all the
 * same.
 *
 * <p>A value that is not read before the next {@link #nextField} or {@link #nextElement} is
 * skipped. An object or array that was entered must be read to its end. Calling out of turn is an
 * {@link IllegalStateException}. Not thread-safe.
 */
public final class JsonIn implements AutoCloseable {

  static final int LARGEST_DOCUMENT = 256 * 1024 * 1024;
  private static final int DEFAULT_LIMIT = 1024 * 1024;

  /** What kind a value is of. */
  public enum Kind {
    OBJECT,
    ARRAY,
    TEXT,
    NULL,
    /** A number, true or false. */
    OTHER
  }

  private enum Value {
    NONE,
    BEHIND_NAME,
    AT_HAND
  }

  private final byte[] document;
  private final JsonParser parser;
  private Value value = Value.NONE;
  private String name = "";

  private JsonIn(byte[] document, JsonParser parser) {
    this.document = document;
    this.parser = parser;
  }

  /** {@link #object(byte[], int)} of at most 1 MiB. */
  public static JsonIn object(byte[] utf8) {
    return object(utf8, DEFAULT_LIMIT);
  }

  /**
   * Starts reading a document that is an object.
   *
   * @param utf8 not copied; do not modify while reading
   * @param maxBytes how large the document may be, at most 256 MiB
   * @throws MalformedJsonException if it is empty, too large, not UTF-8 or does not start an object
   */
  public static JsonIn object(byte[] utf8, int maxBytes) {
    if (maxBytes < 1 || maxBytes > LARGEST_DOCUMENT) {
      throw new IllegalArgumentException("maxBytes must be 1 to 268435456, but was " + maxBytes);
    }
    if (utf8.length > maxBytes) {
      throw new MalformedJsonException("is larger than the limit of " + maxBytes + " bytes", 0);
    }
    int fault = Utf8.firstFault(utf8);
    if (fault >= 0) {
      throw new MalformedJsonException("is not plain UTF-8", fault);
    }
    JsonIn in =
        new JsonIn(
            utf8, Json.FACTORY.createParser(ObjectReadContext.empty(), utf8, 0, utf8.length));
    boolean started = false;
    try {
      if (in.advance() != JsonToken.START_OBJECT) {
        throw in.malformed("is not an object");
      }
      started = true;
      return in;
    } finally {
      if (!started) {
        in.close();
      }
    }
  }

  /**
   * Goes to the next field of the object being read.
   *
   * @return false at the object's end, after which reading goes on around it
   */
  public boolean nextField() {
    leaveValue();
    if (!parser.streamReadContext().inObject()) {
      throw new IllegalStateException("nextField is for objects; here stands none.");
    }
    if (advance() == JsonToken.END_OBJECT) {
      return false;
    }
    name = whole(parser.currentName());
    value = Value.BEHIND_NAME;
    return true;
  }

  /** The name of the field that {@link #nextField} found last, even while inside its value. */
  public String field() {
    return name;
  }

  /**
   * Goes to the next element of the array being read.
   *
   * @return false at the array's end, after which reading goes on around it
   */
  public boolean nextElement() {
    leaveValue();
    if (!parser.streamReadContext().inArray()) {
      throw new IllegalStateException("nextElement is for arrays; here stands none.");
    }
    if (advance() == JsonToken.END_ARRAY) {
      return false;
    }
    value = Value.AT_HAND;
    return true;
  }

  /** Looks at the value without reading it. */
  public Kind kind() {
    JsonToken token = take();
    value = Value.AT_HAND;
    return switch (token) {
      case START_OBJECT -> Kind.OBJECT;
      case START_ARRAY -> Kind.ARRAY;
      case VALUE_STRING -> Kind.TEXT;
      case VALUE_NULL -> Kind.NULL;
      default -> Kind.OTHER;
    };
  }

  /** Goes into the value, an object; {@link #nextField} then reads its fields. */
  public void enterObject() {
    expect(JsonToken.START_OBJECT, "has something else than an object");
  }

  /** Goes into the value, an array; {@link #nextElement} then reads its elements. */
  public void enterArray() {
    expect(JsonToken.START_ARRAY, "has something else than an array");
  }

  /** The value, a string. */
  public String text() {
    expect(JsonToken.VALUE_STRING, "has something else than a string");
    return string();
  }

  /** The value, a string or null. */
  public @Nullable String textOrNull() {
    JsonToken token = take();
    if (token == JsonToken.VALUE_NULL) {
      return null;
    }
    require(token == JsonToken.VALUE_STRING, "has something else than a string or null");
    return string();
  }

  /**
   * The value, an integer written with digits only, of at most 64 bits.
   *
   * @throws MalformedJsonException also for 1.0 and 1e2, which are integers to some
   */
  public long integer() {
    expect(JsonToken.VALUE_NUMBER_INT, "has something else than an integer");
    try {
      return parser.getLongValue();
    } catch (JacksonException e) {
      throw malformed("has an integer of more than 64 bits");
    }
  }

  /** The value, true or false. */
  public boolean flag() {
    JsonToken token = take();
    require(
        token == JsonToken.VALUE_TRUE || token == JsonToken.VALUE_FALSE,
        "has something else than true or false");
    return token == JsonToken.VALUE_TRUE;
  }

  /**
   * The value, whatever it is, exactly as its bytes stand in the document: for signatures over a
   * part of it.
   */
  public byte[] raw() {
    take();
    int from = Math.toIntExact(parser.currentTokenLocation().getByteOffset());
    skipTaken();
    finishTaken();
    int to = Math.toIntExact(parser.currentLocation().getByteOffset());
    return Arrays.copyOfRange(document, from, to);
  }

  /** Passes over the value. */
  public void skip() {
    take();
    skipTaken();
  }

  /**
   * Ends the document.
   *
   * @throws MalformedJsonException if anything but white space follows the object
   * @throws IllegalStateException if the object was not read to its end
   */
  public void end() {
    if (!parser.streamReadContext().inRoot()) {
      throw new IllegalStateException("The object was not read to its end.");
    }
    JsonToken token;
    try {
      token = parser.nextToken();
    } catch (JacksonException e) {
      throw invalid(e);
    }
    if (token != null) {
      throw malformed("goes on after its object");
    }
  }

  /** Gives the buffers back. Needed even after a failure. */
  @Override
  public void close() {
    parser.close();
  }

  private void leaveValue() {
    if (value != Value.NONE) {
      skip();
    }
  }

  private JsonToken take() {
    if (value == Value.NONE) {
      throw new IllegalStateException("There is no value here, or it was read already.");
    }
    JsonToken token = value == Value.BEHIND_NAME ? advance() : parser.currentToken();
    value = Value.NONE;
    return token;
  }

  private void skipTaken() {
    try {
      parser.skipChildren();
    } catch (JacksonException e) {
      throw invalid(e);
    }
  }

  /** Goes to the end of the token. A string is decoded for it, so it is not done for skipping. */
  private void finishTaken() {
    try {
      parser.finishToken();
    } catch (JacksonException e) {
      throw invalid(e);
    }
  }

  private JsonToken advance() {
    JsonToken token;
    try {
      token = parser.nextToken();
    } catch (JacksonException e) {
      throw invalid(e);
    }
    if (token == null) {
      throw malformed("ends too early");
    }
    return token;
  }

  private String string() {
    try {
      return whole(parser.getString());
    } catch (JacksonException e) {
      throw invalid(e);
    }
  }

  private String whole(@Nullable String text) {
    if (text == null || Json.isBroken(text)) {
      throw malformed("has half of a surrogate pair");
    }
    return text;
  }

  private void expect(JsonToken expected, String otherwise) {
    require(take() == expected, otherwise);
  }

  private void require(boolean met, String otherwise) {
    if (!met) {
      throw malformed(otherwise);
    }
  }

  private MalformedJsonException malformed(String what) {
    return new MalformedJsonException(what, Math.max(0, parser.currentLocation().getByteOffset()));
  }

  /** Jackson's own text is not passed on: it quotes the document. */
  private MalformedJsonException invalid(JacksonException e) {
    long position = e.getLocation() == null ? -1 : e.getLocation().getByteOffset();
    return position < 0
        ? malformed("is not valid")
        : new MalformedJsonException("is not valid", position);
  }
}
