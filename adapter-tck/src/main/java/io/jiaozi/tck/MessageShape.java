package io.jiaozi.tck;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * How a channel builds and signs its notifications, as far as a forger has to know: what the body
 * is, and where signature, time, nonce, key and algorithm stand. With this the kit can do to a
 * message everything an outsider can. Immutable.
 */
public final class MessageShape {

  /** What the body holds. */
  public enum Body {
    /** A JSON object, signed byte by byte. */
    JSON,
    /** A form, {@code application/x-www-form-urlencoded}, whose decoded fields are signed. */
    FORM
  }

  /** What a datum of the message is for. */
  public enum Role {
    /** The signature, in Base64 or hexadecimal. */
    SIGNATURE,
    /** When it was sent or signed, or what comes nearest. */
    TIME,
    /** Unlike in every message: a nonce, the id of the delivery. */
    NONCE,
    /** Which key signed: a serial number, an address, the certificate itself. */
    KEY,
    /** By which algorithm. */
    ALGORITHM
  }

  /** Where one datum stands. */
  public static final class Place {

    private enum Where {
      HEADER,
      FIELD,
      MEMBER
    }

    private final Where where;
    private final String name;

    private Place(Where where, String name) {
      this.where = where;
      this.name = Objects.requireNonNull(name, "name");
    }

    /** In a header. */
    public static Place header(String name) {
      return new Place(Where.HEADER, name);
    }

    /** In a field of the form in the body. */
    public static Place field(String name) {
      return new Place(Where.FIELD, name);
    }

    /** In a member of the outermost JSON object of the body, as a text. */
    public static Place member(String name) {
      return new Place(Where.MEMBER, name);
    }

    boolean isField(String field) {
      return where == Where.FIELD && name.equals(field);
    }

    List<String> values(WireMessage message) {
      return switch (where) {
        case HEADER -> message.header(name);
        case FIELD -> RawForm.of(message.body()).values(name);
        case MEMBER ->
            JsonText.parse(message.body()).map(json -> json.texts(name)).orElse(List.of());
      };
    }

    WireMessage with(WireMessage message, String value) {
      return switch (where) {
        case HEADER -> message.withHeader(name, value);
        case FIELD -> message.withBody(RawForm.of(message.body()).with(name, value).toString());
        case MEMBER ->
            JsonText.parse(message.body())
                .map(json -> message.withBody(json.withText(name, value).toString()))
                .orElse(message);
      };
    }

    WireMessage plus(WireMessage message, String value) {
      return switch (where) {
        case HEADER -> message.plusHeader(name, value);
        case FIELD ->
            message.withBody(RawForm.of(message.body()).plus(name, value, false).toString());
        case MEMBER ->
            JsonText.parse(message.body())
                .map(json -> message.withBody(json.plusText(name, value, false).toString()))
                .orElse(message);
      };
    }

    WireMessage without(WireMessage message) {
      return switch (where) {
        case HEADER -> message.withoutHeader(name);
        case FIELD -> message.withBody(RawForm.of(message.body()).without(name).toString());
        case MEMBER ->
            JsonText.parse(message.body())
                .map(json -> message.withBody(json.without(name).toString()))
                .orElse(message);
      };
    }

    @Override
    public String toString() {
      return where + " " + name;
    }
  }

  private final Body body;
  private final Map<Role, Place> places;
  private final String otherAlgorithm;
  private final String weakAlgorithm;
  private final String switchField;

  private MessageShape(Builder builder) {
    body = builder.body;
    places = new EnumMap<>(builder.places);
    otherAlgorithm = builder.otherAlgorithm;
    weakAlgorithm = builder.weakAlgorithm;
    switchField = builder.switchField;
    if (!has(Role.SIGNATURE)) {
      throw new IllegalStateException("Say where the signature stands: at(Role.SIGNATURE, ...).");
    }
  }

  /** A JSON body signed as it is, with the signature's data in headers or elsewhere. */
  public static Builder json() {
    return new Builder(Body.JSON);
  }

  /** A form whose fields are signed. */
  public static Builder form() {
    return new Builder(Body.FORM);
  }

  Body body() {
    return body;
  }

  boolean has(Role role) {
    return places.containsKey(role);
  }

  List<String> values(Role role, WireMessage message) {
    Place place = places.get(role);
    return place == null ? List.of() : place.values(message);
  }

  Place place(Role role) {
    return Objects.requireNonNull(places.get(role), role.name());
  }

  /** Whether a field of the form has one of the roles. */
  boolean isPartOfProof(String field) {
    return new ArrayList<>(places.values()).stream().anyMatch(place -> place.isField(field));
  }

  String otherAlgorithm() {
    return otherAlgorithm;
  }

  String weakAlgorithm() {
    return weakAlgorithm;
  }

  String switchField() {
    return switchField;
  }

  /** Builds a shape. Not thread-safe. */
  public static final class Builder {
    private final Body body;
    private final Map<Role, Place> places = new EnumMap<>(Role.class);
    private String otherAlgorithm = "SHA512withRSA";
    private String weakAlgorithm = "SHA1withRSA";
    private String switchField = "req_info";

    private Builder(Body body) {
      this.body = body;
    }

    /** Where a datum stands. The signature's place is required; leave out what there is not. */
    public Builder at(Role role, Place place) {
      places.put(role, place);
      return this;
    }

    /**
     * How the channel spells the algorithms it must not be talked into.
     *
     * @param other one as strong as the right one
     * @param weak one with MD5 or SHA-1
     */
    public Builder algorithms(String other, String weak) {
      otherAlgorithm = other;
      weakAlgorithm = weak;
      return this;
    }

    /** A field that, at some SDK, once switched verification off by being there. */
    public Builder switchField(String name) {
      switchField = name;
      return this;
    }

    /**
     * The shape.
     *
     * @throws IllegalStateException if the place of the signature is missing
     */
    public MessageShape build() {
      return new MessageShape(this);
    }
  }
}
