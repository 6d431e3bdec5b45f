package io.jiaozi.proving.message;

import java.util.Optional;

/** A message of the channel to this merchant, and what it tells. Made anew whenever asked for. */
public final class GenuineMessage {

  private final String name;
  private final Told told;
  private final Maker maker;

  /** Makes the message; empty where the channel has no such way. */
  public interface Maker {
    Optional<WireMessage> make(Making how);
  }

  public GenuineMessage(String name, Told told, Maker maker) {
    this.name = name;
    this.told = told;
    this.maker = maker;
  }

  /** In a few words, unique within the channel. */
  public String name() {
    return name;
  }

  /** What a reader must get to know, exactly. */
  public Told told() {
    return told;
  }

  public Optional<WireMessage> make(Making how) {
    return maker.make(how);
  }

  public WireMessage genuine() {
    return make(Making.GENUINE).orElseThrow();
  }

  @Override
  public String toString() {
    return name;
  }
}
