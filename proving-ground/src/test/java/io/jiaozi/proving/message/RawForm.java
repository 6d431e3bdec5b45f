package io.jiaozi.proving.message;

import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/**
 * A form body as its raw pieces: what is not altered keeps its bytes. Names and values stay encoded
 * until asked for. Immutable.
 */
public final class RawForm {

  private final List<Pair> pairs;

  /** One {@code name=value}, encoded as it arrived. */
  public record Pair(String rawName, String rawValue) {

    /** Encoded as browsers do. */
    public static Pair of(String name, String value) {
      return new Pair(encode(name), encode(value));
    }

    public String name() {
      return decode(rawName);
    }

    public String value() {
      return decode(rawValue);
    }

    @Override
    public String toString() {
      return rawName + "=" + rawValue;
    }
  }

  private RawForm(List<Pair> pairs) {
    this.pairs = List.copyOf(pairs);
  }

  /** Takes a body apart. */
  public static RawForm of(WireMessage message) {
    return new RawForm(
        Arrays.stream(message.bodyAsBytes().split("&"))
            .filter(piece -> !piece.isEmpty())
            .map(RawForm::pair)
            .toList());
  }

  private static Pair pair(String piece) {
    int at = piece.indexOf('=');
    return at < 0 ? new Pair(piece, "") : new Pair(piece.substring(0, at), piece.substring(at + 1));
  }

  public List<Pair> pairs() {
    return pairs;
  }

  /** Decoded values of a field. */
  public List<String> values(String name) {
    return pairs.stream().filter(pair -> pair.name().equals(name)).map(Pair::value).toList();
  }

  /** The field with this value alone, at its place, or at the end. */
  public RawForm with(String name, String value) {
    List<Pair> changed = new ArrayList<>();
    boolean placed = false;
    for (Pair pair : pairs) {
      if (!pair.name().equals(name)) {
        changed.add(pair);
      } else if (!placed) {
        changed.add(new Pair(pair.rawName(), encode(value)));
        placed = true;
      }
    }
    if (!placed) {
      changed.add(Pair.of(name, value));
    }
    return new RawForm(changed);
  }

  /** One more field, before all others or after them. */
  public RawForm plus(String name, String value, boolean first) {
    List<Pair> changed = new ArrayList<>(pairs);
    changed.add(first ? 0 : changed.size(), Pair.of(name, value));
    return new RawForm(changed);
  }

  public RawForm without(String name) {
    return new RawForm(pairs.stream().filter(pair -> !pair.name().equals(name)).toList());
  }

  /** The first field moved to the end. */
  public RawForm rotated() {
    List<Pair> changed = new ArrayList<>(pairs);
    changed.add(changed.remove(0));
    return new RawForm(changed);
  }

  /** One pair put in place of another, wherever it stands. */
  public RawForm replacing(Pair old, Pair other) {
    return new RawForm(pairs.stream().map(pair -> pair.equals(old) ? other : pair).toList());
  }

  /** The message with this form for a body. */
  public WireMessage in(WireMessage message) {
    return message.withBodyAsBytes(
        pairs.stream().map(Pair::toString).collect(Collectors.joining("&")));
  }

  static String encode(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }

  private static String decode(String raw) {
    try {
      return URLDecoder.decode(raw, StandardCharsets.UTF_8);
    } catch (IllegalArgumentException notEncoded) {
      return raw;
    }
  }
}
