package io.jiaozi.proving.message;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * How a channel builds and signs its notifications, as far as a forger has to know: what the body
 * is, and where signature, time, nonce, key and algorithm stand. Everything that alters messages
 * works on this description and knows no channel.
 */
public final class MessageShape {

  /** What the body holds. */
  public enum Body {
    /** An object, signed byte by byte. */
    JSON,
    /** A form, of which the decoded fields are signed, whatever their order. */
    FORM
  }

  /** What a datum of the message is for. */
  public enum Role {
    SIGNATURE,
    /** When it was sent or signed, or what comes nearest. */
    TIME,
    /** Unlike in every message: a nonce, the id of the delivery. */
    NONCE,
    /** Which key signed: a serial number, an address, the certificate itself. */
    KEY,
    ALGORITHM
  }

  private final Body body;
  private final Map<Role, Place> places;
  private final Set<Role> optional;
  private final String otherAlgorithm;
  private final String weakAlgorithm;
  private final String switchField;

  private MessageShape(Builder builder) {
    body = builder.body;
    places = new EnumMap<>(builder.places);
    optional = EnumSet.copyOf(builder.optional);
    otherAlgorithm = builder.otherAlgorithm;
    weakAlgorithm = builder.weakAlgorithm;
    switchField = builder.switchField;
    Objects.requireNonNull(places.get(Role.SIGNATURE), "place of the signature");
  }

  /** A body signed as it is, with the signature's data in headers or elsewhere. */
  public static Builder json() {
    return new Builder(Body.JSON);
  }

  /** A form whose fields are signed. */
  public static Builder form() {
    return new Builder(Body.FORM);
  }

  public Body body() {
    return body;
  }

  /** Whether such a datum exists in this channel's messages. */
  public boolean has(Role role) {
    return places.containsKey(role);
  }

  public Place place(Role role) {
    return Objects.requireNonNull(places.get(role), role.name());
  }

  /** The name of another algorithm that the channel has, as strong as the right one. */
  public String otherAlgorithm() {
    return otherAlgorithm;
  }

  /** The name of an algorithm with MD5 or SHA-1, in this channel's spelling. */
  public String weakAlgorithm() {
    return weakAlgorithm;
  }

  /** A field that, at some SDK, once switched verification off by being there. */
  public String switchField() {
    return switchField;
  }

  /**
   * Whether two messages tell a careful reader the same: every datum of the signature stands once
   * and is equal (or is absent where it may be), and so is what was signed.
   */
  public boolean sameToAReader(WireMessage one, WireMessage other) {
    for (Map.Entry<Role, Place> role : places.entrySet()) {
      List<String> values = role.getValue().values(one);
      boolean missing = values.isEmpty() && optional.contains(role.getKey());
      if (!missing && !values.equals(role.getValue().values(other))) {
        return false;
      }
    }
    return switch (body) {
      case JSON -> one.bodyAsBytes().equals(other.bodyAsBytes());
      case FORM -> fields(one).equals(fields(other));
    };
  }

  private List<String> fields(WireMessage message) {
    List<String> fields = new ArrayList<>();
    for (RawForm.Pair pair : RawForm.of(message).pairs()) {
      boolean optionalRole =
          optional.stream().anyMatch(role -> places.get(role).equals(Place.field(pair.name())));
      if (!optionalRole) {
        fields.add(pair.name() + "=" + pair.value());
      }
    }
    fields.sort(null);
    return fields;
  }

  /** Builds a shape. */
  public static final class Builder {
    private final Body body;
    private final Map<Role, Place> places = new EnumMap<>(Role.class);
    private final Set<Role> optional = EnumSet.noneOf(Role.class);
    private String otherAlgorithm = "SHA512withRSA";
    private String weakAlgorithm = "SHA1withRSA";
    private String switchField = "req_info";

    private Builder(Body body) {
      this.body = body;
    }

    /** Where a datum stands. */
    public Builder at(Role role, Place place) {
      places.put(role, place);
      return this;
    }

    /** The same for a datum without which a message is believed all the same. */
    public Builder optionallyAt(Role role, Place place) {
      optional.add(role);
      return at(role, place);
    }

    /** How the channel spells the algorithms it must not be talked into. */
    public Builder algorithms(String other, String weak) {
      otherAlgorithm = other;
      weakAlgorithm = weak;
      return this;
    }

    public Builder switchField(String name) {
      switchField = name;
      return this;
    }

    public MessageShape build() {
      return new MessageShape(this);
    }
  }
}
