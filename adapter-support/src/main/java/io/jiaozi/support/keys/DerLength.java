package io.jiaozi.support.keys;

import java.util.Locale;

/** Checks that a piece of DER is all there before anybody tries to understand it. */
final class DerLength {
  private final Origin origin;

  DerLength(Origin origin) {
    this.origin = origin;
  }

  /**
   * Requires one whole outermost value, decoded from text, and tells what it is.
   *
   * @param what names the piece in a diagnosis: "the base64 text"
   */
  DerKind requireWhole(byte[] der, String what, String text) {
    if (isHeadOfDer(der) && announced(der) > der.length && Base64Text.hasSpaceInsideLine(text)) {
      throw Base64Text.spacesForPlus(origin, what);
    }
    return requireWhole(der, what);
  }

  private static boolean isHeadOfDer(byte[] der) {
    return der.length >= 2 && der[0] == 0x30;
  }

  /**
   * Requires one whole outermost value and tells what it is.
   *
   * @param what names the piece in a diagnosis: "the file"
   */
  DerKind requireWhole(byte[] der, String what) {
    if (!isHeadOfDer(der)) {
      return DerKind.UNKNOWN;
    }
    long announced = announced(der);
    if (announced > der.length) {
      throw origin.problem(
          String.format(
              Locale.ROOT,
              "%s is cut off: it announces %d bytes, but only %d are there",
              what,
              announced,
              der.length),
          "Copy it again, from the first to the last character.");
    }
    if (announced > 0 && announced < der.length) {
      throw origin.problem(
          String.format(
              Locale.ROOT, "%s has %d bytes too many at its end", what, der.length - announced),
          "Copy it again, and nothing else with it.");
    }
    return DerKind.of(der);
  }

  /** Length of header and content together; 0 for the indefinite form, which only BER has. */
  private static long announced(byte[] der) {
    int first = der[1] & 0xFF;
    if (first < 0x80) {
      return 2L + first;
    }
    int count = first & 0x7F;
    if (count == 0 || count > 4) {
      return 0;
    }
    long length = 0;
    for (int i = 0; i < count; i++) {
      if (2 + i >= der.length) {
        return Long.MAX_VALUE;
      }
      length = (length << 8) | (der[2 + i] & 0xFF);
    }
    return 2L + count + length;
  }
}
