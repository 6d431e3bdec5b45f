package com.example.abacus;

import io.jiaozi.error.OpenOutcome;
import io.jiaozi.payment.RawReply;
import io.jiaozi.spi.ChannelFailure;
import io.jiaozi.support.http.Reply;
import io.jiaozi.support.json.JsonIn;
import io.jiaozi.support.json.MalformedJsonException;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Verified replies: what they say, and the failure of those that say something else. */
final class Replies {

  private static final Pattern REQUEST_ID = Pattern.compile("[0-9A-Za-z-]{1,64}");

  private Replies() {}

  static boolean isSuccess(Reply reply) {
    return reply.status() == 200 || reply.status() == 201;
  }

  /**
   * Reads the JSON of a verified reply.
   *
   * @throws ChannelFailure.OutcomeUnknown if it is not what the protocol says
   */
  static <T> T read(Reply reply, Function<JsonIn, T> reader) {
    try (JsonIn in = JsonIn.object(reply.body())) {
      T message = reader.apply(in);
      in.end();
      return message;
    } catch (MalformedJsonException malformed) {
      throw unreadable(reply, "something that is not what its documents promise", malformed);
    }
  }

  /** A success that lacks what belongs into it. */
  static ChannelFailure unreadable(Reply reply, String with, @Nullable Throwable cause) {
    return open(OpenOutcome.Cause.UNREADABLE_REPLY, "with " + with, reply, cause);
  }

  /** A genuine reply that tells of something else than what was asked. */
  static ChannelFailure mismatched(Reply reply, String clause) {
    return open(OpenOutcome.Cause.MISMATCHED_REPLY, "with a message that " + clause, reply, null);
  }

  private static ChannelFailure open(
      OpenOutcome.Cause cause, String with, Reply reply, @Nullable Throwable reason) {
    return new ChannelFailure.OutcomeUnknown(
        cause,
        "answered " + reply.status() + " " + with,
        null,
        reply.status(),
        requestId(reply),
        null,
        reason);
  }

  static RawReply raw(Reply reply) {
    return RawReply.of(reply.status(), reply.body(), requestId(reply));
  }

  /** What Abacus Pay's support asks for. Not signed, so only what looks like an id is passed on. */
  static @Nullable String requestId(Reply reply) {
    String id = reply.header("Abacus-Request");
    return id != null && REQUEST_ID.matcher(id).matches() ? id : null;
  }
}
