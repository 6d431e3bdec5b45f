package io.jiaozi.simulation;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.regex.Pattern;

/**
 * What happened, line by line. Holds nothing that another machine, another day or other keys would
 * make different: times are counted from the start, numbers come from the seed, and what channels
 * call their things is left out.
 */
final class Trace {
  /** Numbers that an adapter makes from the merchant's own, whose length they have. */
  private static final Pattern DERIVED = Pattern.compile("V[0-9A-F]{31}");

  private final StringBuilder text = new StringBuilder(8_192);

  void line(long millis, String what) {
    text.append(millis / 1_000).append('.');
    String fraction = Long.toString(1_000 + millis % 1_000);
    text.append(fraction, 1, 4).append(' ');
    text.append(DERIVED.matcher(what).replaceAll("V<derived>")).append('\n');
  }

  String text() {
    return text.toString();
  }

  /** Stands for the whole trace. */
  String digest() {
    try {
      byte[] hash =
          MessageDigest.getInstance("SHA-256")
              .digest(text.toString().getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(hash, 0, 12);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
