package io.jiaozi.tck;

import io.jiaozi.tck.MessageShape.Role;
import java.net.URI;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * One message in the hands of a forger: everything that can be done to it without the channel's
 * keys. Every function is empty where the channel's messages have no such thing.
 *
 * @param shape how such messages are built
 * @param start the message before anything is done to it
 * @param donor another genuine message of the channel to this merchant
 * @param choice decides where in a value it is altered
 * @param elsewhere an address of the forger's own
 */
record Forging(
    MessageShape shape, WireMessage start, WireMessage donor, int choice, URI elsewhere) {

  Optional<WireMessage> without(Role role) {
    return values(role).isEmpty()
        ? Optional.empty()
        : Optional.of(shape.place(role).without(start));
  }

  Optional<WireMessage> with(Role role, UnaryOperator<String> change) {
    return values(role).isEmpty()
        ? Optional.empty()
        : Optional.of(shape.place(role).with(start, change.apply(values(role).get(0))));
  }

  Optional<WireMessage> twice(Role role) {
    return values(role).isEmpty()
        ? Optional.empty()
        : Optional.of(shape.place(role).plus(start, values(role).get(0)));
  }

  private List<String> values(Role role) {
    return shape.values(role, start);
  }

  /** With the signature's bytes changed; empty where it is no Base64. */
  Optional<WireMessage> signatureBytes(UnaryOperator<byte[]> change) {
    return base64()
        .flatMap(
            bytes ->
                with(
                    Role.SIGNATURE,
                    text -> Base64.getEncoder().encodeToString(change.apply(bytes.clone()))));
  }

  /** With the same signature written otherwise; empty where it is no Base64. */
  Optional<WireMessage> signatureText(UnaryOperator<String> change) {
    return base64().flatMap(bytes -> with(Role.SIGNATURE, change));
  }

  private Optional<byte[]> base64() {
    List<String> values = values(Role.SIGNATURE);
    if (values.isEmpty() || values.get(0).length() < 8 || values.get(0).length() % 4 != 0) {
      return Optional.empty();
    }
    try {
      return Optional.of(Base64.getDecoder().decode(values.get(0)));
    } catch (IllegalArgumentException not) {
      return Optional.empty();
    }
  }

  Optional<WireMessage> flipped(Role role) {
    return with(role, this::flipText);
  }

  /** The last bit of a letter or digit, so that a digit stays one. */
  private String flipText(String value) {
    StringBuilder changed = new StringBuilder(value);
    for (int tried = 0; tried < value.length(); tried++) {
      int here = Math.floorMod(choice - tried, value.length());
      if (isPlain(value.charAt(here))) {
        changed.setCharAt(here, (char) (value.charAt(here) ^ 1));
        return changed.toString();
      }
    }
    return changed + "x";
  }

  private static boolean isPlain(char c) {
    return (c >= '0' && c <= '9') || (c >= 'B' && c <= 'Y') || (c >= 'b' && c <= 'y');
  }

  Optional<WireMessage> flippedSignature() {
    Optional<WireMessage> inBytes =
        signatureBytes(
            bytes -> {
              bytes[Math.floorMod(choice, bytes.length)] ^= (byte) (1 << Math.floorMod(choice, 8));
              return bytes;
            });
    return inBytes.isPresent() ? inBytes : flipped(Role.SIGNATURE);
  }

  Optional<WireMessage> flippedBody() {
    return switch (shape.body()) {
      case JSON -> Optional.of(start.withBody(flipText(start.body())));
      case FORM -> plainPair().map(pair -> replaced(pair, pair.name(), flipText(pair.value())));
    };
  }

  private WireMessage replaced(RawForm.Pair pair, String name, String value) {
    return start.withBody(
        RawForm.of(start.body()).replacing(pair, RawForm.Pair.of(name, value)).toString());
  }

  /** A field that is neither empty nor part of what proves the message. */
  private Optional<RawForm.Pair> plainPair() {
    List<RawForm.Pair> plain =
        RawForm.of(start.body()).pairs().stream()
            .filter(pair -> !pair.value().isEmpty() && !shape.isPartOfProof(pair.name()))
            .toList();
    return plain.isEmpty()
        ? Optional.empty()
        : Optional.of(plain.get(Math.floorMod(choice, plain.size())));
  }

  Optional<WireMessage> reordered() {
    return switch (shape.body()) {
      case JSON -> json().map(json -> start.withBody(json.rotated().toString()));
      case FORM -> Optional.of(start.withBody(RawForm.of(start.body()).rotated().toString()));
    };
  }

  /** White space that means nothing to a reader: in JSON between parts, in a form {@code %20}. */
  Optional<WireMessage> spaced() {
    return switch (shape.body()) {
      case JSON -> Optional.of(start.withBody(start.body().replaceFirst("\\{", "{ ")));
      case FORM -> Optional.of(start.withBody(spacedForm(start.body())));
    };
  }

  private static String spacedForm(String body) {
    if (body.contains("+")) {
      return body.replace("+", "%20");
    }
    return body.contains("%20")
        ? body.replace("%20", "+")
        : body.replace("%2B", "%2b").replace("%2F", "%2f").replace("%3D", "%3d");
  }

  Optional<WireMessage> escaped() {
    return switch (shape.body()) {
      case JSON -> json().map(json -> start.withBody(json.escapingOneLetter().toString()));
      case FORM -> plainPair().map(this::escapedPair);
    };
  }

  private WireMessage escapedPair(RawForm.Pair pair) {
    String name =
        String.format(Locale.ROOT, "%%%02X", (int) pair.rawName().charAt(0))
            + pair.rawName().substring(1);
    return start.withBody(
        RawForm.of(start.body())
            .replacing(pair, new RawForm.Pair(name, pair.rawValue()))
            .toString());
  }

  Optional<WireMessage> duplicated(boolean first) {
    return switch (shape.body()) {
      case JSON -> json().flatMap(json -> added(json.firstName(), first));
      case FORM -> plainPair().flatMap(pair -> added(pair.name(), first));
    };
  }

  Optional<WireMessage> added(String name, boolean first) {
    return switch (shape.body()) {
      case JSON -> json().map(json -> start.withBody(json.plusText(name, "0", first).toString()));
      case FORM ->
          Optional.of(start.withBody(RawForm.of(start.body()).plus(name, "0", first).toString()));
    };
  }

  private Optional<JsonText> json() {
    return JsonText.parse(start.body());
  }

  /** What another message says, under this one's signature. */
  WireMessage saying(WireMessage other) {
    WireMessage changed = start.withBody(other.body());
    return switch (shape.body()) {
      case JSON -> changed;
      case FORM ->
          shape
              .place(Role.SIGNATURE)
              .with(changed, values(Role.SIGNATURE).stream().findFirst().orElse(""));
    };
  }

  static String lastDigitFlipped(String time) {
    for (int at = time.length() - 1; at >= 0; at--) {
      char c = time.charAt(at);
      if (c >= '0' && c <= '9') {
        return time.substring(0, at) + (char) (c ^ 1) + time.substring(at + 1);
      }
    }
    return time + "1";
  }

  static byte[] withoutLast(byte[] bytes) {
    byte[] changed = new byte[Math.max(0, bytes.length - 1)];
    System.arraycopy(bytes, 0, changed, 0, changed.length);
    return changed;
  }

  static byte[] withOneMore(byte[] bytes) {
    byte[] changed = new byte[bytes.length + 1];
    System.arraycopy(bytes, 0, changed, 0, bytes.length);
    return changed;
  }
}
