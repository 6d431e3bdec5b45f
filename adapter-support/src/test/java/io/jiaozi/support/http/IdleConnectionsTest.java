package io.jiaozi.support.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import okhttp3.OkHttpClient;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A pooled connection that died in its sleep costs a new connection, not an unknown outcome. */
@Timeout(30)
class IdleConnectionsTest {

  private final FakeTime time = new FakeTime();

  private static Reply send(ChannelHttp http, String method) {
    Calls calls = http.calls(Calls.class);
    return http.send(
        method.equals("GET") ? calls.query("A1") : calls.pay(Calls.json("{}")),
        Calls.within10Seconds());
  }

  @ParameterizedTest
  @ValueSource(strings = {"GET", "POST"})
  void connection_closedByTheServerWhileIdle_isReplacedBeforeTheRequest(String method)
      throws Exception {
    CountDownLatch closed = new CountDownLatch(1);
    try (FakeServer server =
            new FakeServer(
                (request, conversation) -> {
                  conversation.write(FakeServer.ok("{}"));
                  if (conversation.number() == 1) {
                    conversation.close();
                    closed.countDown();
                  }
                });
        HttpTransport transport = HttpTransport.over(new OkHttpClient(), time)) {
      ChannelHttp http = transport.channel("Fake Pay", List.of(server.url())).build();
      send(http, "GET");
      assertThat(closed.await(10, TimeUnit.SECONDS)).isTrue();
      time.pass(Duration.ofSeconds(1));

      assertThat(send(http, method).status()).isEqualTo(200);
      assertThat(server.requests()).hasSize(2);
      assertThat(server.connections()).isEqualTo(2);
    }
  }

  @Test
  void connection_onWhichTheServerSpokeUnasked_isReplaced() throws Exception {
    CountDownLatch received = new CountDownLatch(1);
    CountDownLatch spoken = new CountDownLatch(1);
    try (FakeServer server =
            new FakeServer(
                (request, conversation) -> {
                  conversation.write(FakeServer.ok("{}"));
                  if (conversation.number() == 1) {
                    received.await();
                    // A second reply to one request would be taken for the reply to the next.
                    conversation.write(FakeServer.ok("{\"paid\":1}"));
                    spoken.countDown();
                  }
                });
        HttpTransport transport = HttpTransport.over(new OkHttpClient(), time)) {
      ChannelHttp http = transport.channel("Fake Pay", List.of(server.url())).build();
      send(http, "POST");
      received.countDown();
      assertThat(spoken.await(10, TimeUnit.SECONDS)).isTrue();
      time.pass(Duration.ofSeconds(1));

      assertThat(send(http, "POST").body()).asString().isEqualTo("{}");
      assertThat(server.connections()).isEqualTo(2);
    }
  }

  @Test
  void connection_alive_isUsedAgain() throws Exception {
    try (FakeServer server = new FakeServer(FakeServer.replying(FakeServer.ok("{}")));
        HttpTransport transport = HttpTransport.over(new OkHttpClient(), time)) {
      ChannelHttp http = transport.channel("Fake Pay", List.of(server.url())).build();
      for (int i = 0; i < 3; i++) {
        send(http, "POST");
        time.pass(Duration.ofSeconds(1));
      }

      assertThat(server.requests()).hasSize(3);
      assertThat(server.connections()).isEqualTo(1);
    }
  }

  @Test
  void connections_allDead_areReplacedWithinOneCall() throws Exception {
    int many = 4;
    CountDownLatch together = new CountDownLatch(many);
    CountDownLatch closed = new CountDownLatch(many);
    try (FakeServer server =
            new FakeServer(
                (request, conversation) -> {
                  if (conversation.number() <= many) {
                    together.countDown();
                    together.await();
                    conversation.write(FakeServer.ok("{}"));
                    conversation.close();
                    closed.countDown();
                  } else {
                    conversation.write(FakeServer.ok("{}"));
                  }
                });
        HttpTransport transport = HttpTransport.over(new OkHttpClient(), time)) {
      ChannelHttp http = transport.channel("Fake Pay", List.of(server.url())).build();
      CountDownLatch done = new CountDownLatch(many);
      for (int i = 0; i < many; i++) {
        new Thread(
                () -> {
                  send(http, "POST");
                  done.countDown();
                })
            .start();
      }
      assertThat(done.await(10, TimeUnit.SECONDS)).isTrue();
      assertThat(closed.await(10, TimeUnit.SECONDS)).isTrue();
      time.pass(Duration.ofSeconds(1));

      assertThat(send(http, "POST").status()).isEqualTo(200);
      assertThat(server.requests()).hasSize(many + 1);
    }
  }
}
