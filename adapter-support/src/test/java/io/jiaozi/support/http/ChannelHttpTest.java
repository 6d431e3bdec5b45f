package io.jiaozi.support.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.jiaozi.error.OpenOutcome;
import io.jiaozi.spi.ChannelFailure;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import okhttp3.RequestBody;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What goes out, where to, and what the signer and the verifier see of it. */
@Timeout(30)
class ChannelHttpTest {

  private FakeServer server;
  private HttpTransport transport;

  @BeforeEach
  void start() throws IOException {
    server = new FakeServer(FakeServer.replying(FakeServer.ok("{\"code\":\"\u00e9\"}")));
    transport = HttpTransport.standard();
  }

  @AfterEach
  void stop() throws IOException {
    transport.close();
    server.close();
  }

  private ChannelHttp.Builder channel() {
    return transport.channel("Fake Pay", List.of(server.url()));
  }

  private static Reply pay(ChannelHttp http, String json) {
    return http.send(http.calls(Calls.class).pay(Calls.json(json)), Calls.within10Seconds());
  }

  @Test
  void request_goesOutAsSigned_onceAndByteForByte() {
    List<String> signed = new ArrayList<>();
    ChannelHttp http =
        channel()
            .header("Accept", "application/json")
            .signing(
                (request, body) -> {
                  signed.add(
                      request.method()
                          + " "
                          + request.url()
                          + " "
                          + new String(body, StandardCharsets.UTF_8));
                  return request.newBuilder().header("Authorization", "signed").build();
                })
            .build();
    String json = "{\"text\":\"\u996d \ud83e\udd5f \u2028 \\\\\\\"\"}";

    pay(http, json);

    assertThat(signed).containsExactly("POST " + server.url() + "/v3/pay " + json);
    assertThat(server.requests()).hasSize(1);
    FakeServer.Request request = server.requests().get(0);
    assertThat(request.body()).isEqualTo(json);
    assertThat(request.head())
        .contains("\r\nAuthorization: signed\r\n")
        .contains("\r\nAccept: application/json\r\n")
        .contains("\r\nContent-Type: application/json\r\n")
        .contains("\r\nUser-Agent: jiaozi/");
  }

  @Test
  void request_withoutBody_isSignedOverNothing() {
    List<Integer> sizes = new ArrayList<>();
    ChannelHttp http =
        channel()
            .signing(
                (request, body) -> {
                  sizes.add(body.length);
                  return request;
                })
            .build();

    http.send(http.calls(Calls.class).query("A|1*/?&\u996d"), Calls.within10Seconds());

    assertThat(sizes).containsExactly(0);
    assertThat(server.requests().get(0).line())
        .isEqualTo("GET /v3/pay/number/A%7C1*%2F%3F&%E9%A5%AD HTTP/1.1");
  }

  @Test
  void call_usedAgain_isSignedAgain() {
    List<String> signed = new ArrayList<>();
    ChannelHttp http =
        channel()
            .signing(
                (request, body) -> {
                  signed.add(request.url().encodedPath());
                  return request
                      .newBuilder()
                      .header("X-Nonce", String.valueOf(signed.size()))
                      .build();
                })
            .build();
    var call = http.calls(Calls.class).pay(Calls.json("{}"));

    http.send(call, Calls.within10Seconds());
    http.send(call, Calls.within10Seconds());

    assertThat(signed).hasSize(2);
    assertThat(server.requests().get(1).head()).contains("X-Nonce: 2");
  }

  @Test
  void signature_thatChangesTheBodyOrTheUrl_isNotSent() {
    List<RequestSigning> changing =
        List.of(
            (request, body) -> request.newBuilder().post(RequestBody.create(new byte[1])).build(),
            (request, body) -> request.newBuilder().url("https://elsewhere.example/").build(),
            (request, body) -> request.newBuilder().method("PUT", request.body()).build());
    for (RequestSigning signing : changing) {
      assertThatThrownBy(() -> pay(channel().signing(signing).build(), "{}"))
          .isInstanceOf(ChannelFailure.NotSent.class)
          .hasMessage(
              "was not asked: the signature changed more than headers, so it would not cover what is sent");
    }
    assertThat(server.connections()).isZero();
  }

  @Test
  void signature_thatFails_isNotSentAndItsTextIsWithheld() {
    ChannelHttp http =
        channel()
            .signing(
                (request, body) -> {
                  throw new IllegalStateException("key MIIEvQIBADANBgkqhkiG9w0BAQEFAASCBKc");
                })
            .build();

    ChannelFailure.NotSent failure =
        catchThrowableOfType(ChannelFailure.NotSent.class, () -> pay(http, "{}"));

    assertThat(failure).hasMessage("was not asked: the request could not be signed");
    assertThat(failure.getCause())
        .hasMessage("java.lang.IllegalStateException: (text withheld, it may quote the message)");
    assertThat(failure.getCause().getStackTrace()).isNotEmpty();
  }

  @Test
  void headerValue_thatHttpDoesNotAllow_isNotQuoted() {
    assertThatThrownBy(() -> channel().header("X-Key", "sk_live_abc\n"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasNoCause()
        .hasMessageNotContaining("sk_live_abc");

    ChannelHttp http =
        channel()
            .signing(
                (request, body) ->
                    request.newBuilder().header("Authorization", "sk_live_abc\n").build())
            .build();
    ChannelFailure.NotSent failure =
        catchThrowableOfType(ChannelFailure.NotSent.class, () -> pay(http, "{}"));
    assertThat(failure).hasStackTraceContaining("text withheld");
    assertThat(stackTraceOf(failure)).doesNotContain("sk_live_abc");
  }

  @ParameterizedTest
  @CsvSource({
    "'',            /v3/pay",
    "/,             /v3/pay",
    "/gateway,      /gateway/v3/pay",
    "/gateway/,     /gateway/v3/pay",
    "/a%2Fb/c,      /a%2Fb/c/v3/pay"
  })
  void path_standsBehindTheBaseUrl(String base, String path) {
    ChannelHttp http =
        transport.channel("Fake Pay", List.of(URI.create(server.url() + base))).build();

    pay(http, "{}");

    assertThat(server.requests().get(0).line()).isEqualTo("POST " + path + " HTTP/1.1");
  }

  @ParameterizedTest
  @CsvSource({"'', /", "/gateway.do, /gateway.do", "/gateway/, /gateway/"})
  void dot_isTheBaseUrlItself(String base, String path) {
    ChannelHttp http =
        transport.channel("Fake Pay", List.of(URI.create(server.url() + base))).build();

    http.send(http.calls(Calls.class).gateway(Calls.json("{}")), Calls.within10Seconds());

    assertThat(server.requests().get(0).line()).isEqualTo("POST " + path + " HTTP/1.1");
  }

  @Test
  void fullUrl_ofTheChannelsOwnServer_isFollowed() {
    ChannelHttp http = channel().build();

    http.send(
        http.calls(Calls.class).download(server.url() + "/file?token=a%2Bb"),
        Calls.within10Seconds());

    assertThat(server.requests().get(0).line()).isEqualTo("GET /file?token=a%2Bb HTTP/1.1");
  }

  @ParameterizedTest
  @CsvSource({
    "https://elsewhere.example/file",
    "http://127.0.0.1:1/file",
    "//elsewhere.example/file",
    "https://127.0.0.1/file"
  })
  void fullUrl_ofAnotherServer_isNotSent(String url) {
    ChannelHttp http = channel().build();

    assertThatThrownBy(
            () -> http.send(http.calls(Calls.class).download(url), Calls.within10Seconds()))
        .isInstanceOf(ChannelFailure.NotSent.class)
        .hasMessage(
            "was not asked: the request leads to a server that is not one of its configured addresses");
    assertThat(server.connections()).isZero();
  }

  @Test
  void pathValue_thatClimbs_isNotSent() {
    ChannelHttp http = channel().build();

    ChannelFailure.NotSent failure =
        catchThrowableOfType(
            ChannelFailure.NotSent.class,
            () -> http.send(http.calls(Calls.class).query(".."), Calls.within10Seconds()));

    assertThat(failure)
        .hasMessage("was not asked: the request could not be built from what the adapter gave");
  }

  @Test
  void call_executedByItself_isNotSent() {
    ChannelHttp http = channel().build();

    assertThatThrownBy(() -> http.calls(Calls.class).query("1").execute())
        .isInstanceOf(IOException.class)
        .hasMessage("A call is sent with ChannelHttp.send, never by itself.");
    assertThat(server.connections()).isZero();
  }

  @Test
  void verification_seesTheReplyFirst_andMayRefuseIt() {
    List<String> seen = new ArrayList<>();
    ChannelHttp http =
        channel()
            .verifying(
                reply -> {
                  seen.add(new String(reply.body(), StandardCharsets.ISO_8859_1));
                  throw new ChannelFailure.OutcomeUnknown(
                      OpenOutcome.Cause.UNTRUSTED_REPLY, "answered without a signature", null);
                })
            .build();

    assertThatThrownBy(() -> pay(http, "{}"))
        .isInstanceOf(ChannelFailure.OutcomeUnknown.class)
        .hasMessage("answered without a signature");
    assertThat(seen).containsExactly("{\"code\":\"\u00e9\"}");
  }

  @Test
  void channels_ofOneTransport_shareItsConnections() {
    pay(channel().build(), "{}");
    pay(transport.channel("Other Pay", List.of(server.url())).build(), "{}");

    assertThat(server.requests()).hasSize(2);
    assertThat(server.connections()).isEqualTo(1);
  }

  @Test
  void maxReplyBytes_outOfRange_isRefused() {
    assertThatThrownBy(() -> channel().maxReplyBytes(0))
        .hasMessage("maxReplyBytes must be 1 to 268435456, but was 0");
  }

  private static String stackTraceOf(Throwable failure) {
    java.io.StringWriter out = new java.io.StringWriter();
    failure.printStackTrace(new java.io.PrintWriter(out));
    return out.toString();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      nullValues = "none",
      value = {
        "Date: Wed, 25 Nov 2026 02:00:00 GMT | PT-10M",
        "Date: Wed, 25 Nov 2026 02:10:07 GMT | PT7S",
        "Date: Wed, 25 Nov 2026 02:10:07 GMT~Date: Wed, 25 Nov 2026 02:10:07 GMT | none",
        "Date: yesterday | none",
        "Server: x | none"
      })
  void clockAhead_comparesTheLatestAnswer(String header, @Nullable Duration ahead)
      throws IOException {
    Clock ours = Clock.fixed(Instant.parse("2026-11-25T02:10:00Z"), ZoneOffset.UTC);
    String reply =
        "HTTP/1.1 200 OK\r\n" + header.replace("~", "\r\n") + "\r\nContent-Length: 2\r\n\r\n{}";
    try (FakeServer telling = new FakeServer(FakeServer.replying(reply))) {
      ChannelHttp http =
          transport.channel("Fake Pay", List.of(telling.url())).comparing(ours).build();
      assertThat(http.clockAhead()).isNull();
      pay(http, "{}");
      assertThat(http.clockAhead()).isEqualTo(ahead);
    }
  }

  @Test
  void clockAhead_isNotAskedFor_unlessAClockIsGiven() {
    ChannelHttp http = channel().build();
    pay(http, "{}");
    assertThat(http.clockAhead()).isNull();
  }
}
