package io.jiaozi.support.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.jiaozi.spi.CallContext;
import io.jiaozi.spi.ChannelFailure;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketAddress;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import javax.net.SocketFactory;
import okhttp3.OkHttpClient;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Failures before the first byte of the request. */
@Timeout(30)
class NotSentTest {

  private static ChannelFailure.NotSent failure(
      HttpTransport transport, URI url, CallContext context) {
    ChannelHttp http = transport.channel("Fake Pay", List.of(url)).build();
    return catchThrowableOfType(
        ChannelFailure.NotSent.class,
        () -> http.send(http.calls(Calls.class).pay(Calls.json("{}")), context));
  }

  private static URI nobodyThere() throws IOException {
    try (ServerSocket gone = new ServerSocket(0, 1, FakeServer.loopback(1))) {
      return URI.create("http://127.0.0.1:" + gone.getLocalPort());
    }
  }

  @Test
  void connection_refused_isNotSent() throws IOException {
    try (HttpTransport transport = HttpTransport.standard()) {
      ChannelFailure.NotSent failure = failure(transport, nobodyThere(), Calls.within10Seconds());

      assertThat(failure).hasMessage("could not be connected to: nobody answered at its address");
      assertThat(failure.getCause()).hasMessageContaining("java.net.ConnectException");
    }
  }

  @Test
  void hostName_unknown_isNotSent() {
    OkHttpClient client =
        new OkHttpClient.Builder()
            .dns(
                name -> {
                  throw new UnknownHostException(name);
                })
            .build();
    try (HttpTransport transport = HttpTransport.over(client)) {
      assertThat(failure(transport, URI.create("https://pay.invalid"), Calls.within10Seconds()))
          .hasMessage(
              "could not be reached: its host name does not resolve. Check base-url and the machine's DNS");
    }
  }

  @Test
  void hostName_resolverHangs_isNotSentWithinTheLimit() {
    CountDownLatch never = new CountDownLatch(1);
    OkHttpClient client =
        new OkHttpClient.Builder()
            .dns(
                name -> {
                  try {
                    never.await();
                  } catch (InterruptedException e) {
                    throw new IllegalStateException(e);
                  }
                  return List.of();
                })
            .build();
    try (HttpTransport transport = HttpTransport.over(client)) {
      long start = System.nanoTime();
      ChannelFailure.NotSent failure =
          failure(
              transport, URI.create("https://pay.invalid"), Calls.within(Duration.ofMillis(200)));

      assertThat(failure).hasMessageStartingWith("could not be ");
      assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(3));
    } finally {
      never.countDown();
    }
  }

  @Test
  void hostName_resolverHangs_takesOneThreadForAllCalls() throws Exception {
    CountDownLatch never = new CountDownLatch(1);
    CountDownLatch asked = new CountDownLatch(2);
    NameLookup names =
        new NameLookup(
            name -> {
              asked.countDown();
              try {
                never.await();
              } catch (InterruptedException e) {
                throw new IllegalStateException(e);
              }
              return List.of(InetAddress.getLoopbackAddress());
            });
    Duration soon = Duration.ofMillis(20);

    for (int i = 0; i < 5; i++) {
      assertThat(
              catchThrowableOfType(
                  SlowNameException.class, () -> names.within(soon).lookup("pay.invalid")))
          .isNotNull();
    }

    assertThat(asked.getCount()).isEqualTo(1);
    never.countDown();
  }

  @Test
  void connecting_takesTooLong_isNotSent() {
    OkHttpClient client =
        new OkHttpClient.Builder()
            .socketFactory(
                new Sockets() {
                  @Override
                  void connect(int timeout) throws IOException {
                    assertThat(timeout).isBetween(1, 5000);
                    throw new SocketTimeoutException("Connect timed out");
                  }
                })
            .build();
    try (HttpTransport transport = HttpTransport.over(client)) {
      assertThat(failure(transport, URI.create("http://127.0.0.1:1"), Calls.within10Seconds()))
          .hasMessage("could not be connected to within 5 s");
    }
  }

  @Test
  void handshake_neverAnswered_isNotSentWithinTheLimit() throws IOException {
    try (FakeServer mute = new FakeServer((request, conversation) -> conversation.close());
        HttpTransport transport = HttpTransport.standard()) {
      URI url = URI.create("https://127.0.0.1:" + mute.port());

      assertThat(failure(transport, url, Calls.within(Duration.ofMillis(300))))
          .hasMessage("could not be connected to within 300 ms");
      assertThat(mute.requests()).isEmpty();
    }
  }

  @Test
  void handshake_answeredWithPlainHttp_isNotSent() throws IOException {
    CountDownLatch served = new CountDownLatch(1);
    try (ServerSocket plain = new ServerSocket(0, 1, FakeServer.loopback(1));
        HttpTransport transport = HttpTransport.standard()) {
      Thread server =
          new Thread(
              () -> {
                try (Socket socket = plain.accept()) {
                  int unused = socket.getInputStream().read();
                  socket
                      .getOutputStream()
                      .write("HTTP/1.1 400 no\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
                  socket.getOutputStream().flush();
                  served.await();
                } catch (IOException | InterruptedException e) {
                  // The test ended.
                }
              });
      server.setDaemon(true);
      server.start();

      assertThat(
              failure(
                  transport,
                  URI.create("https://127.0.0.1:" + plain.getLocalPort()),
                  Calls.within10Seconds()))
          .hasMessageStartingWith("could not be trusted: the TLS handshake failed");
      served.countDown();
    }
  }

  @Test
  void proxy_thatRefusesTheTunnel_isNotSentAndLearnsNothing() throws IOException {
    try (FakeServer proxy =
            new FakeServer(
                FakeServer.replying(
                    "HTTP/1.1 407 Who are you\r\nProxy-Authenticate: Basic realm=\"a\"\r\nContent-Length: 0\r\n\r\n"));
        HttpTransport transport =
            HttpTransport.over(
                new OkHttpClient.Builder()
                    .proxy(
                        new Proxy(
                            Proxy.Type.HTTP,
                            new InetSocketAddress(FakeServer.loopback(1), proxy.port())))
                    .build())) {
      ChannelHttp http =
          transport
              .channel("Fake Pay", List.of(URI.create("https://pay.invalid")))
              .header("Authorization", "secret")
              .build();

      assertThat(
              catchThrowableOfType(
                  ChannelFailure.NotSent.class,
                  () ->
                      http.send(
                          http.calls(Calls.class).pay(Calls.json("{}")), Calls.within10Seconds())))
          .hasMessage("could not be asked: the connection broke before anything was sent");
      assertThat(proxy.requests()).hasSize(1);
      assertThat(proxy.requests().get(0).line()).isEqualTo("CONNECT pay.invalid:443 HTTP/1.1");
      assertThat(proxy.requests().get(0).head()).doesNotContain("secret");
    }
  }

  @Test
  void thread_interruptedBefore_isNotSentAndStaysInterrupted() throws IOException {
    try (FakeServer server = new FakeServer(FakeServer.replying(FakeServer.ok("{}")));
        HttpTransport transport = HttpTransport.standard()) {
      Thread.currentThread().interrupt();
      ChannelFailure.NotSent failure = failure(transport, server.url(), Calls.within10Seconds());

      assertThat(Thread.interrupted()).isTrue();
      assertThat(failure).hasMessage("was not asked, because the thread was interrupted");
      assertThat(server.connections()).isZero();
    }
  }

  @Test
  void thread_interruptedWhileConnecting_isNotSentAndStaysInterrupted() throws Exception {
    CountDownLatch connecting = new CountDownLatch(1);
    CountDownLatch ended = new CountDownLatch(1);
    OkHttpClient client =
        new OkHttpClient.Builder()
            .socketFactory(
                new Sockets() {
                  @Override
                  void connect(int timeout) throws IOException {
                    connecting.countDown();
                    try {
                      ended.await();
                    } catch (InterruptedException e) {
                      throw new IOException(e);
                    }
                    throw new IOException("too late");
                  }
                })
            .build();
    try (HttpTransport transport = HttpTransport.over(client)) {
      AtomicReference<ChannelFailure.NotSent> failure = new AtomicReference<>();
      CountDownLatch stillInterrupted = new CountDownLatch(1);
      Thread caller =
          new Thread(
              () -> {
                failure.set(
                    failure(transport, URI.create("http://127.0.0.1:1"), Calls.within10Seconds()));
                if (Thread.currentThread().isInterrupted()) {
                  stillInterrupted.countDown();
                }
              });
      caller.start();
      assertThat(connecting.await(10, TimeUnit.SECONDS)).isTrue();
      caller.interrupt();

      assertThat(stillInterrupted.await(10, TimeUnit.SECONDS)).isTrue();
      assertThat(failure.get())
          .hasMessage("was not asked, because the thread was interrupted while connecting");
    } finally {
      ended.countDown();
    }
  }

  @Test
  void transport_closed_isNotSent() throws IOException {
    HttpTransport transport = HttpTransport.standard();
    transport.close();

    assertThat(failure(transport, nobodyThere(), Calls.within10Seconds()))
        .hasMessage("was not asked, because the gateway is closed");
  }

  @Test
  void time_usedUpBySigning_isNotSent() throws IOException {
    FakeTime time = new FakeTime();
    try (FakeServer server = new FakeServer(FakeServer.replying(FakeServer.ok("{}")));
        HttpTransport transport = HttpTransport.over(new OkHttpClient(), time)) {
      ChannelHttp http =
          transport
              .channel("Fake Pay", List.of(server.url()))
              .signing(
                  (request, body) -> {
                    time.pass(Duration.ofSeconds(10));
                    return request;
                  })
              .build();

      assertThat(
              catchThrowableOfType(
                  ChannelFailure.NotSent.class,
                  () ->
                      http.send(
                          http.calls(Calls.class).pay(Calls.json("{}")), Calls.within10Seconds())))
          .hasMessage("was not asked, because no time was left");
      assertThat(server.connections()).isZero();
    }
  }

  /** Makes sockets whose connecting the test writes. */
  private abstract static class Sockets extends SocketFactory {

    abstract void connect(int timeout) throws IOException;

    @Override
    public Socket createSocket() {
      return new Socket() {
        @Override
        public void connect(SocketAddress address, int timeout) throws IOException {
          Sockets.this.connect(timeout);
        }
      };
    }

    @Override
    public Socket createSocket(String host, int port) {
      throw new UnsupportedOperationException();
    }

    @Override
    public Socket createSocket(String host, int port, InetAddress local, int localPort) {
      throw new UnsupportedOperationException();
    }

    @Override
    public Socket createSocket(InetAddress host, int port) {
      throw new UnsupportedOperationException();
    }

    @Override
    public Socket createSocket(InetAddress host, int port, InetAddress local, int localPort) {
      throw new UnsupportedOperationException();
    }
  }
}
