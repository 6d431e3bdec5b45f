package io.jiaozi.support.http;

import io.jiaozi.error.OpenOutcome;
import io.jiaozi.spi.CallContext;
import io.jiaozi.spi.ChannelFailure;
import io.jiaozi.support.redact.Transcript;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.security.KeyStore;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import okhttp3.Headers;
import okhttp3.HttpUrl;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.RequestBody;
import okhttp3.Response;
import org.jspecify.annotations.Nullable;
import retrofit2.Call;

/**
 * One channel's way to its servers: signs, sends exactly once, verifies, and tells every failure by
 * whether something may have been sent. Safe for use by many threads; costs nothing until used.
 */
public final class ChannelHttp {

  private static final Duration LONGEST_SETUP = Duration.ofSeconds(5);
  private static final int MOST_DEAD_CONNECTIONS = 8;

  private final HttpTransport transport;
  private final Addresses addresses;
  private final Headers headers;
  private final @Nullable RequestSigning signing;
  private final @Nullable ReplyVerification verification;
  private final int maxReplyBytes;
  private final Lazy<OkHttpClient> client;
  private final Lazy<RequestMaker> requests = new Lazy<>(RequestMaker::new);
  private final ExchangeLog exchangeLog;
  private final @Nullable Clock clock;
  private volatile @Nullable Answered last;

  /** The latest reply, and when it came by the clock it is compared with. */
  private record Answered(String date, Instant at) {}

  private ChannelHttp(Builder builder) {
    transport = builder.transport;
    addresses = builder.addresses;
    headers = builder.headers.build();
    signing = builder.signing;
    verification = builder.verification;
    maxReplyBytes = builder.maxReplyBytes;
    clock = builder.clock;
    exchangeLog = new ExchangeLog(builder.displayName, Transcript.showing(builder.shownFields));
    KeyStore trusted = builder.trusted;
    client =
        new Lazy<>(
            () ->
                !addresses.https()
                    ? transport.clearClient()
                    : trusted == null ? transport.tlsClient() : transport.tlsClient(trusted));
  }

  /**
   * Makes the calls of a Retrofit interface. Its methods return {@code retrofit2.Call<Reply>};
   * bodies are {@code @Body okhttp3.RequestBody}, made by {@link HttpBody}; paths are relative to
   * the base URL ({@code @GET("v3/certificates")}; {@code @POST(".")} is the base URL itself). A
   * full {@code @Url} is accepted if it leads to one of the channel's own servers.
   */
  public <T> T calls(Class<T> retrofitInterface) {
    return requests.get().calls(retrofitInterface);
  }

  /**
   * A call of any endpoint, for escape hatches.
   *
   * @param verb GET, POST, PUT, PATCH or DELETE
   * @param target the path relative to the base URL, without a slash in front
   * @param body what is sent with POST, PUT and PATCH (empty JSON if null), and with DELETE if it
   *     is not null
   * @throws IllegalArgumentException for another verb
   */
  public Call<Reply> call(
      String verb,
      String target,
      Map<String, String> query,
      Map<String, String> headers,
      @Nullable RequestBody body) {
    AnyEndpoint any = calls(AnyEndpoint.class);
    RequestBody content = body == null ? HttpBody.json(new byte[0]) : body;
    return switch (verb) {
      case "GET" -> any.get(target, query, headers);
      case "POST" -> any.post(target, query, headers, content);
      case "PUT" -> any.put(target, query, headers, content);
      case "PATCH" -> any.patch(target, query, headers, content);
      case "DELETE" ->
          body == null
              ? any.delete(target, query, headers)
              : any.deleteWithBody(target, query, headers, content);
      default -> throw new IllegalArgumentException("The verb " + verb + " is not offered.");
    };
  }

  /**
   * Sends one request, once, and waits for the reply. An interrupt is noticed between steps, not
   * while waiting for the reply; the interrupt flag is kept.
   *
   * @param call from {@link #calls}; may be used again
   * @return the verified reply, whatever its HTTP status
   * @throws ChannelFailure.NotSent if no byte of the request left this machine
   * @throws ChannelFailure.OutcomeUnknown {@code NO_REPLY} or {@code UNREADABLE_REPLY} if something
   *     may have been sent and no whole reply came, or what the verification throws
   */
  public Reply send(Call<Reply> call, CallContext context) {
    long start = transport.time().nanos();
    if (transport.isClosed()) {
      throw new ChannelFailure.NotSent("was not asked, because the gateway is closed", null);
    }
    if (Thread.currentThread().isInterrupted()) {
      throw new ChannelFailure.NotSent("was not asked, because the thread was interrupted", null);
    }
    Outgoing outgoing = prepare(call, start, context.timeLeft());
    Reply reply;
    try {
      reply = exchange(outgoing);
    } finally {
      transport.callEnded();
    }
    verify(reply);
    return reply;
  }

  /**
   * How far the channel's clock was ahead of ours when it last answered anything; negative if it
   * was behind. A hint, not proof: nobody signs it, and the way of the answer is part of it.
   *
   * @return null before the first answer, if answers do not tell, or without {@link
   *     Builder#comparing}
   */
  public @Nullable Duration clockAhead() {
    Answered answered = last;
    Instant theirs = answered == null ? null : Reply.parseDate(answered.date());
    return answered == null || theirs == null ? null : Duration.between(answered.at(), theirs);
  }

  private record Outgoing(Request request, HttpUrl base, String path, long start, Duration limit) {}

  private Outgoing prepare(Call<Reply> call, long start, Duration limit) {
    Request bare;
    try {
      bare = call.request();
    } catch (RuntimeException e) {
      throw unbuildable(e);
    }
    HttpUrl base = addresses.current();
    HttpUrl url = target(bare.url(), base);
    try {
      byte[] body = RequestMaker.bytesOf(bare);
      Request.Builder full = bare.newBuilder().url(url);
      for (int i = 0; i < headers.size(); i++) {
        if (bare.header(headers.name(i)) == null) {
          full.addHeader(headers.name(i), headers.value(i));
        }
      }
      if (bare.body() != null) {
        full.method(bare.method(), RequestBody.create(body, bare.body().contentType()));
      }
      return new Outgoing(signed(full.build(), body), url, exchangeLog.pathOf(bare), start, limit);
    } catch (IllegalArgumentException | UncheckedIOException e) {
      throw unbuildable(e);
    }
  }

  private static ChannelFailure.NotSent unbuildable(Exception e) {
    return new ChannelFailure.NotSent(
        "was not asked: the request could not be built from what the adapter gave",
        SafeCause.of(e));
  }

  private HttpUrl target(HttpUrl asked, HttpUrl base) {
    if (RequestMaker.isRelative(asked)) {
      return RequestMaker.behind(base, asked);
    }
    if (!addresses.contain(asked)) {
      throw new ChannelFailure.NotSent(
          "was not asked: the request leads to a server that is not one of its configured addresses",
          null);
    }
    return asked;
  }

  private Request signed(Request request, byte[] body) {
    if (signing == null) {
      return request;
    }
    Request signed;
    try {
      signed = signing.sign(request, body);
    } catch (ChannelFailure e) {
      throw e;
    } catch (RuntimeException e) {
      throw new ChannelFailure.NotSent(
          "was not asked: the request could not be signed", SafeCause.of(e));
    }
    if (!signed.url().equals(request.url())
        || !signed.method().equals(request.method())
        || !Objects.equals(signed.body(), request.body())) {
      throw new ChannelFailure.NotSent(
          "was not asked: the signature changed more than headers, so it would not cover what is sent",
          null);
    }
    return signed;
  }

  private Reply exchange(Outgoing outgoing) {
    for (int dead = 0; ; dead++) {
      Duration left = outgoing.limit().minusNanos(transport.time().nanos() - outgoing.start());
      if (left.isNegative() || left.isZero()) {
        throw new ChannelFailure.NotSent("was not asked, because no time was left", null);
      }
      CallTrace trace = new CallTrace(transport, outgoing.base(), setupWithin(left));
      try {
        Reply reply = execute(outgoing, trace, left);
        addresses.connected(outgoing.base());
        remember(reply);
        exchangeLog.replied(outgoing.request(), outgoing.path(), reply, elapsed(outgoing));
        return reply;
      } catch (DeadConnectionException e) {
        // Nothing was written, and the pool has one dead connection less: not a repetition.
        if (dead == MOST_DEAD_CONNECTIONS) {
          throw failure(outgoing, trace, e);
        }
      } catch (Exception e) {
        throw failure(outgoing, trace, e);
      }
    }
  }

  private void remember(Reply reply) {
    Clock ours = clock;
    String date = ours == null ? null : reply.header("Date");
    if (ours != null && date != null) {
      last = new Answered(date, ours.instant());
    }
  }

  private static Duration setupWithin(Duration limit) {
    return limit.compareTo(LONGEST_SETUP) < 0 ? limit : LONGEST_SETUP;
  }

  private Reply execute(Outgoing outgoing, CallTrace trace, Duration left) throws IOException {
    Request request = outgoing.request().newBuilder().tag(CallTrace.class, trace).build();
    okhttp3.Call call = client.get().newCall(request);
    call.timeout().timeout(left.toNanos(), TimeUnit.NANOSECONDS);
    try (Response response = call.execute()) {
      byte[] body;
      try {
        body = ReplyBody.read(response.body(), maxReplyBytes);
      } catch (IOException e) {
        // Else closing would read on for a while, hoping to keep the connection.
        call.cancel();
        throw e;
      }
      return new Reply(response.code(), response.headers(), body);
    }
  }

  private ChannelFailure failure(Outgoing outgoing, CallTrace trace, Exception e) {
    if (e instanceof InterruptedException) {
      // Kotlin code throws it unannounced.
      Thread.currentThread().interrupt();
    }
    exchangeLog.failed(outgoing.request(), outgoing.path(), trace.sent(), elapsed(outgoing));
    if (trace.sent()) {
      addresses.connected(outgoing.base());
      return Failures.outcomeUnknown(e, trace, outgoing.limit());
    }
    if (e instanceof IOException && !Thread.currentThread().isInterrupted()) {
      addresses.notConnected(outgoing.base());
    }
    return Failures.notSent(e, trace, setupWithin(outgoing.limit()));
  }

  private Duration elapsed(Outgoing outgoing) {
    return Duration.ofNanos(transport.time().nanos() - outgoing.start());
  }

  private void verify(Reply reply) {
    if (verification == null) {
      return;
    }
    try {
      verification.verify(reply);
    } catch (ChannelFailure e) {
      throw e;
    } catch (RuntimeException e) {
      throw new ChannelFailure.OutcomeUnknown(
          OpenOutcome.Cause.ADAPTER_FAULT,
          "answered, but checking the answer failed in the adapter",
          null,
          reply.status(),
          null,
          null,
          SafeCause.of(e));
    }
  }

  /** Collects what a channel needs; not thread-safe. */
  public static final class Builder {

    private static final int DEFAULT_REPLY_BYTES = 1024 * 1024;

    private final HttpTransport transport;
    private final String displayName;
    private final Addresses addresses;
    private final Headers.Builder headers = new Headers.Builder();
    private @Nullable RequestSigning signing;
    private @Nullable ReplyVerification verification;
    private @Nullable KeyStore trusted;
    private Set<String> shownFields = Set.of();
    private @Nullable Clock clock;
    private int maxReplyBytes = DEFAULT_REPLY_BYTES;

    Builder(HttpTransport transport, String displayName, Addresses addresses) {
      this.transport = transport;
      this.displayName = Objects.requireNonNull(displayName, "displayName");
      this.addresses = addresses;
      headers.add("User-Agent", UserAgent.VALUE);
    }

    /** Signs every request. Without it none is signed. */
    public Builder signing(RequestSigning signing) {
      this.signing = Objects.requireNonNull(signing, "signing");
      return this;
    }

    /** Checks every reply before the adapter sees it. Without it none is checked. */
    public Builder verifying(ReplyVerification verification) {
      this.verification = Objects.requireNonNull(verification, "verification");
      return this;
    }

    /**
     * Adds a header to every request whose call does not set it itself.
     *
     * @throws IllegalArgumentException if HTTP does not allow the name or the value; the value is
     *     not quoted
     */
    public Builder header(String name, String value) {
      try {
        headers.set(name, value);
      } catch (IllegalArgumentException e) {
        // Not chained: its text quotes the value.
        throw new IllegalArgumentException(
            "A header for every request has a name or a value with a character that HTTP does not allow.");
      }
      return this;
    }

    /** Compares this clock with what answers tell of the channel's: {@link #clockAhead}. */
    public Builder comparing(Clock ours) {
      this.clock = Objects.requireNonNull(ours, "ours");
      return this;
    }

    /**
     * Limits what is read of a reply, counted after decompression. A larger reply is {@code
     * UNREADABLE_REPLY}.
     *
     * @param bytes 1 to 268435456; 1 MiB if not set. The reply is held in memory
     */
    public Builder maxReplyBytes(int bytes) {
      if (bytes < 1 || bytes > 256 * 1024 * 1024) {
        throw new IllegalArgumentException(
            "maxReplyBytes must be 1 to 268435456, but was " + bytes);
      }
      this.maxReplyBytes = bytes;
      return this;
    }

    /**
     * Believes the issuers in this key store and nobody else, instead of the platform's trust.
     * Dates and host names are checked all the same.
     *
     * @param issuers loaded, with certificate entries
     */
    public Builder trusting(KeyStore issuers) {
      this.trusted = Objects.requireNonNull(issuers, "issuers");
      return this;
    }

    /**
     * Names fields whose values may appear in the TRACE log, such as states and codes. Everything
     * else is masked.
     */
    public Builder showing(Set<String> fieldNames) {
      this.shownFields = Set.copyOf(fieldNames);
      return this;
    }

    /** Makes it. Nothing is connected, loaded or looked up yet. */
    public ChannelHttp build() {
      return new ChannelHttp(this);
    }
  }
}
