package io.jiaozi.sandbox.channel;

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** One HTTP answer, and what the channel does once it has been sent. Immutable. */
public final class Reply {
  private final int status;
  private final Map<String, String> headers;
  private final byte[] body;
  private final @Nullable Runnable afterwards;

  private Reply(
      int status, Map<String, String> headers, byte[] body, @Nullable Runnable afterwards) {
    this.status = status;
    this.headers = headers;
    this.body = body;
    this.afterwards = afterwards;
  }

  /** An answer with these bytes and this content type. */
  public static Reply of(int status, String contentType, byte[] body) {
    return new Reply(status, Map.of("Content-Type", contentType), body.clone(), null);
  }

  public static Reply json(int status, JsonNode body) {
    return of(status, "application/json; charset=utf-8", Json.bytes(body));
  }

  public static Reply html(int status, String body) {
    return of(status, "text/html; charset=utf-8", body.getBytes(StandardCharsets.UTF_8));
  }

  /** An answer without a body. */
  public static Reply empty(int status) {
    return new Reply(status, Map.of(), new byte[0], null);
  }

  /** Sends a browser to another page of the sandbox with GET. */
  public static Reply seeOther(String location) {
    return empty(303).with("Location", location);
  }

  /** The same answer with one header added or replaced. */
  public Reply with(String header, String value) {
    Map<String, String> more = new LinkedHashMap<>(headers);
    more.put(header, value);
    return new Reply(status, more, body, afterwards);
  }

  /** The same answer; {@code task} runs once it has been sent (or was lost by a fault). */
  public Reply afterwards(Runnable task) {
    return new Reply(status, headers, body, task);
  }

  public int status() {
    return status;
  }

  /** Header values by name, in the order they are sent. */
  public Map<String, String> headers() {
    return headers;
  }

  public byte[] body() {
    return body.clone();
  }

  /** Does what the channel wanted done after the answer; nothing when it wanted nothing. */
  public void runAfterwards() {
    if (afterwards != null) {
      afterwards.run();
    }
  }
}
