package io.jiaozi.support.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jiaozi.spi.ChannelFailure;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import okhttp3.OkHttpClient;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The main and the second address of a channel. */
class AddressesTest {

  private final FakeTime time = new FakeTime();

  private static Reply send(ChannelHttp http) {
    return http.send(http.calls(Calls.class).pay(Calls.json("{}")), Calls.within10Seconds());
  }

  private static FakeServer answering(String text) throws IOException {
    return new FakeServer(FakeServer.replying(FakeServer.ok(text)));
  }

  @Test
  void secondAddress_isUsedAfterTheMainCouldNotBeConnectedTo_andForAWhile() throws IOException {
    ServerSocket port = new ServerSocket(0, 1, FakeServer.loopback(1));
    port.close();
    URI main = URI.create("http://127.0.0.1:" + port.getLocalPort());
    try (FakeServer second = answering("{\"second\":1}");
        HttpTransport transport = HttpTransport.over(new OkHttpClient(), time)) {
      ChannelHttp http = transport.channel("Fake Pay", List.of(main, second.url())).build();

      assertThatThrownBy(() -> send(http)).isInstanceOf(ChannelFailure.NotSent.class);
      assertThat(second.requests()).isEmpty();
      assertThat(send(http).status()).isEqualTo(200);
      time.pass(Addresses.REST.minusNanos(1));
      assertThat(send(http).status()).isEqualTo(200);

      time.pass(Duration.ofNanos(1));
      assertThatThrownBy(() -> send(http)).isInstanceOf(ChannelFailure.NotSent.class);
      assertThat(send(http).status()).isEqualTo(200);
      assertThat(second.requests()).hasSize(3);
    }
  }

  @Test
  void mainAddress_backAfterItsRest_isUsedAgain() throws IOException {
    ServerSocket port = new ServerSocket(0, 1, FakeServer.loopback(1));
    port.close();
    try (FakeServer second = answering("{}");
        HttpTransport transport = HttpTransport.over(new OkHttpClient(), time)) {
      ChannelHttp http =
          transport
              .channel(
                  "Fake Pay",
                  List.of(URI.create("http://127.0.0.1:" + port.getLocalPort()), second.url()))
              .build();
      assertThatThrownBy(() -> send(http)).isInstanceOf(ChannelFailure.NotSent.class);
      send(http);
      try (FakeServer main =
          new FakeServer(
              new ServerSocket(port.getLocalPort(), 1, FakeServer.loopback(1)),
              "http",
              FakeServer.replying(FakeServer.ok("{}")))) {
        time.pass(Addresses.REST);
        send(http);
        send(http);

        assertThat(main.requests()).hasSize(2);
        assertThat(second.requests()).hasSize(1);
      }
    }
  }

  @Test
  void secondAddress_isNotUsedAfterTheMainMayHaveGotTheRequest() throws IOException {
    try (FakeServer main = new FakeServer((request, conversation) -> conversation.reset());
        FakeServer second = answering("{}");
        HttpTransport transport = HttpTransport.over(new OkHttpClient(), time)) {
      ChannelHttp http = transport.channel("Fake Pay", List.of(main.url(), second.url())).build();

      for (int i = 0; i < 3; i++) {
        assertThatThrownBy(() -> send(http)).isInstanceOf(ChannelFailure.OutcomeUnknown.class);
      }

      assertThat(main.requests()).hasSize(3);
      assertThat(second.connections()).isZero();
    }
  }

  @Test
  void secondAddress_isNotUsedAfterAServerError() throws IOException {
    try (FakeServer main =
            new FakeServer(
                FakeServer.replying("HTTP/1.1 503 Unavailable\r\nContent-Length: 0\r\n\r\n"));
        FakeServer second = answering("{}");
        HttpTransport transport = HttpTransport.over(new OkHttpClient(), time)) {
      ChannelHttp http = transport.channel("Fake Pay", List.of(main.url(), second.url())).build();

      assertThat(send(http).status()).isEqualTo(503);
      assertThat(send(http).status()).isEqualTo(503);
      assertThat(second.connections()).isZero();
    }
  }

  @Test
  void bothAddresses_outOfReach_takeTurns() {
    Addresses addresses =
        Addresses.of(
            List.of(URI.create("https://a.example"), URI.create("https://b.example")), time);
    var main = addresses.current();
    addresses.notConnected(main);
    var second = addresses.current();
    addresses.notConnected(second);

    assertThat(main.host()).isEqualTo("a.example");
    assertThat(second.host()).isEqualTo("b.example");
    assertThat(addresses.current()).isEqualTo(main);
  }

  @Test
  void mainAddress_afterItsRest_isTriedByOneCallerOnly() {
    Addresses addresses =
        Addresses.of(
            List.of(URI.create("https://a.example"), URI.create("https://b.example")), time);
    addresses.notConnected(addresses.current());
    time.pass(Addresses.REST);

    assertThat(addresses.current().host()).isEqualTo("a.example");
    assertThat(addresses.current().host()).isEqualTo("b.example");
    assertThat(addresses.current().host()).isEqualTo("b.example");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "http://pay.example|Base URL http://pay.example is http. Use https: plain http is for this machine alone (127.0.0.1, ::1, localhost).",
        "https://key@pay.example|Base URL https://pay.example carries a user name before the host. Remove it.",
        "https://pay.example:8443/?key=secret|Base URL https://pay.example:8443 has a query. A base URL ends with its host, port or path.",
        "ftp://pay.example|Base URL ftp://pay.example is not an absolute https URL. Write it in full, such as https://shop.example/pay."
      })
  void baseUrl_breakingTheRule_isRefusedWithoutItsSecrets(String url, String message) {
    assertThatThrownBy(() -> Addresses.of(List.of(URI.create(url)), time))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(message);
  }

  @Test
  void baseUrls_noneOrThree_areRefused() {
    URI url = URI.create("https://pay.example");

    assertThatThrownBy(() -> Addresses.of(List.of(), time))
        .hasMessage("A channel has one base URL, or a main and a second one, but 0 were given.");
    assertThatThrownBy(() -> Addresses.of(List.of(url, url, url), time))
        .hasMessage("A channel has one base URL, or a main and a second one, but 3 were given.");
  }

  @Test
  void baseUrls_oneOfThemOnThisMachine_areRefused() {
    assertThatThrownBy(
            () ->
                Addresses.of(
                    List.of(URI.create("https://pay.example"), URI.create("http://127.0.0.1:80")),
                    time))
        .hasMessage(
            "The second base URL is not of the same kind as the main one: both are https, or both are on this machine.");
  }
}
