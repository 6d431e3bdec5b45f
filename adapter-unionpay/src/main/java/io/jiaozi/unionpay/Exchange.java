package io.jiaozi.unionpay;

import io.jiaozi.error.OpenOutcome;
import io.jiaozi.error.RejectedReason;
import io.jiaozi.payment.RawReply;
import io.jiaozi.spi.CallContext;
import io.jiaozi.spi.ChannelFailure;
import io.jiaozi.support.form.FormCodec;
import io.jiaozi.support.http.ChannelHttp;
import io.jiaozi.support.http.HttpBody;
import io.jiaozi.support.http.Reply;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.function.Function;
import java.util.regex.Pattern;
import okhttp3.RequestBody;
import org.jspecify.annotations.Nullable;
import retrofit2.Call;

/**
 * The requests of one attempt: the one way out, on which every message is signed, and the one way
 * in, on which every reply is verified. They share the attempt's time, so the second gets what the
 * first left.
 */
final class Exchange {

  private static final Pattern CODE = Pattern.compile("[0-9A-Z]{2}");

  private final Gateway gateway;
  private final CallContext context;
  private final Instant start;

  /** What all exchanges of an account have in common. */
  record Gateway(
      String merId,
      ChannelHttp http,
      UnionpayCalls calls,
      RequestSigner signer,
      MessageVerifier verifier,
      Clock clock) {

    /** Begins a message with what every message has. */
    Fields message() {
      return Fields.of(merId);
    }
  }

  private Exchange(Gateway gateway, CallContext context) {
    this.gateway = gateway;
    this.context = context;
    this.start = gateway.clock().instant();
  }

  static Exchange begin(Gateway gateway, CallContext context) {
    return new Exchange(gateway, context);
  }

  Instant now() {
    return gateway.clock().instant();
  }

  UnionpayCalls calls() {
    return gateway.calls();
  }

  /**
   * Signs and sends one message, once, and verifies what comes back.
   *
   * @throws ChannelFailure.OutcomeUnknown if nothing came that could be believed
   */
  Answer send(Function<RequestBody, Call<Reply>> endpoint, Fields fields) {
    byte[] form = FormCodec.encode(gateway.signer().sign(fields), StandardCharsets.UTF_8);
    Reply reply =
        gateway.http().send(endpoint.apply(HttpBody.form(form, Fields.ENCODING)), inTimeLeft());
    if (reply.status() != 200) {
      // Only 200 comes from the gateway itself; the status says nothing about the transaction.
      throw open(
          OpenOutcome.Cause.SERVER_ERROR,
          "answered " + reply.status() + ", which is no answer of its gateway",
          null,
          reply,
          reply.retryAfter(now()),
          null);
    }
    return new Answer(believed(reply), reply);
  }

  private CallContext inTimeLeft() {
    Duration spent = Duration.between(start, now());
    // A clock set back must not give an attempt more time than it had.
    Duration left = spent.isNegative() ? context.timeLeft() : context.timeLeft().minus(spent);
    return new CallContext(context.operation(), left, context.attempt(), context.actingFor());
  }

  private Message believed(Reply reply) {
    Message message;
    try {
      message = Message.ofReply(reply.body());
    } catch (MalformedMessageException malformed) {
      throw open(
          OpenOutcome.Cause.UNREADABLE_REPLY,
          "answered 200 with a message that " + malformed.getMessage(),
          null,
          reply,
          null,
          malformed);
    }
    try {
      gateway.verifier().verify(message);
    } catch (ChannelFailure.Untrusted unproved) {
      String code = message.text("respCode");
      throw open(
          OpenOutcome.Cause.UNTRUSTED_REPLY,
          "answered with a message that " + unproved.getMessage(),
          // Nobody proved it, but it helps a person to find a wrong key.
          code != null && CODE.matcher(code).matches() ? code : null,
          reply,
          null,
          unproved);
    }
    return message;
  }

  private static ChannelFailure.OutcomeUnknown open(
      OpenOutcome.Cause cause,
      String what,
      @Nullable String code,
      Reply reply,
      @Nullable Duration retryAfter,
      @Nullable Throwable reason) {
    return new ChannelFailure.OutcomeUnknown(
        cause, what, code, reply.status(), null, retryAfter, reason);
  }

  /** A reply that is UnionPay's and this merchant's. */
  record Answer(Message message, Reply reply) {

    /** The outer code: of the request itself, not of what it asks about. */
    String code() {
      String code = message.text("respCode");
      return code == null ? "" : code;
    }

    RawReply raw() {
      return RawReply.of(reply.status(), CardData.masked(message), null);
    }

    /** Genuine, and tells of something else than what was asked. */
    ChannelFailure.OutcomeUnknown mismatched(String clause) {
      return unknown(OpenOutcome.Cause.MISMATCHED_REPLY, "answered with a message that " + clause);
    }

    ChannelFailure.OutcomeUnknown unknown(OpenOutcome.Cause cause, String what) {
      return new ChannelFailure.OutcomeUnknown(
          cause, what, message.text("respCode"), reply.status(), null, null, null);
    }

    ChannelFailure.Rejected rejected(RejectedReason reason, String what, String remedy) {
      return new ChannelFailure.Rejected(reason, code(), what, remedy, reply.status(), null, null);
    }
  }
}
