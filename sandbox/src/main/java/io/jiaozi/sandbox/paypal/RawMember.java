package io.jiaozi.sandbox.paypal;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.json.JsonFactory;

/**
 * One member of a JSON object as the very bytes that were sent: what is checked over bytes must not
 * be read and written again.
 */
final class RawMember {
  private static final JsonFactory JSON = new JsonFactory();

  private RawMember() {}

  /** The bytes of the value of a top-level member, or null when there is none. */
  static byte @Nullable [] of(byte[] object, String name) {
    try (JsonParser parser = JSON.createParser(ObjectReadContext.empty(), object)) {
      if (parser.nextToken() != JsonToken.START_OBJECT) {
        return null;
      }
      while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
        boolean wanted = name.equals(parser.currentName());
        parser.nextToken();
        int from = (int) parser.currentTokenLocation().getByteOffset();
        parser.skipChildren();
        int to = (int) parser.currentLocation().getByteOffset();
        if (wanted) {
          return Arrays.copyOfRange(object, from, to);
        }
      }
      return null;
    } catch (JacksonException notJson) {
      return null;
    }
  }
}
