package io.jiaozi.proving.message;

import java.util.Map;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

/**
 * One message made with more than an outsider has.
 *
 * @param message makes it
 * @param change settings of the account that reads it
 */
public record Crafted(Supplier<WireMessage> message, UnaryOperator<Map<String, String>> change) {

  /** For the account as it is. */
  public static Crafted of(Supplier<WireMessage> message) {
    return new Crafted(message, settings -> settings);
  }
}
