package io.jiaozi.sandbox.paypal;

import io.jiaozi.sandbox.channel.ChannelContext;
import io.jiaozi.sandbox.channel.Json;
import io.jiaozi.sandbox.channel.Reply;
import io.jiaozi.sandbox.channel.WireRequest;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** OAuth 2.0 client credentials; protocol sheet 1.2. Safe for use by many threads. */
final class Tokens {
  private final PaypalCredentials credentials;
  private final ChannelContext context;
  private final AtomicInteger issued = new AtomicInteger();

  private Duration lifetime = Duration.ofHours(9);
  private @Nullable String current;
  private Instant currentUntil = Instant.EPOCH;

  Tokens(PaypalCredentials credentials, ChannelContext context) {
    this.credentials = credentials;
    this.context = context;
  }

  synchronized void lifetime(Duration newLifetime) {
    lifetime = newLifetime;
    current = null;
  }

  /** Makes the present token worthless at once, though nobody was told. */
  synchronized void revoke() {
    current = null;
  }

  int issued() {
    return issued.get();
  }

  /** Answers {@code POST /v1/oauth2/token}. */
  Reply issue(WireRequest request) {
    if (!isFromClient(request.header("Authorization"))) {
      return Reply.json(
          401,
          Json.object()
              .put("error", "invalid_client")
              .put("error_description", "Client Authentication failed"));
    }
    String form = new String(request.body(), StandardCharsets.UTF_8);
    if (!(form + "&").contains("grant_type=client_credentials&")) {
      return Reply.json(
          400,
          Json.object()
              .put("error", "unsupported_grant_type")
              .put("error_description", "unsupported grant_type"));
    }
    issued.incrementAndGet();
    Instant now = context.clock().instant();
    String token;
    long seconds;
    synchronized (this) {
      // The same token is handed out again while it lives.
      if (current == null || !now.isBefore(currentUntil)) {
        current = "A21AA" + context.randomness().text(75);
        currentUntil = now.plus(lifetime);
      }
      token = current;
      seconds = Duration.between(now, currentUntil).toSeconds();
    }
    return Reply.json(
        200,
        Json.object()
            .put("scope", "https://uri.paypal.com/services/payments/payment")
            .put("access_token", token)
            .put("token_type", "Bearer")
            .put("app_id", credentials.appId())
            .put("expires_in", seconds)
            .put("nonce", WireTime.format(now) + context.randomness().text(16)));
  }

  private boolean isFromClient(@Nullable String authorization) {
    String expected =
        "Basic "
            + Base64.getEncoder()
                .encodeToString(
                    (credentials.clientId() + ":" + credentials.clientSecret())
                        .getBytes(StandardCharsets.UTF_8));
    return expected.equals(authorization);
  }

  /** Why a request may not be served, as an answer; null when its token is good. */
  @Nullable Reply refusal(WireRequest request, String debugId) {
    String authorization = request.header("Authorization");
    if (authorization == null || !authorization.toLowerCase(Locale.ROOT).startsWith("bearer ")) {
      return PaypalError.authentication().reply(debugId);
    }
    String token = authorization.substring("bearer ".length()).trim();
    synchronized (this) {
      if (token.equals(current) && context.clock().instant().isBefore(currentUntil)) {
        return null;
      }
    }
    return Reply.json(
        401,
        Json.object()
            .put("error", "invalid_token")
            .put("error_description", "The token passed in was not found in the system"));
  }
}
