package io.jiaozi.support.form;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.CharsetEncoder;
import java.nio.charset.CodingErrorAction;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * {@code application/x-www-form-urlencoded}, strictly: raw bytes are split first and each part is
 * decoded once, so that an encoded {@code &} or {@code =} stays inside its value. What is encoded
 * here decodes to the same fields in the same order.
 */
public final class FormCodec {

  private static final int MAX_FIELDS = 1000;
  private static final char[] HEX = "0123456789ABCDEF".toCharArray();

  private FormCodec() {}

  /**
   * Decodes a form. {@code +} is a space, {@code %2B} a plus sign.
   *
   * @param raw as received; empty bytes are an empty form
   * @param charset of the decoded bytes, as the channel declares it
   * @return the fields in their order; cannot be modified
   * @throws MalformedFormException for a field twice, a field without {@code =} or name, a bad
   *     percent escape, bytes that are not of the charset or not ASCII where they must be, or over
   *     1000 fields
   */
  public static Map<String, String> decode(byte[] raw, Charset charset) {
    Map<String, String> fields = new LinkedHashMap<>();
    int start = 0;
    while (start < raw.length) {
      int end = indexOf(raw, '&', start, raw.length);
      int equals = indexOf(raw, '=', start, end);
      if (equals == end) {
        throw new MalformedFormException("has a field without \"=\"", start);
      }
      if (equals == start) {
        throw new MalformedFormException("has a field without a name", start);
      }
      String name = decode(raw, start, equals, charset);
      if (fields.put(name, decode(raw, equals + 1, end, charset)) != null) {
        throw new MalformedFormException("has a field twice", start);
      }
      if (fields.size() > MAX_FIELDS) {
        throw new MalformedFormException("has more than " + MAX_FIELDS + " fields", start);
      }
      start = end + 1;
      if (start == raw.length && end < raw.length) {
        throw new MalformedFormException("ends with \"&\"", end);
      }
    }
    return Collections.unmodifiableMap(fields);
  }

  /**
   * Encodes a form: letters, digits and {@code - . _ *} stay, a space becomes {@code +}, everything
   * else {@code %XX}.
   *
   * @throws IllegalArgumentException if a name is empty, or the charset cannot carry a text; the
   *     text is not quoted
   */
  public static byte[] encode(Map<String, String> fields, Charset charset) {
    ByteArrayOutputStream out = new ByteArrayOutputStream(256);
    fields.forEach(
        (name, value) -> {
          if (name.isEmpty()) {
            throw new IllegalArgumentException("A form field has an empty name.");
          }
          if (out.size() > 0) {
            out.write('&');
          }
          encode(name, charset, out);
          out.write('=');
          encode(value, charset, out);
        });
    return out.toByteArray();
  }

  private static int indexOf(byte[] raw, char wanted, int from, int to) {
    int i = from;
    while (i < to && raw[i] != wanted) {
      i++;
    }
    return i;
  }

  private static String decode(byte[] raw, int from, int to, Charset charset) {
    ByteBuffer bytes = ByteBuffer.allocate(to - from);
    for (int i = from; i < to; i++) {
      byte b = raw[i];
      if (b == '%') {
        if (i + 2 >= to) {
          throw new MalformedFormException("has a percent escape that is cut off", i);
        }
        bytes.put((byte) (hexDigit(raw, i + 1) << 4 | hexDigit(raw, i + 2)));
        i += 2;
      } else if (b <= ' ' || b == 0x7F) {
        throw new MalformedFormException("has a byte that must be escaped", i);
      } else {
        bytes.put(b == '+' ? (byte) ' ' : b);
      }
    }
    try {
      return charset
          .newDecoder()
          .onMalformedInput(CodingErrorAction.REPORT)
          .onUnmappableCharacter(CodingErrorAction.REPORT)
          .decode(bytes.flip())
          .toString();
    } catch (CharacterCodingException e) {
      throw new MalformedFormException("has bytes that are not " + charset.name(), from);
    }
  }

  private static int hexDigit(byte[] raw, int position) {
    int digit = Character.digit((char) (raw[position] & 0xFF), 16);
    if (raw[position] < 0 || digit < 0) {
      throw new MalformedFormException("has a bad percent escape", position);
    }
    return digit;
  }

  private static void encode(String text, Charset charset, ByteArrayOutputStream out) {
    ByteBuffer bytes;
    try {
      CharsetEncoder encoder =
          charset
              .newEncoder()
              .onMalformedInput(CodingErrorAction.REPORT)
              .onUnmappableCharacter(CodingErrorAction.REPORT);
      bytes = encoder.encode(CharBuffer.wrap(text));
    } catch (CharacterCodingException e) {
      throw new IllegalArgumentException(
          "A form field has a character that " + charset.name() + " cannot carry.", e);
    }
    while (bytes.hasRemaining()) {
      byte b = bytes.get();
      if (b == ' ') {
        out.write('+');
      } else if (isPlain(b)) {
        out.write(b);
      } else {
        out.write('%');
        out.write(HEX[b >> 4 & 0xF]);
        out.write(HEX[b & 0xF]);
      }
    }
  }

  private static boolean isPlain(byte b) {
    return (b >= 'a' && b <= 'z')
        || (b >= 'A' && b <= 'Z')
        || (b >= '0' && b <= '9')
        || b == '-'
        || b == '.'
        || b == '_'
        || b == '*';
  }
}
