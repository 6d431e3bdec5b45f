package io.jiaozi.wechat;

import io.jiaozi.support.json.JsonIn;
import org.jspecify.annotations.Nullable;

/**
 * The outer, readable part of a notification. {@code create_time} and {@code summary} are not read:
 * nothing depends on them, and the former comes in odd formats. Source: protocol sheet, section
 * 7.1.
 *
 * @param id the channel's id of the event
 * @param eventType such as {@code TRANSACTION.SUCCESS}
 * @param resource what is encrypted
 */
record Envelope(@Nullable String id, @Nullable String eventType, @Nullable Resource resource) {

  /** The encrypted part. */
  record Resource(
      @Nullable String algorithm,
      @Nullable String ciphertext,
      @Nullable String associatedData,
      @Nullable String nonce) {

    static Resource read(JsonIn in) {
      String algorithm = null;
      String ciphertext = null;
      String associatedData = null;
      String nonce = null;
      in.enterObject();
      while (in.nextField()) {
        switch (in.field()) {
          case "algorithm" -> algorithm = in.textOrNull();
          case "ciphertext" -> ciphertext = in.textOrNull();
          case "associated_data" -> associatedData = in.textOrNull();
          case "nonce" -> nonce = in.textOrNull();
          default -> in.skip();
        }
      }
      return new Resource(algorithm, ciphertext, associatedData, nonce);
    }

    @Override
    public String toString() {
      return "Resource[" + algorithm + ", content hidden]";
    }
  }

  static Envelope read(JsonIn in) {
    String id = null;
    String eventType = null;
    Resource resource = null;
    while (in.nextField()) {
      switch (in.field()) {
        case "id" -> id = in.textOrNull();
        case "event_type" -> eventType = in.textOrNull();
        case "resource" -> resource = Resource.read(in);
        default -> in.skip();
      }
    }
    return new Envelope(id, eventType, resource);
  }
}
