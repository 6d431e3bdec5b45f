package io.jiaozi.wechat;

import io.jiaozi.support.http.Reply;
import io.jiaozi.support.json.JsonIn;
import io.jiaozi.support.json.MalformedJsonException;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Map;
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

  /** Not a code of the channel's: an order of the till cannot be closed. */
  static final String MUST_REVERSE = "MUSTREVERSE";

  private static final Pattern CODE = Pattern.compile("[0-9A-Za-z_]{1,64}");

  /**
   * INVALID_REQUEST says little; the digits at the end of the request id say which code it stands
   * for. Source: protocol sheet, section 8.1.
   */
  private static final Map<String, String> EXACTLY =
      Map.ofEntries(
          Map.entry("268435461", "PARAMERROR"),
          Map.entry("268435464", "PARAMERROR"),
          Map.entry("270924358", "PARAMERROR"),
          Map.entry("268501013", "PARAMERROR"),
          Map.entry("268447840", "FREQUENCYLIMITED"),
          Map.entry("268449538", "ORDERPAID"),
          Map.entry("268498689", "ORDERPAID"),
          Map.entry("268449641", MUST_REVERSE),
          Map.entry("268443699", "SIGNERROR"),
          Map.entry("268498688", "OUTTRADENOUSED"),
          Map.entry("268445527", "APPIDMCHIDNOTMATCH"));

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
    if (code == null) {
      return "";
    }
    String key = code.replace("_", "").toUpperCase(Locale.ROOT);
    return key.equals("INVALIDREQUEST") ? EXACTLY.getOrDefault(subCode(), key) : key;
  }

  private String subCode() {
    return requestId == null ? "" : requestId.substring(requestId.lastIndexOf('-') + 1);
  }

  /** Compares with a code in any of its spellings. */
  boolean is(String other) {
    return key().equals(other.replace("_", ""));
  }
}
