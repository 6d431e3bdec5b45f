package io.jiaozi.support.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jiaozi.spi.ChannelFailure;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.util.List;
import java.util.stream.Stream;
import okhttp3.Credentials;
import okhttp3.OkHttp;
import okhttp3.OkHttpClient;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The server counts: whatever it does to a request, it sees that request once. */
class NoHiddenResendTest {

  /** OkHttp as eager as it can be; the transport must tame it. */
  private static OkHttpClient eager() {
    return new OkHttpClient.Builder()
        .retryOnConnectionFailure(true)
        .followRedirects(true)
        .followSslRedirects(true)
        .authenticator(
            (route, response) ->
                response
                    .request()
                    .newBuilder()
                    .header("Authorization", Credentials.basic("user", "word"))
                    .build())
        .build();
  }

  private static Reply send(HttpTransport transport, URI url, String method) {
    ChannelHttp http = transport.channel("Fake Pay", List.of(url)).build();
    Calls calls = http.calls(Calls.class);
    return http.send(
        method.equals("GET") ? calls.query("A1") : calls.pay(Calls.json("{\"a\":1}")),
        Calls.within10Seconds());
  }

  static Stream<Arguments> repliesThatInviteAnotherRequest() {
    return Stream.of(
            "408 Request Timeout\r\n",
            "408 Request Timeout\r\nRetry-After: 0\r\n",
            "408 Request Timeout\r\nConnection: close\r\n",
            "503 Unavailable\r\nRetry-After: 0\r\n",
            "503 Unavailable\r\nRetry-After: 99999999999\r\n",
            "421 Misdirected Request\r\n",
            "401 Unauthorized\r\nWWW-Authenticate: Basic realm=\"a\"\r\n",
            "407 Proxy Authentication Required\r\nProxy-Authenticate: Basic realm=\"a\"\r\n",
            "300 Multiple Choices\r\nLocation: /other\r\n",
            "301 Moved Permanently\r\nLocation: /other\r\n",
            "302 Found\r\nLocation: /other\r\n",
            "303 See Other\r\nLocation: /other\r\n",
            "307 Temporary Redirect\r\nLocation: /other\r\n",
            "308 Permanent Redirect\r\nLocation: /other\r\n",
            "425 Too Early\r\n",
            "429 Too Many Requests\r\nRetry-After: 0\r\n",
            "500 Oops\r\nRetry-After: 0\r\n")
        .flatMap(
            reply ->
                Stream.of("GET", "POST")
                    .flatMap(
                        method ->
                            Stream.of(true, false)
                                .map(eager -> Arguments.of(reply, method, eager))));
  }

  @ParameterizedTest
  @MethodSource("repliesThatInviteAnotherRequest")
  void reply_invitingAnotherRequest_isHandedOverAfterOne(String reply, String method, boolean eager)
      throws IOException {
    try (FakeServer server =
            new FakeServer(
                FakeServer.replying("HTTP/1.1 " + reply + "Content-Length: 2\r\n\r\nno"));
        HttpTransport transport = eager ? HttpTransport.over(eager()) : HttpTransport.standard()) {
      Reply answer = send(transport, server.url(), method);

      assertThat(server.requests()).hasSize(1);
      assertThat(answer.status()).isEqualTo(Integer.parseInt(reply.substring(0, 3)));
      assertThat(answer.header("Retry-After") != null).isEqualTo(reply.contains("Retry-After"));
      assertThat(answer.body()).asString().isEqualTo("no");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"GET", "POST"})
  void connection_resetAfterTheRequest_isNotTriedAgain(String method) throws IOException {
    assertSentOnceAndUnknown(method, (request, conversation) -> conversation.reset());
  }

  @ParameterizedTest
  @ValueSource(strings = {"GET", "POST"})
  void connection_closedAfterTheRequest_isNotTriedAgain(String method) throws IOException {
    assertSentOnceAndUnknown(method, (request, conversation) -> conversation.close());
  }

  @ParameterizedTest
  @ValueSource(strings = {"GET", "POST"})
  void reply_cutOff_isNotTriedAgain(String method) throws IOException {
    assertSentOnceAndUnknown(
        method,
        (request, conversation) -> {
          conversation.write("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n{\"a\"");
          conversation.close();
        });
  }

  private static void assertSentOnceAndUnknown(String method, FakeServer.Answer answer)
      throws IOException {
    try (FakeServer server = new FakeServer(answer);
        HttpTransport transport = HttpTransport.over(eager())) {
      assertThatThrownBy(() -> send(transport, server.url(), method))
          .isInstanceOf(ChannelFailure.OutcomeUnknown.class);
      assertThat(server.requests()).hasSize(1);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"GET", "POST"})
  void pooledConnection_closedUnderTheRequest_isNotTriedAgain(String method) throws IOException {
    // The second request on the connection is read, then the connection ends.
    try (FakeServer server =
            new FakeServer(
                (request, conversation) -> {
                  if (request.head().contains("second")) {
                    conversation.reset();
                  } else {
                    conversation.write(FakeServer.ok("{}"));
                  }
                });
        HttpTransport transport = HttpTransport.over(eager())) {
      ChannelHttp http = transport.channel("Fake Pay", List.of(server.url())).build();
      ChannelHttp second =
          transport.channel("Fake Pay", List.of(server.url())).header("X-Which", "second").build();
      http.send(http.calls(Calls.class).query("A1"), Calls.within10Seconds());
      Calls calls = second.calls(Calls.class);

      assertThatThrownBy(
              () ->
                  second.send(
                      method.equals("GET") ? calls.query("A2") : calls.pay(Calls.json("{}")),
                      Calls.within10Seconds()))
          .isInstanceOf(ChannelFailure.OutcomeUnknown.class);
      assertThat(server.requests()).hasSize(2);
      assertThat(server.connections()).isEqualTo(1);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"GET", "POST"})
  void secondRoute_afterTheFirstTookTheRequest_isNotUsed(String method) throws IOException {
    InetAddress other = FakeServer.loopback(2);
    try (FakeServer first = new FakeServer((request, conversation) -> conversation.reset());
        FakeServer second =
            new FakeServer(
                new ServerSocket(first.port(), 10, other),
                "http",
                FakeServer.replying(FakeServer.ok("{}")));
        HttpTransport transport =
            HttpTransport.over(
                eager().newBuilder().dns(name -> List.of(FakeServer.loopback(1), other)).build())) {
      URI url = URI.create("http://localhost:" + first.port());

      assertThatThrownBy(() -> send(transport, url, method))
          .isInstanceOf(ChannelFailure.OutcomeUnknown.class);
      assertThat(first.requests()).hasSize(1);
      assertThat(second.connections()).isZero();
    }
  }

  @Test
  void secondRoute_afterTheFirstRefusedTheConnection_isUsed() throws IOException {
    InetAddress other = FakeServer.loopback(2);
    try (FakeServer second =
            new FakeServer(
                new ServerSocket(0, 10, other), "http", FakeServer.replying(FakeServer.ok("{}")));
        HttpTransport transport =
            HttpTransport.over(
                new OkHttpClient.Builder()
                    .dns(name -> List.of(FakeServer.loopback(1), other))
                    .build())) {
      Reply reply = send(transport, URI.create("http://localhost:" + second.port()), "POST");

      assertThat(reply.status()).isEqualTo(200);
      assertThat(second.requests()).hasSize(1);
    }
  }

  @Test
  void interceptor_thatProceedsTwice_isStoppedAtTheSecond() throws IOException {
    OkHttpClient twice =
        new OkHttpClient.Builder()
            .addInterceptor(
                chain -> {
                  chain.proceed(chain.request()).close();
                  return chain.proceed(chain.request());
                })
            .build();
    try (FakeServer server = new FakeServer(FakeServer.replying(FakeServer.ok("{}")));
        HttpTransport transport = HttpTransport.over(twice)) {
      assertThatThrownBy(() -> send(transport, server.url(), "POST"))
          .isInstanceOf(ChannelFailure.OutcomeUnknown.class);
      assertThat(server.requests()).hasSize(1);
    }
  }

  @Test
  void interceptor_thatTurnsTheRequestElsewhere_isStopped() throws IOException {
    try (FakeServer elsewhere = new FakeServer(FakeServer.replying(FakeServer.ok("{}")));
        FakeServer server = new FakeServer(FakeServer.replying(FakeServer.ok("{}")));
        HttpTransport transport =
            HttpTransport.over(
                new OkHttpClient.Builder()
                    .addInterceptor(
                        chain ->
                            chain.proceed(
                                chain
                                    .request()
                                    .newBuilder()
                                    .url(elsewhere.url().toString())
                                    .build()))
                    .build())) {
      assertThatThrownBy(() -> send(transport, server.url(), "POST"))
          .isInstanceOf(ChannelFailure.NotSent.class);
      assertThat(elsewhere.requests()).isEmpty();
    }
  }

  @Test
  void okHttp_onTheClassPath_isTheFifth() {
    // Retrofit brings 4.12 if nobody excludes it, and it wins silently.
    assertThat(OkHttp.VERSION).startsWith("5.");
  }
}
