package io.jiaozi.sandbox.channel;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/** A signed notification: header values by name and the exact body bytes. Immutable. */
public final class OutboundMessage {
  private final Map<String, String> headers;
  private final byte[] body;
  private final boolean twice;
  private final boolean held;

  private OutboundMessage(Map<String, String> headers, byte[] body, boolean twice, boolean held) {
    this.headers = headers;
    this.body = body;
    this.twice = twice;
    this.held = held;
  }

  public static OutboundMessage of(Map<String, String> headers, byte[] body) {
    return new OutboundMessage(
        Collections.unmodifiableMap(new LinkedHashMap<>(headers)), body.clone(), false, false);
  }

  /** The same message, delivered twice at the same time. */
  public OutboundMessage twice() {
    return new OutboundMessage(headers, body, true, held);
  }

  /** The same message, kept back until another notification has been delivered. */
  public OutboundMessage held() {
    return new OutboundMessage(headers, body, twice, true);
  }

  /** Header names as they are sent. */
  public Map<String, String> headers() {
    return headers;
  }

  public byte[] body() {
    return body.clone();
  }

  boolean isTwice() {
    return twice;
  }

  boolean isHeld() {
    return held;
  }
}
