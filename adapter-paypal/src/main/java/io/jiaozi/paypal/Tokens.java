package io.jiaozi.paypal;

import io.jiaozi.Operation;
import io.jiaozi.error.OpenOutcome;
import io.jiaozi.error.RejectedReason;
import io.jiaozi.spi.AdapterContext;
import io.jiaozi.spi.CallContext;
import io.jiaozi.spi.ChannelFailure;
import io.jiaozi.support.http.ChannelHttp;
import io.jiaozi.support.http.HttpBody;
import io.jiaozi.support.http.Reply;
import io.jiaozi.support.json.JsonIn;
import io.jiaozi.support.json.MalformedJsonException;
import io.jiaozi.support.redact.Secret;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The access token of the account (OAuth 2.0, client credentials): kept, renewed after nine tenths
 * of its life, fetched by one thread at a time while the others wait for its result. A fetch that
 * fails is never papered over with a token that is over. Safe for use by many threads. Source:
 * protocol sheet, section 1.2.
 */
final class Tokens {

  private static final Logger log = LoggerFactory.getLogger(Tokens.class);

  /** One fetch may take this long at most, and no longer than the call it is for. */
  private static final Duration LONGEST_FETCH = Duration.ofSeconds(10);

  /** With a token that still serves, renewing it may hold a call up for this long at most. */
  private static final Duration LONGEST_EARLY_FETCH = Duration.ofSeconds(2);

  /** A token that claims more is asked for anew all the same. PayPal's live for 9 hours. */
  private static final long LONGEST_LIFE_SECONDS = 86_400;

  private static final int LONGEST_TEXT = 8192;

  private final ChannelHttp http;
  private final PaypalCalls calls;
  private final AdapterContext context;
  private final Secret basic;
  private final String remedy;
  private final AtomicReference<@Nullable Token> kept = new AtomicReference<>();
  private final AtomicReference<@Nullable CompletableFuture<Token>> running =
      new AtomicReference<>();

  /** A token, and until when it serves. */
  static final class Token {
    private final Secret text;
    private final Instant renewAt;
    private final Instant endsAt;

    private Token(Secret text, Instant from, long seconds) {
      this.text = text;
      this.renewAt = from.plusMillis(seconds * 900);
      this.endsAt = from.plusSeconds(seconds);
    }

    /** The value of the header Authorization. */
    String header() {
      return "Bearer " + text.reveal();
    }

    @Override
    public String toString() {
      return "Token[hidden, ends at " + endsAt + "]";
    }
  }

  Tokens(
      ChannelHttp http,
      PaypalCalls calls,
      AdapterContext context,
      String clientId,
      Secret clientSecret,
      Environment environment) {
    this.http = http;
    this.calls = calls;
    this.context = context;
    byte[] pair = (clientId + ":" + clientSecret.reveal()).getBytes(StandardCharsets.UTF_8);
    this.basic = Secret.of("Basic " + Base64.getEncoder().encodeToString(pair));
    this.remedy = remedy(environment);
  }

  private static String remedy(Environment environment) {
    String other = environment.kind() == Environment.Kind.LIVE ? "the sandbox" : "live";
    return "Check \""
        + Settings.CLIENT_ID
        + "\" and \""
        + Settings.CLIENT_SECRET
        + "\" in the developer dashboard: they may be of another app, a secret that was replaced, or credentials for "
        + other
        + ", which this \""
        + Settings.BASE_URL
        + "\" does not know.";
  }

  /**
   * A token that serves now.
   *
   * @param left how long the caller can wait
   * @throws ChannelFailure.NotSent if there is none; nothing of the call was sent then
   * @throws ChannelFailure.Rejected if PayPal does not know the credentials
   */
  Token current(Duration left) {
    Token token = kept.get();
    Instant now = context.clock().instant();
    if (token != null && now.isBefore(token.renewAt)) {
      return token;
    }
    Token serving = token != null && now.isBefore(token.endsAt) ? token : null;
    CompletableFuture<Token> mine = new CompletableFuture<>();
    CompletableFuture<Token> others = running.compareAndExchange(null, mine);
    if (others == null) {
      return renew(token, serving, mine, left);
    }
    return serving == null ? await(others, left) : serving;
  }

  /** Forgets a token that PayPal did not take, unless there is another one by now. */
  void drop(Token refused) {
    kept.compareAndSet(refused, null);
  }

  private Token renew(
      @Nullable Token before,
      @Nullable Token serving,
      CompletableFuture<Token> mine,
      Duration left) {
    try {
      Token fetched = kept.get();
      // Another thread may have finished between our look at the token and our turn.
      if (fetched == null || fetched == before) {
        Duration limit = serving == null ? LONGEST_FETCH : LONGEST_EARLY_FETCH;
        Duration within = left.compareTo(limit) < 0 ? left : limit;
        fetched = context.<Token>fetchAccess(() -> fetch(within));
        kept.set(fetched);
      }
      mine.complete(fetched);
      return fetched;
    } catch (ChannelFailure failed) {
      mine.completeExceptionally(failed);
      if (serving == null) {
        throw failed;
      }
      log.warn(
          "PayPal: the access token could not be renewed, and the present one serves until {} only: PayPal {}.",
          serving.endsAt,
          failed.getMessage());
      return serving;
    } catch (RuntimeException | Error failed) {
      mine.completeExceptionally(failed);
      throw failed;
    } finally {
      running.set(null);
    }
  }

  private static Token await(CompletableFuture<Token> others, Duration left) {
    try {
      return others.get(Math.max(0, left.toNanos()), TimeUnit.NANOSECONDS);
    } catch (ExecutionException failed) {
      if (failed.getCause() instanceof ChannelFailure told) {
        throw told;
      }
      throw new ChannelFailure.NotSent(
          "was not asked, because another call could not get an access token", null);
    } catch (TimeoutException slow) {
      throw new ChannelFailure.NotSent(
          "was not asked, because no time was left while another call fetched the access token",
          null);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new ChannelFailure.NotSent(
          "was not asked, because the thread was interrupted while it waited for an access token",
          null);
    }
  }

  private Token fetch(Duration within) {
    Reply reply =
        http.send(
            calls.token(
                basic.reveal(),
                HttpBody.form(
                    "grant_type=client_credentials".getBytes(StandardCharsets.US_ASCII), "utf-8")),
            new CallContext(Operation.CHANNEL_CALL, within, 1, null));
    if (reply.status() != 200) {
      throw refused(reply);
    }
    return token(reply);
  }

  private Token token(Reply reply) {
    Wire.TokenReply told;
    try (JsonIn in = JsonIn.object(reply.body())) {
      told = Wire.TokenReply.read(in);
      in.end();
    } catch (MalformedJsonException notJson) {
      throw useless("answered the request for an access token with something else", reply, notJson);
    }
    String text = told.accessToken();
    Long seconds = told.expiresIn();
    if (text == null || !isHeaderText(text) || !"Bearer".equalsIgnoreCase(told.tokenType())) {
      throw useless("answered the request for an access token without a usable token", reply, null);
    }
    if (seconds == null || seconds < 1) {
      throw useless("gave an access token that is over already", reply, null);
    }
    return new Token(
        Secret.of(text), context.clock().instant(), Math.min(seconds, LONGEST_LIFE_SECONDS));
  }

  private static boolean isHeaderText(String text) {
    return !text.isEmpty()
        && text.length() <= LONGEST_TEXT
        && text.chars().allMatch(c -> c > ' ' && c < 0x7F);
  }

  private ChannelFailure refused(Reply reply) {
    ChannelError error = ChannelError.of(reply, context.clock().instant());
    boolean credentials =
        reply.status() == 401 || (reply.status() == 400 && "invalid_client".equals(error.code()));
    if (credentials && error.code() != null) {
      return new ChannelFailure.Rejected(
          RejectedReason.BAD_CREDENTIALS,
          error.code(),
          "does not know the account's client id and secret",
          remedy,
          reply.status(),
          error.debugId(),
          null);
    }
    return new ChannelFailure.OutcomeUnknown(
        OpenOutcome.Cause.SERVER_ERROR,
        "answered the request for an access token with " + error.told(),
        error.code(),
        reply.status(),
        error.debugId(),
        error.retryAfter(),
        null);
  }

  private static ChannelFailure useless(String what, Reply reply, @Nullable Throwable cause) {
    return new ChannelFailure.OutcomeUnknown(
        OpenOutcome.Cause.UNREADABLE_REPLY,
        what,
        null,
        reply.status(),
        DebugIds.of(reply),
        null,
        cause);
  }

  @Override
  public String toString() {
    return "Tokens[hidden]";
  }
}
