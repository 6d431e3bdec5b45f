package io.jiaozi.notification;

import java.util.Objects;

/**
 * The exact HTTP answer a channel wants to a notification.
 *
 * @param status HTTP status
 * @param contentType value of the Content-Type header; empty when there is no body
 * @param body exact text, to be sent in UTF-8; may be empty
 */
public record NotificationReply(int status, String contentType, String body) {

  /** Checks that nothing required is missing. */
  public NotificationReply {
    Objects.requireNonNull(contentType, "contentType");
    Objects.requireNonNull(body, "body");
  }

  /** What the shop has to say. */
  public enum Kind {
    /** Handled and durable: do not deliver again. */
    ACCEPTED,
    /** Not proved to be the channel's. */
    UNTRUSTED,
    /** Genuine but not handled: deliver again. */
    TRY_AGAIN
  }
}
