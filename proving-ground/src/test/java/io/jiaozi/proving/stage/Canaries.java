package io.jiaozi.proving.stage;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Values that must never be seen outside the wire. Made-up ones carry a marker that the build also
 * looks for in the test reports; real ones (keys of this run) are watched for as they are and in
 * the forms they usually leak in.
 */
public final class Canaries {

  public static final String MARKER = "c4n4ry";

  /** Stands in every free text of every request of the proving ground. */
  public static final String REQUEST_TEXT = MARKER + "zrequest";

  private final Map<String, String> watched = new LinkedHashMap<>();
  private int count;

  /**
   * A made-up value for one field. At most 24 characters, letters and digits only, so it fits
   * everywhere.
   */
  public String plant(String where) {
    String value =
        MARKER
            + String.format("%04x", ++count)
            + "x"
            + Integer.toHexString(where.hashCode() & 0xfffff);
    watch(where, value);
    return value;
  }

  /** A real secret of this run. */
  public void watch(String where, String secret) {
    watched.put(where, secret);
    byte[] bytes = secret.getBytes(StandardCharsets.UTF_8);
    watched.put(where + " as base64", Base64.getEncoder().withoutPadding().encodeToString(bytes));
    watched.put(where + " as hex", HexFormat.of().formatHex(bytes));
  }

  /** A PEM key: any whole line of it. */
  public void watchPem(String where, String pem) {
    int line = 0;
    for (String text : pem.lines().toList()) {
      if (text.length() >= 40 && !text.contains("-----")) {
        watched.put(where + " line " + ++line, text);
      }
    }
  }

  /**
   * Which watched value stands in the text, if any. Names the place it was planted in, never the
   * value.
   */
  public Optional<String> findIn(String text) {
    if (text.contains(REQUEST_TEXT)) {
      return Optional.of("a text of a request");
    }
    return watched.entrySet().stream()
        .filter(entry -> text.contains(entry.getValue()))
        .map(Map.Entry::getKey)
        .findFirst();
  }

  public int size() {
    return watched.size();
  }
}
