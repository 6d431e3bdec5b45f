package io.jiaozi.proving.message;

import io.jiaozi.proving.message.MessageShape.Role;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

/**
 * One message in the hands of a forger: everything that can be done to it without the channel's
 * keys. Every function returns empty where the channel's messages have no such thing.
 *
 * @param shape how such messages are built
 * @param start the message as it is before anything is done to it now
 * @param donor another genuine message of the channel to this merchant
 * @param choice decides where in a value it is altered; the same choice, the same place
 * @param elsewhere an address of the forger's own, where somebody counts who calls
 */
public record Forging(
    MessageShape shape, WireMessage start, Supplier<WireMessage> donor, int choice, URI elsewhere) {

  /** Without a datum. */
  public Optional<WireMessage> without(Role role) {
    return shape.has(role) && !values(role).isEmpty()
        ? Optional.of(shape.place(role).without(start))
        : Optional.empty();
  }

  /** With a datum there, but empty. */
  public Optional<WireMessage> emptied(Role role) {
    return with(role, value -> "");
  }

  /** With another value for a datum. */
  public Optional<WireMessage> with(Role role, UnaryOperator<String> change) {
    return shape.has(role) && !values(role).isEmpty()
        ? Optional.of(shape.place(role).with(start, change.apply(values(role).get(0))))
        : Optional.empty();
  }

  /** With a datum twice. */
  public Optional<WireMessage> twice(Role role) {
    return shape.has(role) && !values(role).isEmpty()
        ? Optional.of(shape.place(role).plus(start, values(role).get(0), false))
        : Optional.empty();
  }

  private List<String> values(Role role) {
    return shape.place(role).values(start);
  }

  /** With the signature's bytes changed; empty where it is no Base64. */
  public Optional<WireMessage> signatureBytes(UnaryOperator<byte[]> change) {
    return base64().isEmpty()
        ? Optional.empty()
        : with(
            Role.SIGNATURE,
            value -> Base64.getEncoder().encodeToString(change.apply(base64().orElseThrow())));
  }

  /** With the same signature written otherwise; empty where it is no Base64. */
  public Optional<WireMessage> signatureText(UnaryOperator<String> change) {
    return base64().isEmpty() ? Optional.empty() : with(Role.SIGNATURE, change);
  }

  private Optional<byte[]> base64() {
    List<String> values = values(Role.SIGNATURE);
    if (values.isEmpty() || values.get(0).isEmpty() || values.get(0).length() % 4 != 0) {
      return Optional.empty();
    }
    try {
      return Optional.of(Base64.getDecoder().decode(values.get(0)));
    } catch (IllegalArgumentException not) {
      return Optional.empty();
    }
  }

  /** One bit of one character of a datum. */
  public Optional<WireMessage> flipped(Role role) {
    return with(role, this::flipText);
  }

  /** The last bit of a letter or digit, so that a digit stays one. */
  private String flipText(String value) {
    StringBuilder changed = new StringBuilder(value);
    int at = value.isEmpty() ? -1 : Math.floorMod(choice, value.length());
    for (int tried = 0; tried < value.length(); tried++) {
      int here = Math.floorMod(at - tried, value.length());
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

  /** One bit of the signature. */
  public Optional<WireMessage> flippedSignature() {
    Optional<WireMessage> inBytes =
        signatureBytes(
            bytes -> {
              byte[] changed = bytes.clone();
              changed[Math.floorMod(choice, changed.length)] ^=
                  (byte) (1 << Math.floorMod(choice, 8));
              return changed;
            });
    return inBytes.isPresent() ? inBytes : flipped(Role.SIGNATURE);
  }

  /** One bit of what is said. */
  public Optional<WireMessage> flippedBody() {
    return switch (shape.body()) {
      case JSON -> Optional.of(start.withBodyAsBytes(flipText(start.bodyAsBytes())));
      case FORM -> plainPair().map(this::flippedPair);
    };
  }

  private WireMessage flippedPair(RawForm.Pair pair) {
    return RawForm.of(start)
        .replacing(pair, RawForm.Pair.of(pair.name(), flipText(pair.value())))
        .in(start);
  }

  /** A field that is neither empty nor part of what proves the message. */
  private Optional<RawForm.Pair> plainPair() {
    List<RawForm.Pair> plain =
        RawForm.of(start).pairs().stream()
            .filter(pair -> !pair.value().isEmpty() && !hasRole(pair.name()))
            .toList();
    return plain.isEmpty()
        ? Optional.empty()
        : Optional.of(plain.get(Math.floorMod(choice, plain.size())));
  }

  private boolean hasRole(String field) {
    for (Role role : Role.values()) {
      if (shape.has(role) && shape.place(role).equals(Place.field(field))) {
        return true;
      }
    }
    return false;
  }

  /** The parts of the body in another order. */
  public Optional<WireMessage> reordered() {
    return switch (shape.body()) {
      case JSON -> json().map(json -> start.withBodyAsBytes(json.rotated().toString()));
      case FORM ->
          RawForm.of(start).pairs().isEmpty()
              ? Optional.empty()
              : Optional.of(RawForm.of(start).rotated().in(start));
    };
  }

  /** White space that means nothing to a reader: in JSON between parts, in a form {@code %20}. */
  public Optional<WireMessage> spaced() {
    return switch (shape.body()) {
      case JSON ->
          Optional.of(start.withBodyAsBytes(start.bodyAsBytes().replaceFirst("\\{", "{ ")));
      case FORM -> Optional.of(start.withBodyAsBytes(spacedForm(start.bodyAsBytes())));
    };
  }

  private static String spacedForm(String body) {
    if (body.contains("+")) {
      return body.replace("+", "%20");
    }
    return body.contains("%20") ? body.replace("%20", "+") : lowerCaseEscapes(body);
  }

  private static String lowerCaseEscapes(String body) {
    return body.replace("%2B", "%2b").replace("%2F", "%2f").replace("%3D", "%3d");
  }

  /** One plain letter of the body written as an escape. */
  public Optional<WireMessage> escaped() {
    return switch (shape.body()) {
      case JSON -> json().map(json -> start.withBodyAsBytes(json.escapingOneLetter().toString()));
      case FORM -> plainPair().map(this::escapedPair);
    };
  }

  private WireMessage escapedPair(RawForm.Pair pair) {
    RawForm.Pair other =
        new RawForm.Pair(
            String.format("%%%02X", (int) pair.rawName().charAt(0)) + pair.rawName().substring(1),
            pair.rawValue());
    return RawForm.of(start).replacing(pair, other).in(start);
  }

  /** A part of the body twice, with another value. */
  public Optional<WireMessage> duplicated(boolean first) {
    return switch (shape.body()) {
      case JSON -> json().flatMap(json -> added(json.firstName(), first));
      case FORM -> plainPair().flatMap(pair -> added(pair.name(), first));
    };
  }

  /** One more part of the body. */
  public Optional<WireMessage> added(String name, boolean first) {
    return switch (shape.body()) {
      case JSON ->
          json()
              .map(
                  json ->
                      start.withBodyAsBytes(json.plus("\"" + name + "\":\"0\"", first).toString()));
      case FORM -> Optional.of(RawForm.of(start).plus(name, "0", first).in(start));
    };
  }

  /** Empty once the body is no object any more. */
  private Optional<JsonText> json() {
    return JsonText.parse(start.bodyAsBytes());
  }

  /** Nothing said at all. */
  public Optional<WireMessage> withoutBody() {
    return Optional.of(start.withBody(new byte[0]));
  }

  /** What another message says, under this one's signature. */
  public Optional<WireMessage> saying(WireMessage other) {
    return Optional.of(
        switch (shape.body()) {
          case JSON -> start.withBody(other.body());
          case FORM ->
              shape
                  .place(Role.SIGNATURE)
                  .with(
                      start.withBody(other.body()),
                      shape.place(Role.SIGNATURE).values(start).stream().findFirst().orElse(""));
        });
  }

  /** A byte order mark before the body. */
  public Optional<WireMessage> marked() {
    byte[] mark = {(byte) 0xEF, (byte) 0xBB, (byte) 0xBF};
    return Optional.of(
        start.withBodyAsBytes(new String(mark, StandardCharsets.ISO_8859_1) + start.bodyAsBytes()));
  }
}
