package io.jiaozi.payment;

import java.nio.charset.StandardCharsets;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What the channel answered, for the fields the common API does not model. Card numbers are masked
 * before it is made.
 *
 * <p>Its text may hold personal data: do not log it. {@code toString} shows the length only.
 * Immutable.
 */
public final class RawReply {

  private static final RawReply NONE = new RawReply(0, new byte[0], null);

  private final int httpStatus;
  private final byte[] body;
  private final @Nullable String channelRequestId;

  private RawReply(int httpStatus, byte[] body, @Nullable String channelRequestId) {
    this.httpStatus = httpStatus;
    this.body = body;
    this.channelRequestId = channelRequestId;
  }

  /**
   * A reply as received and verified.
   *
   * @param httpStatus the status, or 0 for a message that came as a notification
   * @param body UTF-8 text, decrypted where it was encrypted; copied
   * @param channelRequestId what the channel's support asks for; null if it sends none
   */
  public static RawReply of(int httpStatus, byte[] body, @Nullable String channelRequestId) {
    return new RawReply(httpStatus, Objects.requireNonNull(body, "body").clone(), channelRequestId);
  }

  /** Nothing was asked of the channel: the scene needs no call. */
  public static RawReply none() {
    return NONE;
  }

  /** The HTTP status; 0 when there was no HTTP reply. */
  public int httpStatus() {
    return httpStatus;
  }

  /** The body as text, decoded on each call. */
  public String text() {
    return new String(body, StandardCharsets.UTF_8);
  }

  /** What the channel's support asks for. */
  public @Nullable String channelRequestId() {
    return channelRequestId;
  }

  @Override
  public String toString() {
    return "RawReply[httpStatus="
        + httpStatus
        + ", "
        + body.length
        + " bytes, channelRequestId="
        + channelRequestId
        + "]";
  }
}
