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

  private final Line line;
  private final CallContext context;
  private final Party party;
  private final Instant start;

  /**
   * What all attempts of an account share.
   *
   * @param http signs, sends and verifies
   * @param keys verify, and are there before anything is sent
   * @param clock the wall clock
   * @param merchant who asks
   */
  record Line(ChannelHttp http, KeyRing keys, Clock clock, Merchant merchant) {

    Exchange begin(CallContext context) {
      return new Exchange(this, context);
    }
  }

  private Exchange(Line line, CallContext context) {
    this.line = line;
    this.context = context;
    this.party = Party.of(line.merchant(), context.actingFor());
    this.start = line.clock().instant();
  }

  /** For whom the attempt is made. */
  Party party() {
    return party;
  }

  /** Sends one request, signed; the reply is verified if it tells of success. */
  Reply send(Call<Reply> call) {
    line.keys().prepare(timeLeft());
    return line.http()
        .send(
            call,
            new CallContext(
                context.operation(), timeLeft(), context.attempt(), context.actingFor()));
  }

  /** Encrypts fields of a request, with a key that WeChat Pay holds the other half of. */
  Sealer sealer() {
    line.keys().prepare(timeLeft());
    return line.keys().current().sealer(now());
  }

  private Duration timeLeft() {
    Duration spent = Duration.between(start, now());
    // A clock set back must not give an attempt more time than it had.
    return spent.isNegative() ? context.timeLeft() : context.timeLeft().minus(spent);
  }

  /** The error a reply reports. */
  ChannelError error(Reply reply) {
    return ChannelError.of(reply, now());
  }

  Instant now() {
    return line.clock().instant();
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
