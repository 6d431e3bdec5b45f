package io.jiaozi.support.json;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;

/** Checks that bytes are UTF-8 as JSON uses it: no NUL, no byte order mark, nothing malformed. */
final class Utf8 {

  private static final int DECODED_AT_ONCE = 256;

  private Utf8() {}

  /**
   * Finds the first fault.
   *
   * @return its place; -1 if there is none
   */
  static int firstFault(byte[] bytes) {
    if (bytes.length >= 3
        && bytes[0] == (byte) 0xEF
        && bytes[1] == (byte) 0xBB
        && bytes[2] == (byte) 0xBF) {
      return 0;
    }
    int firstOther = -1;
    for (int i = 0; i < bytes.length; i++) {
      if (bytes[i] == 0) {
        return i;
      }
      if (bytes[i] < 0 && firstOther < 0) {
        firstOther = i;
      }
    }
    return firstOther < 0 ? -1 : firstMalformed(bytes, firstOther);
  }

  /** The decoder of the JDK knows the rules; what it decodes is thrown away. */
  private static int firstMalformed(byte[] bytes, int from) {
    CharsetDecoder decoder =
        StandardCharsets.UTF_8
            .newDecoder()
            .onMalformedInput(CodingErrorAction.REPORT)
            .onUnmappableCharacter(CodingErrorAction.REPORT);
    ByteBuffer in = ByteBuffer.wrap(bytes, from, bytes.length - from);
    CharBuffer out = CharBuffer.allocate(DECODED_AT_ONCE);
    while (true) {
      CoderResult result = decoder.decode(in, out, true);
      if (result.isError()) {
        return in.position();
      }
      if (result.isUnderflow()) {
        return -1;
      }
      out.clear();
    }
  }
}
