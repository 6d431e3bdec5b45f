package com.example.guide;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.jiaozi.error.OpenOutcome;
import io.jiaozi.error.RejectedReason;
import io.jiaozi.spi.AdapterContext;
import io.jiaozi.spi.CallContext;
import io.jiaozi.spi.ChannelFailure;
import io.jiaozi.support.form.FormCodec;
import io.jiaozi.support.http.ChannelHttp;
import io.jiaozi.support.http.HttpBody;
import io.jiaozi.support.http.Reply;
import io.jiaozi.support.json.JsonIn;
import io.jiaozi.support.json.MalformedJsonException;
import io.jiaozi.support.redact.Secret;
import java.time.Instant;
import java.util.Base64;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import okhttp3.RequestBody;
import retrofit2.Call;
import retrofit2.http.Body;
import retrofit2.http.Header;
import retrofit2.http.POST;

/** The access token of an account (OAuth 2.0, client credentials). Safe for use by many threads. */
final class AccessTokens {

  private static final byte[] GRANT =
      FormCodec.encode(Map.of("grant_type", "client_credentials"), UTF_8);

  private final ChannelHttp http;
  private final Calls calls;
  private final AdapterContext context;
  private final Secret basic;
  private final ReentrantLock fetching = new ReentrantLock();
  private volatile Token kept = new Token(Secret.of(""), Instant.MIN);

  private record Token(Secret text, Instant renewAt) {}

  /** The token endpoint. */
  interface Calls {
    @POST("oauth/token")
    Call<Reply> token(@Header("Authorization") String basic, @Body RequestBody form);
  }

  AccessTokens(ChannelHttp http, AdapterContext context, String clientId, Secret clientSecret) {
    this.http = http;
    this.calls = http.calls(Calls.class);
    this.context = context;
    byte[] pair = (clientId + ":" + clientSecret.reveal()).getBytes(UTF_8);
    this.basic = Secret.of("Basic " + Base64.getEncoder().encodeToString(pair));
  }

  /** The value of the header Authorization. */
  String header(CallContext call) {
    Token token = kept;
    if (isOver(token)) {
      fetching.lock();
      try {
        // Who waited finds what the one before has fetched.
        if (isOver(kept)) {
          kept = context.fetchAccess(() -> fetch(call));
        }
        token = kept;
      } finally {
        fetching.unlock();
      }
    }
    return "Bearer " + token.text().reveal();
  }

  private boolean isOver(Token token) {
    return !context.clock().instant().isBefore(token.renewAt());
  }

  private Token fetch(CallContext call) {
    Instant asked = context.clock().instant();
    Reply reply = http.send(calls.token(basic.reveal(), HttpBody.form(GRANT, "utf-8")), call);
    if (reply.status() == 401) {
      throw new ChannelFailure.Rejected(
          RejectedReason.BAD_CREDENTIALS,
          "401",
          "does not know the account's client id and secret",
          "Correct \"client-id\" and \"client-secret\".",
          401,
          null,
          null);
    }
    String text = null;
    long seconds = 0;
    try (JsonIn in = JsonIn.object(reply.body())) {
      while (in.nextField()) {
        switch (in.field()) {
          case "access_token" -> text = in.text();
          case "expires_in" -> seconds = in.integer();
          default -> in.skip();
        }
      }
      in.end();
    } catch (MalformedJsonException odd) {
      throw useless(reply, odd);
    }
    if (reply.status() != 200 || text == null || seconds <= 0) {
      throw useless(reply, null);
    }
    // Nine tenths of its life: a token must not end on its way.
    long renewAfter = Math.min(seconds, 86_400) * 9 / 10;
    return new Token(Secret.of(text), asked.plusSeconds(renewAfter));
  }

  private static ChannelFailure useless(Reply reply, MalformedJsonException cause) {
    return new ChannelFailure.OutcomeUnknown(
        OpenOutcome.Cause.UNREADABLE_REPLY,
        "answered " + reply.status() + " to the request for an access token",
        null,
        reply.status(),
        null,
        null,
        cause);
  }
}
