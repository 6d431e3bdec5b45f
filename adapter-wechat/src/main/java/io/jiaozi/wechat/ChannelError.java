package io.jiaozi.wechat;

import io.jiaozi.support.http.Reply;
import io.jiaozi.support.json.JsonIn;
import io.jiaozi.support.json.MalformedJsonException;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What a reply that is no success says. Unauthenticated: nobody signed it. The channel's free text
 * is not read, it may hold anything.
 *
 * @param status HTTP status
 * @param code the channel's own spelling; null if the reply is no error document
 * @param requestId what the channel's support asks for
 * @param retryAfter how long the channel asks to wait
 */
record ChannelError(
    int status, @Nullable String code, @Nullable String requestId, @Nullable Duration retryAfter) {

  private static final Pattern CODE = Pattern.compile("[0-9A-Za-z_]{1,64}");

  static ChannelError of(Reply reply, Instant now) {
    return new ChannelError(
        reply.status(), codeIn(reply.body()), RequestIds.of(reply), reply.retryAfter(now));
  }

  /** Gateways before the API answer with an empty body or a page; then there is no code. */
  private static @Nullable String codeIn(byte[] body) {
    if (body.length == 0) {
      return null;
    }
    String code = null;
    try (JsonIn in = JsonIn.object(body)) {
      while (in.nextField()) {
        if (in.field().equals("code")) {
          code = in.textOrNull();
        }
      }
      in.end();
    } catch (MalformedJsonException notJson) {
      return null;
    }
    return code != null && CODE.matcher(code).matches() ? code : null;
  }

  /** The code without what its spellings differ in; empty if there is none. */
  String key() {
    return code == null ? "" : code.replace("_", "").toUpperCase(Locale.ROOT);
  }

  /** Compares with a code in any of its spellings. */
  boolean is(String other) {
    return key().equals(other.replace("_", ""));
  }
}
