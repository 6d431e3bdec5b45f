package io.jiaozi.support.json;

import java.io.ByteArrayOutputStream;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;

/**
 * Writes one JSON object without spaces, fields in the order of the calls; the same calls give the
 * same bytes.
 *
 * <pre>{@code
 * byte[] body = JsonOut.object()
 *     .field("out_trade_no", number)
 *     .object("amount").field("total", 100).field("currency", "CNY").end()
 *     .toBytes();
 * }</pre>
 *
 * <p>Half a surrogate pair in a text, a name twice, or a call out of turn is an exception that
 * quotes no value. Not thread-safe; build one for each document.
 */
public final class JsonOut {

  private static final int TYPICAL_SIZE = 512;

  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream(TYPICAL_SIZE);
  private final JsonGenerator generator =
      Json.FACTORY.createGenerator(ObjectWriteContext.empty(), bytes);

  private JsonOut() {
    generator.writeStartObject();
  }

  /** Starts a document that is an object. */
  public static JsonOut object() {
    return new JsonOut();
  }

  /** Writes a string field. */
  public JsonOut field(String name, String text) {
    checked(text);
    return write(name, () -> generator.writeStringProperty(checked(name), text));
  }

  /** Writes a string field, or nothing if there is no text. */
  public JsonOut optional(String name, @Nullable String text) {
    return text == null ? this : field(name, text);
  }

  /** Writes an integer field. */
  public JsonOut field(String name, long integer) {
    return write(name, () -> generator.writeNumberProperty(checked(name), integer));
  }

  /** Writes a true or false field. */
  public JsonOut field(String name, boolean flag) {
    return write(name, () -> generator.writeBooleanProperty(checked(name), flag));
  }

  /** Starts a field that is an object; {@link #end} ends it. */
  public JsonOut object(String name) {
    return write(name, () -> generator.writeObjectPropertyStart(checked(name)));
  }

  /** Starts a field that is an array; {@link #end} ends it. */
  public JsonOut array(String name) {
    return write(name, () -> generator.writeArrayPropertyStart(checked(name)));
  }

  /** Writes an element that is a string. */
  public JsonOut element(String text) {
    checked(text);
    return write("an element", () -> generator.writeString(text));
  }

  /** Starts an element that is an object; {@link #end} ends it. */
  public JsonOut element() {
    return write("an element", generator::writeStartObject);
  }

  /** Ends the object or array that was started last, but not the document. */
  public JsonOut end() {
    if (depth() < 2) {
      throw new IllegalStateException("Only the document is open; toBytes ends it.");
    }
    if (generator.streamWriteContext().inArray()) {
      generator.writeEndArray();
    } else {
      generator.writeEndObject();
    }
    return this;
  }

  /**
   * Ends the document. Nothing can be written afterwards.
   *
   * @throws IllegalStateException if an object or array is still open
   */
  public byte[] toBytes() {
    if (depth() != 1) {
      throw new IllegalStateException(
          "An object or array is still open, or toBytes was called before.");
    }
    generator.writeEndObject();
    generator.close();
    return bytes.toByteArray();
  }

  private int depth() {
    return generator.streamWriteContext().getNestingDepth();
  }

  private JsonOut write(String name, Runnable writing) {
    try {
      writing.run();
      return this;
    } catch (JacksonException e) {
      // Not chained: its text may quote a value.
      throw new IllegalStateException(
          "Cannot write "
              + name
              + " here: it was written before, or an object and an array were mixed up.");
    }
  }

  private static String checked(String text) {
    if (Json.isBroken(text)) {
      throw new IllegalArgumentException(
          "A text has half of a surrogate pair, which no encoding can carry. Cut texts between characters.");
    }
    return text;
  }
}
