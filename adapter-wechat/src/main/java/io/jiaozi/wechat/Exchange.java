package io.jiaozi.wechat;

import io.jiaozi.error.OpenOutcome;
import io.jiaozi.spi.CallContext;
import io.jiaozi.spi.ChannelFailure;
import io.jiaozi.support.http.ChannelHttp;
import io.jiaozi.support.http.Reply;
import io.jiaozi.support.json.JsonIn;
import io.jiaozi.support.json.MalformedJsonException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import retrofit2.Call;

/** The requests of one attempt. They share its time, so the second gets what the first left. */
final class Exchange {

  private final ChannelHttp http;
  private final Clock clock;
  private final CallContext context;
  private final Instant start;

  private Exchange(ChannelHttp http, Clock clock, CallContext context) {
    this.http = http;
    this.clock = clock;
    this.context = context;
    this.start = clock.instant();
  }

  static Exchange begin(ChannelHttp http, Clock clock, CallContext context) {
    return new Exchange(http, clock, context);
  }

  /** Sends one request, signed; the reply is verified if it tells of success. */
  Reply send(Call<Reply> call) {
    Duration spent = Duration.between(start, clock.instant());
    // A clock set back must not give an attempt more time than it had.
    Duration left = spent.isNegative() ? context.timeLeft() : context.timeLeft().minus(spent);
    return http.send(
        call, new CallContext(context.operation(), left, context.attempt(), context.actingFor()));
  }

  /** The error a reply reports. */
  ChannelError error(Reply reply) {
    return ChannelError.of(reply, clock.instant());
  }

  Instant now() {
    return clock.instant();
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
      throw open(
          OpenOutcome.Cause.UNREADABLE_REPLY,
          "answered " + reply.status() + " with something that is not what its documents promise",
          reply,
          malformed);
    }
  }

  /** A reply that is genuine and tells of something else than what was asked. */
  static ChannelFailure.OutcomeUnknown mismatched(Reply reply, String clause) {
    return open(
        OpenOutcome.Cause.MISMATCHED_REPLY,
        "answered " + reply.status() + " with a message that " + clause,
        reply,
        null);
  }

  /** A success that is not the one the operation ends with. */
  static ChannelFailure.OutcomeUnknown accepted(Reply reply) {
    return open(
        OpenOutcome.Cause.STILL_PENDING,
        "answered " + reply.status() + ": it took the call and has not finished it",
        reply,
        null);
  }

  private static ChannelFailure.OutcomeUnknown open(
      OpenOutcome.Cause cause, String what, Reply reply, @Nullable Throwable reason) {
    return new ChannelFailure.OutcomeUnknown(
        cause, what, null, reply.status(), RequestIds.of(reply), null, reason);
  }
}
