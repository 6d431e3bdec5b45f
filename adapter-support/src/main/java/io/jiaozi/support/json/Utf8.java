package io.jiaozi.support.json;

/** Checks that bytes are UTF-8 as JSON uses it: no NUL, no byte order mark, nothing malformed. */
final class Utf8 {

  private Utf8() {}

  /**
   * Finds the first fault. Allocates nothing: every message that is read comes through here.
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
    int i = 0;
    while (i < bytes.length) {
      int length = bytes[i] > 0 ? 1 : sequence(bytes, i);
      if (length == 0) {
        return i;
      }
      i += length;
    }
    return -1;
  }

  /** How many bytes the well-formed sequence here has; 0 if it is not well-formed. RFC 3629, 4. */
  private static int sequence(byte[] bytes, int at) {
    int first = bytes[at] & 0xFF;
    if (first >= 0xC2 && first <= 0xDF) {
      return follows(bytes, at, 1, 0x80, 0xBF) ? 2 : 0;
    }
    if (first >= 0xE0 && first <= 0xEF) {
      // E0 80..9F would be an overlong form, ED A0..BF half of a surrogate pair.
      int lowest = first == 0xE0 ? 0xA0 : 0x80;
      int highest = first == 0xED ? 0x9F : 0xBF;
      return follows(bytes, at, 2, lowest, highest) ? 3 : 0;
    }
    if (first >= 0xF0 && first <= 0xF4) {
      // F0 80..8F would be an overlong form, F4 90..BF lies beyond the last code point.
      int lowest = first == 0xF0 ? 0x90 : 0x80;
      int highest = first == 0xF4 ? 0x8F : 0xBF;
      return follows(bytes, at, 3, lowest, highest) ? 4 : 0;
    }
    return 0;
  }

  /** Whether so many continuation bytes follow, the first of them within the bounds. */
  private static boolean follows(byte[] bytes, int at, int count, int lowest, int highest) {
    if (at + count >= bytes.length) {
      return false;
    }
    int second = bytes[at + 1] & 0xFF;
    if (second < lowest || second > highest) {
      return false;
    }
    for (int i = at + 2; i <= at + count; i++) {
      if ((bytes[i] & 0xC0) != 0x80) {
        return false;
      }
    }
    return true;
  }
}
