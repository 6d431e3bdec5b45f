package io.jiaozi.paypal;

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
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import retrofit2.Call;

/**
 * The requests of one attempt. They share its time, so the second gets what the first left; each
 * carries the access token and says for whom the partner acts.
 *
 * <p>A reply 401 means that the token is not taken and nothing was done: a fresh token is fetched
 * and the request sent once more, the same to the last byte. A second 401 stands.
 */
final class Exchange {

  static final String REQUEST_ID = "PayPal-Request-Id";
  private static final Map<String, String> WHOLE_ANSWER = Map.of("Prefer", "return=representation");

  private final ChannelHttp http;
  private final Tokens tokens;
  private final Caller caller;
  private final Clock clock;
  private final CallContext context;
  private final Instant start;

  /** Makes a call with the headers it must carry. */
  interface Asking {
    Call<Reply> with(Map<String, String> headers);
  }

  Exchange(ChannelHttp http, Tokens tokens, Caller caller, Clock clock, CallContext context) {
    this.http = http;
    this.tokens = tokens;
    this.caller = caller;
    this.clock = clock;
    this.context = context;
    this.start = clock.instant();
  }

  /** Asks; changes nothing. */
  Reply get(Asking asking) {
    return send(Map.of(), asking);
  }

  /** Demands something that PayPal recognises by the key if it is demanded again. */
  Reply post(String requestKey, Asking asking) {
    Map<String, String> headers = new LinkedHashMap<>(WHOLE_ANSWER);
    headers.put(REQUEST_ID, requestKey);
    return send(headers, asking);
  }

  /** Sends one request, and the same once more if its token was not taken. */
  Reply send(Map<String, String> extra, Asking asking) {
    Tokens.Token token = tokens.current(left());
    Reply reply = http.send(asking.with(headers(token, extra)), within());
    if (reply.status() != 401) {
      return reply;
    }
    tokens.drop(token);
    Tokens.Token fresh = tokens.current(left());
    return http.send(asking.with(headers(fresh, extra)), within());
  }

  private Map<String, String> headers(Tokens.Token token, Map<String, String> extra) {
    Map<String, String> headers = new LinkedHashMap<>();
    headers.put("Authorization", token.header());
    headers.putAll(caller.headers(context.actingFor()));
    headers.putAll(extra);
    return headers;
  }

  private CallContext within() {
    return new CallContext(context.operation(), left(), context.attempt(), context.actingFor());
  }

  /** How long this attempt may still take. */
  Duration left() {
    Duration spent = Duration.between(start, clock.instant());
    // A clock set back must not give an attempt more time than it had.
    return spent.isNegative() ? context.timeLeft() : context.timeLeft().minus(spent);
  }

  CallContext context() {
    return context;
  }

  /** For whom the partner acts; null for the account's own. */
  @Nullable String seller() {
    return context.actingFor() == null ? null : context.actingFor().id();
  }

  Instant now() {
    return clock.instant();
  }

  /** The error a reply reports. */
  ChannelError error(Reply reply) {
    return ChannelError.of(reply, clock.instant());
  }

  /**
   * A question before anything is demanded. If it stays open, nothing was demanded.
   *
   * @param purpose what was to be done, such as "to take the money"
   */
  static <T> T first(String purpose, Supplier<T> question) {
    try {
      return question.get();
    } catch (ChannelFailure.OutcomeUnknown unanswered) {
      throw new ChannelFailure.NotSent(
          "was not asked "
              + purpose
              + ", because asking how it stands failed: it "
              + unanswered.getMessage(),
          unanswered);
    }
  }

  /**
   * A question after something was demanded. If it fails in whatever way, what was demanded stays
   * open.
   *
   * @param before what PayPal said to the demand, a clause
   */
  static <T> T afterwards(String before, ChannelError error, Supplier<T> question) {
    return asked(before + " (" + error.told() + ")", error, question);
  }

  /**
   * The same after an answer that promises well and tells too little.
   *
   * @param before what the answer amounts to, a clause
   */
  <T> T tooShort(String before, Reply reply, Supplier<T> question) {
    return asked(before, error(reply), question);
  }

  private static <T> T asked(String before, ChannelError error, Supplier<T> question) {
    try {
      return question.get();
    } catch (ChannelFailure failed) {
      throw new ChannelFailure.OutcomeUnknown(
          failed instanceof ChannelFailure.OutcomeUnknown unknown
              ? unknown.reason()
              : OpenOutcome.Cause.NO_REPLY,
          before + ", and asking how it stands failed: it " + failed.getMessage(),
          error.code(),
          error.status(),
          error.debugId(),
          error.retryAfter(),
          failed);
    }
  }

  /**
   * Reads the JSON of a reply.
   *
   * @throws ChannelFailure.OutcomeUnknown if it is not what the protocol says
   */
  static <T> T read(Reply reply, Function<JsonIn, T> reader) {
    try (JsonIn in = JsonIn.object(reply.body())) {
      T message = reader.apply(in);
      in.end();
      return message;
    } catch (MalformedJsonException malformed) {
      throw unreadable(reply, "with something that is not what its documents promise", malformed);
    }
  }

  /** A success without something that belongs into it. */
  static ChannelFailure.OutcomeUnknown unreadable(
      Reply reply, String with, @Nullable Throwable cause) {
    return open(
        OpenOutcome.Cause.UNREADABLE_REPLY,
        "answered " + reply.status() + " " + with,
        reply,
        cause);
  }

  /** A reply that tells of something else than what was asked. */
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
        cause, what, null, reply.status(), DebugIds.of(reply), null, reason);
  }

  static boolean isDone(Reply reply) {
    return reply.status() == 200 || reply.status() == 201;
  }

  /** Lets errors through; a success other than 200 and 201 is not what ends these operations. */
  static void requireError(Reply reply) {
    if (reply.status() >= 200 && reply.status() < 300) {
      throw accepted(reply);
    }
  }
}
