package io.jiaozi.tck;

import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/** A form as its raw pieces: what is not altered keeps its bytes. Immutable. */
final class RawForm {

  private final List<Pair> pairs;

  /** One {@code name=value}, encoded as it arrived. */
  record Pair(String rawName, String rawValue) {

    static Pair of(String name, String value) {
      return new Pair(encode(name), encode(value));
    }

    String name() {
      return decode(rawName);
    }

    String value() {
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

  static RawForm of(String body) {
    return new RawForm(
        Arrays.stream(body.split("&", -1))
            .filter(piece -> !piece.isEmpty())
            .map(RawForm::pair)
            .toList());
  }

  private static Pair pair(String piece) {
    int at = piece.indexOf('=');
    return at < 0 ? new Pair(piece, "") : new Pair(piece.substring(0, at), piece.substring(at + 1));
  }

  List<Pair> pairs() {
    return pairs;
  }

  List<String> values(String name) {
    return pairs.stream().filter(pair -> pair.name().equals(name)).map(Pair::value).toList();
  }

  /** The field with this value alone, at its place, or at the end. */
  RawForm with(String name, String value) {
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

  RawForm plus(String name, String value, boolean first) {
    List<Pair> changed = new ArrayList<>(pairs);
    changed.add(first ? 0 : changed.size(), Pair.of(name, value));
    return new RawForm(changed);
  }

  RawForm without(String name) {
    return new RawForm(pairs.stream().filter(pair -> !pair.name().equals(name)).toList());
  }

  RawForm rotated() {
    List<Pair> changed = new ArrayList<>(pairs);
    changed.add(changed.remove(0));
    return new RawForm(changed);
  }

  RawForm replacing(Pair old, Pair other) {
    return new RawForm(pairs.stream().map(pair -> pair.equals(old) ? other : pair).toList());
  }

  private static String encode(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }

  private static String decode(String raw) {
    try {
      return URLDecoder.decode(raw, StandardCharsets.UTF_8);
    } catch (IllegalArgumentException notEncoded) {
      return raw;
    }
  }

  @Override
  public String toString() {
    return pairs.stream().map(Pair::toString).collect(Collectors.joining("&"));
  }
}
